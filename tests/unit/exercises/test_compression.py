"""Lesson 17's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

import bisect

from ae_helpers.exercises import compression, judge

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import entropy, logistic


def popped(state, f, start=True, wide=True):
    low, i = state % sum(f), 0
    while low >= sum(f[: i + 1]):
        i += 1
    high = state // sum(f) * (f[i] if wide else 1)
    return i, high + low - (sum(f[:i]) if start else 0)


def popped_by_bisection(state, f):
    ends = np.cumsum(f).tolist()
    i = bisect.bisect_right(ends, state % ends[-1])
    return i, f[i] * (state // ends[-1]) + state % ends[-1] - ends[i] + f[i]


def wrong_end(state, f):
    """`left` for `right`: wrong only where low is the start of a stretch."""
    ends = np.cumsum(f).tolist()
    i = bisect.bisect_left(ends, state % ends[-1])
    return i, f[i] * (state // ends[-1]) + state % ends[-1] - ends[i] + f[i]


def logistic_bits(y, mean, scale):
    bell = logistic(mean, scale)
    return -np.log2(bell.cdf(y + 0.5) - bell.cdf(y - 0.5)).sum(axis=1)


def mirrored(y, mean, scale):
    """By symmetry, without the loss of digits in the right tail."""
    a = abs(y - mean)
    return -np.log2(expit((0.5 - a) / scale) - expit((-0.5 - a) / scale)).sum(1)


def floored(y, mean, scale):
    return -np.log2(np.diff(expit((np.stack([y, y + 1]) - mean) / scale), axis=0)[0]).sum(1)


VERDICTS = [
    ("rounded", lambda z, s: np.round(z / s), "right", "Whole"),
    ("rounded", lambda z, s: np.floor(z / s + 0.5).astype(int), "right", "Whole"),
    ("rounded", lambda z, s: (z / s).astype(int), "mistake", "behind the point"),
    ("rounded", lambda z, s: z // s, "mistake", "round down"),
    ("rounded", lambda z, s: s * np.round(z / s), "mistake", "leave out the step"),
    ("rounded", lambda z, s: np.rint(z * s), "mistake", "multiply"),
    ("rounded", lambda z, s: np.rint(z), "mistake", "codes themselves"),
    ("rounded", lambda z, s: z / s, "mistake", "not rounded yet"),
    ("rounded", lambda z, s: np.round(z / 0.7), "not yet", "written down"),
    ("rounded", lambda z, s: z, "not yet", "How many steps"),
    ("cross_entropy", lambda p, q: -(p @ np.log2(q)), "right", "entropy"),
    ("cross_entropy", lambda p, q: entropy(p, base=2) + entropy(p, q, base=2), "right", "entropy"),
    ("cross_entropy", lambda p, q: entropy(p, base=2), "mistake", "right table"),
    ("cross_entropy", lambda p, q: entropy(q, base=2), "mistake", "entropy of the table"),
    ("cross_entropy", lambda p, q: entropy(p, q, base=2), "mistake", "divergence"),
    ("cross_entropy", lambda p, q: -(q @ np.log2(p)), "mistake", "exchanged"),
    ("cross_entropy", lambda p, q: -(p @ np.log(q)), "mistake", "nats"),
    ("cross_entropy", lambda p, q: p @ np.log2(q), "mistake", "sign"),
    ("cross_entropy", lambda p, q: -np.mean(p * np.log2(q)), "mistake", "mean over"),
    ("cross_entropy", lambda p, q: -np.log2(q).mean(), "mistake", "counts the same"),
    ("cross_entropy", lambda p, q: -p * np.log2(q), "mistake", "Add them"),
    ("cross_entropy", lambda p, q: 1.21, "not yet", "costs"),
    ("pop", popped, "right", "first"),
    ("pop", popped_by_bisection, "right", "first"),
    ("pop", wrong_end, "not yet", "some inputs"),
    ("pop", lambda state, f: popped(state, f, start=False), "mistake", "subtract it"),
    ("pop", lambda state, f: popped(state, f, wide=False), "mistake", "frequency"),
    ("pop", lambda state, f: (popped(state, f)[0], state), "mistake", "as before"),
    ("pop", lambda state, f: (popped(state, f)[0], state // sum(f)), "mistake", "stands above"),
    ("pop", lambda state, f: (popped(state, f)[0] + 1, popped(state, f)[1]), "mistake", "from 0"),
    ("pop", lambda state, f: popped(state, f)[::-1], "mistake", "order"),
    ("pop", lambda state, f: popped(state, f)[0], "not yet", "shape"),
    ("rate", logistic_bits, "right", "gradient"),
    ("rate", mirrored, "right", "gradient"),
    ("rate", lambda y, m, s: -logistic.logpdf(y, m, s).sum(1) / np.log(2), "mistake", "height"),
    ("rate", lambda y, m, s: logistic_bits(y, m, s) * np.log(2), "mistake", "nats"),
    ("rate", lambda y, m, s: logistic_bits(y, m, s) / y.shape[1], "mistake", "mean over"),
    ("rate", lambda y, m, s: logistic_bits(y, m, s).mean(), "mistake", "each image"),
    ("rate", lambda y, m, s: logistic_bits(y.T, m[:, None], s[:, None]), "mistake", "axis 1"),
    ("rate", floored, "mistake", "from y on"),
    ("rate", lambda y, m, s: logistic_bits(y, m, 1), "mistake", "scale is missing"),
    ("rate", lambda y, m, s: logistic_bits(y, 0, s), "mistake", "mean is missing"),
    ("rate", lambda y, m, s: logistic_bits((y - m) / s, 0, 1), "mistake", "divided, too"),
    ("rate", lambda y, m, s: y[:, 0], "not yet", "sigmoid"),
    ("pays_after", lambda w, b, ours, theirs: w * b / (theirs - ours), "right", "long"),
    ("pays_after", lambda w, b, ours, theirs: -b * w / (ours - theirs), "right", "long"),
    ("pays_after", lambda w, b, ours, theirs: w / (theirs - ours), "mistake", "not one bit"),
    ("pays_after", lambda w, b, ours, theirs: w * b / ours, "mistake", "difference"),
    ("pays_after", lambda w, b, ours, theirs: w * b / theirs, "mistake", "difference"),
    ("pays_after", lambda w, b, ours, theirs: w * b / (ours - theirs), "mistake", "sign"),
    ("pays_after", lambda w, b, ours, theirs: w * b, "mistake", "as many"),
    ("pays_after", lambda w, b, ours, theirs: 32 * w / (theirs - ours), "not yet", "written down"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"compression.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", compression.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"compression.{exercise}", ...).kind == "not yet"
