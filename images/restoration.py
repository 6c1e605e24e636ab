"""Draws restoration.svg: a digit with a hole is redrawn, and only the hole's content is kept."""

from ae_helpers import losses
from ae_helpers.data import corrupt, load
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, image, network, save
from keras import layers


def trained():
    """A small network that fills holes, and an image it has not seen."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    dense = [layers.Flatten(), layers.Dense(256, activation="relu"), layers.Dense(32)]
    mirror = [layers.Dense(256, activation="relu"), layers.Dense(784), layers.Reshape((28, 28, 1))]
    model = Autoencoder(keras.Sequential(dense), keras.Sequential(mirror))
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.binary_crossentropy)
    for epoch in range(8):
        holed = corrupt.holes(data.x_train, 10, seed=epoch)
        fit_dense(model, holed, 1, y_train=data.x_train, seed=epoch, verbose=0)
    x = data.x_val[69:70].copy()
    mask = np.zeros(x.shape, bool)
    mask[:, 6:16, 12:22] = True
    holed = np.where(mask, 0, x)
    filled = model.reconstruct(holed)
    pictures = (np.where(mask, 0.35, x), filled, np.where(mask, filled, holed))
    return [picture[0, ..., 0] for picture in pictures], model.encode(holed)[0]


def draw(pictures, z):
    figure, ax = canvas(11, 3.0)
    names = ("with a hole", "all of it redrawn", "only the hole is new")
    for left, pixels, name in zip((0.2, 6.05, 8.85), pictures, names, strict=True):
        image(ax, left, 0.75, pixels, name)
    network(ax, 2.2, 3.5, 0.75, (1.8, 0.8), BLUE, "encoder")
    code(ax, 3.7, 0.82, z[:8], np.abs(z).max(), "code z")
    network(ax, 4.4, 5.85, 0.75, (0.8, 1.8), ORANGE, "decoder")
    ax.annotate("", (8.8, 1.65), (7.9, 1.65), arrowprops={"arrowstyle": "->", "lw": 2})
    ax.text(8.35, 1.78, "paste", ha="center", va="bottom", fontsize=13, color=INK)
    known = {"arrowstyle": "<-", "lw": 2, "color": GREEN, "connectionstyle": "bar,fraction=-0.055"}
    ax.annotate("", (1.1, 0.7), (9.75, 0.7), arrowprops=known)
    words = "what is known stays as it is"
    ax.text(5.4, 0.42, words, ha="center", va="bottom", fontsize=12, color=GREEN)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
