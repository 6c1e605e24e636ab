"""The script for many devices and processes: equal to one device, and resumed with nothing lost."""

from ae_helpers.scale import Rows, arguments, launch, train

import keras
import numpy as np
import pytest

RNG = np.random.default_rng(0)
N, BATCH = 100, 16  # six batches an epoch, and four images over


@pytest.fixture
def images(tmp_path):
    np.save(tmp_path / "images.npy", RNG.integers(0, 256, (N, 28, 28, 1), dtype="uint8"))
    return tmp_path / "images.npy"


@pytest.fixture
def trained(tmp_path, images):
    """A function that trains here, on one device, and gives what the checkpoint then holds."""

    def run(name, **options):
        given = {"images": images, "batch": BATCH, "width": 8, "codes": 2} | options
        words = [word for key, value in given.items() for word in (f"--{key}", str(value))]
        train(arguments([str(tmp_path / name), *words]))
        return np.load(tmp_path / name / "checkpoint.npz")

    yield run
    keras.distribution.set_distribution(None)


def apart(left, right):
    assert left.files == right.files and len(left.files) > 20
    return max(np.abs(left[key] - right[key].astype("float64")).max() for key in left.files)


def test_rows_of_all_processes_are_the_batch_and_an_epoch_is_in_the_order_of_its_number(images):
    stored = np.load(images, mmap_mode="r")
    whole, parts = Rows(stored, BATCH, 3), [Rows(stored, BATCH, 3, 1, i, 2) for i in range(2)]
    assert len(whole) == len(parts[0]) == 6
    first = whole[0][0]
    for rows in (whole, *parts):
        rows.begin(1)
    seen = []
    for step in range(6):
        x, y = whole[step]
        assert x is y and x.dtype == np.float32
        np.testing.assert_array_equal(x, np.concatenate([part[step][0] for part in parts]))
        seen += [np.flatnonzero((stored / np.float32(255) == image).all((1, 2, 3))) for image in x]
    assert len(np.unique(seen)) == 96 == len(seen)  # each once, four of the hundred left out
    assert not np.array_equal(first, whole[0][0])
    whole.begin(0)
    np.testing.assert_array_equal(first, whole[0][0])


def test_grey_levels_stay_as_they_are():
    images = RNG.random((4, 28, 28, 1), dtype="float32")
    np.testing.assert_array_equal(Rows(images, 4, 0)[0][0], images)


@pytest.mark.parametrize("model", ["autoencoder", "vae"])
def test_a_resumed_training_has_lost_nothing(trained, model):
    unbroken = trained("unbroken", model=model, epochs=3)
    trained("stopped", model=model, epochs=1)
    resumed = trained("stopped", model=model, epochs=3)
    assert apart(unbroken, resumed) == 0
    assert apart(unbroken, trained("other", model=model, epochs=3, seed=2)) > 1e-3


def test_a_batch_in_four_steps_is_the_batch(trained):
    whole = trained("whole", model="autoencoder", epochs=2)
    in_parts = trained("parts", model="autoencoder", epochs=2, accumulate=4)
    n = len(whole.files) - 1  # the accumulated gradients come last
    weights = [key for key in whole.files if whole[key].ndim and int(key) < n // 3]
    assert len(weights) == 8
    for key in weights:
        np.testing.assert_allclose(whole[key], in_parts[key], atol=1e-5)


def test_a_batch_that_does_not_divide_is_refused(trained):
    with pytest.raises(SystemExit, match="cannot be cut into 3 steps on 1 devices: .* of 3"):
        trained("never", accumulate=3)


def test_two_processes_one_of_them_killed_are_one_device_in_the_end(trained, tmp_path, images):
    options = {"images": images, "batch": BATCH, "width": 8, "codes": 2, "epochs": 3}
    folder, how = tmp_path / "both", {"processes": 2, "devices": 2, "limit": 240}
    codes = launch(folder, dies=9, **how, **options)  # in the second of three epochs
    assert codes[0] not in (0, None) and codes[1] == -9, (folder / "log_0.txt").read_text()
    assert np.load(folder / "checkpoint.npz")["epoch"] == 1
    assert launch(folder, **how, **options) == [0, 0], (folder / "log_0.txt").read_text()
    assert "2 processes, 4 devices, from epoch 2" in (folder / "log_0.txt").read_text()
    assert apart(trained("one", epochs=3), np.load(folder / "checkpoint.npz")) < 1e-5


def test_who_comes_to_no_end_is_ended(tmp_path):
    assert launch(tmp_path, limit=1) == [None]
