"""The data sets of the course, all in one shape.

`load()` gives the built-in `ink`; `load("mnist")` the real thing. Two environment variables change
a whole course at once: `AE_DATASET` is the data set that `load()` gives, and `AE_DATA_DIR` a folder
with `mnist.npz` or `fashion_mnist.npz`, so that a class need not download them.
"""

import difflib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ae_helpers.errors import OneSentence

import numpy as np

NAMES = ("ink", "digits", "mnist", "fashion_mnist")
DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt", "trousers", "pullover", "dress", "coat")
CLOTHES += ("sandal", "shirt", "sneaker", "bag", "ankle boot")
VALIDATION = 5_000  # images, the last of x_train
# How the training labels begin: a file under the other's name is found out.
FIRST_LABELS = {
    "mnist": [5, 0, 4, 1, 9, 2, 1, 3, 1, 4],
    "fashion_mnist": [9, 0, 0, 3, 0, 2, 7, 2, 5, 5],
}
ROUNDING = 1e-5  # how far a float grey level may lie beyond 0 and 1


class DataError(OneSentence):
    """A data set cannot be had; the message says what is wrong and what to do about it."""


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Images in three splits: train on `train`, choose on `val`, report once on `test`.

    Attributes:
        name: what `load` was asked for.
        class_names: the name of each label, a tuple of strings.
        x_train, x_val, x_test: grey levels, float32 in [0, 1], shape `(N, height, width, 1)`.
        y_train, y_val, y_test: labels, int32, shape `(N,)`.
        factors_train, factors_val, factors_test: only for `ink`, else None. What each image was
            drawn with (slant, width, ...): a dict of float32 arrays of shape `(N,)`.
        strokes_train, strokes_val, strokes_test: only for `ink`, else None. The path of the pen,
            float32 of shape `(N, 64, 3)`: x and y in pixels, and 1 where the pen is down.
    """

    name: str
    class_names: tuple
    x_train: np.ndarray
    x_val: np.ndarray
    x_test: np.ndarray
    y_train: np.ndarray
    y_val: np.ndarray
    y_test: np.ndarray
    factors_train: dict | None = None
    factors_val: dict | None = None
    factors_test: dict | None = None
    strokes_train: np.ndarray | None = None
    strokes_val: np.ndarray | None = None
    strokes_test: np.ndarray | None = None

    def __repr__(self):
        sizes = " / ".join(f"{len(x):,}" for x in (self.x_train, self.x_val, self.x_test))
        shape = " × ".join(map(str, self.x_train.shape[1:]))
        return f"<Dataset {self.name}: {sizes} images of {shape}, {len(self.class_names)} classes>"


def load(name=None) -> Dataset:
    """Load a data set; what is random about it is seeded, so it is the same every time.

    Args:
        name: one of these, or None for the one that `AE_DATASET` names (`ink` if it is not set).
            `"ink"`: 12,000 / 2,000 / 2,000 images of 28 × 28, drawn by `ae_helpers.ink`.
            `"digits"`: scikit-learn's 1,797 images of 8 × 8, in 1,197 / 300 / 300.
            `"mnist"` and `"fashion_mnist"`: 55,000 / 5,000 / 10,000 images of 28 × 28, with the
            last 5,000 training images for validation. They come from `AE_DATA_DIR/<name>.npz` if
            it is there, else through `keras.datasets`, which downloads them once.

    Returns:
        A `Dataset`.

    Raises:
        DataError: the name is unknown, or the data cannot be found, read or trusted.
    """
    asked = "load()"
    if name is None:
        name, asked = os.environ.get("AE_DATASET") or "ink", "AE_DATASET"
    if name == "ink":
        return _ink()
    if name == "digits":
        return _digits()
    if name in NAMES:
        return _mnist(name)
    near = difflib.get_close_matches(str(name).lower().replace("-", "_"), NAMES, n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise DataError(
        f"{asked} got {name!r}, which is not a data set: choose one of {', '.join(NAMES)}{hint}."
    )


def _ink():
    from ae_helpers.data import ink  # here, because it compiles

    drawn = ink.draw(16_000)
    splits = {}
    parts = {"train": slice(12_000), "val": slice(12_000, 14_000), "test": slice(14_000, 16_000)}
    for split, part in parts.items():
        splits[f"x_{split}"] = _grey_levels(drawn.images[part])
        splits[f"y_{split}"] = drawn.labels[part].astype("int32")
        splits[f"factors_{split}"] = {key: value[part] for key, value in drawn.factors.items()}
        splits[f"strokes_{split}"] = drawn.strokes[part]
    return Dataset("ink", DIGITS, **splits)


def _digits():
    from sklearn.datasets import load_digits  # here, because it takes a second
    from sklearn.model_selection import train_test_split

    x, y = load_digits(return_X_y=True)
    x = (x.reshape(-1, 8, 8, 1) / 16).astype("float32")  # these images count from 0 to 16
    y = y.astype("int32")
    x, x_test, y, y_test = train_test_split(x, y, test_size=300, stratify=y, random_state=0)
    x, x_val, y, y_val = train_test_split(x, y, test_size=300, stratify=y, random_state=0)
    return Dataset("digits", DIGITS, x, x_val, x_test, y, y_val, y_test)


def _mnist(name):
    folder = os.environ.get("AE_DATA_DIR")
    arrays = folder and _read_npz(Path(folder).expanduser().absolute() / f"{name}.npz")
    if arrays:
        source = f"{name}.npz in AE_DATA_DIR"
    else:
        arrays, source = _download(name), f"keras.datasets.{name}"
    for split in ("train", "test"):
        _check(arrays[f"x_{split}"], arrays[f"y_{split}"], split, source)
    if len(arrays["x_train"]) < 2 * VALIDATION:
        raise DataError(
            f"{source} has too few training images: x_train has {len(arrays['x_train']):,} and its "
            f"last {VALIDATION:,} are for validation, so use a file with at least twice as many."
        )
    for other, first in FIRST_LABELS.items():
        if other != name and arrays["y_train"][: len(first)].tolist() == first:
            raise DataError(
                f"{source} holds {other}, as its labels show: give the file the name {other}.npz, "
                f"or put the real {name}.npz there."
            )
    x, x_test = (_grey_levels(arrays[key]) for key in ("x_train", "x_test"))
    y, y_test = (arrays[key].astype("int32") for key in ("y_train", "y_test"))
    class_names = CLOTHES if name == "fashion_mnist" else DIGITS
    (x, x_val), (y, y_val) = (np.split(array, [-VALIDATION]) for array in (x, y))
    return Dataset(name, class_names, x, x_val, x_test, y, y_val, y_test)


def _grey_levels(images):
    """Images (uint8, or float in [0, 1]) as float32 in [0, 1], shape (N, height, width, 1)."""
    if images.dtype == "uint8":
        white = 255 if images.max() > 1 else 1  # only 0 and 1: black and white
        images = images / np.float32(white)
    else:
        images = images.clip(0, 1)  # of a rounding error
    return images.astype("float32", copy=False).reshape(*images.shape[:3], 1)


def _read_npz(path):
    """The four arrays in the file, or None where the folder is there and the file is not."""

    def at_once(name, flags):  # to open a pipe would wait for ever for somebody who writes
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    try:
        with open(path, "rb", opener=at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(0, "no regular file")
            return _unpack(file, path)
    except (FileNotFoundError, NotADirectoryError):
        if path.parent.is_dir():
            return None
        what = "that is a file" if path.parent.is_file() else "there is no such folder"
        raise DataError(
            f"AE_DATA_DIR names {path.parent}, but {what}: name the folder that holds {path.name} "
            "(the full path is safest), or unset it to download the data."
        ) from None
    except OSError as error:
        advice = "put the .npz file itself there"
        if isinstance(error, PermissionError):
            advice = "ask its owner for the right to read the file and its folder"
        raise DataError(
            f"{path} cannot be read ({error.strerror}): {advice}, or unset AE_DATA_DIR to download "
            "the data."
        ) from None


def _unpack(file, path):
    wanted = ("x_train", "y_train", "x_test", "y_test")
    if file.read(2) != b"PK":  # an npz is a zip
        raise DataError(
            f"{path} is not an .npz file: replace it with one that np.savez wrote, with the "
            f"arrays {', '.join(wanted)}."
        )
    file.seek(0)
    try:
        with np.load(file, allow_pickle=False) as arrays:
            names = arrays.files
            found = {key: arrays[key] for key in wanted if key in names}
    except Exception as error:  # what a zip can die of has half a dozen types
        if "Object arrays" in str(error):
            raise DataError(
                f"{path} holds Python objects (a pickle), which could run any code and are never "
                "loaded: store the images as uint8 and the labels as integers."
            ) from None
        raise DataError(
            f"{path} is damaged, perhaps cut off while it was copied: copy it again."
        ) from None
    if missing := [key for key in wanted if key not in found]:
        raise DataError(
            f"{path} has no array {' and no '.join(missing)} (it has {', '.join(names) or 'none'}):"
            f" name the arrays {', '.join(wanted)}."
        )
    if len(set(names)) < len(names):
        raise DataError(
            f"{path} has two arrays of one name ({', '.join(names)}): write it again with np.savez."
        )
    if raw := [key for key in wanted if not isinstance(found[key], np.ndarray)]:
        raise DataError(
            f"{path} holds {' and '.join(raw)} as raw bytes and not as an array: write the file "
            "with np.savez."
        )
    return found


def _download(name):
    import keras  # here, because it takes two seconds

    try:
        (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    except Exception as error:  # Keras raises a bare Exception when there is no network
        folder = os.environ.get("AE_DATA_DIR")
        where = f"in {folder} (AE_DATA_DIR)" if folder else "because AE_DATA_DIR is not set"
        raise DataError(
            f"There is no file {name}.npz {where}, and keras.datasets cannot give the data "
            f"({error}): set AE_DATA_DIR to a folder that holds {name}.npz, or connect to the "
            'network for one download, or use the built-in data set, load("ink").'
        ) from None
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _check(x, y, split, source):
    """Raise DataError unless `x` holds images and `y` their labels."""

    def refuse(what, allowed):
        raise DataError(f"{source}: {what}, but {allowed}; correct the file or replace it.")

    levels = "grey levels must be uint8 from 0 to 255 or float from 0 to 1"
    labels = "labels must be integers from 0 to 9"
    if x.ndim not in (3, 4) or x.shape[1:] not in ((28, 28), (28, 28, 1)):
        refuse(f"x_{split} has shape {x.shape}", "it must be (N, 28, 28) or (N, 28, 28, 1)")
    if len(x) == 0:
        refuse(f"x_{split} is empty", "every split needs images")
    if y.shape != (len(x),):
        refuse(
            f"y_{split} has shape {y.shape}",
            f"x_{split} has {len(x):,} images and each needs one label, shape ({len(x)},)",
        )
    if x.dtype != "uint8" and x.dtype.kind != "f":
        refuse(f"x_{split} is {x.dtype}", levels)
    low, high = x.min(), x.max()
    if np.isnan(low):  # the least of numbers and NaN is NaN
        refuse(f"x_{split} holds NaN", levels)
    if x.dtype.kind == "f" and (low < -ROUNDING or high > 1 + ROUNDING):
        refuse(f"x_{split} is {x.dtype} from {low:g} to {high:g}", levels)
    if low == high:
        refuse(f"x_{split} is {low:g} in every pixel", "images must differ from blank paper")
    if y.dtype.kind not in "iu":
        refuse(f"y_{split} is {y.dtype}", labels)
    if y.min() < 0 or y.max() > 9:
        refuse(f"y_{split} goes from {y.min()} to {y.max()}", labels)
    if y.min() == y.max():
        refuse(f"y_{split} is {y[0]} for every image", "there must be several classes")
