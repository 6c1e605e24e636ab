"""Our figures beside the published ones, on real MNIST and on ink.

    AE_DATA_DIR=../shared/data python tests/benchmarks/results.py          # missing, stale rows
    AE_DATA_DIR=../shared/data python tests/benchmarks/results.py ROW ...    # these rows, again
    python tests/benchmarks/results.py --list                                # what rows there are

A row is `experiment/data/variant/seed`, such as `vae/mnist/static/0`, or the beginning of several,
such as `vae/mnist`. Each becomes one line of JSON in `results/rows.jsonl` as soon as it is done, so
a run can be stopped and taken up again; `results/RESULTS.md` is then written anew, and
from the rows `course` the table that the lessons show (`ae_helpers.measures.course_table`).
"""

import argparse
import importlib
import json
import os
import platform
import time
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
import results_table

ROWS = Path(__file__).parent / "results" / "rows.jsonl"
PACKAGES = ("jax", "keras", "numpy", "scikit-learn", "torch")
SEEDS = (0, 1, 2)
DATA = ("mnist", "ink")
OTHER_DATA = {"recommendation": ("tastes", "series"), "payments": ("cards",)}  # in place of these
OTHER_DATA |= dict.fromkeys(("noise", "scratches", "blur"), ("photographs",))
OTHER_DATA |= {"sentences": ("language",), "sounds": ("notes",)}
OWN_FILES = {name: name for name in ("course", "iwae", "hierarchical", "readers", "rates")}
OWN_FILES |= {name: name for name in ("recommendation", "alarms", "sentences", "sounds")}
OWN_FILES["payments"] = "alarms"
OWN_FILES |= dict.fromkeys(("noise", "scratches", "blur"), "restorers")
# In the order in which they run: what lessons quote comes first.
VARIANTS = {
    "course": (
        "pca",
        "vanilla",
        "deep",
        "convolutional",
        "denoising",
        "sparse",
        "contractive",
        "recurrent",
        "variational",
        "beta",
        "conditional",
        "importance",
        "written",
        "gan",
        "adversarial",
    ),
    "vae": ("static", "dynamic", "grey"),
    "lesson01": ("1", "2", "4", "8", "16", "30", "32", "64"),
    "vae_torch": ("grey",),
    "deep": ("30", "hinton"),
    "bakeoff": (
        "shallow",
        "vanilla",
        "denoising",
        "vae",
        "beta_vae_strict",
        "beta_vae_loose",
        "adversarial",
    ),
    "iwae": ("vae-1", "iwae-5", "iwae-50", "vae-5", "vae-50"),
    "hierarchical": ("one-level", "plain", "warm-up"),
    "alarms": ("error", "error-by-ink", "codes", "pca-error", "pca-neighbours"),
    "payments": ("autoencoder", "pca", "forest", "svm", "neighbours"),
    "readers": ("pixels", "pca", "untrained", "plain", "denoising", "hidden"),
    "rates": ("8", "16", "24", "png", "webp-lossless", "jpeg-1", "webp-0"),
    "recommendation": ("popularity", "svd", "ease", "autoencoder"),
    "sounds": ("4", "8", "32"),
    "sentences": (
        "pairs",
        "triples",
        "four-words",
        "vae",
        "fed",
        "warm-up",
        "word-dropout",
        "free-bits",
    ),
    "noise": (
        "gaussian",
        "total-variation",
        "non-local-means",
        "network",
        "second-shot",
        "hidden-pixels",
    ),
    "scratches": ("biharmonic", "network", "known-kept"),
    "blur": ("wiener", "richardson-lucy", "network"),
}


def all_rows():
    return [
        f"{experiment}/{data}/{variant}/{seed}"
        for experiment, variants in VARIANTS.items()
        for data in OTHER_DATA.get(experiment, DATA)
        for variant in variants
        for seed in SEEDS
    ]


def stored():
    """Records by row; of a row that was run again, the last."""
    lines = ROWS.read_text().splitlines() if ROWS.exists() else []
    return {record["row"]: record for record in map(json.loads, lines)}


def store(record):
    records = stored() | {record["row"]: record}
    order = {row: number for number, row in enumerate(all_rows())}
    kept = sorted(records.values(), key=lambda record: order.get(record["row"], 10**9))
    ROWS.parent.mkdir(exist_ok=True)
    temporary = ROWS.with_suffix(".tmp")  # a run that is stopped here leaves the old file whole
    temporary.write_text("".join(json.dumps(record) + "\n" for record in kept))
    temporary.replace(ROWS)


def installed(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


@cache
def fingerprint(name):
    """Tells whether a row was made with the same data: ink is drawn, and may be drawn better."""
    if name in DATA:
        from experiments import data

        tested = data(name).x_test
    elif name == "cards":
        from ae_helpers.data import payments

        tested = payments.draw(1000, 0).x
    elif name == "notes":
        from ae_helpers.data import notes

        tested = notes.draw(1000, 0)
    elif name == "language":
        from ae_helpers.data import language

        tested = language.load(0).x_test
    elif name == "photographs":
        from ae_helpers.data import photographs

        tested = np.stack(list(photographs.load()[1].values()))
    else:
        from recommendation import world

        tested = world(name, 0)
    return f"{zlib.crc32(tested.tobytes()):08x}"


def is_stale(record):
    """Whether the ink of a stored row was drawn in another way than today's."""
    name = record["row"].split("/")[1]
    return name == "ink" and record["data"] != fingerprint(name)


def run(row):
    """Run one row and store its record."""
    import jax

    experiment, data, variant, seed = row.split("/")
    experiments = importlib.import_module(OWN_FILES.get(experiment, "experiments"))
    begin = time.perf_counter()
    figures = getattr(experiments, experiment)(data, variant, int(seed))
    record = {
        "row": row,
        "figures": {name: round(float(value), 5) for name, value in figures.items()},
        "data": fingerprint(data),
        "seconds": round(time.perf_counter() - begin, 1),
        "device": jax.devices()[0].device_kind,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "versions": {"python": platform.python_version()}
        | {package: installed(package) for package in PACKAGES},
    }
    store(record)
    print(row, json.dumps(record["figures"]), f"{record['seconds']} s", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument(
        "rows", nargs="*", help="rows, or beginnings of rows; none for the missing"
    )
    options.add_argument("--list", action="store_true", help="print the rows and stop")
    options = options.parse_args()
    rows, done = all_rows(), stored()
    if options.list:
        raise SystemExit("\n".join(f"{'done' if row in done else '    '}  {row}" for row in rows))
    wanted = [row for row in rows if row not in done or is_stale(done[row])]
    if options.rows:
        wanted = [row for row in rows if any(row.startswith(start) for start in options.rows)]
        if not wanted:
            raise SystemExit(f"No row begins with {' or '.join(options.rows)}: see --list.")
    folder = os.environ.get("AE_DATA_DIR", "")
    if any("/mnist/" in row for row in wanted) and not (Path(folder) / "mnist.npz").exists():
        print("No mnist.npz in AE_DATA_DIR: the rows on MNIST are left out.")
        wanted = [row for row in wanted if "/mnist/" not in row]
    for row in wanted:
        run(row)
    results_table.write(list(stored().values()))


if __name__ == "__main__":
    main()
