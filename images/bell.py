"""Draws bell.svg: whole numbers under a logistic bell; each has the stretch of half a step."""

from ae_helpers.plotting import Picture

import numpy as np
from _diagram import BLUE, INK, ORANGE, save
from scipy.stats import logistic

MEAN, SCALE, NUMBER = 0.4, 0.8, 2


def draw():
    bell, y = logistic(MEAN, SCALE), np.linspace(-4.5, 5.5, 400)
    figure = Picture(figsize=(8, 2.4), layout="constrained")
    ax = figure.add_subplot()
    for n in range(-4, 6):
        inside = np.linspace(n - 0.5, n + 0.5, 50)
        colour = ORANGE if n == NUMBER else BLUE
        ax.fill_between(inside, bell.pdf(inside), color=colour, alpha=0.85 if n == NUMBER else 0.25)
        ax.axvline(n - 0.5, color="white", lw=1)
    ax.plot(y, bell.pdf(y), color=INK)
    chance = bell.cdf(NUMBER + 0.5) - bell.cdf(NUMBER - 0.5)
    words = f"q({NUMBER}) = {chance:.2f}: {-np.log2(chance):.1f} bits"
    ax.text(NUMBER + 0.6, 0.17, words, fontsize=14, color=ORANGE)
    ax.set(
        xticks=range(-4, 6), yticks=[], xlim=(-4.5, 5.5), ylim=(0, None), xlabel="y, whole steps"
    )
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
