"""Draws base_rate.svg: of 1,000 cases one is an anomaly, and 20 others raise an alarm, too."""

import numpy as np
from _diagram import GREEN, INK, ORANGE, canvas, save
from matplotlib.colors import to_rgb


def draw():
    figure, ax = canvas(11, 2.6)
    alarms = np.random.default_rng(1).choice(1000, 21, replace=False)
    cases = np.tile(to_rgb("0.88"), (1000, 1))
    cases[alarms], cases[alarms[0]] = to_rgb(ORANGE), to_rgb(GREEN)
    squares = np.kron(cases.reshape(20, 50, 3), np.ones((6, 10, 1)))
    squares[::6] = squares[:, ::10] = 1  # white between them
    box = (0.2, 10.8, 0.55, 2.55)
    ax.imshow(squares, extent=box, interpolation="nearest", aspect="auto")
    ax.set(xlim=(0, 11), ylim=(0, 2.6))
    words = ((0.2, INK, "1,000 cases"), (3.2, GREEN, "1 anomaly, found"))
    for left, colour, text in (*words, (6.6, ORANGE, "20 false alarms: 2 % of the other 999")):
        ax.text(left, 0.2, text, fontsize=13, color=colour)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
