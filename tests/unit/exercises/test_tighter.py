"""Lesson 10's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import judge, tighter

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import norm

LOG_P = norm.logpdf(3, 0, 2**0.5)


def ess(log_w):
    w = np.exp(log_w - log_w.max(axis=1, keepdims=True))
    return w.sum(axis=1) ** 2 / (w**2).sum(axis=1)


def product(mu_a, log_var_a, mu_b, log_var_b):
    sure_a, sure_b = np.exp(-log_var_a), np.exp(-log_var_b)
    mu = (mu_a * sure_a + mu_b * sure_b) / (sure_a + sure_b)
    return mu, -np.log(sure_a + sure_b)


def product_by_variance(mu_a, log_var_a, mu_b, log_var_b):
    """The same, written as a step of a Kalman filter."""
    gain = 1 / (1 + np.exp(log_var_b - log_var_a))
    return mu_a + gain * (mu_b - mu_a), log_var_a + np.log(1 - gain)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("toy_by_hand", (1.5, 0.5, LOG_P)),
        ("toy_by_hand", [1.5, 0.5, -3.5155]),
        ("bound", lambda log_w: logsumexp(log_w, axis=1) - np.log(log_w.shape[1])),
        ("bound", lambda log_w: logsumexp(log_w - np.log(log_w.shape[1]), axis=1)),
        (
            "bound",
            lambda log_w: log_w.max(1) + np.log(np.exp(log_w - log_w.max(1)[:, None]).mean(1)),
        ),
        ("effective_samples", ess),
        (
            "effective_samples",
            lambda log_w: np.exp(2 * logsumexp(log_w, axis=1) - logsumexp(2 * log_w, axis=1)),
        ),
        ("lying_bounds", (3, 2, 1, 5, 4)),
        ("combine", product),
        ("combine", product_by_variance),
        ("combine", lambda *given: np.stack(product(*given))),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"tighter.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("toy_by_hand", (1, 0.5, -2.2655), "Here x is 3"),
        ("toy_by_hand", (1.5, 0.5, norm.logpdf(3)), "1 + 1"),
        ("toy_by_hand", (1.5, 0.5, np.exp(LOG_P)), "take its logarithm"),
        ("toy_by_hand", (1.5, 0.7071, LOG_P), "standard deviation"),
        ("toy_by_hand", (1.5, 2, LOG_P), "Precisions add"),
        ("bound", lambda log_w: np.log(np.exp(log_w).mean(axis=1)), "0 for a computer"),
        ("bound", lambda log_w: logsumexp(log_w, axis=1), "rises for ever"),
        ("bound", lambda log_w: log_w.mean(axis=1), "the ELBO"),
        ("bound", lambda log_w: logsumexp(log_w, axis=0) - np.log(len(log_w)), "averaged over"),
        ("bound", lambda log_w: logsumexp(log_w, axis=1) - np.log(len(log_w)), "number of images"),
        ("bound", lambda log_w: logsumexp(log_w, axis=1) + np.log(log_w.shape[1]), "is added"),
        ("bound", lambda log_w: logsumexp(log_w, axis=1) / log_w.shape[1], "after the logarithm"),
        ("bound", lambda log_w: log_w.max(axis=1), "best of the k"),
        ("bound", lambda log_w: np.log(log_w.shape[1]) - logsumexp(log_w, 1), "This is a loss"),
        ("effective_samples", lambda log_w: 1 / ess(log_w), "turned round"),
        (
            "effective_samples",
            lambda log_w: np.sum(np.exp(log_w), 1) ** 2 / np.sum(np.exp(log_w) ** 2, 1),
            "nan",
        ),
        ("effective_samples", lambda log_w: log_w.sum(1) ** 2 / (log_w**2).sum(1), "as if it"),
        ("effective_samples", lambda log_w: ess(log_w.T), "over the images"),
        ("effective_samples", lambda log_w: ess(log_w) / log_w.shape[1], "the share of"),
        ("effective_samples", lambda log_w: ess(log_w).mean(), "no mean over"),
        ("lying_bounds", (3, 5, 1, 2, 4), "B and D"),
        ("lying_bounds", (1, 2, 3, 5, 4), "A and C"),
        ("lying_bounds", (3, 1, 2, 5, 4), "only one curve does"),
        ("lying_bounds", (4, 2, 1, 5, 3), "already at k = 1"),
        (
            "combine",
            lambda m, v, n, w: (
                (m * np.exp(v) + n * np.exp(w)) / (np.exp(v) + np.exp(w)),
                -np.log(np.exp(-v) + np.exp(-w)),
            ),
            "by its variance",
        ),
        (
            "combine",
            lambda *given: (product(*given)[0], np.log((np.exp(given[1]) + np.exp(given[3])) / 2)),
            "do not average",
        ),
        (
            "combine",
            lambda *given: (product(*given)[0], np.logaddexp(given[1], given[3])),
            "do not add",
        ),
        (
            "combine",
            lambda *given: (product(*given)[0], np.exp(product(*given)[1])),
            "return the variance",
        ),
        ("combine", lambda *given: (product(*given)[0], -product(*given)[1]), "turn its sign"),
        ("combine", lambda *given: product(*given)[::-1], "other order"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"tighter.{name}", answer)
    assert hint in verdict.text
    assert verdict.kind == "mistake"


@pytest.mark.parametrize(
    "name, answer",
    [
        ("toy_by_hand", (0, 0, 0)),
        ("toy_by_hand", 1.5),
        ("bound", lambda log_w: log_w),
        ("bound", lambda log_w: np.zeros(len(log_w))),
        ("bound", lambda log_w: logsumexp(log_w, axis=1) - np.log(5)),
        ("effective_samples", lambda log_w: np.full(len(log_w), 1.0)),
        ("effective_samples", lambda log_w: np.full(len(log_w), log_w.shape[1])),
        ("effective_samples", lambda log_w: log_w),
        ("lying_bounds", (1, 1, 1, 1, 1)),
        ("lying_bounds", (3, 2, 1, 5)),
        ("lying_bounds", (3, 2, 1, 4, 5)),
        ("lying_bounds", (2, 3, 1, 5, 4)),
        ("combine", lambda mu_a, log_var_a, mu_b, log_var_b: (mu_a, log_var_a)),
        ("combine", lambda mu_a, log_var_a, mu_b, log_var_b: (mu_b, log_var_b)),
        ("combine", lambda *given: product(*given)[0]),
        ("combine", lambda *given: (0 * given[0], 0 * given[0])),
    ],
)
def test_no_other_answer_passes(name, answer):
    assert judge(f"tighter.{name}", answer).kind != "right"


def test_every_order_of_the_faults_but_one_is_wrong():
    from itertools import permutations

    kinds = [judge("tighter.lying_bounds", order).kind for order in permutations(range(1, 6))]
    assert kinds.count("right") == 1


@pytest.mark.parametrize("name", tighter.EXERCISES)
def test_three_dots_are_not_yet(name):
    assert judge(f"tighter.{name}", ...).kind == "not yet"
    if name not in ("toy_by_hand", "lying_bounds"):
        assert judge(f"tighter.{name}", lambda *arguments: ...).kind == "not yet"
