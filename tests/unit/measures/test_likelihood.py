"""Bounds on the likelihood, on models whose likelihood is known.

The linear-Gaussian model `x = W z + b + sigma e` has `p(x) = N(b, W W' + sigma^2 I)`, and its
posterior has the precision `P = I + W'W / sigma^2`. The best diagonal `q` has the true mean and the
variances `1 / diag(P)`; its ELBO is `log p(x) - (sum(log(diag(P))) - log(det(P))) / 2`.
"""

from functools import partial

from ae_helpers import losses
from ae_helpers.measures import MeasureError, likelihood

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

KEY = jax.random.key(0)
RNG = np.random.default_rng(0)
PIXELS, CODES, SIGMA = 6, 3, 0.5
BIAS = RNG.normal(size=PIXELS)
MIXED = RNG.normal(size=(PIXELS, CODES)) * 0.5
STRAIGHT = np.linalg.qr(MIXED)[0] * [0.5, 1.0, 2.0]  # orthogonal columns: P is diagonal
density = partial(losses.gaussian_log_likelihood, sigma=SIGMA)


class LinearGaussian:
    """The model with weights `w`, its best diagonal encoder, and what is known about it."""

    def __init__(self, w):
        self.w = w
        self.precision = np.eye(CODES) + w.T @ w / SIGMA**2
        self.gap = 0.5 * (
            np.log(np.diag(self.precision)).sum() - np.linalg.slogdet(self.precision)[1]
        )

    def encode(self, x):
        mu = (x - BIAS) @ self.w @ np.linalg.inv(self.precision) / SIGMA**2
        return mu, jnp.broadcast_to(-np.log(np.diag(self.precision)), mu.shape)

    def decode(self, z):
        return z @ self.w.T + BIAS

    def exact(self, x):
        covariance = self.w @ self.w.T + SIGMA**2 * np.eye(PIXELS)
        return stats.multivariate_normal(BIAS, covariance).logpdf(x)

    def sample(self, n):
        z, e = RNG.normal(size=(n, CODES)), RNG.normal(size=(n, PIXELS))
        return (z @ self.w.T + BIAS + SIGMA * e).astype("float32")


def bound(model, x, k, encode=None, key=KEY):
    encode = encode or model.encode
    return likelihood.iwae_bound(encode, model.decode, x, key, k, density)


@pytest.mark.parametrize("k", [1, 130])
def test_with_the_true_posterior_every_bound_is_the_likelihood(k):
    model = LinearGaussian(STRAIGHT)
    assert abs(model.gap) < 1e-12
    x = model.sample(30)
    np.testing.assert_allclose(bound(model, x, k), model.exact(x), atol=1e-3)


def test_elbo_is_the_likelihood_at_the_optimum_and_below_it_by_the_known_gap_elsewhere():
    for w in (STRAIGHT, MIXED):
        model = LinearGaussian(w)
        x = np.repeat(model.sample(4), 100, axis=0)  # a hundred estimates for each image
        elbo = likelihood.elbo(model.encode, model.decode, x, KEY, 100, density).reshape(4, 100)
        error = elbo.std(axis=1) / 10
        expected = model.exact(x[::100]) - model.gap
        assert (abs(elbo.mean(axis=1) - expected) < 5 * error).all()
    assert model.gap > 10 * error.max()  # so the test can tell the two apart


def test_a_worse_posterior_lowers_the_elbo_by_its_kl_divergence():
    """The mean moved by 1, the variances doubled: KL(q, posterior) is known."""
    model = LinearGaussian(STRAIGHT)

    def encode(x):
        mu, log_var = model.encode(x)
        return mu + 1, log_var + np.log(2)

    x = np.repeat(model.sample(1), 5000, axis=0)
    elbo = likelihood.elbo(encode, model.decode, x, KEY, 20, density)
    kl = 0.5 * np.sum(np.diag(model.precision) + 2 - 1 - np.log(2))
    assert abs(model.exact(x[0]) - kl - elbo.mean()) < 5 * elbo.std() / len(x) ** 0.5


def test_bounds_do_not_fall_with_k_and_converge_to_the_likelihood():
    model = LinearGaussian(MIXED)
    x = np.repeat(model.sample(1), 2000, axis=0)
    exact = model.exact(x[0])
    bounds = [bound(model, x, k) for k in (1, 2, 5, 20)]
    means = np.array([b.mean() for b in bounds])
    errors = np.array([b.std() / len(b) ** 0.5 for b in bounds])
    assert (np.diff(means) > 3 * errors[1:]).all(), means
    assert (means < exact + 3 * errors).all()
    gaps = exact - means
    assert gaps[0] > model.gap / 2 and gaps[-1] < gaps[0] / 3
    some = x[:20]
    estimates = likelihood.log_likelihood(model.encode, model.decode, some, KEY, 5000, density)
    np.testing.assert_allclose(estimates, exact, atol=0.1)
    assert abs(estimates.mean() - exact) < 0.02


class Recorder:
    """A decoder that keeps the codes it was given."""

    def __init__(self, decode):
        self.decode, self.codes = decode, []

    def __call__(self, z):
        self.codes.append(np.asarray(z, "float64"))
        return self.decode(z)


@pytest.mark.parametrize("k", [1, 3])
def test_the_bound_is_burdas_formula_on_the_codes_that_were_drawn(k):
    """For k = 1 it is the ELBO with a sampled KL."""
    model = LinearGaussian(MIXED)
    x, recorder = model.sample(5), Recorder(model.decode)
    found = likelihood.iwae_bound(model.encode, recorder, x, KEY, k, density)
    z = np.concatenate(recorder.codes).reshape(k, 5, CODES)
    mu, log_var = map(np.asarray, model.encode(x))
    log_w = stats.norm.logpdf(x, z @ MIXED.T + BIAS, SIGMA).sum(axis=-1)
    log_w += stats.norm.logpdf(z).sum(axis=-1)
    log_w -= stats.norm.logpdf(z, mu, np.exp(log_var / 2)).sum(axis=-1)
    np.testing.assert_allclose(found, np.log(np.exp(log_w).mean(axis=0)), atol=1e-3)


def test_memory_is_bounded_whatever_k_and_the_number_of_images():
    model = LinearGaussian(STRAIGHT)
    for n, k in ((3, 5000), (12_000, 2)):
        recorder = Recorder(model.decode)
        found = likelihood.iwae_bound(model.encode, recorder, model.sample(n), KEY, k, density)
        rows = [len(z) for z in recorder.codes]
        assert found.shape == (n,) and sum(rows) == n * k and max(rows) <= likelihood.AT_ONCE
        codes = np.concatenate(recorder.codes)
        assert len(np.unique(codes[:, 0])) > 0.99 * len(codes)  # no draw is used twice


LOGITS = np.array([[2.0, -1.0, 0.5, -3.0]])


def test_bernoulli_likelihood_is_that_of_an_integral():
    def decode(z):
        return z @ LOGITS

    x = np.array([[1, 0, 1, 0], [0, 1, 1, 1]], "float32").reshape(2, 2, 2, 1)
    z = np.linspace(-10, 10, 20_001)[:, None]
    p = 1 / (1 + np.exp(-z @ LOGITS))
    exact = [
        np.log(np.sum(stats.norm.pdf(z[:, 0]) * np.prod(np.where(v, p, 1 - p), 1)) * 1e-3)
        for v in x.reshape(2, 4) > 0
    ]

    def encode(x):
        return jnp.zeros((len(x), 1)), jnp.zeros((len(x), 1))

    images = np.repeat(x, 100, axis=0)
    found = likelihood.log_likelihood(encode, decode, images, KEY, 1000).reshape(2, 100)
    np.testing.assert_allclose(found.mean(axis=1), exact, atol=0.02)


def test_the_same_key_gives_the_same_numbers():
    model = LinearGaussian(MIXED)
    x = model.sample(4)
    np.testing.assert_array_equal(bound(model, x, 5), bound(model, x, 5))
    assert (bound(model, x, 5) != bound(model, x, 5, key=jax.random.key(1))).all()


def test_active_units_are_those_whose_mean_moves():
    mu = RNG.normal(size=(1000, 4)) * [1.0, 0.2, 0.05, 0.0] + [0, 0, 5, 5]
    assert likelihood.active_units(mu) == 2  # variances of about 1, 0.04, 0.0025, 0
    assert likelihood.active_units(mu, threshold=0.001) == 3


def test_aggregate_posterior_of_known_cases():
    mean, covariance, kl = likelihood.aggregate_posterior(
        [[-1.0, 3.0], [1.0, 3.0]], [[0.0, 0.0], [np.log(3), 0.0]]
    )
    np.testing.assert_allclose(mean, [0, 3])
    np.testing.assert_allclose(covariance, [[1 + 2, 0], [0, 1]])
    np.testing.assert_allclose(kl, losses.gaussian_kl(mean[None], np.log([[3.0, 1.0]]))[0], 1e-6)
    assert likelihood.aggregate_posterior(np.zeros((5, 2)), np.zeros((5, 2))).kl_to_prior == 0


def test_bad_input_is_one_clear_sentence():
    model = LinearGaussian(MIXED)
    x = model.sample(3)
    nan = np.full_like(x, np.nan)

    def refuses(words, *parts, k=1):
        with pytest.raises(MeasureError, match=words) as error:
            likelihood.iwae_bound(*parts, k, density)
        assert "\n" not in str(error.value)

    refuses("x holds 18 values that are NaN", model.encode, model.decode, nan, KEY)
    refuses("x is empty", model.encode, model.decode, x[:0], KEY)
    with pytest.raises(
        MeasureError, match="x goes from 0 to 255, but pixels from 0 to 1 are needed"
    ):
        likelihood.elbo(model.encode, model.decode, np.array([[0.0, 255.0]]), KEY)
    refuses("0 samples", model.encode, model.decode, x, KEY, k=0)
    refuses("2.5 samples", model.encode, model.decode, x, KEY, k=2.5)
    refuses("jax.random.key", model.encode, model.decode, x, 0)
    refuses("pair", lambda x: x, model.decode, x, KEY)
    refuses("mu holds", lambda x: (x * np.nan, x), model.decode, x, KEY)
    refuses("same shape", lambda x: (x, x[:, :2]), model.decode, x, KEY)
    refuses("decoder gives", model.encode, lambda z: z, x, KEY)
    with pytest.raises(MeasureError, match=r"mu has shape \(3,\), but \(n, d\)"):
        likelihood.active_units([1.0, 2.0, 3.0])


def test_all_bounds_follow_from_the_weights():
    model = LinearGaussian(MIXED)
    x = model.sample(7)
    log_w = likelihood.log_weights(model.encode, model.decode, x, KEY, 130, density)
    assert log_w.shape == (7, 130)
    whole = likelihood.bound_from_weights(log_w)
    np.testing.assert_allclose(whole, bound(model, x, 130), atol=1e-4)
    elbo = likelihood.bound_from_weights(log_w, 1)
    np.testing.assert_allclose(elbo, log_w.mean(axis=1), atol=1e-4)
    halves = [np.log(np.exp(part).mean(axis=1)) for part in (log_w[:, :65], log_w[:, 65:])]
    np.testing.assert_allclose(
        likelihood.bound_from_weights(log_w, 65), np.mean(halves, axis=0), atol=1e-4
    )


def test_of_the_same_draws_a_bound_with_more_samples_is_never_lower():
    """Jensen's inequality holds for each image, group by group, so it needs no average."""
    model = LinearGaussian(MIXED)
    log_w = likelihood.log_weights(model.encode, model.decode, model.sample(50), KEY, 60, density)
    bounds = [likelihood.bound_from_weights(log_w, k) for k in (1, 2, 6, 30, 60)]
    assert (np.diff(bounds, axis=0) >= 0).all()


def test_weights_too_small_for_a_float_still_give_a_bound():
    log_w = np.array([[-2000.0, -2000.0 + np.log(3)]])
    np.testing.assert_allclose(likelihood.bound_from_weights(log_w), [-2000 + np.log(2)])


@pytest.mark.parametrize("k", [0, 5, 2.5, "2", -1])
def test_a_bound_wants_as_many_draws_as_samples(k):
    with pytest.raises(MeasureError, match="give a whole number from 1 to 4"):
        likelihood.bound_from_weights(np.zeros((2, 4)), k)


@pytest.mark.parametrize("log_w", [np.zeros(3), [[np.nan]], np.zeros((0, 2)), [["a"]]])
def test_weights_are_a_table_of_numbers(log_w):
    with pytest.raises(MeasureError, match="log_w"):
        likelihood.bound_from_weights(log_w)
