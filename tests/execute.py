"""Run lessons and store their outputs: `make execute`, or with LESSON=notebooks/01*.ipynb for one.

What is stored is stable: no timings, no widget state, so that a change of one sentence is a diff of
one line. A widget leaves its still picture.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
WIDGET = "application/vnd.jupyter.widget-view+json"


def run(notebook, path):
    """Run all cells in a fresh kernel that starts in the notebook's folder."""
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,  # else the same text comes in other pieces each time
        resources={"metadata": {"path": str(Path(path).parent)}},
    ).execute()
    return notebook


def without_widgets(notebook):
    """Drop what only a running kernel could show, and the versions of this machine."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if len(output.get("data", {})) > 1:
                output.data.pop(WIDGET, None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    return notebook


def main():
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()  # lesson 00 shows a newcomer's progress
    paths = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    for path in paths:
        start = time.perf_counter()
        notebook = run(nbformat.read(path, as_version=4), path)
        nbformat.write(without_widgets(notebook), path)
        seconds, size = time.perf_counter() - start, path.stat().st_size / 1e6
        print(f"{path.name}: {seconds:.0f} s, {size:.2f} MB")


if __name__ == "__main__":
    main()
