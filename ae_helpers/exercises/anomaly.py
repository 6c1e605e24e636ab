"""The exercises of lesson 15, anomaly detection."""

import numpy as np

from . import right
from ._checks import wrong_function

EXERCISES = ["set_threshold", "real_alarms", "roc_auc", "error_per_ink", "cheapest"]


def set_threshold(answer):
    """A function `(val_errors, allowed) -> number`: the quantile 1 - allowed."""
    rng = np.random.default_rng(0)
    kinds = {
        "This is the quantile of the share allowed itself: nearly all would raise an alarm.": (
            lambda e, share: np.quantile(e, share)
        ),
        "Half of the share allowed was cut off: alarms are on one side only.": (
            lambda e, share: np.quantile(e, 1 - share / 2)
        ),
        "Mean and deviations give a share only if errors are Gaussian, and they are not.": (
            lambda e, share: e.mean() + 2 * e.std()
        ),
        "Mean and three deviations take no account of the share allowed.": (
            lambda e, share: e.mean() + 3 * e.std()
        ),
        "This is a share of the largest error, which a single case decides.": (
            lambda e, share: (1 - share) * e.max()
        ),
        "Above the largest error no ordinary case raises an alarm: a share is allowed to.": (
            lambda e, share: e.max()
        ),
        "np.percentile wants per cent, from 0 to 100: give 100 times the share, or np.quantile.": (
            lambda e, share: np.percentile(e, 1 - share)
        ),
    }
    inputs = [(rng.gamma(2, 5, 400), 0.05), (rng.gamma(3, 2, 250), 0.01), (rng.random(90), 0.2)]
    return wrong_function(
        answer,
        lambda e, share: np.quantile(e, 1 - share),
        inputs,
        kinds,
        "np.quantile of the ordinary errors: the share 1 - allowed lies below the threshold.",
    ) or right("No anomaly was needed, and the rate of false alarms is what was promised.")


def real_alarms(answer):
    """A function `(recall, false_alarms, share) -> precision`, by Bayes' rule."""

    def bayes(recall, false, share):
        return recall * share / (recall * share + false * (1 - share))

    kinds = {
        "This is right only for one anomaly in two: the share is forgotten.": (
            lambda recall, false, share: recall / (recall + false)
        ),
        "This is the share of all cases that are caught. Divide by all that raise an alarm.": (
            lambda recall, false, share: recall * share
        ),
        "This is the share of all cases that raise an alarm. How many of them are real?": (
            lambda recall, false, share: recall * share + false * (1 - share)
        ),
        "False alarms come from the ordinary cases alone: times 1 - share.": (
            lambda recall, false, share: recall * share / (recall * share + false)
        ),
        "False alarms come from the ordinary cases: times 1 - share, and not times share.": (
            lambda recall, false, share: recall * share / (recall * share + false * share**2)
        ),
        "This is the share of the false ones among the alarms: 1 minus it is wanted.": (
            lambda recall, false, share: 1 - bayes(recall, false, share)
        ),
        "This is recall itself: how many anomalies are caught, not how many alarms are real.": (
            lambda recall, false, share: recall
        ),
        "1 minus the rate of false alarms says nothing of how rare anomalies are.": (
            lambda recall, false, share: 1 - false
        ),
        "Real over false alarms are odds. Divide by both together.": (
            lambda recall, false, share: recall * share / (false * (1 - share))
        ),
    }
    inputs = [(0.9, 0.02, 0.001), (0.7, 0.1, 0.3), (0.5, 0.04, 0.02)]
    return wrong_function(
        answer, bayes, inputs, kinds, "Real alarms divided by real and false ones."
    ) or right("One in a thousand: 22 false alarms for each real one.")


def roc_auc(answer):
    """A function `(odd, normal) -> number`: how often an anomaly has the larger score."""
    rng = np.random.default_rng(1)

    def auc(odd, normal):
        return np.mean(odd[:, None] > normal) + np.mean(odd[:, None] == normal) / 2

    kinds = {
        "The pairs are turned: count those where the anomaly has the larger score.": (
            lambda odd, normal: 1 - auc(odd, normal)
        ),
        "A tie counts one half; yours counts nothing.": (
            lambda odd, normal: np.mean(odd[:, None] > normal)
        ),
        "A tie counts one half; yours counts as a win.": (
            lambda odd, normal: np.mean(odd[:, None] >= normal)
        ),
        "This counts pairs. Divide by how many there are.": (
            lambda odd, normal: auc(odd, normal) * len(odd) * len(normal)
        ),
        "This compares with the mean of the ordinary scores only. Compare every pair.": (
            lambda odd, normal: np.mean(odd > normal.mean())
        ),
        "This compares with the median of the ordinary scores only. Compare every pair.": (
            lambda odd, normal: np.mean(odd > np.median(normal))
        ),
        "This is one number for each anomaly. Take the mean over the anomalies, too.": (
            lambda odd, normal: (
                (odd[:, None] > normal).mean(axis=1) + (odd[:, None] == normal).mean(axis=1) / 2
            )
        ),
        "The difference of the means has the units of the score. Count pairs.": (
            lambda odd, normal: odd.mean() - normal.mean()
        ),
    }
    inputs = [
        (rng.integers(2, 9, m).astype(float), rng.integers(0, 7, n).astype(float))
        for m, n in ((12, 20), (7, 5))
    ]
    inputs += [(rng.normal(-0.5, 1, 9), rng.normal(0, 1, 14))]  # below chance
    return wrong_function(
        answer, auc, inputs, kinds, "The share of pairs where the anomaly's score is larger."
    ) or right("The area under the ROC curve, without a curve.")


def error_per_ink(answer):
    """A function `(x, x_hat) -> (n,)`: squared error of each image over its sum of grey levels."""
    rng = np.random.default_rng(2)

    def sums(a):
        return np.sum(a, axis=(1, 2, 3))

    def error(x, x_hat):
        return sums((x - x_hat) ** 2)

    kinds = {
        "This is the error itself: the division by the ink is missing.": error,
        "You divided by the ink of the reconstruction: an image that comes back empty explodes.": (
            lambda x, x_hat: error(x, x_hat) / sums(x_hat)
        ),
        "You divided by the number of pixels, the same for all images: no order changes.": (
            lambda x, x_hat: error(x, x_hat) / x[0].size
        ),
        "Ink is the sum of grey levels, not of their squares.": (
            lambda x, x_hat: error(x, x_hat) / sums(x**2)
        ),
        "This is the absolute error. Take the squared one.": (
            lambda x, x_hat: sums(abs(x - x_hat)) / sums(x)
        ),
        "You divided by the ink of all images together. Each has its own.": (
            lambda x, x_hat: error(x, x_hat) / x.sum()
        ),
        "You counted the pixels with ink. Sum their grey levels.": (
            lambda x, x_hat: error(x, x_hat) / sums(x > 0)
        ),
        "You multiplied by the ink. Divide by it.": lambda x, x_hat: error(x, x_hat) * sums(x),
        "This is one number for all images. One for each is wanted.": (
            lambda x, x_hat: np.mean(error(x, x_hat) / sums(x))
        ),
        "You divided the sums over all images: one number for each image is wanted.": (
            lambda x, x_hat: error(x, x_hat).sum() / x.sum()
        ),
    }
    inputs = [
        tuple(np.maximum(rng.uniform(-1, 1, (2, n, h, w, 1)), 0.01))
        for n, h, w in ((5, 4, 6), (3, 7, 7))
    ]
    return wrong_function(
        answer,
        lambda x, x_hat: error(x, x_hat) / sums(x),
        inputs,
        kinds,
        "Sum the squared differences over axes 1, 2, 3, and divide by the sum of x over the same.",
    ) or right("A thin digit is judged as strictly as a bold one.")


def cheapest(answer):
    """A function `(odd, normal, missed, alarm, share) -> number`: the threshold of least cost."""
    rng = np.random.default_rng(3)

    def least(cost):
        def best(odd, normal, missed, alarm, share):
            candidates = np.concatenate([odd, normal])
            recall = np.mean(odd > candidates[:, None], axis=1)
            false = np.mean(normal > candidates[:, None], axis=1)
            return candidates[np.argmin(cost(recall, false, missed, alarm, share))]

        return best

    def whole(recall, false, missed, alarm, share):
        return missed * share * (1 - recall) + alarm * (share * recall + (1 - share) * false)

    kinds = {
        "You took the dearest threshold: np.argmin, not np.argmax.": least(
            lambda *given: -whole(*given)
        ),
        "The costs are left out: this is the best balance of recall and false alarms.": least(
            lambda recall, false, *_: false - recall
        ),
        "The share is left out: anomalies are rarer than this assumes.": least(
            lambda recall, false, missed, alarm, share: (
                missed * (1 - recall) + alarm * (recall + false)
            )
        ),
        "The share is left out: anomalies are rarer than this assumes, alarms mostly false.": least(
            lambda recall, false, missed, alarm, share: missed * (1 - recall) + alarm * false
        ),
        "Both costs are exchanged.": least(
            lambda recall, false, missed, alarm, share: whole(recall, false, alarm, missed, share)
        ),
        "The price of a missed fraud belongs to those below the threshold: 1 - recall.": least(
            lambda recall, false, missed, alarm, share: whole(
                1 - recall, false, missed, alarm, share
            )
        ),
        "Heads instead of shares: in the validation scores fraud is more frequent than in life.": (
            lambda odd, normal, missed, alarm, share: least(whole)(
                odd, normal, missed, alarm, len(odd) / (len(odd) + len(normal))
            )
        ),
        "Share and 1 - share are exchanged.": least(
            lambda recall, false, missed, alarm, share: whole(
                recall, false, missed, alarm, 1 - share
            )
        ),
    }
    inputs = []
    for m, n, missed, alarm, share in (
        (60, 300, 200, 5, 0.005),
        (40, 200, 35, 10, 0.2),
        (50, 250, 500, 5, 0.02),
        (45, 220, 40, 20, 0.3),
    ):
        inputs.append((rng.normal(2, 1, m), rng.normal(0, 1, n), missed, alarm, share))
    return wrong_function(
        answer,
        least(whole),
        inputs,
        kinds,
        "Write the cost for each score as threshold, as in the hint, and take the least.",
    ) or right("The threshold follows from what errors cost, not from a habit such as 5 %.")
