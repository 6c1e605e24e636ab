"""Runs a lesson as a student would: in a real kernel, from top to bottom."""

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
_FOLD = re.compile(r"<details>.*?```python\n(.*?)\n```.*?</details>", re.S)


def read(path):
    return nbformat.read(path, as_version=4)


def run(path, cells):
    """Run cells in a fresh kernel in the lesson's folder; returns them with their outputs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.from_dict(cell) for cell in cells])
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    return notebook.cells


def code(source):
    return nbformat.v4.new_code_cell(source)


def checks(cell):
    """The lines of an exercise cell that call `check`."""
    return [line for line in cell.source.splitlines() if line.startswith("check(")]


def with_solutions(cells):
    """Every exercise cell replaced by the solution folded away under it, and its own check."""
    solved = []
    for cell, below in zip(cells, [*cells[1:], code("")], strict=True):
        fold = _FOLD.search(below.source) if checks(cell) else None
        solved.append(code("\n".join([fold[1], *checks(cell)])) if fold else cell)
    return solved


def text(cell):
    """All that a cell has shown, as plain text."""
    outputs = cell.get("outputs", [])
    return "\n".join(
        out.get("text", "") + out.get("data", {}).get("text/plain", "") for out in outputs
    )
