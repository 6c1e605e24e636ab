"""Draws features.svg: many images train an autoencoder, few labels a reader of its codes."""

from ae_helpers.data import ink
from ae_helpers.plotting import LINE_COLOURS

import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, code, image, network, save
from matplotlib.patches import FancyBboxPatch

GREEN = LINE_COLOURS[2]
ARROW = {"arrowstyle": "-|>", "color": INK, "lw": 1.4}


def pile(ax, left, bottom, images, name):
    """Three images, one behind the other, with a name under them."""
    for k, pixels in enumerate(images[::-1]):
        aside = 0.16 * (len(images) - 1 - k)
        image(ax, left + aside, bottom + aside, pixels, "", size=1.2)
    ax.text(left + 0.78, bottom - 0.3, name, ha="center", fontsize=12, color=INK)


def draw():
    drawn = ink.draw(6, seed=4, digits=[2, 7, 5]).images[..., 0] / 255
    z = np.random.default_rng(2).normal(size=8)
    figure, ax = canvas(9.9, 4.9, bottom=-0.1)
    pile(ax, 0.35, 2.9, drawn[:3], "many images, no labels")
    network(ax, 2.5, 3.9, 2.75, (1.7, 0.8), BLUE, "encoder")
    code(ax, 4.2, 2.82, z, 2.5, "code z")
    network(ax, 5.15, 6.6, 2.75, (0.8, 1.7), ORANGE, "decoder")
    ax.text(7.1, 3.6, "1 redraw what was there", va="center", fontsize=13, color=ORANGE)
    pile(ax, 0.35, 0.45, drawn[3:], "few images, with labels")
    network(ax, 2.5, 3.9, 0.3, (1.7, 0.8), BLUE, "")
    code(ax, 4.2, 0.37, z[::-1], 2.5, "")
    box = FancyBboxPatch((5.25, 0.75), 1.2, 0.8, boxstyle="round,pad=0.05", fc="white", ec=GREEN)
    ax.add_patch(box)
    ax.text(5.85, 1.15, "reader", ha="center", va="center", fontsize=13, color=GREEN)
    ax.text(7.1, 1.15, "2 name it: “7”", va="center", fontsize=13, color=GREEN)
    ax.annotate("", (3.2, 2.05), (3.2, 2.72), arrowprops=ARROW)
    ax.text(3.35, 2.35, "the same weights", va="center", fontsize=12, color=INK)
    for start, end in ((2.1, 2.45), (3.92, 4.17), (4.75, 5.1), (6.65, 7.05)):
        ax.annotate("", (end, 1.15), (start, 1.15), arrowprops=ARROW)
        ax.annotate("", (end, 3.6), (start, 3.6), arrowprops=ARROW)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
