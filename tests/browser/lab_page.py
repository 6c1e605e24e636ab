"""What a reader does to a lab in a page, and what is seen there."""

import json

import pytest
from jupyter import execute

# Resolves with the next frame that was drawn after this call and fulfils the condition.
NEXT_FRAME = """(condition) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("no frame with " + condition)), 30000);
  const fulfils = new Function("frame", "return " + condition);
  document.addEventListener("ae-drawn", function listen({ detail }) {
    if (!detail.status || !fulfils(detail.status)) return;
    document.removeEventListener("ae-drawn", listen);
    done(detail.status);
  });
})"""


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


def pixels_change(page, label, before):
    """The grey levels of the tiles with this label, as soon as they are not `before` any more."""
    for _ in range(100):
        if (now := pixels(page, label)) != before:
            return now
        page.wait_for_timeout(100)
    raise AssertionError(f"{label} has not changed in ten seconds.")


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
    page.wait_for_timeout(400)  # the last move of a slider may be on its way
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
    """Whether the tiles of a paused lab are others at the slider's other end."""
    handle(page, name).focus()
    seen = []
    for end in ("Home", "End"):
        page.keyboard.press(end)
        page.wait_for_timeout(600)
        seen.append(pixels(page, label))
    return seen[0] != seen[1]
