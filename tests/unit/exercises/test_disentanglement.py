"""The gap and the permutation test: right answers pass, each typical mistake gets its hint."""

from itertools import combinations

from ae_helpers.exercises import disentanglement, judge
from ae_helpers.measures import metrics

import numpy as np
import pytest
from scipy import stats


def gap(information, h):
    best, second = np.sort(information, axis=0)[[-1, -2]]
    return ((best - second) / h).mean()


def exact(a, b):
    """SciPy's permutation test, which goes through all divisions if there are so few."""

    def apart(a, b, axis):
        return abs(a.mean(axis) - b.mean(axis))

    return stats.permutation_test((a, b), apart, vectorized=True, alternative="greater").pvalue


def shares(a, b, compare):
    """How many divisions, of all, are `compare` (greater, greater_equal) apart as ours."""
    scores = np.concatenate([a, b])
    groups = [list(group) for group in combinations(range(len(scores)), len(a))]
    apart = [abs(scores[g].mean() - np.delete(scores, g).mean()) for g in groups]
    return np.mean(compare(np.round(apart, 9), round(abs(a.mean() - b.mean()), 9)))


@pytest.mark.parametrize(
    "name, answer",
    [
        ("information_gap", gap),
        ("permutation_test", exact),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"disentanglement.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("information_gap", lambda i, h: gap(i, 1), "in nats"),
        ("information_gap", lambda i, h: np.mean(i.max(0) / h), "second best"),
        ("information_gap", lambda i, h: np.mean((i.max(0) - i.min(0)) / h), "worst code"),
        ("information_gap", lambda i, h: gap(i, h) * len(h), "Take the mean"),
        ("information_gap", lambda i, h: gap(i, np.mean(h)), "its own entropy"),
        ("information_gap", lambda i, h: gap(i, i.max(0)), "what the best code knows"),
        ("information_gap", lambda i, h: -gap(i, h), "sign"),
        ("permutation_test", lambda a, b: shares(a, b, np.greater), ">="),
        ("permutation_test", lambda a, b: np.mean(a[:, None] > b), "one model wins"),
        ("permutation_test", lambda a, b: np.mean(a[:, None] < b), "other model wins"),
        ("permutation_test", lambda a, b: abs(a.mean() - b.mean()), "difference itself"),
        ("permutation_test", lambda a, b: 1 - exact(a, b), "less far apart"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"disentanglement.{name}", answer)
    assert hint in verdict.text
    assert verdict.kind == "mistake"


@pytest.mark.parametrize("name", disentanglement.EXERCISES)
def test_three_dots_are_not_yet(name):
    assert judge(f"disentanglement.{name}", ...).kind == "not yet"
    assert judge(f"disentanglement.{name}", lambda a, b: ...).kind == "not yet"


def test_the_gap_of_the_exercise_is_the_mig_of_the_package():
    factors = np.random.default_rng(0).integers(0, 9, (2000, 3)).astype(float)
    codes = factors @ np.random.default_rng(1).normal(size=(3, 4))
    information = metrics.mutual_information(codes, factors)
    entropy = metrics.mutual_information(factors, factors).diagonal()
    assert np.isclose(gap(information, entropy), metrics.mig(codes, factors))
