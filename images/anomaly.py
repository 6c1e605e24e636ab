"""Draws anomaly.svg: a zero meets an autoencoder of the other nine digits, and raises an alarm."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, code, image, network, save
from keras import layers


def trained():
    """A network that has never seen a zero, and what it makes of one."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    dense = [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(16)]
    mirror = [layers.Dense(128, activation="relu"), layers.Dense(784), layers.Reshape((28, 28, 1))]
    model = Autoencoder(keras.Sequential(dense), keras.Sequential(mirror))
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.binary_crossentropy)
    fit_dense(model, data.x_train[data.y_train != 0], 4, verbose=0)
    zeros = data.x_val[data.y_val == 0][:50]
    errors = np.square(zeros - model.reconstruct(zeros)).sum(axis=(1, 2, 3))
    x = zeros[[errors.argmax()]]
    x_hat = model.reconstruct(x)
    pictures = x, x_hat, np.square(x - x_hat)
    return [picture[0, ..., 0] for picture in pictures], model.encode(x)[0], errors.max()


def draw(pictures, z, error):
    figure, ax = canvas(11, 2.9)
    for left, pixels, name in zip(
        (0.2, 6.05, 8.6), pictures, ("never seen", "redrawn", "squared error"), strict=True
    ):
        image(ax, left, 0.75, pixels, name)
    network(ax, 2.2, 3.5, 0.75, (1.8, 0.8), BLUE, "encoder")
    code(ax, 3.7, 0.82, z[:8], np.abs(z).max(), "code z")
    network(ax, 4.4, 5.85, 0.75, (0.8, 1.8), ORANGE, "decoder")
    ax.annotate("", (8.5, 1.65), (7.95, 1.65), arrowprops={"arrowstyle": "->", "lw": 2})
    ax.text(9.5, 0.3, f"sum {error:.0f} > threshold: alarm", ha="center", fontsize=12, color=ORANGE)
    ax.text(4.05, 0.3, "both trained on the digits 1 to 9", ha="center", fontsize=12, color=INK)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
