"""The photographs that come with two libraries: which, how large, halved exactly."""

from ae_helpers.data import photographs

import numpy as np
import pytest
from skimage import data


def test_nine_to_train_on_and_five_others_to_test_on():
    train, test = photographs.load()
    assert list(train) == [
        *("china", "flower", "coffee", "cat", "rocket", "brick", "gravel", "coins", "clock")
    ]
    assert list(test) == ["astronaut", "camera", "grass", "galaxies", "text"]
    for image in [*train.values(), *test.values()]:
        assert image.dtype == "float32" and image.ndim == 3 and image.shape[2] == 1
        assert 0 <= image.min() < 0.4 and 0.5 < image.max() <= 1 and image.std() > 0.03
    assert {image.shape for image in test.values()} == {(160, 160, 1)}
    assert train["china"].shape == (213, 320, 1) and train["clock"].shape == (150, 200, 1)


def test_four_pixels_become_their_mean_in_grey():
    train, test = photographs.load()
    coffee = data.coffee()[10:12, 20:22].astype("float64").mean(axis=(0, 1)) / 255
    assert train["coffee"][5, 10, 0] == pytest.approx(coffee @ [0.299, 0.587, 0.114], rel=1e-5)
    camera = data.camera()[40:42, 80:82].astype("float64").mean() / 255
    assert test["camera"][0, 0, 0] == pytest.approx(camera, rel=1e-5)
    assert test["text"][3, 5, 0] == pytest.approx(data.text()[3, 45] / 255)


def test_patches_are_squares_of_the_images_turned_and_mirrored():
    at = np.arange(7 * 9, dtype="float32").reshape(7, 9, 1) / 100
    squares = photographs.patches([at, at + 10], 4000, 3, seed=0)
    assert squares.shape == (4000, 3, 3, 1) and squares.dtype == "float32"
    second = squares[:, 1, 1, 0] > 5
    assert second.mean() == pytest.approx(0.5, abs=0.04)  # each image as often
    row, column = np.divmod(np.rint(100 * (squares[..., 0] - 10 * second[:, None, None])), 9)
    assert set(row[:, 1, 1]) == set(range(1, 6)) and set(column[:, 1, 1]) == set(range(1, 8))
    down, right = row[:, 2, 1] - row[:, 1, 1], column[:, 2, 1] - column[:, 1, 1]
    across = row[:, 1, 2] - row[:, 1, 1], column[:, 1, 2] - column[:, 1, 1]
    ways = set(zip(down, right, *across, strict=True))  # the square's own axes in the image
    steps = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    assert ways == {(*a, *b) for a in steps for b in steps if abs(np.dot(a, b)) == 0}
    assert (photographs.patches([at, at + 10], 4000, 3, seed=0) == squares).all()
    assert (photographs.patches([at, at + 10], 4000, 3, seed=1) != squares).any()


def test_a_square_that_is_too_large():
    at = np.zeros((7, 9, 1), "float32")
    with pytest.raises(ValueError, match="size is 8, but the smallest image has 7: take less."):
        photographs.patches([at], 1, 8, seed=0)
