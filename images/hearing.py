"""Draws hearing.svg: a wave, its spectrogram, encoder and decoder, a spectrogram, and a wave."""

from ae_helpers.data import notes
from ae_helpers.data.spectrogram import griffin_lim, stft, to_magnitudes, to_pictures

import numpy as np
from _diagram import BLUE, GREEN, INK, ORANGE, canvas, code, image, network, save
from sklearn.decomposition import PCA


def pair():
    """A plucked note, what eight components of PCA make of it, and their strengths."""
    factors = notes.draw(600, 1)
    factors[0] = 57, 0.6, 0.8, 0, 0
    waves = notes.sound(factors, 1)
    pictures = to_pictures(stft(waves))
    pca = PCA(8).fit(pictures.reshape(600, -1))
    z = pca.transform(pictures[:1].reshape(1, -1))
    redrawn = np.clip(pca.inverse_transform(z), 0, 1).reshape(1, *pictures.shape[1:])
    back = griffin_lim(to_magnitudes(redrawn))
    return waves[0], pictures[0, 32:, :, 0], z[0], redrawn[0, 32:, :, 0], back[0]


def wave(ax, left, bottom, samples, name):
    """A wave as a line, 1.6 inches wide."""
    x = left + 1.6 * np.arange(1200) / 1200
    ax.plot(x, bottom + 0.9 + 1.6 * samples[:1200], color=INK, lw=0.5)
    ax.text(left + 0.8, bottom + 1.92, name, ha="center", fontsize=13, color=INK)


def arrow(ax, left, words):
    style = {"arrowstyle": "->", "color": GREEN, "lw": 2}
    ax.annotate("", (left + 0.5, 1.1), (left, 1.1), arrowprops=style)
    ax.text(left + 0.25, 0.02, words, ha="center", va="bottom", fontsize=11, color=GREEN)


def draw(samples, picture, z, redrawn, back):
    figure, ax = canvas(13.2, 2.5)
    wave(ax, 0.1, 0.2, samples, "wave")
    arrow(ax, 1.8, "drop the phase")
    image(ax, 2.4, 0.2, picture, "spectrogram")
    network(ax, 4.4, 5.6, 0.2, (1.8, 0.9), BLUE, "encoder")
    code(ax, 6.1, 0.28, z, np.abs(z).max(), "code")
    network(ax, 7.1, 8.3, 0.2, (0.9, 1.8), ORANGE, "decoder")
    image(ax, 8.6, 0.2, redrawn, "redrawn")
    arrow(ax, 10.6, "invent a phase")
    wave(ax, 11.3, 0.2, back, "wave")
    return figure


if __name__ == "__main__":
    save(draw(*pair()), __file__)
