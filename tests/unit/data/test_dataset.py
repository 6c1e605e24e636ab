"""Data sets: their exact contents."""

import os
from pathlib import Path

from ae_helpers import data

import numpy as np
import pytest
from data_files import arrays, refusal

real_mnist = Path(os.environ.get("AE_DATA_DIR", "nowhere")).expanduser() / "mnist.npz"


def test_ink_is_one_draw_cut_in_three():
    from ae_helpers.data import ink

    drawn = ink.draw(16_000)
    ds = data.load("ink")
    assert (ds.name, ds.class_names) == ("ink", tuple("0123456789"))
    cuts = {"train": (0, 12_000), "val": (12_000, 14_000), "test": (14_000, 16_000)}
    for split, (start, end) in cuts.items():
        x, y = getattr(ds, f"x_{split}"), getattr(ds, f"y_{split}")
        strokes, factors = getattr(ds, f"strokes_{split}"), getattr(ds, f"factors_{split}")
        assert x.shape == (end - start, 28, 28, 1) and x.dtype == "float32"
        assert strokes.shape == (end - start, 64, 3) and strokes.dtype == "float32"
        np.testing.assert_array_equal(np.round(x * 255), drawn.images[start:end])
        np.testing.assert_array_equal(y, drawn.labels[start:end])
        np.testing.assert_array_equal(strokes, drawn.strokes[start:end])
        assert {"slant", "rotation", "width", "size", "thickness", "wobble"} <= set(factors)
        for key, values in factors.items():
            np.testing.assert_array_equal(values, drawn.factors[key][start:end])
        # 2,000 fair draws give 200 a digit with a standard deviation of 13
        assert np.bincount(y, minlength=10).min() > len(y) / 10 * 0.7
    assert ds.x_train.min() == 0 and ds.x_train.max() == 1


def test_digits_are_scikit_learns_each_once_and_stratified():
    from sklearn.datasets import load_digits

    ds = data.load("digits")
    assert repr(ds) == "<Dataset digits: 1,197 / 300 / 300 images of 8 × 8 × 1, 10 classes>"
    x = np.concatenate([ds.x_train, ds.x_val, ds.x_test])
    y = np.concatenate([ds.y_train, ds.y_val, ds.y_test])
    ours = np.column_stack([x.reshape(-1, 64) * 16, y])
    theirs = np.column_stack(load_digits(return_X_y=True))
    np.testing.assert_array_equal(ours[np.lexsort(ours.T)], theirs[np.lexsort(theirs.T)])
    share = np.bincount(y) / len(y)
    for part in (ds.y_train, ds.y_val, ds.y_test):
        np.testing.assert_allclose(np.bincount(part), share * len(part), atol=1)
    assert ds.x_train.dtype == "float32" and ds.factors_train is None and ds.strokes_test is None
    np.testing.assert_array_equal(ds.x_train, data.load("digits").x_train)  # seeded


@pytest.mark.parametrize("kind", ["uint8", "uint8 with a channel", "float64"])
def test_a_file_is_scaled_and_its_last_5000_training_images_validate(folder, kind):
    made = arrays()
    expected = made["x_train"][..., None] / 255
    if kind == "uint8 with a channel":
        made["x_train"] = made["x_train"][..., None]
    if kind == "float64":
        made["x_train"] = made["x_train"] / 255
    np.savez(folder / "mnist.npz", extra=np.zeros(3), **made)
    ds = data.load("mnist")
    assert ds.x_train.shape == (5_004, 28, 28, 1) and ds.x_test.shape == (3, 28, 28, 1)
    np.testing.assert_allclose(ds.x_train, expected[:5_004], rtol=1e-6)
    np.testing.assert_allclose(ds.x_val, expected[5_004:], rtol=1e-6)
    np.testing.assert_array_equal(ds.y_val, np.arange(5_004, 10_004) % 10)
    np.testing.assert_array_equal(ds.y_test, [0, 1, 2])
    assert ds.x_train.dtype == ds.x_test.dtype == "float32" and ds.y_train.dtype == "int32"
    assert ds.x_val.max() == 1


def test_black_and_white_is_loaded_as_such(folder):
    made = arrays()
    made["x_test"] = np.eye(28, dtype="uint8")[None].repeat(3, axis=0)
    np.savez(folder / "mnist.npz", **made)
    np.testing.assert_array_equal(data.load("mnist").x_test[1, ..., 0], np.eye(28))


def test_a_rounding_error_beyond_white_is_cut_off(folder):
    x = np.zeros((3, 28, 28), "float32")
    x[:, 3] = -2e-7, *[0.5] * 26, 1.0000002
    np.savez(folder / "mnist.npz", **arrays(x_test=x))
    np.testing.assert_array_equal(data.load("mnist").x_test[..., 0], x.clip(0, 1))


@pytest.mark.skipif(not real_mnist.is_file(), reason="AE_DATA_DIR has no mnist.npz")
def test_real_mnist():
    ds = data.load("mnist")
    assert [len(x) for x in (ds.x_train, ds.x_val, ds.x_test)] == [55_000, 5_000, 10_000]
    assert ds.y_train[:5].tolist() == [5, 0, 4, 1, 9] and ds.y_test[:3].tolist() == [7, 2, 1]
    everything = np.concatenate([ds.x_train, ds.x_val])
    assert everything.mean(dtype="float64") == pytest.approx(0.1307, abs=5e-5)
    assert everything.std(dtype="float64") == pytest.approx(0.3081, abs=5e-5)


def test_keras_gives_what_no_folder_has(monkeypatch):
    import keras

    made = arrays()
    pairs = (made["x_train"], made["y_train"]), (made["x_test"], made["y_test"])
    monkeypatch.delenv("AE_DATA_DIR", raising=False)
    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", lambda: pairs)
    ds = data.load("fashion_mnist")
    assert ds.class_names[0] == "T-shirt" and ds.class_names[9] == "ankle boot"
    np.testing.assert_array_equal(ds.x_test[:, 0, 0, 0], np.float32([0, 1, 2]) / np.float32(255))
    pairs[1][1][0] = 10
    assert refusal("fashion_mnist").startswith("keras.datasets.fashion_mnist: y_test goes from 1")


def test_ae_dataset_is_the_default_and_ink_without_it(monkeypatch):
    monkeypatch.setattr(data.dataset, "_ink", lambda: "ink")
    monkeypatch.setenv("AE_DATASET", "digits")
    assert data.load().name == "digits" and data.load("ink") == "ink"
    monkeypatch.setenv("AE_DATASET", "")
    assert data.load() == "ink"
    monkeypatch.delenv("AE_DATASET")
    assert data.load() == "ink"
