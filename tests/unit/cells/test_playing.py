"""A picture with sliders: what it draws follows them, and a page is not needed."""

from ae_helpers import plotting
from ae_helpers.cells import play
from ae_helpers.cells.prediction import VIEW

import ipywidgets
import pytest


def draw_title(number=2, word="a"):
    figure, ax = plotting.picture(2, 1, alt=f"{word} {number}")
    ax.set_title(f"{word} {number}")
    return figure


def test_sliders_redraw_the_picture_and_the_still_follows():
    shown = play(draw_title, number=(0, 9), word=["a", "b"])
    number, word = shown._sliders.values()
    assert (number.value, word.value) == (2, "a"), "sliders begin at the function's defaults"
    before, _ = shown._repr_mimebundle_()
    number.value, word.value = 7, "b"
    after, metadata = shown._repr_mimebundle_()
    assert after["text/plain"] == "b 7" and metadata["image/png"]["alt"] == "b 7"
    assert before["image/png"] != after["image/png"] and before["text/html"] != after["text/html"]
    page = shown._page.attributes
    assert page["alt"] == "b 7" and page["src"] in after["text/html"]
    assert VIEW in after


def test_a_slider_may_have_a_description_of_its_own():
    shown = play(draw_title, number=ipywidgets.IntSlider(5, 0, 9, description="how many"))
    assert shown._repr_mimebundle_()[0]["text/plain"] == "a 2"


def test_a_name_that_the_function_has_not():
    with pytest.raises(ValueError) as caught:
        play(draw_title, nubmer=(0, 9))
    assert str(caught.value) == (
        "play got a slider for nubmer, but the function's arguments are number, word: give each "
        "slider the name of an argument."
    )


def test_a_function_that_returns_no_picture():
    with pytest.raises(ValueError) as caught:
        play(lambda n: None, n=(0, 9))
    assert str(caught.value) == (
        "The function given to play returned NoneType, but it must return a picture: end it with "
        "`return plotting.image_grid(...)` or the like."
    )
