"""Lesson 21's exercises: right answers pass, typical wrong ones get their hint."""

from ae_helpers.exercises import judge, restoration

import numpy as np
import pytest


def cut(x, top, left, size, known=0, value=0.0):
    mask = np.zeros(x.shape, bool)
    mask[:, top : top + size, left : left + size] = True
    return np.where(mask, value, x), mask ^ bool(known)


def in_place(x, top, left, size):
    damaged, mask = cut(x, top, left, size)
    x[...] = damaged
    return x, mask


def flat_mask(x, top, left, size):
    damaged, mask = cut(x, top, left, size)
    return damaged, mask[..., :1]


def written_down(x, top, left, size):
    return cut(x, top, left, 3)


def first_channel(x, top, left, size):
    damaged, mask = cut(x, top, left, size)
    damaged[..., 1:], mask[..., 1:] = x[..., 1:], False
    return damaged, mask


def first_image(x, top, left, size):
    damaged, mask = cut(x, top, left, size)
    damaged[1:], mask[1:] = x[1:], False
    return damaged, mask


def blur(n, sigma, factor=0.5, power=2, axis=1):
    apart = abs(np.arange(n)[:, None] - np.arange(n)) ** power
    kernel = np.exp(-factor * apart / sigma**2)
    return kernel / (kernel.sum(axis=axis, keepdims=True) if axis is not None else 1)


def density(n, sigma):
    return blur(n, sigma, axis=None) / (sigma * np.sqrt(2 * np.pi))


def inside(x, x_hat, mask):
    return np.sum((x - x_hat) ** 2 * mask) / len(x)


VERDICTS = [
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
    ("cut_hole", cut, "right", "which pixels are gone"),
    ("cut_hole", lambda x, *a: [np.float32(part) for part in cut(x, *a)], "right", "gone"),
    ("cut_hole", lambda x, *a: cut(x, *a, known=1), "mistake", "wrong way round"),
    ("cut_hole", lambda x, t, lft, s: cut(x, lft, t, s), "mistake", "Rows and columns"),
    ("cut_hole", lambda x, t, lft, s: cut(x, t, lft, s + 1), "mistake", "too large"),
    ("cut_hole", lambda x, t, lft, s: cut(x, t, lft, s - 1), "mistake", "too small"),
    ("cut_hole", lambda x, *a: (x, cut(x, *a)[1]), "mistake", "nothing is cut"),
    ("cut_hole", lambda x, *a: cut(x, *a, value=1.0), "mistake", "white"),
    ("cut_hole", lambda x, *a: (x * cut(x, *a)[1], cut(x, *a)[1]), "mistake", "only the hole"),
    ("cut_hole", in_place, "mistake", "changes an array"),
    ("cut_hole", flat_mask, "not yet", "shape of x"),
    ("cut_hole", written_down, "not yet", "right for some"),
    ("cut_hole", first_channel, "not yet", "right for some"),
    ("cut_hole", first_image, "not yet", "right for some"),
    ("cut_hole", lambda x, *a: cut(x, *a)[0], "not yet", "two arrays"),
    ("cut_hole", lambda x, *a: (x, x > 2), "not yet", "np.zeros"),
    ("cut_hole", lambda x, *a: (..., ...), "not yet", "three dots"),
    ("cut_hole", lambda x, *a: (x * 0, cut(x, *a)[1]), "not yet", "a copy of x"),
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
    ("error_inside", inside, "right", "number of its own"),
    ("error_inside", lambda x, y, m: inside(x, y, m | True), "mistake", "whole image"),
    ("error_inside", lambda x, y, m: inside(x, y, ~m), "mistake", "outside"),
    ("error_inside", lambda x, y, m: len(x) * inside(x, y, m), "mistake", "sum over all"),
    ("error_inside", lambda x, y, m: np.mean((x - y) ** 2 * m), "mistake", "mean over all pixels"),
    (
        "error_inside",
        lambda x, y, m: len(x) * inside(x, y, m) / m.sum(),
        "mistake",
        "hidden pixels",
    ),
    ("error_inside", lambda x, y, m: inside(x, y, m) / x.shape[3], "mistake", "channels"),
    ("error_inside", lambda x, y, m: np.sqrt(inside(x, y, m)), "mistake", "root"),
    ("error_inside", lambda x, y, m: np.sum(abs(x - y) * m) / len(x), "mistake", "not squared"),
    (
        "error_inside",
        lambda x, y, m: np.mean(((x - y) ** 2)[np.broadcast_to(m, x.shape)]),
        "mistake",
        "hidden squares",
    ),
    (
        "error_inside",
        lambda x, y, m: ((x - y) ** 2 * m).sum((1, 2, 3)),
        "mistake",
        "mean is wanted",
    ),
    ("error_inside", lambda x, y, m: 0.0, "not yet", "Squares times mask"),
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
