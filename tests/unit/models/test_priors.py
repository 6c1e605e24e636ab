"""The priors: where their codes lie, with and without labels."""

from ae_helpers.models import Prior
from ae_helpers.models.priors import CLASSES, GAUSSIAN, MIXTURE, RING, ROLL

import numpy as np
import pytest

ANY = np.full(20_000, 10)


def draw(kind, labels=ANY, size=2, seed=1):
    prior = Prior(size, seed)
    prior.kind.assign(kind)
    return np.asarray(prior(labels))


def test_the_gaussian_has_mean_zero_and_variance_one():
    z = draw(GAUSSIAN, size=5)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=0.04)
    np.testing.assert_allclose(np.cov(z.T), np.eye(5), atol=0.05)


def test_the_ring_has_a_radius_of_three_and_all_directions():
    z = draw(RING)
    radius, angle = np.hypot(*z.T), np.arctan2(*z.T[::-1])
    np.testing.assert_allclose([radius.mean(), radius.std()], [3, 0.2], atol=0.01)
    np.testing.assert_allclose(np.histogram(angle, 8)[0] / len(z), 1 / 8, atol=0.02)


@pytest.mark.parametrize("kind", [MIXTURE, RING, ROLL])
def test_every_class_has_its_own_place_and_all_together_are_the_prior(kind):
    labels = np.arange(20_000) % 10
    z, unlabelled = draw(kind, labels), draw(kind, seed=2)
    np.testing.assert_allclose(z.mean(axis=0), unlabelled.mean(axis=0), atol=0.08)
    np.testing.assert_allclose(np.cov(z.T), np.cov(unlabelled.T), atol=0.15)
    centres = np.stack([z[labels == k].mean(axis=0) for k in range(10)])
    apart = np.linalg.norm(centres[:, None] - centres, axis=2) + 9 * np.eye(10)
    assert apart.min() > 0.5


def test_the_ten_gaussians_lie_where_they_should():
    z = draw(MIXTURE, np.full(20_000, 5))
    np.testing.assert_allclose(z.mean(axis=0), [-3, 0], atol=0.02)
    np.testing.assert_allclose(z.std(axis=0), [0.6, 0.25], atol=0.02)


def test_the_swiss_roll_is_equally_dense_along_its_way():
    z = draw(ROLL)
    radius = np.hypot(*z.T)
    assert radius.max() < 4.8
    # The length of a spiral grows with the square of its radius.
    np.testing.assert_allclose(np.mean(radius < 2), 1 / 4, atol=0.02)


def test_further_codes_are_gaussian_and_classes_are_one_hot():
    z = draw(RING, size=4)
    np.testing.assert_allclose(z[:, 2:].std(axis=0), 1, atol=0.03)
    z = draw(CLASSES, np.full(20_000, 3), size=13)
    np.testing.assert_array_equal(z[:, :10], np.tile(np.eye(10)[3], (20_000, 1)))
    np.testing.assert_allclose(z[:, 10:].std(axis=0), 1, atol=0.03)
    np.testing.assert_allclose(draw(CLASSES, size=13)[:, :10].mean(axis=0), 0.1, atol=0.01)


def test_one_code_has_no_shape():
    with pytest.raises(ValueError, match="two codes"):
        Prior(1)
