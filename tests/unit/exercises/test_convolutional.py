"""Lesson 03's exercises: right answers pass, typical wrong ones get their hint."""

from ae_helpers import losses
from ae_helpers.exercises import convolutional, judge
from ae_helpers.models import Autoencoder

import keras
import numpy as np
import pytest
from keras import layers

SHAPE = (28, 28, 1)


def field(kernels, strides):
    seen, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        seen, step = seen + (kernel - 1) * step, step * stride
    return seen


def own_stride(kernels, strides):
    seen, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        step *= stride
        seen += (kernel - 1) * step
    return seen


def added(kernels, strides):
    seen, step = 1, 0
    for kernel, stride in zip(kernels, strides, strict=True):
        seen, step = seen + (kernel - 1) * max(step, 1), step + stride
    return seen


def only_the_last(kernels, strides):
    return 1 + sum((k - 1) * s for k, s in zip(kernels, [1, *strides[:-1]], strict=True))


def emptied(kernels, strides):
    kernels.clear(), strides.clear()
    return 1


def stamp(x, kernel, stride):
    row = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i in range(len(x)):
        row[stride * i : stride * i + len(kernel)] += x[i] * kernel
    return row


def overwrite(x, kernel, stride):
    row = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i in range(len(x)):
        row[stride * i : stride * i + len(kernel)] = x[i] * kernel
    return row


def by_matrix(x, kernel, stride):
    """The transpose of the matrix of the strided convolution."""
    matrix = np.zeros((len(x), stride * (len(x) - 1) + len(kernel)))
    for i in range(len(x)):
        matrix[i, stride * i : stride * i + len(kernel)] = kernel
    return matrix.T @ x


def scattered(x, kernel, stride):
    """Zeros between the pixels, then a convolution."""
    wide = np.zeros(stride * (len(x) - 1) + 1)
    wide[::stride] = x
    return np.convolve(wide, kernel)


def convolved(x, kernel, stride):
    return np.correlate(x, kernel, "valid")[::stride] if len(x) >= len(kernel) else x


VERDICTS = [
    ("kernel_weights", 3 * 3 * 8 * 16 + 16, "right", "16 biases"),
    ("kernel_weights", 1152, "mistake", "biases are missing"),
    ("kernel_weights", 160, "mistake", "8 channels"),
    ("kernel_weights", 1160, "mistake", "goes in"),
    ("kernel_weights", 7 * 7 * 1168, "mistake", "does not matter"),
    ("kernel_weights", 73, "mistake", "There are 16"),
    ("kernel_weights", 1167, "not yet", "channels in"),
    ("round_trip", 32, "right", "28, 14, 7, 4"),
    ("round_trip", 28, "mistake", "3.5"),
    ("round_trip", 24, "mistake", "rounded up"),
    ("round_trip", 4, "mistake", "way back"),
    ("round_trip", 30, "not yet", "Halve"),
    ("receptive_field", field, "right", "multiplied"),
    ("receptive_field", lambda k, s: 1 + sum(np.array(k) - 1), "mistake", "no effect"),
    ("receptive_field", own_stride, "mistake", "own stride"),
    ("receptive_field", added, "mistake", "You add them"),
    ("receptive_field", only_the_last, "mistake", "All the strides"),
    ("receptive_field", lambda k, s: field(k, s) - 1, "mistake", "one pixel"),
    ("receptive_field", lambda k, s: field([a + 1 for a in k], s), "mistake", "two steps"),
    ("receptive_field", lambda k, s: int(np.prod(k)), "mistake", "multiply"),
    ("receptive_field", lambda k, s: 7, "not yet", "right for some"),
    ("receptive_field", emptied, "not yet", "Start with 1"),
    ("receptive_field", 7, "not yet", "A function"),
    ("receptive_field", lambda k, s: field(k, s) + 2, "not yet", "Start with 1"),
    ("transposed", stamp, "right", "on its side"),
    ("transposed", by_matrix, "right", "on its side"),
    ("transposed", scattered, "right", "on its side"),
    ("transposed", overwrite, "mistake", "overlap"),
    ("transposed", lambda x, k, s: stamp(x, k[::-1], s), "mistake", "turned round"),
    ("transposed", lambda x, k, s: stamp(x**0, k, s), "mistake", "equally strong"),
    ("transposed", lambda x, k, s: stamp(x, k, 1), "mistake", "one pixel apart"),
    ("transposed", lambda x, k, s: stamp(x, k, s)[: s * len(x)], "mistake", "cut off"),
    ("transposed", lambda x, k, s: stamp(x, k, 2), "not yet", "shape"),
    ("transposed", lambda x, k, s: 2 * stamp(x, k, s), "not yet", "For each pixel"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"convolutional.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", convolutional.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"convolutional.{exercise}", ...).kind == "not yet"


def trained(encoder, decoder, epochs):
    """A function that trains a net of these layers; its weights are the same each time."""

    def fit(x):
        keras.utils.set_random_seed(1)
        small = keras.Sequential([keras.Input(SHAPE), *encoder()])
        back = keras.Sequential([keras.Input(small.output_shape[1:]), *decoder()])
        model = Autoencoder(small, back)
        model.compile(keras.optimizers.Adam(5e-3), loss=losses.squared_error)
        if epochs:
            model.fit(x, x, batch_size=100, epochs=epochs, verbose=0)
        return model

    return fit


def dense(d, width=64, end=None):
    def encoder():
        return [layers.Flatten(), layers.Dense(width, activation="relu"), layers.Dense(d)]

    def decoder():
        last = [layers.Dense(784, activation=end), layers.Reshape(SHAPE)]
        return [layers.Dense(width, activation="relu"), *last]

    return encoder, decoder


def thumbnail(side):
    """A small copy of the image and its enlargement: a map that has learned nothing."""

    def encoder():
        return [layers.Resizing(side, side, antialias=True)]

    def decoder():
        return [layers.Resizing(28, 28), layers.Rescaling(10.0, -5.0)]

    return encoder, decoder


NETS = [
    (*dense(16), 12, "mistake", "a list, not a map"),
    (*dense(99), 0, "mistake", "99 numbers"),
    (*dense(16), 0, "not yet", "hardly trained"),
    (*dense(16, end="sigmoid"), 0, "mistake", "sigmoid of its own"),
    (*thumbnail(9), 0, "not yet", "Below 20"),
]


@pytest.mark.parametrize("encoder, decoder, epochs, kind, words", NETS, ids=[n[4] for n in NETS])
def test_a_net_that_ties_digits_to_their_place_does_not_pass(encoder, decoder, epochs, kind, words):
    verdict = judge("convolutional.follows_the_shift", trained(encoder, decoder, epochs))
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


def test_what_is_no_model_does_not_pass():
    for answer in (lambda x: x, lambda x: lambda images: images, keras.Sequential()):
        assert judge("convolutional.follows_the_shift", answer).kind != "right"
