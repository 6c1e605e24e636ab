"""Lesson 01's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import judge
from ae_helpers.models import Autoencoder

import keras
import numpy as np
import pytest
from keras import layers

PIXELS = (1, 2, 3)


def build(d=4, hidden=(32, 16), end=None, code=None, shape=(28, 28, 1), back=-1):
    dense = [layers.Dense(n, activation="relu") for n in hidden]
    mirror = [layers.Dense(n, activation="relu") for n in hidden[::back]]
    last = layers.Dense(int(np.prod(shape)), activation=end, bias_initializer="ones")
    encoder = [keras.Input((28, 28, 1)), layers.Flatten(), *dense, layers.Dense(d, activation=code)]
    decoder = [keras.Input((d,)), *mirror, last, layers.Reshape(shape)]
    return Autoencoder(keras.Sequential(encoder), keras.Sequential(decoder))


def sum_of_squares(x, x_hat):
    return ((x - x_hat) ** 2).sum(PIXELS)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("compression_ratio", 98),
        ("compression_ratio", np.float32(98)),
        ("squared_error", sum_of_squares),
        ("parameters", 101_512),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"vanilla.{name}", answer).kind == "right"


def test_a_deep_model_is_right():
    assert judge("vanilla.deep_model", build()).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("compression_ratio", 8 / 784, "image on top"),
        ("compression_ratio", 3.5, "one side of the image"),
        ("squared_error", lambda x, y: ((x - y) ** 2).mean(PIXELS), "mean over the pixels"),
        ("squared_error", lambda x, y: sum_of_squares(x, y).mean(), "mean over the batch"),
        ("squared_error", lambda x, y: sum_of_squares(x, y).sum(), "summed over the batch"),
        ("squared_error", lambda x, y: ((x - y) ** 2).mean(), "mean over everything"),
        ("squared_error", lambda x, y: np.abs(x - y).sum(PIXELS), "absolute error"),
        ("squared_error", lambda x, y: (x - y).sum(PIXELS), "not squared"),
        ("squared_error", lambda x, y: np.sqrt(sum_of_squares(x, y)), "root"),
        ("parameters", 101_376, "biases"),
        ("parameters", 100_480, "hidden layer alone"),
        ("parameters", 6_272, "without a hidden layer"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"vanilla.{name}", answer)
    assert verdict.kind == "mistake" and hint in verdict.text


@pytest.mark.parametrize(
    "wrong, hint",
    [
        ({"d": 8}, "(2, 8)"),
        ({"shape": (27, 28, 1)}, "(2, 27, 28, 1)"),
        ({"end": "sigmoid"}, "sigmoid"),
        ({"hidden": (32,)}, "two hidden layers"),
        ({"code": "relu"}, "activation on the code"),
        ({"back": 1}, "[32, 16, 784] on the way out"),
    ],
)
def test_typical_mistakes_in_a_deep_model(wrong, hint):
    verdict = judge("vanilla.deep_model", build(**wrong))
    assert verdict.kind in ("mistake", "not yet") and hint in verdict.text


def test_a_loop_that_learns_nothing_is_compared_with_the_mean_image():
    verdict = judge("vanilla.training", lambda x: np.full_like(x, 0.5))
    assert verdict.kind == "mistake" and "mean image" in verdict.text
    assert "sigmoid" in judge("vanilla.training", lambda x: 5 * x).text
    assert judge("vanilla.training", lambda x: x[:3]).kind == "not yet"
    assert judge("vanilla.training", lambda x: 0.9 * x).kind == "right"
    assert "images themselves" in judge("vanilla.training", lambda x: x).text
