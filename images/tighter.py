"""Draws tighter.svg: one cloud, several codes, a picture and a weight each, and their mean."""

from ae_helpers.data import load
from ae_helpers.models import ManySamples
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, image, network, save
from keras import layers
from matplotlib.patches import Ellipse, Rectangle

K = 4


def trained():
    """A small VAE, an image it has not seen, four pictures of it, their shares of the weight."""
    keras.utils.set_random_seed(1)
    data = load("ink")
    x = keras.Input((28, 28, 1))
    h = layers.Dense(128, activation="relu")(layers.Flatten()(x))
    encoder = keras.Model(x, (layers.Dense(8)(h), layers.Dense(8)(h)))
    hidden = layers.Dense(128, activation="relu")
    decoder = keras.Sequential(
        [keras.Input((8,)), hidden, layers.Dense(784), layers.Reshape((28, 28, 1))]
    )
    model = ManySamples(encoder, decoder, K, seed=3)
    model.compile(keras.optimizers.Adam(2e-3))
    fit_dense(model, np.round(data.x_train[:6000]), epochs=12, verbose=0)
    image = np.round(data.x_val[[243]])
    mu, log_var = model.posterior(image)
    eps = np.random.default_rng(3).standard_normal((K, 8))
    z = mu + 1.5 * np.exp(0.5 * log_var) * eps  # a little wider, so that they differ to the eye
    pictures = model.decode(z)
    p = np.clip(pictures, 1e-6, 1 - 1e-6)
    log_p = np.sum(image * np.log(p) + (1 - image) * np.log(1 - p), axis=(1, 2, 3))
    share = np.exp((log_p - log_p.max()) / 4)  # softened, so that four bars can be seen
    return image[0, ..., 0], pictures[..., 0], share / share.sum()


def draw(x, pictures, share):
    figure, ax = canvas(11, 2.9, bottom=0.35)
    image(ax, 0.2, 0.75, x, "image x")
    network(ax, 2.25, 3.35, 0.75, (1.8, 1.0), BLUE, "encoder")
    ax.add_patch(Ellipse((4.15, 1.65), 1.1, 0.75, angle=25, fc=BLUE, alpha=0.25, lw=0))
    dots = [(3.95, 1.5), (4.4, 1.9), (4.1, 1.75), (4.3, 1.5)]
    for x_dot, y_dot in dots:
        ax.plot(x_dot, y_dot, "o", color=INK, ms=5)
    ax.text(4.15, 2.67, "cloud q(z|x),\nk codes", ha="center", va="center", fontsize=13, color=INK)
    network(ax, 4.95, 6.05, 0.75, (1.0, 1.8), ORANGE, "decoder")
    ax.text(6.75, 2.95, "k pictures", ha="center", fontsize=13, color=INK)
    ax.text(8.0, 2.95, "weights w", ha="center", fontsize=13, color=INK)
    for i, (picture, part) in enumerate(zip(pictures, share, strict=True)):
        bottom = 2.27 - 0.6 * i
        image(ax, 6.45, bottom, picture, "", size=0.55)
        bar = Rectangle((7.45, bottom + 0.15), 1.4 * part, 0.25, fc=ORANGE, ec=INK, lw=0.6)
        ax.add_patch(bar)
    ax.annotate("", (9.45, 1.6), (9.0, 1.6), arrowprops={"arrowstyle": "->", "color": INK})
    ax.text(10.2, 1.6, "log of the\nmean weight", ha="center", va="center", fontsize=14, color=INK)
    ax.text(10.2, 0.85, "ELBO: mean of\nthe logs", ha="center", va="center", fontsize=11, color=INK)
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
