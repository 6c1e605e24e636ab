"""The exercises of lesson 17, compression."""

import numpy as np
from scipy.special import expit

from . import right
from ._checks import wrong_function

EXERCISES = ["rounded", "cross_entropy", "pop", "rate", "pays_after"]


def rounded(answer):
    """A function `(z, step) -> symbols`: each code in steps, as the nearest whole number."""
    kinds = {
        "These are the codes that the decoder gets. Sent are whole numbers: leave out the step.": (
            lambda z, step: np.round(z / step) * step
        ),
        "You cut off what is behind the point: -0.9 and 0.9 both become 0. Take the nearest.": (
            lambda z, step: np.trunc(z / step)
        ),
        "You always round down: 0.9 becomes 0. Take the nearest whole number.": (
            lambda z, step: np.floor(z / step)
        ),
        "You always round up. Take the nearest whole number.": lambda z, step: np.ceil(z / step),
        "You multiply by the step: a wider step would give larger numbers. How many steps fit?": (
            lambda z, step: np.round(z * step)
        ),
        "You round the codes themselves. How many steps is each of them?": (
            lambda z, step: np.round(z)
        ),
        "You round first, and divide then: these are no whole numbers.": (
            lambda z, step: np.round(z) / step
        ),
        "These are the codes in steps, not rounded yet.": lambda z, step: z / step,
    }
    rng = np.random.default_rng(0)
    inputs = [(rng.normal(0, 3, (5, 4)), 0.7), (rng.normal(0, 20, (3, 6)), 2.6)]
    return wrong_function(
        answer,
        lambda z, step: np.round(z / step),
        inputs,
        kinds,
        "How many steps is a code? The nearest whole number.",
    ) or right("Whole numbers, and the step that goes with them: that is all a coder needs.")


def cross_entropy(answer):
    """A function `(p, q) -> bits`: of a symbol, on average, if p is true and the table says q."""

    def bits(p, q):
        return -np.sum(p * np.log2(q))

    kinds = {
        "This is the entropy of the true shares: what the right table would need. Ours says q.": (
            lambda p, q: bits(p, p)
        ),
        "This is the entropy of the table. But symbols come with the shares p.": (
            lambda p, q: bits(q, q)
        ),
        "p and q are exchanged: symbols come by p, and their length is -log2 q.": (
            lambda p, q: bits(q, p)
        ),
        "These are nats. Bits have the logarithm of base 2.": lambda p, q: bits(p, q) * np.log(2),
        "This is the logarithm of base 10. Bits have base 2, np.log2.": (
            lambda p, q: bits(p, q) * np.log10(2)
        ),
        "The sign: the logarithm of a probability is negative, lengths are not.": (
            lambda p, q: -bits(p, q)
        ),
        "This is the loss by the wrong table alone, the KL divergence. The entropy comes on top.": (
            lambda p, q: bits(p, q) - bits(p, p)
        ),
        "You took the mean over the symbols. They are weighed by p already: sum.": (
            lambda p, q: bits(p, q) / len(p)
        ),
        "Every symbol counts the same here. Weigh its length by how often it comes, p.": (
            lambda p, q: -np.mean(np.log2(q))
        ),
        "Weigh each length by how often its symbol comes, p.": lambda p, q: -np.sum(np.log2(q)),
        "These are the single terms. Add them up.": lambda p, q: -p * np.log2(q),
    }
    inputs = [([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]), ([0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.15, 0.05])]
    inputs = [(np.array(p), np.array(q)) for p, q in inputs]
    return wrong_function(
        answer,
        bits,
        inputs,
        kinds,
        "A symbol costs -log2 of what the table says of it; the mean by p.",
    ) or right("The right table needs the entropy; every other table needs more.")


def _pop(state, frequencies, total=None, start=True, off=0, multiply=True):
    total = total or sum(frequencies)
    low = state % total
    ends = np.cumsum(frequencies)
    i = int(np.searchsorted(ends, low, side="right"))
    before = frequencies[i] * (state // total) if multiply else state // total
    first = int(ends[i]) - frequencies[i] if start else 0
    return i + off, before + low - first


def pop(answer):
    """A function `(state, frequencies) -> (i, before)`: the symbol pushed last, and the rest."""
    kinds = {
        "The symbol is right. Of the rest, low begins to count at the symbol's own start: "
        "subtract it.": lambda state, f: _pop(state, f, start=False),
        "The symbol is right. state // total has to be multiplied by the symbol's frequency.": (
            lambda state, f: _pop(state, f, multiply=False)
        ),
        "The symbol is right. This is what stands above low: the frequency, and low - start, are "
        "missing.": lambda state, f: (_pop(state, f)[0], state // sum(f)),
        "The symbol is right, but the state is as before: it has to be taken off.": (
            lambda state, f: (_pop(state, f)[0], state)
        ),
        "The symbol is one too large: number them from 0.": lambda state, f: _pop(state, f, off=1),
        "You return them in the other order: the symbol first.": lambda state, f: _pop(state, f)[
            ::-1
        ],
        "This is low itself. The symbol is the one whose stretch it falls into.": (
            lambda state, f: (state % sum(f), _pop(state, f)[1])
        ),
        "You take the total for the number of symbols. It is the sum of the frequencies.": (
            lambda state, f: _pop(state, f, total=len(f))
        ),
    }
    inputs = []
    for frequencies, symbols in (([3, 1, 4], [2, 0, 1, 2, 0, 2]), ([2, 5, 6, 3], [3, 1, 0, 2, 1])):
        state = 1
        for i in symbols:
            f, start = frequencies[i], sum(frequencies[:i])
            state = state // f * sum(frequencies) + start + state % f
            inputs.append((state, list(frequencies)))
    return wrong_function(
        answer,
        _pop,
        inputs,
        kinds,
        "low = state % total falls into the stretch of one symbol, from its start to its end; then "
        "frequency · (state // total) + low - start.",
    ) or right("The last symbol comes out first, and the state is the one before it.")


def rate(answer):
    """A function `(y, mean, scale) -> (n,)`: bits of rounded codes under logistic bells."""

    def chance(y, mean, scale):
        return expit((y + 0.5 - mean) / scale) - expit((y - 0.5 - mean) / scale)

    def bits(y, mean, scale):
        return -np.sum(np.log2(chance(y, mean, scale)), axis=1)

    def density(y, mean, scale):
        s = expit((y - mean) / scale)
        return s * (1 - s) / scale

    kinds = {
        "These are nats. Bits have the logarithm of base 2.": (
            lambda y, m, s: bits(y, m, s) * np.log(2)
        ),
        "The sign: the logarithm of a probability is negative, bits are not.": (
            lambda y, m, s: -bits(y, m, s)
        ),
        "This is the height of the bell at y. A whole number has the whole stretch from y - ½ to "
        "y + ½: subtract two sigmoids.": (
            lambda y, m, s: -np.sum(np.log2(density(y, m, s)), axis=1)
        ),
        "You took the mean over the codes of an image. Their bits add up.": (
            lambda y, m, s: bits(y, m, s) / y.shape[1]
        ),
        "You summed over the images. The codes of an image are on axis 1.": (
            lambda y, m, s: -np.sum(np.log2(chance(y, m, s)), axis=0)
        ),
        "These are the bits of each code. Sum over the codes of an image.": (
            lambda y, m, s: -np.log2(chance(y, m, s))
        ),
        "One number for each image, please: no mean over the images.": (
            lambda y, m, s: np.mean(bits(y, m, s))
        ),
        "These are the bits of all images together: one number for each, please.": (
            lambda y, m, s: np.sum(bits(y, m, s))
        ),
        "This is the chance of one step from y on, y to y + 1. Rounding goes half a step to each "
        "side.": lambda y, m, s: -np.sum(np.log2(expit((y + 1 - m) / s) - expit((y - m) / s)), 1),
        "This stretch is two steps wide. Rounding goes half a step to each side.": (
            lambda y, m, s: -np.sum(np.log2(expit((y + 1 - m) / s) - expit((y - 1 - m) / s)), 1)
        ),
        "The scale is missing: divide by it inside both sigmoids.": (
            lambda y, m, s: bits(y, m, np.ones_like(s))
        ),
        "You multiply by the scale. A wide bell changes slowly: divide.": (
            lambda y, m, s: bits(y, m, 1 / s)
        ),
        "The mean is missing: subtract it from both ends.": lambda y, m, s: bits(y, 0 * m, s),
        "You divide by the scale before you step half to each side: ½ has to be divided, too.": (
            lambda y, m, s: (
                -np.sum(np.log2(expit((y - m) / s + 0.5) - expit((y - m) / s - 0.5)), axis=1)
            )
        ),
        "This is the sum of the chances. Bits are minus the logarithm of each, summed.": (
            lambda y, m, s: np.sum(chance(y, m, s), axis=1)
        ),
        "The logarithm belongs inside the sum: chances of codes multiply, their bits add up.": (
            lambda y, m, s: -np.log2(np.sum(chance(y, m, s), axis=1))
        ),
    }
    rng = np.random.default_rng(0)
    inputs = [
        (rng.integers(-3, 4, (n, d)).astype(float), rng.normal(size=d), rng.uniform(0.6, 2, d))
        for n, d in ((5, 3), (4, 6))
    ]
    return wrong_function(
        answer,
        bits,
        inputs,
        kinds,
        "The chance of y is sigmoid at y + ½ minus sigmoid at y - ½ (less the mean, over the "
        "scale); minus log2 of it, summed over axis 1.",
    ) or right("A rate with a gradient: a network can be trained to be short.")


def pays_after(answer):
    """A function `(weights, bits, ours, theirs) -> images`: from when a decoder is paid for."""
    kinds = {
        "A weight is not one bit: multiply by the bits of each.": (
            lambda weights, bits, ours, theirs: weights / (theirs - ours)
        ),
        "You divide by what our images cost. Each saves the difference of both.": (
            lambda weights, bits, ours, theirs: weights * bits / ours
        ),
        "You divide by what their images cost. Each of ours saves the difference of both.": (
            lambda weights, bits, ours, theirs: weights * bits / theirs
        ),
        "The sign: an image saves theirs - ours.": (
            lambda weights, bits, ours, theirs: weights * bits / (ours - theirs)
        ),
        "You add both prices. What an image saves is their difference.": (
            lambda weights, bits, ours, theirs: weights * bits / (theirs + ours)
        ),
        "You count in bytes. Both sides are in bits.": (
            lambda weights, bits, ours, theirs: weights * bits / 8 / (theirs - ours)
        ),
        "These are the bits of the decoder. How many images save as many?": (
            lambda weights, bits, ours, theirs: weights * bits
        ),
        "This is turned round: bits of the decoder, divided by what an image saves.": (
            lambda weights, bits, ours, theirs: (theirs - ours) / (weights * bits)
        ),
    }
    inputs = [(200_000, 32, 83.0, 277.0), (5_000, 16, 24.5, 481.0), (71_000, 8, 50.0, 2111.0)]
    return wrong_function(
        answer,
        lambda weights, bits, ours, theirs: weights * bits / (theirs - ours),
        inputs,
        kinds,
        "All the bits of the decoder, divided by what one image saves.",
    ) or right("A trained decoder pays where it is sent once and used for long.")
