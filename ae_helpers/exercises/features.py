"""The exercises of lesson 16, features, transfer and clusters."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.special import xlogy

from . import mistake, right
from ._checks import call, letter_and_number, numbers, same, wrong_function

EXERCISES = [
    "paired_lead",
    "standardised",
    "matched_accuracy",
    "best_of_fifty",
    "nmi",
]
TABLES = [  # counts of clusters (rows) by digits (columns)
    np.array([[30, 5, 1], [20, 4, 2], [3, 9, 26]]),
    np.array([[2, 12, 3, 1], [1, 15, 2, 9], [8, 1, 1, 7], [0, 6, 14, 3]]),
    np.array([[1, 10], [8, 9]]),
]


def paired_lead(answer):
    """A function `(a, b) -> (mean lead of a, its standard error)`, both `(draws,)`."""
    rng = np.random.default_rng(0)
    given = []
    for n in (3, 5, 12):
        level = rng.normal(0.6, 0.05, n)
        given.append((level + rng.normal(0.04, 0.01, n), level))

    def lead(a, b, ddof=1, root=True):
        d = a - b
        return np.array([d.mean(), d.std(ddof=ddof) / (np.sqrt(len(d)) if root else 1)])

    def unpaired(a, b, root=True):
        error = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / (len(a) if root else 1))
        return np.array([a.mean() - b.mean(), error])

    kinds = {
        "This is the lead of b: take a minus b.": lambda a, b: lead(b, a),
        "That is the standard deviation of the leads. Divide it by the root of their number.": (
            lambda a, b: lead(a, b, root=False)
        ),
        "You divide the squares by n: take ddof=1, as the mean lead is estimated, too.": (
            lambda a, b: lead(a, b, ddof=0)
        ),
        "These are the spreads of a and of b, added. Within a draw both have the same luck: take "
        "the difference first.": unpaired,
        "You added the spreads of a and b, and did not divide by the root of the number.": (
            lambda a, b: unpaired(a, b, root=False)
        ),
        "You compare the best of a with the best of b. Take the mean of all leads.": (
            lambda a, b: np.array([a.max() - b.max(), lead(a, b)[1]])
        ),
        "Both are right, in the other order: the lead comes first.": lambda a, b: lead(a, b)[::-1],
        "Divide by the root of the number of draws, not by the number.": (
            lambda a, b: np.array([(a - b).mean(), (a - b).std(ddof=1) / len(a)])
        ),
        "These are the leads of all draws. Asked were their mean and its error.": lambda a, b: (
            a - b
        ),
        "The mean lead is right. Its standard error is asked for, too.": lambda a, b: (
            a - b
        ).mean(),
    }
    hint = "lead = a - b; then its mean, and its standard deviation by the root of its length."
    return wrong_function(answer, lead, given, kinds, hint) or right(
        "What both methods owe to the same ten images falls out of the difference."
    )


def standardised(answer):
    """A function `(z, z_test) -> (z, z_test)`, both scaled by what z says, without a leak."""
    rng = np.random.default_rng(0)
    given = []
    for n, m, d in ((12, 7, 3), (20, 9, 2)):
        near, far = rng.normal(2, 3, (n, d)), rng.normal(-1, 5, (m, d))
        given.append((near, far))

    def scaled(z, z_test, by=None, by_test=None, ddof=0):
        by = z if by is None else by
        by_test = by if by_test is None else by_test
        pairs = (z, by), (z_test, by_test)
        return [(a - b.mean(0)) / b.std(0, ddof=ddof) for a, b in pairs]

    def joined(z, z_test):
        return scaled(z, z_test, by=np.concatenate([z, z_test]))

    def only(center, scale):
        def function(z, z_test):
            mean, size = z.mean(0) * center, z.std(0) if scale else 1
            return [(z - mean) / size, (z_test - mean) / size]

        return function

    def by_one_number(z, z_test):
        return [(a - z.mean()) / z.std() for a in (z, z_test)]

    results = []
    for pair in given:
        result = call(answer, *pair)
        try:
            first, second = result
        except (TypeError, ValueError):
            return mistake("Return two arrays: the labelled codes and the others, standardised.")
        results.append((numbers(first), numbers(second)))

    def fits(function):
        pairs = zip(results, given, strict=True)
        return all(same(a, b) for r, g in pairs for a, b in zip(r, function(*g), strict=True))

    if fits(scaled) or fits(lambda z, z_test: scaled(z, z_test, ddof=1)):
        return right("The test comes out the same, whoever stands beside it.")
    kinds = {
        "Mean and scale still come from both: the test has its say. Take those of z alone.": joined,
        "You scale the test by its own mean and scale: one test image then depends on the others, "
        "and the probe meets codes on another scale than it learnt on.": (
            lambda z, z_test: scaled(z, z_test, by_test=z_test)
        ),
        "You scale both by the test.": lambda z, z_test: scaled(z, z_test, by=z_test),
        "Both are centred, not scaled: divide by the standard deviation.": only(1, False),
        "Both are scaled, not centred: take the mean away first.": only(0, True),
        "You divide by the variance: take its root.": (
            lambda z, z_test: [(a - z.mean(0)) / z.var(0) for a in (z, z_test)]
        ),
        "One mean and one scale for all columns: each column wants its own, axis=0.": by_one_number,
        "Both are right, in the other order: z comes first.": (
            lambda z, z_test: scaled(z, z_test)[::-1]
        ),
        "The test is left as it was: scale it by the numbers of z.": (
            lambda z, z_test: [scaled(z, z_test)[0], z_test]
        ),
        "That is what went in.": lambda z, z_test: [z, z_test],
    }
    for hint, function in kinds.items():
        if fits(function):
            return mistake(hint)
    return mistake(
        "Not yet a scaling by z: z itself comes out with mean 0 and standard deviation 1 in each "
        "column, and z_test goes through the same two steps, with the same numbers."
    )


def matched_accuracy(answer):
    """A function `table (k, k) -> share` that agrees after the best matching."""
    given = [(table,) for table in TABLES]

    def matched(table, sign=-1):
        return table[linear_sum_assignment(sign * table)].sum() / table.sum()

    def greedy(table):
        left, hits = table.astype(float), 0
        for _ in range(len(table)):
            i, j = np.unravel_index(left.argmax(), left.shape)
            hits += table[i, j]
            left[i], left[:, j] = -1, -1
        return hits / table.sum()

    kinds = {
        "You give each cluster its commonest digit, so two clusters may get the same one: that is "
        "purity, and it is too large. Each digit goes to one cluster.": (
            lambda t: t.max(axis=1).sum() / t.sum()
        ),
        "You give each digit its commonest cluster, so two digits may share one.": (
            lambda t: t.max(axis=0).sum() / t.sum()
        ),
        "That is the worst matching: linear_sum_assignment makes a cost small. Give it -table.": (
            lambda t: matched(t, sign=1)
        ),
        "You take cluster 0 for digit 0 and so on: the numbers of clusters mean nothing.": (
            lambda t: np.trace(t) / t.sum()
        ),
        "You match the largest count first, and what is left after it. The best matching as a "
        "whole may do without the largest.": greedy,
        "That is the number of images. Divide by all.": lambda t: matched(t) * t.sum(),
        "You divide by the number of clusters. Divide by the number of images.": (
            lambda t: matched(t) * t.sum() / len(t)
        ),
    }
    hint = "rows, columns = linear_sum_assignment(-table); then the table at these places."
    return wrong_function(answer, matched, given, kinds, hint) or right(
        "With ten clusters even chance gets more than a tenth: the matching looks for luck."
    )


def best_of_fifty(answer):
    """Why the best of 50 draws on the test is no result; what it is expected to be."""
    hints = {
        "a": "The test chose which draw is reported: that is training on it, by hand.",
        "b": "Where the draws come from is not the point: the test chose among them.",
        "d": "More draws make the best of them luckier still.",
    }
    kinds = {
        "that is the mean of all draws. How large is the largest of 50?": 0.4,
        "one standard deviation above the mean is not rare: one draw in six gets there.": 0.43,
        "two standard deviations are a little too few for the best of 50: simulate.": 0.46,
        "three standard deviations are too many for 50 draws: simulate.": 0.49,
        "that is the luck alone. Add the mean.": 0.0675,
        "these are standard deviations. As an accuracy: the mean and so many times 0.03.": 2.25,
        "give the accuracy as a share, not in per cent.": 46.7,
        "divided by the root of 50, it is the error of a mean, not the best draw.": (
            0.4 + 0.03 / np.sqrt(50)
        ),
    }
    kinds = {hint: value for hint, value in kinds.items() if abs(value - 0.4675) > 0.006}
    return letter_and_number(
        answer,
        ("c", 0.4 + 0.03 * 2.2491),
        "About seven points of pure luck, more than most methods differ by.",
        hints,
        kinds,
    )


def nmi(answer):
    """A function `table (k, c) -> NMI`, with the mean of both entropies below."""
    given = [(table,) for table in TABLES]

    def parts(table):
        p = table / table.sum()
        whole, rows, columns = (-xlogy(a, a).sum() for a in (p, p.sum(axis=1), p.sum(axis=0)))
        return rows + columns - whole, rows, columns

    def by(below):
        def function(table):
            information, rows, columns = parts(table)
            return information / below(rows, columns)

        return function

    good = by(lambda rows, columns: (rows + columns) / 2)
    kinds = {
        "This is the mutual information. Divide it by the mean of the two entropies.": (
            by(lambda rows, columns: 1)
        ),
        "This is the mutual information in bits. Divide it by the mean of the two entropies.": (
            by(lambda rows, columns: np.log(2))
        ),
        "You divide by the entropy of the clusters alone: take the mean of both.": (
            by(lambda rows, columns: rows)
        ),
        "You divide by the entropy of the digits alone: take the mean of both.": (
            by(lambda rows, columns: columns)
        ),
        "You divide by the sum of the entropies, so the best there is would be one half.": (
            by(lambda rows, columns: rows + columns)
        ),
        "You divide by the root of their product; here it is their mean.": (
            by(lambda rows, columns: np.sqrt(rows * columns))
        ),
        "You divide by the larger entropy; here it is their mean.": by(max),
        "You divide by the smaller entropy; here it is their mean.": by(min),
        "The sign: entropies are positive, and so is the information.": lambda t: -good(t),
        "You took one minus it: 1 should be full agreement.": lambda t: 1 - good(t),
    }
    results = [numbers(call(answer, *pair)) for pair in given]
    if np.isnan(results[1]).any() and not np.isnan(results[0]).any():
        return mistake("One table has an empty place: 0 log 0 counts as 0. Use xlogy, or skip it.")
    hint = "p = table / table.sum(); rows and columns are its sums along axis 1 and 0."
    return wrong_function(answer, good, given, kinds, hint) or right(
        "Names of clusters do not matter to it: rows may change places."
    )
