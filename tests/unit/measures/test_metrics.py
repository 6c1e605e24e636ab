"""Metrics on cases whose answer is known."""

from ae_helpers.data import load
from ae_helpers.measures import MeasureError, metrics
from ae_helpers.measures.features import train_features

import numpy as np
import pytest
from scipy import linalg

RNG = np.random.default_rng(0)
IMAGES = RNG.random((3, 12, 10, 1))


def test_reconstruction_error_is_summed_over_pixels():
    np.testing.assert_allclose(metrics.reconstruction_error(IMAGES, IMAGES + 0.1), [1.2] * 3)
    assert metrics.reconstruction_error(IMAGES, IMAGES).tolist() == [0, 0, 0]


def test_pca_error_is_the_variance_that_is_left():
    """Of data whose variances along the axes are 9, 4 and 1."""
    x = RNG.normal(size=(20_000, 3)) * [3, 2, 1] + 5
    errors = [metrics.pca_error(x, x, d).mean() for d in (1, 2, 3)]
    np.testing.assert_allclose(errors, [4 + 1, 1, 0], atol=0.1)
    values = np.sort(np.linalg.eigvalsh(np.cov(x, rowvar=False, bias=True)))
    np.testing.assert_allclose(errors[:2], [values[:2].sum(), values[0]], rtol=1e-6)


def test_pca_is_fitted_on_the_training_images_alone():
    line = np.outer(np.linspace(-1, 1, 50), [1.0, 0.0])
    np.testing.assert_allclose(
        metrics.pca_error(line, [[0.0, 2.0], [5.0, 0.0]], 1), [4, 0], atol=1e-9
    )


def test_psnr_in_decibels():
    np.testing.assert_allclose(metrics.psnr(IMAGES, IMAGES + 0.1), [20] * 3)
    np.testing.assert_allclose(metrics.psnr(IMAGES, IMAGES - 0.01), [40] * 3)
    assert np.isinf(metrics.psnr(IMAGES, IMAGES)).all()


def test_ssim_is_one_for_a_copy_and_the_formula_for_constant_images():
    np.testing.assert_allclose(metrics.ssim(IMAGES, IMAGES), [1] * 3)
    a, b = np.full((1, 9, 9, 1), 0.2), np.full((1, 9, 9, 1), 0.6)
    c1 = 0.01**2  # without variance only the luminance term is left
    expected = (2 * 0.2 * 0.6 + c1) / (0.2**2 + 0.6**2 + c1)
    np.testing.assert_allclose(metrics.ssim(a, b), [expected], rtol=1e-6)
    noisy = np.clip(IMAGES + RNG.normal(size=IMAGES.shape) * 0.3, 0, 1)
    assert (metrics.ssim(IMAGES, noisy) < 0.9).all()


def test_frechet_distance_of_known_gaussians():
    same = np.eye(2)
    assert metrics.frechet_gaussians([0, 0], same, [3, 4], same) == pytest.approx(25)
    # Diagonal: the sum of (sigma_a - sigma_b)^2.
    a, b = np.diag([4.0, 9.0]), np.diag([1.0, 25.0])
    assert metrics.frechet_gaussians([0, 0], a, [0, 0], b) == pytest.approx(1 + 4)
    # Not commuting, 2 x 2: the root of M has the trace sqrt(tr M + 2 sqrt(det M)).
    b = np.array([[2.0, 1.0], [1.0, 3.0]])
    trace = np.sqrt(np.trace(a @ b) + 2 * np.sqrt(np.linalg.det(a @ b)))
    expected = np.trace(a) + np.trace(b) - 2 * trace
    assert metrics.frechet_gaussians([0, 0], a, [0, 0], b) == pytest.approx(expected)


def test_frechet_distance_is_that_of_scipys_matrix_root():
    roots = RNG.normal(size=(2, 6, 6))
    a, b = (root @ root.T for root in roots)
    expected = np.trace(a + b - 2 * linalg.sqrtm(a @ b).real)
    zero = np.zeros(6)
    assert metrics.frechet_gaussians(zero, a, zero, b) == pytest.approx(expected)
    assert metrics.frechet_gaussians(zero, a, zero, a) == pytest.approx(0, abs=1e-9)


def test_frechet_distance_of_samples():
    a, b = RNG.normal(size=(2, 50_000, 3)) * [[[1]], [[2]]] + [[[0]], [[1]]]
    assert metrics.frechet_distance(a, b) == pytest.approx(3 * (1 + 1), rel=0.03)
    assert metrics.frechet_distance(a, a) == pytest.approx(0, abs=1e-9)
    assert metrics.frechet_distance(a[:, :1], b[:, :1]) == pytest.approx(2, rel=0.03)


def test_features_say_what_they_are_and_tell_digits_from_other_things():
    data = load("digits")
    features = train_features(data, epochs=20)
    assert features.name == "last hidden layer of a 64-256-64 classifier trained on digits, seed 0"
    assert 0.9 < features.accuracy <= 1
    codes = features(data.x_train)
    assert codes.shape == (len(data.x_train), 64)
    real = metrics.frechet_distance(codes, features(data.x_val))
    noise = metrics.frechet_distance(codes, features(RNG.random(data.x_val.shape)))
    upside_down = metrics.frechet_distance(codes, features(data.x_val[:, ::-1]))
    assert 0 < real < upside_down / 3 < noise


def blobs(n, apart, seed=0):
    """Ten classes on a circle, `apart` standard deviations from its centre."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 10
    centre = np.stack([np.cos(y * np.pi / 5), np.sin(y * np.pi / 5)], axis=1)
    return apart * centre + rng.normal(size=(n, 2)), y


def test_probes_find_classes_that_are_there_and_guess_where_none_are():
    for probe in (metrics.linear_probe, metrics.knn_accuracy):
        assert probe(*blobs(500, 30), *blobs(500, 30, seed=1)) == 1.0
        nothing = probe(*blobs(500, 0), *blobs(2000, 0, seed=1))
        assert abs(nothing - 0.1) < 0.03


def test_a_linear_probe_is_linear_and_neighbours_are_not():
    angle = RNG.random(800) * 2 * np.pi
    y = np.arange(800) % 2
    rings = np.stack([np.cos(angle), np.sin(angle)], axis=1) * (1 + y)[:, None]
    parts = rings[:400], y[:400], rings[400:], y[400:]
    assert metrics.linear_probe(*parts) < 0.65
    assert metrics.knn_accuracy(*parts) == 1.0


def test_the_probe_does_not_mind_the_scale_of_the_codes():
    codes, y = blobs(500, 3)
    test, y_test = blobs(500, 3, seed=1)
    scale = np.array([1e-3, 1e3])
    plain = metrics.linear_probe(codes, y, test, y_test)
    assert metrics.linear_probe(codes * scale, y, test * scale, y_test) == plain


def test_one_neighbour_knows_the_training_codes_by_heart():
    codes, y = blobs(200, 0)
    assert metrics.knn_accuracy(codes, y, codes, y, k=1) == 1.0


def test_cluster_scores_do_not_depend_on_the_names_of_classes():
    codes, y = blobs(500, 30)
    assert set(metrics.cluster_scores(codes, 7 * y + 3).values()) == {1.0}
    merged = metrics.cluster_scores(codes, y // 5)  # half circles: two clusters find most of them
    assert merged["accuracy"] > 0.7
    chance = metrics.cluster_scores(*blobs(2000, 0))
    assert chance["accuracy"] < 0.2 and abs(chance["adjusted_rand"]) < 0.02


FACTORS = RNG.integers(0, 10, (5000, 3))


def test_mig_of_an_identity_code_is_near_one():
    assert metrics.mig(FACTORS, FACTORS) > 0.98
    shuffled = -3 * FACTORS[:, [2, 0, 1]] + 8.0  # order, sign and scale do not count
    assert metrics.mig(shuffled, FACTORS) == pytest.approx(metrics.mig(FACTORS, FACTORS))


def test_mig_of_continuous_factors():
    factors = {"slant": RNG.random(10_000), "size": RNG.normal(size=10_000)}
    codes = np.stack([factors["size"], factors["slant"], RNG.normal(size=10_000)], axis=1)
    assert metrics.mig(codes, factors) > 0.95


def test_mig_of_useless_codes_is_near_zero():
    constant, noise = np.ones((5000, 4)), RNG.normal(size=(5000, 4))
    assert metrics.mig(constant, FACTORS) == 0
    assert metrics.mig(noise, FACTORS) < 0.02
    assert metrics.mig(np.repeat(FACTORS, 2, axis=1), FACTORS) == pytest.approx(0, abs=1e-9)


def test_mig_of_a_half_known_factor_is_the_known_share():
    """A code that tells two halves of four equal classes apart knows one bit of two."""
    factor = np.arange(4000)[:, None] % 4
    assert metrics.mig(factor // 2, factor) == pytest.approx(0.5)
    both = np.hstack([factor, factor // 2])
    assert metrics.mig(both, factor) == pytest.approx(0.5)


def test_mutual_information_in_nats():
    information = metrics.mutual_information(FACTORS, FACTORS)
    assert information.shape == (3, 3)
    np.testing.assert_allclose(np.diag(information), np.log(10), rtol=0.01)
    assert information[0, 1] == pytest.approx(81 / 2 / 5000, rel=0.6)  # the bias that is stated


def nan_of(array):
    return np.where(np.arange(array.size).reshape(array.shape) == 1, np.nan, array)


CODES, LABELS = blobs(40, 3)
BAD = {
    "x_hat holds 1 values that are NaN": lambda: metrics.psnr(IMAGES, nan_of(IMAGES)),
    "x is empty": lambda: metrics.reconstruction_error(IMAGES[:0], IMAGES[:0]),
    "same shape": lambda: metrics.ssim(IMAGES, IMAGES[:2]),
    "7 × 7": lambda: metrics.ssim(IMAGES[:, :5], IMAGES[:, :5]),
    "give 1 to 3": lambda: metrics.pca_error(IMAGES, IMAGES, 4),
    "use one data set": lambda: metrics.pca_error(IMAGES, IMAGES[:, :5], 1),
    "compute both with one network": lambda: metrics.frechet_distance(CODES, CODES[:, :1]),
    "at least two images": lambda: metrics.frechet_distance(CODES, CODES[:1]),
    "features_a holds": lambda: metrics.frechet_distance(nan_of(CODES), CODES),
    "as many rows": lambda: metrics.linear_probe(CODES, LABELS[:3], CODES, LABELS),
    "one encoder": lambda: metrics.knn_accuracy(CODES, LABELS, CODES[:, :1], LABELS),
    r"classes that y has not \(8, 9\)": lambda: metrics.linear_probe(
        CODES[LABELS < 8], LABELS[LABELS < 8], CODES, LABELS
    ),
    "two classes": lambda: metrics.cluster_scores(CODES, 0 * LABELS),
    "give 1 to 40": lambda: metrics.knn_accuracy(CODES, LABELS, CODES, LABELS, k=41),
    "one value in all images": lambda: metrics.mig(CODES, 0 * LABELS[:, None]),
    r"factors has shape \(40,\)": lambda: metrics.mig(CODES, LABELS),
    "codes holds <U1": lambda: metrics.mig(np.full((4, 2), "a"), CODES[:4]),
}


@pytest.mark.parametrize("words", BAD)
def test_bad_input_is_one_clear_sentence(words):
    with pytest.raises(MeasureError, match=words) as error:
        BAD[words]()
    assert "\n" not in str(error.value)
    assert error.value._render_traceback_() == [f"MeasureError: {error.value}"]
