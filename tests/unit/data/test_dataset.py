"""Data sets: their exact contents, and one clear sentence for everything that can be wrong."""

import os
from pathlib import Path

from ae_helpers import data

import numpy as np
import pytest

real_mnist = Path(os.environ.get("AE_DATA_DIR", "nowhere")).expanduser() / "mnist.npz"


def arrays(n_train=5_004, n_test=3, **changes):
    """A tiny MNIST file: image i is all of grey level i modulo 256 and has the label i % 10."""
    made = {}
    for split, n in {"train": n_train, "test": n_test}.items():
        levels = (np.arange(n) % 256).astype("uint8")
        made[f"x_{split}"] = np.tile(levels[:, None, None], (1, 28, 28))
        made[f"y_{split}"] = (np.arange(n) % 10).astype("uint8")
    return made | changes


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def no_network(monkeypatch):
    import keras

    def fail():
        raise Exception("URL fetch failure on https://example.org: no network")

    monkeypatch.setattr(keras.datasets.mnist, "load_data", fail)
    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", fail)


def refusal(name="mnist"):
    """The sentence that `load` refuses with, which must be all that there is to read."""
    with pytest.raises(data.DataError) as caught:
        data.load(name)
    sentence = str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


def refusal_of(folder, **changes):
    np.savez(folder / "mnist.npz", **arrays(**changes))
    return refusal()


# --- what is loaded


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
    assert ds.x_train.shape == (4, 28, 28, 1) and ds.x_test.shape == (3, 28, 28, 1)
    np.testing.assert_allclose(ds.x_train, expected[:4], rtol=1e-6)
    np.testing.assert_allclose(ds.x_val, expected[4:], rtol=1e-6)
    np.testing.assert_array_equal(ds.y_val, np.arange(4, 5_004) % 10)
    np.testing.assert_array_equal(ds.y_test, [0, 1, 2])
    assert ds.x_train.dtype == ds.x_test.dtype == "float32" and ds.y_train.dtype == "int32"
    assert ds.x_val.max() == 1


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


# --- what is refused


@pytest.mark.parametrize(
    "name, nearest",
    [("minst", "mnist"), ("Fashion-MNIST", "fashion_mnist"), ("inc", "ink"), ("digit", "digits")],
)
def test_unknown_name_suggests_the_nearest(name, nearest):
    sentence = refusal(name)
    assert f"load() got {name!r}" in sentence and f"did you mean '{nearest}'?" in sentence
    assert "ink, digits, mnist, fashion_mnist" in sentence


def test_unknown_name_with_nothing_near():
    assert refusal(3).endswith(
        "got 3, which is not a data set: choose one of ink, digits, mnist, fashion_mnist."
    )


def test_unknown_name_in_the_environment_says_where_it_stands(monkeypatch):
    monkeypatch.setenv("AE_DATASET", "mnits")
    assert "AE_DATASET got 'mnits'" in refusal(None)


@pytest.mark.parametrize("wrong", ["nowhere", "a file", "a file/below"])
def test_missing_folder_is_shown_in_full(monkeypatch, tmp_path, wrong):
    (tmp_path / "a file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AE_DATA_DIR", wrong)
    assert f"AE_DATA_DIR names {tmp_path / wrong}, but there is no such folder" in refusal()


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_no_file_and_no_network_names_both_ways_and_the_built_in_set(
    folder, no_network, monkeypatch, name
):
    sentence = refusal(name)
    assert f"no file {name}.npz in {folder} (AE_DATA_DIR)" in sentence
    assert f"set AE_DATA_DIR to a folder that holds {name}.npz" in sentence
    assert "connect to the network" in sentence and 'load("ink")' in sentence
    monkeypatch.delenv("AE_DATA_DIR")
    assert f"no file {name}.npz because AE_DATA_DIR is not set" in refusal(name)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("kept", [0.01, 0.5, 0.999])
def test_truncated_file(folder, save, kept):
    path = folder / "mnist.npz"
    save(path, **arrays(n_train=5_001, n_test=300))
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    assert f"{path} is damaged" in refusal() and "copy it again" in refusal()


def test_flipped_bytes(folder):
    path = folder / "mnist.npz"
    np.savez_compressed(path, **arrays())
    content = bytearray(path.read_bytes())
    content[5_000:5_020] = bytes(20)
    path.write_bytes(content)
    assert "is damaged" in refusal()


@pytest.mark.parametrize("content", [b"", b"<html>404", b"\x80\x04N.", b"\x93NUMPY\x01\x00"])
def test_not_an_npz(folder, content):
    (folder / "mnist.npz").write_bytes(content)
    assert "mnist.npz is not an .npz file" in refusal()


def test_wrong_array_names(folder):
    np.savez(folder / "mnist.npz", images=np.zeros(3), y_train=np.zeros(3), x_test=np.zeros(3))
    sentence = refusal()
    assert "has no array x_train and no y_test (it has images, y_train, x_test)" in sentence
    assert "name the arrays x_train, y_train, x_test, y_test" in sentence


@pytest.mark.parametrize("shape", [(5_004, 784), (5_004, 32, 32), (5_004, 28, 28, 3), (784,), ()])
def test_wrong_shape(folder, shape):
    sentence = refusal_of(folder, x_train=np.zeros(shape, "uint8"))
    assert f"x_train has shape {shape}, but it must be (N, 28, 28)" in sentence


@pytest.mark.parametrize("shape", [(2,), (3, 1), (3, 10), ()])
def test_labels_that_do_not_fit_the_images(folder, shape):
    sentence = refusal_of(folder, y_test=np.zeros(shape, "uint8"))
    assert f"y_test has shape {shape}, but x_test has 3 images" in sentence


@pytest.mark.parametrize(
    "level, what",
    [(255, "is float32 from 0 to 255"), (1.001, "is float32 from 0 to 1.001")]
    + [
        (-1, "is float32 from -1 to 0"),
        (np.inf, "is float32 from 0 to inf"),
        (np.nan, "holds NaN"),
    ],
)
def test_float_images_out_of_range(folder, level, what):
    x = np.zeros((3, 28, 28), "float32")
    x[1, 2, 3] = level
    assert f"x_test {what}, but grey levels must be" in refusal_of(folder, x_test=x)


@pytest.mark.parametrize("kind", ["int64", "bool", "complex64", "U1"])
def test_images_of_a_wrong_type(folder, kind):
    x = np.zeros((3, 28, 28), kind)
    assert f"x_test is {x.dtype}, but grey levels must be uint8" in refusal_of(folder, x_test=x)


@pytest.mark.parametrize("labels", [[0, 1, 10], [-1, 0, 1], [0.0, 1.5, np.nan], ["0", "1", "2"]])
def test_labels_out_of_range(folder, labels):
    y = np.array(labels)
    what = f"goes from {min(labels)} to {max(labels)}" if y.dtype == int else f"is {y.dtype}"
    assert f"y_test {what}, but labels must be" in refusal_of(folder, y_test=y)


@pytest.mark.parametrize("key", ["x_train", "y_test"])
def test_pickles_are_refused(folder, key):
    class Burglar:
        def __reduce__(self):
            return os.mkdir, (str(folder / "stolen"),)

    loot = np.array([Burglar()], dtype=object)
    sentence = refusal_of(folder, **{key: loot})
    assert "holds Python objects (a pickle)" in sentence and "never loaded" in sentence
    assert not (folder / "stolen").exists()


def test_empty_split(folder):
    assert "x_test is empty" in refusal_of(folder, n_test=0)
    assert "x_train has 5,000 images and its last 5,000 are" in refusal_of(folder, n_train=5_000)


def test_file_or_folder_that_cannot_be_read(folder, monkeypatch):
    def denied(path, mode):  # root may read everything, so a test cannot rely on chmod
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", denied)
    assert f"{folder / 'mnist.npz'} cannot be read (Permission denied)" in refusal()


def test_a_notebook_shows_the_sentence_and_nothing_else(capsys):
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_cell("from ae_helpers import data; data.load('minst')")
    shown = capsys.readouterr().out.strip()
    assert shown.startswith("DataError: load() got 'minst'") and len(shown.splitlines()) == 1
