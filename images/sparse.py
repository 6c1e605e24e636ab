"""Draws sparse.svg: a digit, a wide code of which few units are lit, and what the lit ones draw."""

from ae_helpers.data import load
from ae_helpers.layers import TopK
from ae_helpers.models import SparseAutoencoder
from ae_helpers.training import fit_dense

import keras
import matplotlib
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, image, network, save
from keras import layers
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

WIDTH, KEPT = 120, 12
SIGNS = LinearSegmentedColormap.from_list("signs", [ORANGE, "white", BLUE])  # as in the lesson


def trained():
    """A small top-k autoencoder, an image it has not seen, its code, and the decoder's rows."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    top = TopK(WIDTH)
    wide = [layers.Flatten(), layers.Dense(WIDTH, activation="relu"), top]
    draw = [keras.Input((WIDTH,)), layers.Dense(784), layers.Reshape((28, 28, 1))]
    model = SparseAutoencoder(
        keras.Sequential([keras.Input((28, 28, 1)), *wide]), keras.Sequential(draw)
    )
    model.compile(keras.optimizers.Adam(2e-3))
    for k in (60, 30, 15, KEPT, KEPT):
        top.k.assign(k)
        fit_dense(model, data.x_train[:6000], epochs=6, verbose=0)
    x = data.x_val[[243]]
    rows = np.asarray(model.decoder.layers[0].kernel).reshape(WIDTH, 28, 28)
    return x[0, ..., 0], model.reconstruct(x)[0, ..., 0], model.encode(x)[0], rows


def lamps(ax, left, bottom, z, step=0.165):
    """The code as a block of small boxes, 8 columns wide: white is off."""
    for i, value in enumerate(z):
        shade = matplotlib.colormaps["Blues"](0.35 + 0.6 * value / z.max()) if value else "white"
        place = left + i % 8 * step, bottom + (14 - i // 8) * step * 0.92
        box = Rectangle(place, step * 0.82, step * 0.75, fc=shade, ec=INK, lw=0.5)
        ax.add_patch(box)


def draw(x, x_hat, z, rows):
    figure, ax = canvas(11, 2.9, bottom=0.4)
    image(ax, 0.2, 0.75, x, "image x")
    network(ax, 2.25, 3.45, 0.5, (1.5, 2.3), BLUE, "encoder")
    lamps(ax, 3.7, 0.55, z)
    words = f"wide code z: {np.sum(z > 0)} of {len(z)} units on"
    ax.text(4.3, 2.98, words, ha="center", fontsize=13, color=INK)
    network(ax, 5.25, 6.45, 0.5, (2.3, 1.5), ORANGE, "decoder")
    limits = ax.get_xlim(), ax.get_ylim()
    for i, j in enumerate(np.argsort(-z)[:6]):
        left, bottom = 6.75 + i % 3 * 0.68, 1.68 - i // 3 * 0.75
        box, most = (left, left + 0.6, bottom, bottom + 0.6), abs(rows[j]).max()
        ax.imshow(rows[j], cmap=SIGNS, extent=box, vmin=-most, vmax=most)
        ax.add_patch(Rectangle((left, bottom), 0.6, 0.6, fill=False, ec=INK, lw=0.7))
    ax.set(xlim=limits[0], ylim=limits[1], aspect="equal")
    ax.text(7.73, 2.42, "what six lit units draw", ha="center", fontsize=13, color=INK)
    image(ax, 8.95, 0.75, x_hat, "reconstruction x_hat")
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
