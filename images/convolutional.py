"""Draws convolutional.svg: image → eight maps → a code of two maps → eight maps → image."""

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.layers import Conv2DTranspose
from ae_helpers.models import Autoencoder

import keras
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, image, save
from keras import layers
from matplotlib.patches import Rectangle

MIDDLE = 1.65  # height of the row


def trained():
    """The lesson's network of 619 weights, and what each of its layers makes of a two."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    relu, how = {"activation": "relu", "kernel_initializer": "he_normal"}, {"padding": "same"}
    down = [layers.Conv2D(8, 3, 2, **how, **relu), layers.Conv2D(2, 3, 2, **how)]
    up = [Conv2DTranspose(8, 4, 2, **how, **relu), Conv2DTranspose(1, 4, 2, **how)]
    encoder = keras.Sequential([keras.Input((28, 28, 1)), *down])
    model = Autoencoder(encoder, keras.Sequential([keras.Input((7, 7, 2)), *up]))
    model.compile(keras.optimizers.Adam(5e-3), loss=losses.squared_error)
    x = data.x_train[:2000]
    model.fit(x, x, batch_size=40, epochs=16, verbose=0)
    steps = [data.x_val[243:244]]
    for layer in (*down, *up):
        steps.append(np.asarray(layer(steps[-1])))
    steps[-1] = 1 / (1 + np.exp(-steps[-1]))
    return [step[0].transpose(2, 0, 1) for step in steps]


def stack(ax, left, maps, size, colour):
    """Maps behind each other, the strongest in front; returns where that one is."""
    maps = maps[np.argsort(-maps.std(axis=(1, 2)))]
    grey = (maps - maps.min()) / np.ptp(maps)
    depth = 0.09 * (len(maps) - 1)
    bottom = MIDDLE - (size + depth) / 2
    for i in reversed(range(len(maps))):
        at = left + 0.09 * i, bottom + 0.09 * i
        image(ax, *at, grey[i], "", size)
        ax.add_patch(Rectangle(at, size, size, fill=False, ec=colour, lw=1.5))
    return left, bottom


def section(ax, at, size, target, colour):
    """A square of one map, and the lines to the one number it becomes, or comes from."""
    ax.add_patch(Rectangle(at, size, size, fill=False, ec=colour, lw=2))
    near = at[0] + (size if target[0] > at[0] else 0)
    for corner in (at[1], at[1] + size):
        ax.plot([near, target[0]], [corner, target[1]], color=colour, lw=1)


def draw(steps):
    figure, ax = canvas(11, 3.3)
    x, down, code, up, x_hat = steps
    image(ax, 0.2, MIDDLE - 0.9, x[0], "")
    places = [stack(ax, 2.9, down, 0.95, BLUE), stack(ax, 5.1, code, 0.5, INK)]
    places.append(stack(ax, 6.6, up, 0.95, ORANGE))
    image(ax, 9.0, MIDDLE - 0.9, x_hat[0], "")
    pixel, half = 1.8 / 28, 0.95 / 14
    section(ax, (1.1, 1.7), 3 * pixel, (places[0][0] + 0.45, places[0][1] + 0.6), BLUE)
    section(ax, (3.3, 1.0), 3 * half, (places[1][0] + 0.2, places[1][1] + 0.2), BLUE)
    section(ax, (places[2][0] + 0.4, 1.35), 4 * half, (places[1][0] + 0.25, 1.6), ORANGE)
    section(ax, (9.8, 1.45), 4 * pixel, (places[2][0] + 0.6, 1.45), ORANGE)
    words = ["image x\n28 × 28", "8 maps\n14 × 14", "code z\n2 maps, 7 × 7", "8 maps\n14 × 14"]
    for left, text in zip((1.1, 3.7, 5.4, 7.4, 9.9), [*words, "x_hat\n28 × 28"], strict=True):
        ax.text(left, 3.2, text, ha="center", va="top", fontsize=12, color=INK)
    ways = "encoder: one kernel of 3 × 3 moves", "decoder: each place stamps 4 × 4"
    for left, text, colour in zip((3.3, 7.6), ways, (BLUE, ORANGE), strict=True):
        ax.text(left, 0.2, text, ha="center", fontsize=13, color=colour, weight="bold")
    return figure


if __name__ == "__main__":
    save(draw(trained()), __file__)
