"""Lesson 16's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import features as lesson
from ae_helpers.exercises import judge

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import normalized_mutual_info_score
from sklearn.preprocessing import StandardScaler


def lead(a, b):
    return (a - b).mean(), (a - b).std(ddof=1) / np.sqrt(len(a))


def unpaired(a, b):
    return a.mean() - b.mean(), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))


def scaled(z, z_test):
    return (z - z.mean(0)) / z.std(0), (z_test - z.mean(0)) / z.std(0)


def by_sklearn(z, z_test):
    scale = StandardScaler().fit(z)
    return scale.transform(z), scale.transform(z_test)


def leaking(z, z_test):
    scale = StandardScaler().fit(np.concatenate([z, z_test]))
    return scale.transform(z), scale.transform(z_test)


def each_its_own(z, z_test):
    return scaled(z, z)[0], scaled(z_test, z_test)[0]


def matched(table):
    return table[linear_sum_assignment(-table)].sum() / table.sum()


def greedy(table):
    table, total, hits = table.copy(), table.sum(), 0
    while table.size:
        i, j = np.unravel_index(table.argmax(), table.shape)
        hits += table[i, j]
        table = np.delete(np.delete(table, i, 0), j, 1)
    return hits / total


def nmi(table, below=lambda rows, columns: (rows + columns) / 2):
    def entropy(p):
        return -sum(value * np.log(value) for value in np.ravel(p) if value > 0)

    p = table / table.sum()
    rows, columns = entropy(p.sum(1)), entropy(p.sum(0))
    return (rows + columns - entropy(p)) / below(rows, columns)


def by_labels(table):
    clusters, digits = (
        np.repeat(places.ravel(), table.ravel()) for places in np.indices(table.shape)
    )
    return normalized_mutual_info_score(digits, clusters)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("paired_lead", lead),
        ("paired_lead", lambda a, b: np.array(lead(a, b))),
        ("standardised", scaled),
        ("standardised", by_sklearn),
        ("standardised", lambda z, t: [(a - z.mean(0)) / z.std(0, ddof=1) for a in (z, t)]),
        ("matched_accuracy", matched),
        ("matched_accuracy", lambda t: t[linear_sum_assignment(t, maximize=True)].sum() / t.sum()),
        ("best_of_fifty", ("c", 0.467)),
        ("best_of_fifty", ("(C)", 0.47)),
        ("nmi", nmi),
        ("nmi", by_labels),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"features.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("paired_lead", lambda a, b: lead(b, a), "a minus b"),
        ("paired_lead", lambda a, b: (lead(a, b)[0], (a - b).std(ddof=1)), "root of their number"),
        ("paired_lead", lambda a, b: (lead(a, b)[0], (a - b).std() / len(a) ** 0.5), "ddof=1"),
        ("paired_lead", unpaired, "take the difference first"),
        ("paired_lead", lambda a, b: (a.max() - b.max(), lead(a, b)[1]), "the best of b"),
        ("paired_lead", lambda a, b: lead(a, b)[::-1], "in the other order"),
        ("paired_lead", lambda a, b: (a - b).mean(), "error is asked for"),
        ("paired_lead", lambda a, b: a - b, "These are the leads"),
        ("standardised", leaking, "the test has its say"),
        ("standardised", each_its_own, "its own mean"),
        ("standardised", lambda z, t: (z - z.mean(0), t - z.mean(0)), "not scaled"),
        ("standardised", lambda z, t: (z / z.std(0), t / z.std(0)), "not centred"),
        ("standardised", lambda z, t: [(a - z.mean(0)) / z.var(0) for a in (z, t)], "variance"),
        ("standardised", lambda z, t: [(a - z.mean()) / z.std() for a in (z, t)], "axis=0"),
        ("standardised", lambda z, t: scaled(z, t)[::-1], "in the other order"),
        ("standardised", lambda z, t: (scaled(z, t)[0], t), "left as it was"),
        ("standardised", lambda z, t: (z, t), "what went in"),
        ("standardised", lambda z, t: scaled(z, t)[1][0, 0], "two arrays"),
        ("matched_accuracy", lambda t: t.max(axis=1).sum() / t.sum(), "purity"),
        ("matched_accuracy", lambda t: t.max(axis=0).sum() / t.sum(), "two digits may share"),
        ("matched_accuracy", lambda t: t[linear_sum_assignment(t)].sum() / t.sum(), "-table"),
        ("matched_accuracy", lambda t: np.trace(t) / t.sum(), "mean nothing"),
        ("matched_accuracy", greedy, "as a whole"),
        ("matched_accuracy", lambda t: matched(t) * t.sum(), "Divide by all"),
        ("best_of_fifty", ("a", 0.467), "by hand"),
        ("best_of_fifty", ("b", 0.467), "chose among them"),
        ("best_of_fifty", ("d", 0.467), "luckier still"),
        ("best_of_fifty", ("c", 0.4), "the mean of all draws"),
        ("best_of_fifty", ("c", 0.49), "too many"),
        ("best_of_fifty", ("c", 0.067), "the luck alone"),
        ("best_of_fifty", ("c", 46.7), "as a share"),
        ("nmi", lambda t: nmi(t, lambda rows, columns: 1), "This is the mutual information."),
        ("nmi", lambda t: nmi(t, lambda rows, columns: np.log(2)), "in bits"),
        ("nmi", lambda t: nmi(t, lambda rows, columns: rows), "clusters alone"),
        ("nmi", lambda t: nmi(t, lambda rows, columns: columns), "digits alone"),
        ("nmi", lambda t: nmi(t, lambda rows, columns: rows + columns), "one half"),
        ("nmi", lambda t: nmi(t, lambda rows, columns: (rows * columns) ** 0.5), "their product"),
        ("nmi", lambda t: -nmi(t), "The sign"),
        ("nmi", lambda t: np.nan if (t == 0).any() else nmi(t), "empty place"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"features.{name}", answer)
    assert verdict.kind == "mistake" and hint in verdict.text, verdict


@pytest.mark.parametrize("answer", ["c", ("c", 0.2), ("e", 0.467), ("b", "c"), ("c", 0.455)])
def test_a_letter_alone_is_no_answer(answer):
    assert judge("features.best_of_fifty", answer).kind != "right"


@pytest.mark.parametrize("name", lesson.EXERCISES)
def test_three_dots_and_nonsense(name):
    assert judge(f"features.{name}", ...).kind == "not yet"
    assert judge(f"features.{name}", lambda *a: ...).kind in ("not yet", "mistake")
    for nonsense in (None, "no", lambda *a: None, np.zeros(3), lambda *a: a[0]):
        assert judge(f"features.{name}", nonsense).kind != "right"
