"""How high the slides of the lessons are as Present shows them, from their stored outputs.

    .venv/bin/python tests/browser/slide_heights.py    # names the slides that are too high

No cell is run. A live lab is its still picture here, below its code; test_present.py measures one
that is alive. Heights depend a little on the machine's fonts.
"""

from jupyter import ROOT, Jupyter, OnePage, browser

WIDTH, HEIGHT = 1280, 720
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Formulas and pictures arrive late: resolves when the height has not changed for a second.
SETTLED = """async () => {
  const inner = document.querySelector(".jp-WindowedPanel-viewport");
  for (let height = -1, still = 0, i = 0; still < 5 && i < 300; i++) {
    await new Promise((done) => setTimeout(done, 200));
    const ready = [...document.images].every((image) => image.complete);
    still = ready && height === inner.scrollHeight ? still + 1 : 0;
    height = inner.scrollHeight;
  }
}"""
WALK = """async () => {
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const scroller = document.querySelector(".ae-present .jp-WindowedPanel-outer");
  const [, count] = document.querySelector(".ae-present-bar").innerText.match(/\\/ (\\d+)/);
  const slides = [];
  press("Home");
  for (let i = 0; i < count; i++, press("PageDown")) {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const words = document.querySelector(".ae-now").innerText.trim().split(/\\s+/);
    slides.push([words.slice(0, 8).join(" "), scroller.scrollHeight]);
  }
  return slides;
}"""


def tall_slides(show, lesson):
    """First words -> pixels of each slide of a lesson that is higher than 720 of 1280 × 720."""
    page = show(lesson, width=WIDTH, height=HEIGHT)
    page.evaluate(SETTLED)
    page.evaluate("jupyterapp.commands.execute('ae-present:start')")
    slides = page.evaluate(WALK)
    page.keyboard.press("Escape")
    assert len(slides) > 5
    return {words: height for words, height in slides if height > HEIGHT}


def main():
    jupyter = Jupyter()
    with browser() as chromium:
        one_page = OnePage(jupyter, chromium)
        for lesson in LESSONS:
            print(lesson.stem, tall_slides(one_page.show, lesson))
    jupyter.close()


if __name__ == "__main__":
    main()
