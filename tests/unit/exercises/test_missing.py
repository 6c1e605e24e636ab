"""Lesson 18's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import judge
from ae_helpers.exercises import missing as lesson

import numpy as np
import pytest


def masked(x, x_hat, known):
    return np.mean((x - x_hat)[known] ** 2)


def held(truth, draws):
    return np.mean((truth >= draws.min(1)) & (truth <= draws.max(1)))


def inverse(x, decay):
    return np.linalg.inv(x.T @ x + decay * np.eye(x.shape[1]))


def ease(x, decay):
    P = inverse(x, decay)
    B = -P / np.diag(P)
    np.fill_diagonal(B, 0)
    return B


def ease_column_by_column(x, decay):
    """Steck's problem, solved for each column by ridge regression on the other films."""
    B = np.zeros((x.shape[1], x.shape[1]))
    for j in range(x.shape[1]):
        rest = np.delete(np.arange(x.shape[1]), j)
        X = x[:, rest]
        B[rest, j] = np.linalg.solve(X.T @ X + decay * np.eye(len(rest)), X.T @ x[:, j])
    return B


def ridge(x, decay):
    return np.linalg.solve(x.T @ x + decay * np.eye(x.shape[1]), x.T @ x)


def recall(scores, seen, target, k):
    order = [i for i in np.argsort(-scores) if not seen[i]][:k]
    return sum(target[i] for i in order) / min(k, target.sum())


def top(scores, target, k):
    return target[np.argsort(-scores)[:k]].sum()


@pytest.mark.parametrize(
    "name, answer",
    [
        ("mechanism", ("c", 41.67)),
        ("mechanism", ["(C)", 125 / 3]),
        ("masked_error", masked),
        ("masked_error", lambda x, x_hat, m: (m * (x - x_hat) ** 2).sum() / m.sum()),
        ("held_share", held),
        (
            "held_share",
            lambda t, d: np.mean(
                [min(row) <= one <= max(row) for one, row in zip(t, d, strict=True)]
            ),
        ),
        ("ease", ease),
        ("ease", ease_column_by_column),
        ("recall_at", recall),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"missing.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("mechanism", ("a", 41.67), "MCAR"),
        ("mechanism", ("b", 41.67), "MAR"),
        ("mechanism", ("d", 41.67), "The lot"),
        ("mechanism", ("c", 50), "true mean"),
        ("mechanism", ("c", 62.5), "keeps silent"),
        ("mechanism", ("c", 25), "not by 4"),
        ("mechanism", ("c", 100), "a sum"),
        ("masked_error", lambda x, h, m: np.mean(m * (x - h) ** 2), "You divided by all cells"),
        ("masked_error", lambda x, h, m: np.mean((m * x - h) ** 2), "count as zeros"),
        ("masked_error", lambda x, h, m: np.mean((x - h) ** 2), "count here"),
        ("masked_error", lambda x, h, m: np.mean((x - h)[x > 0] ** 2), "x > 0"),
        ("masked_error", lambda x, h, m: np.mean((x - h)[x != 0] ** 2), "x != 0"),
        ("masked_error", lambda x, h, m: masked(x, h, ~m), "turned round"),
        ("masked_error", lambda x, h, m: np.sum((x - h)[m] ** 2), "the sum"),
        ("masked_error", lambda x, h, m: masked(x, h, m) ** 0.5, "square root"),
        (
            "masked_error",
            lambda x, h, m: np.mean([masked(*row) for row in zip(x, h, m, strict=True)]),
            "rows' means",
        ),
        ("masked_error", lambda x, h, m: np.sum((x - h)[m] ** 2) / len(x), "per row"),
        ("held_share", lambda t, d: np.mean(t >= d.min(1)), "above the least"),
        ("held_share", lambda t, d: np.mean(t <= d.max(1)), "below the greatest"),
        ("held_share", lambda t, d: 1 - held(t, d), "outside"),
        (
            "held_share",
            lambda t, d: np.mean(
                (t >= np.quantile(d, 0.05, axis=1)) & (t <= np.quantile(d, 0.95, axis=1))
            ),
            "quantiles",
        ),
        ("held_share", lambda t, d: np.mean((t >= d.min()) & (t <= d.max())), "draws of its own"),
        ("held_share", lambda t, d: len(t) * held(t, d), "counts cells"),
        ("held_share", lambda t, d: np.mean(abs(t - d.mean(1)) <= 1.64 * d.std(1)), "Gaussian"),
        ("held_share", lambda t, d: (t >= d.min(1)) & (t <= d.max(1)), "for each cell"),
        ("ease", lambda x, a: -inverse(x, a) / np.diag(inverse(x, a)), "recommends itself"),
        ("ease", lambda x, a: -ease(x, a), "sign"),
        ("ease", lambda x, a: ease(x, a).T, "its own diagonal"),
        ("ease", lambda x, a: -inverse(x, a) * (1 - np.eye(x.shape[1])), "without the division"),
        ("ease", ridge, "may copy itself"),
        ("ease", lambda x, a: ridge(x, a) * (1 - np.eye(x.shape[1])), "struck out"),
        ("ease", lambda x, a: ease(x.T, a), "users by users"),
        ("ease", lambda x, a: ease(x, 1e-9), "left out"),
        ("ease", lambda x, a: ease(x, a / len(x)), "number of users"),
        ("ease", lambda x, a: ease(x, a**2), "squared"),
        ("recall_at", lambda s, seen, t, k: recall(s, 0 * seen, t, k), "were seen"),
        (
            "recall_at",
            lambda s, seen, t, k: recall(s, seen, t, k) * min(k, t.sum()) / k,
            "divided by k",
        ),
        (
            "recall_at",
            lambda s, seen, t, k: recall(s, seen, t, k) * min(k, t.sum()) / t.sum(),
            "all held-out likes",
        ),
        ("recall_at", lambda s, seen, t, k: recall(-s, seen, t, k), "lowest"),
        (
            "recall_at",
            lambda s, seen, t, k: recall(s, seen, t, k) * min(k, t.sum()),
            "number of hits",
        ),
        (
            "recall_at",
            lambda s, seen, t, k: recall(s * (1 - seen), 0 * seen, t, k),
            "may be negative",
        ),
        ("recall_at", lambda s, seen, t, k: top(s, seen, k) / min(k, seen.sum()), "already seen"),
    ],
)
def test_each_typical_mistake_has_its_own_hint(name, answer, hint):
    verdict = judge(f"missing.{name}", answer)
    assert verdict.kind != "right" and hint in verdict.text, verdict


def test_every_exercise_has_dots():
    assert all(judge(f"missing.{name}", ...).kind == "not yet" for name in lesson.EXERCISES)
