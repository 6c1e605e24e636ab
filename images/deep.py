"""Draws deep.svg: PCA, one matrix each way, above a deep autoencoder, layers in their place."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import matplotlib
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, image, network, save
from keras import layers
from matplotlib.patches import Rectangle
from sklearn.decomposition import PCA

CODES = 8


def trained():
    """An image, and code and reconstruction by PCA and by a small deep network."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    x = data.x_val[data.y_val == 3][:1]
    flat = data.x_train.reshape(len(data.x_train), -1)
    pca = PCA(CODES, svd_solver="covariance_eigh").fit(flat)
    z = pca.transform(x.reshape(1, -1))
    he = {"activation": "relu", "kernel_initializer": "he_normal"}
    down = [layers.Flatten(), layers.Dense(256, **he), layers.Dense(64, **he), layers.Dense(CODES)]
    up = [layers.Dense(64, **he), layers.Dense(256, **he), layers.Dense(784)]
    model = Autoencoder(
        keras.Sequential(down), keras.Sequential([*up, layers.Reshape((28, 28, 1))])
    )
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.squared_error)
    fit_dense(model, data.x_train, epochs=6, verbose=0)
    by_pca = pca.inverse_transform(z).reshape(28, 28).clip(0, 1)
    by_network = model.reconstruct(x)[0, ..., 0]
    return x[0, ..., 0], (z[0], by_pca), (model.encode(x)[0], by_network)


HEIGHT = 1.2  # of an image


def bars(ax, left, bottom, heights, colour):
    """Layers as bars, in the middle of a row."""
    for i, height in enumerate(heights):
        box = (left + 0.5 * i, bottom + (HEIGHT - height) / 2), 0.3, height
        ax.add_patch(Rectangle(*box, fc=colour, alpha=0.85, lw=0))


def numbers(ax, bottom, z):
    """A code as a column of boxes."""
    for i, value in enumerate(z / np.abs(z).max()):
        shade = matplotlib.colormaps["PuOr"](0.5 + 0.5 * value)
        box = (5.25, bottom + 0.15 * i), 0.5, 0.14
        ax.add_patch(Rectangle(*box, fc=shade, ec=INK, lw=0.6))


def draw(x, by_pca, by_network):
    figure, ax = canvas(11, 3.05)
    rows = ((1.5, "PCA", ("image x", "x_hat"), by_pca), (0.1, "deep", ("", ""), by_network))
    for bottom, name, titles, (z, x_hat) in rows:
        image(ax, 1.5, bottom, x, titles[0], HEIGHT)
        numbers(ax, bottom, z)
        image(ax, 8.3, bottom, x_hat, titles[1], HEIGHT)
        ax.text(0.75, bottom + HEIGHT / 2, name, ha="center", va="center", fontsize=16, color=INK)
    ax.text(5.5, 1.5 + HEIGHT + 0.12, "code z", ha="center", fontsize=13, color=INK)
    network(ax, 3.35, 4.95, 1.5, (HEIGHT, 0.6), BLUE, "V")
    network(ax, 6.05, 7.65, 1.5, (0.6, HEIGHT), ORANGE, "Vᵀ")
    bars(ax, 3.4, 0.1, (HEIGHT, 0.8, 0.5), BLUE)
    bars(ax, 6.3, 0.1, (0.5, 0.8, HEIGHT), ORANGE)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
