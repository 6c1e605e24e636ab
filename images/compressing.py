"""Draws compressing.svg: an image, its code, whole numbers, a row of bits, and the way back."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, image, network, save
from keras import layers

STEP = 0.5  # in standard deviations of the codes


def trained():
    """A five, its code of 8 numbers, the whole steps in it, its bits, and what comes back."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    encoder = [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(256, activation="relu")]
    decoder = [keras.Input((8,)), layers.Dense(256, activation="relu"), layers.Dense(784)]
    decoder += [layers.Reshape((28, 28, 1))]
    model = Autoencoder(keras.Sequential([*encoder, layers.Dense(8)]), keras.Sequential(decoder))
    model.compile(keras.optimizers.Adam(4e-3), loss=losses.squared_error)
    fit_dense(model, data.x_train, 6, 60, seed=1, verbose=0)
    size = STEP * model.encode(data.x_train).std()
    x = data.x_val[14:15]
    z = model.encode(x)
    symbols = np.round(z / size).astype(int)
    bits = packed(symbols[0], np.round(model.encode(data.x_train) / size).astype(int))
    return x[0, ..., 0], z[0], symbols[0], bits, model.decode(symbols * size)[0, ..., 0]


def packed(symbols, known):
    """The lesson's coder: the message in bits, with frequencies counted on training codes."""
    state = 1
    for symbol, column in zip(symbols.tolist(), known.T, strict=True):
        least = min(column.min(), symbol)
        f = np.bincount(column - least, minlength=symbol - least + 1) + 1
        i, total = symbol - least, int(f.sum())
        state = state // int(f[i]) * total + int(f[:i].sum()) + state % int(f[i])
    return f"{state:b}"


def arrow(ax, start, end, words, above):
    style = {"arrowstyle": "->", "color": GREEN, "lw": 2}
    ax.annotate("", end, start, arrowprops=style)
    middle = (start[0] + end[0]) / 2
    ax.text(middle, start[1] + above, words, ha="center", va="center", fontsize=13, color=GREEN)


def draw(x, z, symbols, bits, again):
    figure, ax = canvas(12.2, 2.9)
    image(ax, 0.1, 0.45, x, "image x")
    network(ax, 2.1, 3.5, 0.45, (1.8, 0.9), BLUE, "encoder")
    code(ax, 3.75, 0.52, z, np.abs(z).max(), "code z")
    arrow(ax, (4.35, 1.35), (4.95, 1.35), "round", 0.25)
    for i, symbol in enumerate(symbols):
        ax.text(
            5.35,
            0.62 + i * 0.21,
            f"{symbol:d}".replace("-", "−"),
            ha="right",
            va="center",
            fontsize=11,
        )
    ax.text(5.22, 2.37, "symbols", ha="center", fontsize=13, color=INK)
    arrow(ax, (5.5, 1.35), (6.1, 1.35), "pack", 0.25)
    message = "\n".join(bits[i : i + 8] for i in range(0, len(bits), 8))
    ax.text(6.75, 1.35, message, ha="center", va="center", fontsize=13, family="monospace")
    ax.text(6.75, 2.37, f"{len(bits)} bits", ha="center", fontsize=13, color=INK)
    arrow(ax, (7.4, 1.35), (8.2, 1.35), "unpack", 0.25)
    network(ax, 8.4, 9.8, 0.45, (0.9, 1.8), ORANGE, "decoder")
    image(ax, 10.1, 0.45, again, "nearly x")
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
