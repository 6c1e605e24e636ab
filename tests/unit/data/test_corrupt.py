"""Corruptions: exact values where they are exact, expected counts where they are drawn."""

import colorsys
from functools import partial

from ae_helpers.data import corrupt

import numpy as np
import pytest

GREY = np.random.default_rng(1).random((40, 28, 28, 1), dtype="float32")
COLOUR = np.random.default_rng(2).random((40, 28, 28, 3), dtype="float32")

AE = [".#..###", "#.#.#..", "###.##.", "#.#.#..", "#.#.###"]
AE = np.array([[letter == "#" for letter in row] for row in AE])

seeded = {
    "gaussian": partial(corrupt.gaussian, sigma=0.3),
    "salt_and_pepper": partial(corrupt.salt_and_pepper, fraction=0.2),
    "masking": partial(corrupt.masking, fraction=0.2),
    "holes": partial(corrupt.holes, size=9),
    "watermark": partial(corrupt.watermark, strength=0.6),
    "colour": corrupt.colour,
}


@pytest.mark.parametrize("name", seeded)
def test_pure_and_seeded(name):
    before = GREY.copy()
    first, again, other = (seeded[name](GREY, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any() and (first != before).any()
    np.testing.assert_array_equal(GREY, before)
    assert first.dtype == seeded[name](GREY.astype("float64"), seed=3).dtype == "float32"
    assert not np.shares_memory(first, GREY)


@pytest.mark.parametrize("x", [GREY, COLOUR], ids=["grey", "colour"])
def test_none_of_it_is_the_image_itself(x):
    for same in (
        corrupt.gaussian(x, 0, seed=0),
        corrupt.salt_and_pepper(x, 0, seed=0),
        corrupt.masking(x, 0, seed=0),
        corrupt.watermark(x, 0, seed=0),
        corrupt.blur(x, 0),
    ):
        np.testing.assert_array_equal(same, x)
        assert not np.shares_memory(same, x)


def test_gaussian_has_its_sigma_everywhere_because_it_is_not_clipped():
    for level in (0, 0.5, 1):
        noise = corrupt.gaussian(np.full((200, 28, 28, 1), level, "float32"), 0.3, seed=0) - level
        n = noise.size  # the standard errors are sigma / sqrt(n) and sigma / sqrt(2 n)
        assert abs(noise.mean()) < 4 * 0.3 / n**0.5
        assert noise.std() == pytest.approx(0.3, abs=4 * 0.3 / (2 * n) ** 0.5)
        assert (noise**4).mean() / noise.var() ** 2 == pytest.approx(3, abs=4 * (24 / n) ** 0.5)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("fraction", [0.1, 0.5, 1])
def test_salt_and_pepper_flips_its_fraction_half_to_white(fraction, channels):
    x = np.full((200, 28, 28, channels), 0.5, "float32")
    y = corrupt.salt_and_pepper(x, fraction, seed=0)
    assert set(np.unique(y)) <= {0, 0.5, 1}
    np.testing.assert_array_equal(y, np.broadcast_to(y[..., :1], y.shape))  # whole pixels
    n = y[..., 0].size
    for level in (0, 1):
        share, p = (y[..., 0] == level).mean(), fraction / 2
        assert share == pytest.approx(p, abs=4 * (p * (1 - p) / n) ** 0.5)


def test_masking_blackens_its_fraction_and_keeps_the_rest():
    x = COLOUR + 0.01
    y = corrupt.masking(x, 0.3, seed=0)
    black = (y == 0).all(axis=-1)
    np.testing.assert_array_equal(y, np.where(black[..., None], 0, x))
    assert black.mean() == pytest.approx(0.3, abs=4 * (0.3 * 0.7 / black.size) ** 0.5)
    assert not corrupt.masking(x, 1, seed=0).any()


@pytest.mark.parametrize("size", [1, 9, 20])
def test_a_hole_is_one_square_of_its_size_anywhere(size):
    x = np.ones((2_000, 20, 28, 3), "float32")
    hole = corrupt.holes(x, size, seed=0) == 0
    assert (hole.sum(axis=(1, 2)) == size**2).all()
    for axis, places in ((2, 21 - size), (1, 29 - size)):  # rows, then columns
        touched = hole[..., 0].any(axis=axis)
        start = touched.argmax(axis=1)
        last = touched.shape[1] - 1 - touched[:, ::-1].argmax(axis=1)
        assert (last - start + 1 == size).all()
        assert set(start) == set(range(places))  # every place, the last one too


def test_blur_of_a_point_is_the_gaussian():
    x = np.zeros((2, 29, 29, 2), "float32")
    x[1, 14, 14, 0] = 1
    line = np.exp(-((np.arange(29) - 14) ** 2) / (2 * 1.5**2)) * (abs(np.arange(29) - 14) <= 6)
    expected = np.outer(line, line) / line.sum() ** 2
    y = corrupt.blur(x, 1.5)
    np.testing.assert_allclose(y[1, :, :, 0], expected, atol=1e-6)
    assert not y[0].any() and not y[1, :, :, 1].any()  # neither images nor channels mix
    assert y.dtype == "float32"


def test_blur_keeps_the_ink_but_at_the_border():
    x = np.zeros((1, 28, 28, 1), "float32")
    x[0, 10:18, 8:20] = GREY[0, 10:18, 8:20]
    assert corrupt.blur(x, 2).sum() == pytest.approx(x.sum(), rel=1e-5)
    edge = np.ones((1, 28, 28, 1), "float32")  # in a corner half is lost to either side
    assert corrupt.blur(edge, 2)[0, 14, 14, 0] == pytest.approx(1, abs=1e-3)
    assert 0.25 < corrupt.blur(edge, 2)[0, 0, 0, 0] < 0.4


@pytest.mark.parametrize("shape, scale", [((28, 28, 3), 2), ((8, 8, 1), 1), ((30, 21, 1), 2)])
def test_watermark_is_one_mark_anywhere(shape, scale):
    x = np.broadcast_to(np.float32(0.2), (2_000, *shape))
    y = corrupt.watermark(x, 0.75, seed=0)
    marked = y[..., 0] != np.float32(0.2)
    np.testing.assert_allclose(y[marked], 0.2 + 0.75 * 0.8, rtol=1e-6)
    letters = np.repeat(np.repeat(AE, scale, axis=0), scale, axis=1)
    height, width = letters.shape
    rows = marked.any(axis=2).argmax(axis=1)
    columns = marked.any(axis=1).argmax(axis=1)
    for one, row, column in zip(marked, rows, columns, strict=True):
        np.testing.assert_array_equal(one[row : row + height, column : column + width], letters)
    assert (marked.sum(axis=(1, 2)) == letters.sum()).all()  # and nothing else is marked
    assert set(rows) == set(range(shape[0] - height + 1))  # every place
    assert set(columns) == set(range(shape[1] - width + 1))


def test_grey_is_the_luma_of_rec_601():
    red, green, blue = np.eye(3, dtype="float32")[:, None, None, None]
    for x, luma in ((red, 0.299), (green, 0.587), (blue, 0.114), (red + green + blue, 1)):
        y = corrupt.grey(x)
        assert y.shape == (1, 1, 1, 1) and y.dtype == "float32"
        assert y.item() == pytest.approx(luma, rel=1e-6)
    r, g, b = np.moveaxis(COLOUR.astype("float64"), -1, 0)
    expected = (0.299 * r + 0.587 * g + 0.114 * b)[..., None]
    np.testing.assert_allclose(corrupt.grey(COLOUR), expected, rtol=1e-5)


def test_colour_is_one_full_hue_an_image_drawn_evenly():
    x = np.ones((20_000, 1, 2, 1), "float32")
    x[:, :, 1] = 0.5
    y = corrupt.colour(x, seed=0)
    np.testing.assert_array_equal(y.max(axis=-1, keepdims=True), x)  # full value
    np.testing.assert_array_equal(y.min(axis=-1), 0)  # full saturation
    np.testing.assert_array_equal(y[:, 0, 1], y[:, 0, 0] / 2)  # one ink an image
    hues = np.array([colorsys.rgb_to_hsv(*rgb)[0] for rgb in y[:, 0, 0]])
    counts = np.histogram(hues, bins=10, range=(0, 1))[0]
    np.testing.assert_allclose(counts, 2_000, atol=5 * (2_000 * 0.9) ** 0.5)


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: corrupt.gaussian(GREY, -0.1, 0), "sigma is -0.1, but must be a number from 0 up"),
        (lambda: corrupt.gaussian(GREY, np.nan, 0), "sigma is nan, but must be a number from 0 up"),
        (lambda: corrupt.gaussian(GREY, np.inf, 0), "sigma is inf, but must be a number from 0 up"),
        (lambda: corrupt.blur(GREY, -1), "sigma is -1, but must be a number from 0 to 28"),
        (lambda: corrupt.blur(GREY, 29), "sigma is 29, but must be a number from 0 to 28"),
        (
            lambda: corrupt.salt_and_pepper(GREY, 1.1, 0),
            "fraction is 1.1, but must be a number from 0 to 1",
        ),
        (lambda: corrupt.masking(GREY, 50, 0), "fraction is 50, but must be a number from 0 to 1"),
        (
            lambda: corrupt.masking(GREY, -0.5, 0),
            "fraction is -0.5, but must be a number from 0 to 1",
        ),
        (lambda: corrupt.watermark(GREY, 2, 0), "strength is 2, but must be a number from 0 to 1"),
        (lambda: corrupt.watermark(GREY[:, :6], 1, 0), "shorter side of the images is 6"),
        (lambda: corrupt.holes(GREY, 0, 0), "a whole number from 1 to 28"),
        (lambda: corrupt.holes(GREY, 29, 0), "size is 29, but must be a whole number"),
        (lambda: corrupt.holes(GREY, 2.5, 0), "size is 2.5, but must be a whole number"),
        (lambda: corrupt.holes(GREY, "9", 0), "size is '9', but must be a whole number"),
        (lambda: corrupt.gaussian(GREY, "0.3", 0), "sigma is '0.3', but must be a number from 0"),
        (lambda: corrupt.gaussian(GREY, None, 0), "sigma is None, but must be a number from 0"),
        (lambda: corrupt.blur(GREY, np.ones(2)), "sigma is array([1., 1.]), but must be a number"),
        (
            lambda: corrupt.gaussian(np.round(GREY) * 255, 0.3, 0),
            "x goes from 0 to 255, but grey levels",
        ),
        (
            lambda: corrupt.grey(np.zeros_like(COLOUR) - 50),
            "x goes from -50 to -50, but grey levels are",
        ),
        (lambda: corrupt.blur(GREY * np.nan, 1), "x goes from nan to nan, but grey levels are"),
        (lambda: corrupt.scratches(GREY, 0, 0), "lines is 0, but must be a whole number from 1"),
        (lambda: corrupt.scratches(GREY, 1.5, 0), "lines is 1.5, but must be a whole number"),
        (lambda: corrupt.hide_pixels(GREY, 0, 0), "share is 0, but must be a number from 0.001"),
        (lambda: corrupt.hide_pixels(GREY, 6, 0), "share is 6, but must be a number from 0.001"),
        (lambda: corrupt.hide_pixels(GREY[:, :4], 1, 0), "shorter side of the images is 4"),
        (lambda: corrupt.grey(GREY), "images are float (N, height, width, 3)"),
        (lambda: corrupt.colour(COLOUR, 0), "images are float (N, height, width, 1)"),
    ],
)
def test_bad_arguments(call, sentence):
    with pytest.raises(ValueError) as caught:
        call()
    message = str(caught.value)
    assert sentence in message and message.endswith(".") and "\n" not in message


@pytest.mark.parametrize("x", [GREY[0], GREY[..., 0], (GREY * 255).astype("uint8"), 3.0])
def test_what_is_no_batch_of_images(x):
    pairs = partial(corrupt.scratches, lines=1), partial(corrupt.hide_pixels, share=0.1)
    calls = [partial(function, seed=0) for function in (*seeded.values(), *pairs)]
    for call in [*calls, partial(corrupt.blur, sigma=1), corrupt.grey]:
        with pytest.raises(ValueError, match="but images are float .* divide by 255"):
            call(x)


@pytest.mark.parametrize("name", seeded)
@pytest.mark.parametrize("seed", [-1, 1.5, "1", None, [1, 2]])
def test_a_seed_is_a_whole_number(name, seed):
    with pytest.raises(ValueError) as caught:
        seeded[name](GREY, seed=seed)
    assert (
        str(caught.value) == f"seed is {seed!r}, but must be a whole number from 0 up: change it."
    )


def test_one_damage_after_another():
    noisy = corrupt.gaussian(GREY, 1.0, seed=0)
    np.testing.assert_array_equal(corrupt.masking(noisy, 0, seed=1), noisy)


def test_scratches_are_lines_and_the_mask_says_where():
    x = COLOUR + 0.01
    scratched, mask = corrupt.scratches(x, 2, seed=0)
    assert mask.shape == (40, 28, 28, 1) and mask.dtype == bool and scratched.dtype == "float32"
    np.testing.assert_array_equal(scratched, np.where(mask, 0, x))
    again, other = (corrupt.scratches(x, 2, seed=seed)[1] for seed in (0, 1))
    assert (again == mask).all() and (other != mask).any()


def test_a_scratch_is_a_straight_strip_at_most_five_pixels_wide():
    mask = corrupt.scratches(np.ones((500, 30, 40, 1), "float32"), 1, seed=0)[1][..., 0]
    for axis in (1, 2):  # it meets every row and column in one piece
        ends = np.diff(np.pad(mask.astype(int), 1), axis=axis)
        assert (ends == 1).sum(axis=axis).max() == 1
    widths = []
    for one in mask:
        points = np.argwhere(one) - np.argwhere(one).mean(axis=0)
        widths.append(np.ptp(points @ np.linalg.svd(points)[2][1]))  # across its longer side
    assert max(widths) < 4.8 and np.median(widths) == pytest.approx(3, abs=0.4)


def test_more_lines_leave_the_first_ones_where_they_are():
    one, two = (corrupt.scratches(GREY, lines, seed=3)[1] for lines in (1, 2))
    assert two[one].all() and two.sum() > one.sum()


@pytest.mark.parametrize("share", [0.06, 0.5, 1])
def test_hidden_pixels_show_a_neighbour_and_carry_the_weight(share):
    at = np.arange(12 * 9, dtype="float32").reshape(1, 12, 9, 1) / 200  # each pixel has its own
    x = np.concatenate([np.repeat(at, 500, axis=0)] * 2, axis=3)
    behind, weight = corrupt.hide_pixels(x, share, seed=0)
    hidden = weight > 0
    assert weight.shape == (500, 12, 9) and weight.dtype == behind.dtype == "float32"
    np.testing.assert_allclose(weight[hidden], 1 / share)
    assert hidden.mean() == pytest.approx(share, abs=4 * (share / hidden.size) ** 0.5)
    np.testing.assert_array_equal(behind[~hidden], x[~hidden])
    np.testing.assert_array_equal(behind[..., 0], behind[..., 1])  # whole pixels
    _, row, column = np.nonzero(hidden)
    from_row, from_column = np.divmod(np.rint(200 * behind[hidden][:, 0]).astype(int), 9)
    down = (from_row - row + 6) % 12 - 6
    right = (from_column - column + 4) % 9 - 4
    places = set(zip(down.tolist(), right.tolist(), strict=True))
    assert places == {(a, b) for a in range(-2, 3) for b in range(-2, 3)} - {(0, 0)}
