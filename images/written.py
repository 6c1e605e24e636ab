"""Draws written.svg: a path becomes a code, and the code and the point before a cloud of places."""

from ae_helpers.data import ink

import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, network, save
from matplotlib.patches import Ellipse, Rectangle
from recurrent import ARROW, path_box

DIGIT, WRITTEN = 3, 34  # which of the drawn digits; how many of its 64 points are written
CLOUDS = ((0.34, -0.18, 0.34, 0.16), (0.02, -0.36, 0.16, 0.32))  # x, y, width, height


def begun(ax, left, bottom, stroke, size=1.8):
    """A path that has been written in part, and where its next point may be."""
    ax.add_patch(Rectangle((left, bottom), size, size, fill=False, ec=INK, lw=1))
    x, y = left + stroke[:, 0] * size / 28, bottom + size - stroke[:, 1] * size / 28
    ax.plot(x[:WRITTEN], y[:WRITTEN], color=INK, lw=2.5)
    for dx, dy, width, height in CLOUDS:
        at = x[WRITTEN] + dx, y[WRITTEN] + dy
        for share in (1.0, 0.66, 0.33):
            ax.add_patch(Ellipse(at, share * width, share * height, fc=GREEN, alpha=0.3, lw=0))
    ax.plot(x[WRITTEN - 1], y[WRITTEN - 1], "o", color=ORANGE, markersize=8)
    name = "where the next point may be"
    ax.text(left + size / 2, bottom + size + 0.12, name, ha="center", fontsize=13, color=INK)


def draw():
    stroke = ink.draw(10, seed=5, digits=[DIGIT]).strokes[0]
    figure, ax = canvas(11, 2.9, bottom=0.1)
    path_box(ax, 0.15, 0.55, stroke, "pen path x")
    network(ax, 2.4, 4.1, 0.65, (1.6, 0.9), BLUE, "encoder")
    code(ax, 4.5, 0.75, np.random.default_rng(1).normal(size=8), 2.5, "code z")
    network(ax, 5.6, 7.3, 0.65, (0.9, 1.6), ORANGE, "decoder")
    for left, right in ((2.0, 2.35), (4.12, 4.45), (5.1, 5.55), (7.35, 8.05)):
        ax.annotate("", (right, 1.45), (left, 1.45), arrowprops=ARROW)
    begun(ax, 8.3, 0.55, stroke)
    back = ARROW | {"connectionstyle": "arc3,rad=-0.25"}
    ax.annotate("", (6.6, 0.75), (8.25, 0.62), arrowprops=back)
    ax.text(7.35, 0.2, "the point before", ha="center", fontsize=12, color=INK)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
