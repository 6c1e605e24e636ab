"""What the diagrams share: an image, a network, a code, and how they are saved."""

from pathlib import Path

from ae_helpers.plotting import LINE_COLOURS, Picture

import matplotlib
import numpy as np
from matplotlib.patches import Polygon, Rectangle

INK = "#333333"
BLUE, ORANGE, GREEN = LINE_COLOURS[:3]


def canvas(width, height, bottom=0.0):
    """A figure in inches without axes, and what to draw on: x from 0, y from `bottom`."""
    figure = Picture(figsize=(width, height))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(bottom, bottom + height))
    ax.set_axis_off()
    return figure, ax


def image(ax, left, bottom, pixels, name, size=1.8):
    """An image `(h, w)` with its name above it."""
    box = (left, left + size, bottom, bottom + size)
    limits = ax.get_xlim(), ax.get_ylim()
    ax.imshow(pixels, cmap="gray_r", extent=box, vmin=0, vmax=1)
    ax.set(xlim=limits[0], ylim=limits[1], aspect="equal")
    ax.add_patch(Rectangle((left, bottom), size, size, fill=False, ec=INK, lw=1))
    ax.text(left + size / 2, bottom + size + 0.12, name, ha="center", fontsize=13, color=INK)


def network(ax, left, right, bottom, heights, colour, name):
    """A trapezium between two heights: an encoder narrows, a decoder widens."""
    middle, (a, b) = bottom + max(heights) / 2, np.divide(heights, 2)
    corners = [(left, middle - a), (left, middle + a), (right, middle + b), (right, middle - b)]
    ax.add_patch(Polygon(corners, fc=colour, alpha=0.85, lw=0))
    style = {"ha": "center", "va": "center", "fontsize": 15, "color": "white", "weight": "bold"}
    ax.text((left + right) / 2, middle, name, **style)


def code(ax, left, bottom, values, limit, name, width=0.5):
    """Eight numbers as a column of boxes, shaded from -limit to limit, with a name above."""
    for i, value in enumerate(values):
        shade = matplotlib.colormaps["PuOr"](0.5 + 0.5 * value / limit)
        box = (left, bottom + i * 0.21), width, 0.19
        ax.add_patch(Rectangle(*box, fc=shade, ec=INK, lw=0.6))
    ax.text(left + width / 2, bottom + 1.85, name, ha="center", fontsize=13, color=INK)


def save(figure, script):
    """Write the figure beside the script, as SVG.

    Letters as outlines look the same everywhere; without a date the file is always the same.
    """
    with matplotlib.rc_context({"svg.hashsalt": "ae"}):
        path = Path(script).with_suffix(".svg")
        figure.savefig(path, facecolor="white", metadata={"Date": None})
