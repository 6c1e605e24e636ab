"""The exercises of lesson 21, restoration."""

import numpy as np

from . import not_yet, right
from ._checks import numbers, same, typical_mistake, wrong_function

EXERCISES = ["psnr", "hidden_pixel", "paste", "hide_pixels", "report", "blur_matrix"]


def psnr(answer):
    """PSNR of a squared error of 0.004 per pixel in dB, and what half the error adds."""
    pair = numbers(answer)
    if pair.shape != (2,):
        return not_yet("Give two numbers in brackets: the PSNR, and the rise.")
    value, rise = 10 * np.log10(250), 10 * np.log10(2)
    if same(pair, [value, rise], rtol=5e-3):
        return right("Every halving of the squared error is 3 dB, wherever you start.")
    kinds = {
        "This is the natural logarithm. A decibel has the logarithm to base 10: np.log10.": (
            [10 * np.log(250), 10 * np.log(2)]
        ),
        "10 times the logarithm of a squared error. 20 belongs to its root.": [2 * value, 2 * rise],
        "The sign is wrong: a smaller error is better, and gives more decibels.": [-value, -rise],
        "The sign of the first is wrong: 1 / 0.004 is above 1.": [-value, rise],
        "The first is right. A smaller error gives more decibels, not fewer.": [value, -rise],
        "The first is right. Half the error is not twice the decibels: they are logarithms.": (
            [value, value]
        ),
        "The first is right. The second is the PSNR of half the error: how much is it more?": (
            [value, value + rise]
        ),
        "The 10 in front is missing: a decibel is a tenth of a bel.": [value / 10, rise / 10],
        "The error is squared already: do not square it again.": [2 * value, rise],
    }
    return typical_mistake(pair, kinds, 5e-3) or not_yet(
        "10 log10(1 / 0.004), and 10 log10(1 / 0.002) less that."
    )


def hidden_pixel(answer):
    """Squared errors for a pixel that is 1 with chance 0.1: of the best answer, of a draw."""
    pair = numbers(answer)
    if pair.shape != (2,):
        return not_yet("Give two numbers in brackets: that of the best answer, that of the draw.")
    if same(pair, [0.09, 0.18], rtol=1e-3):
        return right("p(1 - p), and twice that: a sharp guess is the costlier one.")
    kinds = {
        "The two are swapped: no answer is better than the best.": [0.18, 0.09],
        "0.1 is the error of the answer 0, 'paper'. The best answer is the mean, 0.1.": [0.1, 0.18],
        "These are standard deviations. The error is squared.": [0.3, np.sqrt(0.18)],
        "The first is right. A draw is wrong if it is 1 and the pixel 0, or the other way round: "
        "two cases.": [0.09, 0.09],
        "The first is right. A draw is 1 in one case of ten only, too: it is no coin.": [0.09, 0.5],
        "These are the errors of the answer 1/2 and of a coin. Ink is rarer here.": [0.25, 0.5],
    }
    return typical_mistake(pair, kinds) or not_yet(
        "Best answer a: 0.1 (1 - a)² + 0.9 a², with a = 0.1. For the draw a is 1 in one case of "
        "ten, and 0 in nine."
    )


def blur_matrix(answer):
    """A function `(n, sigma) -> (n, n)`: row i has the Gaussian weights of pixel i's neighbours."""

    def matrix(
        exponent=lambda d, sigma: -(d**2) / (2 * sigma**2), total=lambda k: k.sum(1)[:, None]
    ):
        def blur(n, sigma):
            steps = np.arange(n)
            kernel = np.exp(exponent(steps[:, None] - steps, sigma))
            return kernel / total(kernel)

        return blur

    kinds = {
        "The rows do not sum to 1: the image would get darker or lighter.": matrix(
            total=lambda k: 1
        ),
        "You divided by the sum of the whole matrix. Each row should sum to 1.": matrix(
            total=lambda k: k.sum()
        ),
        "The columns sum to 1. Each row should: row i makes the new pixel i.": matrix(
            total=lambda k: k.sum(0)
        ),
        "You divided by the constant of the density. At the border a part of the Gaussian is cut "
        "off: divide by the sum of the row.": lambda n, sigma: (
            matrix(total=lambda k: 1)(n, sigma) / (sigma * np.sqrt(2 * np.pi))
        ),
        "The 2 is missing: a Gaussian has 2σ² under the square.": matrix(
            lambda d, sigma: -(d**2) / sigma**2
        ),
        "You divided by 2σ. A Gaussian has 2σ² under the square.": matrix(
            lambda d, sigma: -(d**2) / (2 * sigma)
        ),
        "This is the distance, not its square, in the exponent.": matrix(
            lambda d, sigma: -abs(d) / (2 * sigma**2)
        ),
        "The sign is wrong: the farthest pixels get the greatest weights.": matrix(
            lambda d, sigma: d**2 / (2 * sigma**2)
        ),
        "This is the identity: nothing is blurred.": lambda n, sigma: np.eye(n),
        "All pixels have the same weight here.": matrix(lambda d, sigma: 0.0 * d),
    }
    return wrong_function(
        answer,
        matrix(),
        [(6, 0.8), (9, 1.5)],
        kinds,
        "exp(-(i - j)² / 2σ²) for all i and j, each row divided by its sum.",
    ) or right("A blur is a matrix; the blurred image is K @ x @ K.T.")


def paste(answer):
    """A function `(damaged, restored, mask)`, the mask a share from 0, known, to 1, missing."""
    rng = np.random.default_rng(0)

    def some(*shape):
        mask = np.clip(rng.random((*shape[:3], 1)) * 2 - 0.5, 0, 1)  # with many 0 and 1
        return rng.random(shape), rng.random(shape), mask

    kinds = {
        "The two are swapped: this keeps the hole and redraws what was whole.": (
            lambda damaged, restored, mask: (1 - mask) * restored + mask * damaged
        ),
        "np.where takes the network's pixel wherever the mask is not 0. A share of 0.3 should "
        "take three tenths of it.": lambda damaged, restored, mask: np.where(
            mask, restored, damaged
        ),
        "You rounded the mask. A share of 0.3 should take three tenths of the network's pixel.": (
            lambda damaged, restored, mask: np.where(mask > 0.5, restored, damaged)
        ),
        "The known part is missing: it has the share 1 - mask.": (
            lambda damaged, restored, mask: mask * restored
        ),
        "This adds the network's pixels to what is there, and takes nothing away for it.": (
            lambda damaged, restored, mask: damaged + mask * restored
        ),
        "This is the restored image itself: its softer copy of what was whole, too.": (
            lambda damaged, restored, mask: restored
        ),
        "These are the damaged images.": lambda damaged, restored, mask: damaged,
        "This is the mean of both, everywhere: the mask is not used.": (
            lambda damaged, restored, mask: (damaged + restored) / 2
        ),
    }
    return wrong_function(
        answer,
        lambda damaged, restored, mask: mask * restored + (1 - mask) * damaged,
        [some(3, 5, 6, 1), some(2, 4, 4, 3)],
        kinds,
        "The share `mask` of the network's pixel, and the rest, 1 - mask, of what is there.",
    ) or right("Only what is missing is taken from the network, and the seam is soft.")


def hide_pixels(answer):
    """A function `(x, hidden) -> (input, weight)`: hidden pixels show their right neighbour."""
    rng = np.random.default_rng(0)

    def some(*shape):
        hidden = rng.random((*shape, 1)) < 0.3
        hidden[:, 0, -1] = True  # a pixel without a neighbour on its right
        return rng.random((*shape, 1)), hidden

    def hide(step=-1, axis=2, shown=None, weight=lambda hidden: hidden / hidden.mean()):
        def pair(x, hidden):
            neighbour = np.roll(x, step, axis=axis) if shown is None else shown(x)
            return np.stack([np.where(hidden, neighbour, x), weight(hidden)])

        return pair

    def swapped(x, hidden):
        return np.stack([np.where(hidden, x, np.roll(x, -1, axis=2)), hidden / hidden.mean()])

    kinds = {
        "A pixel is hidden behind itself: the network sees what it is asked for, and learns to "
        "change nothing.": hide(step=0),
        "All pixels count in the loss. The ones that the network sees it can copy: only hidden "
        "ones may count.": hide(weight=lambda hidden: np.ones(hidden.shape)),
        "The weights are the wrong way round: they count what the network sees.": hide(
            weight=lambda hidden: ~hidden / (~hidden).mean()
        ),
        "The weights are not divided by the share of hidden pixels: the loss, a mean over all "
        "pixels, would be smaller the fewer are hidden.": hide(weight=lambda hidden: 1.0 * hidden),
        "You multiplied by the share of hidden pixels. Divide by it.": hide(
            weight=lambda hidden: hidden * hidden.mean()
        ),
        "You divided by the number of hidden pixels, not by their share of all.": hide(
            weight=lambda hidden: hidden / hidden.sum()
        ),
        "This is the left-hand neighbour: np.roll by -1 moves the pixels to the left.": hide(1),
        "This is the neighbour above or below: columns are axis 2.": hide(axis=1),
        "This is a pixel of another image: columns are axis 2.": hide(axis=0),
        "All pixels are moved. Only hidden ones get their neighbour's value.": lambda x, hidden: (
            np.stack([np.roll(x, -1, axis=2), hidden / hidden.mean()])
        ),
        "The wrong pixels are replaced: those that are not hidden.": swapped,
        "The hidden pixels are black. A neighbour's value looks like a picture, black does not.": (
            hide(shown=lambda x: 0 * x)
        ),
    }
    return wrong_function(
        answer,
        hide(),
        [some(3, 6, 7), some(2, 5, 9), some(4, 8, 4)],
        kinds,
        "Two arrays: np.where(hidden, neighbour, x), and the weights hidden / hidden.mean().",
    ) or right("What it is asked for it cannot see, so the best answer is the mean: no noise.")


def report(answer):
    """A function `(settings, known, test)`: chosen on known pictures, judged on others, in dB."""
    rng = np.random.default_rng(0)

    def psnr(x, x_hat):
        return -10 * np.log10(np.mean((x - x_hat) ** 2))

    def scores(settings, pair):
        return [psnr(pair[1], setting(pair[0])) for setting in settings]

    def pictures(n, dark):
        whole = dark * rng.random((n, 6, 6, 1))
        return whole + 0.1 * rng.standard_normal(whole.shape), whole

    def shrink(share):
        return lambda x: share * x

    def by(place):
        def reported(settings, known, test):
            return scores(settings, test)[place(scores(settings, known))]

        return reported

    shares = [(0.3, 0.7, 0.97, 0.8), (1.1, 0.4, 0.95), (0.8, 0.2, 0.97, 0.4, 0.6)]
    cases = [
        ([shrink(share) for share in some], pictures(4, bright), pictures(3, dark))
        for some, bright, dark in zip(shares, (1.0, 0.1, 1.0), (0.05, 1.0, 0.02), strict=True)
    ]
    kinds = {
        "This is the function as it was: the test pictures choose the setting, so the score is the "
        "best of many tries on them.": lambda settings, known, test: max(scores(settings, test)),
        "This is the score on the known pictures, on which the setting was chosen. Judge on the "
        "test pictures.": lambda settings, known, test: max(scores(settings, known)),
        "You took the worst setting: more decibels are better.": by(np.argmin),
        "This is always the first setting. Choose the best on the known pictures.": by(
            lambda known: 0
        ),
        "This is always the last setting. Choose the best on the known pictures.": by(
            lambda known: -1
        ),
        "This is the mean over all settings. A user takes one of them.": lambda settings, _, test: (
            np.mean(scores(settings, test))
        ),
        "Known and test are swapped: the known pictures choose, the others judge.": (
            lambda settings, known, test: by(np.argmax)(settings, test, known)
        ),
        "The test pictures helped to choose: you took the best on all pictures.": (
            lambda settings, known, test: scores(settings, test)[
                int(np.argmax(np.add(scores(settings, known), scores(settings, test))))
            ]
        ),
    }
    return wrong_function(
        answer,
        by(np.argmax),
        cases,
        kinds,
        "The setting with the most decibels on `known`, and its decibels on `test`.",
    ) or right("Now a rival that has many settings has no advantage over one that has few.")
