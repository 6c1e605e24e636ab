"""Draws conditional.svg: an image with its digit, encoder, a drawn code, decoder with another."""

from ae_helpers.data import load
from ae_helpers.models import ConditionalVAE
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, image, network, save
from keras import layers
from matplotlib.patches import Rectangle

OTHER = 7  # the digit asked for


def trained():
    """A conditional VAE with 8 codes, a slanted four, its code, and the seven that it becomes."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    x, c, z = keras.Input((28, 28, 1)), keras.Input((10,)), keras.Input((8,))
    h = layers.Concatenate()([layers.Flatten()(x), c])
    h = layers.Dense(256, activation="relu")(h)
    encoder = keras.Model((x, c), (layers.Dense(8)(h), layers.Dense(8)(h)))
    h = layers.Dense(256, activation="relu")(layers.Concatenate()([z, c]))
    decoder = keras.Model((z, c), layers.Reshape((28, 28, 1))(layers.Dense(784)(h)))
    model = ConditionalVAE(encoder, decoder, seed=1)
    model.scale.assign(4)
    model.compile(keras.optimizers.Adam(2e-3))
    fit_dense(model, (data.x_train, np.eye(10)[data.y_train]), epochs=10, verbose=0)
    slant = np.where(data.y_val == 4, data.factors_val["slant"], -9)
    four = np.argsort(-slant)[25:26]
    code_of_four = model.encode(data.x_val[four], np.eye(10)[[4]])
    seven = model.decode(code_of_four, np.eye(10)[[OTHER]])
    return data.x_val[four][0, ..., 0], code_of_four[0], seven[0, ..., 0]


def condition(ax, left, bottom, digit):
    """A one-hot row of ten boxes with one of them filled, standing below a network."""
    for i in range(10):
        box = (left + i * 0.14, bottom), 0.12, 0.2
        ax.add_patch(Rectangle(*box, fc=GREEN if i == digit else "white", ec=INK, lw=0.6))
    ax.annotate(
        "",
        (left + 0.7, bottom + 0.52),
        (left + 0.7, bottom + 0.22),
        arrowprops={"arrowstyle": "->", "color": GREEN, "lw": 2},
    )
    words = f"c: it is a {digit}"
    ax.text(left + 0.7, bottom - 0.1, words, ha="center", va="top", fontsize=13, color=GREEN)


def draw(x, z, seven):
    figure, ax = canvas(9.5, 3.0, bottom=-0.25)
    image(ax, 0.2, 0.65, x, "image x")
    network(ax, 2.3, 3.9, 0.65, (1.8, 0.9), BLUE, "encoder")
    code(ax, 4.45, 0.72, z, np.abs(z).max(), "code z: the rest")
    network(ax, 5.5, 7.1, 0.65, (0.9, 1.8), ORANGE, "decoder")
    image(ax, 7.5, 0.65, seven, "the same hand")
    condition(ax, 2.4, 0.15, 4)
    condition(ax, 5.6, 0.15, OTHER)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
