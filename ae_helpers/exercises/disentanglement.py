"""The exercises of lesson 08 on disentanglement: a measure, and whether a difference is real."""

from itertools import combinations

import numpy as np

from . import right
from ._checks import wrong_function

EXERCISES = ["information_gap", "permutation_test"]


def _gaps(information):
    """Best minus second best code for each factor, `(f,)`."""
    best = np.sort(information, axis=0)
    return best[-1] - best[-2]


def information_gap(answer):
    """A function `(information (d, f), entropy (f,)) -> MIG`: Chen et al. (2018), equation 6."""
    rng = np.random.default_rng(0)
    inputs = [(rng.uniform(0, 2, (5, 3)), np.array([2.9, 2.1, 2.5]))]
    inputs += [(rng.uniform(0, 1, (3, 6)), rng.uniform(1, 3, 6))]
    inputs += [(rng.uniform(0, 1, (4, 4)), rng.uniform(1, 3, 4))]
    kinds = {
        "You asked each code for its best factor. Ask each factor for its best code: axis 0.": (
            lambda i, h: np.mean(_gaps(i.T) / h) if len(i) == len(h) else np.mean(_gaps(i.T))
        ),
        "Divide each gap by the entropy of its factor: else the result is in nats.": (
            lambda i, h: np.mean(_gaps(i))
        ),
        "This is what the best code knows. MIG asks how far it is ahead of the second best.": (
            lambda i, h: np.mean(i.max(axis=0) / h)
        ),
        "You took the gap to the worst code. It is the second best that counts.": (
            lambda i, h: np.mean(np.ptp(i, axis=0) / h)
        ),
        "You summed over the factors. Take the mean.": lambda i, h: np.sum(_gaps(i) / h),
        "One number is wanted: the mean over the factors.": lambda i, h: _gaps(i) / h,
        "You divided the mean by the mean. Divide each gap by its own entropy, then average.": (
            lambda i, h: np.mean(_gaps(i)) / np.mean(h)
        ),
        "You divided by what the best code knows. The entropy of the factor belongs there.": (
            lambda i, h: np.mean(_gaps(i) / i.max(axis=0))
        ),
        "The sign is turned: the best minus the second best.": lambda i, h: -np.mean(_gaps(i) / h),
    }
    return wrong_function(
        answer,
        lambda i, h: np.mean(_gaps(i) / h),
        inputs,
        kinds,
        "Sort each column, take the last row minus the one before, divide by entropy, average.",
    ) or right("The best code of each factor, how far it is ahead, in parts of the entropy.")


def _divisions(a, b):
    """The difference of means in every division of the scores into groups of these sizes."""
    scores = np.concatenate([a, b])
    groups = combinations(range(len(scores)), len(a))
    chosen = np.array([np.isin(np.arange(len(scores)), group) for group in groups])
    return (chosen @ scores) / len(a) - (~chosen @ scores) / len(b)


def permutation_test(answer):
    """A function `(a, b) -> p`: the exact permutation test for the difference of two means.

    The scores are whole numbers, so that a division as far apart as ours is so to the last digit.
    """
    inputs = [
        (np.array([3.0, 7.0, 4.0]), np.array([9.0, 12.0, 10.0])),
        (np.array([14.0, 6.0, 9.0, 11.0]), np.array([8.0, 5.0, 13.0, 2.0])),
        (np.array([1.0, 5.0]), np.array([9.0, 4.0, 16.0, 11.0])),
    ]

    def share(count):
        return lambda a, b: np.mean(count(_divisions(a, b), a.mean() - b.mean()))

    kinds = {
        "Our own division is one of them, and as far apart as itself: >=, not >.": share(
            lambda all_, ours: abs(all_) > abs(ours) + 1e-9
        ),
        "You asked who is ahead in one direction only: compare the absolute differences.": share(
            lambda all_, ours: all_ * np.sign(ours) >= abs(ours) - 1e-9
        ),
        "You kept the sign: compare the absolute differences.": share(
            lambda all_, ours: all_ >= ours - 1e-9
        ),
        "This is the share of divisions that are less far apart than ours.": share(
            lambda all_, ours: abs(all_) < abs(ours) - 1e-9
        ),
        "This counts the divisions. Their share of all divisions is asked for.": (
            lambda a, b: np.sum(abs(_divisions(a, b)) >= abs(a.mean() - b.mean()) - 1e-9)
        ),
        "This is the share of pairs that one model wins. It does not ask what chance would do.": (
            lambda a, b: np.mean(a[:, None] > b)
        ),
        "This is the share of pairs that the other model wins: it does not ask what chance "
        "would do.": lambda a, b: np.mean(a[:, None] < b),
        "This is the difference itself. How often would chance make it as large?": (
            lambda a, b: abs(a.mean() - b.mean())
        ),
    }
    return wrong_function(
        answer,
        share(lambda all_, ours: abs(all_) >= abs(ours) - 1e-9),
        inputs,
        kinds,
        "Pool the scores; for each choice of len(a) of them, compare the two means; count.",
    ) or right("All divisions, ours among them; the share that is at least as far apart.")
