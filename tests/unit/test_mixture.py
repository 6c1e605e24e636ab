"""The mixture density of a pen against SciPy's, and that it is one."""

from ae_helpers import losses

import numpy as np
import pytest
from scipy import stats
from scipy.special import log_expit, logsumexp, softmax

RNG = np.random.default_rng(0)
X = RNG.normal(size=(4, 6, 3)).astype("float32")
X[..., 2] = X[..., 2] > 0
OUTPUT = RNG.normal(size=(4, 6, 16)).astype("float32")  # three Gaussians


def by_scipy(x, output, floor=0.05):
    """Log-density of one step."""
    weights, mean = softmax(output[:3]), output[3:9].reshape(3, 2)
    scale = np.maximum(np.exp(output[9:15]), floor).reshape(3, 2)
    each = stats.norm.logpdf(x[:2], mean, scale).sum(axis=1)
    return logsumexp(each, b=weights) + log_expit(output[15] if x[2] else -output[15])


def test_it_is_the_sum_over_the_steps():
    expected = [
        sum(by_scipy(*step) for step in zip(x, o, strict=True))
        for x, o in zip(X, OUTPUT, strict=True)
    ]
    np.testing.assert_allclose(losses.mixture_log_likelihood(X, OUTPUT), expected, rtol=1e-5)


def test_the_density_has_mass_one():
    side = np.linspace(-12, 12, 481, dtype="float32")
    places = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 1, 2)
    mass = 0
    for pen in (0, 1):
        x = np.concatenate([places, np.full((*places.shape[:2], 1), pen, "float32")], axis=-1)
        output = np.broadcast_to(OUTPUT[0, 0], (len(x), 1, 16))
        mass += np.exp(losses.mixture_log_likelihood(x, output)).sum() * 0.05**2
    assert abs(mass - 1) < 1e-3


def test_one_gaussian_is_the_gaussian_likelihood():
    output = np.zeros((4, 6, 6), "float32")
    output[..., 1:3], output[..., 3:5], output[..., 5] = 0.3, np.log(2), 30 * (2 * X[..., 2] - 1)
    expected = losses.gaussian_log_likelihood(X[..., :2], np.full((4, 6, 2), 0.3), 2.0)
    np.testing.assert_allclose(losses.mixture_log_likelihood(X, output), expected, rtol=1e-5)


def test_twice_the_unit_costs_log_four_a_step():
    output = OUTPUT.copy()
    output[..., 3:9] *= 2
    output[..., 9:15] += np.log(2)
    larger = losses.mixture_log_likelihood(X * [2, 2, 1], output, floor=0.1)
    apart = losses.mixture_log_likelihood(X, OUTPUT) - larger
    np.testing.assert_allclose(apart, 6 * np.log(4), rtol=1e-4)


def test_no_scale_is_below_the_floor():
    sharp = OUTPUT.copy()
    sharp[..., 9:15] = -50
    at_floor = sharp.copy()
    at_floor[..., 9:15] = np.log(0.2)
    np.testing.assert_allclose(
        losses.mixture_log_likelihood(X, sharp, 0.2), losses.mixture_log_likelihood(X, at_floor)
    )
    log_scale = losses.mixture_parts(sharp, 0.2)[2]
    np.testing.assert_allclose(log_scale, np.log(0.2), rtol=1e-5)


def test_shapes_that_do_not_fit_are_told():
    with pytest.raises(ValueError, match=r"5 M \+ 1: give 6, 11, 16"):
        losses.mixture_parts(np.zeros((4, 15)))
    with pytest.raises(ValueError, match="an output for each of their steps"):
        losses.mixture_log_likelihood(X, OUTPUT[:, :5])
