"""The exercises of lesson 04, denoising and restoration."""

import numpy as np

from . import mistake, not_yet, right, typical_mistake

EXERCISES = [
    "noise_error",
    "training_pair",
    "best_guess_with_prior",
    "bank_mean",
    "beat_the_median",
]


def noise_error(answer):
    """The squared error of an image of 28 by 28 with Gaussian noise, sigma = 0.3."""
    value = np.asarray(float(answer))
    if np.isclose(value, 70.56):
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
    pairs = [answer(x.copy(), seed) for seed in (1, 1, 2)]
    if any(not isinstance(pair, tuple | list) or len(pair) != 2 for pair in pairs):
        return not_yet("Return two arrays: the network's input, then its target.")
    (noisy, target), (again, _), (other, _) = [[np.asarray(a) for a in pair] for pair in pairs]
    if noisy.shape != x.shape or target.shape != x.shape:
        return not_yet(f"Both arrays should have the shape of x, {x.shape}.")
    if np.allclose(noisy, x) and not np.allclose(target, x):
        return mistake("The two are swapped: noise goes into the input, the target is clean.")
    if np.allclose(noisy, x):
        return mistake("The input is clean: there is nothing to undo.")
    if not np.allclose(target, x):
        return mistake("The target is noisy. The network would learn to give the noise back.")
    if not np.array_equal(noisy, again):
        return mistake("The same seed gave two different inputs: draw from default_rng(seed).")
    if np.array_equal(noisy, other):
        return mistake("Two seeds gave the same noise: the network would learn it by heart.")
    noise = noisy - x
    if np.allclose(noise, noise[:1]):
        return mistake("All images of the batch have the same noise. Draw one number a pixel.")
    if np.allclose(noise, noise[:, :1, :1]):
        return mistake("All pixels of an image have the same noise. Draw one number a pixel.")
    if noisy.min() >= 0 and noisy.max() <= 1:
        return mistake("The input is clipped to [0, 1], so its noise is less than σ, not Gaussian.")
    if abs(noise.mean()) > 0.02:
        return mistake("The noise has a mean other than 0: it makes the images lighter or darker.")
    if np.isclose(noise.std(), 0.09, rtol=0.05):
        return mistake("This noise has the standard deviation 0.3². σ is not the variance.")
    if not np.isclose(noise.std(), 0.3, rtol=0.03):
        return mistake(f"The standard deviation of your noise is {noise.std():.2f}, not 0.3.")
    if np.abs(noise).max() < 0.6:
        return mistake("This noise is bounded, so it is not Gaussian: use standard_normal.")
    return right("A noisy input, a clean target, and fresh noise for every seed.")


def best_guess_with_prior(answer):
    """A function `(x_noisy, sigma, p) -> E[x | x_noisy]` for a pixel that is 1 with chance p."""
    seen, sigma, p = np.linspace(-0.5, 1.5, 9), 0.6, 0.2
    result = np.asarray(answer(seen, sigma, p))

    def sigmoid(logit):
        return 1 / (1 + np.exp(-logit))

    said, prior = (seen - 0.5) / sigma**2, np.log(p / (1 - p))
    if result.shape == seen.shape and np.allclose(result, sigmoid(said + prior)):
        return right("What the noise says plus what was known before, inside one sigmoid.")
    kinds = {
        "This takes ink and paper for equally likely: p has no effect yet.": sigmoid(said),
        "These are the log-odds. Put them through the sigmoid.": said + prior,
        "You divided by σ. It is σ², the variance, that counts.": sigmoid(
            (seen - 0.5) / sigma + prior
        ),
        "The odds are upside down: ink is p, paper is 1 - p.": sigmoid(said - prior),
        "Inside the sigmoid belongs the logarithm of the odds, not the odds.": sigmoid(
            said + p / (1 - p)
        ),
        "Inside the sigmoid belongs log(p / (1 - p)); log(p) leaves the paper out.": sigmoid(
            said + np.log(p)
        ),
        "This product is not yet divided by the sum over ink and paper.": p * sigmoid(said),
        "You decided between 0 and 1. The mean lies between them.": np.float64(said + prior > 0),
    }
    return typical_mistake(result, kinds) or not_yet(
        "Add log(p / (1 - p)) to the argument of the sigmoid of the lesson."
    )


def bank_mean(answer):
    """A function `(x_noisy, bank, sigma) -> (n, pixels)`: the mean of the bank given the noise."""
    rng = np.random.default_rng(0)
    bank = rng.random((6, 5))
    noisy, sigma = bank[[0, 3, 3]] + 0.3 * rng.standard_normal((3, 5)), 0.4
    squares = ((noisy[:, None] - bank) ** 2).sum(axis=2)
    result = np.asarray(answer(noisy, bank, sigma))

    def mean(exponent, axis=1):
        weights = np.exp(exponent - exponent.max(axis=axis, keepdims=True))
        return weights / weights.sum(axis=axis, keepdims=True) @ bank

    exponent = -squares / (2 * sigma**2)
    if result.shape == noisy.shape and np.allclose(result, mean(exponent)):
        far = np.asarray(answer(noisy + 100, bank, 0.1))
        if not np.isfinite(far).all():
            return mistake(
                "Right for these images, but for noisy images far from all of the bank every "
                "weight becomes 0: subtract the greatest exponent before np.exp."
            )
        return right("This is the best denoiser for a world that holds only the bank's images.")
    kinds = {
        "The 2 is missing: a Gaussian has 2σ² under the square.": mean(2 * exponent),
        "You divided by 2σ. A Gaussian has 2σ² under the square.": mean(-squares / (2 * sigma)),
        "This is the distance, not its square, in the exponent.": mean(
            -np.sqrt(squares) / (2 * sigma**2)
        ),
        "The sign is wrong: the images farthest away get the greatest weights.": mean(-exponent),
        "This is the nearest image. The best answer is a weighted mean.": bank[
            squares.argmin(axis=1)
        ],
        "The weights do not sum to 1: divide by their sum over the bank.": np.exp(exponent) @ bank,
        "The weights must sum to 1 over the bank, not over the noisy images.": mean(exponent, 0),
        "All images of the bank have the same weight here.": mean(0 * exponent),
    }
    return typical_mistake(result, kinds) or not_yet(
        f"Your function returns the shape {result.shape}; weigh the rows of the bank and add."
        if result.shape != noisy.shape
        else "Squared distances, divided by -2σ², through exp, divided by their sum, times bank."
    )


def beat_the_median(answer):
    """A function `fit(x) -> restore(noisy)` that does better than the median filter."""
    from ae_helpers.data import corrupt, ink

    from scipy.ndimage import median_filter

    images = ink.draw(2300, seed=6).images.astype("float32") / 255
    x, x_new = images[:2000], images[2000:]
    noisy = corrupt.salt_and_pepper(x_new, 0.3, seed=12345)
    restore = answer(x)
    if not callable(restore):
        return not_yet("Return a function that restores noisy images, such as model.reconstruct.")
    restored = np.asarray(restore(noisy))
    if restored.shape != noisy.shape:
        return not_yet(f"For images {noisy.shape} your function returns {restored.shape}.")
    if not np.isfinite(restored).all() or restored.min() < 0 or restored.max() > 1:
        return mistake("These are not grey levels between 0 and 1: did you forget the sigmoid?")

    def error(x_hat):
        return np.sum((x_new - x_hat) ** 2) / len(x_new)

    yours, median = error(restored), error(median_filter(noisy, (1, 3, 3, 1)))
    if np.isclose(yours, error(noisy), rtol=0.2) or yours > error(noisy):
        return mistake("The noise is still there: is the target of your training clean?")
    if np.isclose(yours, median):
        return mistake("This is the median filter itself. Beat it with a network.")
    if yours > 0.9 * median:
        return not_yet(
            f"Your error is {yours:.1f}, the median filter's {median:.1f}; get a tenth below. Is "
            "it salt and pepper, fresh in every epoch, and are there enough epochs?"
        )
    return right(f"Your error is {yours:.1f}, and the median filter's is {median:.1f}.")
