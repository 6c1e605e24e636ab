"""The still world of the lab: what it shows, as arrays."""

import dataclasses

from ae_helpers import data as datasets
from ae_helpers.lab import ImageScene
from ae_helpers.lab.controls import in_words
from ae_helpers.lab.scene import image_bytes
from ae_helpers.lab.scene_images import centred

import jax
import numpy as np
import pytest
from demo import make_trainer

DIGITS = datasets.load("digits")
compilations = []
jax.monitoring.register_event_duration_secs_listener(
    lambda name, *_, **__: compilations.append(name) if "backend_compile" in name else None
)


@pytest.fixture(scope="module")
def trainer():
    trainer = make_trainer(DIGITS, size=4, hidden=16)
    trainer.step(20)
    trainer.set("noise", 0.0)
    return trainer


@pytest.fixture
def scene(trainer):
    trainer.set("latent size", 2)
    return ImageScene(trainer, DIGITS)


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


@pytest.mark.parametrize("change", [lambda z: 1e4 * z, lambda z: 0 * z + 7])
def test_the_map_keeps_the_points_in_view_while_it_trains(scene, change):
    codes = scene.overview()["map"]
    scene.trainer.start()
    for _ in range(2):
        points = scene._map(change(codes))
        low, high = np.percentile(points, [1, 99], axis=0)
        assert (scene._box[:2] < low).all() and (high < scene._box[2:]).all()
    scene.trainer.pause()


def test_samples_come_from_a_gaussian_with_the_moments_of_the_codes(scene, monkeypatch):
    rng = np.random.default_rng(0)
    codes = (rng.normal(size=(500, 3)) @ rng.normal(size=(3, 3)) + [1, 2, 3]).astype("float32")
    codes = np.pad(codes, [(0, 0), (0, 1)])  # the last is not in use
    scene._variational = False
    scene._epsilon = rng.standard_normal((50_000, 1024)).astype("float32")
    monkeypatch.setattr(scene, "decode", lambda z: z)
    z = np.asarray(scene.samples(codes))
    scale = codes[:, :3].std(axis=0)
    np.testing.assert_allclose(
        z[:, :3].mean(axis=0) / scale, codes[:, :3].mean(0) / scale, atol=0.02
    )
    np.testing.assert_allclose(np.cov(z[:, :3].T), np.cov(codes[:, :3].T), rtol=0.05, atol=0.02)
    assert not z[:, 3:].any()


def test_samples_of_a_variational_model_come_from_the_prior(scene, monkeypatch):
    scene._variational = True
    monkeypatch.setattr(scene, "decode", lambda z: z)
    z = np.asarray(scene.samples(np.full((500, 4), 7, "float32")))
    np.testing.assert_array_equal(z, scene._epsilon[:, :4] * [1, 1, 0, 0])


def test_a_frame_is_one_program_at_every_latent_size_and_noise(scene):
    scene.images(), scene.overview(), scene.pad()
    count = len(compilations)
    for size, noise in ((1, 0), (4, 1), (3, 0.5)):
        scene.trainer.set("latent size", size)
        scene.trainer.set("noise", noise)
        arrays = scene.images()
        assert (arrays["noisy"] != arrays["original"]).any() == (noise > 0)
        scene.overview(), scene.pad()
    assert len(compilations) == count
    scene.trainer.set("noise", 0.0)


def test_colour_images_have_colour_rows_and_no_pen():
    rng = np.random.default_rng(0)
    x = rng.random((30, 4, 4, 3)).astype("float32")
    faces = dataclasses.replace(DIGITS, x_train=x, x_val=x, y_val=np.arange(30) % 10)
    scene = ImageScene(make_trainer(faces, size=2, hidden=4), faces)
    assert "draw" not in scene.views
    arrays = scene.overview()
    np.testing.assert_array_equal(arrays["original"], np.round(255 * x[:10]))
    assert arrays["samples"].shape == (10, 4, 4, 3) and arrays["decoded"].shape == (1, 4, 4, 3)


def test_image_bytes_are_rounded_clipped_and_never_undefined():
    x = np.array([-1, 0, 0.4999 / 255, 0.5001 / 255, 0.5, 1, 7, np.nan, np.inf], "float32")
    expected = [0, 0, 0, 1, 128, 255, 255, 0, 255]
    for shape in ((1, 1, 9), (1, 9, 1, 1), (1, 1, 3, 3)):
        assert np.ravel(image_bytes(x.reshape(shape))).tolist() == expected
    assert image_bytes(x.reshape(1, 9, 1, 1)).shape == (1, 9, 1)


def test_values_in_words():
    assert in_words("latent size", 8) == "<b>latent size</b>: 8 numbers"
    assert in_words("latent size", 1).endswith("1 number")
    assert in_words("loss", "MSE") == "<b>loss</b>: MSE"
