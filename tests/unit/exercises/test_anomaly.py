"""Lesson 15's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from ae_helpers.exercises import anomaly, judge

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

PIXELS = (1, 2, 3)


def bayes(recall, false, share):
    return 1 / (1 + false / recall * (1 / share - 1))


def by_rank(odd, normal):
    return roc_auc_score(np.repeat([1, 0], [len(odd), len(normal)]), np.concatenate([odd, normal]))


def ratio(x, x_hat):
    return ((x - x_hat) ** 2).sum(PIXELS) / x.sum(PIXELS)


def cost(odd, normal, t, missed, alarm, share):
    recall, false = np.mean(odd > t), np.mean(normal > t)
    return missed * share * (1 - recall) + alarm * (share * recall + (1 - share) * false)


def one_by_one(odd, normal, missed, alarm, share):
    every = [*odd, *normal]
    return every[np.argmin([cost(odd, normal, t, missed, alarm, share) for t in every])]


def swapped(odd, normal, missed, alarm, share):
    return one_by_one(odd, normal, alarm, missed, share)


def heads(odd, normal, missed, alarm, share):
    return one_by_one(odd, normal, missed, alarm, len(odd) / (len(odd) + len(normal)))


def balanced(odd, normal, missed, alarm, share):
    every = np.concatenate([odd, normal])
    return max(every, key=lambda t: np.mean(odd > t) - np.mean(normal > t))


def from_a_grid(odd, normal, missed, alarm, share):
    grid = np.linspace(normal.min(), odd.max(), 20)
    return grid[np.argmin([cost(odd, normal, t, missed, alarm, share) for t in grid])]


VERDICTS = [
    ("set_threshold", lambda e, share: np.percentile(e, 100 - 100 * share), "right", "promised"),
    ("set_threshold", lambda e, share: np.quantile(e, share), "mistake", "itself"),
    ("set_threshold", lambda e, share: e.mean() + 2 * e.std(), "mistake", "Gaussian"),
    ("set_threshold", lambda e, share: e.max(), "mistake", "largest"),
    ("set_threshold", lambda e, share: np.percentile(e, 1 - share), "mistake", "per cent"),
    ("set_threshold", lambda e, share: np.quantile(e, 0.99), "not yet", "written down"),
    ("real_alarms", bayes, "right", "22 false"),
    ("real_alarms", lambda r, f, s: r / (r + f), "mistake", "forgotten"),
    ("real_alarms", lambda r, f, s: r * s, "mistake", "caught"),
    ("real_alarms", lambda r, f, s: 1 - bayes(r, f, s), "mistake", "1 minus it"),
    ("real_alarms", lambda r, f, s: r * s / (r * s + f), "mistake", "1 - share"),
    ("real_alarms", lambda r, f, s: 0.043, "not yet", "Real alarms"),
    ("real_alarms", lambda r, f, s: bayes(0.9, 0.02, s), "not yet", "written down"),
    ("roc_auc", by_rank, "right", "without a curve"),
    ("roc_auc", lambda odd, normal: by_rank(normal, odd), "mistake", "turned"),
    ("roc_auc", lambda odd, normal: np.mean(odd[:, None] > normal), "mistake", "nothing"),
    ("roc_auc", lambda odd, normal: np.mean(odd[:, None] >= normal), "mistake", "win"),
    ("roc_auc", lambda odd, normal: np.mean(odd > normal.mean()), "mistake", "every pair"),
    ("roc_auc", lambda odd, normal: max(by_rank(odd, normal), by_rank(normal, odd)), "not yet", ""),
    ("error_per_ink", ratio, "right", "thin"),
    ("error_per_ink", lambda x, y: ((x - y) ** 2).sum(PIXELS), "mistake", "missing"),
    ("error_per_ink", lambda x, y: ((x - y) ** 2).mean(PIXELS), "mistake", "number of pixels"),
    ("error_per_ink", lambda x, y: ratio(y, x), "mistake", "reconstruction"),
    ("error_per_ink", lambda x, y: ratio(x, y).mean(), "mistake", "One for each"),
    ("error_per_ink", lambda x, y: abs(x - y).sum(PIXELS) / x.sum(PIXELS), "mistake", "absolute"),
    ("cheapest", one_by_one, "right", "habit"),
    ("cheapest", swapped, "mistake", "exchanged"),
    ("cheapest", heads, "mistake", "Heads"),
    ("cheapest", balanced, "mistake", "left out"),
    ("cheapest", from_a_grid, "not yet", "each score"),
    ("cheapest", lambda *given: 1.0, "not yet", "each score"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"anomaly.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", anomaly.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"anomaly.{exercise}", ...).kind == "not yet"
