"""Lesson 13's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import adversarial as lesson
from ae_helpers.exercises import judge

import keras
import numpy as np
import pytest
from keras import layers, ops
from numpy.linalg import norm


def soft(a):
    return np.logaddexp(0, a)


def both(yes, no):
    return 0.5 * np.mean(soft(-yes) + soft(no))


def fool(no):
    return np.mean(soft(-no))


def ring(u, eps, radius=2.0, noise=0.1, turn=2 * np.pi):
    r = radius + noise * eps
    return np.stack([r * np.cos(turn * u), r * np.sin(turn * u)], axis=1)


def along(a, b, w):
    w = w / norm(w)
    return a @ w, b @ w


def gap(a, b, w):
    p, q = along(a, b, w)
    return np.mean(abs(np.sort(p) - np.sort(q)))


def half_sorted(p, q):
    return np.mean(abs(np.sort(p) - q))


def sorted_first(a, b, w):
    return np.mean(abs((np.sort(a, axis=0) - np.sort(b, axis=0)) @ w)) / norm(w)


def discriminator(size=13, width=64, out=1, end=None, bent="relu", between=()):
    hidden, last = layers.Dense(width, activation=bent), layers.Dense(out, activation=end)
    return keras.Sequential([keras.Input((size,)), hidden, *between, last])


def losses(p, y):
    return -np.log([row[k] for row, k in zip(p, y, strict=True) if k != 10])


def known(p, y):
    return losses(p, y).mean()


def known_by_one_hot(p, y):
    wanted = np.eye(11)[y][:, :10]
    return -np.sum(wanted * np.log(p)) / wanted.sum()


@pytest.mark.parametrize(
    "name, answer",
    [
        ("best_answer", 0.75),
        ("best_answer", 0.3 / (0.3 + 0.1)),
        ("two_losses", lambda yes, no: (both(yes, no), fool(no))),
        ("two_losses", lambda yes, no: [both(yes, no), -np.mean(np.log(1 / (1 + np.exp(-no))))]),
        ("my_ring", ring),
        ("my_ring", lambda u, eps: ring(u, eps)[:, ::-1]),
        ("my_ring", lambda u, eps: ring(u + 0.25, eps)),
        ("my_ring", lambda u, eps: ring(0.3 - u, eps)),
        ("gap_along", gap),
        ("the_bug", ("b", -np.log(0.8))),
        ("the_bug", [" B.", 0.22]),
        ("the_article", ("c", 2)),
        ("known_loss", known),
        ("known_loss", known_by_one_hot),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"adversarial.{name}", answer).kind == "right"


def test_a_discriminator_with_labels_is_right():
    z = keras.Input((13,))
    functional = keras.Model(z, layers.Dense(1)(ops.relu(layers.Dense(64)(z))))
    with_layer = discriminator(bent=None, between=[layers.Activation("relu")])
    for answer in (discriminator(), functional, with_layer):
        assert judge("adversarial.labelled_discriminator", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("best_answer", 0.25, "'the encoder's'"),
        ("best_answer", 3, "ratio p / q"),
        ("best_answer", 1 / 3, "ratio q / p"),
        ("best_answer", np.log(3), "logit"),
        ("best_answer", 0.5, "equal densities"),
        ("best_answer", 0.3, "alone"),
        ("two_losses", lambda yes, no: (fool(no), both(yes, no)), "in the other order"),
        ("two_losses", lambda yes, no: (2 * both(yes, no), fool(no)), "one half is missing"),
        ("two_losses", lambda yes, no: (both(-yes, -no), fool(no)), "signs are exchanged"),
        ("two_losses", lambda yes, no: (np.mean(soft(-yes)), fool(no)), "only the drawn"),
        ("two_losses", lambda yes, no: (np.mean(soft(no)), fool(no)), "only the encoder's"),
        (
            "two_losses",
            lambda yes, no: (len(no) * both(yes, no), fool(no)),
            "Discriminate: you summed",
        ),
        ("two_losses", lambda yes, no: (-both(yes, no), fool(no)), "sign of the whole"),
        (
            "two_losses",
            lambda yes, no: (both(yes, no), -both(yes, no)),
            "discriminator's loss with",
        ),
        ("two_losses", lambda yes, no: (both(yes, no), fool(-no)), "found out. Turn"),
        ("two_losses", lambda yes, no: (both(yes, no), -fool(-no)), "log(1 - D)"),
        ("two_losses", lambda yes, no: (both(yes, no), fool(yes)), "only change its own"),
        ("two_losses", lambda yes, no: (both(yes, no), 0.5 * fool(no)), "only one pile"),
        ("two_losses", lambda yes, no: (both(yes, no), len(no) * fool(no)), "Fool: you"),
        ("my_ring", lambda u, eps: ring(u, eps).T, "axes are exchanged"),
        ("my_ring", lambda u, eps: np.stack([2.0, 0.1], axis=1), "You stack single numbers"),
        ("my_ring", lambda u, eps: ring(u, eps, turn=1), "the angle is u itself".capitalize()),
        ("my_ring", lambda u, eps: ring(u, eps, turn=np.pi), "half round"),
        ("my_ring", lambda u, eps: ring(u, eps, noise=0), "noise is missing"),
        ("my_ring", lambda u, eps: ring(u, eps, noise=1), "ten times"),
        ("my_ring", lambda u, eps: ring(u, eps, radius=1), "radius is 1"),
        ("my_ring", lambda u, eps: ring(u, eps, turn=360), "radians"),
        ("my_ring", lambda u, eps: ring(u, eps, noise=0) + 0.1 * eps[:, None], "both numbers"),
        ("gap_along", lambda a, b, w: gap(a, b, w) * norm(w), "Divide by its length"),
        ("gap_along", lambda a, b, w: gap(a, b, w) / norm(w), "squared length"),
        ("gap_along", lambda a, b, w: np.mean(abs(np.subtract(*along(a, b, w)))), "sorted"),
        ("gap_along", lambda a, b, w: abs(np.mean(np.subtract(*along(a, b, w)))), "of the means"),
        ("gap_along", lambda a, b, w: np.mean(np.subtract(*along(a, b, w))), "of the means"),
        ("gap_along", lambda a, b, w: len(a) * gap(a, b, w), "summed the gaps"),
        ("gap_along", lambda a, b, w: half_sorted(*along(a, b, w)), "you sorted a"),
        ("gap_along", lambda a, b, w: half_sorted(*along(b, a, w)), "you sorted b"),
        ("gap_along", lambda a, b, w: sorted_first(a, b, w), "Project first"),
        ("the_bug", ("a", 0.22), "for phi alone"),
        ("the_bug", ("c", 0.22), "sign once more"),
        ("the_bug", ("d", 0.22), "no decoder"),
        ("the_bug", ("b", 1.61), "colleague's number"),
        ("the_bug", ("b", -1.61), "which is flat"),
        ("the_bug", ("b", -0.22), "not log D"),
        ("the_bug", ("b", 0.32), "bits"),
        ("the_bug", ("b", 0.37), "not the logit"),
        ("the_article", ("a", 2), "as in every autoencoder"),
        ("the_article", ("b", 2), "as in every autoencoder"),
        ("the_article", ("d", 2), "take the prior's shape for"),
        ("the_article", ("c", 784), "never sees one"),
        ("the_article", ("c", 1), "its output"),
        ("the_article", ("c", 128), "its hidden layer"),
        ("known_loss", lambda p, y: known(p, y) * np.mean(y < 10), "number of all images"),
        ("known_loss", lambda p, y: known(p, y) * np.sum(y < 10), "you summed".capitalize()),
        ("known_loss", lambda p, y: -known(p, y), "sign is turned"),
        ("known_loss", lambda p, y: known(p, np.minimum(y, 9)), "taken for class 9"),
        ("known_loss", lambda p, y: -np.log(np.exp(-losses(p, y)).mean()), "before the logarithm"),
        ("known_loss", lambda p, y: known(p, y) / np.log(2), "These are bits"),
        ("known_loss", lambda p, y: losses(p, y), "one number"),
        ("known_loss", lambda p, y: -np.log(p[np.arange(len(y)), y]).mean(), "10 is no class"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"adversarial.{name}", answer)
    assert verdict.kind == "mistake" and hint in verdict.text


def test_squared_gaps_get_their_hint():
    def squared(a, b, w):
        p, q = along(a, b, w)
        return np.mean((np.sort(p) - np.sort(q)) ** 2)

    assert "squared gaps" in judge("adversarial.gap_along", squared).text


@pytest.mark.parametrize(
    "answer, hint",
    [
        ("b", "a letter and a number"),
        (("b", 0.5), "the number is not"),
        (("e", 0.22), "one letter"),
        (("b", "c"), "one plain number"),
    ],
)
def test_a_letter_alone_is_no_answer(answer, hint):
    verdict = judge("adversarial.the_bug", answer)
    assert verdict.kind == "not yet" and hint in verdict.text


@pytest.mark.parametrize(
    "wrong, hint",
    [
        ({"size": 2}, "no place"),
        ({"size": 12}, "not 10"),
        ({"out": 2}, "One logit"),
        ({"end": "sigmoid"}, "sigmoid"),
        ({"end": "softplus"}, "softplus"),
        ({"end": "relu"}, "ends in an activation (relu)"),
        ({"end": "tanh"}, "ends in an activation (tanh)"),
        ({"bent": "tanh"}, "a hidden layer has tanh"),
        ({"bent": None}, "no activation"),
        ({"between": [layers.Dropout(0.1)]}, "without dropout"),
        ({"between": [layers.BatchNormalization()]}, "batch normalisation"),
    ],
)
def test_wrong_discriminators_get_their_hint(wrong, hint):
    verdict = judge("adversarial.labelled_discriminator", discriminator(**wrong))
    assert verdict.kind == "mistake" and hint in verdict.text


@pytest.mark.parametrize("wrong", [{"size": 14}, {"width": 32}, {"bent": "mish"}])
def test_other_discriminators_are_not_there_yet(wrong):
    assert judge("adversarial.labelled_discriminator", discriminator(**wrong)).kind == "not yet"


@pytest.mark.parametrize("name", lesson.EXERCISES)
def test_three_dots_and_nonsense(name):
    assert judge(f"adversarial.{name}", ...).kind == "not yet"
    assert judge(f"adversarial.{name}", lambda *a: ...).kind in ("not yet", "mistake")
    for nonsense in (None, "no", lambda *a: None, np.zeros(3)):
        assert judge(f"adversarial.{name}", nonsense).kind != "right"
