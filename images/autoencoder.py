"""Draws autoencoder.svg: image → encoder → code → decoder → reconstruction."""

from pathlib import Path

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models.autoencoder import Autoencoder
from ae_helpers.plotting import LINE_COLOURS, Picture

import keras
import matplotlib
import numpy as np
from keras import layers
from matplotlib.patches import Polygon, Rectangle

INK, BLUE, ORANGE = "#333333", LINE_COLOURS[0], LINE_COLOURS[1]


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
    figure = Picture(figsize=(9, 2.9))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, 9), ylim=(0, 2.9))
    ax.set_axis_off()
    for left, image, name, size in (
        (0.2, x, "image x", "784 pixels"),
        (7.0, x_hat, "reconstruction x_hat", "784 pixels"),
    ):
        ax.imshow(image, cmap="gray_r", extent=(left, left + 1.8, 0.65, 2.45), vmin=0, vmax=1)
        ax.add_patch(Rectangle((left, 0.65), 1.8, 1.8, fill=False, ec=INK, lw=1))
        ax.text(left + 0.9, 2.58, name, ha="center", va="bottom", fontsize=13, color=INK)
        ax.text(left + 0.9, 0.5, size, ha="center", va="top", fontsize=12, color=INK)
    for corners, colour, name in (
        ([(2.3, 0.65), (2.3, 2.45), (3.9, 1.95), (3.9, 1.15)], BLUE, "encoder"),
        ([(5.1, 1.15), (5.1, 1.95), (6.7, 2.45), (6.7, 0.65)], ORANGE, "decoder"),
    ):
        ax.add_patch(Polygon(corners, fc=colour, alpha=0.85, lw=0))
        middle = np.mean(corners, axis=0)
        ax.text(*middle, name, ha="center", va="center", fontsize=15, color="white", weight="bold")
    for i, value in enumerate(z):
        y = 0.72 + i * 0.21
        strength = 0.5 + 0.5 * value / np.abs(z).max()
        shade = matplotlib.colormaps["PuOr"](strength)
        ax.add_patch(Rectangle((4.2, y), 0.6, 0.19, fc=shade, ec=INK, lw=0.6))
    ax.text(4.5, 2.58, "code z", ha="center", va="bottom", fontsize=13, color=INK)
    ax.text(4.5, 0.5, "8 numbers", ha="center", va="top", fontsize=12, color=INK)
    ax.set(xlim=(0, 9), ylim=(0, 2.9), aspect="equal")
    return figure


if __name__ == "__main__":
    # Letters as outlines look the same everywhere; without a date the file is always the same.
    with matplotlib.rc_context({"svg.hashsalt": "ae"}):
        draw(*trained()).savefig(
            Path(__file__).with_suffix(".svg"), facecolor="white", metadata={"Date": None}
        )
