"""Measures of sounds: pitch, signal-to-noise ratio, the difference of two spectrograms."""

from ae_helpers.data.notes import RATE, hertz
from ae_helpers.data.spectrogram import RANGE, stft

import numpy as np


def pitch(waves, low=90.0, high=800.0):
    """Pitch in hertz, by the first high peak of the autocorrelation, refined by a parabola.

    Args:
        waves: `(n, LENGTH)`; 0.3 s after the first 25 ms are looked at.
        low, high: the pitch is sought from here to there.

    Returns:
        `(n,)`. Of a sound without a pitch it is any number from `low` to `high`.
    """
    power = np.square(np.abs(np.fft.rfft(waves[:, 200:2600], 8192, axis=1)))
    lags = np.arange(int(RATE / high), int(RATE / low) + 2)
    likeness = np.fft.irfft(power, axis=1)[:, lags]
    a, b, c = likeness[:, :-2], likeness[:, 1:-1], likeness[:, 2:]
    peak = (b >= a) & (b >= c) & (b > 0.85 * b.max(axis=1, keepdims=True))
    i = np.where(peak.any(axis=1), peak.argmax(axis=1), b.argmax(axis=1))[:, None]
    a, b, c = (np.take_along_axis(part, i, axis=1)[:, 0] for part in (a, b, c))
    bend = np.minimum(a - 2 * b + c, -1e-12)
    return RATE / (lags[1:-1][i[:, 0]] + np.clip(0.5 * (a - c) / bend, -1, 1))


def cents_off(waves, wanted):
    """How far waves are from the pitch that they should have, in cents: 100 are a semitone.

    Args:
        waves: `(n, LENGTH)`.
        wanted: MIDI numbers, `(n,)`.

    Returns:
        `(n,)`, at least 0.
    """
    return np.abs(1200 * np.log2(pitch(waves) / hertz(wanted)))


def snr(waves, heard):
    """Signal-to-noise ratio in dB, `(n,)`: the energy of each wave over that of the difference.

    It compares sample with sample: two notes of other phases have less than 0 dB, and silence 0.
    """
    energy = np.square(waves).sum(axis=1)
    return 10 * np.log10(energy / np.square(waves - heard).sum(axis=1))


def spectrum_snr(magnitudes, heard):
    """As `snr`, of magnitudes `(n, 129, 33)` and those of waves `(n, LENGTH)`: without phases."""
    difference = np.square(magnitudes - np.abs(stft(heard))).sum(axis=(1, 2))
    return 10 * np.log10(np.square(magnitudes).sum(axis=(1, 2)) / difference)


def decibels_off(pictures, others):
    """Root mean square difference of pictures `(n, 128, 32, 1)`, in dB: `(n,)`."""
    return RANGE * np.sqrt(np.square(pictures - others).mean(axis=(1, 2, 3)))
