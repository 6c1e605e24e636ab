"""Draws variational.svg: image → encoder → mean and spread → a drawn code → decoder."""

from pathlib import Path

from ae_helpers.data import load
from ae_helpers.models.vae import VAE
from ae_helpers.plotting import LINE_COLOURS, Picture

import keras
import matplotlib
import numpy as np
from keras import layers
from matplotlib.patches import Ellipse, Polygon, Rectangle

INK, BLUE, ORANGE, GREEN = "#333333", *LINE_COLOURS[:3]


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


def column(ax, left, values, limit, name):
    """Eight numbers as a column of shaded boxes."""
    for i, value in enumerate(values):
        shade = matplotlib.colormaps["PuOr"](0.5 + 0.5 * value / limit)
        ax.add_patch(Rectangle((left, 0.83 + i * 0.21), 0.34, 0.19, fc=shade, ec=INK, lw=0.6))
    ax.text(left + 0.17, 2.68, name, ha="center", va="bottom", fontsize=13, color=INK)


def cloud(ax, x, y):
    """The cloud of codes, a code drawn from it, and the prior around both."""
    ax.add_patch(Ellipse((x, y), 1.7, 1.7, fc="none", ec=GREEN, lw=1.5, ls="--"))
    for size in (1.0, 0.66, 0.33):
        ax.add_patch(Ellipse((x + 0.2, y + 0.15), 0.8 * size, 0.5 * size, fc=BLUE, alpha=0.3, lw=0))
    ax.plot(x + 0.36, y + 0.26, "o", color=ORANGE, ms=7)
    ax.text(x - 0.4, y - 0.48, "N(0, I)", ha="center", fontsize=11, color=GREEN)
    ax.text(x, 2.68, "draw z from the cloud", ha="center", va="bottom", fontsize=13, color=INK)


def draw(x, mu, sigma, x_hat):
    figure = Picture(figsize=(10.6, 3.3))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    for left, image, name in ((0.2, x, "image x"), (8.6, x_hat, "reconstruction x_hat")):
        ax.imshow(image, cmap="gray_r", extent=(left, left + 1.8, 0.75, 2.55), vmin=0, vmax=1)
        ax.add_patch(Rectangle((left, 0.75), 1.8, 1.8, fill=False, ec=INK, lw=1))
        ax.text(left + 0.9, 2.68, name, ha="center", va="bottom", fontsize=13, color=INK)
    for corners, colour, name in (
        ([(2.2, 0.75), (2.2, 2.55), (3.5, 2.2), (3.5, 1.1)], BLUE, "encoder"),
        ([(7.1, 1.1), (7.1, 2.2), (8.4, 2.55), (8.4, 0.75)], ORANGE, "decoder"),
    ):
        ax.add_patch(Polygon(corners, fc=colour, alpha=0.85, lw=0))
        middle = np.mean(corners, axis=0)
        ax.text(*middle, name, ha="center", va="center", fontsize=15, color="white", weight="bold")
    column(ax, 3.75, mu, np.abs(mu).max(), "mu")
    column(ax, 4.35, sigma, 1.2, "sigma")
    cloud(ax, 6.0, 1.65)
    arrow = {"arrowstyle": "<->", "color": INK, "lw": 1.2}
    bar = {"connectionstyle": "bar,fraction=-0.045"}
    ax.annotate("", (1.1, 0.65), (9.5, 0.65), arrowprops=arrow | bar)
    ax.text(3.6, 0.16, "BCE: how well it redraws", ha="center", va="top", fontsize=13, color=INK)
    ax.text(6.0, 0.68, "KL: price of the cloud", ha="center", va="top", fontsize=13, color=GREEN)
    ax.set(xlim=(0, 10.6), ylim=(-0.1, 3.1), aspect="equal")
    return figure


if __name__ == "__main__":
    # Letters as outlines look the same everywhere; without a date the file is always the same.
    with matplotlib.rc_context({"svg.hashsalt": "ae"}):
        figure = draw(*trained())
        path = Path(__file__).with_suffix(".svg")
        figure.savefig(path, facecolor="white", metadata={"Date": None})
