"""Draws beta.svg: the clouds of codes on the code plane for a small, a middle and a large beta."""

import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, save
from matplotlib.patches import Ellipse

PLACES = [(-0.62, 0.45), (0.55, 0.62), (0.05, -0.1), (-0.5, -0.55), (0.66, -0.42)]
# Of each picture: how far apart the clouds are, their size, and what it is called.
KINDS = [
    (1.55, 0.12, "β near 0", "points far apart: an autoencoder"),
    (0.95, 0.62, "β = 1", "clouds that fill the prior: a VAE"),
    (0.06, 1.9, "β large", "every cloud is the prior: collapse"),
]


def draw():
    figure, ax = canvas(10, 3.9)
    ax.set_aspect("equal")
    for column, (apart, size, name, meaning) in enumerate(KINDS):
        centre = np.array([1.8 + 3.2 * column, 2.0])
        ax.add_patch(Ellipse(centre, 2.0, 2.0, fc="none", ec=GREEN, lw=2, ls="--"))
        for place in PLACES:
            at = centre + apart * np.array(place)
            ax.add_patch(Ellipse(at, size, size, fc=BLUE, alpha=0.35, lw=0))
            ax.plot(*at, "o", color=ORANGE, ms=5)
        ax.text(centre[0], 3.55, name, ha="center", fontsize=15, weight="bold", color=INK)
        ax.text(centre[0], 0.25, meaning, ha="center", fontsize=12, color=INK)
    ax.text(1.8, 2.72, "prior", ha="center", fontsize=11, color=GREEN)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
