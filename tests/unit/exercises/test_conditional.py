"""Lesson 09's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from ae_helpers.exercises import conditional, judge

import keras
import numpy as np
import pytest
from keras import layers
from scipy.special import softmax
from scipy.stats import entropy


def hot(y, n):
    return np.eye(n)[y]


def compared(y, n):
    return (y[:, None] == range(n)).astype("float32")


def decoder(d, n, hidden="relu", last=None, width=256, joined="zc", shape=(28, 28, 1)):
    inputs = {"z": keras.Input((d,)), "c": keras.Input((n,))}
    parts = [inputs[name] for name in joined]
    h = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    h = layers.Dense(width, activation=hidden)(h)
    return keras.Model(
        (inputs["z"], inputs["c"]), layers.Reshape(shape)(layers.Dense(784, activation=last)(h))
    )


def one_input(d, n):
    return keras.Sequential([keras.Input((d + n,)), layers.Dense(784)])


def turned(d, n):
    z, c = keras.Input((d,)), keras.Input((n,))
    h = layers.Dense(256, activation="relu")(layers.Concatenate()([z, c]))
    return keras.Model((c, z), layers.Reshape((28, 28, 1))(layers.Dense(784)(h)))


def deaf(d, n):
    """Connected, but multiplied by nothing."""
    z, c = keras.Input((d,)), keras.Input((n,))
    h = layers.Dense(256, activation="relu")(layers.Concatenate()([z, 0 * c]))
    return keras.Model((z, c), layers.Reshape((28, 28, 1))(layers.Dense(784)(h)))


def added(d, n):
    """The condition enters behind the first layer: another network than asked for."""
    z, c = keras.Input((d,)), keras.Input((n,))
    h = layers.ReLU()(layers.Dense(256)(z) + layers.Dense(256, use_bias=False)(c))
    return keras.Model((z, c), layers.Reshape((28, 28, 1))(layers.Dense(784)(h)))


def arc(z_a, z_b, n):
    angle = np.arccos(z_a @ z_b / np.linalg.norm(z_a) / np.linalg.norm(z_b))
    t = np.linspace(0, 1, n)
    return (np.outer(np.sin((1 - t) * angle), z_a) + np.outer(np.sin(t * angle), z_b)) / np.sin(
        angle
    )


def line(z_a, z_b, n):
    return np.linspace(z_a, z_b, n)


def overflows(e):
    return np.exp(e) / np.exp(e).sum(axis=1, keepdims=True)


VERDICTS = [
    ("nats_of_a_label", lambda p: -(p * np.log(p)).sum(), "right", "entropy"),
    ("nats_of_a_label", entropy, "right", "entropy"),
    ("nats_of_a_label", lambda p: entropy(p, base=2), "mistake", "bits"),
    ("nats_of_a_label", lambda p: -entropy(p), "mistake", "sign"),
    ("nats_of_a_label", lambda p: -np.mean(p * np.log(p)), "mistake", "mean over"),
    ("nats_of_a_label", lambda p: -np.log(p).sum(), "mistake", "count by"),
    ("nats_of_a_label", lambda p: np.log(p.size), "mistake", "number of classes"),
    ("nats_of_a_label", lambda p: -p * np.log(p), "mistake", "Add them"),
    ("nats_of_a_label", lambda p: np.log(10), "not yet", "Minus the sum"),
    ("nats_of_a_label", lambda p: entropy([0.7, 0.2, 0.1]), "not yet", "written down"),
    ("one_hot", hot, "right", "one is 1"),
    ("one_hot", compared, "right", "one is 1"),
    ("one_hot", lambda y, n: hot(y, n).T, "mistake", "axes"),
    ("one_hot", lambda y, n: y[:, None], "mistake", "nine times"),
    ("one_hot", lambda y, n: 1 - hot(y, n), "mistake", "exchanged"),
    ("one_hot", lambda y, n: hot(y, y.max() + 1), "mistake", "n classes"),
    ("one_hot", lambda y, n: np.eye(n + 1)[y + 1, :n] * 0 + hot((y + 1) % n, n), "mistake", "far"),
    ("one_hot", lambda y, n: hot(y, 10), "not yet", "shape"),
    ("one_hot", lambda y, n: hot(y, 6)[:, :n], "right", "one is 1"),
    ("conditional_decoder", decoder, "right", "side by side"),
    ("conditional_decoder", lambda d, n: decoder(d, n, joined="cz"), "right", "side by side"),
    ("conditional_decoder", lambda d, n: decoder(d, n, joined="z"), "mistake", "is not used"),
    ("conditional_decoder", lambda d, n: decoder(d, n, joined="c"), "mistake", "is not used"),
    ("conditional_decoder", deaf, "mistake", "c is not used"),
    ("conditional_decoder", lambda d, n: decoder(d, n, last="sigmoid"), "mistake", "logits"),
    ("conditional_decoder", lambda d, n: decoder(d, n, hidden=None), "mistake", ""),
    ("conditional_decoder", lambda d, n: decoder(d, n, width=128), "not yet", "128"),
    ("conditional_decoder", lambda d, n: decoder(d, n, shape=(784,)), "mistake", "(4, 784)"),
    ("conditional_decoder", lambda d, n: decoder(3, 10), "mistake", "sizes"),
    ("conditional_decoder", turned, "mistake", "other order"),
    ("conditional_decoder", one_input, "mistake", "two inputs"),
    ("conditional_decoder", added, "not yet", "before the first"),
    ("conditional_decoder", lambda d, n: 3, "mistake", "Keras model"),
    ("classify", lambda e: softmax(e, axis=1), "right", "Bayes"),
    ("classify", lambda e: softmax(-e, axis=1), "mistake", "turned"),
    ("classify", lambda e: softmax(e, axis=0), "mistake", "over images"),
    ("classify", softmax, "mistake", "everything"),
    ("classify", lambda e: np.exp(e - e.max(1, keepdims=True)), "mistake", "division"),
    ("classify", lambda e: e.argmax(axis=1), "mistake", "number of the"),
    ("classify", lambda e: np.eye(10)[e.argmax(axis=1)], "mistake", "likeliest class alone"),
    ("classify", lambda e: e / e.sum(axis=1, keepdims=True), "mistake", "logarithms"),
    ("classify", overflows, "mistake", "overflows"),
    ("slerp", arc, "right", "as long"),
    ("slerp", line, "mistake", "straight"),
    ("slerp", lambda a, b, n: arc(b, a, n), "mistake", "from z_b"),
    ("slerp", lambda a, b, n: arc(a, b, n + 1)[:-1], "mistake", "last code"),
    ("slerp", lambda a, b, n: arc(a, b, n).T, "mistake", "axes"),
    ("slerp", lambda a, b, n: arc(a, b, 7), "not yet", "shape"),
    ("slerp", lambda a, b, n: a, "not yet", "shape"),
]


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"conditional.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", conditional.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"conditional.{exercise}", ...).kind == "not yet"
