"""Losses against closed forms, and against what they are derived from."""

import os

from ae_helpers import losses
from ae_helpers.data import load

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

RNG = np.random.default_rng(0)
IMAGES = RNG.random((3, 4, 5, 1)).astype("float32")
LOGITS = RNG.normal(size=IMAGES.shape).astype("float32")
GREY = 1 / (1 + np.exp(-LOGITS.astype("float64")))
EVERY = (losses.squared_error, losses.binary_crossentropy, losses.hamming)


@pytest.mark.parametrize("loss", [*EVERY, losses.bernoulli_log_likelihood])
def test_one_number_an_image_that_does_not_depend_on_the_others(loss):
    together = loss(IMAGES, LOGITS)
    assert together.shape == (3,)
    one_by_one = [loss(x[None], a[None])[0] for x, a in zip(IMAGES, LOGITS, strict=True)]
    np.testing.assert_allclose(together, one_by_one, rtol=1e-6)


def test_squared_error_of_two_pixels():
    x = np.array([[1.0, 0.0], [0.5, 0.5]])
    np.testing.assert_allclose(losses.squared_error(x, np.zeros((2, 2))), [0.5, 0.0])
    expected = ((IMAGES - GREY) ** 2).sum(axis=(1, 2, 3))
    np.testing.assert_allclose(losses.squared_error(IMAGES, LOGITS), expected, rtol=1e-5)


def test_binary_crossentropy_is_the_textbook_sum():
    textbook = -(IMAGES * np.log(GREY) + (1 - IMAGES) * np.log(1 - GREY)).sum(axis=(1, 2, 3))
    np.testing.assert_allclose(losses.binary_crossentropy(IMAGES, LOGITS), textbook, rtol=1e-5)


def test_binary_crossentropy_of_extreme_logits():
    x = np.array([[1.0], [0.0], [1.0], [0.0], [0.25]], "float32")
    logits = np.array([[-1e4], [1e4], [1e4], [-1e4], [1e4]], "float32")
    loss = losses.binary_crossentropy(x, logits)
    np.testing.assert_allclose(loss, [1e4, 1e4, 0, 0, 0.75e4])
    slope = jax.grad(lambda a: losses.binary_crossentropy(x, a).sum())(logits)
    np.testing.assert_allclose(slope, [[-1], [1], [0], [0], [0.75]])


def test_slopes_are_those_that_lesson_01_derives():
    logits = np.append(LOGITS, np.zeros_like(LOGITS[:1]), axis=0)  # at 0 the formula has a corner
    x = np.append(IMAGES, IMAGES[:1], axis=0)
    grey = 1 / (1 + np.exp(-logits))
    slope = jax.grad(lambda a: losses.binary_crossentropy(x, a).sum())(logits)
    np.testing.assert_allclose(slope, grey - x, atol=1e-6)
    slope = jax.grad(lambda a: losses.squared_error(x, a).sum())(logits)
    np.testing.assert_allclose(slope, 2 * (grey - x) * grey * (1 - grey), atol=1e-6)


def test_the_floor_is_reached_where_the_decoder_is_right():
    best = losses.binary_crossentropy(IMAGES, np.log(IMAGES / (1 - IMAGES)))
    np.testing.assert_allclose(losses.binary_crossentropy_floor(IMAGES), best, rtol=1e-5)
    assert (losses.binary_crossentropy(IMAGES, LOGITS) > best).all()
    np.testing.assert_allclose(losses.binary_crossentropy_floor([[0.0, 1.0]]), 0, atol=1e-12)
    np.testing.assert_allclose(losses.binary_crossentropy_floor([[0.5, 0.5]]), 2 * np.log(2))


def test_the_floor_of_mnist():
    if not os.path.exists(os.path.join(os.environ.get("AE_DATA_DIR", ""), "mnist.npz")):
        pytest.skip("needs mnist.npz in the folder AE_DATA_DIR")
    floor = losses.binary_crossentropy_floor(load("mnist").x_test).mean()
    assert round(floor, 1) == 45.5 and round(floor / 784, 4) == 0.0581


def test_hamming_counts_pixels_and_has_no_slope():
    x = np.array([[0.9, 0.1, 0.6, 0.4], [1.0, 1.0, 0.0, 0.0]], "float32")
    logits = np.array([[1.0, 1.0, -1.0, -1.0], [3.0, 2.0, -9.0, -0.1]], "float32")
    np.testing.assert_array_equal(losses.hamming(x, logits), [2, 0])
    assert not jax.grad(lambda a: losses.hamming(x, a).sum())(logits).any()


def test_bernoulli_log_likelihood_is_the_log_of_a_probability():
    """Over all images of three pixels the probabilities add up to one."""
    every = np.array(np.meshgrid(*[[0.0, 1.0]] * 3)).reshape(3, 8).T
    log_p = losses.bernoulli_log_likelihood(every, np.tile([0.3, -2.0, 1.0], (8, 1)))
    np.testing.assert_allclose(np.exp(log_p).sum(), 1, rtol=1e-6)
    assert (np.asarray(log_p) < 0).all()


def test_gaussian_log_likelihood_is_scipys():
    expected = stats.norm.logpdf(IMAGES, LOGITS, 0.2).sum(axis=(1, 2, 3))
    log_p = losses.gaussian_log_likelihood(IMAGES, LOGITS, 0.2)
    np.testing.assert_allclose(log_p, expected, rtol=1e-5)


MU = RNG.normal(size=(4, 3)).astype("float32")
LOG_VAR = RNG.normal(size=(4, 3)).astype("float32")


def test_gaussian_kl_of_known_cases():
    zero = np.zeros((1, 3), "float32")
    np.testing.assert_allclose(losses.gaussian_kl(zero, zero), [0])
    np.testing.assert_allclose(losses.gaussian_kl(zero + 2, zero), [3 * 4 / 2])
    np.testing.assert_allclose(losses.gaussian_kl(zero, zero + np.log(4)), [3 * 0.8068528], 1e-5)
    formula = 0.5 * (MU**2 + np.exp(LOG_VAR) - 1 - LOG_VAR).sum(axis=1)
    np.testing.assert_allclose(losses.gaussian_kl(MU, LOG_VAR), formula, rtol=1e-5)


def test_free_bits_by_hand():
    # Two images, three codes: means over the batch of (4 + 0)/2, (0.5 + 0.5)/2 and 0 nats.
    mu = np.array([[8.0**0.5, 1.0, 0.0], [0.0, 1.0, 0.0]], "float32")
    zero = np.zeros_like(mu)
    assert float(losses.free_bits(mu, zero, 0.0)) == pytest.approx(2 + 0.5 + 0)
    assert float(losses.free_bits(mu, zero, 0.25)) == pytest.approx(2 + 0.5 + 0.25)
    assert float(losses.free_bits(mu, zero, 1.0)) == pytest.approx(2 + 1 + 1)
    all_of_it = float(losses.free_bits(MU, LOG_VAR, 0.0))
    assert all_of_it == pytest.approx(float(np.mean(losses.gaussian_kl(MU, LOG_VAR))), rel=1e-5)


def test_free_bits_push_only_codes_above_the_floor():
    mu = jnp.array([[2.0, 0.5]])  # 2 nats and 0.125 nats
    slope = jax.grad(lambda mu: losses.free_bits(mu, jnp.zeros_like(mu), 1.0))(mu)
    np.testing.assert_allclose(slope, [[2.0, 0.0]])


def test_gaussian_kl_against_a_prior_is_zero_there_and_keeps_its_value_when_both_are_moved():
    np.testing.assert_allclose(losses.gaussian_kl(MU, LOG_VAR, MU, LOG_VAR), 0, atol=1e-5)
    stretched = losses.gaussian_kl(3 * MU + 5, LOG_VAR + 2 * np.log(3), 5.0, 2 * np.log(3))
    np.testing.assert_allclose(stretched, losses.gaussian_kl(MU, LOG_VAR), rtol=1e-4)


@pytest.mark.parametrize("prior", [(0.0, 0.0), (0.5, -0.7)])
def test_gaussian_kl_is_the_mean_log_ratio_of_samples(prior):
    spread, prior_spread = np.exp(LOG_VAR / 2), np.exp(prior[1] / 2)
    z = MU + spread * np.random.default_rng(1).normal(size=(200_000, *MU.shape))
    ratio = stats.norm.logpdf(z, MU, spread) - stats.norm.logpdf(z, prior[0], prior_spread)
    ratio = ratio.sum(axis=2)
    error = ratio.std(axis=0) / len(ratio) ** 0.5
    kl = np.asarray(losses.gaussian_kl(MU, LOG_VAR, *prior))
    assert (abs(ratio.mean(axis=0) - kl) < 5 * error).all()


WEIGHTS = jnp.asarray(RNG.normal(size=(20, 3)))


def test_bernoulli_kl_of_two_coins():
    """Values computed by hand; zero for equal coins, and not symmetric."""
    pairs = [(0.05, 0.5, 0.494632), (0.5, 0.05, 0.830366), (0.3, 0.3, 0.0)]
    for rho, rate, nats in pairs:
        np.testing.assert_allclose(losses.bernoulli_kl(rho, rate), nats, atol=1e-6)
    rates = jnp.array([0.5, 0.05])
    np.testing.assert_allclose(losses.bernoulli_kl(0.05, rates), [0.494632, 0], atol=1e-6)


def test_contractive_penalty_of_a_linear_encoder_is_the_norm_of_its_weights():
    penalty = losses.contractive_penalty(lambda x: x.reshape(len(x), -1) @ WEIGHTS, IMAGES)
    np.testing.assert_allclose(penalty, [np.square(WEIGHTS).sum()] * 3, rtol=1e-5)


def test_contractive_penalty_of_a_sigmoid_layer_is_the_papers_formula():
    """Rifai et al. (2011), section 5.3."""

    def encoder(x):
        return jax.nn.sigmoid(x.reshape(len(x), -1) @ WEIGHTS)

    z = encoder(IMAGES)
    formula = (np.square(z * (1 - z)) * np.square(WEIGHTS).sum(axis=0)).sum(axis=1)
    np.testing.assert_allclose(losses.contractive_penalty(encoder, IMAGES), formula, rtol=1e-5)


def test_contractive_penalty_is_the_squared_jacobian():
    def encoder(x):
        return jnp.tanh(x.reshape(len(x), -1) @ WEIGHTS) @ WEIGHTS[:3, :2]

    jacobians = [jax.jacrev(lambda x: encoder(x[None])[0])(x) for x in jnp.asarray(IMAGES)]
    expected = [np.square(jacobian).sum() for jacobian in jacobians]
    penalty = losses.contractive_penalty(encoder, IMAGES)
    np.testing.assert_allclose(penalty, expected, rtol=1e-4)
    np.testing.assert_allclose(
        jax.jit(losses.contractive_penalty, static_argnums=0)(encoder, IMAGES), expected, rtol=1e-4
    )


ONE, MANY = np.full((1, 4), 0.5, "float32"), np.full((4, 4), 0.5, "float32")
PIXEL_LOSSES = [*EVERY, losses.bernoulli_log_likelihood]
PIXEL_LOSSES.append(lambda x, mean: losses.gaussian_log_likelihood(x, mean, 0.2))


@pytest.mark.parametrize("loss", PIXEL_LOSSES)
@pytest.mark.parametrize("wrap", [lambda f: f, jax.jit], ids=["eager", "compiled"])
@pytest.mark.parametrize("x, output", [(MANY, ONE), (ONE, MANY), (MANY, MANY[:, :1])])
def test_nothing_is_broadcast_over_images_or_pixels(loss, wrap, x, output):
    with pytest.raises(ValueError, match="x has shape .* and the decoder's output .* same shape"):
        wrap(loss)(x, output)


def test_a_flat_output_fits_images_with_as_many_pixels():
    flat = losses.squared_error(IMAGES, LOGITS.reshape(3, -1))
    np.testing.assert_array_equal(flat, losses.squared_error(IMAGES, LOGITS))


@pytest.mark.parametrize("wrap", [lambda f: f, jax.jit], ids=["eager", "compiled"])
def test_codes_and_priors_of_another_shape_are_refused(wrap):
    for loss in (losses.gaussian_kl, lambda mu, log_var: losses.free_bits(mu, log_var, 0.1)):
        with pytest.raises(ValueError, match=r"mu has shape \(4, 3\) and log_var \(1, 3\)"):
            wrap(loss)(MU, LOG_VAR[:1])
    for prior in (MU[:1], MU[:, :1], MU[0, :1]):
        with pytest.raises(ValueError, match=r"give a number, \(3,\) or \(4, 3\)\."):
            wrap(losses.gaussian_kl)(MU, LOG_VAR, prior)
    row = wrap(losses.gaussian_kl)(MU, LOG_VAR, MU[0], LOG_VAR[0])
    table = losses.gaussian_kl(MU, LOG_VAR, MU[[0] * 4], LOG_VAR[[0] * 4])
    np.testing.assert_allclose(row, table, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("wrong, what", [(255, "0.5 to 255"), (-1, "-1 to 0.5"), (np.nan, "nan")])
def test_a_crossentropy_of_what_are_no_grey_levels_is_refused(wrong, what):
    x = np.append(MANY, np.full((1, 4), wrong, "float32"), axis=0)
    sentence = f"x goes from {what}.*grey levels from 0 to 1: divide by 255"
    for loss in (losses.binary_crossentropy, losses.bernoulli_log_likelihood):
        for images in (x, jnp.asarray(x)):
            with pytest.raises(ValueError, match=sentence):
                loss(images, np.zeros((5, 4)))
        jax.jit(loss)(x, np.zeros((5, 4)))  # there, the values are not known
    with pytest.raises(ValueError, match=sentence):
        losses.binary_crossentropy_floor(x)
