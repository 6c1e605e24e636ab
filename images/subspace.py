"""Draws subspace.svg: one plane in a space of three axes, and two bases of it."""

import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, save
from matplotlib.patches import Polygon

ACROSS, ALONG = np.array([2.3, 0.45]), np.array([0.7, 1.15])  # two directions of the drawn plane
BASES = {
    "PCA's axes": (BLUE, [(0.95, 0.0), (0.0, 0.9)]),
    "the network's": (ORANGE, [(0.75, 0.62), (-0.55, 0.75)]),
}


def arrow(ax, start, end, colour, width=2.5):
    style = {"arrowstyle": "-|>", "lw": width, "color": colour, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=style | {"mutation_scale": 18})


def draw():
    figure, ax = canvas(9, 3.5)
    origin = np.array([3.6, 1.75])
    for end in ((0, 1.7), (3.2, -0.5), (-1.5, -0.85)):
        arrow(ax, origin, origin + end, "#999999", 1.2)
    corners = [origin + a * ACROSS + b * ALONG for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    ax.add_patch(Polygon(corners, fc="#56B4E9", alpha=0.25, lw=0))
    for row, (name, (colour, axes)) in enumerate(BASES.items()):
        for a, b in axes:
            arrow(ax, origin, origin + a * ACROSS + b * ALONG, colour)
        ax.text(7.1, 2.5 - 0.5 * row, name, fontsize=14, color=colour, va="center")
    ax.text(7.1, 1.5, "one plane", fontsize=14, color=INK, va="center")
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
