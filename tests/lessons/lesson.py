"""Runs a lesson as a student would: in a real kernel, from top to bottom."""

import hashlib
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CLAIMS = Path(__file__).parent / "claims"
_FOLD = re.compile(r"<details>.*?```python\n(.*?)\n```.*?</details>", re.S)
_INSTALL = re.compile(r"google\.colab|^\s*%pip ")


def read(path):
    return nbformat.read(path, as_version=4)


def claims(path):
    """What the lesson says, as assertions that run in its kernel."""
    return (CLAIMS / f"{path.stem}.py").read_text()


def code(source):
    return nbformat.v4.new_code_cell(source)


def checks(cell):
    """The lines of an exercise cell that call `check`."""
    return [line for line in cell.source.splitlines() if line.startswith("check(")]


def solutions(cells):
    """The solution folded away under each exercise cell, with the cell's own check, or None."""
    for cell, below in zip(cells, [*cells[1:], code("")], strict=True):
        fold = _FOLD.search(below.source) if checks(cell) else None
        yield code("\n".join([fold[1], *checks(cell)])) if fold else None


def text(cell):
    """All that a cell has shown, as plain text."""
    outputs = cell.get("outputs", [])
    return "\n".join(
        out.get("text", "") + out.get("data", {}).get("text/plain", "") for out in outputs
    )


def solved(path, seed):
    """The code cells with another seed, each exercise followed by its solution; then the claims."""
    cells = read(path).cells
    assert sum("SEED = 1\n" in cell.source for cell in cells) == 1, "the seed stands once, on top"
    below = zip(cells, solutions(cells), strict=True)
    row = [cell for pair in below for cell in pair if cell and cell.cell_type == "code"]
    sources = [cell.source.replace("SEED = 1\n", f"SEED = {seed}\n") for cell in row]
    return [code(source) for source in [*sources, f"# Seed {seed}\n{claims(path)}"]]


def run_solved(path, seeds):
    """Run a lesson solved, and its claims, with one seed after the other in one kernel.

    Raises:
        CellExecutionError: a cell or a claim fails.
        AssertionError: a solution is not right, or three dots are not 'not yet'.
    """
    notebook = nbformat.v4.new_notebook(cells=[c for seed in seeds for c in solved(path, seed)])
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    for cell in notebook.cells:
        if checks(cell):
            assert_verdict(cell, "Not yet: " if is_open(cell) else "Right: ")


def is_open(cell):
    """Whether an exercise cell still has the dots that stand for an answer."""
    return re.search(r"(=|return) \.\.\.$", cell.source, re.M) is not None


def assert_verdict(cell, verdict):
    """Each check of the cell has shown this verdict, and no mistake."""
    shown = text(cell)
    assert shown.count(verdict) == len(checks(cell)) and "Mistake: " not in shown, (
        f"{checks(cell)} should say {verdict!r}: {shown}"
    )


def fingerprint(path):
    """Hashes of a lesson's code and of its claims, which change when it must be proved again.

    Text, outputs, comments, empty lines and the installation on Colab do not count.
    """
    cells = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "code")
    return {"code": _hash(cells), "claims": _hash(claims(path))}


def _hash(source):
    lines = (line.rstrip() for line in source.splitlines())
    kept = [x for x in lines if x and not x.lstrip().startswith("#") and not _INSTALL.search(x)]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:16]
