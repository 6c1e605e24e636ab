"""The exercises of lesson 19, sound."""

from functools import cache

from ae_helpers.data import notes
from ae_helpers.data.spectrogram import RANGE, griffin_lim, istft, stft, to_magnitudes, to_pictures

import numpy as np

from . import right
from ._checks import wrong_function

EXERCISES = ["cents", "snr", "invent_phases", "wiener", "there_and_back"]


@cache
def _spectra():
    """Of five notes; computed once, as notes take longer than all the checks of them."""
    return stft(notes.sound(notes.draw(5, 0), 0))


def cents(answer):
    """A function `(heard, wanted) -> cents`: how far one frequency is above another."""
    kinds = {
        "These are octaves. One has 12 semitones of 100 cents.": lambda a, b: np.log2(a / b),
        "These are semitones. Each has 100 cents.": lambda a, b: 12 * np.log2(a / b),
        "The sign: a sound that is too high should have cents above 0.": (
            lambda a, b: 1200 * np.log2(b / a)
        ),
        "This is the natural logarithm. An octave is a factor of 2: np.log2.": (
            lambda a, b: 1200 * np.log(a / b)
        ),
        "This is the logarithm of base 10. An octave is a factor of 2: np.log2.": (
            lambda a, b: 1200 * np.log10(a / b)
        ),
        "This is a difference. Intervals are ratios: take the logarithm of heard / wanted.": (
            lambda a, b: a - b
        ),
        "These are per cent of the frequency. An octave is a factor of 2 wherever it begins: "
        "take the logarithm.": lambda a, b: 100 * (a / b - 1),
    }
    inputs = [
        (np.array([440.0, 466.2, 110.0]), np.array([440.0, 440.0, 220.0])),
        (np.array([300.0, 301.0]), np.array([200.0, 310.0])),
    ]
    return wrong_function(
        answer,
        lambda a, b: 1200 * np.log2(a / b),
        inputs,
        kinds,
        "The logarithm of base 2 of heard / wanted counts octaves; each has 1,200 cents.",
    ) or right("A semitone has 100 cents at every pitch; in hertz it is another one each time.")


def snr(answer):
    """A function `(waves, heard) -> (n,)`: signal-to-noise ratio in dB."""

    def ratio(waves, heard):
        return np.sum(waves**2, axis=1) / np.sum((waves - heard) ** 2, axis=1)

    kinds = {
        "20 log10 is for amplitudes. These are energies, squares already: 10 log10.": (
            lambda a, b: 20 * np.log10(ratio(a, b))
        ),
        "Signal and noise are exchanged: a better sound should have more dB.": (
            lambda a, b: -10 * np.log10(ratio(a, b))
        ),
        "The noise is what is heard less the wave, not all that is heard.": (
            lambda a, b: 10 * np.log10(np.sum(a**2, axis=1) / np.sum(b**2, axis=1))
        ),
        "The signal is the wave itself, not what is heard.": (
            lambda a, b: 10 * np.log10(np.sum(b**2, axis=1) / np.sum((a - b) ** 2, axis=1))
        ),
        "This is the ratio. dB are 10 times its logarithm of base 10.": ratio,
        "These are bels, of which each has 10 decibels.": lambda a, b: np.log10(ratio(a, b)),
        "dB have the logarithm of base 10.": lambda a, b: 10 * np.log(ratio(a, b)),
        "One number for each wave, please: its samples are on axis 1.": (
            lambda a, b: 10 * np.log10(np.sum(a**2) / np.sum((a - b) ** 2))
        ),
        "You took the mean over the waves. One number for each, please.": (
            lambda a, b: np.mean(10 * np.log10(ratio(a, b)))
        ),
        "You summed over the waves. The samples of a wave are on axis 1.": (
            lambda a, b: 10 * np.log10(np.sum(a**2, axis=0) / np.sum((a - b) ** 2, axis=0))
        ),
        "The energy is the sum of squares; you took absolute values.": (
            lambda a, b: 10 * np.log10(np.sum(abs(a), axis=1) / np.sum(abs(a - b), axis=1))
        ),
    }
    rng = np.random.default_rng(0)
    inputs = []
    for shape in ((4, 50), (3, 80)):
        wave = rng.normal(size=shape)
        inputs.append((wave, 0.8 * wave + rng.uniform(0.1, 1) * rng.normal(size=shape)))
    return wrong_function(
        answer,
        lambda a, b: 10 * np.log10(ratio(a, b)),
        inputs,
        kinds,
        "10 log10 of two sums of squares over axis 1: of the wave, and of wave - heard.",
    ) or right("Silence has 0 dB, whatever the wave.")


def _rounds(magnitudes, guess, steps, keep=lambda magnitudes, after: magnitudes * _turn(after)):
    for _ in range(steps):
        guess = keep(magnitudes, stft(istft(guess)))
    return istft(guess)


def _turn(spectra):
    return np.exp(1j * np.angle(spectra))


def invent_phases(answer):
    """A function `(magnitudes, guess, steps) -> waves`: Griffin and Lim's loop."""
    kinds = {
        "The wanted magnitudes have to be put back in each round: only the phases of the way there "
        "and back are kept. Without that, no round changes anything.": lambda m, g, n: _rounds(
            m, g, n, keep=lambda m, after: after
        ),
        "You multiply by the whole spectrum of the way back. Only its phase is wanted: "
        "np.exp(1j * np.angle(...)).": lambda m, g, n: _rounds(m, g, n, keep=lambda m, s: m * s),
        "These are the magnitudes without any phase: multiply them by np.exp(1j * phase).": (
            lambda m, g, n: _rounds(m, g, n, keep=lambda m, after: m + 0j)
        ),
        "One round too few.": lambda m, g, n: _rounds(m, g, n - 1),
        "One round too many.": lambda m, g, n: _rounds(m, g, n + 1),
        "You add the phase to the magnitudes. A number of strength m and phase p is m exp(i p).": (
            lambda m, g, n: _rounds(m, g, n, keep=lambda m, s: m + 1j * np.angle(s))
        ),
        "The i is missing: the phase p turns a number by np.exp(1j * p).": (
            lambda m, g, n: _rounds(m, g, n, keep=lambda m, s: m * np.exp(np.angle(s)))
        ),
        "This is the phase's mirror image, exp(-i p): the sign.": (
            lambda m, g, n: _rounds(m, g, n, keep=lambda m, s: m * _turn(s).conj())
        ),
    }
    inputs = []
    for spectra, steps in ((_spectra()[:2], 3), (_spectra()[2:], 2)):
        magnitudes = np.abs(spectra)
        phases = np.random.default_rng(steps).uniform(0, 2 * np.pi, magnitudes.shape)
        inputs.append((magnitudes, magnitudes * np.exp(1j * phases), steps))
    return wrong_function(
        answer,
        _rounds,
        inputs,
        kinds,
        "In each round: stft(istft(guess)), and then the magnitudes times np.exp(1j * its angle); "
        "after the last one istft.",
    ) or right("Forty years old, and still how many a network's spectrogram is made to sound.")


def wiener(answer):
    """A function `(spectra, noise) -> masks`: what to keep of each place, by its energy."""

    def kept(y, noise):
        return 1 - noise / np.abs(y) ** 2

    kinds = {
        "Where the noise is stronger than the place, your mask is below 0 and turns the sound "
        "round: cut it off at 0.": kept,
        "This is what to take away. What is kept is 1 less that.": (
            lambda y, noise: np.minimum(1, noise / np.abs(y) ** 2)
        ),
        "noise is an energy, so the place needs its energy, too: the square of its magnitude.": (
            lambda y, noise: np.maximum(0, 1 - noise / np.abs(y))
        ),
        "This is the result. Asked for is the mask, from 0 to 1, that the spectra will be "
        "multiplied by.": lambda y, noise: np.maximum(0, kept(y, noise)) * np.abs(y),
        "noise is an energy already: no square, and no root.": (
            lambda y, noise: np.maximum(0, 1 - np.sqrt(noise) / np.abs(y))
        ),
        "noise is an energy already: no second square.": (
            lambda y, noise: np.maximum(0, 1 - noise**2 / np.abs(y) ** 2)
        ),
        "This is a gate: it keeps all or nothing.": (
            lambda y, noise: (np.abs(y) ** 2 > noise).astype(float)
        ),
        "The energy is the square of the magnitude, np.abs(y)**2; y**2 is a complex number, and "
        "has a phase.": lambda y, noise: np.maximum(0, np.real(1 - noise / y**2)),
    }
    rng = np.random.default_rng(0)
    inputs = []
    for shape in ((2, 5, 6), (3, 4, 7)):
        y = rng.normal(size=shape) + 1j * rng.normal(size=shape)
        inputs.append((y, rng.uniform(0.2, 2, (shape[0], shape[1], 1))))
    return wrong_function(
        answer,
        lambda y, noise: np.maximum(0, kept(y, noise)),
        inputs,
        kinds,
        "1 - noise / energy, and not below 0; the energy is the square of np.abs(y).",
    ) or right("No training, one line, and hard to beat where the noise is known.")


def there_and_back(answer):
    """A function `pictures -> (n,)`: dB off after picture, sound, picture."""

    def back(pictures, steps=32):
        return to_pictures(stft(griffin_lim(to_magnitudes(pictures), steps)))

    def off(a, b):
        return RANGE * np.sqrt(np.square(a - b).mean(axis=(1, 2, 3)))

    inputs = [(to_pictures(_spectra()[:n]),) for n in (1, 2)]
    again = {len(x): back(x) for (x,) in inputs}

    def without_phases(x):
        return to_pictures(stft(istft(to_magnitudes(x) + 0j)))

    kinds = {
        "These are grey levels. White to black is a range of 60 dB: times 60.": (
            lambda x: off(x, again[len(x)]) / RANGE
        ),
        "The root is missing: root mean square.": (
            lambda x: RANGE * np.square(x - again[len(x)]).mean(axis=(1, 2, 3))
        ),
        "The root is missing, and the range belongs inside the square or outside the root.": (
            lambda x: RANGE**2 * np.square(x - again[len(x)]).mean(axis=(1, 2, 3))
        ),
        "This is the mean absolute difference, not the root mean square.": (
            lambda x: RANGE * np.abs(x - again[len(x)]).mean(axis=(1, 2, 3))
        ),
        "You took the mean over the notes, too. One number for each, please.": (
            lambda x: RANGE * np.sqrt(np.square(x - again[len(x)]).mean())
        ),
        "These are 16 rounds, as in the lesson's heard. griffin_lim as it is makes 32.": (
            lambda x: off(x, back(x, 16))
        ),
        "Magnitudes are no spectra yet: griffin_lim invents the phases.": (
            lambda x: off(x, without_phases(x))
        ),
        "This is 0: you never left the picture. Make a wave of it, and a picture of that.": (
            lambda x: np.zeros(len(x))
        ),
        "griffin_lim wants magnitudes, not grey levels in dB: to_magnitudes.": (
            lambda x: off(
                x,
                to_pictures(stft(griffin_lim(np.pad(x[:, ::-1, :, 0], ((0, 0), (0, 1), (0, 1)))))),
            )
        ),
    }
    return wrong_function(
        answer,
        lambda x: off(x, again[len(x)]),
        inputs,
        kinds,
        "to_magnitudes, griffin_lim, stft, to_pictures; then 60 times the root of the mean square.",
    ) or right("No network that is judged as heard gets below this floor.")
