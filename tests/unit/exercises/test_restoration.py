"""Lesson 21's exercises: right answers pass, typical wrong ones get their hint."""

from ae_helpers.exercises import judge, restoration

import numpy as np
import pytest


def blur(n, sigma, factor=0.5, power=2, axis=1):
    apart = abs(np.arange(n)[:, None] - np.arange(n)) ** power
    kernel = np.exp(-factor * apart / sigma**2)
    return kernel / (kernel.sum(axis=axis, keepdims=True) if axis is not None else 1)


def density(n, sigma):
    return blur(n, sigma, axis=None) / (sigma * np.sqrt(2 * np.pi))


def hide(x, hidden, step=-1, axis=2, power=-1):
    behind = x.copy()
    behind[hidden] = np.roll(x, step, axis)[hidden]
    return behind, hidden * hidden.mean() ** power


def in_place(x, hidden):
    x[hidden] = np.roll(x, -1, axis=2)[hidden]
    return x, hidden / hidden.mean()


def psnr(x, x_hat):
    return -10 * np.log10(np.mean((x - x_hat) ** 2))


def chosen(settings, known, test, key=max, judge=None):
    best = key(settings, key=lambda setting: psnr(known[1], setting(known[0])))
    damaged, whole = judge or test
    return psnr(whole, best(damaged))


def as_it_was(settings, known, test):
    return max(psnr(test[1], setting(test[0])) for setting in settings)


def on_all(settings, known, test):
    def both(setting):
        return sum(psnr(whole, setting(damaged)) for damaged, whole in (known, test))

    return psnr(test[1], max(settings, key=both)(test[0]))


VERDICTS = [
    ("psnr", (23.98, 3.01), "right", "3 dB"),
    ("psnr", [24.0, 3.0], "right", "3 dB"),
    ("psnr", (55.2, 6.93), "mistake", "natural"),
    ("psnr", (47.96, 6.02), "mistake", "root"),
    ("psnr", (-23.98, -3.01), "mistake", "sign is wrong"),
    ("psnr", (-23.98, 3.01), "mistake", "sign of the first"),
    ("psnr", (23.98, -3.01), "mistake", "not fewer"),
    ("psnr", (23.98, 23.98), "mistake", "not twice"),
    ("psnr", (23.98, 26.99), "mistake", "how much is it more"),
    ("psnr", (2.4, 0.301), "mistake", "tenth of a bel"),
    ("psnr", 23.98, "not yet", "two numbers"),
    ("psnr", (23.98, 2.0), "not yet", "less that"),
    ("hidden_pixel", (0.09, 0.18), "right", "twice that"),
    ("hidden_pixel", [0.09, 0.18], "right", "twice that"),
    ("hidden_pixel", (0.18, 0.09), "mistake", "swapped"),
    ("hidden_pixel", (0.1, 0.18), "mistake", "'paper'"),
    ("hidden_pixel", (0.3, np.sqrt(0.18)), "mistake", "squared"),
    ("hidden_pixel", (0.09, 0.09), "mistake", "two cases"),
    ("hidden_pixel", (0.09, 0.5), "mistake", "no coin"),
    ("hidden_pixel", (0.25, 0.5), "mistake", "rarer"),
    ("hidden_pixel", 0.09, "not yet", "two numbers"),
    ("hidden_pixel", (0.09, 0.2), "not yet", "Best answer"),
    ("blur_matrix", blur, "right", "K @ x @ K.T"),
    ("blur_matrix", lambda n, s: blur(n, s, axis=None), "mistake", "darker or lighter"),
    ("blur_matrix", lambda n, s: blur(n, s, axis=0), "mistake", "columns"),
    ("blur_matrix", density, "mistake", "constant of the density"),
    ("blur_matrix", lambda n, s: blur(n, s, factor=1), "mistake", "2 is missing"),
    ("blur_matrix", lambda n, s: blur(n, np.sqrt(s)), "mistake", "divided by 2σ."),
    ("blur_matrix", lambda n, s: blur(n, s, power=1), "mistake", "distance"),
    ("blur_matrix", lambda n, s: blur(n, s, factor=-0.5), "mistake", "sign"),
    ("blur_matrix", lambda n, s: np.eye(n), "mistake", "identity"),
    ("blur_matrix", lambda n, s: np.full((n, n), 1 / n), "mistake", "same weight"),
    ("blur_matrix", lambda n, s: blur(n, 1.5), "not yet", "right for some"),
    ("blur_matrix", lambda n, s: blur(n, s)[0], "not yet", "shape"),
    ("paste", lambda d, r, m: m * r + (1 - m) * d, "right", "seam"),
    ("paste", lambda d, r, m: m * d + (1 - m) * r, "mistake", "swapped"),
    ("paste", lambda d, r, m: np.where(m, r, d), "mistake", "np.where"),
    ("paste", lambda d, r, m: np.where(m > 0.5, r, d), "mistake", "rounded"),
    ("paste", lambda d, r, m: m * r, "mistake", "known part"),
    ("paste", lambda d, r, m: d + m * r, "mistake", "takes nothing away"),
    ("paste", lambda d, r, m: r, "mistake", "softer copy"),
    ("paste", lambda d, r, m: d, "mistake", "damaged images"),
    ("paste", lambda d, r, m: (d + r) / 2, "mistake", "not used"),
    ("paste", lambda d, r, m: np.where(m == 1, r, d), "not yet", "share"),
    ("hide_pixels", hide, "right", "cannot see"),
    ("hide_pixels", lambda x, h: [np.float32(part) for part in hide(x, h)], "right", "cannot see"),
    ("hide_pixels", lambda x, h: hide(x, h, step=0), "mistake", "behind itself"),
    ("hide_pixels", lambda x, h: (hide(x, h)[0], x**0), "mistake", "All pixels count"),
    ("hide_pixels", lambda x, h: (hide(x, h)[0], hide(x, ~h)[1]), "mistake", "wrong way round"),
    ("hide_pixels", lambda x, h: hide(x, h, power=0), "mistake", "not divided"),
    ("hide_pixels", lambda x, h: hide(x, h, power=1), "mistake", "Divide by it"),
    ("hide_pixels", lambda x, h: (hide(x, h)[0], h / h.sum()), "mistake", "not by their share"),
    ("hide_pixels", lambda x, h: hide(x, h, step=1), "mistake", "left-hand"),
    ("hide_pixels", lambda x, h: hide(x, h, axis=1), "mistake", "above or below"),
    ("hide_pixels", lambda x, h: hide(x, h, axis=0), "mistake", "another image"),
    ("hide_pixels", lambda x, h: (np.roll(x, -1, 2), hide(x, h)[1]), "mistake", "All pixels are"),
    ("hide_pixels", lambda x, h: (hide(x, ~h)[0], hide(x, h)[1]), "mistake", "wrong pixels"),
    ("hide_pixels", lambda x, h: (x * ~h, hide(x, h)[1]), "mistake", "black"),
    ("hide_pixels", in_place, "mistake", "changes an array"),
    ("hide_pixels", lambda x, h: (hide(x, h)[0], h / 0.3), "not yet", "hidden.mean()"),
    ("hide_pixels", lambda x, h: (hide(x, h)[0], hide(x, h)[1][..., 0]), "not yet", "equal rows"),
    ("hide_pixels", lambda x, h: hide(x, h)[0], "not yet", "the shape"),
    ("hide_pixels", lambda x, h: (..., ...), "not yet", "three dots"),
    ("hide_pixels", lambda x, h: (x * 0, hide(x, h)[1]), "not yet", "np.where"),
    ("report", chosen, "right", "no advantage"),
    ("report", as_it_was, "mistake", "as it was"),
    ("report", lambda s, k, t: chosen(s, k, t, judge=k), "mistake", "Judge on the test"),
    ("report", lambda s, k, t: chosen(s, k, t, key=min), "mistake", "worst"),
    ("report", lambda s, k, t: psnr(t[1], s[0](t[0])), "mistake", "first setting"),
    ("report", lambda s, k, t: psnr(t[1], s[-1](t[0])), "mistake", "last setting"),
    ("report", lambda s, k, t: chosen(s, t, k), "mistake", "swapped"),
    ("report", on_all, "mistake", "on all pictures"),
    (
        "report",
        lambda s, k, t: np.mean([psnr(t[1], one(t[0])) for one in s]),
        "mistake",
        "mean over all settings",
    ),
    ("report", lambda s, k, t: psnr(t[1], t[0]), "not yet", "most decibels"),
    ("report", lambda s, k, t: [chosen(s, k, t)], "not yet", "shape"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"restoration.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", restoration.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"restoration.{exercise}", ...).kind == "not yet"
