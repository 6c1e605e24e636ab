"""The ruler for invented images: exact cases by hand, then what it must say on ink."""

from ae_helpers import measures
from ae_helpers.data import load
from ae_helpers.measures import MeasureError, samples

import numpy as np
import pytest


class Identity:
    """Features that are the pixels, so that neighbours can be counted by hand."""

    name = "pixels"

    def __call__(self, images):
        return np.reshape(images, (len(images), -1)).astype("float64")


@pytest.fixture
def line(monkeypatch):
    """A ruler of eight real images of two pixels, at 0, 1, 2, ... 7 on a line."""
    monkeypatch.setattr(samples, "IMAGES", 8)
    real = np.stack([np.arange(8.0), np.zeros(8)], axis=1)
    among = np.sort(np.abs(real[:, :1] - real[:, 0]), axis=1)
    train, unseen = real + [0, 10], real
    return samples.Ruler("line", Identity(), real, among[:, 3], among[:, 5], train, unseen, 1.0, {})


def at(places):
    return np.stack([places, np.zeros(len(places))], axis=1).reshape(-1, 1, 2, 1)


def test_precision_and_coverage_by_hand(line):
    # Third neighbours: radii 3 2 2 2 2 2 2 3; fifth: 5 4 3 3 3 3 4 5.
    np.testing.assert_array_equal(line.precision_radius, [3, 2, 2, 2, 2, 2, 2, 3])
    np.testing.assert_array_equal(line.coverage_radius, [5, 4, 3, 3, 3, 3, 4, 5])
    figures = samples.sample_quality(at(np.full(8, 9.5)), line)
    assert figures["precision"] == 1  # within 3 of the last real image
    assert figures["coverage"] == 2 / 8  # the last reaches 2.5 far, the one before 3.5 of its 4
    figures = samples.sample_quality(at(np.array([-4, -4, -4, -4, 3, 3, 3, 3.0])), line)
    assert figures["precision"] == 4 / 8
    assert figures["coverage"] == 1


def test_copied_is_what_lies_nearer_to_training_images(line):
    mixed = at(np.arange(8.0)).copy()
    mixed[:3, 0, 1, 0] = 10  # three of the images are training images
    assert samples.sample_quality(mixed, line)["copied"] == 3 / 8
    nearest = samples.nearest_training(mixed, line)
    np.testing.assert_array_equal(nearest[:3].reshape(3, 2), mixed[:3].reshape(3, 2))


def test_another_number_of_images_is_refused(line):
    with pytest.raises(MeasureError, match="5 images, and the ruler is made for 8"):
        samples.sample_quality(at(np.arange(5.0)), line)


def test_a_data_set_that_is_too_small_is_refused():
    with pytest.raises(MeasureError, match="digits has 300 validation and 300 test images"):
        measures.make_ruler(load("digits"))


@pytest.fixture(scope="module")
def ink_ruler():
    return load("ink"), measures.make_ruler(load("ink"))


def test_the_ruler_knows_what_fools_a_single_figure(ink_ruler):
    data, ruler = ink_ruler
    real = ruler.reference
    assert real["precision"] > 0.85 and real["coverage"] > 0.9 and real["frechet"] < 2
    made = {
        name: measures.sample_quality(images, ruler)
        for name, images in measures.control_images(data, ruler).items()
    }
    assert made["training images"]["copied"] > 0.9 > 0.1 > real["copied"]
    one = made["one image, again and again"]
    assert one["precision"] > 0.99 and one["coverage"] < 0.05, "never precision alone"
    assert made["the mean image"]["coverage"] < 0.05
    for name in ("empty paper", "noise"):
        assert made[name]["precision"] < 0.05 and made[name]["coverage"] < 0.05
    blurred = made["real, blurred"]
    assert blurred["coverage"] > 0.9 and blurred["frechet"] > 2 * real["frechet"], "blur"
    for last in ("empty paper", "noise"):  # which of the two is worse depends on the classifier
        order = ["training images", "real, blurred", "the mean image", last]
        frechet = [made[name]["frechet"] for name in order]
        assert frechet == sorted(frechet), "the Fréchet distance puts them as a person would"


def test_the_ruler_leaves_the_seed_of_a_lesson_alone(ink_ruler):
    import keras

    data, ruler = ink_ruler
    keras.utils.set_random_seed(1)
    expected = keras.random.normal((3,))
    keras.utils.set_random_seed(1)
    again = measures.make_ruler(data)
    # The same ruler every time, but for the order in which the cores add up.
    assert again.reference == pytest.approx(ruler.reference, rel=0.1, abs=0.01)
    np.testing.assert_array_equal(keras.random.normal((3,)), expected)


def test_the_table_has_real_images_on_top_and_the_rulers_name_below(ink_ruler):
    data, ruler = ink_ruler
    table = measures.quality_table({"noise": samples.control_images(data, ruler)["noise"]}, ruler)
    lines = table.splitlines()
    assert lines[2].startswith("| **real, unseen** |") and lines[3].startswith("| noise | 0.00 |")
    assert lines[-1] == f"*The ruler: {ruler.name}.*" and "seed 0, 4 epochs" in lines[-1]


def test_modes_are_counted():
    """100 points, two of them on the second of three modes, 49 on the first, none on the third."""
    centres = np.array([[0.0, 0], [4, 0], [8, 0]])
    first, second = np.zeros((49, 2)), centres[[1, 1]] + [0, 0.25]
    astray = np.tile([0.0, 0.5], (49, 1))  # the first is nearest, and too far
    points = np.concatenate([first, second, astray])
    assert measures.count_modes(points, centres, 0.3) == (2, 51 / 100)
    assert measures.count_modes(points, centres, 0.3, least=0.03) == (1, 51 / 100)
    assert measures.count_modes(points, centres, 0.2) == (1, 49 / 100)
    assert measures.count_modes(points, centres, 0.5) == (2, 1.0)
