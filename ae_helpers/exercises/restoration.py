"""The exercises of lesson 21, restoration."""

import numpy as np

from . import DOTS, Stop, not_yet, right, unfilled
from ._checks import numbers, same, typical_mistake, wrong_function

EXERCISES = ["hidden_pixel", "cut_hole", "blur_matrix", "paste", "error_inside"]


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


def cut_hole(answer):
    """A function `(x, top, left, size) -> (damaged, mask)`, the mask True where pixels are gone."""
    if not callable(answer):
        return not_yet("A function is wanted: give its name, without brackets behind it.")
    rng = np.random.default_rng(0)

    def images(*shape):
        return 0.1 + 0.9 * rng.random(shape)  # no pixel is 0 by itself

    def both(x, *where):
        pair = answer(x, *where)
        if unfilled(pair):
            raise Stop(not_yet(DOTS))
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Stop(not_yet("Return two arrays: the damaged images, then the mask."))
        damaged, mask = (numbers(part) for part in pair)
        if damaged.shape != x.shape or mask.shape != x.shape:
            raise Stop(not_yet(f"Both arrays should have the shape of x, {x.shape}."))
        return np.stack([damaged, mask])

    def hole(turn=False, longer=0, inverted=False, pixels=lambda x, mask: x * ~mask):
        def cut(x, top, left, size):
            mask = np.zeros(x.shape, bool)
            top, left = (left, top) if turn else (top, left)
            mask[:, top : top + size + longer, left : left + size + longer] = True
            return np.stack([pixels(x, mask), mask ^ inverted])

        return cut

    kinds = {
        "The mask is the wrong way round: True is where pixels are missing.": hole(inverted=True),
        "The hole and its surroundings are swapped: only the hole is kept.": hole(
            pixels=lambda x, mask: x * mask
        ),
        "Rows and columns are swapped: `top` counts rows, the first axis of an image.": hole(True),
        "The hole is a pixel too large: a slice ends before its second number.": hole(longer=1),
        "The hole is a pixel too small: a slice ends before its second number.": hole(longer=-1),
        "The mask is right, but nothing is cut out of the images.": hole(pixels=lambda x, mask: x),
        "The hole is white, 1. It should be 0.": hole(pixels=lambda x, mask: np.where(mask, 1, x)),
    }
    return wrong_function(
        both,
        hole(),
        [
            (images(3, 8, 9, 1), 2, 4, 3),
            (images(2, 7, 6, 3), 3, 1, 2),
            (images(1, 9, 9, 1), 0, 2, 6),
        ],
        kinds,
        "mask = np.zeros(x.shape, bool), True in rows top to top + size and columns left to "
        "left + size; and a copy of x that is 0 there.",
    ) or right("The damaged images, and which pixels are gone. The mask is known: use it.")


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


def error_inside(answer):
    """A function `(x, x_hat, mask)`: squared error where the mask is True, per image."""
    rng = np.random.default_rng(0)

    def some(*shape):
        return rng.random(shape), rng.random(shape), rng.random((*shape[:3], 1)) < 0.3

    def squares(x, x_hat, mask):
        return (x - x_hat) ** 2 * mask

    kinds = {
        "This is the error of the whole image: multiply by the mask before you sum.": (
            lambda x, x_hat, mask: np.sum((x - x_hat) ** 2) / len(x)
        ),
        "This is the error outside the hole.": lambda *given: (
            np.sum(squares(*given[:2], ~given[2])) / len(given[0])
        ),
        "This is the sum over all images: divide by their number.": lambda *given: np.sum(
            squares(*given)
        ),
        "You took the mean over all pixels. Sum over pixels, mean over images.": lambda *given: (
            np.mean(squares(*given))
        ),
        "You divided by the hidden pixels. Sum over pixels, mean over images.": lambda *given: (
            np.sum(squares(*given)) / np.sum(given[2])
        ),
        "This is the mean of the hidden squares. Sum over pixels, mean over images.": (
            lambda *given: np.sum(squares(*given)) / np.sum(given[2]) / given[0].shape[3]
        ),
        "You took the mean over the channels: sum over them, too.": lambda *given: (
            np.sum(squares(*given)) / len(given[0]) / given[0].shape[3]
        ),
        "You took a root. We want the squared error.": lambda *given: np.sqrt(
            np.sum(squares(*given)) / len(given[0])
        ),
        "The differences are not squared.": lambda x, x_hat, mask: (
            np.sum(abs(x - x_hat) * mask) / len(x)
        ),
        "One number per image is right, but here their mean is wanted.": lambda *given: np.sum(
            squares(*given), axis=(1, 2, 3)
        ),
    }
    return wrong_function(
        answer,
        lambda *given: np.sum(squares(*given)) / len(given[0]),
        [some(3, 5, 6, 3), some(4, 6, 5, 1), some(2, 4, 4, 3)],
        kinds,
        "Squares times mask, summed, divided by the number of images.",
    ) or right("Now 'how well is the hole filled?' has a number of its own.")
