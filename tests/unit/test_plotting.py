"""Pictures show what they are given, exactly, and every picture says in words what it is."""

from ae_helpers import plotting

import numpy as np
import pytest


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


@pytest.mark.parametrize("n", [1, 4, 10])
def test_rows_are_as_wide_as_a_notebook_shows(n):
    images = np.zeros((n, 28, 28, 1))
    assert plotting.reconstructions(images, images).page_image()["width"] == "800"


def test_rows_say_how_many_images_they_have():
    rows = {"original": np.zeros((2, 4, 4)), "d = 2\nplain": np.zeros((2, 4, 4))}
    picture = plotting.image_rows(rows)
    assert picture.alt == "2 rows of 2 images, from the top: original; d = 2 plain."


def test_reconstructions_say_how_far_they_are():
    picture = plotting.reconstructions(np.zeros((3, 2, 2, 1)), np.full((3, 2, 2), 0.5), "d = 1")
    assert picture.alt == (
        "3 originals above what came back (d = 1), 1 squared grey levels apart per image."
    )


@pytest.mark.parametrize(
    "n, title, alt",
    [(1, "", "Images: 1, in 1 row of 1."), (7, "zeros", "zeros: 7, in 2 rows of 4.")],
)
def test_a_grid_says_how_many_images_it_has(n, title, alt):
    assert plotting.image_grid(np.zeros((n, 4, 4)), columns=4, title=title).alt == alt


def test_what_a_lesson_says_of_a_picture_stands():
    images = np.zeros((1, 4, 4))
    assert plotting.image_grid(images, alt="a").alt == plotting.image_rows({"": images}, "a").alt
    assert plotting.curve([1], {"": [1]}, "x", "y", alt="a").alt == "a"
    assert plotting.latent_map(np.zeros((1, 2)), np.zeros(1, int), alt="a").alt == "a"


@pytest.mark.parametrize("n", [2, 10])
def test_long_labels_of_rows_are_whole(n):
    labels = ["σ = 0.1 | 0.5 | 1", "WWWWWW", "non-local\nmeans"]
    picture = plotting.image_rows({label: np.zeros((n, 28, 28)) for label in labels})
    picture.draw_without_rendering()
    for ax in picture.axes:
        assert ax.texts[0].get_window_extent().x0 >= 0


def test_learning_curve_draws_both_losses_at_their_epochs():
    history = {"loss": [3.0, 2.0, 1.0], "val_loss": [4.0, 3.0, 2.5]}
    picture = plotting.learning_curve(history, unit="nats per image")
    training, validation = picture.axes[0].get_lines()
    np.testing.assert_array_equal(training.get_xydata(), [[1, 3], [2, 2], [3, 1]])
    np.testing.assert_array_equal(validation.get_ydata(), history["val_loss"])
    assert picture.axes[0].get_ylabel() == "loss (nats per image)"
    assert picture.alt == (
        "loss (nats per image) against epoch: training from 3 at 1 to 1 at 3; "
        "validation from 4 at 1 to 2.5 at 3."
    )


def test_there_are_no_half_epochs():
    ax = plotting.curve(range(1, 4), {"": [3.0, 2.0, 1.0]}, "epoch", "loss").axes[0]
    assert all(tick == int(tick) for tick in ax.get_xticks())


def test_a_curve_says_where_it_turns():
    ys = {"up and down": [1.0, 4.0, 2.0], "seeds": [[3.0, 0.0, 2.0], [5.0, 1.0, 2.0]]}
    assert plotting.curve([2, 4, 8], ys, "d", "error").alt == (
        "error against d: up and down from 1 at 2 to 2 at 8, highest 4 at 4; "
        "seeds from 4 at 2 to 2 at 8, lowest 0.5 at 4."
    )


def test_curve_draws_the_mean_of_several_seeds():
    picture = plotting.curve([1, 2], {"model": [[1.0, 2.0], [3.0, 6.0]]}, "d", "error", log_x=True)
    (line,) = picture.axes[0].get_lines()
    np.testing.assert_array_equal(line.get_ydata(), [2.0, 4.0])
    band = picture.axes[0].collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (1.0, 6.0)


def test_numbers_on_a_map_do_not_hide_each_other():
    codes = np.array([[0, 0], [0.01, 0], [0, 0.01], [9, 9]])
    ax = plotting.latent_map(codes, np.arange(4)).axes[0]
    places = ax.transData.transform([text.get_position() for text in ax.texts])
    gaps = np.linalg.norm(places[:, None] - places, axis=-1)[np.triu_indices(4, 1)]
    assert gaps.min() > 0.95 * 24 * ax.figure.dpi / 72
    far = ax.transData.transform(codes[3])
    np.testing.assert_allclose(places[3], far, atol=1e-6)  # in nobody's way


def test_latent_map_gives_each_digit_its_colour_and_its_number():
    codes = np.array([[0.0, 0.0], [2.0, 2.0], [5.0, 1.0]])
    picture = plotting.latent_map(codes, np.array([3, 3, 7]))
    ax = picture.axes[0]
    assert [text.get_text() for text in ax.texts] == ["3", "7"]
    assert ax.texts[0].get_position() == pytest.approx((1.0, 1.0))
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), codes[:2])
    assert picture.alt == (
        "A map of 3 codes, coloured by digit, with medians 3 at (1, 1); 7 at (5, 1)."
    )


def test_precision_and_coverage_counts_what_the_circles_hold():
    real = np.array([[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11.0]])
    invented = np.array([[0.5, 0.5], [5, 5]])
    figure = plotting.precision_and_coverage(real, invented, k=2)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [label.split(": ")[1] for label in labels] == ["3", "3", "1", "1"]


IMAGES, DIGITS = np.zeros((3, 4, 4, 1)), np.zeros(3, int)
BAD = {
    "images has shape (0, 4, 4, 1), but at least one": lambda: plotting.image_grid(IMAGES[:0]),
    "(4, 4), but at least one image": lambda: plotting.image_grid(np.zeros((4, 4))),
    "(4, 4, 4, 2), but at least": lambda: plotting.image_grid(np.zeros((4, 4, 4, 2))),
    "columns is 0, but a row needs 1 or more": lambda: plotting.image_grid(IMAGES, columns=0),
    "image_rows got dict with 0 rows": lambda: plotting.image_rows({}),
    "image_rows got ndarray with 3 rows": lambda: plotting.image_rows(IMAGES),
    "images has shape (0, 4, 4, 1)": lambda: plotting.image_rows({"x": IMAGES[:0]}),
    "codes has shape (3, 3)": lambda: plotting.latent_map(np.zeros((3, 3)), DIGITS),
    "codes has shape (3,) ": lambda: plotting.latent_map(np.zeros(3), DIGITS),
    "and labels (2,), but": lambda: plotting.latent_map(np.zeros((3, 2)), DIGITS[:2]),
    "codes has shape (0, 2)": lambda: plotting.latent_map(np.zeros((0, 2)), DIGITS[:0]),
}


@pytest.mark.parametrize("words", BAD)
def test_what_cannot_be_drawn_is_one_sentence(words):
    with pytest.raises(ValueError) as caught:
        BAD[words]()
    sentence = str(caught.value)
    assert words in sentence and "\n" not in sentence and sentence.endswith(".")
