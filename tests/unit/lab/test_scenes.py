"""Scenes that a function draws: rows, paths, points, bars, and several in one lab."""

import base64

from ae_helpers.lab import (
    BarScene,
    ImageScene,
    JointScene,
    LiveLab,
    PointScene,
    RowScene,
)
from ae_helpers.lab.scene_points import GRID
from ae_helpers.lab.still import lab_still

import numpy as np
import pytest
from demo import make_trainer
from fake_page import Page
from small_scenes import DIGITS, PATHS, bars, paths, points, rows


@pytest.fixture(scope="module")
def trainer():
    return make_trainer(DIGITS, size=4, hidden=16)


def test_rows_are_what_the_function_gives_with_the_weights_of_now(trainer):
    scene = rows(trainer)
    assert [label for _, label in scene.rows] == ["original", "redrawn"]
    seen = []
    for _ in range(2):
        arrays = scene.images()
        expected = trainer.model.reconstruct(DIGITS.x_val[:3])[..., 0]
        np.testing.assert_allclose(arrays["redrawn"] / 255, expected, atol=0.003)
        seen.append(arrays["redrawn"])
        trainer.step(5)
    assert (seen[0] != seen[1]).any()


def test_rows_stand_in_the_order_of_the_function(trainer):
    x = np.linspace(0, 1, 2 * 4 * 4 * 3).reshape(2, 4, 4, 3).astype("float32")
    scene = RowScene(trainer, lambda x: {"zebra": x, "ant": 1 - x, "bee": x[..., :1]}, x)
    assert [name for name, _ in scene.rows] == ["zebra", "ant", "bee"]
    arrays = scene.images()
    np.testing.assert_array_equal(arrays["zebra"], np.round(255 * x))
    assert arrays["bee"].shape == (2, 4, 4)


def test_paths_stay_as_they_are_on_a_square_around_the_first_row(trainer):
    scene = paths(trainer)
    arrays = scene.images()
    np.testing.assert_array_equal(arrays["moved"] - PATHS, np.broadcast_to([1, 0, 0], PATHS.shape))
    assert arrays["moved"].dtype == "float32"
    np.testing.assert_allclose(scene.setup["paths"]["box"], [-0.4, -0.4, 8.4, 8.4], atol=1e-6)
    assert scene.setup["paths"]["rows"] == ["written", "moved"]


def test_points_are_told_apart_by_their_columns(trainer):
    scene = points(trainer)
    assert scene.setup["points"] == {
        "box": [-2, 0, 2, 1],
        "clouds": ["real", "generated"],
        "arrows": ["pull"],
        "fields": ["height"],
    }
    arrays = scene.images()
    np.testing.assert_array_equal(arrays["generated"], [[-0.5, -1], [-1.5, -0.25]])
    np.testing.assert_array_equal(arrays["pull"][0], [-0.5, -1, 1, 2])
    rising = np.round(255 * np.linspace(1, 0, GRID))  # the first row is the upper edge
    np.testing.assert_allclose(arrays["height"], np.tile(rising[:, None], (1, GRID)), atol=1)


def test_the_grid_goes_over_the_box(trainer):
    seen = PointScene(trainer, lambda grid: {"places": grid}, box=(-1, 2, 3, 6)).images()["places"]
    np.testing.assert_allclose(seen[[0, GRID - 1, -1]], [[-1, 6], [3, 6], [3, 2]], atol=1e-6)


def test_bars_are_the_values_of_now(trainer):
    scene = bars(trainer)
    assert scene.setup["bars"] == {"title": "mean size", "names": ["1", "2", "3", "4"]}
    expected = np.abs(trainer.model.encode(DIGITS.x_val[:20])).mean(axis=0)
    np.testing.assert_allclose(scene.overview()["bars"], expected, rtol=1e-4)
    broken = BarScene(trainer, lambda: np.array([np.nan, 1.0]), title="", names="ab")
    assert broken.overview()["bars"].tolist() == [0, 1]


def test_a_joint_scene_shows_all_and_tells_all(trainer):
    images = ImageScene(trainer, DIGITS)
    scene = JointScene(images, bars(trainer), paths(trainer))
    assert scene.views == ("rows", "map", "curves", "samples", "pad", "draw", "bars")
    assert [name for name, _ in scene.rows][-2:] == ["written", "moved"]
    scene.move([0.5, 0.25])
    scene.take(np.ones((8, 8)))
    assert images.place.tolist() == [0.5, 0.25] and images.own.all()
    assert {"map", "bars", "written"} <= set(scene.overview()) and set(scene.pad()) == {"decoded"}
    assert scene.status()["map_title"].startswith("Map") and set(scene.setup) >= {"bars", "paths"}


@pytest.mark.parametrize("make", [rows, paths, points, bars])
def test_each_has_a_lab_that_trains_and_a_still(trainer, make):
    lab = LiveLab(trainer, title=make.__name__, scene=make(trainer), still_steps=2)
    page = Page(lab.stage)
    _, arrays = page.ask()
    wanted = {name for name, _ in lab.scene.rows} | set(lab.views) & {"bars"}
    assert wanted <= set(arrays)
    lab.play()
    step = page.ask()[0]["status"]["step"]
    assert page.ask()[0]["status"]["step"] > step
    page.ask("pad", z=[0.0, 0.0])  # nothing to decode, nothing to say
    page.ask("ink", buffers=[bytes(64)])
    lab.pause()
    page.ask()
    bundle, metadata = lab._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG" and make.__name__ in str(
        metadata
    )
    lab.close()


def test_a_line_of_text_is_low_in_a_still_and_a_row_of_images_is_not():
    def height(*shape):
        still = lab_still("t", [("row", "row")], {"row": np.zeros(shape)}, {}, ())
        return still.get_size_inches()[1] - 0.4

    assert height(10, 28, 28) == pytest.approx(0.72)
    assert height(1, 40, 500) == pytest.approx(0.72 * 0.8)
    assert height(1, 13, 648) == pytest.approx(0.72 * 0.33)
