"""Lesson 17's rates and errors, for `results.py`: the lesson's own cells, for a seed."""

import os
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell

LESSON = Path(__file__).parents[2] / "notebooks" / "17_compression.ipynb"
FILES = {
    "png": "PNG",
    "webp-lossless": "WebP, lossless",
    "jpeg-1": "JPEG, quality 1",
    "webp-0": "WebP, quality 0",
}


@cache
def tables(name, seed):
    """Of the lesson: networks and PCA at equal rates, by number of codes; files, by format."""
    os.environ["AE_DATASET"] = name
    shell = InteractiveShell.instance()
    for cell in nbformat.read(LESSON, as_version=4).cells:
        if cell.cell_type == "code":
            with redirect_stdout(StringIO()):
                result = shell.run_cell(cell.source.replace("SEED = 1\n", f"SEED = {seed}\n"))
            result.raise_error()
        if "at_equal[d] =" in cell.source:
            return shell.user_ns["at_equal"], shell.user_ns["files"]


def rates(name, kind, seed):
    """Bits and squared error per image, test images; two rivals at the same bits for networks."""
    at_equal, files = tables(name, seed)
    if kind in FILES:
        _, _, bits, error = files[FILES[kind]]
        return {"bits": bits, "squared_error": error}
    (_, without), (_, pca), (bits, error) = at_equal[int(kind)]
    return {"bits": bits, "squared_error": error, "without": without, "pca": pca}
