"""Lesson 07's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import judge
from ae_helpers.models import VAE, Autoencoder

import keras
import numpy as np
import pytest
from keras import layers, ops

PIXELS = (1, 2, 3)


def line(z_a, z_b, n, first=0.0, last=1.0):
    t = np.linspace(first, last, n)[:, None]
    return (1 - t) * z_a + t * z_b


def bce(x, logits):
    return np.logaddexp(0, logits) - x * logits


def kl(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)


def elbo_loss(x, logits, mu, log_var):
    return bce(x, logits).sum(PIXELS) + kl(mu, log_var).sum(1)


class Pair:
    """An encoder and a decoder, as the check wants them."""

    def __init__(self, encoder, decoder):
        self.encoder, self.decoder = encoder, decoder


def build(
    width=400,
    d=20,
    end=None,
    code=None,
    shape=(28, 28, 1),
    twins=False,
    single=False,
    bent="relu",
    back="relu",
):
    image = keras.Input((28, 28, 1))
    h = layers.Dense(width, activation=bent)(layers.Flatten()(image))
    mu = layers.Dense(d, activation=code)(h)
    log_var = mu if twins else layers.Dense(d)(h)
    last = layers.Dense(int(np.prod(shape)), activation=end, bias_initializer="ones")
    hidden = layers.Dense(width, activation=back)
    decoder = keras.Sequential([keras.Input((d,)), hidden, last, layers.Reshape(shape)])
    return Pair(keras.Model(image, mu if single else (mu, log_var)), decoder)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("price_of_a_cloud", 2),
        ("price_of_a_cloud", np.float32(2)),
        ("draw", lambda mu, log_var, eps: mu + np.exp(log_var) ** 0.5 * eps),
        ("hidden_beta", (784, 0.05)),
        ("hidden_beta", [784.0, 1 / 20]),
        ("interpolate", line),
        ("interpolate", lambda a, b, n: np.linspace(a, b, n)),
        ("negative_elbo", elbo_loss),
        ("wrong_lines", (7, 10)),
        ("wrong_lines", [10, 7]),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"variational.{name}", answer).kind == "right"


class OwnEncoder(keras.Model):
    """An encoder that is written as a class, with one layer for both halves of its output."""

    def __init__(self):
        super().__init__()
        self.hidden, self.both = layers.Dense(400), layers.Dense(40)

    def call(self, x):
        both = self.both(ops.relu(self.hidden(ops.reshape(x, (len(x), 784)))))
        return [both[:, :20], both[:, 20:]]


def test_the_articles_vae_is_right():
    assert judge("variational.article_vae", Pair(OwnEncoder(), build().decoder)).kind == "right"
    assert judge("variational.article_vae", build()).kind == "right"
    made = build()
    assert judge("variational.article_vae", VAE(made.encoder, made.decoder)).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("price_of_a_cloud", 4, "one half"),
        ("price_of_a_cloud", 1, "squared"),
        ("price_of_a_cloud", -2, "never negative"),
        ("price_of_a_cloud", 3, "term -1"),
        ("draw", lambda m, v, e: m + np.exp(v) * e, "by the variance"),
        ("draw", lambda m, v, e: m + v * e, "by the logarithm itself"),
        ("draw", lambda m, v, e: m + 0.5 * v * e, "half the logarithm"),
        ("draw", lambda m, v, e: m + np.exp(2 * v) * e, "exp(0.5 * log_var)"),
        ("draw", lambda m, v, e: np.exp(v / 2) * e, "mean is missing"),
        ("draw", lambda m, v, e: m, "mean alone"),
        ("draw", lambda m, v, e: m + e, "spread is missing"),
        ("draw", lambda m, v, e: np.exp(v / 2) * (m + e), "mean is stretched"),
        ("draw", lambda m, v, e: m + np.exp(v / 2), "eps is missing"),
        ("hidden_beta", (1 / 784, 20), "Both are turned round"),
        ("hidden_beta", (784, 20), "A is right"),
        ("hidden_beta", (1 / 784, 1 / 20), "B is right"),
        ("hidden_beta", (784 / 20, 1 / 20), "do not enter"),
        ("hidden_beta", (0.05, 784), "in the other order"),
        ("interpolate", lambda a, b, n: line(a, b, n + 1)[:-1], "stops before the end"),
        ("interpolate", lambda a, b, n: line(a, b, n + 2)[1:-1], "Both ends are missing"),
        ("interpolate", lambda a, b, n: line(b, a, n), "Turn it round"),
        ("interpolate", lambda a, b, n: line(a, b, n + 1), "one code too many"),
        ("interpolate", lambda a, b, n: line(a, b, n).T, "axes are exchanged"),
        ("interpolate", lambda a, b, n: a + np.linspace(0, 1, n)[:, None] * b, "past z_b"),
        ("negative_elbo", lambda x, a, m, v: bce(x, a).sum(PIXELS) + kl(m, v).mean(1), "1/d"),
        ("negative_elbo", lambda x, a, m, v: bce(x, a).mean(PIXELS) + kl(m, v).sum(1), "784"),
        (
            "negative_elbo",
            lambda x, a, m, v: bce(x, a).mean(PIXELS) + kl(m, v).mean(1),
            "Both terms are averaged",
        ),
        ("negative_elbo", lambda x, a, m, v: bce(x, a).sum(PIXELS) - kl(m, v).sum(1), "sign of KL"),
        ("negative_elbo", lambda *parts: -elbo_loss(*parts), "This is the ELBO"),
        ("negative_elbo", lambda x, a, m, v: bce(x, a).sum(PIXELS) + 2 * kl(m, v).sum(1), "half"),
        ("negative_elbo", lambda x, a, m, v: bce(x, a).sum(PIXELS), "KL is missing"),
        ("negative_elbo", lambda x, a, m, v: kl(m, v).sum(1), "BCE is missing"),
        ("negative_elbo", lambda *parts: elbo_loss(*parts).mean(), "mean over the batch"),
        ("negative_elbo", lambda *parts: elbo_loss(*parts).sum(), "summed over the batch"),
        ("wrong_lines", (7, 11), "line 7. Line 11"),
        ("wrong_lines", (3, 10), "line 10. Line 3"),
        ("wrong_lines", (2, 6), "where is test_set used"),
        ("wrong_lines", (9, 7), "good manners"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"variational.{name}", answer)
    assert verdict.kind == "mistake" and hint in verdict.text


@pytest.mark.parametrize(
    "wrong, hint",
    [
        ({"d": 8}, "(4, 8)"),
        ({"shape": (27, 28, 1)}, "(4, 27, 28, 1)"),
        ({"end": "sigmoid"}, "sigmoid"),
        ({"single": True}, "a pair"),
        ({"twins": True}, "the same numbers"),
        ({"code": "relu"}, "encoder ends in an activation (relu)"),
        ({"width": 256}, "652,824"),
        ({"bent": None}, "layer of the encoder has no activation"),
        ({"back": None}, "layer of the decoder has no activation"),
        ({"bent": "tanh"}, "a hidden layer has tanh"),
        ({"back": "gelu"}, "a hidden layer has gelu"),
    ],
)
def test_typical_mistakes_in_the_articles_vae(wrong, hint):
    verdict = judge("variational.article_vae", build(**wrong))
    assert verdict.kind in ("mistake", "not yet") and hint in verdict.text


def test_the_halves_must_be_in_a_class_that_draws():
    made = build()
    plain = judge("variational.article_vae", Autoencoder(made.encoder, made.decoder))
    assert plain.kind == "mistake" and "draws no codes" in plain.text
    assert "both halves" in judge("variational.article_vae", made.encoder).text


@pytest.mark.parametrize("answer", [7, (7, 7), (7, 10, 11), (7, 12), (7.5, 10), "7, 10", None])
def test_two_lines_are_wanted(answer):
    assert judge("variational.wrong_lines", answer).kind == "not yet"


def test_no_other_pair_of_lines_is_right():
    pairs = [(a, b) for a in range(1, 12) for b in range(1, 12)]
    kinds = {pair: judge("variational.wrong_lines", pair).kind for pair in pairs}
    assert {pair for pair, kind in kinds.items() if kind == "right"} == {(7, 10), (10, 7)}
