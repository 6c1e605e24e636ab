"""Draws variational.svg: image → encoder → mean and spread → a drawn code → decoder."""

from ae_helpers.data import load
from ae_helpers.models import VAE

import keras
import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, image, network, save
from keras import layers
from matplotlib.patches import Ellipse


def trained():
    """A small VAE with a code of 8 numbers, an image it has not seen, and what it makes of it."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    image = keras.Input((28, 28, 1))
    h = layers.Dense(128, activation="relu")(layers.Flatten()(image))
    mirror = [layers.Dense(128, activation="relu"), layers.Dense(784), layers.Reshape((28, 28, 1))]
    encoder = keras.Model(image, (layers.Dense(8)(h), layers.Dense(8)(h)))
    model = VAE(encoder, keras.Sequential([keras.Input((8,)), *mirror]), seed=1)
    model.compile(keras.optimizers.Adam(2e-3))
    model.fit(data.x_train, data.x_train, batch_size=128, epochs=8, verbose=0)
    x = data.x_val[data.y_val == 2][:1]
    mu, log_var = (part[0] for part in model.posterior(x))
    return x[0, ..., 0], mu, np.exp(0.5 * log_var), model.reconstruct(x)[0, ..., 0]


def cloud(ax, x, y):
    """The cloud of codes, a code drawn from it, and the prior around both."""
    ax.add_patch(Ellipse((x, y), 1.7, 1.7, fc="none", ec=GREEN, lw=1.5, ls="--"))
    for size in (1.0, 0.66, 0.33):
        ax.add_patch(Ellipse((x + 0.2, y + 0.15), 0.8 * size, 0.5 * size, fc=BLUE, alpha=0.3, lw=0))
    ax.plot(x + 0.36, y + 0.26, "o", color=ORANGE, ms=7)
    ax.text(x - 0.4, y - 0.48, "N(0, I)", ha="center", fontsize=11, color=GREEN)
    ax.text(x, 2.68, "draw z from the cloud", ha="center", va="bottom", fontsize=13, color=INK)


def draw(x, mu, sigma, x_hat):
    figure, ax = canvas(10.6, 3.2, bottom=-0.1)
    image(ax, 0.2, 0.75, x, "image x")
    network(ax, 2.2, 3.5, 0.75, (1.8, 1.1), BLUE, "encoder")
    code(ax, 3.75, 0.83, mu, np.abs(mu).max(), "mu", width=0.34)
    code(ax, 4.35, 0.83, sigma, 1.2, "sigma", width=0.34)
    cloud(ax, 6.0, 1.65)
    network(ax, 7.1, 8.4, 0.75, (1.1, 1.8), ORANGE, "decoder")
    image(ax, 8.6, 0.75, x_hat, "reconstruction x_hat")
    arrow = {"arrowstyle": "<->", "color": INK, "lw": 1.2}
    bar = {"connectionstyle": "bar,fraction=-0.045"}
    ax.annotate("", (1.1, 0.65), (9.5, 0.65), arrowprops=arrow | bar)
    ax.text(3.6, 0.16, "BCE: how well it redraws", ha="center", va="top", fontsize=13, color=INK)
    ax.text(6.0, 0.68, "KL: price of the cloud", ha="center", va="top", fontsize=13, color=GREEN)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
