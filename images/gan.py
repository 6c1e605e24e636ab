"""Draws gan.svg: code → generator → made examples; made and real ones → discriminator."""

from ae_helpers.plotting import LINE_COLOURS

import numpy as np
from _diagram import INK, ORANGE, canvas, code, network, save
from matplotlib.patches import FancyBboxPatch

PURPLE, GREY = LINE_COLOURS[3], "#777777"
rng = np.random.default_rng(1)
TURN = 2 * np.pi * np.arange(8) / 8
HEAPS = 0.42 * np.stack([np.cos(TURN), np.sin(TURN)], axis=1)


def heaps(spread):
    """Eight heaps on a ring, 12 points each."""
    return np.repeat(HEAPS, 12, axis=0) + spread * rng.standard_normal((96, 2))


def cloud(ax, points, x, y, name, colour, above):
    """A small map of examples with its name above or below."""
    box = FancyBboxPatch((x - 0.65, y - 0.65), 1.3, 1.3, boxstyle="round,pad=0.03", fc="white")
    box.set(ec=INK, lw=0.8)
    ax.add_patch(box)
    ax.plot(x + points[:, 0], y + points[:, 1], ".", color=colour, ms=3)
    ax.text(x, y + (0.78 if above else -0.98), name, ha="center", fontsize=13, color=INK)


def draw():
    figure, ax = canvas(10.6, 4.3)
    code(ax, 0.5, 2.1, rng.standard_normal(8), 2.5, "drawn code z")
    network(ax, 1.9, 3.4, 2.05, (1.0, 1.8), ORANGE, "generator")
    cloud(ax, heaps(0.11).clip(-0.6, 0.6), 4.85, 2.95, "made", "black", above=True)
    cloud(ax, heaps(0.04), 4.85, 1.1, "real", GREY, above=False)
    network(ax, 6.3, 8.3, 1.15, (1.8, 1.0), PURPLE, "discriminator")
    ax.text(8.75, 2.05, "logit:\nreal or made?", va="center", fontsize=13, color=PURPLE)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.4}
    ways = [((1.08, 2.95), (1.86, 2.95)), ((3.44, 2.95), (4.12, 2.95))]
    ways += [((5.58, 2.95), (6.25, 2.4)), ((5.58, 1.1), (6.25, 1.7)), ((8.34, 2.05), (8.7, 2.05))]
    for start, end in ways:
        ax.annotate("", end, start, arrowprops=arrow)
    back = {"arrowstyle": "-|>", "color": ORANGE, "lw": 1.6, "ls": "--"}
    back["connectionstyle"] = "arc3,rad=0.22"
    ax.annotate("", (2.65, 3.95), (7.3, 3.1), arrowprops=back)
    ax.text(
        7.45, 3.3, "its slope is all that\nthe generator learns from", fontsize=13, color=ORANGE
    )
    ax.text(0.3, 0.75, "1 discriminate: discriminator", fontsize=13, color=PURPLE)
    ax.text(0.3, 0.3, "2 fool: generator", fontsize=13, color=ORANGE)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
