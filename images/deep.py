"""Draws deep.svg: PCA, one matrix each way, above a deep autoencoder, layers in their place."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, code, image, network, save
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


def bars(ax, left, bottom, heights, colour):
    """Layers as bars, in the middle of a height of 1.8."""
    for i, height in enumerate(heights):
        box = (left + 0.5 * i, bottom + 0.9 - height / 2), 0.3, height
        ax.add_patch(Rectangle(*box, fc=colour, alpha=0.85, lw=0))


def draw(x, by_pca, by_network):
    figure, ax = canvas(11, 5.1)
    for bottom, name, (z, x_hat) in ((2.75, "PCA", by_pca), (0.25, "deep", by_network)):
        image(ax, 1.2, bottom, x, "image x")
        code(ax, 5.25, bottom + 0.07, z, np.abs(z).max(), "code z")
        image(ax, 8.0, bottom, x_hat, "x_hat")
        ax.text(0.55, bottom + 0.9, name, ha="center", va="center", fontsize=16, color=INK)
    network(ax, 3.35, 4.95, 2.75, (1.8, 0.8), BLUE, "V")
    network(ax, 6.05, 7.65, 2.75, (0.8, 1.8), ORANGE, "Vᵀ")
    bars(ax, 3.4, 0.25, (1.8, 1.2, 0.7), BLUE)
    bars(ax, 6.2, 0.25, (0.7, 1.2, 1.8), ORANGE)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
