"""The exercises of lesson 11, variational recurrent autoencoders."""

import numpy as np
from scipy.special import log_softmax, logsumexp, softmax

from . import mistake, not_yet, right
from ._checks import call, number, numbers, typical_mistake, wrong_function

EXERCISES = ["other_unit", "log_density", "decoder_input", "another_code_costs", "tempered"]


def other_unit(answer):
    """By how many nats a path of 32 moves costs more in pixels than in units of 2 pixels."""
    value, log_2 = number(answer), np.log(2)
    kinds = {
        "Each move has two coordinates, and each of them pays ln 2.": 32 * log_2,
        "This is one step. A path has 32.": 2 * log_2,
        "This is one coordinate of one step.": log_2,
        "The sign is turned: in pixels the density is lower, and the loss is higher.": (
            -64 * log_2
        ),
        "The pen has no unit: it is up or down. Only two numbers of a step count.": (96 * log_2),
        "These are bits. A nat is the natural logarithm: times ln 2.": 64.0,
        "This is no logarithm: the density is lower by a factor, its logarithm by a sum.": 2.0**64,
        "A density twice as wide is half as high, not a quarter: ln 2 for each coordinate.": (
            128 * log_2
        ),
    }
    if abs(value - 64 * log_2) < 0.06:
        return right("So nats of densities are compared in one unit only.")
    return typical_mistake(value, kinds) or not_yet(
        "Each coordinate of each step pays the same: ln 2 for a unit half as large."
    )


def _hills(x, means, scales):
    """Log-density of each coordinate under each Gaussian, `(n, M, 2)`."""
    score = (x[:, None] - means) / scales
    return -0.5 * score**2 - np.log(scales) - 0.5 * np.log(2 * np.pi)


def log_density(answer):
    """A function `(x, logits, means, scales) -> (n,)`: the log-density of a mixture."""
    rng = np.random.default_rng(0)

    def some(n, m):
        x, means = rng.normal(size=(n, 2)), rng.normal(size=(n, m, 2))
        return x, rng.normal(size=(n, m)), means, rng.uniform(0.3, 2, (n, m, 2))

    def joined(x, logits, means, scales, total=lambda a: a.sum(axis=2), weigh=log_softmax):
        return logsumexp(weigh(logits, axis=1) + total(_hills(x, means, scales)), axis=1)

    def averaged(x, logits, means, scales):
        return np.sum(softmax(logits, axis=1) * _hills(x, means, scales).sum(axis=2), axis=1)

    def by_coordinate(x, logits, means, scales):
        weights = log_softmax(logits, axis=1)[..., None]
        return logsumexp(weights + _hills(x, means, scales), axis=1).sum(axis=1)

    def raw(logits, axis):
        return logits

    kinds = {
        "The logits are not weights yet: take their log-softmax first.": (
            lambda *given: joined(*given, weigh=raw)
        ),
        "You added the softmax itself to a logarithm. Take the log-softmax.": (
            lambda *given: joined(*given, weigh=softmax)
        ),
        "All hills have the same weight here: the logits are left out.": (
            lambda x, logits, m, s: joined(x, 0 * logits, m, s)
        ),
        "This is the mean of the logarithms. The density is a sum: add up, then take the log.": (
            averaged
        ),
        "The term log(2 pi) / 2 of each coordinate is missing.": (
            lambda *given: joined(*given) + np.log(2 * np.pi)
        ),
        "One log(2 pi) / 2 is missing: each of the two coordinates has one.": (
            lambda *given: joined(*given) + 0.5 * np.log(2 * np.pi)
        ),
        "One hill is chosen for x and another for y. Sum over the coordinates first, then join.": (
            by_coordinate
        ),
        "The log of the scales is missing: a narrow hill is a high one.": (
            lambda x, logits, m, s: logsumexp(
                log_softmax(logits, axis=1) + (_hills(x, m, s) + np.log(s)).sum(axis=2), axis=1
            )
        ),
        "The scales are standard deviations, not variances.": (
            lambda x, logits, m, s: joined(x, logits, m, np.sqrt(s))
        ),
        "The scales are standard deviations, not log scales.": (
            lambda x, logits, m, s: joined(x, logits, m, np.exp(s))
        ),
        "This is the density. Give its logarithm.": lambda *given: np.exp(joined(*given)),
        "This is minus the log-density, a loss. Leave out the minus.": (
            lambda *given: -joined(*given)
        ),
        "Only the heaviest hill counts here. Take the sum over all of them.": (
            lambda x, logits, m, s: np.max(
                log_softmax(logits, axis=1) + _hills(x, m, s).sum(axis=2), axis=1
            )
        ),
    }
    inputs = [some(5, 3), some(3, 4)]
    return wrong_function(
        answer, joined, inputs, kinds, "logsumexp of log-softmax plus the sum of two log normals."
    ) or right("A sum of densities in logarithms, and nothing can overflow.")


def decoder_input(answer):
    """A function `(x, u, keep) -> the point before each, with word dropout`."""
    rng = np.random.default_rng(0)
    inputs = [
        (rng.normal(size=(n, t, 3)), rng.random((n, t, 1)), keep)
        for n, t, keep in ((4, 9, 0.6), (3, 7, 0.3), (2, 8, 1.0), (2, 5, 0.0))
    ]

    def before(x):
        return np.concatenate([np.zeros_like(x[:, :1]), x[:, :-1]], axis=1)

    kinds = {
        "It is the other way round: a chance below `keep` keeps the point.": (
            lambda x, u, keep: np.where(u >= keep, before(x), 0)
        ),
        "You dropped first and shifted then: each chance acts a step late. Shift first.": (
            lambda x, u, keep: before(np.where(u < keep, x, 0))
        ),
        "This is the point itself, not the one before: the decoder would see its answer.": (
            lambda x, u, keep: np.where(u < keep, x, 0)
        ),
        "Nothing is dropped: `u` and `keep` are left out.": lambda x, u, keep: before(x),
        "The kept points are divided by `keep`, as in ordinary dropout. Here they stay.": (
            lambda x, u, keep: np.where(u < keep, before(x), 0) / max(keep, 1e-9)
        ),
        "The last point came round to the front. At first there are zeros.": (
            lambda x, u, keep: np.where(u < keep, np.roll(x, 1, axis=1), 0)
        ),
        "Dropped points are zeros, not ones.": lambda x, u, keep: np.where(u < keep, before(x), 1),
        "The points are multiplied by `keep`. Each is kept or dropped whole.": (
            lambda x, u, keep: keep * before(x)
        ),
        "This is shifted the wrong way: the decoder would see the point after.": (
            lambda x, u, keep: np.where(
                u < keep, np.concatenate([x[:, 1:], np.zeros_like(x[:, :1])], axis=1), 0
            )
        ),
    }
    return wrong_function(
        answer,
        lambda x, u, keep: np.where(u < keep, before(x), 0),
        inputs,
        kinds,
        "Zeros and all points but the last; then zeros where u is not below keep.",
    ) or right("What is not fed, the code has to say.")


def _loss(seed):
    """A reconstruction that depends on the path, the code, and both together."""
    weights = np.random.default_rng(seed).normal(size=(3, 2))

    def loss(x, z):
        x, z = np.asarray(x, float), np.asarray(z, float)
        return np.square(x.mean(axis=1) @ weights - z).sum(axis=1) + 0.3 * np.abs(z[:, 0])

    return loss


def another_code_costs(answer):
    """A function `(loss, x, z) -> how much worse the loss is with a neighbour's code`."""
    rng = np.random.default_rng(0)
    inputs = [
        (_loss(seed), rng.normal(size=(n, 5, 3)), rng.normal(size=(n, 2)))
        for seed, n in ((0, 6), (1, 9))
    ]

    def rolled(z):
        return np.roll(z, 1, axis=0)

    kinds = {
        "The paths moved together with their codes: nothing was exchanged.": (
            lambda loss, x, z: np.mean(loss(rolled(x), rolled(z)) - loss(x, z))
        ),
        "The sign is turned: with another's code minus with the own.": (
            lambda loss, x, z: np.mean(loss(x, z) - loss(x, rolled(z)))
        ),
        "This is the loss with another's code. Take away the loss with the own.": (
            lambda loss, x, z: np.mean(loss(x, rolled(z)))
        ),
        "This is the loss with the own codes.": lambda loss, x, z: np.mean(loss(x, z)),
        "This is one number for each path. Take the mean.": (
            lambda loss, x, z: loss(x, rolled(z)) - loss(x, z)
        ),
        "This is a sum over the paths. Take the mean.": (
            lambda loss, x, z: np.sum(loss(x, rolled(z)) - loss(x, z))
        ),
        "You rolled the numbers within each code (axis 1). Exchange the codes of paths: axis 0.": (
            lambda loss, x, z: np.mean(loss(x, np.roll(z, 1, axis=1)) - loss(x, z))
        ),
        "You rolled without an axis: the numbers of the codes are mixed up. Give axis=0.": (
            lambda loss, x, z: np.mean(loss(x, np.roll(z, 1)) - loss(x, z))
        ),
        "This is the code of zeros. Give each path the code of its neighbour.": (
            lambda loss, x, z: np.mean(loss(x, 0 * z) - loss(x, z))
        ),
        "This is a ratio. Nats are compared by their difference.": (
            lambda loss, x, z: np.mean(loss(x, rolled(z))) / np.mean(loss(x, z))
        ),
        "This is the other neighbour: np.roll(z, 1, axis=0), as the text has it.": (
            lambda loss, x, z: np.mean(loss(x, np.roll(z, -1, axis=0)) - loss(x, z))
        ),
    }
    for loss, x, z in inputs:
        called = []

        def counted(x, z, loss=loss, called=called):
            called.append(x)
            return loss(x, z)

        numbers(call(answer, counted, x, z))
        if len(called) < 2:
            return not_yet("Call loss twice: with the own codes, and with the neighbours'.")
    return wrong_function(
        answer,
        lambda loss, x, z: np.mean(loss(x, rolled(z)) - loss(x, z)),
        inputs,
        kinds,
        "The loss of the same paths with rolled codes, minus that with their own; the mean.",
    ) or right("Zero means that nobody reads the code.")


def tempered(answer):
    """A function `(logits, scales, tau) -> weights beside scales`, `(n, 2 M)`."""
    rng = np.random.default_rng(0)
    inputs = [
        (rng.normal(size=(n, m)), rng.uniform(0.2, 2, (n, m)), tau)
        for n, m, tau in ((4, 3, 0.25), (3, 5, 0.6), (2, 4, 2.0))
    ]

    def beside(weigh, widen):
        def both(logits, scales, tau):
            return np.concatenate([weigh(logits, tau), scales * widen(tau)], axis=1)

        return both

    def cooled(logits, tau):
        return softmax(logits / tau, axis=1)

    def heated(logits, tau):
        return softmax(logits * tau, axis=1)

    kinds = {
        "The logits are divided by tau, not multiplied: small tau, sharp choice.": beside(
            heated, np.sqrt
        ),
        "The variances are multiplied by tau, so the standard deviations by its root.": beside(
            cooled, lambda tau: tau
        ),
        "The logits are divided by tau, and the scales multiplied by its root.": beside(
            heated, lambda tau: tau
        ),
        "The scales must shrink when tau does: multiply by its root.": beside(
            cooled, lambda tau: 1 / np.sqrt(tau)
        ),
        "The scales stay as they were. Their squares are multiplied by tau.": beside(
            cooled, np.ones_like
        ),
        "The weights stay as they were. Divide their logits by tau.": beside(
            lambda logits, tau: softmax(logits, axis=1), np.sqrt
        ),
        "These are logits. Give weights that add up to 1: take the softmax.": beside(
            lambda logits, tau: logits / tau, np.sqrt
        ),
        "These are the weights' logarithms. Give the weights.": beside(
            lambda logits, tau: log_softmax(logits / tau, axis=1), np.sqrt
        ),
        "You divided the weights by tau, after the softmax. Divide the logits before it.": beside(
            lambda logits, tau: softmax(logits, axis=1) / tau, np.sqrt
        ),
        "The softmax runs over the rows. The weights of one mixture are in a row: axis=1.": beside(
            lambda logits, tau: softmax(logits / tau, axis=0), np.sqrt
        ),
        "The scales come first here. Put the weights first.": (
            lambda logits, scales, tau: np.concatenate(
                [scales * np.sqrt(tau), cooled(logits, tau)], axis=1
            )
        ),
        "These are variances. Give standard deviations.": (
            lambda logits, scales, tau: np.concatenate([cooled(logits, tau), scales**2 * tau], 1)
        ),
    }
    result = numbers(call(answer, *inputs[0]))
    if result.ndim == 3:
        return mistake("Give one array: np.concatenate([weights, scales], axis=1).")
    return wrong_function(
        answer,
        beside(cooled, np.sqrt),
        inputs,
        kinds,
        "softmax(logits / tau) beside scales times the root of tau.",
    ) or right("At tau = 1 nothing changes; near 0 only the heaviest hill's middle is left.")
