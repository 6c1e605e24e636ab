"""How fast the live lab answers in a real page, and what the page costs the training.

Headless Chromium on this machine, with a model in training: the time from an event (a key on a
slider, the pointer on the map) to the first animation frame after its pixels are drawn; frames a
second; and steps a second as a share of the same trainer's without a page, in alternating rounds.

    python tests/benchmarks/live_latency.py                        # the newest versions
    python tests/benchmarks/live_latency.py .venv-colab/bin/python # the kernel that Colab ships
"""

import json
import os
import platform
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "browser"))
from jupyter import IMPORT_DEMO, Jupyter, browser, execute, open_notebook, run_all  # noqa: E402

EVENTS = 30
# Milliseconds between events: a reader who drags, and one who touches the lab for the first time.
DRAG, FIRST_TOUCH = (40, 53, 67, 71, 89), (903, 1011, 957)  # not in step with the frames
ROUNDS = 3
SECONDS = 3

# Time of every event and of every drawing, by what was drawn; `waiting` resolves once.
RECORDER = """() => {
  window.seen = { frames: [], pad: new Map(), waiting: null };
  const noisy = () => {
    const canvas = document.querySelector(".ae-rows canvas[aria-label='with noise']");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value, i) => (sum * 31 + value * (i % 97)) % 1000003, 7);
  };
  let lastPixels = noisy();
  document.addEventListener("keydown", (event) => { seen.key = event.timeStamp; }, true);
  document.addEventListener("pointermove", (event) => { seen.move = event.timeStamp; }, true);
  document.addEventListener("ae-drawn", ({ detail }) => {
    const now = performance.now();
    if (detail.status) seen.frames.push([now, detail.status.step]);
    const { waiting } = seen;
    if (!waiting) return;
    const { noise } = detail.status?.controls ?? {};
    const slid = waiting.kind === "slider" && noise !== undefined && noise !== waiting.before;
    const moved = waiting.kind === "pad" && detail.pad_at === seen.move;
    if (!slid && !moved) return;
    const pixels = noisy();
    const changed = moved || pixels !== lastPixels;
    lastPixels = pixels;
    seen.waiting = null;
    const begin = slid ? seen.key : seen.move;
    requestAnimationFrame(() => waiting.done(changed ? performance.now() - begin : NaN));
  });
  window.expect = (kind, before) => {
    seen.answer = new Promise((done) => { seen.waiting = { kind, before, done }; });
  };
}"""


def slider_latency(page, pauses):
    """Milliseconds from an arrow key on the noise slider to new pixels, `(EVENTS,)`."""
    handle = page.locator(".ae-control", has_text="noise").locator(
        ".noUi-handle, .ui-slider-handle"
    )
    handle.focus()
    times = []
    for event in range(EVENTS):
        before = float(handle_value(page))
        page.evaluate("(before) => expect('slider', before)", before)
        page.keyboard.press("ArrowRight" if event % 20 < 10 else "ArrowLeft")
        times.append(page.evaluate("seen.answer"))
        page.wait_for_timeout(pauses[event % len(pauses)])
    return times


def handle_value(page):
    """The noise level of the newest frame, to tell the next one from it."""
    return page.evaluate(
        """() => new Promise((done) => document.addEventListener("ae-drawn", function once(event) {
          const noise = event.detail.status?.controls.noise;
          if (noise === undefined) return;
          document.removeEventListener("ae-drawn", once);
          done(noise);
        }))"""
    )


def pad_latency(page, pauses):
    """Milliseconds from a pointer move on the map to the decoded image, `(EVENTS,)`."""
    canvas = page.locator(".ae-map-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    times = []
    for event in range(EVENTS):
        page.evaluate("expect('pad')")
        angle = event * 0.7
        page.mouse.move(
            box["x"] + box["width"] * (0.5 + 0.3 * np.cos(angle)),
            box["y"] + box["height"] * (0.5 + 0.3 * np.sin(angle)),
        )
        times.append(page.evaluate("seen.answer"))
        page.wait_for_timeout(pauses[event % len(pauses)])
    return times


def live_rates(page):
    """Frames a second and steps a second while the page shows the training."""
    page.evaluate("seen.frames = []")
    page.wait_for_timeout(SECONDS * 1000)
    frames = np.array(page.evaluate("seen.frames"))
    seconds = (frames[-1, 0] - frames[0, 0]) / 1000
    return (len(frames) - 1) / seconds, (frames[-1, 1] - frames[0, 1]) / seconds


def headless_rate(page):
    """Steps a second of the same trainer, in the same kernel, with no page asking."""
    code = f"""import time
lab.trainer.start(); begin = time.perf_counter(); steps = 0
while time.perf_counter() - begin < {SECONDS}: steps += lab.trainer.tick(50)
print(steps / (time.perf_counter() - begin)); lab.trainer.pause()"""
    return float(execute(page, code))


def measure(python):
    """All figures with the kernel of `python`, as a dict for JSON."""
    jupyter = Jupyter(python)
    try:
        jupyter.write_notebook("lab.ipynb", [f"{IMPORT_DEMO}\nlab = demo.make_lab()\nlab"])
        with browser() as chromium:
            page = open_notebook(chromium, jupyter, "lab.ipynb")
            run_all(page)
            page.wait_for_timeout(1000)
            play = page.locator("button", has_text="Play")
            pause = page.locator("button", has_text="Pause")
            rounds = []
            for _ in range(ROUNDS):
                alone = headless_rate(page)
                play.click()
                pause.wait_for()
                page.evaluate(RECORDER) if not rounds else None
                page.wait_for_timeout(500)
                frames, steps = live_rates(page)
                rounds.append({"frames": frames, "share": steps / alone, "steps_alone": alone})
                if len(rounds) < ROUNDS:
                    pause.click()
                    play.wait_for()
            times = {
                f"{name}_{how}_ms": summary(latency(page, pauses))
                for name, latency in (("slider", slider_latency), ("pad", pad_latency))
                for how, pauses in (("drag", DRAG), ("first_touch", FIRST_TOUCH))
            }
            versions = execute(
                page,
                "import ipykernel, ipywidgets, keras, jax; print(ipykernel.__version__, "
                "ipywidgets.__version__, keras.__version__, jax.__version__)",
            ).split()
            problems = page.problems
    finally:
        jupyter.close()
    names = ("ipykernel", "ipywidgets", "keras", "jax")
    return {
        "versions": dict(zip(names, versions, strict=True)),
        **times,
        "frames_a_second": round(float(np.median([r["frames"] for r in rounds])), 1),
        "training_share": [round(r["share"], 2) for r in rounds],
        "steps_a_second_alone": [round(r["steps_alone"]) for r in rounds],
        "console_errors": problems,
        "load_average": round(os.getloadavg()[0], 1),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
    }


def summary(times):
    """Median and 95th percentile; NaN, which fails, if a frame came without new pixels."""
    return {
        name: round(float(np.percentile(times, q)), 1) for name, q in (("p50", 50), ("p95", 95))
    }


if __name__ == "__main__":
    result = measure(sys.argv[1] if len(sys.argv) > 1 else sys.executable)
    path = HERE / "results" / f"live_latency_ipykernel_{result['versions']['ipykernel']}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
