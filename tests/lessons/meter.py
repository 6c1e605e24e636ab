"""Runs first in the kernel of a tested lesson (as PYTHONSTARTUP) and notes what the lesson costs.

After each cell the file named by AE_COST holds it, as JSON: processor seconds, wall seconds,
compiled programs (a cached one counts, too), and the cell that took most processor seconds.
"""


def meter():
    import json
    import os
    import time
    from pathlib import Path

    cost = {"processor": 0.0, "wall": 0.0, "programs": 0, "largest": 0.0, "cell": ""}
    start = time.process_time(), time.monotonic()

    import ae_helpers  # noqa: F401  before JAX, as in every lesson

    import jax

    def count_programs(event, seconds, **about):
        cost["programs"] += event == "/jax/core/compile/backend_compile_duration"

    def before(info):
        before.processor = time.process_time()

    def after(result):
        processor = time.process_time()
        cost["processor"], cost["wall"] = processor - start[0], time.monotonic() - start[1]
        if processor - before.processor > cost["largest"]:
            lines = result.info.raw_cell.splitlines()
            first = next(line for line in lines if line[:1] not in ("", "#"))
            cost.update(largest=processor - before.processor, cell=first)
        Path(os.environ["AE_COST"]).write_text(json.dumps(cost))

    jax.monitoring.register_event_duration_secs_listener(count_programs)
    get_ipython().events.register("pre_run_cell", before)  # noqa: F821
    get_ipython().events.register("post_run_cell", after)  # noqa: F821


meter()
del meter  # the lesson must not find a name of ours
