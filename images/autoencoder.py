"""Draws autoencoder.svg: image → encoder → code → decoder → reconstruction."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models import Autoencoder

import keras
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, code, image, network, save
from keras import layers


def trained():
    """A small autoencoder with a code of 8 numbers, and an image it has not seen."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    dense = [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(8)]
    mirror = [layers.Dense(128, activation="relu"), layers.Dense(784), layers.Reshape((28, 28, 1))]
    model = Autoencoder(keras.Sequential(dense), keras.Sequential(mirror))
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.squared_error)
    model.fit(data.x_train, data.x_train, batch_size=128, epochs=5, verbose=0)
    x = data.x_val[data.y_val == 2][:1]
    return x[0, ..., 0], model.encode(x)[0], model.reconstruct(x)[0, ..., 0]


def draw(x, z, x_hat):
    figure, ax = canvas(9, 2.9)
    image(ax, 0.2, 0.65, x, "image x")
    network(ax, 2.3, 3.9, 0.65, (1.8, 0.8), BLUE, "encoder")
    code(ax, 4.25, 0.72, z, np.abs(z).max(), "code z")
    network(ax, 5.1, 6.7, 0.65, (0.8, 1.8), ORANGE, "decoder")
    image(ax, 7.0, 0.65, x_hat, "reconstruction x_hat")
    for centre, size in ((1.1, "784 pixels"), (4.5, "8 numbers"), (7.9, "784 pixels")):
        ax.text(centre, 0.5, size, ha="center", va="top", fontsize=12, color=INK)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
