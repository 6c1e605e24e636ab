"""The exercises of lesson 01, the vanilla autoencoder."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import call, number, numbers, typical_mistake, wrong_function
from ._networks import halves, output, widths, wrong_activation, wrong_images

EXERCISES = [
    "compression_ratio",
    "squared_error",
    "parameters",
    "better_than_perfect",
    "early_stopping",
    "dropout",
    "deep_model",
    "training",
]


def compression_ratio(answer):
    """How many times fewer numbers a code of 8 has than an image of 28 by 28."""
    kinds = {
        "This is code over image; a ratio of 98 to 1 has the image on top.": 8 / 784,
        "28 is one side of the image. Count all its pixels.": 28 / 8,
        "This is how many numbers fewer. How many times fewer are they? Divide.": 784 - 8,
    }
    value = number(answer)
    if np.isclose(value, 98):
        return right("784 pixels against 8 numbers: 98 times fewer.")
    return typical_mistake(value, kinds) or not_yet(
        "Divide the number of pixels in an image by the number of numbers in its code."
    )


def squared_error(answer):
    """A function `(x, x_hat) -> (batch,)`: squared error, summed over pixels."""
    rng, pixels = np.random.default_rng(0), (1, 2, 3)
    kinds = {
        "You took the mean over the pixels. We sum, so that a loss has a unit: squared grey levels "
        "per image.": lambda x, x_hat: ((x - x_hat) ** 2).mean(pixels),
        "You also took the mean over the batch. Keep one number per image: Keras takes the mean "
        "over the batch itself.": lambda x, x_hat: ((x - x_hat) ** 2).sum(pixels).mean(),
        "You also summed over the batch. Keep one number per image.": lambda x, x_hat: (
            (x - x_hat) ** 2
        ).sum(),
        "This is the mean over everything: sum over the pixels only, and keep one number per "
        "image.": lambda x, x_hat: ((x - x_hat) ** 2).mean(),
        "This is the absolute error. Square the differences.": lambda x, x_hat: abs(x - x_hat).sum(
            pixels
        ),
        "The differences are not squared, so positive and negative ones cancel.": lambda x, x_hat: (
            x - x_hat
        ).sum(pixels),
        "You took a root at the end. We want the squared error itself.": lambda x, x_hat: np.sqrt(
            ((x - x_hat) ** 2).sum(pixels)
        ),
        "You put x_hat through a sigmoid. It is grey levels already, not logits.": (
            lambda x, x_hat: ((x - 1 / (1 + np.exp(-x_hat))) ** 2).sum(pixels)
        ),
    }
    return wrong_function(
        answer,
        lambda x, x_hat: ((x - x_hat) ** 2).sum(pixels),
        [rng.random((2, 3, 4, 5, 1)), rng.random((2, 2, 6, 3, 1))],
        kinds,
        "Subtract, square, and sum over every axis but the first.",
    ) or right("One number per image: the sum of its squared errors.")


def parameters(answer):
    """The number of weights and biases of an encoder 784-128-8."""
    value = number(answer)
    if value == 101_512:
        return right("784·128 + 128 in the hidden layer, 128·8 + 8 in the code.")
    kinds = {
        "You left out the biases: one for each unit of a layer.": 101_376,
        "This is the hidden layer alone. The code layer has weights too.": 100_480,
        "This is encoder and decoder. The question is about the encoder.": 203_808,
        "784·8 would be right without a hidden layer.": 6_272,
    }
    return typical_mistake(value, kinds, rtol=1e-6) or not_yet(
        "A dense layer from m to n units has m·n weights and n biases. Add up two."
    )


def better_than_perfect(answer):
    """Two grey levels whose KL from (0.5, 0) is below that of the perfect copy, which is 0."""
    x_hat = numbers(answer)
    if x_hat.shape != (2,):
        return not_yet("Give two grey levels, one for each pixel, such as (0.3, 0.1).")
    if not (np.isfinite(x_hat).all() and x_hat.min() >= 0 and x_hat.max() <= 1):
        return mistake("Grey levels are from 0 to 1, as a decoder ends in a sigmoid.")
    with np.errstate(divide="ignore"):
        loss = 0.5 * np.log(0.5 / x_hat[0])
    if loss < -1e-6:
        return right(
            f"Its loss is {loss:.2f} nats, and the perfect copy has 0. White paper costs nothing, "
            "whatever is drawn there, and grey is best drawn black."
        )
    if loss < 1e-6 and x_hat[1] < 1e-6:
        return not_yet("This is the perfect copy itself: its loss is 0. Find one with less.")
    if loss < 1e-6:
        return not_yet(
            "As low as the perfect copy, and yet no copy: the white pixel costs nothing. The other "
            "one can bring the loss below 0."
        )
    return mistake(f"Its loss is {loss:.2f} nats, above that of the perfect copy, which is 0.")


def early_stopping(answer):
    """A function `(val_losses, patience) -> epoch`: the epoch whose weights are kept."""

    def stopped(val_losses, patience, since=0, reset=True):
        """The best epoch, and the last one that is trained."""
        best = waited = 0
        for epoch, loss in enumerate(val_losses):
            if loss < val_losses[best]:
                best, waited = epoch, 0 if reset else waited
            elif epoch:
                waited += 1
            if waited >= patience + since:
                break
        return best, epoch

    def after_rises(val_losses, patience):
        rises = 0
        for epoch in range(1, len(val_losses)):
            rises = rises + 1 if val_losses[epoch] >= val_losses[epoch - 1] else 0
            if rises == patience:
                break
        return np.argmin(val_losses[: epoch + 1])

    kinds = {
        "You look at all the epochs. Training stopped before the last ones.": (
            lambda val_losses, patience: np.argmin(val_losses)
        ),
        "This is the epoch at which training stops. Its weights go back to an earlier one.": (
            lambda *given: stopped(*given)[1]
        ),
        "You stop at the first epoch without a new lowest loss, whatever the patience is.": (
            lambda val_losses, patience: stopped(val_losses, 1)[0]
        ),
        "You stop one epoch too late: after `patience` epochs without a new lowest loss, not one "
        "more.": lambda *given: stopped(*given, since=1)[0],
        "You stop one epoch too early.": lambda *given: stopped(*given, since=-1)[0],
        "You compare each loss with the one before it. Compare it with the lowest so far.": (
            after_rises
        ),
        "You count all epochs without a new lowest loss. With each new lowest one the count "
        "begins anew.": lambda *given: stopped(*given, reset=False)[0],
        "You count epochs from 1. Python and this exercise count from 0.": (
            lambda *given: stopped(*given)[0] + 1
        ),
        "This is the lowest loss. At which epoch was it?": (
            lambda val_losses, patience: val_losses[stopped(val_losses, patience)[0]]
        ),
    }
    wobbles = [
        ([9, 7, 8, 6, 7, 8, 5, 6, 7, 8, 4, 3], 3),
        ([9, 7, 8, 6, 7, 8, 5, 6, 7, 8, 4, 3], 2),
        ([9, 8, 6, 7, 5, 6.5, 6, 5.5, 4], 3),
        ([9, 8, 6, 7, 5, 6.5, 6, 5.5, 4], 1),
        ([9, 8, 6, 7, 5, 6.5, 6, 5.5, 4], 4),
        ([5, 6, 4, 7, 8, 9], 5),
        ([3, 4, 5, 2], 2),
    ]
    return wrong_function(
        answer,
        lambda *given: stopped(*given)[0],
        [(np.array(val_losses, float), patience) for val_losses, patience in wobbles],
        kinds,
        "Go through the losses, keep the number of the lowest so far, and stop when it is "
        "`patience` epochs old.",
    ) or right("The weights of the best epoch are kept, and the patience forgives a bad one.")


def dropout(answer):
    """A function `(h, u, rate) -> h`: hidden numbers with a share of them set to zero."""
    rng = np.random.default_rng(0)
    kinds = {
        "What is left is too small: on average `1 - rate` of it. Divide it by that.": (
            lambda h, u, rate: np.where(u < rate, 0, h)
        ),
        "You keep what should go, and set to zero what should stay.": (
            lambda h, u, rate: np.where(u < rate, h, 0) / (1 - rate)
        ),
        "You keep what should go: zero is for `u < rate`.": (
            lambda h, u, rate: np.where(u < rate, h, 0) / rate
        ),
        "You keep what should go, and nothing makes up for the rest.": (
            lambda h, u, rate: np.where(u < rate, h, 0)
        ),
        "You divide by the rate. The share that is left is `1 - rate`.": (
            lambda h, u, rate: np.where(u < rate, 0, h) / rate
        ),
        "You make what is left smaller still. Divide by `1 - rate`.": (
            lambda h, u, rate: np.where(u < rate, 0, h) * (1 - rate)
        ),
        "Nothing is set to zero.": lambda h, u, rate: h / (1 - rate),
        "You compare the numbers themselves with the rate. Chance decides: compare `u`.": (
            lambda h, u, rate: np.where(h < rate, 0, h) / (1 - rate)
        ),
    }
    return wrong_function(
        answer,
        lambda h, u, rate: np.where(u < rate, 0, h) / (1 - rate),
        [
            (rng.normal(size=(6, 8)), rng.random((6, 8)), 0.3),
            (rng.normal(size=(3, 5)), rng.random((3, 5)), 0.6),
            (rng.normal(size=(3, 5)), rng.random((3, 5)), 0.2),
        ],
        kinds,
        "np.where(u < rate, 0, h) sets to zero; then make up for what is gone.",
    ) or right("A share of the numbers is gone, and on the average their sum has stayed the same.")


def deep_model(answer):
    """An autoencoder for 28x28 images with a code of 4 and hidden layers of 256 and 64."""
    from ae_helpers.models import VAE

    encoder, decoder = halves(answer, "Autoencoder")
    if isinstance(answer, VAE):
        return mistake("This class draws its codes: put the halves into Autoencoder.")
    rng = np.random.default_rng(0)
    x, z = rng.random((4, 28, 28, 1), "float32"), np.float32(rng.normal(size=(4, 4)))
    code = np.shape(output(encoder, x, "encoder"))
    if code != (4, 4):
        return mistake(f"The code of 4 images has the shape {code}; it should be (4, 4).")
    if wrong := wrong_images(decoder, z, x.shape[1:]):
        return wrong
    found = widths(encoder, 784), widths(decoder, 4)
    if min(map(len, found)) < 3:
        return not_yet(
            "Each side needs two hidden layers and one more Dense layer for its output; yours have "
            f"{len(found[0])} and {len(found[1])} Dense layers."
        )
    if found != ([256, 64, 4], [64, 256, 784]):
        return mistake(
            f"The widths are {found[0]} on the way in and {found[1]} on the way out. Asked for are "
            "256 and 64 before the code, and 64 and 256 after it."
        )
    code, logits = "Half of the code space is lost by one", "Our losses take logits"
    return (
        wrong_activation("encoder", encoder, x, found[0], code, relu=False)
        or wrong_activation("decoder", decoder, z, found[1], logits, relu=False)
        or right("A mirror of two halves: widths shrink towards the code and grow after it.")
    )


def training(answer):
    """A function `fit(x) -> x_hat` that repairs the training loop which learned nothing."""
    from ae_helpers.data import ink

    x = ink.draw(1500, seed=5).images.astype("float32") / 255
    # Twenty images get a grey mark at the edge, each at another place. The code of an autoencoder
    # has no room for it; a copy or a filter redraws it as well as all the rest.
    marked = np.zeros(x.shape, bool)
    for k in range(20):
        row, column = 23 * (k % 2), (0, 6, 11, 17, 23)[k % 5]
        marked[75 * k + 33, row : row + 5, column : column + 5] = True
    x[marked] = 0.5
    x_hat = numbers(call(answer, x))
    if x_hat.shape != x.shape:
        return not_yet(f"For images {x.shape} your function returns {x_hat.shape}.")
    if not np.isfinite(x_hat).all() or x_hat.min() < 0 or x_hat.max() > 1:
        return mistake("These are not grey levels between 0 and 1: did you forget the sigmoid?")
    error = np.sum((x - x_hat) ** 2) / len(x)
    mean_image = np.sum((x - x.mean(axis=0)) ** 2) / len(x)
    if error < 1e-6:
        return mistake("These are the images themselves. Draw them again from their codes.")
    if error > 0.9 * mean_image:
        return mistake(
            f"The error is {error:.1f} squared grey levels per image; showing the mean image to "
            f"everybody gives {mean_image:.1f}. Is the image the target of your fit, and does your "
            "loss take logits, as losses.squared_error does (Keras's 'mse' does not)?"
        )
    redrawn = (x_hat - x_hat.mean(axis=0))[marked].sum() / (x - x.mean(axis=0))[marked].sum()
    if redrawn > 0.45 * (1 - error / mean_image):
        return mistake(
            "Even marks at the edge that hardly any image has are redrawn. So this is a copy or a "
            "filter of the images and not an autoencoder, whose small code has no room for them."
        )
    return right(f"The error is {error:.1f}, and the mean image would have had {mean_image:.1f}.")
