"""The exercises of lesson 01, the vanilla autoencoder."""

import numpy as np

from . import decoder_mistake, mistake, not_yet, right, typical_mistake

EXERCISES = ["compression_ratio", "squared_error", "parameters", "deep_model", "training"]


def compression_ratio(answer):
    """How many times fewer numbers a code of 8 has than an image of 28 by 28."""
    if np.isclose(float(answer), 98):
        return right("784 pixels against 8 numbers: 98 times fewer.")
    kinds = {
        "This is code over image; a ratio of 98 to 1 has the image on top.": 8 / 784,
        "28 is one side of the image. Count all its pixels.": 28 / 8,
    }
    return typical_mistake(float(answer), kinds, rtol=1e-3) or not_yet(
        "Divide the number of pixels in an image by the number of numbers in its code."
    )


def squared_error(answer):
    """A function `(x, x_hat) -> (batch,)`: squared error, summed over pixels."""
    rng = np.random.default_rng(0)
    x, x_hat = rng.random((2, 3, 4, 5, 1))
    error, result = x - x_hat, np.asarray(answer(x, x_hat))
    sums = (error**2).sum(axis=(1, 2, 3))
    if result.shape == (3,) and np.allclose(result, sums):
        return right("One number an image: the sum of its squared errors.")
    kinds = {
        "You took the mean over the pixels. We sum, so that a loss has a unit: squared grey levels "
        "an image.": (error**2).mean(axis=(1, 2, 3)),
        "You also took the mean over the batch. Keep one number an image: Keras takes the mean "
        "over the batch itself.": sums.mean(),
        "You also summed over the batch. Keep one number an image.": sums.sum(),
        "This is the mean over everything: sum over the pixels only, and keep one number an "
        "image.": (error**2).mean(),
        "This is the absolute error. Square the differences.": np.abs(error).sum(axis=(1, 2, 3)),
        "The differences are not squared, so positive and negative ones cancel.": error.sum(
            axis=(1, 2, 3)
        ),
        "You took a root at the end. We want the squared error itself.": np.sqrt(sums),
    }
    wrong = typical_mistake(result, kinds)
    if wrong:
        return wrong
    if result.shape != (3,):
        return not_yet(f"For 3 images your function returns the shape {result.shape}, not (3,).")
    return not_yet("Subtract, square, and sum over every axis but the first.")


def parameters(answer):
    """The number of weights and biases of an encoder 784-128-8."""
    if float(answer) == 101_512:
        return right("784·128 + 128 in the hidden layer, 128·8 + 8 in the code.")
    kinds = {
        "You left out the biases: one for each unit of a layer.": 101_376,
        "This is the hidden layer alone. The code layer has weights too.": 100_480,
        "This is encoder and decoder. The question is about the encoder.": 203_808,
        "784·8 would be right without a hidden layer.": 6_272,
    }
    return typical_mistake(float(answer), kinds) or not_yet(
        "A dense layer from m to n units has m·n weights and n biases. Add up two."
    )


def deep_model(answer):
    """An autoencoder for 28x28 images with a code of 4 and two hidden layers on each side."""
    encoder, decoder = answer.encoder, answer.decoder
    x = np.random.default_rng(0).random((2, 28, 28, 1), "float32")
    code = np.asarray(encoder(x))
    if code.shape != (2, 4):
        return mistake(f"The code of 2 images has the shape {code.shape}; it should be (2, 4).")
    wrong = decoder_mistake(decoder, 4, x.shape[1:])
    if wrong:
        return wrong
    dense = [[w for w in part.trainable_weights if w.ndim == 2] for part in (encoder, decoder)]
    if min(map(len, dense)) < 3:
        return not_yet(
            "Each side needs two hidden layers and one more Dense layer for its output; yours have "
            f"{len(dense[0])} and {len(dense[1])} Dense layers."
        )
    if code.min() >= 0 and np.asarray(encoder(-x)).min() >= 0:
        return mistake(
            "No code number is ever negative: there is an activation on the code. Half of the code "
            "space is lost; leave it linear."
        )
    widths = [[w.shape[1] for w in part] for part in dense]
    if widths[0] != sorted(widths[0], reverse=True) or widths[1] != sorted(widths[1]):
        return mistake(
            f"The widths are {widths[0]} on the way in and {widths[1]} on the way out; let them "
            "shrink towards the code and grow after it."
        )
    return right("A mirror of two halves: widths shrink towards the code and grow after it.")


def training(answer):
    """A function `fit(x) -> x_hat` that repairs the training loop which learned nothing."""
    from ae_helpers.data import ink

    x = ink.draw(1500, seed=5).images.astype("float32") / 255
    x_hat = np.asarray(answer(x), "float32")
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
            f"The error is {error:.1f} squared grey levels an image; showing the mean image to "
            f"everybody gives {mean_image:.1f}. Is the image the target of your fit, and does your "
            "loss take logits, as losses.squared_error does (Keras's 'mse' does not)?"
        )
    return right(f"The error is {error:.1f}, and the mean image would have had {mean_image:.1f}.")
