"""The explorer without a page: what it sends, what it answers, what it refuses."""

import base64
import json

from ae_helpers.cells.prediction import VIEW
from ae_helpers.lab import LatentExplorer
from ae_helpers.lab.explorer import ExplorerError
from ae_helpers.models import Autoencoder

import keras
import numpy as np
import pytest
from keras import layers

CODES = np.random.default_rng(0).normal(size=(50, 2)).astype("float32")
LABELS = np.arange(50) % 10
LINE = np.linspace(0, 1, 28, dtype="float32")


def wave(z):
    """Codes `(n, 2)` -> images `(n, 28, 28)` that change everywhere with the code."""
    return np.abs(np.sin(z[:, :1, None] + z[:, 1:, None] + 9 * LINE[None, :, None] * LINE))


def autoencoder(model=Autoencoder):
    keras.utils.set_random_seed(0)
    decoder = keras.Sequential([keras.Input((2,)), layers.Dense(8, activation="relu")])
    decoder.add(layers.Dense(16, kernel_initializer=keras.initializers.RandomNormal(stddev=3)))
    decoder.add(layers.Reshape((4, 4, 1)))
    return model(keras.Sequential([layers.Flatten(), layers.Dense(2)]), decoder)


def what_comes_with(explorer):
    """The widget's state: what a page knows before any answer of the kernel."""
    return explorer.page.get_state()["setup"]


def test_all_that_a_page_needs_comes_with_the_widget():
    explorer = LatentExplorer(autoencoder(), CODES, LABELS)
    setup = what_comes_with(explorer)
    np.testing.assert_array_equal(np.frombuffer(setup["codes"], "<f4").reshape(-1, 2), CODES)
    assert setup["labels"] == LABELS.tolist() and setup["shape"] == [4, 4]
    assert setup["decoder"]["steps"] == [[2, 8], "relu", [8, 16], "sigmoid"]
    assert len(setup["decoder"]["weights"]) == 2 * (3 * 8 + 9 * 16)
    expected = np.round(255 * autoencoder().decode(np.array([setup["place"]]))[0, :, :, 0])
    seen = np.frombuffer(setup["image"], "uint8").reshape(4, 4)
    np.testing.assert_allclose(seen, expected, atol=1)


def test_a_function_stays_in_the_kernel_and_is_asked_there():
    explorer = LatentExplorer(wave, CODES, LABELS)
    assert what_comes_with(explorer)["decoder"] is None
    explorer.page.set_state({"place": [0.25, -0.5]})  # what a page does
    assert explorer.page.decoded["place"] == [0.25, -0.5]
    seen = np.frombuffer(explorer.page.decoded["image"], "uint8").reshape(28, 28)
    expected = np.round(255 * wave(np.array([[0.25, -0.5]], "float32"))[0])
    np.testing.assert_allclose(seen, expected, atol=1)


class Halved(Autoencoder):
    def decode(self, z):
        return super().decode(z) / 2


def test_a_decoder_that_would_be_another_in_the_page_stays_in_the_kernel():
    assert what_comes_with(LatentExplorer(autoencoder(), CODES, LABELS))["decoder"]
    assert what_comes_with(LatentExplorer(autoencoder(Halved), CODES, LABELS))["decoder"] is None


def test_a_decoder_alone_gives_grey_levels():
    logits = autoencoder().decoder
    grey = keras.Sequential([logits, layers.Activation("sigmoid")])
    setup = what_comes_with(LatentExplorer(grey, CODES, LABELS))
    assert setup == what_comes_with(LatentExplorer(autoencoder(), CODES, LABELS))


def test_the_still_picture_is_all_that_a_notebook_stores():
    explorer = LatentExplorer(autoencoder(), CODES, LABELS)
    bundle, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG"
    assert "a map of codes" in metadata["image/png"]["alt"]
    assert bundle[VIEW]["model_id"] == explorer.page.model_id
    weights = what_comes_with(explorer)["decoder"]["weights"]
    stored = json.dumps([bundle, metadata])
    assert base64.b64encode(weights[:30]).decode() not in stored
    assert len(stored) - len(bundle["text/html"]) - len(bundle["image/png"]) < 500


def test_one_code_has_a_map_around_it():
    left, bottom, right, top = what_comes_with(LatentExplorer(wave, [[3.0, 4.0]], [7]))["box"]
    assert (left, bottom, right, top) == (2.5, 3.5, 3.5, 4.5)


@pytest.mark.parametrize(
    ("codes", "labels", "sentence"),
    [
        (np.zeros((5, 3)), np.zeros(5, int), r"codes of shape \(n, 2\), not \(5, 3\)"),
        (np.zeros(5), np.zeros(5, int), r"codes of shape \(n, 2\), not \(5,\)"),
        (np.zeros((0, 2)), np.zeros(0, int), "no points"),
        (np.full((5, 2), np.nan), np.zeros(5, int), "NaN or infinite"),
        (np.zeros((4, 2)), np.zeros(5, int), r"4 codes needs as many labels.*not int64 of shape"),
        (np.zeros((4, 2)), ["a"] * 4, "whole numbers"),
    ],
)
def test_what_is_no_map_is_one_sentence(codes, labels, sentence):
    with pytest.raises(ExplorerError, match=sentence) as caught:
        LatentExplorer(wave, codes, labels)
    assert caught.value._render_traceback_() == [f"ExplorerError: {caught.value}"]


def test_colour_images_are_one_sentence():
    with pytest.raises(ExplorerError, match=r"gives \(1, 8, 8, 3\) for 1 codes"):
        LatentExplorer(lambda z: np.zeros((len(z), 8, 8, 3)), CODES, LABELS)
