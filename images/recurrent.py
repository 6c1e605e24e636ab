"""Draws recurrent.svg: a pen path goes point by point into a code and is written again."""

from ae_helpers.data import ink

import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, code, save
from matplotlib.patches import FancyBboxPatch, Rectangle

DIGIT, SHOWN = 3, 5  # which of the drawn digits; how many steps the diagram shows
ARROW = {"arrowstyle": "->", "lw": 1.4, "color": INK}


def path_box(ax, left, bottom, stroke, name, size=1.8):
    """A path `(64, 3)` in pixels in a frame, its first point marked, with a name above."""
    ax.add_patch(Rectangle((left, bottom), size, size, fill=False, ec=INK, lw=1))
    x, y = left + stroke[:, 0] * size / 28, bottom + size - stroke[:, 1] * size / 28
    inked = np.where(stroke[:, 2] > 0.5, x, np.nan)
    ax.plot(inked, y, color=INK, lw=2.5)
    ax.plot(x[1::4], y[1::4], "o", color=BLUE, markersize=4)
    ax.plot(x[:1], y[:1], "o", color=ORANGE, markersize=8)
    ax.text(left + size / 2, bottom + size + 0.12, name, ha="center", fontsize=13, color=INK)


def chain(ax, left, bottom, colour, name, inwards):
    """States in a row, handed on to the right; points go in from below, or out."""
    for i in range(SHOWN):
        x = left + 0.62 * i
        box = FancyBboxPatch((x, bottom + 0.55), 0.36, 0.7, "round,pad=0.03", fc=colour, lw=0)
        ax.add_patch(box)
        if i:
            ends = (x - 0.03, bottom + 0.9), (x - 0.23, bottom + 0.9)
            ax.annotate("", *ends, arrowprops=ARROW)
        ends = [(x + 0.18, bottom + 0.52), (x + 0.18, bottom + 0.05)]
        ax.annotate("", *(ends if inwards else ends[::-1]), arrowprops=ARROW)
        point = f"$x_{i + 1}$" if inwards else rf"$\hat x_{i + 1}$"
        ax.text(x + 0.18, bottom - 0.2, point, ha="center", fontsize=12, color=INK)
    middle = left + 0.31 * (SHOWN - 1) + 0.18
    ax.text(middle, bottom + 1.45, name, ha="center", fontsize=13, color=INK)


def draw():
    stroke = ink.draw(10, seed=5, digits=[DIGIT]).strokes[0]
    figure, ax = canvas(11, 2.9, bottom=0.1)
    path_box(ax, 0.15, 0.55, stroke, "pen path x")
    chain(ax, 2.14, 0.7, BLUE, "encoder: state to state", inwards=True)
    ax.annotate("", (5.26, 1.6), (5.02, 1.6), arrowprops=ARROW)
    code(ax, 5.29, 0.75, np.random.default_rng(1).normal(size=8), 2.5, "code z")
    ax.annotate("", (6.06, 1.6), (5.82, 1.6), arrowprops=ARROW)
    chain(ax, 6.09, 0.7, ORANGE, "decoder: state to state", inwards=False)
    blur = np.ones(7) / 7  # a rounder path stands for what a network writes
    rounder = np.stack([np.convolve(np.pad(c, 3, "edge"), blur, "valid") for c in stroke.T])
    redrawn = np.concatenate([rounder[:2].T, stroke[:, 2:]], axis=1)
    path_box(ax, 9.15, 0.55, redrawn, "written again x_hat")
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
