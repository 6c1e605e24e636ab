"""Draws adversarial.svg: image → encoder → code → decoder, and a judge between codes and draws."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models import Autoencoder
from ae_helpers.plotting import LINE_COLOURS

import keras
import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, image, network, save
from keras import layers
from matplotlib.patches import FancyBboxPatch

PURPLE = LINE_COLOURS[3]


def trained():
    """An image of a two that a small autoencoder has not seen, and what it makes of it."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    hidden = [layers.Dense(128, activation="relu") for _ in range(2)]
    encoder = [keras.Input((28, 28, 1)), layers.Flatten(), hidden[0], layers.Dense(16)]
    decoder = [keras.Input((16,)), hidden[1], layers.Dense(784), layers.Reshape((28, 28, 1))]
    model = Autoencoder(keras.Sequential(encoder), keras.Sequential(decoder))
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.binary_crossentropy)
    model.fit(data.x_train, data.x_train, batch_size=128, epochs=6, verbose=0)
    x = data.x_val[data.y_val == 2][:1]
    return x[0, ..., 0], model.reconstruct(x)[0, ..., 0]


def cloud(ax, points, x, y, name, colour, above=True):
    """A small map of codes with its name."""
    box = FancyBboxPatch((x - 0.6, y - 0.6), 1.2, 1.2, boxstyle="round,pad=0.03", fc="white")
    box.set(ec=INK, lw=0.8)
    ax.add_patch(box)
    ax.plot(x + points[:, 0], y + points[:, 1], ".", color=colour, ms=3)
    ax.text(x, y + (0.72 if above else -0.9), name, ha="center", fontsize=13, color=INK)


def draw(x, x_hat):
    figure, ax = canvas(10.6, 4.6)
    image(ax, 0.2, 2.4, x, "image x")
    network(ax, 2.3, 3.6, 2.4, (1.8, 1.0), BLUE, "encoder")
    network(ax, 6.5, 7.8, 2.4, (1.0, 1.8), ORANGE, "decoder")
    image(ax, 8.5, 2.4, x_hat, "reconstruction x_hat")
    rng = np.random.default_rng(0)
    angle, radius = 2 * np.pi * rng.random(90), 0.42 + 0.03 * rng.standard_normal(90)
    ring = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    coded = 0.3 * rng.standard_normal((90, 2)).clip(-1.8, 1.8) * [1.0, 0.7] + [0.05, 0.05]
    cloud(ax, coded, 5.05, 3.3, "codes z", BLUE)
    cloud(ax, ring, 2.9, 0.95, "draws from the prior", GREEN)
    network(ax, 4.2, 6.0, 0.35, (1.2, 0.9), PURPLE, "discriminator")
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.4}
    ways = [((2.03, 3.3), (2.28, 3.3)), ((3.62, 3.3), (4.4, 3.3)), ((5.7, 3.3), (6.48, 3.3))]
    ways += [((7.82, 3.3), (8.46, 3.3)), ((5.05, 2.65), (5.05, 1.5)), ((3.55, 0.95), (4.18, 0.95))]
    ways += [((6.02, 0.95), (6.4, 0.95))]
    for start, end in ways:
        ax.annotate("", end, start, arrowprops=arrow)
    words = ["1 reconstruct: encoder, decoder", "2 discriminate: discriminator"]
    words += ["3 fool: encoder"]
    ax.text(6.43, 0.95, "drawn or\ncoded?", va="center", fontsize=13, color=PURPLE)
    for row, (text, colour) in enumerate(zip(words, (ORANGE, PURPLE, BLUE), strict=True)):
        ax.text(7.45, 1.4 - 0.45 * row, text, fontsize=13, color=colour, va="center")
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
