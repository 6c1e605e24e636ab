"""The explorer in a real page: decoded there, also while the kernel is busy, or by the kernel."""

import base64
import json
import statistics

from ae_helpers.lab.dense import dense_steps, packed_steps

import demo
import numpy as np
import pytest
from jupyter import IMPORT_DEMO, ROOT, run_all
from lab_page import busy_kernel, pixels, settle

KERNELS = f"{IMPORT_DEMO}\ndemo.make_explorer()"
PAGES = f"{IMPORT_DEMO}\ndemo.make_explorer(demo.make_dense())"
IMAGE = "Decoded image at the pointer"
# Moves the pointer once; the answer: milliseconds and animation frames until the image was drawn.
MOVE = """([x, y]) => new Promise((done) => {
  const canvas = document.querySelector(".ae-map-canvas"), box = canvas.getBoundingClientRect();
  let [frames, waiting] = [0, true];
  const count = () => { frames++; if (waiting) requestAnimationFrame(count); };
  const begin = performance.now();
  document.addEventListener("ae-drawn", ({ detail }) => {
    waiting = false;
    done({ ms: performance.now() - begin, frames, place: [...detail.place] });
  }, { once: true });
  requestAnimationFrame(count);
  canvas.dispatchEvent(new PointerEvent("pointermove", {
    clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true }));
})"""


@pytest.fixture(scope="module")
def decoded_in_the_page(show):
    return explorer(show, PAGES)


def explorer(show, cell):
    """The page with an explorer whose map is there."""
    page = show([cell])
    run_all(page)
    page.wait_for_selector(".ae-explorer .ae-map-canvas")
    return page


def assert_decoded(page, decode, place):
    expected = 255 - np.round(255 * decode(np.array([place], "float32")).reshape(28, 28))
    np.testing.assert_allclose(np.reshape(pixels(page, IMAGE), (28, 28)), expected, atol=1)


def test_numbers_of_the_pages_decoder_are_those_of_keras(chromium):
    model = demo.make_dense()
    packed = packed_steps([*dense_steps(model.decoder), "sigmoid"])
    packed["weights"] = base64.b64encode(packed["weights"]).decode()
    codes = np.random.default_rng(0).normal(size=(50, 2))
    expected = model.decode(codes).reshape(50, 784)
    assert expected.min() < 0.01 and expected.max() > 0.99
    page = chromium.new_page()
    for browser_knows_float16 in (True, False):
        levels = page.evaluate(
            """([script, packed, codes, knows]) => {
              if (!knows) delete globalThis.Float16Array;
              const weights = Uint8Array.from(atob(packed.weights), (c) => c.charCodeAt(0));
              const decode = new Function(`${script}; return decoder;`)()({ ...packed, weights });
              return codes.map((code) => [...decode(code)]);
            }""",
            [
                (ROOT / "ae_helpers/lab/decoder.js").read_text(),
                packed,
                codes.tolist(),
                browser_knows_float16,
            ],
        )
        difference = np.abs(levels - expected).max()
        print(f"greatest difference {difference:.5f}")  # pytest -s shows it
        assert difference < 1 / 255
    page.close()


def test_a_dense_decoder_moves_while_the_kernel_is_busy(decoded_in_the_page, jupyter):
    page = decoded_in_the_page
    decode, seen, moves = demo.make_dense().decode, [], []
    with busy_kernel(page, jupyter):
        for x in np.linspace(0.1, 0.9, 30):
            moves.append(page.evaluate(MOVE, [x, 0.4]))
            seen.append(pixels(page, IMAGE))
    assert {move["frames"] for move in moves} == {0}  # drawn within the frame of the event
    print(f"pointer to image: median {statistics.median(move['ms'] for move in moves):.1f} ms")
    assert all(before != after for before, after in zip(seen, seen[1:], strict=False))
    assert_decoded(page, decode, moves[-1]["place"])
    assert page.locator(".ae-note:not(:empty)").count() == 0


def test_keys_and_sliders_choose_the_code(decoded_in_the_page):
    page = decoded_in_the_page
    decode = demo.make_dense().decode
    page.locator(".ae-explorer").evaluate(
        "(map) => map.addEventListener('ae-drawn', (e) => { window.at = [...e.detail.place]; })"
    )
    first = page.evaluate(MOVE, [0.3, 0.6])["place"]
    page.locator(".ae-map-canvas").focus()
    page.keyboard.press("ArrowRight")
    second = page.evaluate("at")
    assert_decoded(page, decode, second)
    slider = page.get_by_role("slider", name="code 2")
    slider.focus()
    page.keyboard.press("ArrowUp")
    third = page.evaluate("at")
    assert_decoded(page, decode, third)
    assert second[0] > first[0] and second[1] == first[1]
    assert third[0] == second[0] and third[1] > second[1]
    assert float(slider.input_value()) == pytest.approx(third[1])


def test_a_notebook_is_saved_without_the_weights(decoded_in_the_page, jupyter):
    page = decoded_in_the_page
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    path = page.evaluate("jupyterapp.shell.currentWidget.context.path")
    stored = (jupyter.folder / path).read_text()
    notebook = json.loads(stored)
    assert "image/png" in stored and "widgets" not in notebook["metadata"]
    assert len(stored) < 150_000


def test_any_other_decoder_asks_the_kernel_and_says_when_it_waits(show, jupyter):
    page = explorer(show, KERNELS)
    before = pixels(page, IMAGE)
    assert len(set(before)) > 10  # the first image came with the widget
    with busy_kernel(page, jupyter):
        page.evaluate(f"void ({MOVE})([0.3, 0.6])")
        page.evaluate(f"window.last = ({MOVE})([0.7, 0.3]); null")
        page.locator(".ae-note", has_text="Waiting for the kernel").wait_for()
        assert pixels(page, IMAGE) == before
    page.wait_for_function("!document.querySelector('.ae-note').textContent")
    settle(page)  # the second place is asked when the first is answered
    assert_decoded(page, demo.wave, page.evaluate("last")["place"])
    place = page.evaluate(MOVE, [0.5, 0.5])["place"]
    settle(page)
    assert_decoded(page, demo.wave, place)
