"""One encoder, two decoders: the loss by hand, whose slopes are turned round, what is refused."""

from ae_helpers.models import ModelError, TwoDecoders
from ae_helpers.models.two_decoders import reverse

import jax
import keras
import numpy as np
import pytest
from keras import layers, ops
from scipy.special import expit

SHAPE = (4, 5, 3)
X = np.random.default_rng(0).random((12, 2, *SHAPE)).astype("float32")


def build(decoders=(6, 6), codes=6, seen=6, logits=1):
    keras.utils.set_random_seed(1)
    encoder = keras.Sequential([keras.Input(SHAPE), layers.Flatten(), layers.Dense(codes)])
    decoders = [
        keras.Sequential([keras.Input((d,)), layers.Dense(60), layers.Reshape(SHAPE)])
        for d in decoders
    ]
    discriminator = keras.Sequential([keras.Input((seen,)), layers.Dense(logits)])
    model = TwoDecoders(encoder, decoders, discriminator)
    model.means.assign(X.mean(axis=0))
    return model


def dense(part, x):
    kernel, bias = part.get_weights()
    return x.reshape(len(x), -1) @ kernel + bias


def by_hand(model, share=1.0):
    """Squared errors of both persons, and the discriminator's cross-entropy in nats."""
    apart, doubt = 0.0, []
    for who in (0, 1):
        z = dense(model.encoder, X[:, who] - share * X[:, who].mean(axis=0))
        drawn = expit(dense(model.decoders[who], z)).reshape(-1, *SHAPE)
        apart += np.square(drawn - X[:, who]).sum() / len(X)
        chance = expit(dense(model.discriminator, z))  # of being the second person's
        doubt.append(-np.log(chance if who else 1 - chance).mean())
    return apart, np.mean(doubt)


def loss(model):
    return model.compute_loss(x=X, y=X, y_pred=model(X))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_loss_is_the_one_by_hand_with_any_share_of_the_means_off(share):
    model = build()
    model.mean_off.assign(share)
    np.testing.assert_allclose(loss(model), sum(by_hand(model, share)), rtol=1e-5)
    model.compile("sgd")
    np.testing.assert_allclose(model.evaluate(X, X, verbose=0), sum(by_hand(model, share)), 1e-5)


def test_reverse_gives_the_codes_and_turns_the_slope_round():
    z = np.array([1.5, -2.0], "float32")
    np.testing.assert_allclose(reverse(z, 0.7), z, rtol=1e-6)
    slope = jax.grad(lambda z: ops.sum(reverse(z, 0.7) ** 2))(z)
    np.testing.assert_allclose(slope, -0.7 * 2 * z, rtol=1e-6)


@pytest.mark.parametrize("weight", [0.0, 1.0, 2.5])
def test_the_discriminator_goes_down_its_loss_and_the_encoder_up(weight):
    """One step of gradient descent of length 1e-3, against slopes of the two parts of the loss."""
    model = build()
    model.reversal.assign(weight)
    model.compile(keras.optimizers.SGD(1e-3))
    before = [np.array(v.value) for v in model.trainable_variables]

    def part(values, which):
        """A part of the loss, without any reversal."""
        names = {id(v): value for v, value in zip(model.trainable_variables, values, strict=True)}

        def run(layer, x):
            kernel, bias = (names[id(v)] for v in layer.trainable_variables)
            return x.reshape(len(x), -1) @ kernel + bias

        codes = [run(model.encoder, X[:, who] - X[:, who].mean(axis=0)) for who in (0, 1)]
        if which == "apart":
            drawn = [run(d, z) for d, z in zip(model.decoders, codes, strict=True)]
            squares = [
                (jax.nn.sigmoid(a) - X[:, who].reshape(12, -1)) ** 2 for who, a in enumerate(drawn)
            ]
            return sum(s.sum() / 12 for s in squares)
        whose = [run(model.discriminator, z) for z in codes]
        return 0.5 * (jax.nn.softplus(whose[0]).mean() + jax.nn.softplus(-whose[1]).mean())

    apart, doubt = (jax.grad(part)(before, which) for which in ("apart", "doubt"))
    model.train_on_batch(X, X)
    encoders = {id(v) for v in model.encoder.trainable_variables}
    for v, old, a, b in zip(model.trainable_variables, before, apart, doubt, strict=True):
        sign = -weight if id(v) in encoders else 1.0
        np.testing.assert_allclose(np.array(v.value) - old, -1e-3 * (a + sign * b), atol=2e-6)


def test_a_swap_goes_from_the_code_of_one_to_the_decoder_of_the_other():
    model = build()
    for who, into in ((0, 1), (1, 0), (0, 0)):
        z = dense(model.encoder, X[:, who] - X[:, who].mean(axis=0))
        np.testing.assert_allclose(model.encode(X[:, who], who), z, atol=1e-5)
        drawn = expit(dense(model.decoders[into], z)).reshape(-1, *SHAPE)
        np.testing.assert_allclose(model.swap(X[:, who], who, into), drawn, atol=1e-5)


def test_it_saves_and_loads(tmp_path):
    model = build()
    model.reversal.assign(0.25)
    model.compile("adam")
    model.fit(X, X, epochs=1, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.swap(X[:, 0], 0, 1), model.swap(X[:, 0], 0, 1))
    np.testing.assert_array_equal(loaded.means, model.means)
    assert float(loaded.reversal.value) == 0.25


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"decoders": (6, 5)}, "two decoders"),
        ({"decoders": (6, 6, 6)}, "two decoders"),
        ({"codes": 5}, "encoder gives"),
        ({"seen": 7}, "A code has 6 numbers"),
        ({"logits": 2}, "discriminator gives"),
    ],
)
def test_networks_that_do_not_fit_are_refused(wrong, words):
    with pytest.raises(ModelError, match=words):
        build(**wrong)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (X[:, 0], r"pairs of faces, \(n, 2, 4, 5, 3\)"),
        (255 * X, "grey levels"),
        (X * np.nan, "NaN"),
    ],
)
def test_arrays_that_are_no_pairs_of_faces_are_refused(x, words):
    model = build()
    model.compile("adam")
    with pytest.raises(ModelError, match=words):
        model.fit(x, x, verbose=0)
