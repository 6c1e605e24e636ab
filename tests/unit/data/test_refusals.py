"""One clear sentence for everything that can be wrong with a data set."""

import os
import zipfile

from ae_helpers import data

import numpy as np
import pytest
from data_files import arrays, refusal, refusal_of


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


@pytest.mark.parametrize("wrong", ["nowhere", "a file/below"])
def test_missing_folder_is_shown_in_full(monkeypatch, tmp_path, wrong):
    (tmp_path / "a file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AE_DATA_DIR", wrong)
    assert f"AE_DATA_DIR names {tmp_path / wrong}, but there is no such folder" in refusal()


def test_the_file_itself_is_no_folder(monkeypatch, tmp_path):
    path = tmp_path / "mnist.npz"
    path.touch()
    monkeypatch.setenv("AE_DATA_DIR", str(path))
    assert f"AE_DATA_DIR names {path}, but that is a file: name the folder" in refusal()


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
    save(path, **arrays(n_test=300))
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


@pytest.mark.parametrize("shape", [(9, 784), (9, 32, 32), (9, 28, 28, 3), (784,), ()])
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
    assert "x_train has 9,999 and its last 5,000 are" in refusal_of(folder, n_train=9_999)


def test_two_arrays_of_one_name(folder):
    path = folder / "mnist.npz"
    np.savez(path, **arrays())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("x_train.npy", archive.read("x_test.npy"))
    assert f"{path} has two arrays of one name (x_train, y_train, x_test, y_test, x_" in refusal()


@pytest.mark.parametrize("name", ["x_test", "x_test.npy"])
def test_bytes_that_are_no_array(folder, name):
    made = arrays()
    idx = b"\0\0\x08\x03" + bytes(12) + made.pop("x_test").tobytes()  # as MNIST was published
    np.savez(folder / "mnist.npz", **made)
    with zipfile.ZipFile(folder / "mnist.npz", "a") as archive:
        archive.writestr(name, idx)
    assert "holds x_test as raw bytes and not as an array" in refusal()


@pytest.mark.parametrize("kind, level", [("uint8", 0), ("uint8", 255), ("float32", 0.5)])
def test_blank_images(folder, kind, level):
    sentence = refusal_of(folder, x_test=np.full((3, 28, 28), level, kind))
    assert f"x_test is {level} in every pixel, but images must differ from blank" in sentence


def test_a_single_class(folder):
    sentence = refusal_of(folder, y_test=np.array([7, 7, 7]))
    assert "y_test is 7 for every image, but there must be several classes" in sentence


@pytest.mark.parametrize(
    "name, other, first",
    [
        ("mnist", "fashion_mnist", [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]),
        ("fashion_mnist", "mnist", [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]),
    ],
)
def test_one_data_set_under_the_name_of_the_other(folder, name, other, first):
    made = arrays()
    made["y_train"][:10] = first
    np.savez(folder / f"{name}.npz", **made)
    assert f"{name}.npz in AE_DATA_DIR holds {other}" in refusal(name)
    (folder / f"{name}.npz").rename(folder / f"{other}.npz")
    assert data.load(other).y_train[:10].tolist() == first


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "mnist.npz")
    assert "cannot be read (no regular file): put the .npz file itself there" in refusal()


def test_a_folder_or_a_circle_of_links_in_the_place_of_the_file(folder):
    path = folder / "mnist.npz"
    path.mkdir()
    assert "cannot be read (Is a directory): put the .npz file itself there" in refusal()
    path.rmdir()
    path.symlink_to(path)
    assert "levels of symbolic links): put the .npz file itself there" in refusal()


def test_file_or_folder_that_cannot_be_read(folder, monkeypatch):
    def denied(path, flags):  # root may read everything, so a test cannot rely on chmod
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", denied)
    assert f"{folder / 'mnist.npz'} cannot be read (Permission denied): ask its owner" in refusal()


def test_a_notebook_shows_the_sentence_and_nothing_else(capsys):
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_cell("from ae_helpers import data; data.load('minst')")
    shown = capsys.readouterr().out.strip()
    assert shown.startswith("DataError: load() got 'minst'") and len(shown.splitlines()) == 1
