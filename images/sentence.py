"""Draws sentence.svg: words, their code, and at each place the chances of the likeliest words."""

from ae_helpers.data import language
from ae_helpers.training import fit_dense

import keras
import numpy as np
from _diagram import BLUE, INK, ORANGE, canvas, code, network, save
from keras import layers, ops
from scipy.special import softmax

WORDS, CODES = 119, 8


def trained():
    """A sentence of the test, its code of 8 numbers, and the chances (12, 119) that come back."""
    keras.utils.set_random_seed(1)
    data = language.load(1)
    encoder = [keras.Input((12,), dtype="int32"), layers.Embedding(WORDS, 16), layers.Flatten()]
    encoder = keras.Sequential(
        [*encoder, layers.Dense(256, activation="relu"), layers.Dense(CODES)]
    )
    decoder = [layers.Dense(256, activation="relu"), layers.Dense(12 * WORDS)]
    model = keras.Sequential([encoder, *decoder, layers.Reshape((12, WORDS))])
    model.compile(keras.optimizers.Adam(4e-3), loss=crossentropy)
    fit_dense(model, data.x_train, 6, 120, seed=1, verbose=0, y_train=data.x_train)
    x = data.x_test[42:43]
    return data.words, x[0], encoder.predict(x)[0], softmax(model.predict(x)[0], axis=1)


def crossentropy(x, logits):
    return -ops.sum(ops.one_hot(x, WORDS) * ops.log_softmax(logits), axis=(1, 2))


def draw(words, x, z, chances):
    figure, ax = canvas(11.6, 3.2)
    places = int(np.sum(x > 0))
    heights = np.linspace(2.68, 0.2, places)
    small = {"va": "center", "fontsize": 12, "color": INK}
    ax.text(0.75, 2.98, "words x", ha="center", fontsize=13, color=INK)
    for height, word in zip(heights, x, strict=False):
        ax.text(0.75, height, words[word], ha="center", **small)
    network(ax, 1.7, 3.2, 0.3, (2.3, 0.9), BLUE, "encoder")
    code(ax, 3.55, 0.62, z, np.abs(z).max(), "code z")
    network(ax, 4.4, 5.9, 0.3, (0.9, 2.3), ORANGE, "decoder")
    ax.text(8.6, 2.98, "at each place a chance for every word", ha="center", fontsize=13, color=INK)
    for height, row in zip(heights, chances, strict=False):
        left = 6.4
        for word in np.argsort(row)[:-4:-1]:
            if row[word] < 0.02:
                continue
            said = f"{words[word]} {100 * row[word]:.0f} %"
            shade = min(1, 0.35 + row[word])
            ax.text(left, height, said, ha="left", alpha=shade, **small)
            left += 1.75
    return figure


if __name__ == "__main__":
    save(draw(*trained()), __file__)
