"""A real kernel and real comm messages, as JupyterLab and Colab send them; no browser."""

import os
import queue
import random
import sys
import time
from pathlib import Path

import ipykernel
import pytest
from jupyter_client.manager import start_new_kernel

DEMO = Path(__file__).parents[1] / "browser"
SETUP = f"""
import sys; sys.path.insert(0, {str(DEMO)!r})
import demo
from ae_helpers.widgets import LiveLab
digits = demo.datasets.load("digits")
trainer = demo.make_trainer(digits, size=8, hidden=16)
lab = LiveLab(trainer, digits, title="contract", still_steps=2)
bundle = lab._repr_mimebundle_()
print(lab.stage.model_id, lab._boxes["latent size"]._input.model_id, lab._play.model_id)
"""
SOAK_EVENTS = int(os.environ.get("AE_SOAK_EVENTS", "250"))  # 10000 for the whole 200 seconds
SECONDS = 60


class Kernel:
    """A running kernel with a lab in it; the test is the page."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3")
        self.subshell = None
        self.stage, self.slider, self.play = self.run(SETUP).split()

    def run(self, code):
        """Execute code and return what it printed; an error fails the test."""
        printed = []

        def output(message):
            content = message["content"]
            printed.append(content.get("text", ""))
            assert message["msg_type"] != "error", content["traceback"]

        self.client.execute_interactive(code, timeout=SECONDS, output_hook=output)
        return "".join(printed)

    def send(self, model, data, buffers=None):
        """One comm message to a widget, on the shell channel or to the subshell."""
        session = self.client.session
        message = session.msg("comm_msg", {"comm_id": model, "data": data})
        if self.subshell:
            message["header"]["subshell_id"] = self.subshell
        session.send(self.client.shell_channel.socket, message, buffers=buffers)

    def custom(self, model, buffers=None, **content):
        self.send(model, {"method": "custom", "content": content}, buffers)

    def slide(self, value):
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        self.send(self.slider, data)

    def frame(self, seconds=SECONDS):
        """The next frame of the stage: (content, buffers)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            data = message["content"].get("data", {})
            if message["msg_type"] == "comm_msg" and data.get("method") == "custom":
                if data["content"]["kind"] == "frame":
                    return data["content"], message["buffers"]
        raise AssertionError(f"no frame in {seconds} seconds")

    def ask(self, name):
        self.custom(self.stage, kind="tick", id=name)
        content, buffers = self.frame()
        assert content["id"] == name and len(buffers) == len(content["parts"])
        return content["status"]

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
    kernel.custom(kernel.play, event="click")
    steps = [kernel.ask(f"a/{i}")["step"] for i in range(1, 6)]
    assert steps == sorted(set(steps)) and steps[-1] > 0  # the first may come before it trains
    with pytest.raises(AssertionError, match="no frame"):
        kernel.frame(seconds=1)  # nobody asked


def test_a_slider_reaches_the_next_frame(kernel):
    kernel.slide(5)
    assert kernel.ask("b/0")["controls"]["latent size"] == 5


def test_the_pad_is_answered_at_once(kernel):
    kernel.custom(kernel.stage, kind="pad", z=[0.5, 0.5], at=12.5)
    content, _ = kernel.frame()
    assert content["pad_at"] == 12.5 and [part["name"] for part in content["parts"]] == ["decoded"]


def test_ink_arrives_as_bytes(kernel):
    ink = bytes(8 * 3 + 3) + b"\xff\xff" + bytes(8 * 8 - 8 * 3 - 5)
    kernel.custom(kernel.stage, [ink], kind="ink")
    kernel.ask("c/0")
    assert float(kernel.run("print(lab.scene.own.sum())")) == 2


def test_an_impossible_value_is_one_sentence_and_the_next_question_is_answered(kernel):
    said = kernel.run("try: lab.set({'latent size': 1000})\nexcept ValueError as e: print(e)")
    assert said.strip() == "latent size must be a whole number from 1 to 8, not 1000."
    before = kernel.ask("d/0")["step"]
    assert kernel.ask("d/1")["step"] > before


def test_an_interrupt_leaves_a_lab_that_goes_on(kernel):
    if kernel.subshell is None:  # Ctrl-C goes to the main thread only
        kernel.custom(kernel.stage, kind="tick", id="e/0")
        kernel.manager.interrupt_kernel()
        kernel.frame()
    kernel.run("lab.trainer.running = True")
    before = kernel.ask("e/1")["step"]
    assert kernel.ask("e/2")["step"] > before


def test_running_the_cell_again_leaves_one_trainer(kernel):
    kernel.run("old = lab; lab = LiveLab(trainer, digits, title='contract')")
    assert kernel.run("print(old.stage.comm, trainer.running)").split() == ["None", "False"]
    kernel.stage, kernel.slider, kernel.play = kernel.run(
        "print(lab.stage.model_id, lab._boxes['latent size']._input.model_id, lab._play.model_id)"
    ).split()
    assert not kernel.ask("f/0")["running"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_many_random_events_while_training(kernel):
    memory = "print([int(x.split()[1]) for x in open('/proc/self/status') if 'VmRSS' in x][0])"
    rng = random.Random(0)
    kernel.custom(kernel.play, event="click")
    used = []
    for i in range(SOAK_EVENTS):
        value = rng.randint(1, 8)
        kind = rng.choice(["slide", "slide", "pad", "reset", "near"])
        if kind == "slide":
            kernel.slide(value)
        elif kind == "pad":
            kernel.custom(kernel.stage, kind="pad", z=[rng.random(), rng.random()], at=i)
            kernel.frame()
        elif kind == "near":
            kernel.custom(kernel.stage, kind="near")
        elif i % 50 == 0:
            kernel.run("lab.reset()")
        assert kernel.ask(f"g/{i}")["running"]
        if i % (SOAK_EVENTS // 5) == SOAK_EVENTS // 5 - 1:
            used.append(int(kernel.run(memory)))
        time.sleep(0.005)
    kernel.slide(3)
    assert kernel.ask("g/last")["controls"]["latent size"] == 3
    assert max(used[1:]) < 1.05 * used[0], f"memory grew: {used} kB"
