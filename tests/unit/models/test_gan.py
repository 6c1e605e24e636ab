"""The GAN: its steps against formulas, from two numbers to small networks."""

from ae_helpers.models import GAN, ModelError
from ae_helpers.models.gan import r1

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest
from keras import layers, ops


class Place(layers.Layer):
    """A generator of one number: whatever the code, the example is `theta`."""

    def build(self, shape):
        self.theta = self.add_weight((1,), "ones", name="theta")

    def call(self, z):
        return self.theta * ops.ones_like(z[:, :1])


def dirac(rate, penalty=0.0, saturating=0.0):
    """The game of Mescheder et al. (2018), section 2: real data at 0, logit psi x, psi = 0 first.

    The course's loss is the mean of two cross-entropies, the paper's their sum: twice the rate.
    """
    line = layers.Dense(1, use_bias=False, kernel_initializer="zeros")
    parts = [keras.Sequential([keras.Input((2,)), Place()])]
    parts += [keras.Sequential([keras.Input((1,)), line])]
    gan = GAN(*parts, seed=0)
    gan.compile(keras.optimizers.SGD(rate))
    gan.discriminating.learning_rate = 2 * rate
    gan.penalty.assign(penalty)
    gan.saturating.assign(saturating)
    return gan


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@pytest.mark.parametrize("penalty, saturating", [(0.0, 0), (0.0, 1), (0.2, 0), (0.5, 1)])
def test_two_numbers_go_as_the_formula_says(penalty, saturating):
    gan, rate = dirac(0.3, penalty, saturating), 0.3
    x, theta, psi = np.zeros((4, 1), "float32"), 1.0, 0.0
    for _ in range(30):
        logs = gan.train_on_batch(x, x, return_dict=True)
        expected = 0.5 * (np.log(2) + np.logaddexp(0, psi * theta)) + 0.5 * penalty * psi**2
        np.testing.assert_allclose(logs["discriminate"], expected, rtol=1e-4)
        psi -= rate * (sigmoid(psi * theta) * theta + 2 * penalty * psi)
        theta += rate * psi * sigmoid(psi * theta if saturating else -psi * theta)
        found = [float(np.ravel(v.value)[0]) for v in gan.trainable_variables]
        np.testing.assert_allclose(found, [theta, psi], rtol=1e-4, atol=1e-5)


def test_the_best_discriminator_says_p_over_p_plus_q():
    """Real: one of four at place 0. Made: all at place 1. One logit for each place."""
    place = layers.Dense(
        2, kernel_initializer="zeros", bias_initializer=lambda *_, **__: [0.0, 1.0]
    )
    table = layers.Dense(1, use_bias=False)
    generator = keras.Sequential([keras.Input((2,)), place])
    gan = GAN(generator, keras.Sequential([keras.Input((2,)), table]), seed=0)
    gan.compile(keras.optimizers.SGD(0.0))
    gan.discriminating.learning_rate = 5.0
    x = np.eye(2, dtype="float32")[[0, 1, 1, 1]]
    for _ in range(400):
        logs = gan.train_on_batch(x, x, return_dict=True)
    at_1 = float(table.kernel.value[1, 0])
    np.testing.assert_allclose(sigmoid(at_1), 0.75 / (0.75 + 1), atol=1e-3)
    best = -0.5 * (0.75 * np.log(3 / 7) + np.log(4 / 7))
    np.testing.assert_allclose(logs["discriminate"], best, atol=2e-3)
    np.testing.assert_allclose(logs["loss"], -np.log(3 / 7), atol=2e-3)


def test_r1_is_the_mean_squared_length_of_the_slope():
    x = np.random.default_rng(0).normal(size=(5, 3, 2, 1)).astype("float32")

    def discriminator(x):
        return ops.sum(ops.sin(x) ** 2, axis=(1, 2))

    squared = (np.sin(2 * x) ** 2).reshape(5, 6).sum(axis=1)
    np.testing.assert_allclose(r1(discriminator, x), squared.mean(), rtol=1e-5)


# ---- small networks -----------------------------------------------------------------------------


def network(inputs, outputs):
    hidden = layers.Dense(8, activation="tanh")
    return keras.Sequential([keras.Input((inputs,)), hidden, layers.Dense(outputs)])


def small(rate=0.1):
    keras.utils.set_random_seed(1)
    gan = GAN(network(3, 2), network(2, 1), seed=1)
    gan.compile(keras.optimizers.SGD(rate))
    return gan


X = np.random.default_rng(0).normal(size=(16, 2)).astype("float32")


@pytest.mark.parametrize("steps, saturating, penalty", [(1, 0, 0.0), (3, 0, 0.7), (2, 1, 0.0)])
def test_a_step_is_gradient_descent_written_by_hand(steps, saturating, penalty):
    gan, draws = small(), small().prior
    gan.discriminating.learning_rate.assign(0.3)
    gan.steps.assign(steps)
    gan.saturating.assign(saturating)
    gan.penalty.assign(penalty)
    players = gan.generator, gan.discriminator
    theta, psi = ([jnp.array(w.value) for w in player.weights] for player in players)

    def network(weights, x):
        kernel, bias, last_kernel, last_bias = weights
        return jnp.tanh(x @ kernel + bias) @ last_kernel + last_bias

    def discriminate(psi, theta, z):
        yes, no = (jax.nn.sigmoid(network(psi, x)) for x in (X, network(theta, z)))
        slopes = jax.vmap(jax.grad(lambda x: network(psi, x)[0]))(X)
        told_apart = -0.5 * jnp.mean(jnp.log(yes) + jnp.log(1 - no))
        return told_apart + penalty / 2 * jnp.mean(jnp.sum(slopes**2, axis=1))

    def fool(theta, psi, z):
        no = jax.nn.sigmoid(network(psi, network(theta, z)))
        return jnp.mean(jnp.log(1 - no) if saturating else -jnp.log(no))

    logs = gan.train_on_batch(X, X, return_dict=True)
    codes = [np.asarray(draws(np.full(16, 10))) for _ in range(steps + 1)]  # what a twin draws
    for z in codes[:-1]:
        before, slopes = jax.value_and_grad(discriminate)(psi, theta, z)
        psi = [a - 0.3 * b for a, b in zip(psi, slopes, strict=True)]
    np.testing.assert_allclose(logs["discriminate"], before, rtol=1e-5)
    before, slopes = jax.value_and_grad(fool)(theta, psi, codes[-1])
    theta = [a - 0.1 * b for a, b in zip(theta, slopes, strict=True)]
    np.testing.assert_allclose(logs["loss"], before, rtol=1e-5)
    for player, by_hand in zip(players, (theta, psi), strict=True):
        for a, b in zip(player.weights, by_hand, strict=True):
            np.testing.assert_allclose(a.value, b, rtol=1e-4, atol=1e-6)


def test_no_step_of_the_discriminator_leaves_it_as_it_is():
    gan = small()
    gan.steps.assign(0)
    before = [np.array(w.value) for w in gan.discriminator.weights + gan.generator.weights]
    gan.train_on_batch(X, X)
    after = [np.array(w.value) for w in gan.discriminator.weights + gan.generator.weights]
    assert [np.array_equal(a, b) for a, b in zip(before, after, strict=True)] == [True] * 4 + [
        False
    ] * 4


def test_what_cannot_be_a_gan_is_refused():
    noisy = keras.Sequential([keras.Input((2,)), layers.Dropout(0.5), layers.Dense(1)])
    with pytest.raises(ModelError, match="The discriminator has a state beside its weights"):
        GAN(network(3, 2), noisy)
    with pytest.raises(ModelError, match=r"The discriminator gives \(batch, 2\)"):
        GAN(network(3, 2), network(2, 2))
    with pytest.raises(ModelError, match="The generator does not say how long a code is"):
        GAN(keras.Sequential([layers.Dense(2)]), network(2, 1))
    with pytest.raises(ModelError, match="NaN or infinite"):
        small().fit(np.full((4, 2), np.nan), verbose=0)
