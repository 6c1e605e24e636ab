"""Lesson 04's exercises: right answers pass, typical wrong ones get their hint."""

from ae_helpers.data import corrupt
from ae_helpers.exercises import denoising, judge

import numpy as np
import pytest
from scipy.ndimage import median_filter


def pair(sigma=0.3, shape=None, draw="standard_normal"):
    def training_pair(x, seed):
        noise = getattr(np.random.default_rng(seed), draw)(shape(x) if shape else x.shape)
        return x + sigma * noise, x

    return training_pair


def swapped(x, seed):
    return pair()(x, seed)[::-1]


def clipped(x, seed):
    noisy, target = pair()(x, seed)
    return np.clip(noisy, 0, 1), target


def noisy_target(x, seed):
    noisy, _ = pair()(x, seed)
    return noisy, noisy


def uniform(x, seed):
    noise = np.random.default_rng(seed).uniform(-1, 1, x.shape)
    return x + 0.3 * np.sqrt(3) * noise, x


def sigmoid(logit):
    return 1 / (1 + np.exp(-logit))


def guess(x, sigma, p):
    return sigmoid((x - 0.5) / sigma**2 + np.log(p / (1 - p)))


def weights(x, bank, sigma, stable=True, factor=1.0):
    exponent = -factor * ((x[:, None] - bank) ** 2).sum(axis=2) / (2 * sigma**2)
    return np.exp(exponent - exponent.max(axis=1, keepdims=True) * stable)


def bank_mean(x, bank, sigma, **options):
    w = weights(x, bank, sigma, **options)
    return w / w.sum(axis=1, keepdims=True) @ bank


def unstable(x, bank, sigma):
    with np.errstate(invalid="ignore"):
        return bank_mean(x, bank, sigma, stable=False)


def wrong_axis(x, bank, sigma):
    w = weights(x, bank, sigma, stable=False)
    return w / w.sum(axis=0) @ bank


def nearest(x, bank, sigma):
    return bank[weights(x, bank, sigma).argmax(axis=1)]


def laplace(x, seed):
    return x + np.random.default_rng(seed).laplace(0, 0.3 / np.sqrt(2), x.shape), x


def smooth(x, seed):
    noise, _ = pair(1.0)(0 * x, seed)
    noise += np.roll(noise, 1, axis=2)
    return x + 0.3 / np.sqrt(2) * noise, x


def noise_target(x, seed):
    noisy, _ = pair()(x, seed)
    return noisy, noisy - x


def masked_median(x):
    """A filter that beats the plain one: only black and white pixels can be wrong. No training."""

    def restore(noisy):
        for _ in range(2):
            wrong = (noisy == 0) | (noisy == 1)
            noisy = np.where(wrong, median_filter(noisy, (1, 3, 3, 1)), noisy)
        return noisy

    return restore


def bank_filter(x):
    """Beats the median at every place of the image, and has learned its strength from x."""
    strength = x.mean() > 0.05
    return lambda noisy: strength * masked_median(x)(noisy)


def clean_up(x):
    """An answer that is right without training: it has seen the check's images."""
    from ae_helpers.data import ink

    secret = ink.draw(2300, seed=6).images[2000:].astype("float32") / 255
    return lambda noisy: 0.9 * secret


VERDICTS = [
    ("noise_error", 28 * 28 * 0.3**2, "right", "784 pixels"),
    ("noise_error", 784 * 0.3, "mistake", "squared"),
    ("noise_error", 0.09, "mistake", "one pixel"),
    ("noise_error", 28 * 0.09, "mistake", "one side"),
    ("noise_error", np.sqrt(70.56), "mistake", "root"),
    ("noise_error", 3, "not yet", "Pixels times"),
    ("training_pair", pair(), "right", "clean target"),
    ("training_pair", swapped, "mistake", "swapped"),
    ("training_pair", lambda x, seed: (x, x), "mistake", "input is clean"),
    ("training_pair", noisy_target, "mistake", "target is noisy"),
    ("training_pair", lambda x, seed: pair()(x, None), "mistake", "same seed"),
    ("training_pair", lambda x, seed: pair()(x, 0), "mistake", "Two seeds"),
    ("training_pair", pair(shape=lambda x: x.shape[1:]), "mistake", "All images"),
    ("training_pair", pair(shape=lambda x: (len(x), 1, 1, 1)), "mistake", "All pixels"),
    ("training_pair", clipped, "mistake", "clipped"),
    ("training_pair", pair(draw="random"), "mistake", "mean other than 0"),
    ("training_pair", pair(sigma=0.09), "mistake", "variance"),
    ("training_pair", pair(sigma=0.5), "mistake", "0.50"),
    ("training_pair", uniform, "mistake", "bounded"),
    ("training_pair", laplace, "mistake", "Few pixels"),
    ("training_pair", smooth, "mistake", "Neighbours"),
    ("training_pair", noise_target, "mistake", "noise alone"),
    ("training_pair", lambda x, seed: [np.float32(a) for a in pair()(x, seed)], "right", "clean"),
    ("training_pair", lambda x, seed: (pair()(x, seed)[0] - x, x), "mistake", "alone. Add"),
    ("training_pair", lambda x, seed: x, "not yet", "two arrays"),
    ("best_guess_with_prior", guess, "right", "one sigmoid"),
    ("best_guess_with_prior", lambda x, s, p: guess(x, s, 0.5), "mistake", "equally likely"),
    ("best_guess_with_prior", lambda x, s, p: guess(x, np.sqrt(s), p), "mistake", "σ²"),
    ("best_guess_with_prior", lambda x, s, p: guess(x, s, 1 - p), "mistake", "upside down"),
    ("best_guess_with_prior", lambda x, s, p: p * guess(x, s, 0.5), "mistake", "product"),
    ("best_guess_with_prior", lambda x, s, p: guess(x, s, p) > 0.5, "mistake", "decided"),
    ("best_guess_with_prior", lambda x, s, p: x, "not yet", "log(p"),
    ("bank_mean", bank_mean, "right", "best denoiser"),
    ("bank_mean", lambda x, b, s: bank_mean(x, b, s, factor=2.0), "mistake", "2 is missing"),
    ("bank_mean", lambda x, b, s: bank_mean(x, b, s, factor=s), "mistake", "divided by 2σ."),
    ("bank_mean", lambda x, b, s: bank_mean(x, b, s, factor=-1.0), "mistake", "sign"),
    ("bank_mean", lambda x, b, s: bank_mean(x, b, s, factor=0.0), "mistake", "same weight"),
    ("bank_mean", nearest, "mistake", "nearest"),
    ("bank_mean", lambda x, b, s: weights(x, b, s, stable=False) @ b, "mistake", "sum to 1:"),
    ("bank_mean", wrong_axis, "mistake", "not over the noisy"),
    ("bank_mean", unstable, "mistake", "greatest exponent"),
    ("bank_mean", lambda x, b, s: x[0], "not yet", "shape"),
    ("beat_the_median", clean_up, "right", "median filter's is"),
    ("beat_the_median", lambda x: lambda noisy: noisy, "mistake", "still there"),
    (
        "beat_the_median",
        lambda x: lambda noisy: median_filter(noisy, (1, 3, 3, 1)),
        "mistake",
        "median filter itself",
    ),
    ("beat_the_median", lambda x: lambda noisy: 4 * noisy - 2, "mistake", "sigmoid"),
    (
        "beat_the_median",
        lambda x: lambda noisy: corrupt.blur(median_filter(noisy, (1, 3, 3, 1)), 2.0),
        "not yet",
        "fresh",
    ),
    ("beat_the_median", lambda x: x, "not yet", "Return a function"),
    ("beat_the_median", masked_median, "mistake", "without the images"),
    ("beat_the_median", bank_filter, "right", "median filter's is"),
    ("noise_error", 70.6, "right", "784 pixels"),
    ("wrong_line", 3, "right", "into the code"),
    ("wrong_line", 2, "mistake", "get to see"),
    ("wrong_line", 4, "mistake", "decoder"),
    ("wrong_line", 5, "mistake", "clean x"),
    ("wrong_line", 6, "mistake", "step"),
    ("wrong_line", 7, "not yet", "from 1 to 6"),
    ("wrong_line", 2.5, "not yet", "from 1 to 6"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"denoising.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", denoising.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"denoising.{exercise}", ...).kind == "not yet"
