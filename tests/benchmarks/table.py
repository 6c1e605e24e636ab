"""Alternating measurements, and one Markdown table of all that were stored.

    python tests/benchmarks/table.py        # results/*.json -> results/README.md

Other programs on the machine slow every peer alike when the runs alternate, so what counts is the
ratio within a round; the table gives its median and its range over the rounds.
"""

import json
import os
import platform
import statistics
import time
from importlib import metadata
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("jax", "keras", "numpy", "torch")


def alternate(runs, rounds, pause=0.3):
    """Seconds of each of `runs` (name -> function) in each round, in turn.

    The pause lets the threads of the library before go to sleep.
    """
    seconds = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            time.sleep(pause)
            begin = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - begin)
    return seconds


def ratio(numerator, denominator):
    """Median, least and greatest of the ratios within the rounds."""
    ratios = sorted(a / b for a, b in zip(numerator, denominator, strict=True))
    return {
        "median": round(statistics.median(ratios), 3),
        "low": round(ratios[0], 3),
        "high": round(ratios[-1], 3),
    }


def processor():
    """The processor's name, or what Python calls it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def save(name, rows, **more):
    """Write `results/<name>.json`. A row has what, goal, ratio (see `ratio`) and seconds."""
    installed = {package: metadata.version(package) for package in PACKAGES}
    result = {
        "machine": f"{processor()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version()} | installed,
        "rows": rows,
    } | more
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")
    print(table())


def table():
    """All stored rows as one Markdown table."""
    lines = [
        "| what | goal | ratio (median) | range | seconds (median) | machine | versions |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for path in sorted(RESULTS.glob("*.json")):
        result = json.loads(path.read_text())
        versions = " ".join(f"{k} {v}" for k, v in result.get("versions", {}).items())
        for row in result.get("rows", []):
            seconds = ", ".join(f"{name} {value:.3g}" for name, value in row["seconds"].items())
            figures = row["ratio"]
            spread = f"{figures['low']:.2f} to {figures['high']:.2f}"
            cells = [row["what"], row["goal"], f"**{figures['median']:.2f}**", spread, seconds]
            lines.append("| " + " | ".join([*cells, result["machine"], versions]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    (RESULTS / "README.md").write_text("# Measured\n\n" + table() + "\n")
