"""Prove what lessons claim for three seeds: `make claims`, or with LESSON=notebooks/01*.ipynb.

Each lesson that passes is noted in claims/passed.json, for the code and the claims that it had.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from lesson import CLAIMS, NOTEBOOKS, fingerprint, run_solved

PASSED = CLAIMS / "passed.json"
SEEDS = [1, 2, 3]
WORKERS = 2


def proved():
    """The notes of all lessons, by file name."""
    return json.loads(PASSED.read_text()) if PASSED.exists() else {}


def prove(path):
    """Run one lesson with three seeds; the note that it passed."""
    before, start = fingerprint(path), time.perf_counter()
    run_solved(path, SEEDS)
    return before | {
        "seeds": SEEDS,
        "seconds": round(time.perf_counter() - start),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "versions": {"python": python_version()}
        | {name: version(name) for name in ("keras", "jax", "numpy")},
    }


def main():
    paths = [Path(name).resolve() for name in sys.argv[1:]] or NOTEBOOKS
    failed = 0
    with ThreadPoolExecutor(min(WORKERS, os.cpu_count())) as pool:
        for path, running in [(path, pool.submit(prove, path)) for path in paths]:
            try:
                note = running.result()
            except Exception as error:
                failed += 1
                print(f"{path.stem} FAILED\n{error}", flush=True)
                continue
            existing = {lesson.stem for lesson in NOTEBOOKS}
            notes = {k: v for k, v in proved().items() if k in existing} | {path.stem: note}
            PASSED.write_text(json.dumps(dict(sorted(notes.items())), indent=1) + "\n")
            print(f"{path.stem}: holds for seeds 1, 2, 3; {note['seconds']} s", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
