"""Draws edits.svg: Levenshtein's table for two words, and the cheapest way through it."""

import numpy as np
from _diagram import BLUE, INK, canvas, save
from matplotlib.patches import Rectangle

A, B = "sail", "trails"


def table(a, b):
    """Edits between all beginnings of two words, `(len(a) + 1, len(b) + 1)`."""
    edits = np.add.outer(np.arange(len(a) + 1), np.arange(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        for j, other in enumerate(b, start=1):
            across = edits[i - 1, j - 1] + (letter != other)
            edits[i, j] = min(edits[i - 1, j] + 1, edits[i, j - 1] + 1, across)
    return edits


def way(edits, a, b):
    """The places of one cheapest way, from the last corner to the first."""
    i, j = len(a), len(b)
    yield i, j
    while i or j:
        if i and j and edits[i, j] == edits[i - 1, j - 1] + (a[i - 1] != b[j - 1]):
            i, j = i - 1, j - 1
        elif j and edits[i, j] == edits[i, j - 1] + 1:
            j -= 1
        else:
            i -= 1
        yield i, j


def draw():
    edits = table(A, B)
    figure, ax = canvas(5.4, 3.4)
    centred = {"ha": "center", "va": "center", "fontsize": 14, "color": INK}
    marked = set(way(edits, A, B))
    for j, letter in enumerate(B):
        ax.text(1.85 + 0.55 * j, 3.05, letter, weight="bold", **centred)
    for i, letter in enumerate(A):
        ax.text(0.75, 2.05 - 0.5 * i, letter, weight="bold", **centred)
    for (i, j), value in np.ndenumerate(edits):
        x, y = 1.3 + 0.55 * j, 2.55 - 0.5 * i
        if (i, j) in marked:
            ax.add_patch(Rectangle((x - 0.25, y - 0.23), 0.5, 0.46, fc=BLUE, alpha=0.25, lw=0))
        ax.text(x, y, f"{value}", **centred)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
