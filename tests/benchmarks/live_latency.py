"""How fast the live lab answers in a real page, and what the page costs the training.

Headless Chromium on this machine, with a model in training: the time from an event (a key on a
slider, the pointer on the map) to the first animation frame after its pixels are drawn; frames a
second; steps a second as a share of the same trainer's without a page, in alternating rounds; and
the processor time of a frame in the kernel (its training steps taken out), the server and the
page. Beside each figure: the seconds that an epoch of lesson 07's network took in that minute.

    python tests/benchmarks/live_latency.py                        # the newest versions
    python tests/benchmarks/live_latency.py .venv-colab/bin/python # the kernel that Colab ships
    python tests/benchmarks/live_latency.py PYTHON CHECKOUT        # another checkout, only printed
"""

import json
import os
import platform
import sys
from pathlib import Path

import numpy as np
import psutil

HERE = Path(__file__).parent
CHECKOUT = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else HERE.parents[1]
os.environ["PYTHONPATH"] = str(CHECKOUT)  # for the kernel
sys.path.insert(0, str(CHECKOUT / "tests" / "browser"))
from jupyter import IMPORT_DEMO, Jupyter, browser, execute, open_notebook, run_all  # noqa: E402

EVENTS = 30
# Milliseconds between events: a reader who drags, and one who touches the lab for the first time.
DRAG, FIRST_TOUCH = (40, 53, 67, 71, 89), (903, 1011, 957)  # not in step with the frames
ROUNDS = 3
SECONDS = 3

# An epoch of lesson 07's network, after one that compiles: what this machine can do just now.
YARDSTICK = """import time, keras
from ae_helpers.models import VAE
from ae_helpers.training import fit_dense
x = keras.Input((28, 28, 1))
h = keras.layers.Dense(256, "relu")(keras.layers.Flatten()(x))
out = [keras.layers.Dense(784), keras.layers.Reshape((28, 28, 1))]
decoder = keras.Sequential([keras.Input((16,)), keras.layers.Dense(256, "relu"), *out])
vae = VAE(keras.Model(x, [keras.layers.Dense(16)(h), keras.layers.Dense(16)(h)]), decoder, seed=1)
vae.compile(keras.optimizers.Adam(1e-3))
images = demo.datasets.load().x_train[:12000]
fit_dense(vae, images, 1, verbose=0)
def yardstick():
    begin = time.perf_counter()
    fit_dense(vae, images, 1, verbose=0)
    return time.perf_counter() - begin
"""

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


def live_rates(page, processes):
    """Frames and steps a second while the page shows the training, and processor ms a frame."""
    page.evaluate("seen.frames = []")
    before = {name: processor_seconds(of) for name, of in processes.items()}
    page.wait_for_timeout(SECONDS * 1000)
    used = {name: processor_seconds(of) - before[name] for name, of in processes.items()}
    frames = np.array(page.evaluate("seen.frames"))
    seconds = (frames[-1, 0] - frames[0, 0]) / 1000
    steps = (frames[-1, 1] - frames[0, 1]) / seconds
    return (len(frames) - 1) / seconds, steps, {k: 1000 * s / len(frames) for k, s in used.items()}


def processor_seconds(processes):
    """Together, of those that still run."""
    total = 0.0
    for process in processes:
        try:
            total += sum(process.cpu_times()[:2])  # user and system, without children
        except psutil.NoSuchProcess:
            pass
    return total


def find_processes(page, jupyter):
    """The processes of the kernel, the server and the page."""
    kernel = psutil.Process(int(execute(page, "import os; print(os.getpid())")))
    mine = psutil.Process().children(recursive=True)
    return {
        "kernel": [kernel],
        "server": [psutil.Process(jupyter._process.pid)],
        "page": [process for process in mine if "chrom" in process.name()],
    }


def headless_rate(page):
    """The same trainer in the same kernel with no page asking.

    Returns:
        Steps a second, processor ms a step, and the seconds that a yardstick takes.
    """
    code = f"""import time
lab.trainer.start(); steps = 0
begin, used = time.perf_counter(), time.process_time()
while time.perf_counter() - begin < {SECONDS}: steps += lab.trainer.tick(50)
rate, used = steps / (time.perf_counter() - begin), 1000 * (time.process_time() - used) / steps
lab.trainer.pause(); print(rate, used, yardstick())"""
    return map(float, execute(page, code).split())


def one_round(page, processes, first):
    """Alternately without and with the page."""
    alone, step_ms, yardstick = headless_rate(page)
    page.locator("button", has_text="Play").click()
    page.locator("button", has_text="Pause").wait_for()
    if first:
        page.evaluate(RECORDER)
    page.wait_for_timeout(500)
    frames, steps, costs = live_rates(page, processes)
    costs["kernel"] -= step_ms * steps / frames  # what it does beside the training
    return {
        "yardstick_s": round(yardstick, 2),
        "steps_a_second_alone": round(alone),
        "frames_a_second": round(frames, 1),
        "share": round(steps / alone, 2),
        "processor_ms_a_frame": {name: round(cost, 1) for name, cost in costs.items()},
    }


def pause(page):
    page.locator("button", has_text="Pause").click()
    page.locator("button", has_text="Play").wait_for()


def measure(python):
    """All figures with the kernel of `python`, as a dict for JSON."""
    jupyter = Jupyter(python)
    try:
        cells = [f"{IMPORT_DEMO}\nlab = demo.make_lab()\nlab", YARDSTICK]
        path = jupyter.write_notebook("lab.ipynb", cells)
        with browser() as chromium:
            page = open_notebook(chromium, jupyter, path)
            run_all(page)
            execute(page, "1")  # the yardstick stands
            processes = find_processes(page, jupyter)
            rounds, times = [], {}
            for number in range(ROUNDS):
                if number:
                    pause(page)
                rounds.append(one_round(page, processes, first=not number))
            for name, latency in (("slider", slider_latency), ("pad", pad_latency)):
                for how, pauses in (("drag", DRAG), ("first_touch", FIRST_TOUCH)):
                    figures = summary(latency(page, pauses))
                    pause(page)
                    yardstick = float(execute(page, "print(yardstick())"))
                    times[f"{name}_{how}_ms"] = figures | {"yardstick_s": round(yardstick, 2)}
                    page.locator("button", has_text="Play").click()
                    page.locator("button", has_text="Pause").wait_for()
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
        "rounds": rounds,
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
    print(json.dumps(result, indent=2))
    if len(sys.argv) < 3:
        path = HERE / "results" / f"live_latency_ipykernel_{result['versions']['ipykernel']}.json"
        path.write_text(json.dumps(result, indent=2) + "\n")
