"""Each scene in a page: it trains, what is drawn follows, and nothing is empty or outside."""

import pytest
from lab_page import handle, next_frame, pause, play, run_lab, settle, two_frames

LABS = {
    "lab_of_points": (1000, True, [".ae-points-canvas"]),
    "lab_of_colours": (1280, False, ['canvas[aria-label="redrawn"]']),
    "lab_of_paths_and_bars": (1280, True, ['canvas[aria-label="redrawn"]', ".ae-bar-canvas"]),
}
IMPORT = f"import sys; sys.path.insert(0, {str(__file__.rsplit('/', 1)[0])!r}); import demo_scenes"


@pytest.fixture(scope="module", params=LABS)
def page(request, show):
    width, dark, canvases = LABS[request.param]
    cell = f"{IMPORT}\nlab = demo_scenes.{request.param}()\nlab"
    page = show([cell], width=width, dark=dark)
    run_lab(page)
    page.canvases = canvases
    return page


def drawn(page, canvas):
    """What is on a canvas, and how many colours it has."""
    return page.locator(f".ae-lab {canvas}").evaluate(
        """(canvas) => {
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          return [canvas.toDataURL(), new Set(new Uint32Array(data.buffer)).size];
        }"""
    )


def test_what_is_drawn_follows_the_training(page):
    settle(page)
    before = [drawn(page, canvas) for canvas in page.canvases]
    play(page)
    step = next_frame(page)["step"]
    next_frame(page, f"frame.step > {step + 100}")
    pause(page)
    for canvas, (was, _) in zip(page.canvases, before, strict=True):
        now, colours = drawn(page, canvas)
        assert now != was and colours > 2


def test_the_slider_is_there_for_keyboard_and_reader(page):
    play(page)
    handle(page, "learning rate").focus()
    before = next_frame(page)["controls"]["learning rate"]
    page.keyboard.press("ArrowLeft")
    assert next_frame(page, f"frame.controls['learning rate'] < {before}")["running"]
    pause(page)
    assert "0.0" in handle(page, "learning rate").get_attribute("aria-valuetext")


def test_every_picture_has_a_name(page):
    names = page.locator(".ae-stage canvas:not([aria-hidden])").evaluate_all(
        "(all) => all.map((canvas) => canvas.getAttribute('aria-label'))"
    )
    assert names and all(names) and len(set(names)) == len(names)


@pytest.mark.parametrize("width", [1280, 900])
def test_nothing_is_outside_and_canvases_follow_their_size(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    two_frames(page)
    lab = page.locator(".ae-lab").bounding_box()
    for canvas in page.canvases:
        box = page.locator(f".ae-lab {canvas}").bounding_box()
        assert lab["x"] <= box["x"] and box["x"] + box["width"] <= lab["x"] + lab["width"] + 1
        assert box["width"] > 150 and box["height"] > 30
    assert page.locator(".ae-lab").evaluate("(lab) => lab.scrollWidth <= lab.clientWidth")
