"""Files that are no MNIST, and what `load` says about them."""

from ae_helpers import data

import numpy as np
import pytest


def arrays(n_train=10_004, n_test=3, **changes):
    """A tiny MNIST file: image i is all of grey level i modulo 256 and has the label i % 10."""
    made = {}
    for split, n in {"train": n_train, "test": n_test}.items():
        levels = (np.arange(n) % 256).astype("uint8")
        made[f"x_{split}"] = np.tile(levels[:, None, None], (1, 28, 28))
        made[f"y_{split}"] = (np.arange(n) % 10).astype("uint8")
    return made | changes


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
