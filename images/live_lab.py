"""Records live_lab.gif, the README's picture: lesson 01's live lab in a real browser.

The lab is played with: training starts, the code is shortened and lengthened again, noise comes
and goes. Needs what `make browser-test` needs. Run by hand: the recording is different every time.
"""

import io
import sys
import time
from pathlib import Path

import nbformat
from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))
import jupyter as lab_server  # noqa: E402

WIDTH = 740  # pixels of the picture
FRAME_SECONDS = 0.2
SLIDERS = ["latent size", "noise"]


def cells():
    """The setup, the two builders and the live lab of lesson 01."""
    notebook = nbformat.read(ROOT / "notebooks" / "01_vanilla_autoencoder.ipynb", as_version=4)
    wanted = ("SEED = 1", "def build_encoder", "def build_decoder", "LiveLab(trainer")
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [source for mark in wanted for source in code if mark in source]


def press(page, slider, key, times):
    """Move a slider by its keys, in a few visible strides."""
    handle = page.locator(".ae-controls .noUi-handle").nth(SLIDERS.index(slider))
    handle.focus()
    for _ in range(times):
        page.keyboard.press(key)


def record(page):
    """Screenshots of the lab while it is played with, as PIL images."""
    lab = page.locator(".ae-lab")
    lab.scroll_into_view_if_needed()
    script = {
        2: lambda: page.get_by_role("button", name="Play").click(),
        18: lambda: press(page, "latent size", "Home", 1),
        32: lambda: press(page, "latent size", "End", 1),
        40: lambda: press(page, "noise", "PageUp", 4),
        46: lambda: press(page, "noise", "Home", 1),
    }
    shots = []
    for frame in range(54):
        start = time.monotonic()
        script.get(frame, lambda: None)()
        image = Image.open(io.BytesIO(lab.screenshot())).convert("RGB")
        shots.append(image.resize((WIDTH, round(image.height * WIDTH / image.width))))
        time.sleep(max(0, FRAME_SECONDS - (time.monotonic() - start)))
    return shots


def main():
    server = lab_server.Jupyter()
    try:
        path = server.write_notebook("lab.ipynb", cells())
        with lab_server.browser() as chromium:
            page = lab_server.open_notebook(chromium, server, path, 1120, 1300)
            lab_server.run_all(page)
            time.sleep(5)
            shots = record(page)
    finally:
        server.close()
    palette = shots[-1].quantize(160)  # one for all frames: less flicker, and smaller
    frames = [shot.quantize(palette=palette, dither=Image.Dither.NONE) for shot in shots]
    options = {"save_all": True, "append_images": frames[1:], "loop": 0, "optimize": True}
    target = Path(__file__).with_suffix(".gif")
    frames[0].save(target, duration=int(1000 * FRAME_SECONDS), **options)
    print(f"{target.name}: {len(frames)} frames, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
