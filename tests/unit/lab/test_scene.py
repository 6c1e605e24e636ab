"""The still world of the lab: what it shows, as arrays."""

from ae_helpers import data as datasets
from ae_helpers.lab import Scene
from ae_helpers.lab.controls import in_words
from ae_helpers.lab.scene import centred, sigmoid

import numpy as np
import pytest
from demo import make_trainer

DIGITS = datasets.load("digits")


@pytest.fixture(scope="module")
def trainer():
    trainer = make_trainer(DIGITS, size=4, hidden=16)
    trainer.step(20)
    trainer.set("noise", 0.0)
    return trainer


@pytest.fixture
def scene(trainer):
    trainer.set("latent size", 2)
    return Scene(trainer, DIGITS)


def test_centred_moves_the_centre_of_mass_by_whole_pixels():
    ink = np.zeros((9, 9))
    ink[0:3, 6:9] = 1
    moved = centred(ink)
    assert moved[3:6, 3:6].all() and moved.sum() == ink.sum()
    assert not centred(np.zeros((9, 9))).any()


def test_rows_are_the_models_own_reconstructions(scene):
    arrays = scene.images()
    expected = scene.trainer.model.reconstruct(scene.x)[..., 0]
    np.testing.assert_allclose(arrays["reconstruction"] / 255, expected, atol=0.003)
    shown = [np.flatnonzero((DIGITS.x_val == x).all(axis=(1, 2, 3)))[0] for x in scene.x]
    assert DIGITS.y_val[shown].tolist() == list(range(10))


def test_the_pad_decodes_its_place_with_the_other_codes_at_their_mean(scene):
    scene.trainer.set("latent size", 3)
    scene.place = np.array([0.5, -1.0], "float32")
    arrays = scene.pad()
    codes = scene.trainer.model.encode(DIGITS.x_val[: len(scene.labels)])
    expected = scene.trainer.model.decode([[0.5, -1.0, codes[:, 2].mean(), 0.0]])
    np.testing.assert_allclose(arrays["decoded"][0] / 255, expected[0, ..., 0], atol=0.003)
    assert scene.status()["map_title"].endswith("of 3")


def test_one_code_is_a_line_sorted_by_digit(scene):
    scene.trainer.set("latent size", 1)
    points = scene.overview()["map"]
    codes = scene.trainer.model.encode(DIGITS.x_val[: len(points)])
    np.testing.assert_allclose(points[:, 0], codes[:, 0], rtol=1e-5)
    np.testing.assert_array_equal(np.round(points[:, 1]), scene.labels)


def test_nothing_drawn_is_shown_as_paper(scene):
    assert not scene.overview()["own"].any()
    scene.own[3, 3] = 1
    assert scene.overview()["own"].any()


@pytest.mark.parametrize("codes", ["run off", "all alike"])
def test_the_map_keeps_the_points_in_view_while_it_trains(scene, codes):
    scene.overview()
    scene.trainer.start()
    scene._codes = scene._codes * 1e4 if codes == "run off" else 0 * scene._codes + 7
    for _ in range(2):
        points = scene._map()
        low, high = np.percentile(points, [1, 99], axis=0)
        assert (scene._box[:2] < low).all() and (high < scene._box[2:]).all()
    scene.trainer.pause()


def test_samples_come_from_a_gaussian_with_the_moments_of_the_codes(scene, monkeypatch):
    scene.overview()
    scene._epsilon = np.random.default_rng(0).standard_normal((100_000, 4)).astype("float32")
    monkeypatch.setattr("ae_helpers.lab.scene.COLUMNS", 100_000)
    taken = []
    monkeypatch.setattr(scene, "_decode", lambda z: taken.append(z) or np.zeros((1, 8, 8)))
    scene._samples()
    z, codes = taken[0], scene._codes[:, :2]
    scale = codes.std(axis=0)
    np.testing.assert_allclose(z[:, :2].mean(axis=0) / scale, codes.mean(axis=0) / scale, atol=0.02)
    np.testing.assert_allclose(np.corrcoef(z[:, :2].T), np.corrcoef(codes.T), atol=0.02)
    np.testing.assert_allclose(z[:, :2].std(axis=0) / scale, 1, atol=0.02)
    assert not z[:, 2:].any()


def test_sigmoid_does_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(sigmoid([-1e4, 0.0, 1e4]), [0, 0.5, 1])


def test_values_in_words():
    assert in_words("latent size", 8) == "<b>latent size</b>: 8 numbers"
    assert in_words("latent size", 1).endswith("1 number")
    assert in_words("loss", "MSE") == "<b>loss</b>: MSE"
