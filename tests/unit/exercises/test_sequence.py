"""Lesson 11's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from ae_helpers.exercises import judge, sequence

import numpy as np
import pytest
from scipy.special import log_softmax, logsumexp, softmax
from scipy.stats import norm


def joined(x, logits, means, scales):
    each = norm.logpdf(x[:, None], means, scales).sum(axis=2)
    return logsumexp(log_softmax(logits, axis=1) + each, axis=1)


def one_by_one(x, logits, means, scales):
    return [joined(*(a[i : i + 1] for a in (x, logits, means, scales)))[0] for i in range(len(x))]


def mean_of_logs(x, logits, means, scales):
    each = norm.logpdf(x[:, None], means, scales).sum(axis=2)
    return (softmax(logits, axis=1) * each).sum(axis=1)


def logits_as_weights(x, logits, means, scales):
    return logsumexp(logits + norm.logpdf(x[:, None], means, scales).sum(axis=2), axis=1)


def softmax_in_logs(x, logits, means, scales):
    each = norm.logpdf(x[:, None], means, scales).sum(axis=2)
    return logsumexp(softmax(logits, axis=1) + each, axis=1)


def before(x):
    return np.pad(x, [(0, 0), (1, 0), (0, 0)])[:, :-1]


def in_a_loop(x, u, keep):
    fed = np.zeros_like(x)
    for t in range(1, x.shape[1]):
        kept = u[:, t, 0] < keep
        fed[kept, t] = x[kept, t - 1]
    return fed


def cost(loss, x, z, rolled=None):
    rolled = np.roll(z, 1, axis=0) if rolled is None else rolled
    return np.mean(loss(x, rolled)) - np.mean(loss(x, z))


def both_moved(loss, x, z):
    return np.mean(loss(np.roll(x, 1, axis=0), np.roll(z, 1, axis=0)) - loss(x, z))


def beside(weights, scales):
    return np.concatenate([weights, scales], axis=1)


def tempered(logits, scales, tau):
    return beside(softmax(logits / tau, axis=1), scales * np.sqrt(tau))


LN2 = np.log(2)
VERDICTS = [
    ("other_unit", 64 * LN2, "right", "one unit"),
    ("other_unit", 44.4, "right", "one unit"),
    ("other_unit", 32 * LN2, "mistake", "two coordinates"),
    ("other_unit", 2 * LN2, "mistake", "one step"),
    ("other_unit", -64 * LN2, "mistake", "sign"),
    ("other_unit", 96 * LN2, "mistake", "The pen"),
    ("other_unit", 64, "mistake", "bits"),
    ("other_unit", 128 * LN2, "mistake", "not a quarter"),
    ("other_unit", 45.5, "not yet", "same"),
    ("log_density", joined, "right", "overflow"),
    ("log_density", one_by_one, "right", "overflow"),
    ("log_density", logits_as_weights, "mistake", "not weights yet"),
    ("log_density", softmax_in_logs, "mistake", "softmax itself"),
    ("log_density", mean_of_logs, "mistake", "mean of the logarithms"),
    ("log_density", lambda x, a, m, s: joined(x, 0 * a, m, s), "mistake", "left out"),
    ("log_density", lambda *g: joined(*g) + np.log(2 * np.pi), "mistake", "The term"),
    ("log_density", lambda *g: joined(*g) + np.log(2 * np.pi) / 2, "mistake", "One log"),
    ("log_density", lambda x, a, m, s: joined(x, a, m, s**0.5), "mistake", "not variances"),
    ("log_density", lambda x, a, m, s: joined(x, a, m, np.exp(s)), "mistake", "not log scales"),
    ("log_density", lambda *g: np.exp(joined(*g)), "mistake", "This is the density"),
    ("log_density", lambda *g: -joined(*g), "mistake", "minus"),
    ("log_density", lambda *g: joined(*g).sum(), "not yet", "shape"),
    ("log_density", lambda x, a, m, s: x[:, 0], "not yet", "logsumexp"),
    ("decoder_input", lambda x, u, k: np.where(u < k, before(x), 0), "right", "has to say"),
    ("decoder_input", in_a_loop, "right", "has to say"),
    ("decoder_input", lambda x, u, k: before(x) * (u >= k), "mistake", "other way"),
    ("decoder_input", lambda x, u, k: before(x * (u < k)), "mistake", "dropped first"),
    ("decoder_input", lambda x, u, k: x * (u < k), "mistake", "its answer"),
    ("decoder_input", lambda x, u, k: before(x), "mistake", "Nothing is dropped"),
    ("decoder_input", lambda x, u, k: k * before(x), "mistake", "whole"),
    ("decoder_input", lambda x, u, k: np.roll(x, 1, 1) * (u < k), "mistake", "round to the front"),
    ("decoder_input", lambda x, u, k: before(x) * (u < 0.6), "not yet", "written down"),
    ("another_code_costs", cost, "right", "nobody"),
    ("another_code_costs", lambda f, x, z: cost(f, x, z, z[[-1, *range(len(z) - 1)]]), "right", ""),
    ("another_code_costs", both_moved, "mistake", "moved together"),
    ("another_code_costs", lambda f, x, z: -cost(f, x, z), "mistake", "sign"),
    ("another_code_costs", lambda f, x, z: len(x) * cost(f, x, z), "mistake", "a sum"),
    ("another_code_costs", lambda f, x, z: cost(f, x, z, np.roll(z, 1)), "mistake", "axis=0"),
    ("another_code_costs", lambda f, x, z: cost(f, x, z, np.roll(z, 1, 1)), "mistake", "axis 1"),
    ("another_code_costs", lambda f, x, z: cost(f, x, z, 0 * z), "mistake", "zeros"),
    ("another_code_costs", lambda f, x, z: np.mean(f(x, z)), "not yet", "twice"),
    ("another_code_costs", lambda f, x, z: 3.0, "not yet", "twice"),
    ("tempered", tempered, "right", "heaviest"),
    ("tempered", lambda a, s, t: tempered(a, s * t**0.5, t), "mistake", "by its root"),
    ("tempered", lambda a, s, t: tempered(a * t * t, s, t), "mistake", "divided by tau, not mult"),
    ("tempered", lambda a, s, t: tempered(a, s / t, t), "mistake", "must shrink"),
    ("tempered", lambda a, s, t: tempered(a, s / t**0.5, t), "mistake", "scales stay"),
    ("tempered", lambda a, s, t: tempered(a * t, s, t), "mistake", "weights stay"),
    ("tempered", lambda a, s, t: beside(a / t, s * t**0.5), "mistake", "These are logits"),
    ("tempered", lambda a, s, t: np.roll(tempered(a, s, t), a.shape[1], 1), "mistake", "first"),
    ("tempered", lambda a, s, t: [softmax(a / t, axis=1), s * t**0.5], "mistake", "one array"),
    ("tempered", lambda a, s, t: tempered(a, s, 0.25), "not yet", "written down"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"sequence.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", sequence.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"sequence.{exercise}", ...).kind == "not yet"
