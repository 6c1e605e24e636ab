"""Pictures show what they are given, exactly, and every picture says in words what it is."""

import struct

from ae_helpers import plotting

import numpy as np
import pytest


def size(picture):
    """Width and height in pixels of the PNG that a notebook gets."""
    bundle, _ = picture._repr_mimebundle_()
    return struct.unpack(">II", bundle["image/png"][16:24])


def test_tile_puts_images_side_by_side():
    images = np.arange(1, 6).reshape(5, 1, 1) / 10 * np.ones((5, 2, 3))
    sheet = plotting.tile(images, columns=3, gap=1)
    assert sheet.shape == (5, 11)
    np.testing.assert_allclose(sheet[0, [0, 4, 8]], [0.1, 0.2, 0.3])
    np.testing.assert_allclose(sheet[3, [0, 4]], [0.4, 0.5])
    assert not sheet[2].any() and not sheet[:, 3].any() and not sheet[3:, 8:].any()


def test_tile_clips_and_keeps_colour():
    assert plotting.tile(np.full((1, 2, 2), 7.0)).max() == 1
    sheet = plotting.tile(np.zeros((2, 2, 2, 3)), gap=1)
    assert sheet.shape == (2, 5, 3) and (sheet[:, 2] == 1).all()


def test_pictures_are_the_same_every_time_and_have_an_alternative_text():
    images = np.random.default_rng(0).random((6, 8, 8, 1))
    bundles = [plotting.image_grid(images, alt="noise")._repr_mimebundle_() for _ in range(2)]
    assert bundles[0] == bundles[1]
    (bundle, metadata) = bundles[0]
    assert bundle["text/plain"] == metadata["image/png"]["alt"] == "noise"


@pytest.mark.parametrize("n", [1, 4, 10])
def test_rows_are_as_wide_as_a_notebook_shows(n):
    images = np.zeros((n, 28, 28, 1))
    assert size(plotting.reconstructions(images, images))[0] == 800


def test_rows_say_what_they_are():
    picture = plotting.image_rows({"original": np.zeros((2, 4, 4)), "d = 2": np.zeros((2, 4, 4))})
    assert "original, d = 2" in picture.alt


@pytest.mark.parametrize("n", [2, 10])
def test_long_labels_of_rows_are_whole(n):
    labels = ["σ = 0.1 | 0.5 | 1", "WWWWWW", "non-local\nmeans"]
    picture = plotting.image_rows({label: np.zeros((n, 28, 28)) for label in labels})
    picture.draw_without_rendering()
    for ax in picture.axes:
        assert ax.texts[0].get_window_extent().x0 >= 0


def test_learning_curve_draws_both_losses_at_their_epochs():
    history = {"loss": [3.0, 2.0, 1.0], "val_loss": [4.0, 3.0, 2.5]}
    picture = plotting.learning_curve(history, unit="nats an image")
    training, validation = picture.axes[0].get_lines()
    np.testing.assert_array_equal(training.get_xydata(), [[1, 3], [2, 2], [3, 1]])
    np.testing.assert_array_equal(validation.get_ydata(), history["val_loss"])
    assert picture.axes[0].get_ylabel() == "loss (nats an image)"
    assert "validation loss from 4.0 to 2.5 nats an image" in picture.alt


def test_curve_draws_the_mean_of_several_seeds():
    picture = plotting.curve([1, 2], {"model": [[1.0, 2.0], [3.0, 6.0]]}, "d", "error", log_x=True)
    (line,) = picture.axes[0].get_lines()
    np.testing.assert_array_equal(line.get_ydata(), [2.0, 4.0])
    band = picture.axes[0].collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (1.0, 6.0)


def test_latent_map_gives_each_digit_its_colour_and_its_number():
    codes = np.array([[0.0, 0.0], [2.0, 2.0], [5.0, 1.0]])
    picture = plotting.latent_map(codes, np.array([3, 3, 7]))
    ax = picture.axes[0]
    assert [text.get_text() for text in ax.texts] == ["3", "7"]
    assert ax.texts[0].get_position() == (1.0, 1.0)
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), codes[:2])


def test_precision_and_coverage_counts_what_the_circles_hold():
    real = np.array([[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11.0]])
    invented = np.array([[0.5, 0.5], [5, 5]])
    figure = plotting.precision_and_coverage(real, invented, k=2)
    labels = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert [label.split(": ")[1] for label in labels] == ["3", "3", "1", "1"]
