"""Draws denoising.svg: image → noise → encoder → code → decoder → restored, compared with image."""

from pathlib import Path

from ae_helpers import corrupt, losses
from ae_helpers.data import load
from ae_helpers.layers import RuntimeNoise
from ae_helpers.models.autoencoder import Autoencoder
from ae_helpers.plotting import LINE_COLOURS, Picture
from ae_helpers.training import fit_dense

import keras
import matplotlib
import numpy as np
from keras import layers
from matplotlib.patches import Polygon, Rectangle

INK, BLUE, ORANGE, GREEN = "#333333", LINE_COLOURS[0], LINE_COLOURS[1], LINE_COLOURS[2]


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
    figure = Picture(figsize=(11, 3.0))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    names = ("clean image x", "spoiled image x̃", "restored image x_hat")
    for left, image, name in zip((0.2, 3.0, 9.0), pictures, names, strict=True):
        ax.imshow(image, cmap="gray_r", extent=(left, left + 1.8, 0.75, 2.55), vmin=0, vmax=1)
        ax.add_patch(Rectangle((left, 0.75), 1.8, 1.8, fill=False, ec=INK, lw=1))
        ax.text(left + 0.9, 2.66, name, ha="center", va="bottom", fontsize=13, color=INK)
    ax.annotate("", (2.95, 1.65), (2.05, 1.65), arrowprops={"arrowstyle": "->", "lw": 2})
    ax.text(2.5, 1.78, "+ noise", ha="center", va="bottom", fontsize=13, color=INK)
    for corners, colour, name in (
        ([(4.95, 0.75), (4.95, 2.55), (6.35, 2.05), (6.35, 1.25)], BLUE, "encoder"),
        ([(7.35, 1.25), (7.35, 2.05), (8.85, 2.55), (8.85, 0.75)], ORANGE, "decoder"),
    ):
        ax.add_patch(Polygon(corners, fc=colour, alpha=0.85, lw=0))
        middle = np.mean(corners, axis=0)
        ax.text(*middle, name, ha="center", va="center", fontsize=15, color="white", weight="bold")
    for i, value in enumerate(z[:8]):
        shade = matplotlib.colormaps["PuOr"](0.5 + 0.5 * value / np.abs(z).max())
        ax.add_patch(Rectangle((6.6, 0.82 + i * 0.21), 0.5, 0.19, fc=shade, ec=INK, lw=0.6))
    ax.text(6.85, 2.66, "code z", ha="center", va="bottom", fontsize=13, color=INK)
    loss = {"arrowstyle": "<->", "lw": 2, "color": GREEN, "connectionstyle": "bar,fraction=-0.055"}
    ax.annotate("", (1.1, 0.7), (9.9, 0.7), arrowprops=loss)
    words = "the loss compares these two"
    ax.text(5.5, 0.42, words, ha="center", va="bottom", fontsize=12, color=GREEN)
    ax.set(xlim=(0, 11), ylim=(0, 3.0), aspect="equal")
    return figure


if __name__ == "__main__":
    # Letters as outlines look the same everywhere; without a date the file is always the same.
    with matplotlib.rc_context({"svg.hashsalt": "ae"}):
        draw(*trained()).savefig(
            Path(__file__).with_suffix(".svg"), facecolor="white", metadata={"Date": None}
        )
