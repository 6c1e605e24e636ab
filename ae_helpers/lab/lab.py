"""`LiveLab`: a model that trains while its sliders move.

Core, mailbox, driver, view: the `LiveTrainer` knows no widgets; a slider only puts a number into
its mailbox; `_answer` trains for a moment and sends one frame; the `Stage` draws it. Each frame
answers a question of the page, so that nothing is flooded, and nothing runs when nobody looks.
"""

import collections
import json
import logging
import math
import time

from ae_helpers.lab.controls import ControlBox
from ae_helpers.lab.scene_images import ImageScene
from ae_helpers.lab.stage import Stage
from ae_helpers.lab.still import lab_still, still_bundle

import ipywidgets as widgets
import numpy as np

SPEEDS = [("slow: one step a frame", 0), ("normal", 90), ("fast: fewer frames", 200)]  # ms
HURRY_MS, HURRY_SECONDS = 8, 0.6  # so short are the slices, and so long, when the reader acts
OVERVIEW_SECONDS = 0.15  # all but the rows of images is drawn this often
_labs = {}  # title -> the lab that is alive
_log = logging.getLogger(__name__)


class LiveLab:
    """A lab around a `LiveTrainer`: buttons, sliders, and a stage that shows the model learning.

    Make it the last line of a cell. A page shows the lab, paused; everywhere else (nbval, a code
    host) there is the still picture that displaying it always takes: after `still_steps` steps if
    nothing was trained yet, which are then undone.

    Args:
        trainer: a `LiveTrainer`.
        data: a `Dataset`, for the scene that is taken when none is given: an `ImageScene`.
        views: which parts to show, of `scene.views`; None shows them all.
        title: stands above; a lab with the same title replaces the one before it.
        still_steps: training steps before the still picture is taken.
        scene: what the lab shows, a `Scene`.

    Raises:
        ValueError: if a view is unknown, or there is neither data nor a scene.
    """

    def __init__(
        self, trainer, data=None, views=None, title="Live lab", still_steps=200, scene=None
    ):
        if data is None and scene is None:
            raise ValueError("A lab needs something to show: give it data or a scene.")
        scene = ImageScene(trainer, data) if scene is None else scene
        views = scene.views if views is None else views
        unknown = [view for view in views if view not in scene.views]
        if unknown:
            choice = ", ".join(scene.views)
            raise ValueError(f"There is no view {unknown[0]!r}; choose from {choice}.")
        if title in _labs:
            _labs.pop(title).close()
        _labs[title] = self
        self.trainer, self.scene, self.views = trainer, scene, views
        self.title, self.still_steps = title, still_steps
        self._commands = collections.deque()  # what buttons ask for; done before the next frame
        self._last_overview = self._hurry_until = self._last_frame = -math.inf
        self._pixels = math.prod(scene.setup["shape"]) if "draw" in scene.views else 0
        # The samples are a row as the others are, but a view of their own.
        self._rows = [
            row for row in scene.rows if ("samples" if row[0] == "samples" else "rows") in views
        ]
        self.stage = Stage(views, rows=self._rows, **scene.setup)
        self.stage.on_msg(self._on_message)
        self._boxes = {
            name: ControlBox(name, control, trainer.get(name), self._steer)
            for name, control in trainer.controls.items()
        }
        self._view = self._build()

    def _build(self):
        title = widgets.Label(self.title)
        title.add_class("ae-title")
        self._play = self._button("▶ Play", "Train, or stop training", self._play_or_pause)
        self._play.button_style = "primary"
        self._speed = widgets.Dropdown(
            options=SPEEDS, value=90, layout={"width": "230px"}, description="speed"
        )
        self._speed.style.description_width = "44px"
        self._settings = widgets.HTML()
        bar = widgets.HBox(
            [
                self._play,
                self._button("One step", "Train on one batch", lambda: self._command(self._one)),
                self._button("Reset", "Back to the first weights", self.reset),
                self._speed,
                self._button("Copy settings", "The Python line that sets them", self._copy),
                self._settings,
            ]
        )
        controls = widgets.HBox([box.view for box in self._boxes.values()])
        bar.add_class("ae-bar")
        controls.add_class("ae-controls")
        view = widgets.VBox([title, bar, controls, self.stage])
        view.add_class("ae-lab")
        return view

    def _button(self, description, tooltip, action):
        button = widgets.Button(description=description, tooltip=tooltip, layout={"width": "auto"})
        button.on_click(lambda _: action())
        return button

    # ---- mailbox: called by widgets, from any thread --------------------------------------------

    def _steer(self, name, value):
        self.trainer.set(name, value)
        self._changed()

    def _command(self, command):
        self._commands.append(command)
        self._changed()

    def _changed(self):
        self._hurry()
        if not self.trainer.running:
            self.stage.wake()

    def _hurry(self):
        self._hurry_until = time.perf_counter() + HURRY_SECONDS

    def _one(self):
        self.trainer.step(1)

    def _play_or_pause(self):
        self.pause() if self.trainer.running else self.play()

    def play(self):
        """Train, as long as a page shows the lab."""
        self._command(self.trainer.start)

    def pause(self):
        """Stop; the model then has its weights."""
        self._command(self.trainer.pause)

    def reset(self):
        """Back to the weights at the beginning; the sliders stay where they are."""
        self._command(self.trainer.reset)

    def set(self, values):
        """Set controls and move their sliders: `lab.set({"latent size": 8})`.

        Raises:
            ValueError: one sentence; nothing is set, and training goes on.
        """
        if not isinstance(values, dict):
            raise ValueError(f"set takes values by name, such as {self._line()}, not {values!r}.")
        for name, value in values.items():
            self.trainer.get(name)  # is there such a control?
            self.trainer.controls[name].check(name, value)
        for name, value in values.items():
            self._boxes[name].show(value)

    def _copy(self):
        line = self._line()
        self._settings.value = f"<code>{line}</code>"
        self.stage.send({"kind": "copy", "text": line})

    def _line(self):
        values = {name: self.trainer.get(name) for name in self.trainer.controls}
        return f"lab.set({json.dumps(values)})"

    # ---- driver: one answer for each question of the page ---------------------------------------

    def _on_message(self, _stage, content, buffers):
        id = content.get("id") if isinstance(content, dict) else None
        try:
            self._answer(content, buffers or [])
        except KeyboardInterrupt:
            self.trainer.pause()
            self._send_frame(self.scene.overview(), id, "Interrupted. Press Play to go on.")
        except Exception as problem:  # the page must not wait for ever; the log gets the traceback
            self.trainer.running = False
            status = self.scene.status() | {"note": f"Training stopped: {problem}"}
            self.stage.send_frame({}, id=id, status=status)
            raise

    def _answer(self, content, buffers):
        match content:
            case {"kind": "tick", "id": str(id)}:
                self._tick(id)
            case {"kind": "near"}:
                self._hurry()
            case {"kind": "look"}:  # the rows first, and no training before
                self._hurry()
                self._send_frame(self.scene.images(), look=True)
            case {"kind": "pad", "z": [int() | float(), int() | float()] as place, "at": at}:
                self._hurry()
                self.scene.move(place)
                self.stage.send_frame(self.scene.pad(), pad_at=at)
            case {"kind": "ink"} if self._pixels and [len(b) for b in buffers] == [self._pixels]:
                ink = np.frombuffer(buffers[0], "uint8").reshape(self.scene.setup["shape"])
                self.scene.take(ink / np.float32(255))
                self._last_overview = -math.inf  # it is shown with the next frame
            case _:
                _log.warning("The lab ignores what no page of its own sends: %.200r", content)

    def _tick(self, id):
        while self._commands:
            self._commands.popleft()()
        pace = self._speed.value
        if time.perf_counter() < self._hurry_until:
            pace = min(pace, HURRY_MS)
        begin = time.perf_counter()
        self.trainer.tick(pace)
        now = time.perf_counter()
        everything = not self.trainer.running or now - self._last_overview > OVERVIEW_SECONDS
        if everything:
            self._last_overview = now
        arrays = self.scene.overview() if everything else self.scene.images()
        idle = min(1000, 1000 * (begin - self._last_frame))  # ms in which nobody had asked
        self._send_frame(arrays, id, slice=min(pace, 1000 * (now - begin)), idle=idle)

    def _send_frame(self, arrays, id=None, note="", **more):
        running = self.trainer.running
        self._play.description = "❚❚ Pause" if running else "▶ Play"
        if self._settings.value and self._line() not in self._settings.value:
            self._settings.value = ""  # the settings are others now
        status = self.scene.status()
        status["note"] = note or status["note"]
        self.stage.send_frame(arrays, id=id, status=status | more)
        self._last_frame = time.perf_counter()

    # ---- showing and ending ---------------------------------------------------------------------

    def still(self):
        """The `Picture` of the lab for pages on which nothing moves."""
        untrained = self.trainer.snapshot().step == 0
        if untrained:
            self.trainer.step(self.still_steps)
        arrays = self.scene.overview()
        steps = self.trainer.snapshot().step
        if untrained:
            self.trainer.reset()
        title = f"{self.title} (still after {steps:,} steps; run the cell to play)"
        return lab_still(title, self._rows, arrays, self.scene.setup, self.views)

    def close(self):
        """Stop training and take the lab off the page."""
        self.trainer.pause()
        self.stage.on_msg(self._on_message, remove=True)
        for widget in (self.stage, self._view):
            widget.close()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return still_bundle(self._view, self.still())
