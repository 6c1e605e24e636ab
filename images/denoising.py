"""Draws denoising.svg: image → noise → encoder → code → decoder → restored, compared with image."""

from ae_helpers import losses
from ae_helpers.data import corrupt, load
from ae_helpers.layers import RuntimeNoise
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, image, network, save
from keras import layers


def trained():
    """A small denoiser with a code of 16 numbers, and an image it has not seen."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    dense = [layers.Flatten(), layers.Dense(256, activation="relu"), layers.Dense(16)]
    mirror = [layers.Dense(256, activation="relu"), layers.Dense(784), layers.Reshape((28, 28, 1))]
    encoder = keras.Sequential([RuntimeNoise(0.5, seed=1), *dense])
    model = Autoencoder(encoder, keras.Sequential(mirror))
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.binary_crossentropy)
    fit_dense(model, data.x_train, epochs=8, verbose=0)
    x = data.x_val[data.y_val == 2][:1]
    noisy = corrupt.gaussian(x, 0.5, seed=1)
    pictures = (x, noisy, model.reconstruct(noisy))
    return [picture[0, ..., 0] for picture in pictures], model.encode(noisy)[0]


def draw(pictures, z):
    figure, ax = canvas(11, 3.0)
    names = ("clean image x", "spoiled image x̃", "restored image x_hat")
    for left, pixels, name in zip((0.2, 3.0, 9.0), pictures, names, strict=True):
        image(ax, left, 0.75, pixels, name)
    ax.annotate("", (2.95, 1.65), (2.05, 1.65), arrowprops={"arrowstyle": "->", "lw": 2})
    ax.text(2.5, 1.78, "+ noise", ha="center", va="bottom", fontsize=13, color=INK)
    network(ax, 4.95, 6.35, 0.75, (1.8, 0.8), BLUE, "encoder")
    code(ax, 6.6, 0.82, z[:8], np.abs(z).max(), "code z")
    network(ax, 7.35, 8.85, 0.75, (0.8, 1.8), ORANGE, "decoder")
    loss = {"arrowstyle": "<->", "lw": 2, "color": GREEN, "connectionstyle": "bar,fraction=-0.055"}
    ax.annotate("", (1.1, 0.7), (9.9, 0.7), arrowprops=loss)
    words = "the loss compares these two"
    ax.text(5.5, 0.42, words, ha="center", va="bottom", fontsize=12, color=GREEN)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
