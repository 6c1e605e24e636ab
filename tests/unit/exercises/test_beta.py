"""Lesson 08's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import beta, judge

import keras
import numpy as np
import pytest


def each(mu, log_var):
    return 0.5 * np.mean(mu**2 + np.exp(log_var) - 1 - log_var, axis=0)


def an_image(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)


def line(epoch, length, beta):
    return beta * min(1, epoch / length)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("change_of_loss", 2),
        ("change_of_loss", np.float32(2)),
        ("codes_in_use", lambda m, v, floor: int(np.sum(each(m, v) > floor))),
        ("codes_in_use", lambda m, v, floor: (an_image(m, v).mean(0) > floor).sum()),
        ("warm_up", line),
        ("warm_up", lambda epoch, length, beta: min(beta, beta * epoch / length)),
        ("free_bits", lambda m, v, floor: np.maximum(each(m, v), floor).sum()),
        ("free_bits", lambda m, v, floor: np.sum(np.clip(each(m, v), floor, None))),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"beta.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("change_of_loss", -7, "left β out"),
        ("change_of_loss", -2, "sign is turned"),
        ("change_of_loss", 22, "a gain"),
        ("change_of_loss", -37, "not the BCE"),
        ("codes_in_use", lambda m, v, f: np.sum(2 * each(m, v) > f), "one half"),
        ("codes_in_use", lambda m, v, f: np.sum(each(m, v) < f), "not in use"),
        ("codes_in_use", lambda m, v, f: np.sum(an_image(m, v).mean(1) > f), "over axis 0"),
        ("codes_in_use", lambda m, v, f: np.sum(an_image(m, v).sum(1) > f), "counted images"),
        ("codes_in_use", lambda m, v, f: np.sum(an_image(m, v).sum(0) > f), "over the batch"),
        ("codes_in_use", lambda m, v, f: np.mean(each(m, v) > f), "share of codes"),
        ("codes_in_use", lambda m, v, f: np.sum(m.var(axis=0) > f), "active units"),
        ("warm_up", lambda e, n, b: b * e / n, "goes on rising"),
        ("warm_up", lambda e, n, b: min(1, e / n), "never reaches beta"),
        ("warm_up", lambda e, n, b: min(1, b * e / n), "around epoch / length"),
        ("warm_up", lambda e, n, b: line(e + 1, n, b), "starts above 0"),
        ("warm_up", lambda e, n, b: b * (e % n) / n, "starts again"),
        ("warm_up", lambda e, n, b: b * (e >= n), "jumps"),
        ("warm_up", lambda e, n, b: b - line(e, n, b), "Turn it round"),
        ("free_bits", lambda m, v, f: each(m, v).sum(), "without a floor"),
        (
            "free_bits",
            lambda m, v, f: np.maximum(an_image(m, v), f).sum(1).mean(),
            "under every image's rate",
        ),
        ("free_bits", lambda m, v, f: max(each(m, v).sum(), len(m[0]) * f), "under the sum"),
        ("free_bits", lambda m, v, f: np.minimum(each(m, v), f).sum(), "take the maximum"),
        ("free_bits", lambda m, v, f: np.maximum(each(m, v) - f, 0).sum(), "is subtracted"),
        ("free_bits", lambda m, v, f: np.maximum(each(m, v), f).mean(), "mean over the codes"),
        ("free_bits", lambda m, v, f: np.maximum(2 * each(m, v), f).sum(), "one half"),
        ("free_bits", lambda m, v, f: np.maximum(each(m, v), f), "one number"),
    ],
)
def test_typical_mistakes_get_their_hint(name, answer, hint):
    verdict = judge(f"beta.{name}", answer)
    assert hint in verdict.text
    assert verdict.kind == "mistake"


@pytest.mark.parametrize("name", beta.EXERCISES)
def test_three_dots_are_not_yet(name):
    assert judge(f"beta.{name}", ...).kind == "not yet"
    if name != "change_of_loss":
        assert judge(f"beta.{name}", lambda *arguments: ...).kind == "not yet"


def test_waking_needs_a_training():
    verdict = judge("beta.wake", lambda model, x: model)
    assert verdict.kind == "not yet" and "have not changed" in verdict.text


def test_a_model_that_training_has_spoilt_gets_its_hint():
    def spoil(model, x):
        model.set_weights([50 * w for w in model.get_weights()])
        return model

    verdict = judge("beta.wake", spoil)
    assert verdict.kind == "mistake" and "learning rate" in verdict.text


def test_images_are_counted_over_all_compilations_and_batch_sizes(monkeypatch):
    monkeypatch.setattr(beta, "EPOCHS", 0.01)  # 120 images

    def twice(model, x):
        for batch in (100, 50):
            model.compile(keras.optimizers.Adam(1e-3))
            model.fit(x[:100], x[:100], batch_size=batch, verbose=0)

    verdict = judge("beta.wake", twice)
    assert verdict.kind == "not yet" and "You trained on 200 images" in verdict.text


def test_the_networks_may_not_be_exchanged():
    def shallow(model, x):
        parts = [keras.Input((16,)), keras.layers.Dense(784), keras.layers.Reshape((28, 28, 1))]
        model.decoder = keras.Sequential(parts)

    verdict = judge("beta.wake", shallow)
    assert verdict.kind == "mistake" and "exchanged" in verdict.text


@pytest.mark.long
def test_a_plain_training_does_not_wake_the_codes():
    """What a warm-up does to them is shown by the lesson's own solution."""
    from ae_helpers.training import fit_dense

    def plain(model, x):
        model.compile(keras.optimizers.Adam(2e-3))
        fit_dense(model, x, epochs=10, verbose=0)
        return model

    verdict = judge("beta.wake", plain)
    assert verdict.kind == "not yet"
    assert verdict.text.split(" nats")[1].startswith(" with 6 codes")
    assert abs(float(verdict.text.split("is ")[1].split(" nats")[0]) - beta.PLAIN_NATS) < 2.5
