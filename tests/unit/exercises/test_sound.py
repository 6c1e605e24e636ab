"""Lesson 19's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from ae_helpers.data.spectrogram import griffin_lim, istft, stft, to_magnitudes, to_pictures
from ae_helpers.exercises import judge, sound
from ae_helpers.measures import sound as measures

import numpy as np
import pytest


def loop(magnitudes, guess, steps, keep=lambda m, s: m * np.exp(1j * np.angle(s))):
    for _ in range(steps):
        guess = keep(magnitudes, stft(istft(guess)))
    return istft(guess)


def forever_the_first(magnitudes, guess, steps):
    """Ignores `steps`."""
    return loop(magnitudes, guess, 2)


def without_magnitudes(magnitudes, guess, steps):
    return loop(magnitudes, guess, steps, lambda m, s: s)


def ratio(x, y):
    return (x**2).sum(1) / ((x - y) ** 2).sum(1)


def back(x, steps=32):
    return to_pictures(stft(griffin_lim(to_magnitudes(x), steps)))


def only_phases(x):
    return to_pictures(stft(istft(to_magnitudes(x))))


VERDICTS = [
    ("cents", lambda a, b: 1200 * np.log2(a / b), "right", "every pitch"),
    ("cents", lambda a, b: 1200 * np.log(a / b) / np.log(2), "right", "every pitch"),
    ("cents", lambda a, b: 100 * np.log2(a / b), "not yet", "1,200"),
    ("cents", lambda a, b: np.log2(a / b), "mistake", "octaves"),
    ("cents", lambda a, b: 12 * np.log2(a / b), "mistake", "semitones"),
    ("cents", lambda a, b: 1200 * np.log2(b / a), "mistake", "sign"),
    ("cents", lambda a, b: a - b, "mistake", "ratios"),
    ("cents", lambda a, b: 100 * (a - b) / b, "mistake", "per cent"),
    ("snr", measures.snr, "right", "Silence"),
    ("snr", lambda x, y: 20 * np.log10(ratio(x, y) ** 0.5), "right", "Silence"),
    ("snr", lambda x, y: 20 * np.log10(ratio(x, y)), "mistake", "amplitudes"),
    ("snr", lambda x, y: 10 * np.log10(1 / ratio(x, y)), "mistake", "exchanged"),
    ("snr", lambda x, y: 10 * np.log10((x**2).sum(1) / (y**2).sum(1)), "mistake", "less the wave"),
    ("snr", lambda x, y: 10 * np.log10(ratio(x, y)).mean(), "mistake", "each"),
    ("snr", lambda x, y: 10 * np.log(ratio(x, y)), "mistake", "base 10"),
    ("snr", lambda x, y: ratio(x, y), "mistake", "the ratio"),
    ("snr", lambda x, y: y, "not yet", "shape"),
    ("invent_phases", loop, "right", "Forty"),
    ("invent_phases", lambda m, g, n: loop(m, g, n, lambda m, s: m * s / abs(s)), "right", "Forty"),
    ("invent_phases", without_magnitudes, "mistake", "put back"),
    ("invent_phases", lambda m, g, n: loop(m, g, n, lambda m, s: m * s), "mistake", "Only its"),
    ("invent_phases", lambda m, g, n: istft(g), "mistake", "no round"),
    ("invent_phases", lambda m, g, n: loop(m, g, n - 1), "mistake", "too few"),
    ("invent_phases", lambda m, g, n: loop(m, g, n + 1), "mistake", "too many"),
    ("invent_phases", lambda m, g, n: loop(m, m + 0j, n), "not yet", "each round"),
    ("invent_phases", lambda m, g, n: griffin_lim(m, n), "not yet", "each round"),
    ("invent_phases", forever_the_first, "not yet", "some inputs"),
    ("invent_phases", lambda m, g, n: g, "not yet", "real"),
    ("wiener", lambda y, n: np.clip(1 - n / np.abs(y) ** 2, 0, 1), "right", "hard to beat"),
    ("wiener", lambda y, n: 1 - n / np.abs(y) ** 2, "mistake", "below 0"),
    ("wiener", lambda y, n: np.clip(n / np.abs(y) ** 2, 0, 1), "mistake", "take away"),
    ("wiener", lambda y, n: np.clip(1 - n / np.abs(y), 0, 1), "mistake", "square of its"),
    ("wiener", lambda y, n: np.abs(y) ** 2 > n, "mistake", "gate"),
    ("wiener", lambda y, n: np.clip(1 - n**2 / np.abs(y) ** 2, 0, 1), "mistake", "second"),
    ("wiener", lambda y, n: np.clip(1 - n.mean() / np.abs(y) ** 2, 0, 1), "not yet", "energy"),
    ("wiener", lambda y, n: y * np.clip(1 - n / np.abs(y) ** 2, 0, 1), "not yet", "real"),
    ("there_and_back", lambda x: measures.decibels_off(x, back(x)), "right", "floor"),
    ("there_and_back", lambda x: measures.decibels_off(x, back(x)) / 60, "mistake", "60 dB"),
    ("there_and_back", lambda x: measures.decibels_off(x, x), "mistake", "never left"),
    ("there_and_back", lambda x: measures.decibels_off(x, only_phases(x)), "mistake", "invents"),
    ("there_and_back", lambda x: measures.decibels_off(x, back(x)).mean(), "not yet", "shape"),
    ("there_and_back", lambda x: 60 * abs(x - back(x)).mean((1, 2, 3)), "mistake", "absolute"),
    ("there_and_back", lambda x: measures.decibels_off(x, back(x, 16)), "mistake", "makes 32"),
    ("there_and_back", lambda x: measures.decibels_off(x, back(x, 8)), "not yet", "griffin_lim"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words",
    VERDICTS,
    ids=[f"{v[0]}-{v[3]}-{i}" for i, v in enumerate(VERDICTS)],
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"sound.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", sound.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"sound.{exercise}", ...).kind == "not yet"
