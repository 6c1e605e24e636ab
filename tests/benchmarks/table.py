"""Alternating measurements, and one Markdown table of all that were stored.

    python tests/benchmarks/table.py        # results/*.json -> results/SPEED.md

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


def lab_table():
    """The live lab in a real page (see `live_latency.py`), one line a kernel."""
    events = ("slider_drag", "slider_first_touch", "pad_drag", "pad_first_touch")
    goals = ("60, 120", "120", "60, 120", "120")
    titles = [f"{event.replace('_', ' ')}, ms" for event in events]
    titles = ["kernel", *titles, "frames a second", "share of the training speed without a page"]
    titles += [f"processor ms a frame, {part}" for part in ("kernel", "server", "page")]
    titles.append("epoch of lesson 07, s")
    lines = ["| " + " | ".join(titles) + " |", "| --- " * len(titles) + "|"]
    lines.append("| " + " | ".join(["goal", *goals, "about 10", "at least 0.8", *[""] * 4]) + " |")
    for path in sorted(RESULTS.glob("live_latency_*.json")):
        result = json.loads(path.read_text())
        cells = [f"ipykernel {result['versions']['ipykernel']}"]
        cells += ["{p50:.0f}, {p95:.0f}".format(**result[f"{event}_ms"]) for event in events]
        cells += [
            _middle(r[name] for r in result["rounds"]) for name in ("frames_a_second", "share")
        ]
        costs = [r["processor_ms_a_frame"] for r in result["rounds"]]
        cells += [_middle(cost[part] for cost in costs) for part in ("kernel", "server", "page")]
        cells.append(_middle(r["yardstick_s"] for r in result["rounds"]))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _middle(values):
    return f"{statistics.median(values):.3g}"


if __name__ == "__main__":
    (RESULTS / "SPEED.md").write_text(
        f"# Speed against named peers\n\n{table()}\n\n## The live lab in headless Chromium\n\n"
        "Milliseconds from an event to new pixels, median and 95th percentile, while a model "
        f"trains.\n\n{lab_table()}\n"
    )
