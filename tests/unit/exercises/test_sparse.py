"""Lesson 05's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from ae_helpers.exercises import judge, sparse

import numpy as np
import pytest


def active(z, t):
    return np.sum(z > t, axis=1).mean()


def top(z, k):
    return np.where(z >= np.sort(z, axis=1)[:, -k, None], z, 0)


def top_by_place(z, k):
    out, rows = np.zeros_like(z), np.arange(len(z))[:, None]
    places = np.argsort(-z, axis=1)[:, :k]
    out[rows, places] = z[rows, places]
    return out


def coin(rho, rate):
    return rho * np.log(rho / rate) + (1 - rho) * np.log((1 - rho) / (1 - rate))


def kl(z, rho):
    return coin(rho, z.mean(axis=0)).sum()


def penalty(W, b, x):
    return np.array([np.sum(W[:, image @ W + b > 0] ** 2) for image in x])


def sigmoid_penalty(W, b, x):
    z = 1 / (1 + np.exp(-(x @ W + b)))
    return (z * (1 - z)) ** 2 @ np.sum(W**2, axis=0)


def changes_its_argument(z, k):
    z[z < np.sort(z, axis=1)[:, -k, None]] = 0
    return z


VERDICTS = [
    ("active_units", active, "right", "an image uses"),
    ("active_units", lambda z, t: [active(z, t)][0].item(), "right", "an image uses"),
    ("active_units", lambda z, t: np.mean(z > t), "mistake", "share"),
    ("active_units", lambda z, t: np.sum(z > t), "mistake", "all images"),
    ("active_units", lambda z, t: np.sum((z > t).any(0)), "mistake", "some image"),
    ("active_units", lambda z, t: np.sum(z > t, axis=0).mean(), "mistake", "second axis"),
    ("active_units", lambda z, t: np.sum(z > t, axis=1), "mistake", "Take their mean"),
    ("active_units", lambda z, t: np.sum(z <= t, axis=1).mean(), "mistake", "not above"),
    ("active_units", lambda z, t: np.sum(z >= t, axis=1).mean(), "mistake", "not >="),
    ("active_units", lambda z, t: active(abs(z), t), "mistake", "abs"),
    ("active_units", lambda z, t: active(z, 0.7), "not yet", "written down"),
    ("active_units", lambda z, t: active(z, 0), "not yet", ""),
    ("active_units", lambda z, t: z, "not yet", "shape"),
    ("active_units", 3.0, "not yet", "function"),
    ("top_k", top, "right", "at their places"),
    ("top_k", top_by_place, "right", "at their places"),
    ("top_k", lambda z, k: top(z, 2), "not yet", "written down"),
    ("top_k", lambda z, k: np.where(z >= np.sort(z, None)[-k], z, 0), "mistake", "whole batch"),
    ("top_k", lambda z, k: top(z.T, min(k, len(z))).T, "mistake", "each unit"),
    ("top_k", lambda z, k: np.where(top(abs(z), k) > 0, z, 0), "mistake", "absolute"),
    ("top_k", lambda z, k: -top(-z, k), "mistake", "smallest"),
    ("top_k", lambda z, k: np.sort(z, axis=1)[:, -k:], "mistake", "alone"),
    ("top_k", lambda z, k: np.sort(z, axis=1)[:, ::-1][:, :k], "mistake", "falling"),
    ("top_k", lambda z, k: np.maximum(top(z, k), 0), "mistake", "Negative"),
    ("top_k", lambda z, k: 1 * (top(z, k) != 0), "mistake", "0 and 1"),
    ("top_k", lambda z, k: top(z, k + 1), "mistake", "One too many"),
    ("top_k", lambda z, k: top(z, k) * (z != np.sort(z, 1)[:, -k, None]), "mistake", "too few"),
    ("top_k", lambda z, k: z, "mistake", "still there"),
    ("top_k", changes_its_argument, "mistake", "changes an array"),
    ("kl_price", kl, "right", "sum over the units"),
    ("kl_price", lambda z, rho: kl(z.T, rho), "mistake", "over the units"),
    ("kl_price", lambda z, rho: coin(rho, z.mean()), "mistake", "one rate"),
    ("kl_price", lambda z, rho: kl(z, rho) / z.shape[1], "mistake", "Sum over them"),
    ("kl_price", lambda z, rho: coin(z.mean(0), rho).sum(), "mistake", "exchanged"),
    ("kl_price", lambda z, rho: kl(z, rho) / np.log(2), "mistake", "bits"),
    ("kl_price", lambda z, rho: np.sum(rho * np.log(rho / z.mean(0))), "mistake", "second half"),
    ("kl_price", lambda z, rho: coin(rho, z.mean(0)), "mistake", "Add them up"),
    ("kl_price", lambda z, rho: coin(rho, z).sum(), "mistake", "each code. First"),
    ("kl_price", lambda z, rho: coin(rho, z).mean(0).sum(), "mistake", "then took means"),
    ("kl_price", lambda z, rho: -kl(z, rho), "mistake", "sign"),
    ("kl_price", lambda z, rho: kl(z, 0.05), "not yet", "written down"),
    ("kl_price", lambda z, rho: 0.0, "not yet", "axis 0"),
    ("relu_penalty", penalty, "right", "on adds"),
    ("relu_penalty", sigmoid_penalty, "mistake", "sigmoid"),
    ("relu_penalty", lambda W, b, x: penalty(W, 0 * b, x), "mistake", "bias"),
    ("relu_penalty", lambda W, b, x: penalty(W, b + 99, x), "mistake", "linear"),
    ("relu_penalty", lambda W, b, x: (x @ W + b > 0) @ W.sum(0), "mistake", "not squared"),
    ("relu_penalty", lambda W, b, x: (x @ W + b).clip(0) @ (W**2).sum(0), "mistake", "the codes"),
    ("relu_penalty", lambda W, b, x: penalty(W, b, x) / len(W), "mistake", "over the pixels"),
    ("relu_penalty", lambda W, b, x: penalty(W, b, x) / len(b), "mistake", "over the units"),
    ("relu_penalty", lambda W, b, x: penalty(W, b, x).mean(), "mistake", "for each"),
    ("relu_penalty", lambda W, b, x: penalty(W, b, x).sum(), "mistake", "sum over the images"),
    ("relu_penalty", lambda W, b, x: np.sqrt(penalty(W, b, x)), "mistake", "norm"),
    ("relu_penalty", lambda W, b, x: penalty(-W, -b, x), "mistake", "off"),
    ("relu_penalty", lambda W, b, x: (x @ W + b > 0) @ (W**2).sum(1), "mistake", "could not"),
    ("relu_penalty", lambda W, b, x: x, "not yet", "shape"),
    ("cheated", 10 / 25, "right", "nothing is gained"),
    ("cheated", 2, "mistake", "squares"),
    ("cheated", 250, "mistake", "smaller"),
    ("cheated", 10, "mistake", "no part"),
    ("cheated", 1 / 25, "mistake", "factor"),
    ("cheated", 3, "not yet", "one slope"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"sparse.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", sparse.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"sparse.{exercise}", ...).kind == "not yet"
