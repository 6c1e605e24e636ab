"""Lesson 01's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import judge
from ae_helpers.models import VAE, Autoencoder

import keras
import numpy as np
import pytest
from keras import layers, ops
from scipy.ndimage import gaussian_filter

PIXELS = (1, 2, 3)


def build(
    d=4, hidden=(256, 64), end=None, code=None, shape=(28, 28, 1), back=-1, bent=2 * ["relu"]
):
    dense = [layers.Dense(n, activation=a) for n, a in zip(hidden, bent, strict=False)]
    mirror = [layers.Dense(n, activation=a) for n, a in zip(hidden[::back], bent, strict=False)]
    last = layers.Dense(int(np.prod(shape)), activation=end, bias_initializer="ones")
    encoder = [keras.Input((28, 28, 1)), layers.Flatten(), *dense, layers.Dense(d, activation=code)]
    decoder = [keras.Input((d,)), *mirror, last, layers.Reshape(shape)]
    return Autoencoder(keras.Sequential(encoder), keras.Sequential(decoder))


def sum_of_squares(x, x_hat):
    return ((x - x_hat) ** 2).sum(PIXELS)


def kept_epoch(val_losses, patience, late=0):
    """The lesson's solution; `late` epochs later, counted from an epoch of its own."""
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        elif epoch - best == patience + late:
            break
    return best


def all_in_all(val_losses, patience):
    best, waited = 0, 0
    for epoch, loss in enumerate(val_losses[1:], 1):
        waited += loss >= val_losses[best]
        best = epoch if loss < val_losses[best] else best
        if waited == patience:
            break
    return best


def rising(val_losses, patience):
    for epoch in range(patience, len(val_losses)):
        if (np.diff(val_losses[epoch - patience : epoch + 1]) > 0).all():
            break
    return np.argmin(val_losses[: epoch + 1])


def drop(h, u, rate):
    return np.where(u < rate, 0, h) / (1 - rate)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("compression_ratio", 98),
        ("compression_ratio", np.float32(98)),
        ("squared_error", sum_of_squares),
        ("parameters", 101_512),
        ("better_than_perfect", (0.6, 0)),
        ("better_than_perfect", [1, 1]),
        ("better_than_perfect", np.float32([0.51, 0.3])),
        ("early_stopping", kept_epoch),
        ("dropout", drop),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"vanilla.{name}", answer).kind == "right"


class Deep(keras.Model):
    """A half that is written as a class."""

    def __init__(self, *sizes):
        super().__init__()
        self.dense = [layers.Dense(size) for size in sizes]
        self.last = layers.Reshape((28, 28, 1)) if sizes[-1] == 784 else layers.Identity()

    def call(self, x):
        h = ops.reshape(x, (len(x), -1))
        for dense in self.dense[:-1]:
            h = ops.relu(dense(h))
        return self.last(self.dense[-1](h))


def test_a_deep_model_is_right_in_any_style():
    in_layers = [layers.Dense(256), layers.LeakyReLU(), layers.Dense(64), layers.ReLU()]
    z = keras.Input((4,))
    h = layers.Dense(64, activation="relu", use_bias=False)(z)
    h = layers.Dropout(0.1)(layers.Dense(256, activation="gelu")(h))
    functional = keras.Model(z, layers.Reshape((28, 28, 1))(layers.Dense(784)(h)))
    sequential = keras.Sequential([layers.Flatten(), *in_layers, layers.Dense(4)])
    trained = build()
    trained.encoder.set_weights([30 * w for w in trained.encoder.get_weights()])
    models = [build(), build(bent=["tanh", "relu"]), trained, Autoencoder(sequential, functional)]
    for model in [*models, Autoencoder(Deep(256, 64, 4), Deep(64, 256, 784))]:
        verdict = judge("vanilla.deep_model", model)
        assert verdict.kind == "right", verdict


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("compression_ratio", 8 / 784, "image on top"),
        ("compression_ratio", 3.5, "one side of the image"),
        ("compression_ratio", 776, "numbers fewer"),
        ("squared_error", lambda x, y: ((x - y) ** 2).mean(PIXELS), "mean over the pixels"),
        ("squared_error", lambda x, y: sum_of_squares(x, y).mean(), "mean over the batch"),
        ("squared_error", lambda x, y: sum_of_squares(x, y).sum(), "summed over the batch"),
        ("squared_error", lambda x, y: ((x - y) ** 2).mean(), "mean over everything"),
        ("squared_error", lambda x, y: np.abs(x - y).sum(PIXELS), "absolute error"),
        ("squared_error", lambda x, y: (x - y).sum(PIXELS), "not squared"),
        ("squared_error", lambda x, y: np.sqrt(sum_of_squares(x, y)), "root"),
        ("squared_error", lambda x, y: sum_of_squares(x, 1 / (1 + np.exp(-y))), "not logits"),
        ("parameters", 101_376, "biases"),
        ("parameters", 100_480, "hidden layer alone"),
        ("parameters", 6_272, "without a hidden layer"),
        ("better_than_perfect", (0.3, 0), "above that of the perfect copy"),
        ("better_than_perfect", (0, 0), "above that of the perfect copy"),
        ("better_than_perfect", (1.2, 0), "from 0 to 1"),
        ("better_than_perfect", (0.6, -0.1), "from 0 to 1"),
        ("better_than_perfect", (0.6, np.nan), "from 0 to 1"),
        ("early_stopping", lambda v, p: np.argmin(v), "all the epochs"),
        ("early_stopping", lambda v, p: min(len(v) - 1, kept_epoch(v, p) + p), "training stops"),
        ("early_stopping", lambda v, p: kept_epoch(v, 1), "whatever the patience"),
        ("early_stopping", lambda v, p: kept_epoch(v, p, 1), "too late"),
        ("early_stopping", lambda v, p: kept_epoch(v, p, -1), "too early"),
        ("early_stopping", rising, "the one before it"),
        ("early_stopping", all_in_all, "begins anew"),
        ("early_stopping", lambda v, p: kept_epoch(v, p) + 1, "from 1"),
        ("early_stopping", lambda v, p: v[kept_epoch(v, p)], "At which epoch"),
        ("dropout", lambda h, u, rate: h * (u > rate), "too small"),
        ("dropout", lambda h, u, rate: h * (u < rate) / (1 - rate), "what should go"),
        ("dropout", lambda h, u, rate: h * (u < rate) / rate, "zero is for"),
        ("dropout", lambda h, u, rate: h * (u < rate), "makes up for"),
        ("dropout", lambda h, u, rate: h * (u > rate) / rate, "divide by the rate"),
        ("dropout", lambda h, u, rate: h * (u > rate) * (1 - rate), "smaller still"),
        ("dropout", lambda h, u, rate: h / (1 - rate), "Nothing is set"),
        ("dropout", lambda h, u, rate: h * (h > rate) / (1 - rate), "compare `u`"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"vanilla.{name}", answer)
    assert verdict.kind == "mistake" and hint in verdict.text


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("better_than_perfect", (0.5, 0), "the perfect copy itself"),
        ("better_than_perfect", (0.5, 1), "the white pixel costs nothing"),
        ("better_than_perfect", 0.7, "two grey levels"),
        ("better_than_perfect", [[0.7, 0]], "two grey levels"),
        ("better_than_perfect", "0.7, 0", "real numbers"),
        ("early_stopping", lambda v, p: kept_epoch(v, 3), "for some inputs"),
        ("early_stopping", lambda v, p: [kept_epoch(v, p), p], "the shape (2,)"),
        ("dropout", lambda h, u, rate: h * (u > 0.3) / 0.7, "for some inputs"),
        ("dropout", lambda h, u, rate: drop(h, u, rate).mean(), "the shape ()"),
    ],
)
def test_unfinished_answers_get_their_hint(name, answer, hint):
    verdict = judge(f"vanilla.{name}", answer)
    assert verdict.kind == "not yet" and hint in verdict.text, verdict


@pytest.mark.parametrize(
    "wrong, hint",
    [
        ({"d": 8}, "(4, 8)"),
        ({"shape": (27, 28, 1)}, "(4, 27, 28, 1)"),
        ({"end": "sigmoid"}, "decoder ends in an activation (sigmoid)"),
        ({"end": "relu"}, "decoder ends in an activation (relu)"),
        ({"hidden": (256,)}, "two hidden layers"),
        ({"hidden": (300, 100)}, "[300, 100, 4]"),
        ({"hidden": (64, 256)}, "[64, 256, 4]"),
        ({"code": "relu"}, "encoder ends in an activation (relu)"),
        ({"code": "softmax"}, "encoder ends in an activation (softmax)"),
        ({"code": "tanh"}, "encoder ends in an activation (tanh)"),
        ({"back": 1}, "[256, 64, 784] on the way out"),
        ({"bent": [None, None]}, "no activation"),
        ({"bent": ["relu", None]}, "no activation"),
        ({"bent": [None, "tanh"]}, "no activation"),
    ],
)
def test_typical_mistakes_in_a_deep_model(wrong, hint):
    verdict = judge("vanilla.deep_model", build(**wrong))
    assert verdict.kind in ("mistake", "not yet") and hint in verdict.text


def test_other_things_than_a_deep_model():
    model = build()
    swapped, image = Autoencoder(model.decoder, model.encoder), keras.Input((28, 28, 1))
    odd = keras.Model(image, 2 * model.encoder(image))
    pair = keras.Model(image, [model.encoder(image), model.encoder(image)])
    for answer, hint in [
        (model.encoder, "both halves"),
        (VAE(pair, model.decoder), "draws its codes"),
        (Autoencoder(model.encoder, ...), "three dots"),
        (swapped, "Does the encoder come first"),
        (Autoencoder(lambda x: x, model.decoder), "Keras models"),
        (Autoencoder(odd, model.decoder), "cannot be checked"),
    ]:
        verdict = judge("vanilla.deep_model", answer)
        assert verdict.kind != "right" and hint in verdict.text, verdict


def principal_components(x, d=8):
    """The best linear autoencoder, which needs no training."""
    rows = x.reshape(len(x), -1)
    axes = np.linalg.eigh(np.cov(rows.T))[1].T[-d:]
    return np.clip((rows - rows.mean(0)) @ axes.T @ axes + rows.mean(0), 0, 1).reshape(x.shape)


def test_a_training_that_reconstructs_from_a_small_code_is_right():
    assert judge("vanilla.training", principal_components).kind == "right"


@pytest.mark.parametrize(
    "fit, hint",
    [
        (lambda x: np.full_like(x, 0.5), "mean image"),
        (lambda x: 0 * x + x.mean(0), "mean image"),
        (lambda x: 5 * x, "sigmoid"),
        (lambda x: np.nan * x, "sigmoid"),
        (lambda x: x[:3], "returns (3, 28, 28, 1)"),
        (lambda x: None, "`return` missing"),
        (lambda x: x, "images themselves"),
        (lambda x: np.clip(x + 0.002, 0, 1), "a copy or a filter"),
        (lambda x: 0.9 * x, "a copy or a filter"),
        (lambda x: 0.1 * x + 0.9 * x.mean(0), "a copy or a filter"),
        (lambda x: gaussian_filter(x, (0, 1, 1, 0)), "a copy or a filter"),
        (lambda x: gaussian_filter(x, (0, 2.5, 2.5, 0)), "a copy or a filter"),
        (lambda x: x.__imul__(0.5), "changes an array"),
    ],
)
def test_a_training_that_is_none_gets_its_hint(fit, hint):
    verdict = judge("vanilla.training", fit)
    assert verdict.kind != "right" and hint in verdict.text, verdict
