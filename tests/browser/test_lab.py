"""The live lab in a real page, in a dark notebook column; test_lessons.py has those of lessons."""

import pytest
from jupyter import IMPORT_DEMO, execute
from lab_page import (
    COLUMN,
    assert_nothing_is_clipped_or_outside,
    busy_kernel,
    drag,
    handle,
    model_obeys,
    next_frame,
    pause,
    pixels,
    pixels_change,
    pixels_follow,
    play,
    run_lab,
    settle,
    two_frames,
    until,
)

SLIDERS = ("latent size", "noise", "learning rate")


@pytest.fixture(scope="module")
def page(show):
    page = show([f"{IMPORT_DEMO}\nlab = demo.make_lab()\nlab"], width=1000, dark=True)
    run_lab(page)
    return page


@pytest.fixture
def narrow(page):
    """The same page with a notebook column of 900 pixels; paused, so that no frame draws anew."""
    pause(page)
    column = f"document.querySelector('{COLUMN}').clientWidth"
    size = page.viewport_size
    page.set_viewport_size(size | {"width": size["width"] + 900 - page.evaluate(column)})
    page.wait_for_function(f"Math.abs({column} - 900) < 10")
    two_frames(page)
    yield page
    page.set_viewport_size(size)


def to_the_left_end(page, name):
    """Move a slider to its least value by keyboard; the value."""
    handle(page, name).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    settle(page)
    return next_frame(page)["controls"][name]


def test_play_trains_and_pixels_follow(page):
    settle(page)
    before = pixels(page, "reconstruction")
    play(page)
    first = next_frame(page)
    later = next_frame(page, f"frame.step > {first['step'] + 20}")
    assert later["running"] and later["loss"] is not None
    assert pixels(page, "reconstruction") != before


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_by_keyboard(page, name):
    play(page)
    before = to_the_left_end(page, name)
    for _ in range(2):  # one step would lead to the two codes that the demo begins with
        page.keyboard.press("ArrowRight")
    after = next_frame(page, f"frame.controls['{name}'] !== {before}")
    assert after["controls"][name] > before and after["running"]
    assert model_obeys(page)


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_by_mouse(page, name):
    play(page)
    before = to_the_left_end(page, name)
    drag(page, name, by=45)
    after = next_frame(page, f"frame.controls['{name}'] !== {before}")
    assert after["controls"][name] > before and after["running"]
    assert model_obeys(page)


def test_noise_is_seen_and_no_noise_is_the_original(page):
    play(page)
    handle(page, "noise").focus()
    page.keyboard.press("Home")
    next_frame(page, "frame.controls.noise === 0")
    assert pixels(page, "with noise") == pixels(page, "original")
    page.keyboard.press("End")
    next_frame(page, "frame.controls.noise === 1")
    assert pixels(page, "with noise") != pixels(page, "original")


def test_slices_are_short_as_soon_as_something_has_the_focus(page):
    play(page)
    page.evaluate("document.activeElement.blur()")
    next_frame(page, "frame.slice > 8")  # nobody touches it
    handle(page, "noise").focus()
    next_frame(page, "frame.slice <= 8")


def test_a_control_is_answered_before_the_next_slice(page):
    play(page)
    page.evaluate(
        """() => document.addEventListener("ae-drawn", ({ detail }) => {
          window.looked = detail.status?.look ? detail.status.controls : window.looked;
        })"""
    )
    handle(page, "noise").focus()
    page.keyboard.press("Home")
    page.wait_for_function("window.looked?.noise === 0")
    page.keyboard.press("End")
    page.wait_for_function("looked.noise === 1")


def test_the_loss_can_be_chosen(page):
    play(page)
    choice = page.get_by_role("combobox", name="loss")
    before = next_frame(page)["controls"]["loss"]
    choice.select_option(index=0 if choice.evaluate("(node) => node.selectedIndex") else 1)
    assert next_frame(page, f"frame.controls.loss !== '{before}'")["running"]
    assert model_obeys(page)


def train_anew(page):
    """Steps so large as the tests of the sliders leave may have killed the network: start again."""
    play(page)
    to_the_left_end(page, "learning rate")
    page.get_by_role("button", name="Reset").click()
    next_frame(page, "frame.step < 20")
    next_frame(page, "frame.step > 40")


def test_a_paused_lab_shows_another_latent_size(page):
    train_anew(page)
    pause(page)
    pixels_follow(page, "latent size", "reconstruction")


def test_the_pad_decodes_under_the_pointer(page):
    train_anew(page)
    label = "Decoded image at the pointer"
    pause(page)
    canvas = page.locator(".ae-map-canvas")
    canvas.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    box = canvas.bounding_box()
    seen = None
    for place in (0.2, 0.5, 0.8):
        page.mouse.move(box["x"] + place * box["width"], box["y"] + 0.5 * box["height"])
        seen = pixels_change(page, label, seen)
    canvas.focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    pixels_change(page, label, seen)


def test_a_digit_drawn_by_mouse_is_reconstructed(page):
    train_anew(page)
    pause(page)
    own = "What the network makes of your digit"
    field = page.locator(".ae-pen")
    field.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    before = pixels(page, own)
    box = field.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    for x, y in ((0.7, 0.3), (0.45, 0.8)):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=6)
    page.mouse.up()
    pixels_change(page, own, before)
    settle(page)
    drawn = pixels(page, own)
    play(page)
    next_frame(page, f"frame.step > {next_frame(page)['step'] + 20}")
    assert pixels(page, own) != drawn
    page.get_by_role("button", name="Clear").click()


def test_a_digit_drawn_by_keys(page):
    train_anew(page)
    pause(page)
    page.get_by_role("button", name="Clear").click()
    page.locator(".ae-pen").focus()
    own = "What the network makes of your digit"
    until(lambda: set(pixels(page, own)) == {255})  # nothing drawn: paper
    for _ in range(8):
        page.keyboard.press("Shift+ArrowDown")
    assert page.locator(".ae-pen-point").is_visible()
    until(lambda: min(pixels(page, own)) < 255)
    page.keyboard.press("Delete")


def test_pause_stops_and_reset_begins_again(page):
    play(page)
    next_frame(page, "frame.step > 3")
    pause(page)
    settle(page)
    step = page.locator(".ae-measure", has_text="step").inner_text()
    page.wait_for_timeout(700)
    assert page.locator(".ae-measure", has_text="step").inner_text() == step
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("document.querySelector('.ae-measure .ae-value').textContent === '0'")
    page.get_by_role("button", name="One step").click()
    page.wait_for_function("document.querySelector('.ae-measure .ae-value').textContent === '1'")


def test_copy_settings_shows_the_line(page):
    page.get_by_role("button", name="Copy settings").click()
    page.locator(".ae-bar code", has_text="lab.set({").wait_for()


def test_nothing_is_clipped_or_outside(page):
    assert_nothing_is_clipped_or_outside(page)


def test_a_notebook_column_of_900_pixels(narrow):
    assert_nothing_is_clipped_or_outside(narrow)
    for plot in (".ae-map-canvas", ".ae-curve-canvas"):  # as large as it is now, and not empty
        width, shown, colours = narrow.evaluate(
            """(plot) => {
              const canvas = document.querySelector(plot), { width, height } = canvas;
              const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
              return [width, canvas.clientWidth, new Set(data).size];
            }""",
            plot,
        )
        assert width == shown and colours > 2
    play(narrow)
    before = pixels(narrow, "reconstruction")
    next_frame(narrow, f"frame.step > {next_frame(narrow)['step'] + 20}")
    assert pixels(narrow, "reconstruction") != before


def test_keys_in_the_lab_are_not_notebook_shortcuts(page):
    cells = "jupyterapp.shell.currentWidget.content.model.cells.length"
    before = page.evaluate(cells)
    page.locator(".ae-map-canvas").focus()
    for key in "ddba":
        page.keyboard.press(key)
    assert page.evaluate(cells) == before


def test_a_kernel_that_is_busy_makes_the_lab_wait_and_then_go_on(page, jupyter):
    play(page)
    with busy_kernel(page, jupyter):
        page.locator(".ae-note", has_text="Waiting for the kernel").wait_for()
    step = next_frame(page)["step"]
    next_frame(page, f"frame.step > {step + 5}")
    pause(page)
    assert execute(page, "print(2 + 2)").strip() == "4"


def test_a_new_kernel_is_said(page):
    """The last of all: nothing on the page can train after it."""
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.locator(".ae-note", has_text="run all cells").wait_for()
