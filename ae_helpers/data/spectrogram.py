"""Sounds as pictures, and back: spectrograms of notes in dB, and a phase for them.

The short-time Fourier transform is SciPy's; a picture is its absolute value in dB over a range of
60 dB, as grey levels, low notes at the bottom. What the picture leaves out is the phase.
"""

from ae_helpers.data.notes import LENGTH, RATE

import numpy as np
from scipy.signal import ShortTimeFFT
from scipy.signal.windows import hann

WINDOW, HOP = 256, 128  # samples: 32 ms and 16 ms
BINS = 128  # rows of a picture, 31.25 Hz each; a note has 32 columns of 16 ms
TOP, RANGE = 24.0, 60.0  # dB: of the blackest grey level, and from there to white

_TRANSFORM = ShortTimeFFT(hann(WINDOW, sym=False), HOP, RATE)


def stft(waves):
    """Waves `(n, LENGTH)` -> spectra, complex64 `(n, 129, 33)`: frequencies, moments."""
    return _TRANSFORM.stft(waves).astype("complex64")


def istft(spectra):
    """Spectra `(n, 129, 33)` -> the waves `(n, LENGTH)` whose spectra are nearest (squared error).

    It undoes `stft` exactly.
    """
    return _TRANSFORM.istft(spectra, k1=LENGTH).astype("float32")


def to_pictures(spectra):
    """Spectra or their magnitudes `(n, 129, 33)` -> grey levels in [0, 1], `(n, 128, 32, 1)`."""
    magnitudes = np.abs(spectra)[:, BINS - 1 :: -1, :-1, None]  # the last moment is faded out
    decibels = 20 * np.log10(np.maximum(magnitudes, 1e-9))
    return np.clip((decibels - TOP) / RANGE + 1, 0, 1).astype("float32")


def to_magnitudes(pictures):
    """Pictures `(n, 128, 32, 1)` -> magnitudes `(n, 129, 33)`; white is silence."""
    levels = pictures[:, ::-1, :, 0]
    magnitudes = np.where(levels > 0, 10 ** (((levels - 1) * RANGE + TOP) / 20), 0)
    return np.pad(magnitudes, ((0, 0), (0, 1), (0, 1))).astype("float32")


def griffin_lim(magnitudes, steps=32, momentum=0.99, seed=0):
    """Waves whose spectra have about these magnitudes; their phases are invented.

    Griffin and Lim, 'Signal estimation from modified short-time Fourier transform' (1984): go to a
    wave and back, keep the phases, put the wanted magnitudes in their place again. With momentum:
    Perraudin, Balazs and Søndergaard, 'A fast Griffin-Lim algorithm' (2013); 0 is the first.

    Args:
        magnitudes: `(n, 129, 33)`.
        steps: how often.
        seed: of the phases in the beginning.

    Returns:
        Waves, float32 `(n, LENGTH)`.
    """
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, magnitudes.shape)
    guess, before = magnitudes * np.exp(1j * phases).astype("complex64"), 0
    for _ in range(steps):
        after = stft(istft(guess))
        ahead = after + momentum * (after - before)
        guess, before = magnitudes * ahead / np.maximum(np.abs(ahead), 1e-9), after
    return istft(guess)
