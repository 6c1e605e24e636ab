"""The exercises of lesson 05, sparse and contractive autoencoders."""

import numpy as np

from . import not_yet, right
from ._checks import number, same, typical_mistake, wrong_function

EXERCISES = ["active_units", "top_k", "kl_price", "relu_penalty", "cheated"]


def active_units(answer):
    """A function `(z, threshold) -> mean number of units above the threshold, per image`."""
    rng = np.random.default_rng(0)
    inputs = [(rng.random((6, 9)), 0.7), (rng.normal(size=(20, 4)), 0.5), (np.zeros((3, 5)), 0.0)]
    kinds = {
        "This is a share from 0 to 1. Count the units of an image, then take the mean.": (
            lambda z, threshold: np.mean(z > threshold)
        ),
        "This adds up the units of all images. Take the mean over the images.": (
            lambda z, threshold: np.sum(z > threshold)
        ),
        "This counts the units that are on for some image. Count for each image by itself.": (
            lambda z, threshold: np.sum((z > threshold).any(axis=0))
        ),
        "You summed over the images. The units stand in the second axis.": (
            lambda z, threshold: np.mean(np.sum(z > threshold, axis=0))
        ),
        "This is one number for each image. Take their mean.": (
            lambda z, threshold: np.sum(z > threshold, axis=1)
        ),
        "You added up the codes. Count them: z > threshold is 1 or 0.": (
            lambda z, threshold: np.mean(np.sum(z * (z > threshold), axis=1))
        ),
        "These are the units that are not above the threshold.": (
            lambda z, threshold: np.mean(np.sum(z <= threshold, axis=1))
        ),
        "A code at the threshold is not above it: use > and not >=.": (
            lambda z, threshold: np.mean(np.sum(z >= threshold, axis=1))
        ),
        "Only codes above the threshold count, not those far below it: leave out abs.": (
            lambda z, threshold: np.mean(np.sum(np.abs(z) > threshold, axis=1))
        ),
    }
    return wrong_function(
        answer,
        lambda z, threshold: np.mean(np.sum(z > threshold, axis=1)),
        inputs,
        kinds,
        "Count along axis 1, then take the mean over the images.",
    ) or right("So many units an image uses; it may be others in each.")


def top_k(answer):
    """A function `(z, k) -> z` with all but the `k` largest of each row set to 0."""
    rng = np.random.default_rng(0)
    inputs = [
        (rng.normal(size=(4, 6)), 2),
        (rng.normal(size=(3, 5)) - 2, 4),
        (rng.random((2, 7)), 1),
    ]

    def keep(size=lambda z: z, axis=1, values=lambda z: z):
        def kept(z, k):
            smallest = np.sort(size(z), axis=axis).take([-k], axis=axis)
            return np.where(size(z) >= smallest, values(z), 0)

        return kept

    def of_the_batch(z, k):
        return np.where(z >= np.sort(z, axis=None)[-k], z, 0)

    kinds = {
        "You kept the k largest of the whole batch. Each image keeps its own k.": of_the_batch,
        "You kept the k largest of each unit, over the images. Each row keeps its own k.": (
            lambda z, k: keep(axis=0)(z, min(k, len(z)))
        ),
        "You kept the largest absolute values. A strongly negative code is not large.": keep(
            np.abs
        ),
        "These are the k smallest.": keep(lambda z: -z),
        "These are 0 and 1. What is kept keeps its value.": keep(values=np.ones_like),
        "Negative codes may be among the largest: they are kept, too.": keep(
            values=lambda z: np.maximum(z, 0)
        ),
        "One too few: the k-th largest is kept as well.": (
            lambda z, k: np.where(z > np.sort(z, axis=1)[:, -k, None], z, 0)
        ),
        "One too many: the k-th largest of a sorted row is at -k.": (
            lambda z, k: np.where(z >= np.sort(z, axis=1)[:, -k - 1, None], z, 0)
        ),
        "The values came back sorted. Each must stay at its unit.": (
            lambda z, k: np.sort(keep()(z, k), axis=1)
        ),
        "These are the k values alone. The code keeps its width, with zeros elsewhere.": (
            lambda z, k: np.sort(z, axis=1)[:, -k:]
        ),
        "These are the k values alone, in falling order. The code keeps its width.": (
            lambda z, k: -np.sort(-z, axis=1)[:, :k]
        ),
        "All codes are still there.": lambda z, k: z,
    }
    return wrong_function(
        answer, keep(), inputs, kinds, "Compare each row with its own k-th largest number."
    ) or right("Each image keeps its own k units, at their places.")


def kl_price(answer):
    """A function `(z, rho) -> the KL price of a batch of sigmoid codes`, one number in nats."""
    rng = np.random.default_rng(0)
    inputs = [(rng.random((6, 9)), 0.05), (0.5 * rng.random((20, 4)), 0.2)]

    def coin(rho, rate):
        return rho * np.log(rho / rate) + (1 - rho) * np.log((1 - rho) / (1 - rate))

    def priced(coin=coin, axis=0, total=np.sum):
        return lambda z, rho: total(coin(rho, z.mean(axis=axis)))

    kinds = {
        "The mean stands over the units. A rate is a unit's mean over the images.": priced(axis=1),
        "You took the mean over all of z: one rate. Each unit has its own.": priced(axis=None),
        "Here the mean over the units is taken. Sum over them.": priced(total=np.mean),
        "The two coins are exchanged: ρ, what we ask for, comes first.": priced(
            lambda rho, rate: coin(rate, rho)
        ),
        "These are bits. The natural logarithm gives nats.": priced(
            lambda rho, rate: coin(rho, rate) / np.log(2)
        ),
        "The second half is missing: a unit is also off, with chance 1 - ρ.": priced(
            lambda rho, rate: rho * np.log(rho / rate)
        ),
        "The first half is missing: ρ log(ρ / rate).": priced(
            lambda rho, rate: (1 - rho) * np.log((1 - rho) / (1 - rate))
        ),
        "The sign is wrong: a divergence is never negative.": priced(
            lambda rho, rate: -coin(rho, rate)
        ),
        "This is a cross-entropy: the entropy of ρ is still in it.": priced(
            lambda rho, rate: -rho * np.log(rate) - (1 - rho) * np.log(1 - rate)
        ),
        "This is one price for each unit. Add them up.": priced(total=np.asarray),
        "You priced each code. First take each unit's mean over the images, then price it.": (
            lambda z, rho: np.sum(coin(rho, z))
        ),
        "You priced each code, then took means. First the mean of each unit, then its price.": (
            lambda z, rho: np.sum(np.mean(coin(rho, z), axis=0))
        ),
    }
    return wrong_function(
        answer,
        priced(),
        inputs,
        kinds,
        "A mean over axis 0, then the formula for each unit, then the sum.",
    ) or right("A mean over the images, a sum over the units.")


def relu_penalty(answer):
    """A function `(W, b, x) -> |J|^2 of each image` for the units `max(0, x W + b)`."""
    rng = np.random.default_rng(0)

    def some(n, pixels, units):
        b = np.linspace(-0.7, 0.7, units)
        return rng.normal(size=(pixels, units)), b, rng.normal(size=(n, pixels))

    def penalty(slope=lambda a: a > 0, weights=lambda W: np.sum(W**2, axis=0), bias=1.0):
        return lambda W, b, x: slope(x @ W + bias * b) @ weights(W)

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    kinds = {
        "These are the slopes of a sigmoid. That of a ReLU is 1 or 0.": penalty(
            lambda a: (sigmoid(a) * (1 - sigmoid(a))) ** 2
        ),
        "This takes z (1 - z) of the ReLU's codes. The slope of a ReLU is 1 or 0.": penalty(
            lambda a: (np.maximum(a, 0) * (1 - np.maximum(a, 0))) ** 2
        ),
        "All units count here, as if they were linear. A unit that is off has slope 0.": penalty(
            np.ones_like
        ),
        "You multiplied by the codes. Their slopes are 1 or 0.": penalty(
            lambda a: np.maximum(a, 0)
        ),
        "You multiplied by the squared codes. Their slopes are 1 or 0.": penalty(
            lambda a: np.maximum(a, 0) ** 2
        ),
        "The weights are not squared.": penalty(weights=lambda W: np.sum(W, axis=0)),
        "These are absolute weights. The penalty has their squares.": penalty(
            weights=lambda W: np.sum(np.abs(W), axis=0)
        ),
        "You took the mean over the pixels. Sum over them.": penalty(
            weights=lambda W: np.mean(W**2, axis=0)
        ),
        "The bias is left out: it decides, too, which units are on.": penalty(bias=0.0),
        "This is the mean over the images. Give one number for each.": (
            lambda W, b, x: np.mean(penalty()(W, b, x))
        ),
        "This is the sum over the images. Give one number for each.": (
            lambda W, b, x: np.sum(penalty()(W, b, x))
        ),
        "You took the mean over the units. Sum over them.": (
            lambda W, b, x: penalty()(W, b, x) / len(b)
        ),
        "This is the norm. The penalty is its square.": (
            lambda W, b, x: np.sqrt(penalty()(W, b, x))
        ),
        "These are the parts of the single units. Add them up for each image.": (
            lambda W, b, x: (x @ W + b > 0) * np.sum(W**2, axis=0)
        ),
        "These are the units that are off.": penalty(lambda a: a <= 0),
    }
    return wrong_function(
        answer,
        penalty(),
        [some(4, 3, 5), some(6, 7, 2)],
        kinds,
        "Which units are on? Each of them adds the squares of its own weights.",
    ) or right("Each unit that is on adds the squares of its weights.")


def cheated(answer):
    """The squared Jacobian, 10 before, of a code that was divided by 5."""
    value = number(answer)
    if same(value, 0.4, rtol=1e-3):
        return right("Every slope is a fifth, every square a 25th, and nothing is gained.")
    kinds = {
        "Each slope is divided by 5. But the penalty has squares.": 2.0,
        "It gets smaller, not larger: the decoder's weights are not in it.": 250.0,
        "The decoder has no part in the Jacobian of the code.": 10.0,
        "Smaller, and squared: divide, do not multiply.": 50.0,
        "This is the factor. Multiply the 10 by it.": 0.04,
        "This is by how much it is divided. What is left of the 10?": 25.0,
    }
    return typical_mistake(value, kinds) or not_yet("What becomes of one slope, and of its square?")
