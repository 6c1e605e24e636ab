"""What a reader does to a lab in a page, and what is seen there."""

import inspect
import json
import time
from contextlib import contextmanager

import pytest
from jupyter import execute, run_all

COLUMN = ".jp-OutputArea-output:has(.ae-lab)"  # what the notebook gives the lab

# Resolves with the next frame that was drawn after this call and fulfils the condition.
NEXT_FRAME = """(condition) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("no frame with " + condition)), 60000);
  const fulfils = new Function("frame", "return " + condition);
  document.addEventListener("ae-drawn", function listen({ detail }) {
    if (!detail.status || !fulfils(detail.status)) return;
    document.removeEventListener("ae-drawn", listen);
    done(detail.status);
  });
})"""


def run_lab(page):
    """Run all cells, and wait until the lab is drawn in the middle of the page."""
    run_all(page)
    page.locator(".ae-stage canvas").first.wait_for()
    page.locator(".ae-lab").first.scroll_into_view_if_needed()
    settle(page)


def play(page):
    if page.locator("button", has_text="Play").count():
        page.locator("button", has_text="Play").click()
    page.locator("button", has_text="Pause").wait_for()


def pause(page):
    if page.locator("button", has_text="Pause").count():
        page.locator("button", has_text="Pause").click()
    page.locator("button", has_text="Play").wait_for()


def next_frame(page, condition="true"):
    return page.evaluate(NEXT_FRAME, condition)


def pixels(page, label):
    """The grey levels of the tiles with this label, as a list."""
    return page.evaluate(
        """(label) => {
          const canvas = document.querySelector(`.ae-lab canvas[aria-label="${label}"]`);
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return [...data.filter((_, i) => i % 4 === 0)];
        }""",
        label,
    )


def until(condition, seconds=60):
    """Wait until a function of the page's present state is true; the time-out is a failure."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{inspect.getsource(condition).strip()} is still false"
        time.sleep(0.05)


def pixels_change(page, label, before):
    """The grey levels of the tiles with this label, as soon as they are not `before` any more."""
    until(lambda: pixels(page, label) != before)
    return pixels(page, label)


def two_frames(page):
    """Wait until the page has measured and drawn what is new."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def settle(page):
    """Wait until kernel and page have answered all that was done before.

    Kernel and server keep the order of messages: a slider's value waits for the answer to the value
    before it, the kernel then wakes the page, and the page asks for a frame.
    """
    for _ in range(4):
        execute(page, "")


def handle(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def drag(page, name, by):
    """Drag the middle of a slider by so many pixels."""
    box = handle(page, name).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=6)
    page.mouse.up()


def model_obeys(page):
    """Pause, and whether the model's own variables have the values that the page shows.

    A frame's values alone say nothing: they are what the trainer was told, not what it did.
    """
    pause(page)
    settle(page)
    shown = page.evaluate("lastStatus.controls")
    pairs = execute(
        page,
        f"""import json
from ae_helpers.lab.lab import _labs
lab = [*_labs.values()][-1]  # a lesson may have no name for it
print(json.dumps([[c.check(name, {shown}[name]) for name, c in lab.trainer.controls.items()],
                  [float(c.variable.value) for c in lab.trainer.controls.values()]]))""",
    )
    wanted, numbers = json.loads(pairs)
    print(f"shown {shown}, in the model {numbers}")  # pytest shows it after a failure
    return bool(shown) and numbers == pytest.approx(wanted)


def pixels_follow(page, name, label):
    """Wait until the tiles of a paused lab are others at the slider's other end."""
    handle(page, name).focus()
    page.keyboard.press("Home")
    settle(page)
    before = pixels(page, label)
    page.keyboard.press("End")
    pixels_change(page, label, before)


def assert_nothing_is_clipped_or_outside(page):
    outside = page.evaluate(
        """() => {
          const lab = document.querySelector(".ae-lab"), box = lab.getBoundingClientRect();
          const wide = [...lab.querySelectorAll(".ae-stage *, button, select, .ae-control *")];
          return wide.filter((node) => {
            const { left, right, width, height } = node.getBoundingClientRect();
            return width * height && (left < box.left - 1 || right > box.right + 1);
          }).map((node) => node.className);
        }"""
    )
    assert outside == []
    for part in (".ae-stage", ".ae-lab", COLUMN):
        scroll, client = page.evaluate(
            """(part) => {
              const node = document.querySelector(part);
              return [node.scrollWidth, node.clientWidth];
            }""",
            part,
        )
        assert scroll <= client, part


@contextmanager
def busy_kernel(page, jupyter):
    """The kernel runs a long cell, which ends as soon as the block has run."""
    end = jupyter.folder / "end"
    page.evaluate(
        """(end) => {
          const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
          const wait = `while not pathlib.Path("${end}").exists(): time.sleep(0.05)`;
          window.busy = true;
          window.longCell = kernel.requestExecute({ code: `import pathlib, time\\n${wait}` });
          longCell.done.then(() => { window.busy = false; });
        }""",
        str(end),
    )
    try:
        yield
        assert page.evaluate("busy")
    finally:
        end.touch()
        page.wait_for_function("!busy")
        end.unlink()
