"""Lesson 12's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import gan as lesson
from ae_helpers.exercises import judge

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpy.linalg import norm


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def turn(theta, psi, rate):
    psi = psi - rate * sigmoid(psi * theta) * theta
    return theta + rate * sigmoid(-psi * theta) * psi, psi


def at_once(theta, psi, rate):
    return theta + rate * sigmoid(-psi * theta) * psi, turn(theta, psi, rate)[1]


def saturating(theta, psi, rate):
    psi = psi - rate * sigmoid(psi * theta) * theta
    return theta + rate * sigmoid(psi * theta) * psi, psi


def generator_first(theta, psi, rate):
    theta = theta + rate * sigmoid(-psi * theta) * psi
    return theta, psi - rate * sigmoid(psi * theta) * theta


def wrong_way(theta, psi, rate):
    psi = psi - rate * sigmoid(psi * theta) * theta
    return theta - rate * sigmoid(-psi * theta) * psi, psi


def psi_wrong_way(theta, psi, rate):
    psi = psi + rate * sigmoid(psi * theta) * theta
    return theta + rate * sigmoid(-psi * theta) * psi, psi


def shares(points, centres, radius):
    return np.mean(norm(points[:, None] - centres, axis=2) <= radius, axis=0)


def nearest(points, centres):
    return np.eye(len(centres))[norm(points[:, None] - centres, axis=2).argmin(axis=1)]


def of_those_on_a_mode(points, centres, radius):
    return shares(points, centres, radius) / shares(points, centres, radius).sum()


def slopes(logit, x):
    return jax.grad(lambda x: logit(x).sum())(jnp.asarray(x))


def r1(logit, x):
    return (slopes(logit, x) ** 2).sum() / len(x)


def r1_one_by_one(logit, x):
    return np.mean([norm(jax.grad(lambda row: logit(row[None])[0])(row)) ** 2 for row in x])


def of_the_mean(logit, x):
    return jax.grad(lambda x: logit(x).mean())(jnp.asarray(x))


def packed(x, m):
    return x[: len(x) // m * m].reshape(len(x) // m, -1)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("two_slopes", (0.1, 0.9)),
        ("two_slopes", np.array([0.1, 0.9])),
        ("turn", turn),
        ("turn", lambda *given: np.array(turn(*given))),
        ("mode_shares", shares),
        ("mode_shares", lambda *given: list(shares(*given))),
        ("slope_penalty", r1),
        ("slope_penalty", r1_one_by_one),
        ("the_bug", ("b", -np.log(0.25))),
        ("the_bug", ["(B)", 1.386]),
        ("the_article", ("c", 8)),
        ("packed", packed),
        ("packed", lambda x, m: [np.ravel(x[i : i + m]) for i in range(0, len(x) - m + 1, m)]),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"gan.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("two_slopes", (0.9, 0.1), "in the other order"),
        ("two_slopes", (-0.1, -0.9), "leave the signs"),
        ("two_slopes", (1.11, 10), "slopes by D"),
        ("two_slopes", (-1.11, -10), "with their signs"),
        ("two_slopes", (-0.105, 2.303), "are the losses"),
        ("two_slopes", (0.09, 0.09), "slope of D itself"),
        ("turn", lambda *given: turn(*given)[::-1], "theta comes first"),
        ("turn", at_once, "the old psi"),
        ("turn", generator_first, "moves first"),
        ("turn", wrong_way, "to be found out"),
        ("turn", psi_wrong_way, "Psi goes the wrong way"),
        ("turn", saturating, "that of log(1 - D)"),
        ("turn", lambda theta, psi, rate: (theta, turn(theta, psi, rate)[1]), "Only psi"),
        ("turn", lambda theta, psi, rate: turn(theta, psi, 1.0), "rate is missing"),
        ("mode_shares", lambda p, c, r: nearest(p, c).mean(axis=0), "wherever they are"),
        ("mode_shares", of_those_on_a_mode, "Divide by all"),
        ("mode_shares", lambda p, c, r: len(p) * shares(p, c, r), "These are counts"),
        ("mode_shares", lambda p, c, r: shares(p, c, r**0.5), "squared distances"),
        ("mode_shares", lambda p, c, r: 1 - shares(p, c, r), "off each mode"),
        ("mode_shares", lambda p, c, r: shares(p, c, r).sum(), "share on any mode"),
        (
            "mode_shares",
            lambda p, c, r: (abs(p[:, None] - c).max(axis=2) <= r).mean(axis=0),
            "Each coordinate",
        ),
        ("slope_penalty", lambda f, x: norm(slopes(f, x), axis=1).mean(), "Square it"),
        ("slope_penalty", lambda f, x: (slopes(f, x) ** 2).sum(), "summed over the examples"),
        ("slope_penalty", lambda f, x: r1(f, x) / 2, "belongs to the weight"),
        ("slope_penalty", lambda f, x: (slopes(f, x) ** 2).mean(), "over coordinates, too"),
        ("slope_penalty", lambda f, x: (of_the_mean(f, x) ** 2).sum() / len(x), "divided by n"),
        ("slope_penalty", lambda f, x: (of_the_mean(f, x) ** 2).sum(), "and the sum of squares"),
        ("slope_penalty", lambda f, x: (slopes(f, x).mean(0) ** 2).sum(), "cancel out"),
        ("slope_penalty", lambda f, x: (slopes(f, x) ** 2).sum(axis=1), "one number"),
        ("slope_penalty", slopes, "These are the slopes"),
        ("slope_penalty", lambda f, x: ((norm(slopes(f, x), axis=1) - 1) ** 2).mean(), "WGAN-GP"),
        ("the_bug", ("a", 1.39), "sign once more"),
        ("the_bug", ("c", 1.39), "theta alone"),
        ("the_bug", ("d", 1.39), "no real examples"),
        ("the_bug", ("b", 0.288), "-log(1 - D)"),
        ("the_bug", ("b", -1.386), "not log D"),
        ("the_bug", ("b", 2), "bits"),
        ("the_bug", ("b", 0.576), "not the logit"),
        ("the_article", ("a", 8), "a code is drawn"),
        ("the_article", ("b", 8), "all the discriminator does"),
        ("the_article", ("d", 8), "the generator alone"),
        ("the_article", ("c", 2), "come out"),
        ("the_article", ("c", 64), "hidden layer"),
        ("the_article", ("c", 16), "one code"),
        ("packed", lambda x, m: x.reshape(-1, m * x.shape[1]), "left over"),
        ("packed", lambda x, m: x, "as it was"),
        ("packed", lambda x, m: np.hstack(np.split(x[: len(x) // m * m], m)), "far apart"),
        (
            "packed",
            lambda x, m: np.array([x[i : i + m].T.ravel() for i in range(0, len(x) - m + 1, m)]),
            "torn apart",
        ),
        ("packed", lambda x, m: packed(x, m).reshape(-1, m, x.shape[1]), "one row"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"gan.{name}", answer)
    assert verdict.kind == "mistake" and hint in verdict.text, verdict


@pytest.mark.parametrize("name", ["the_bug", "the_article"])
@pytest.mark.parametrize("answer", ["b", ("b", 0.5), ("e", 1.0), ("c", "b")])
def test_a_letter_alone_is_no_answer(name, answer):
    assert judge(f"gan.{name}", answer).kind != "right"


@pytest.mark.parametrize("name", lesson.EXERCISES)
def test_three_dots_and_nonsense(name):
    assert judge(f"gan.{name}", ...).kind == "not yet"
    assert judge(f"gan.{name}", lambda *a: ...).kind in ("not yet", "mistake")
    for nonsense in (None, "no", lambda *a: None, np.zeros(3), lambda *a: a[0]):
        assert judge(f"gan.{name}", nonsense).kind != "right"
