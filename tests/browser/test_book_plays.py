"""What plays in the book with no kernel: the maps of codes, and the lab of the first lesson."""

from ae_helpers.losses import binary_crossentropy

import jax
import keras
import numpy as np
import pytest
from jupyter import ROOT
from lab_page import pixels
from test_book import cut_off, open_page, quiet_console  # noqa: F401

FIRST = "notebooks/00_start_here.html"
SIZES = [(12, 5), (5, 2), (2, 5), (5, 12)]
# Trains on one batch five times; the answer: the losses, the first slopes, the last weights.
TRAIN = """([script, weights, x]) => {
  const { Autoencoder } = new Function(`${script}; return { Autoencoder };`)();
  const network = new Autoencoder(12, 5, 2), batch = Float32Array.from(x);
  network.layers.forEach((layer, i) => layer.weights.set(weights[i]));
  const first = network.train(batch, 0.01), slopes = network.layers.map((l) => [...l.slopes]);
  const losses = [first, ...[1, 2, 3, 4].map(() => network.train(batch, 0.01))];
  return { losses, slopes, weights: network.layers.map((l) => [...l.weights]) };
}"""
STATUS = "[...document.querySelectorAll('.ae-value')].map((value) => value.textContent)"


def logits(weights, x):
    for i, (w, (n, m)) in enumerate(zip(weights, SIZES, strict=True)):
        x = x @ w[: n * m].reshape(n, m) + w[n * m :]
        x = jax.nn.relu(x) if i in (0, 2) else x
    return x


def loss(weights, x):
    return jax.numpy.mean(binary_crossentropy(x, logits(weights, x)))


def test_the_pages_training_is_that_of_jax_and_keras(chromium):
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(n + 1) * m).astype("float32") for n, m in SIZES]
    x = (rng.random((6, 12)) * (rng.random((6, 12)) > 0.5)).astype("float32")
    page = chromium.new_page()
    script = (ROOT / "book" / "trainer.js").read_text()
    got = page.evaluate(TRAIN, [script, [w.tolist() for w in weights], x.ravel().tolist()])
    page.close()
    value_and_grad = jax.value_and_grad(loss)
    for ours, theirs in zip(got["slopes"], value_and_grad(weights, x)[1], strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
    variables = [keras.Variable(w) for w in weights]
    adam, losses = keras.optimizers.Adam(0.01), []
    for _ in range(5):
        value, slopes = value_and_grad([v.value for v in variables], x)
        losses.append(float(value))
        adam.apply(slopes, variables)
    np.testing.assert_allclose(got["losses"], losses, rtol=1e-5)
    for ours, theirs in zip(got["weights"], variables, strict=True):
        np.testing.assert_allclose(ours, keras.ops.convert_to_numpy(theirs), atol=1e-4)


@pytest.mark.parametrize("name", [FIRST, "notebooks/07_variational_autoencoder.html"])
def test_a_map_moves_with_no_kernel(open_page, name):  # noqa: F811
    page = open_page(name)
    box = page.locator(".ae-explorer .ae-map-canvas")
    box.wait_for()
    images = [pixels(page, "Decoded image at the pointer")]
    for key in ("ArrowLeft", "ArrowUp"):
        for _ in range(8):
            box.press(key)
        images.append(pixels(page, "Decoded image at the pointer"))
    assert images[0] != images[1] != images[2]
    assert all(len(set(image)) > 20 for image in images)
    slider = page.get_by_role("slider", name="code 2")
    before = slider.input_value()
    slider.press("ArrowDown")
    assert float(slider.input_value()) < float(before)


def status(page):
    """Step and loss of the lab."""
    step, _, _, loss, _ = page.evaluate(STATUS)
    return int(step.replace(",", "")), None if loss == "–" else float(loss)


def test_the_first_page_trains(open_page):  # noqa: F811
    page = open_page(FIRST)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"Number({STATUS}[0].replace(',', '')) > 150", timeout=180_000)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(1000)
    step, loss = status(page)
    assert loss < 220  # nats per image; an untrained network is at 784 log 2 = 543
    assert page.locator(".ae-lab").nth(1).evaluate("(lab) => lab.scrollWidth") <= 390

    blank = pixels(page, "What the network makes of your digit")
    pen = page.locator(".ae-pen")
    for _ in range(12):
        pen.press("Shift+ArrowDown")
    page.wait_for_timeout(1000)
    assert len(set(blank)) == 1 < len(set(pixels(page, "What the network makes of your digit")))
    assert status(page)[0] == step, "it stands still"

    page.get_by_role("button", name="Reset").click()
    page.wait_for_function(f"{STATUS}[0] == '0'")


def test_without_scripts_the_still_pictures_stand_there(chromium, open_page):  # noqa: F811
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((ROOT / "build" / "book" / FIRST).as_uri())
    for name in ("A map of handwriting: a map", "A map of handwriting, live (still"):
        assert page.locator(f"article img[alt^='{name}']").bounding_box()["width"] > 400
    context.close()
