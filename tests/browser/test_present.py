"""Present: a small lesson as slides, with a lab that trains in them."""

import nbformat
import pytest
from jupyter import IMPORT_DEMO, execute, open_notebook
from lab_page import drag, handle, next_frame, pause, pixels, play, run_lab
from slide_heights import WALK

FIGURE = "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.show()"
LESSON = [  # type of the slide, source, further metadata
    ("slide", "# A lesson\nIts first slide.", {}),
    ("skip", IMPORT_DEMO, {}),
    ("subslide", "## A picture\nIts code is folded.", {}),
    ("-", FIGURE, {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}),
    ("slide", "## The lab", {}),
    ("-", "lab = demo.make_lab()\nlab", {}),
    ("notes", "What the lecturer says.", {}),
    ("slide", "# Going further", {"jp-MarkdownHeadingCollapsed": True}),
    ("subslide", "## Below a collapsed heading", {}),
    (None, "print(6 * 7)", {}),
]
SLIDES = [[0], [2, 3], [4, 5], [7], [8, 9]]
PICTURE, LAB = 1, 2

NOTEBOOK = "jupyterapp.shell.currentWidget.content"
SHOWN = (
    f"""() => {NOTEBOOK}.widgets.flatMap((cell, i) => cell.node.getClientRects().length ? i : [])"""
)
# All that must be the same afterwards: cells with outputs, selection, place, JupyterLab's panels.
STATE = f"""() => {{
  const notebook = {NOTEBOOK}, scroller = document.querySelector(".jp-WindowedPanel-outer");
  const box = (node) => Object.values(node.getBoundingClientRect().toJSON());
  const panels = document.querySelectorAll("#main .lm-Widget:not(.jp-Notebook .lm-Widget)");
  return {{
    cells: notebook.model.sharedModel.toJSON().cells,
    active: notebook.activeCellIndex,
    mode: notebook.mode,
    selected: notebook.selectedCells.map((cell) => notebook.widgets.indexOf(cell)),
    windowing: notebook.notebookConfig.windowingMode,
    place: scroller.scrollTop,
    panels: [...panels].map((node) => [node.getAttribute("style"), ...box(node)]),
    left: document.querySelectorAll(
      ".ae-way, .ae-present, .ae-present-bar, .ae-now, .ae-folded, .ae-code, [style*='--ae-scale']"
    ).length,
  }};
}}"""


def notebook(lesson):
    notebook = nbformat.v4.new_notebook()
    for kind, source, metadata in lesson:
        new = nbformat.v4.new_markdown_cell if source[0] in "#W" else nbformat.v4.new_code_cell
        notebook.cells.append(new(source, metadata=metadata))
        if kind:
            notebook.cells[-1].metadata.slideshow = {"slide_type": kind}
    return notebook


@pytest.fixture(scope="module")
def page(show, one_page):
    page = show(notebook(LESSON), height=720)
    run_lab(page)
    yield page
    one_page.close()  # JupyterLab does not always take another notebook after all that


@pytest.fixture
def slides(page):
    """The page while it presents, on the first slide."""
    page.get_by_role("button", name="Present", exact=True).click()
    press(page, "Home")
    yield page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.locator(".ae-present-bar button").last.click()
    assert page.locator(".ae-present").count() == 0


def press(page, *keys):
    """Press keys as from a slide, wherever the focus was."""
    page.locator(".ae-present").evaluate("(node) => node.focus()")
    for key in keys:
        page.keyboard.press(key)


def counter(page):
    return page.locator(".ae-present-bar span").inner_text()


def test_keys_show_every_slide_and_nothing_else(slides):
    seen = [slides.evaluate(SHOWN)]
    for key in ("ArrowRight", "PageDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        press(slides, key)
        seen.append(slides.evaluate(SHOWN))
    assert seen == [*SLIDES, SLIDES[-1]]  # the last one stays
    assert counter(slides) == "5 / 5"
    back = []
    for key in ("ArrowLeft", "PageUp", "ArrowUp", "Home", "End"):
        press(slides, key)
        back.append(slides.evaluate(SHOWN))
    assert back == [SLIDES[3], SLIDES[2], SLIDES[1], SLIDES[0], SLIDES[4]]
    assert slides.locator(".ae-now h2", has_text="Below a collapsed heading").is_visible()
    slides.get_by_role("button", name="Previous slide").click()
    assert slides.evaluate(SHOWN) == SLIDES[3]


@pytest.mark.parametrize("slide", [PICTURE, LAB])
def test_f_shows_code_that_is_folded(slides, slide):
    code = slides.locator(".jp-CodeCell.ae-now .cm-content")
    press(slides, *["PageDown"] * slide)
    assert not code.is_visible()
    press(slides, "f")
    assert code.is_visible()
    assert code.inner_text() == LESSON[SLIDES[slide][1]][1]
    press(slides, "PageUp", "PageDown")
    assert not code.is_visible()


def test_the_lab_trains_in_its_slide_and_keeps_its_keys(slides):
    press(slides, *["PageDown"] * LAB)
    before = pixels(slides, "reconstruction")
    play(slides)
    next_frame(slides, "frame.step > 5")
    assert pixels(slides, "reconstruction") != before
    handle(slides, "latent size").focus()
    for key, value in {"End": 32, "Home": 1, "ArrowRight": 2}.items():
        slides.keyboard.press(key)
        next_frame(slides, f"frame.controls['latent size'] === {value}")
    slides.locator(".ae-map-canvas").focus()
    for key in ("ArrowRight", "PageDown", "f", "Escape", "d", "d"):
        slides.keyboard.press(key)
    assert slides.evaluate(SHOWN) == SLIDES[LAB]
    pause(slides)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (1024, 768)])
def test_the_lab_fits_every_screen_and_its_sliders_stay_under_the_mouse(slides, width, height):
    slides.set_viewport_size({"width": width, "height": height})
    press(slides, *["PageDown"] * LAB)
    room = "(node) => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]"
    assert slides.locator(".jp-WindowedPanel-outer").evaluate(room) == [0, 0]
    room = slides.locator(".ae-lab").bounding_box()
    assert room["y"] + room["height"] < height
    play(slides)
    handle(slides, "noise").press("Home")
    next_frame(slides, "frame.controls.noise === 0")
    end = handle(slides, "noise").bounding_box()
    drag(slides, "noise", 80)
    assert handle(slides, "noise").bounding_box()["x"] - end["x"] == pytest.approx(80, abs=3)
    pause(slides)


def test_no_key_on_a_slide_changes_the_notebook(slides):
    cells = f"{NOTEBOOK}.model.sharedModel.toJSON().cells"
    before = slides.evaluate(cells)
    press(slides, *"ddabxvmy", "Shift+Enter", "Control+Enter", "Enter")
    assert slides.evaluate(cells) == before and slides.evaluate(SHOWN) == SLIDES[0]


def test_leaving_finds_the_notebook_as_it_was(page):
    page.evaluate(f"{NOTEBOOK}.activeCellIndex = 3; {NOTEBOOK}.mode = 'command'")
    page.locator(".jp-WindowedPanel-outer").evaluate("(node) => { node.scrollTop = 100; }")
    before = page.evaluate(STATE)
    assert before["windowing"] == "none" and before["left"] == 0
    page.locator(".jp-Notebook").evaluate("(node) => node.focus({ preventScroll: true })")
    page.keyboard.press("Alt+p")
    assert page.evaluate(SHOWN) == SLIDES[PICTURE]  # the slide of the active cell
    page.locator(".ae-now .jp-RenderedMarkdown").click()
    press(page, "PageDown", "PageUp")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1500)  # JupyterLab measures its panels in pieces
    assert page.evaluate(STATE) == before
    play(page)
    next_frame(page, "frame.step > 5")
    pause(page)
    page.evaluate(f"{NOTEBOOK}.activeCellIndex = 9")
    page.keyboard.press("Control+Enter")
    page.locator(".jp-OutputArea-output", has_text="42").wait_for()
    assert execute(page, "print(2 + 2)").strip() == "4"


def test_after_another_slide_the_notebook_stands_there(page):
    page.evaluate(f"{NOTEBOOK}.activeCellIndex = 0")
    page.evaluate("jupyterapp.commands.execute('ae-present:start')")
    press(page, *["PageDown"] * LAB, "Escape")
    top = "(node) => node.getBoundingClientRect().top"
    heading = page.locator(".jp-Cell").nth(SLIDES[LAB][0]).evaluate(top)
    assert abs(heading - page.locator(".jp-WindowedPanel-outer").evaluate(top)) < 10
    assert page.evaluate(f"{NOTEBOOK}.activeCellIndex") == 0


def test_another_tab_or_the_end_of_full_screen_leaves(page):
    for leave in ("document.exitFullscreen()", "jupyterapp.commands.execute('launcher:create')"):
        page.get_by_role("button", name="Present", exact=True).click()
        page.wait_for_function("document.fullscreenElement")
        page.evaluate(f"void {leave}")
        page.wait_for_function("!document.querySelector('.ae-present, .ae-way, .ae-present-bar')")


def test_140_cells_are_all_reached_though_jupyterlab_keeps_them_out_of_the_page(jupyter, chromium):
    lesson = notebook([("slide", f"# Slide {i}", {}) for i in range(140)])
    # A page of its own: JupyterLab's cells keep wrong heights after this mode.
    page = open_notebook(chromium, jupyter, jupyter.write_notebook("long.ipynb", lesson))
    windowing = f"{NOTEBOOK}.notebookConfig = {{ ...{NOTEBOOK}.notebookConfig, windowingMode: "
    page.evaluate(f"{windowing} 'full' }}")
    page.evaluate("jupyterapp.commands.execute('ae-present:start')")
    assert [words for words, _ in page.evaluate(WALK)] == [f"Slide {i}" for i in range(140)]
    assert counter(page) == "140 / 140"
    press(page, "Escape")
    assert page.evaluate(f"{NOTEBOOK}.notebookConfig.windowingMode") == "full"
    assert page.problems == []
    page.close()
