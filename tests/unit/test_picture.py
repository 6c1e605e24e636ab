"""What pages make of a `Picture`: sharp, true in its colours, with its alternative text."""

import base64
import io
import logging
from html.parser import HTMLParser

from ae_helpers import plotting
from ae_helpers.cells import play
from ae_helpers.lab.still import explorer_still, lab_still, still_bundle
from ae_helpers.picture import GREYS

import ipywidgets as widgets
import matplotlib
import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter
from PIL import Image

ALT = 'A "β" < 1 & a line'
LAB_ALT = (
    "A lab: rows of 2 images, from the top original; "
    "the loss at the end, 1 in training and 2 in validation."
)


def opened(data):
    return Image.open(io.BytesIO(base64.b64decode(data)))


def on_page(picture):
    """RGB pixels of what the page shows."""
    return np.asarray(opened(picture.page_image()["src"].partition(",")[2]).convert("RGB"))


def images(page):
    """The attributes of every `<img>` of a page."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, values: found.append(dict(values)) if tag == "img" else 0
    parser.feed(page)
    return found


def line():
    figure, ax = plotting.picture(4, 2, alt=ALT)
    ax.plot([1, 2])
    return figure


def lab():
    arrays = {
        "input": np.zeros((2, 4, 4), "uint8"),
        "train_curve": (np.arange(2), np.array([3.0, 1.0])),
        "val_curve": (np.arange(2), np.array([4.0, 2.0])),
    }
    return still_bundle(
        widgets.HTML(), lab_still("A lab", [("input", "original")], arrays, {}, ["curves"])
    )


def explorer():
    codes, labels = np.zeros((2, 2)), np.array([0, 1])
    return still_bundle(
        widgets.HTML(), explorer_still("A walk", codes, labels, (0, 0), np.zeros((4, 4)))
    )


SHOWN = {
    "picture": (lambda: line()._repr_mimebundle_(), ALT),
    "play": (lambda: play(lambda n=1: line(), n=(0, 3))._repr_mimebundle_(), ALT),
    "lab": (lab, LAB_ALT),
    "explorer": (explorer, "A walk"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_nbconvert_shows_one_image_with_its_text(name, caplog):
    make, alt = SHOWN[name]
    data, metadata = make()
    output = nbformat.v4.new_output("execute_result", data, metadata=metadata)
    cell = nbformat.v4.new_code_cell("picture", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    with caplog.at_level(logging.WARNING):
        page, _ = HTMLExporter().from_notebook_node(notebook)
    (image,) = images(page)
    assert image["alt"].startswith(alt) and image["src"].startswith("data:image/webp;base64,")
    assert "Alternative text is missing" not in caplog.text


def test_pictures_are_the_same_every_time():
    images = np.random.default_rng(0).random((6, 8, 8, 1))
    bundles = [plotting.image_grid(images, alt="noise")._repr_mimebundle_() for _ in range(2)]
    assert bundles[0] == bundles[1]
    bundle, metadata = bundles[0]
    assert bundle["text/plain"] == metadata["image/png"]["alt"] == "noise"


def test_the_page_gets_144_pixels_an_inch_and_shows_100():
    bundle, metadata = line()._repr_mimebundle_()
    assert on_page(line()).shape == (288, 576, 3)
    assert 'width="400"' in bundle["text/html"] and metadata["image/png"]["width"] == 400
    assert opened(bundle["image/png"]).size == (288, 144)


@pytest.mark.parametrize("kind", ["values", "photograph"])
def test_colours_that_mean_something_stay_as_they_are(kind):
    ramp = np.linspace(0, 1, 64 * 64, dtype="float32").reshape(64, 64)
    photograph = np.stack([ramp, ramp.T, 1 - ramp], axis=-1)
    many = matplotlib.colormaps["nipy_spectral"].resampled(4096)
    figure = plotting.Picture(figsize=(64 / 144, 64 / 144))
    figure.add_axes((0, 0, 1, 1), frameon=False).imshow(
        ramp if kind == "values" else photograph, interpolation="nearest", cmap=many
    )
    expected = many(ramp)[..., :3] if kind == "values" else photograph
    np.testing.assert_allclose(on_page(figure) / 255, expected, atol=0.005)
    exact = opened(figure._repr_mimebundle_()[0]["image/png"]).mode == "RGB"
    assert exact == (kind == "values"), "a photograph's PNG would be large"


def test_grey_images_keep_their_levels():
    ramp = np.linspace(0, 1, 64 * 4, dtype="float32").reshape(16, 16)
    figure = plotting.Picture(figsize=(16 / 144, 16 / 144))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.imshow(ramp, cmap=GREYS, interpolation="nearest")
    ax.set_axis_off()
    np.testing.assert_allclose(1 - on_page(figure)[..., 0] / 255, ramp, atol=0.005)


def test_a_plot_of_many_shades_loses_little():
    codes = np.random.default_rng(0).normal(size=(2000, 2))
    picture = plotting.latent_map(codes, np.arange(2000) % 10)
    shown, drawn = (np.asarray(image, int) for image in (on_page(picture), picture._drawn()))
    grey = np.ptp(drawn, axis=2) == 0
    assert len(np.unique(shown[~grey], axis=0)) <= 256
    assert np.ptp(shown[grey], axis=1).max() == 0, "grey stays grey"
    assert np.abs(shown - drawn).max() < 32


def test_a_lab_without_validation_images_names_one_curve_only():
    nothing = np.zeros(0), np.zeros(0)
    arrays = {"train_curve": (np.arange(2), np.array([3.0, 1.0])), "val_curve": nothing}
    *_, ax = lab_still("A lab", [], arrays, {}, ["curves"]).axes
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training"]
