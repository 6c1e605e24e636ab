"""Pictures in JupyterLab: each with its alternative text, sharp, as wide as it was drawn."""

from ae_helpers import plotting
from ae_helpers.cells import play

import nbformat
from jupyter import execute, run_all

PLAY = """from ae_helpers import plotting
from ae_helpers.cells import play
def draw(n=1):
    return plotting.curve([0, 1], {"line": [0, n]}, "x", "y")
shown = play(draw, n=(0, 9))
shown"""
IMAGES = """[...document.querySelectorAll(".jp-OutputArea-output img")].map(
    ({ alt, clientWidth, naturalWidth }) => [alt, clientWidth, naturalWidth])"""


def draw(n=1):
    return plotting.curve([0, 1], {"line": [0, n]}, "x", "y")


def test_a_stored_notebook_shows_its_pictures_with_their_texts(show):
    """It is not trusted, so that JupyterLab cleans the HTML of its outputs."""
    cells = []
    for shown in (draw(), play(draw, n=(0, 9))):
        data, metadata = shown._repr_mimebundle_()
        data = {kind: value for kind, value in data.items() if "widget" not in kind}
        output = nbformat.v4.new_output("execute_result", data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("shown", outputs=[output]))
    page = show(nbformat.v4.new_notebook(cells=cells))
    page.wait_for_function(f"{IMAGES}.length == 2 && {IMAGES}.every((image) => image[2])")
    assert page.evaluate(IMAGES) == [["y against x: line from 0 at 0 to 1 at 1.", 700, 1008]] * 2


def test_the_picture_and_its_text_follow_a_slider(show):
    page = show([PLAY])
    run_all(page)
    image = page.get_by_role("img", name="y against x: line from 0 at 0 to 1 at 1.")
    image.wait_for()
    element = image.element_handle()
    source = element.get_attribute("src")
    page.locator(".noUi-handle, .ui-slider-handle").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("img", name="y against x: line from 0 at 0 to 2 at 1.").wait_for()
    assert element.is_visible() and element.get_attribute("src") != source, "one element, redrawn"
    assert execute(page, "print(shown._page.attributes['alt'])").strip().endswith("2 at 1.")
    page.wait_for_function(f"{IMAGES}.every((image) => image[1] == 700 && image[2] == 1008)")
