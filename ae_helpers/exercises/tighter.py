"""The exercises of lesson 10, importance-weighted bounds and two levels of codes."""

import numpy as np
from scipy.special import logsumexp

from . import mistake, not_yet, right
from ._checks import numbers, typical_mistake, wrong_function

EXERCISES = ["toy_by_hand", "bound", "effective_samples", "lying_bounds", "combine"]


def toy_by_hand(answer):
    """Mean and variance of the posterior, and `log p(x)`, of the toy for x = 3."""
    result = numbers(answer)
    if result.shape != (3,):
        return not_yet("Give three numbers: (mean, variance, log p(3)).")
    exact = np.array([1.5, 0.5, -0.25 * 9 - 0.5 * np.log(4 * np.pi)])
    close = np.isclose(result, exact, rtol=1e-3, atol=1e-3)
    if close.all():
        return right("Half of the way to x, half the variance; and x itself is N(0, 2).")
    kinds = {
        "These are the numbers of the lesson, for x = 2. Here x is 3.": (1, 0.5, -2.2655),
        "Mean and variance are right. x is a code plus noise: its variance is 1 + 1.": (
            1.5,
            0.5,
            -0.5 * 9 - 0.5 * np.log(2 * np.pi),
        ),
        "Mean and variance are right. This is the density itself: take its logarithm.": (
            1.5,
            0.5,
            np.exp(exact[2]),
        ),
        "Mean and log p(3) are right. 0.707 is the standard deviation; its square is asked.": (
            1.5,
            0.5**0.5,
            exact[2],
        ),
        "Mean and log p(3) are right. Precisions add, 1 + 1 = 2; the variance is 1 over that.": (
            1.5,
            2,
            exact[2],
        ),
    }
    names = ["The mean", "The variance", "log p(3)"]
    fine = [name for name, good in zip(names, close, strict=True) if good]
    said = f"{' and '.join(fine)}: right. " if fine else ""
    hint = "The posterior is prior times likelihood: two bells of the same width, around 0 and 3."
    if close[:2].all():
        hint = "Which values can x = z + noise take, if both have variance 1 and mean 0?"
    return typical_mistake(result, kinds) or not_yet(said + hint)


def _log_weights(n=6, k=5, seed=0, shift=0.0):
    rng = np.random.default_rng(seed)
    return rng.normal(-90, 3, (n, k)) + rng.normal(0, 5, (n, 1)) + shift


def bound(answer):
    """A function `log_w (n, k) -> (n,)`: the importance-weighted bound of each image."""
    inputs = [(_log_weights(),), (_log_weights(3, 40, 1),), (_log_weights(4, 7, 2, -2000),)]
    kinds = {
        "exp(-2000) is 0 for a computer: the logarithm of 0 comes out. Use logsumexp, or subtract "
        "the largest log_w first and add it again.": (
            lambda log_w: np.log(np.mean(np.exp(log_w), axis=1))
        ),
        "The - log(k) is missing: a sum stands where a mean belongs, so this rises for ever.": (
            lambda log_w: logsumexp(log_w, axis=1)
        ),
        "This is the mean of the logarithms, the ELBO. The logarithm belongs outside the mean.": (
            lambda log_w: np.mean(log_w, axis=1)
        ),
        "You averaged over the images. The codes of an image are on axis 1.": (
            lambda log_w: logsumexp(log_w, axis=0) - np.log(len(log_w))
        ),
        "You summed over the images; the codes of an image are on axis 1.": (
            lambda log_w: logsumexp(log_w, axis=0) - np.log(log_w.shape[1])
        ),
        "You took log of the number of images. k is the number of codes, log_w.shape[1].": (
            lambda log_w: logsumexp(log_w, axis=1) - np.log(len(log_w))
        ),
        "The log(k) is added. A mean is the sum divided by k: subtract it.": (
            lambda log_w: logsumexp(log_w, axis=1) + np.log(log_w.shape[1])
        ),
        "The sum is divided by k after the logarithm. Before it, that is - log(k) behind it.": (
            lambda log_w: logsumexp(log_w, axis=1) / log_w.shape[1]
        ),
        "This is the best of the k weights. Take the mean of all.": (
            lambda log_w: np.max(log_w, axis=1)
        ),
        "One number for each image, please: no mean over the images.": (
            lambda log_w: np.mean(logsumexp(log_w, axis=1) - np.log(log_w.shape[1]))
        ),
        "This is a loss, with the sign turned. The bound itself is asked.": (
            lambda log_w: np.log(log_w.shape[1]) - logsumexp(log_w, axis=1)
        ),
    }
    return wrong_function(
        answer,
        lambda log_w: logsumexp(log_w, axis=1) - np.log(log_w.shape[1]),
        inputs,
        kinds,
        "The logarithm of the mean of exp(log_w) over axis 1, without ever computing exp(-2000).",
    ) or right("The logarithm of the mean weight, safe from underflow.")


def _shares(log_w):
    w = np.exp(log_w - log_w.max(axis=1, keepdims=True))
    return w / w.sum(axis=1, keepdims=True)


def effective_samples(answer):
    """A function `log_w (n, k) -> (n,)`: `(sum w)² / sum w²` of each image."""
    inputs = [(_log_weights(),), (_log_weights(3, 40, 1),), (_log_weights(4, 7, 2, -2000),)]
    inputs += [(np.full((2, 9), -3.0),)]
    kinds = {
        "It is turned round: the square of the sum stands above. Between 1 and k, please.": (
            lambda log_w: np.sum(_shares(log_w) ** 2, axis=1)
        ),
        "You used log w as if it were w. Weights are exp(log_w).": (
            lambda log_w: np.sum(log_w, axis=1) ** 2 / np.sum(log_w**2, axis=1)
        ),
        "You summed over the images. The codes of an image are on axis 1.": (
            lambda log_w: 1 / np.sum(_shares(log_w.T).T ** 2, axis=0)
        ),
        "This is the share of the k codes that count. Leave out the division by k.": (
            lambda log_w: 1 / np.sum(_shares(log_w) ** 2, axis=1) / log_w.shape[1]
        ),
        "This is how often the largest weight would fit into the sum. The squares are missing.": (
            lambda log_w: 1 / np.max(_shares(log_w), axis=1)
        ),
        "This is the exponential of the entropy, another count of weights: squares are asked.": (
            lambda log_w: np.exp(-np.sum(_shares(log_w) * np.log(_shares(log_w)), axis=1))
        ),
        "One number for each image, please: no mean over the images.": (
            lambda log_w: np.mean(1 / np.sum(_shares(log_w) ** 2, axis=1))
        ),
    }
    return wrong_function(
        answer,
        lambda log_w: 1 / np.sum(_shares(log_w) ** 2, axis=1),
        inputs,
        kinds,
        "Subtract each image's largest log_w first (it cancels), then exp, then (sum)² / sum of "
        "squares over axis 1.",
    ) or right("From 1, where one code says it all, to k, where all weigh the same.")


def lying_bounds(answer):
    """Which fault makes which curve of the lesson: numbers of the faults for A, B, C, D, E."""
    result = numbers(answer)
    if result.shape != (5,):
        return not_yet("Give five numbers, for the curves A to E in this order.")
    if sorted(result) != [1, 2, 3, 4, 5]:
        return not_yet("Each of the numbers 1 to 5 belongs to one curve.")
    truth = dict(zip("ABCDE", (3, 2, 1, 5, 4), strict=True))
    found = dict(zip("ABCDE", (int(n) for n in result), strict=True))
    if found == truth:
        return right("Two of the liars, B and D, lie above the line: no bound can do that.")
    if (found["B"], found["D"]) == (5, 2):
        return mistake(
            "B and D are exchanged. The largest weight is bounded here; without - log k the curve "
            "rises by log k for ever."
        )
    if {found["A"], found["C"]} == {1, 3}:
        return mistake("A and C are exchanged: which of the two does not change with k, and why?")
    if found["C"] != 1:
        return mistake(
            "The right bound begins at the ELBO, never falls, and never passes the line: only one "
            "curve does."
        )
    if found["E"] != 4:
        return mistake(
            "At k = 1 a mean, a maximum and a sum are the same, so three faults cannot show there. "
            "One curve is wrong already at k = 1."
        )
    good = [name for name in truth if truth[name] == found[name]]
    return not_yet(f"Right: {', '.join(good)}. What does each fault do at k = 1, and at k = 500?")


def combine(answer):
    """A function `(mu_a, log_var_a, mu_b, log_var_b) -> (mu, log_var)`: product of two bells."""
    rng = np.random.default_rng(0)
    inputs = [tuple(rng.normal(size=(4, n, d))) for n, d in ((5, 2), (3, 4))]

    def product(mu_a, log_var_a, mu_b, log_var_b):
        a, b = np.exp(-log_var_a), np.exp(-log_var_b)
        return (mu_a * a + mu_b * b) / (a + b), -np.log(a + b)

    def weighed(mu_a, mu_b, a, b):
        return (mu_a * a + mu_b * b) / (a + b)

    kinds = {
        "You weigh each mean by its variance, so the vague one counts more. Weigh by precision, "
        "1 / variance.": (
            lambda m, v, n, w: (weighed(m, n, np.exp(v), np.exp(w)), product(m, v, n, w)[1])
        ),
        "The mean is right. Variances do not average: precisions add.": (
            lambda m, v, n, w: (product(m, v, n, w)[0], np.log(0.5 * (np.exp(v) + np.exp(w))))
        ),
        "The mean is right. Two opinions make it surer, so variances do not add: precisions do.": (
            lambda m, v, n, w: (product(m, v, n, w)[0], np.logaddexp(v, w))
        ),
        "The mean is right. You return the variance: take its logarithm.": (
            lambda m, v, n, w: (product(m, v, n, w)[0], np.exp(product(m, v, n, w)[1]))
        ),
        "The mean is right. This is the logarithm of the precision: turn its sign.": (
            lambda m, v, n, w: (product(m, v, n, w)[0], -product(m, v, n, w)[1])
        ),
        "You weigh by 1 / standard deviation. Precision is 1 / variance: exp(-log_var).": (
            lambda m, v, n, w: (
                weighed(m, n, np.exp(-0.5 * v), np.exp(-0.5 * w)),
                -np.log(np.exp(-0.5 * v) + np.exp(-0.5 * w)),
            )
        ),
        "Both count the same here. The surer one should count more: weigh by precision.": (
            lambda m, v, n, w: (0.5 * (m + n), product(m, v, n, w)[1])
        ),
        "The mean is not divided by the sum of the precisions.": (
            lambda m, v, n, w: (m * np.exp(-v) + n * np.exp(-w), product(m, v, n, w)[1])
        ),
        "You return them in the other order: mean first, then log variance.": (
            lambda m, v, n, w: product(m, v, n, w)[::-1]
        ),
    }
    return wrong_function(
        answer,
        product,
        inputs,
        kinds,
        "Two arrays of the same shape: the mean weighed by the precisions exp(-log_var), and minus "
        "the logarithm of the sum of the precisions.",
    ) or right("Precisions add, and each mean counts by its precision.")
