"""Draws missing.svg: a table with holes → autoencoder → a full table; the loss sees known cells."""

from ae_helpers.plotting import LINE_COLOURS

import matplotlib
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, network, save
from matplotlib.patches import Rectangle

rng = np.random.default_rng(4)
KNOWN = rng.random((6, 5)) > 0.35
VALUES = rng.uniform(0.1, 0.9, (6, 5))
PALE = matplotlib.colormaps["PuOr"]


def table(ax, left, bottom, name, filled):
    """Six rows of five cells; unknown ones are empty, or framed if they have been filled."""
    for (i, j), known in np.ndenumerate(KNOWN):
        shade = PALE(VALUES[i, j]) if known or filled else "white"
        box = (left + 0.36 * j, bottom + 0.36 * i), 0.33, 0.33
        frame = {"ec": LINE_COLOURS[2], "lw": 2} if filled and not known else {"ec": INK, "lw": 0.6}
        ax.add_patch(Rectangle(*box, fc=shade, **frame))
        if not known and not filled:
            ax.text(
                left + 0.36 * j + 0.165, bottom + 0.36 * i + 0.15, "?", ha="center", va="center"
            )
    ax.text(left + 0.9, bottom + 2.3, name, ha="center", fontsize=13, color=INK)


def draw():
    figure, ax = canvas(11.2, 3.8)
    table(ax, 0.4, 1.2, "known cells, and which", filled=False)
    network(ax, 3.0, 4.6, 1.2, (2.1, 1.0), BLUE, "encoder")
    network(ax, 5.0, 6.6, 1.2, (1.0, 2.1), ORANGE, "decoder")
    table(ax, 7.4, 1.2, "all cells", filled=True)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.4}
    for start, end in (((2.3, 2.25), (2.95, 2.25)), ((4.62, 2.25), (4.98, 2.25))):
        ax.annotate("", end, start, arrowprops=arrow)
    ax.annotate("", (7.3, 2.25), (6.65, 2.25), arrowprops=arrow)
    ax.annotate(
        "",
        (1.3, 1.1),
        (8.3, 1.1),
        arrowprops=arrow | {"arrowstyle": "<|-|>", "connectionstyle": "arc3,rad=-0.12"},
    )
    ax.text(4.8, 0.25, "the loss compares known cells only", ha="center", fontsize=13, color=INK)
    ax.text(
        9.4, 2.25, "green: filled,\nnever compared", va="center", fontsize=12, color=LINE_COLOURS[2]
    )
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
