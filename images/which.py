"""Draws which.svg: one network and the six knobs, each at the place where it acts."""

from ae_helpers.data import load

import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, image, network, save
from matplotlib.patches import Circle, Ellipse


def knob(ax, x, y, name, does, colour):
    """A dial with its name, and what it does below."""
    ax.add_patch(Circle((x, y), 0.19, fc="white", ec=colour, lw=2))
    ax.plot([x, x + 0.13], [y, y + 0.13], color=colour, lw=2)
    ax.text(x, y - 0.32, name, ha="center", va="top", fontsize=13, weight="bold", color=colour)
    ax.text(x, y - 0.62, does, ha="center", va="top", fontsize=10.5, color=INK)


def draw(x, noisy):
    figure, ax = canvas(10.6, 3.5, bottom=-0.3)
    image(ax, 0.2, 1.1, noisy, "image x", size=1.6)
    network(ax, 2.2, 3.6, 1.1, (1.6, 0.9), BLUE, "encoder")
    for size in (1.0, 0.66, 0.33):
        ax.add_patch(Ellipse((4.85, 1.9), 1.5 * size, 0.95 * size, fc=BLUE, alpha=0.3, lw=0))
    ax.plot(4.85, 1.9, "o", color=INK, ms=6)
    ax.plot(5.15, 2.05, "o", color=ORANGE, ms=7)
    ax.text(4.85, 2.52, "code: centre and cloud", ha="center", fontsize=13, color=INK)
    network(ax, 7.15, 8.5, 1.1, (0.9, 1.6), ORANGE, "decoder")
    image(ax, 8.75, 1.1, x, "x_hat", size=1.6)
    knob(ax, 1.0, 0.62, "noise", "on the input", INK)
    knob(ax, 3.65, 0.62, "l1", "price of |μ|", BLUE)
    knob(ax, 4.85, 0.62, "l2", "price of μ²", BLUE)
    knob(ax, 6.05, 0.62, "beta", "price of the KL", GREEN)
    knob(ax, 7.82, 0.62, "decay", "price of weights", ORANGE)
    knob(ax, 6.52, 2.1, "sample", "μ or a draw", ORANGE)
    return figure


if __name__ == "__main__":
    clean = load("ink").x_val[36, ..., 0]
    noise = 0.35 * np.random.default_rng(0).normal(size=clean.shape)
    save(draw(clean, np.clip(clean + noise, 0, 1)), __file__)
