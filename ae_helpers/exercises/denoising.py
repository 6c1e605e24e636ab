"""The exercises of lesson 04, the denoising autoencoder."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import call, number, numbers, same, typical_mistake, wrong_function

EXERCISES = [
    "noise_error",
    "training_pair",
    "best_guess_with_prior",
    "bank_mean",
    "beat_the_median",
    "wrong_line",
]


def noise_error(answer):
    """The squared error of an image of 28 by 28 with Gaussian noise, sigma = 0.3."""
    value = number(answer)
    if same(value, 70.56, rtol=1e-3):
        return right("784 pixels, each wrong by 0.3² = 0.09 on the average, squared.")
    kinds = {
        "This is σ times the pixels. The error is squared, so each pixel is wrong by σ².": 235.2,
        "This is one pixel. Our error is a sum over all pixels of the image.": 0.09,
        "28 is one side of the image: count all its pixels.": 28 * 0.09,
        "You took a root at the end. We want the squared error itself.": 8.4,
    }
    return typical_mistake(value, kinds) or not_yet("Pixels times the squared error of one pixel.")


def training_pair(answer):
    """A function `(x, seed) -> (input, target)` with Gaussian noise of sigma = 0.3."""
    x = np.random.default_rng(0).random((40, 28, 28, 1))
    pairs = [call(answer, x, seed) for seed in (1, 1, 2)]
    if any(not isinstance(pair, tuple | list) or len(pair) != 2 for pair in pairs):
        return not_yet("Return two arrays: the network's input, then its target.")
    (noisy, target), (again, _), (other, _) = [[numbers(a) for a in pair] for pair in pairs]
    if noisy.shape != x.shape or target.shape != x.shape:
        return not_yet(f"Both arrays should have the shape of x, {x.shape}.")
    if same(noisy, x) and not same(target, x):
        return mistake("The two are swapped: noise goes into the input, the target is clean.")
    if same(noisy, x):
        return mistake("The input is clean: there is nothing to undo.")
    if np.allclose(target, noisy - x, atol=1e-4):
        return mistake("The target is the noise alone. Here the network gives the clean image.")
    if not same(target, x):
        return mistake("The target is noisy. The network would learn to give the noise back.")
    if not np.array_equal(noisy, again):
        return mistake("The same seed gave two different inputs: draw from default_rng(seed).")
    if np.array_equal(noisy, other):
        return mistake("Two seeds gave the same noise: the network would learn it by heart.")
    if abs(np.mean((noisy - noisy.mean()) * x)) < 0.1 * x.var():
        return mistake("The input is noise alone. Add it to the image.")
    noise = noisy - x
    if np.allclose(noise, noise[:1]):
        return mistake("All images of the batch have the same noise. Draw one for each pixel.")
    if np.allclose(noise, noise[:, :1, :1]):
        return mistake("All pixels of an image have the same noise. Draw one for each pixel.")
    if noisy.min() >= 0 and noisy.max() <= 1:
        return mistake("The input is clipped to [0, 1], so its noise is less than σ, not Gaussian.")
    if abs(noise.mean()) > 0.02:
        return mistake("The noise has a mean other than 0: it makes the images lighter or darker.")
    if np.isclose(noise.std(), 0.09, rtol=0.05):
        return mistake("This noise has the standard deviation 0.3². σ is not the variance.")
    if not np.isclose(noise.std(), 0.3, rtol=0.03):
        return mistake(f"The standard deviation of your noise is {noise.std():.2f}, not 0.3.")
    tails = np.mean(noise**4) / noise.var() ** 2  # 3 for a Gaussian
    if tails < 2.7:
        return mistake("This noise is bounded, so it is not Gaussian: use standard_normal.")
    if tails > 3.3:
        return mistake(
            "Few pixels have most of this noise: it is not Gaussian. Try standard_normal."
        )
    for axis in range(3):
        if abs(np.mean(noise * np.roll(noise, 1, axis))) > 0.05 * noise.var():
            return mistake("Neighbours have similar noise. Draw one number for each pixel.")
    return right("A noisy input, a clean target, and fresh noise for every seed.")


def best_guess_with_prior(answer):
    """A function `(x_noisy, sigma, p) -> E[x | x_noisy]` for a pixel that is 1 with chance p."""

    def sigmoid(logit):
        return 1 / (1 + np.exp(-logit))

    def guess(weight=lambda sigma: sigma**-2, prior=lambda p: np.log(p / (1 - p)), put=sigmoid):
        return lambda x, sigma, p: put((x - 0.5) * weight(sigma) + prior(p))

    kinds = {
        "This takes ink and paper for equally likely: p has no effect yet.": guess(
            prior=lambda p: 0
        ),
        "These are the log-odds. Put them through the sigmoid.": guess(put=np.asarray),
        "You divided by σ. It is σ², the variance, that counts.": guess(lambda sigma: 1 / sigma),
        "You divided by 2σ². Half of it has gone into the squares already.": guess(
            lambda sigma: 0.5 / sigma**2
        ),
        "The odds are upside down: ink is p, paper is 1 - p.": guess(
            prior=lambda p: np.log((1 - p) / p)
        ),
        "Inside the sigmoid belongs the logarithm of the odds, not the odds.": guess(
            prior=lambda p: p / (1 - p)
        ),
        "Inside the sigmoid belongs log(p / (1 - p)); log(p) leaves the paper out.": guess(
            prior=np.log
        ),
        "This product is not yet divided by the sum over ink and paper.": (
            lambda x, sigma, p: p * guess()(x, sigma, 0.5)
        ),
        "You decided between 0 and 1. The mean lies between them.": guess(put=lambda a: a > 0),
    }
    return wrong_function(
        answer,
        guess(),
        [(np.linspace(-0.5, 1.5, 9), 0.6, 0.2), (np.linspace(-1, 2, 8).reshape(2, 4), 0.4, 0.7)],
        kinds,
        "Add log(p / (1 - p)) to the argument of the sigmoid of the lesson.",
    ) or right("What the noise says plus what was known before, inside one sigmoid.")


def bank_mean(answer):
    """A function `(x_noisy, bank, sigma) -> (n, pixels)`: the mean of the bank given the noise."""
    rng = np.random.default_rng(0)

    def some(n, m, pixels, sigma):
        bank = rng.random((m, pixels))
        return bank[:n] + 0.3 * rng.standard_normal((n, pixels)), bank, sigma

    def squares(noisy, bank):
        return ((noisy[:, None] - bank) ** 2).sum(axis=2)

    def mean(exponent=lambda squares, sigma: -squares / (2 * sigma**2), axis=1):
        def weighed(noisy, bank, sigma):
            e = exponent(squares(noisy, bank), sigma)
            weights = np.exp(e - e.max(axis=axis, keepdims=True))
            return weights / weights.sum(axis=axis, keepdims=True) @ bank

        return weighed

    kinds = {
        "The 2 is missing: a Gaussian has 2σ² under the square.": mean(
            lambda s, sigma: -s / sigma**2
        ),
        "You divided by 2σ. A Gaussian has 2σ² under the square.": mean(
            lambda s, sigma: -s / (2 * sigma)
        ),
        "This is the distance, not its square, in the exponent.": mean(
            lambda s, sigma: -np.sqrt(s) / (2 * sigma**2)
        ),
        "You took the mean of the squares over the pixels. Sum them.": (
            lambda noisy, bank, sigma: mean()(noisy, bank, sigma * np.sqrt(len(bank[0])))
        ),
        "The sign is wrong: the images farthest away get the greatest weights.": mean(
            lambda s, sigma: s / (2 * sigma**2)
        ),
        "This is the nearest image. The best answer is a weighted mean.": (
            lambda noisy, bank, sigma: bank[squares(noisy, bank).argmin(axis=1)]
        ),
        "The weights do not sum to 1: divide by their sum over the bank.": (
            lambda noisy, bank, sigma: np.exp(-squares(noisy, bank) / (2 * sigma**2)) @ bank
        ),
        "The weights must sum to 1 over the bank, not over the noisy images.": mean(axis=0),
        "All images of the bank have the same weight here.": mean(lambda s, sigma: 0 * s),
        "These are the noisy images themselves.": lambda noisy, bank, sigma: noisy,
    }
    wrong = wrong_function(
        answer,
        mean(),
        [some(3, 6, 5, 0.4), some(2, 4, 7, 0.6)],
        kinds,
        "Squared distances, divided by -2σ², through exp, divided by their sum, times bank.",
    )
    if wrong:
        return wrong
    noisy, bank, _ = some(3, 6, 5, 0.4)
    if not np.isfinite(numbers(call(answer, noisy + 100, bank, 0.1))).all():
        return mistake(
            "Right for these images, but for noisy images far from all of the bank every weight "
            "becomes 0: subtract the greatest exponent before np.exp."
        )
    return right("This is the best denoiser for a world that holds only the bank's images.")


def beat_the_median(answer):
    """A function `fit(x) -> restore(noisy)` that does better than the median filter."""
    from ae_helpers.data import corrupt, ink

    from scipy.ndimage import median_filter

    images = ink.draw(2300, seed=6).images.astype("float32") / 255
    x, x_new = images[:2000], images[2000:]
    noisy = corrupt.salt_and_pepper(x_new, 0.3, seed=12345)
    restore = call(answer, x)
    if not callable(restore):
        return not_yet("Return a function that restores noisy images, such as model.reconstruct.")
    restored = numbers(call(restore, noisy))
    if restored.shape != noisy.shape:
        return not_yet(f"For images {noisy.shape} your function returns {restored.shape}.")
    if not np.isfinite(restored).all() or restored.min() < 0 or restored.max() > 1:
        return mistake("These are not grey levels between 0 and 1: did you forget the sigmoid?")

    def error(x_hat, x=x_new):
        return np.sum((x - x_hat) ** 2) / len(x)

    yours, median = error(restored), error(median_filter(noisy, (1, 3, 3, 1)))
    if np.isclose(yours, error(noisy), rtol=0.2) or yours > error(noisy):
        return mistake("The noise is still there: is the target of your training clean?")
    if np.isclose(yours, median, rtol=1e-3):
        return mistake("This is the median filter itself. Beat it with a network.")
    if yours > 0.9 * median:
        return not_yet(
            f"Your error is {yours:.1f}, the median filter's {median:.1f}; get a tenth below. Is "
            "it salt and pepper, fresh in every epoch, and are there enough epochs?"
        )
    # A filter does not need to have seen digits: it mends what lies beside its place as well.
    # So does a convolutional network, which would have learned nothing from black images.
    beside = np.roll(noisy, 9, axis=2)
    if error(numbers(call(restore, beside)), np.roll(x_new, 9, axis=2)) < 1.5 * yours:
        blind = numbers(call(call(answer, np.zeros_like(x)), noisy))
        if error(blind) < 1.5 * yours:
            return mistake("This works as well without the images that it gets: train a network.")
    return right(f"Your error is {yours:.1f}, and the median filter's is {median:.1f}.")


def wrong_line(answer):
    """The number of the line that puts the noise into the code, and not into the image."""
    hints = {
        1: "Batches of images, one after the other: that is as it should be.",
        2: "A line about the encoder is right in itself. But what does it get to see?",
        4: "The decoder takes the code and draws the image: so it does in the lesson.",
        5: "The target is the clean x, and the squares are summed over the pixels: right.",
        6: "Gradients to zero, new gradients, a step: this line is right.",
    }
    value = number(answer)
    if value == 3:
        return right("The noise goes into the code, so the encoder never sees a noisy image.")
    if value in hints:
        return mistake(hints[value])
    return not_yet("Give the number of one line, from 1 to 6.")
