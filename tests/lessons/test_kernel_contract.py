"""A real kernel and real comm messages, as JupyterLab and Colab send them; no browser."""

import itertools
import json
import os
import queue
import random
import sys
import threading
import time
from pathlib import Path

import ipykernel
import pytest
from jupyter_client.manager import start_new_kernel

DEMO = Path(__file__).parents[1] / "browser"
SETUP = f"""
import json, sys, time; sys.path.insert(0, {str(DEMO)!r})
import demo
from ae_helpers.lab import LiveLab
digits = demo.datasets.load("digits")
trainer = demo.make_trainer(digits, size=8, hidden=16)
lab = LiveLab(trainer, digits, title="contract", still_steps=2)
bundle, _ = lab._repr_mimebundle_()
"""
WIDGETS = """
buttons = lab._view.children[1].children
widgets = {"stage": lab.stage, "play": buttons[0], "one step": buttons[1], "reset": buttons[2]}
widgets |= {name: box._input for name, box in lab._boxes.items()}
print(json.dumps({name: widget.model_id for name, widget in widgets.items()}))
"""
NUMBERS = """
print(json.dumps({name: float(c.variable.value) for name, c in trainer.controls.items()}))
"""
LOSSES = ["MSE", "BCE"]  # a list of choices is told the place of a choice: here also its number
# What a hasty reader sets each control to.
VALUES = {
    "latent size": lambda rng: rng.randint(1, 8),
    "noise": lambda rng: round(rng.random(), 2),
    "learning rate": lambda rng: float(f"{10 ** rng.uniform(-4, -1):.3g}"),
    "loss": lambda rng: rng.randint(0, 1),
}
SOAK_EVENTS = int(os.environ.get("AE_SOAK_EVENTS", "250"))  # 10000 for the whole 200 seconds
SECONDS = 60


class Kernel:
    """A running kernel with a lab in it; the test is the page."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3")
        self.subshell = None
        self.in_the_air = set()  # questions without an answer
        self.run(SETUP)
        self.find_widgets()

    def find_widgets(self):
        self.widgets = json.loads(self.run(WIDGETS))

    def run(self, code):
        """Execute code and return what it printed; an error fails the test."""
        printed = []

        def output(message):
            content = message["content"]
            printed.append(content.get("text", ""))
            assert message["msg_type"] != "error", content["traceback"]

        self.client.execute_interactive(code, timeout=SECONDS, output_hook=output)
        return "".join(printed)

    def send(self, widget, data, buffers=None):
        """One comm message to a widget, on the shell channel or to the subshell."""
        session = self.client.session
        message = session.msg("comm_msg", {"comm_id": self.widgets[widget], "data": data})
        if self.subshell:
            message["header"]["subshell_id"] = self.subshell
        session.send(self.client.shell_channel.socket, message, buffers=buffers)

    def custom(self, widget, buffers=None, **content):
        self.send(widget, {"method": "custom", "content": content}, buffers)

    def slide(self, name, value):
        state = {"index" if name == "loss" else "value": value}
        self.send(name, {"method": "update", "state": state, "buffer_paths": []})

    def click(self, button):
        self.custom(button, event="click")

    def frames(self, seconds):
        """The frames of the stage that come within so many seconds: (content, buffers)."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                message = self.client.get_iopub_msg(timeout=left)
            except queue.Empty:
                return
            assert message["msg_type"] != "error", message["content"]["traceback"]
            data = message["content"].get("data", {})
            if message["msg_type"] == "comm_msg" and data.get("method") == "custom":
                if data["content"]["kind"] == "frame":
                    self.in_the_air.discard(data["content"].get("id"))
                    yield data["content"], message["buffers"]

    def frame(self, seconds=SECONDS):
        """The next frame."""
        for frame in self.frames(seconds):
            return frame
        raise AssertionError(f"no frame in {seconds} seconds")

    def tick(self, name):
        self.in_the_air.add(name)
        self.custom("stage", kind="tick", id=name)

    def ask(self, name):
        self.tick(name)
        content, buffers = self.frame()
        assert content["id"] == name and len(buffers) == len(content["parts"])
        return content["status"]

    def settle(self):
        """Read all frames that are still to come."""
        self.tick("the last question")
        while self.in_the_air:
            self.frame()

    def train(self, running=True):
        """Press Play if it does not train, or Pause if it does and must not."""
        if self.ask("now")["running"] != running:
            self.click("play")
        assert self.ask("then")["running"] == running

    def in_the_model(self):
        """The numbers that the model itself has, by control, after a pause."""
        self.train(False)
        return json.loads(self.run(NUMBERS))

    def interrupt_in(self, seconds):
        threading.Timer(seconds, self.manager.interrupt_kernel).start()

    def use_subshell(self):
        session, channel = self.client.session, self.client.control_channel
        channel.send(session.msg("create_subshell_request", {}))
        reply = self.client.get_control_msg(timeout=SECONDS)
        self.subshell = reply["content"]["subshell_id"]

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module", params=["shell", "subshell"])
def kernel(request):
    if request.param == "subshell" and ipykernel.version_info < (7,):
        pytest.skip("this ipykernel has no subshells")
    kernel = Kernel()
    if request.param == "subshell":
        kernel.use_subshell()
    yield kernel
    kernel.close()


def test_each_question_gets_one_frame_and_play_trains(kernel):
    assert kernel.ask("a/0")["step"] == 0
    kernel.click("play")
    steps = [kernel.ask(f"a/{i}")["step"] for i in range(1, 6)]
    assert steps == sorted(set(steps)) and steps[-1] > 0  # the first may come before it trains
    with pytest.raises(AssertionError, match="no frame"):
        kernel.frame(seconds=1)  # nobody asked


def test_every_control_reaches_the_next_frame_and_the_model(kernel):
    wanted = {"latent size": 5, "noise": 0.37, "learning rate": 0.002, "loss": 0}
    for name, value in wanted.items():
        kernel.slide(name, value)
    # ipykernel 7.4 answers a comm where that was last sent from: sliders, which have sent nothing,
    # in the main thread, and the stage in the subshell, where a tick may overtake them.
    for question in range(1 if kernel.subshell is None else 20):
        status = kernel.ask(f"b/{question}")
        if status["controls"]["loss"] == "MSE":  # the last that was set
            break
    assert status["running"] and status["controls"] == wanted | {"loss": "MSE"}
    assert kernel.in_the_model() == pytest.approx(wanted)


def test_the_pad_is_answered_at_once(kernel):
    kernel.custom("stage", kind="pad", z=[0.5, 0.5], at=12.5)
    content, _ = kernel.frame()
    assert content["pad_at"] == 12.5 and [part["name"] for part in content["parts"]] == ["decoded"]


def test_ink_arrives_as_bytes(kernel):
    ink = bytes(8 * 3 + 3) + b"\xff\xff" + bytes(8 * 8 - 8 * 3 - 5)
    kernel.custom("stage", [ink], kind="ink")
    kernel.ask("c/0")
    assert float(kernel.run("print(lab.scene.own.sum())")) == 2


def test_an_impossible_value_is_one_sentence_and_the_next_question_is_answered(kernel):
    said = kernel.run("try: lab.set({'latent size': 1000})\nexcept ValueError as e: print(e)")
    assert said.strip() == "latent size must be a whole number from 1 to 8, not 1000."
    kernel.train()
    before = kernel.ask("d/0")["step"]
    assert kernel.ask("d/1")["step"] > before


def test_an_interrupt_leaves_a_lab_that_goes_on(kernel):
    kernel.train()
    if kernel.subshell is None:
        # A slice so long that the interrupt comes in its middle, however busy the machine is.
        kernel.run("trainer.tick = lambda ms, tick=trainer.tick: tick(10_000)")
        kernel.interrupt_in(0.5)
        assert not kernel.ask("e/0")["running"]
        kernel.run("del trainer.tick")
        kernel.train()
    else:  # Ctrl-C goes to the main thread only: it ends a cell, and the lab trains on
        kernel.interrupt_in(0.5)
        sleep = "try: time.sleep(60)\nexcept KeyboardInterrupt: print('interrupted')"
        assert kernel.run(sleep).strip() == "interrupted"
    before = kernel.ask("e/1")
    assert before["running"] and kernel.ask("e/2")["step"] > before["step"]


def test_running_the_cell_again_leaves_one_trainer(kernel):
    kernel.run("old = lab; lab = LiveLab(trainer, digits, title='contract')")
    assert kernel.run("print(old.stage.comm, trainer.running)").split() == ["None", "False"]
    kernel.find_widgets()
    assert not kernel.ask("f/0")["running"]


def random_event(kernel, rng, last):
    """Anything a reader may do to the lab; `last` keeps what each control was set to last."""
    kind = rng.choice(["slide"] * 5 + ["pad", "ink", "near", "look", "play", "one step", "reset"])
    if kind == "slide":
        name = rng.choice(list(VALUES))
        last[name] = VALUES[name](rng)
        kernel.slide(name, last[name])
    elif kind == "pad":
        kernel.custom("stage", kind="pad", z=[rng.gauss(0, 2), rng.gauss(0, 2)], at=0)
    elif kind == "ink":
        kernel.custom("stage", [rng.randbytes(8 * 8)], kind="ink")
    elif kind in ("near", "look"):
        kernel.custom("stage", kind=kind)
    else:
        kernel.click(kind)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_many_random_events_while_training(kernel):
    memory = "print([int(x.split()[1]) for x in open('/proc/self/status') if 'VmRSS' in x][0])"
    rng, names, last, used, running = random.Random(0), itertools.count(), {}, [], []
    for i in range(SOAK_EVENTS):
        random_event(kernel, rng, last)
        while len(kernel.in_the_air) < 2:  # as many as the page has
            kernel.tick(f"g/{next(names)}")
        for content, _ in kernel.frames(seconds=0.02):  # what is here by then; the rest comes later
            if "status" in content:
                assert "stopped" not in content["status"]["note"]
                running.append(content["status"]["running"])
        if i % (SOAK_EVENTS // 5) == SOAK_EVENTS // 5 - 1:
            kernel.settle()
            used.append(int(kernel.run(memory)))
    assert {True, False} == set(running)
    shown = kernel.ask("g/last")["controls"]
    assert shown == last | {"loss": LOSSES[last["loss"]]}
    assert kernel.in_the_model() == pytest.approx(last)
    assert max(used[1:]) < 1.05 * used[0], f"memory grew: {used} kB"
