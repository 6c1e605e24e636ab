"""`ink`: the same everywhere, true to its factors, and as centred and as grey as MNIST."""

from ae_helpers.data import ink
from ae_helpers.data.ink_strokes import CONTROLS, POINTS, WAYS, spline_matrix

import numpy as np
import pytest

PIXELS = np.arange(28)


@pytest.fixture(scope="module")
def drawn():
    return ink.draw(4000)


def moments(images):
    """Mass `(n,)`, centre x and y `(n,)`, and slant: how far x moves per step up `(n,)`."""
    grey = images[..., 0] / 255
    mass = grey.sum((1, 2))
    x, y = grey.sum(1) @ PIXELS / mass, grey.sum(2) @ PIXELS / mass
    dx, dy = PIXELS - x[:, None], PIXELS - y[:, None]
    xy = np.einsum("nyx,ny,nx->n", grey, dy, dx)
    return mass, x, y, -xy / np.einsum("nyx,ny->n", grey, dy**2)


def within_ways(ways, values):
    """Take the mean of its way of writing from each value: what is left is not the digit's."""
    values = np.array(values, float)
    for way in np.unique(ways):
        values[ways == way] -= values[ways == way].mean()
    return values


def test_shapes_and_types(drawn):
    assert drawn.images.shape == (4000, 28, 28, 1) and drawn.images.dtype == np.uint8
    assert drawn.labels.shape == (4000,) and drawn.labels.dtype.kind == "i"
    assert drawn.strokes.shape == (4000, 64, 3) and drawn.strokes.dtype == np.float32
    assert set(drawn.factors) == {*ink.FACTORS, "way"}
    assert all(f.shape == (4000,) and f.dtype == np.float32 for f in drawn.factors.values())


def test_the_same_seed_gives_the_same_images_and_a_short_draw_begins_a_long_one(drawn):
    few = ink.draw(1003)  # more than one chunk
    for name in ("images", "labels", "strokes"):
        np.testing.assert_array_equal(getattr(few, name), getattr(drawn, name)[:1003])
    for name, values in few.factors.items():
        np.testing.assert_array_equal(values, drawn.factors[name][:1003])


def test_another_seed_or_hand_gives_other_images(drawn):
    assert (ink.draw(100, seed=1).images != drawn.images[:100]).any((1, 2, 3)).all()
    assert (ink.draw(100, hand=1).images != drawn.images[:100]).any((1, 2, 3)).all()


def test_the_images_are_those_that_every_machine_draws(drawn):
    """Pinned: labels and ways exactly, the means of 4 x 4 pixels in two images to a grey level."""
    assert drawn.labels[:20].tolist() == LABELS
    assert drawn.factors["way"][:20].astype(int).tolist() == WAY_ROWS
    fields = drawn.images[:2, ..., 0].reshape(2, 7, 4, 7, 4).mean((2, 4))
    np.testing.assert_allclose(fields, FIELDS, atol=1)


LABELS = [4, 6, 2, 7, 3, 5, 9, 0, 8, 1, 2, 9, 3, 6, 0, 4, 8, 7, 5, 1]
WAY_ROWS = [30, 41, 15, 49, 17, 32, 70, 0, 57, 6, 8, 62, 18, 43, 3, 26, 56, 46, 31, 5]
# fmt: off
FIELDS = [
    [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 133.7, 6.5, 0.0, 0.0, 0.0],
        [0.0, 0.0, 156.7, 19.8, 49.8, 0.0, 0.0],
        [0.0, 11.6, 173.2, 68.9, 160.6, 72.5, 5.5],
        [0.0, 5.2, 91.6, 106.9, 191.8, 79.1, 4.9],
        [0.0, 0.0, 0.0, 0.0, 87.2, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    ],
    [
        [0.0, 0.0, 4.8, 40.8, 0.0, 0.0, 0.0],
        [0.0, 0.0, 79.9, 110.2, 0.0, 0.0, 0.0],
        [0.0, 0.0, 96.7, 99.3, 13.2, 0.0, 0.0],
        [0.0, 0.0, 136.6, 217.8, 189.9, 1.4, 0.0],
        [0.0, 0.0, 83.9, 192.3, 184.7, 1.4, 0.0],
        [0.0, 0.0, 0.0, 69.9, 16.2, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    ],
]
# fmt: on


def test_labels_are_balanced_and_digits_can_be_chosen(drawn):
    assert np.bincount(drawn.labels).tolist() == [400] * 10
    few = ink.draw(41, digits=[8, 3])
    assert sorted(np.bincount(few.labels)[[3, 8]].tolist()) == [20, 21]
    assert set(few.labels) == {3, 8}
    digits = np.array([digit for digit, _, _ in WAYS])
    assert (digits[drawn.factors["way"].astype(int)] == drawn.labels).all()


def test_every_digit_is_written_in_at_least_two_ways_by_both_hands(drawn):
    for digit in range(10):
        assert len(np.unique(drawn.factors["way"][drawn.labels == digit])) >= 3
        assert len(np.unique(ink.draw(50, hand=1, digits=[digit]).factors["way"])) == 2


def test_grey_levels_are_those_of_mnist(drawn):
    grey = drawn.images / 255
    assert grey.mean() == pytest.approx(0.131, rel=0.1)
    assert grey.std() == pytest.approx(0.308, rel=0.1)


def test_centred_and_scaled_as_mnist_is(drawn):
    """MNIST's centre of mass is (14, 14) up to half a pixel, its longer side 20 pixels."""
    _, x, y, _ = moments(drawn.images)
    assert abs(x.mean() - 14) < 0.1 and abs(y.mean() - 14) < 0.1
    assert np.abs(np.stack([x, y]) - 14).max() < 2
    down = drawn.strokes[..., 2:] > 0
    place = drawn.strokes[..., :2]
    side = np.where(down, place, -99).max(1) - np.where(down, place, 99).min(1)
    expected = 20 * drawn.factors["size"] - drawn.factors["thickness"]
    np.testing.assert_allclose(side.max(1), expected, rtol=1e-4)


def test_factors_do_not_depend_on_the_digit_or_on_each_other(drawn):
    table = np.stack([drawn.factors[name] for name in ink.FACTORS])
    assert np.abs(np.corrcoef(table) - np.eye(6)).max() < 0.06  # 4000 draws: 4 sigma is 0.063
    z = (table - table.mean(1, keepdims=True)) / table.std(1, keepdims=True)
    means = np.stack([z[:, drawn.labels == digit].mean(1) for digit in range(10)])
    assert np.abs(means).max() < 0.2  # 400 draws: 4 sigma is 0.2


def test_factors_control_the_image(drawn):
    factors, ways = drawn.factors, drawn.factors["way"]
    mass, _, _, slant = moments(drawn.images)
    # Of the ink: what the size and the way do not explain is the thickness.
    assert np.corrcoef(within_ways(ways, mass), factors["thickness"])[0, 1] > 0.8
    # A turn to the right slants as well.
    leaning = factors["slant"] + factors["rotation"]
    assert np.corrcoef(within_ways(ways, slant), leaning)[0, 1] > 0.8
    down = drawn.strokes[..., 2:] > 0
    side = np.where(down, drawn.strokes[..., :2], -99).max(1)
    side = side - np.where(down, drawn.strokes[..., :2], 99).min(1)
    upright = np.abs(leaning) < 0.15
    wide = within_ways(ways[upright], (side[:, 0] / side[:, 1])[upright])
    assert np.corrcoef(wide, factors["width"][upright])[0, 1] > 0.6


def test_wobble_is_the_distance_from_the_skeleton():
    """The way 1 'plain' is a straight line; its residual from one grows with the wobble."""
    ones = ink.draw(4000, digits=[1])
    plain = ones.factors["way"] == [name for digit, name, _ in WAYS[:5]].index("plain")
    x, y = ones.strokes[plain, :, 0], ones.strokes[plain, :, 1]
    crooked = [
        np.abs(np.polyval(np.polyfit(v, u, 1), v) - u).mean() for u, v in zip(x, y, strict=True)
    ]
    assert np.corrcoef(crooked, ones.factors["wobble"][plain])[0, 1] > 0.3


def test_ink_is_where_the_pen_went_and_nowhere_else(drawn):
    for image, stroke, thickness in zip(
        drawn.images[:200, ..., 0], drawn.strokes[:200], drawn.factors["thickness"], strict=False
    ):
        place, down = stroke[:, :2], stroke[:, 2] > 0
        column, row = np.round(place[down]).astype(int).T
        assert image[row, column].mean() > 100 * min(thickness, 2)
        yy, xx = np.nonzero(image)
        gap = np.hypot(xx[:, None] - place[down, 0], yy[:, None] - place[down, 1]).min(1)
        assert gap.max() < thickness / 2 + 1.2  # half the line, half an edge, half a step


def test_the_two_hands_are_different_writers(drawn):
    other = ink.draw(4000, hand=1)
    mass, _, _, slant = moments(drawn.images)
    other_mass, _, _, other_slant = moments(other.images)
    assert slant.mean() - other_slant.mean() > 0.3
    assert mass.mean() > 1.2 * other_mass.mean()
    np.testing.assert_array_equal(other.labels, drawn.labels)


def test_a_straight_line_has_the_profile_it_should():
    """Away from its ends, a horizontal line is black up to thickness / 2, then falls linearly."""
    path = np.stack([np.linspace(2, 26, 64), np.full(64, 14.3)], axis=1).astype("float32")
    column = np.array(ink.render(path, np.ones(64, "float32"), 3.0))[:, 10:18]
    expected = np.clip(3.0 / 2 + 0.5 - np.abs(PIXELS - 14.3), 0, 1)
    np.testing.assert_allclose(column, expected[:, None].repeat(8, 1), atol=0.01)


def test_nothing_is_drawn_while_the_pen_is_in_the_air():
    path = np.stack([np.linspace(2, 26, 64), np.full(64, 14.0)], axis=1).astype("float32")
    pen = (np.arange(64) < 32).astype("float32")
    image = np.array(ink.render(path, pen, 2.0))
    assert image[14, 3:13].min() == 1 and image[:, 17:].max() == 0


def test_a_spline_passes_through_its_points_and_moves_with_them():
    matrix, controls, ends, pen = spline_matrix("10,0 50,20 90,80")
    assert matrix.shape == (POINTS, CONTROLS) and pen.all()
    np.testing.assert_allclose(matrix.sum(1), 1)  # so that a shift of the points shifts the path
    np.testing.assert_allclose((matrix @ controls)[[0, -1]], [[0.1, 0], [0.9, 0.8]])
    gap = np.hypot(*(matrix @ controls - [0.5, 0.2]).T).min()
    assert gap < 0.01
    np.testing.assert_allclose(ends[[0, 2]], [[-0.4, -0.2], [0.4, 0.6]])
    assert not ends[1].any()


def test_a_doubled_point_is_a_corner_and_a_slash_lifts_the_pen():
    matrix, controls, _, pen = spline_matrix("0,0 100,0 100,0 100,100 / 0,50 50,50")
    path = matrix @ controls
    assert np.flatnonzero(pen == 0).size == 2
    first = path[: np.flatnonzero(pen == 0)[0]]
    assert np.minimum(np.abs(first[:, 1]), np.abs(first[:, 0] - 1)).max() < 1e-12
    np.testing.assert_allclose(path[-1], [0.5, 0.5])


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"n": 0}, "n is 0, but it must be a whole number of at least 1"),
        ({"n": -3}, "at least 1"),
        ({"n": 2.5}, "whole number"),
        ({"n": "ten"}, "whole number"),
        ({"n": 1, "seed": -1}, "seed is -1"),
        ({"n": 1, "hand": 2}, "no hand 2: choose 0 or 1"),
        ({"n": 1, "hand": "left"}, "no hand 'left'"),
        ({"n": 1, "digits": [3, 10]}, r"digits holds \[3, 10\], but it must name some of 0 to 9"),
        ({"n": 1, "digits": []}, "0 to 9"),
        ({"n": 1, "digits": "38"}, "0 to 9"),
    ],
)
def test_bad_arguments_get_one_clear_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        ink.draw(**arguments)
