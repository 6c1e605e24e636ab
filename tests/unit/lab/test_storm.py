"""A reader who drags, clicks, draws and sends nonsense in any order: every lab goes on."""

from ae_helpers.lab import ImageScene, JointScene, LiveLab

import numpy as np
import pytest
from demo import make_trainer
from fake_page import Page
from small_scenes import DIGITS, bars, paths, points, rows

EVENTS = 80  # of each kind of lab; on 23 November 2026 10,000 of each were tried once
NONSENSE = (
    None,
    "tick",
    {},
    {"kind": 5},
    {"kind": "jump"},
    {"kind": "tick", "id": None},
    {"kind": "pad", "z": ["a", float("nan")], "at": 1.0},
    {"kind": "pad", "z": [float("inf"), 1e30], "at": 1.0},
    {"kind": "pad", "z": [1.0], "at": 1.0},
    {"kind": "ink"},
)
BUTTONS = ("play", "pause", "reset", "_one", "_copy")


def images(trainer):
    return ImageScene(trainer, DIGITS)


def joint(trainer):
    return JointScene(rows(trainer), bars(trainer))


def move(box, rng):
    """Set a slider or a list of choices to any of its values."""
    control = box._input
    if hasattr(control, "options"):
        control.value = rng.choice(control.options)
    elif hasattr(control, "base"):
        control.value = control.base ** rng.uniform(control.min, control.max)
    elif isinstance(control.min, int):
        control.value = int(rng.integers(control.min, control.max + 1))
    else:
        control.value = rng.uniform(control.min, control.max)


def storm(lab, events, seed=0):
    """Any of the things that a page or a reader can do, `events` times."""
    rng, page = np.random.default_rng(seed), Page(lab.stage)
    boxes = list(lab._boxes.values())
    for _ in range(events):
        match rng.integers(6):
            case 0:
                move(boxes[rng.integers(len(boxes))], rng)
            case 1:
                getattr(lab, BUTTONS[rng.integers(len(BUTTONS))])()
            case 2:
                page.stage._handle_custom_msg(NONSENSE[rng.integers(len(NONSENSE))], [])
            case 3:
                z = rng.normal(0, 10, 2).tolist()
                page.stage._handle_custom_msg({"kind": "pad", "z": z, "at": 1.0}, [])
            case 4:
                size = int(rng.choice([0, 3, lab._pixels]))
                ink = rng.integers(0, 256, size, dtype="uint8").tobytes()
                page.stage._handle_custom_msg({"kind": "ink"}, [ink])
            case _:
                page.ask(rng.choice(["tick", "look", "near"]) if page.frames else "tick")
    return page


@pytest.fixture(scope="module")
def trainer():
    return make_trainer(DIGITS, size=4, hidden=16)


@pytest.mark.parametrize("make", [images, rows, paths, points, bars, joint])
def test_after_a_storm_of_events_a_lab_trains_and_answers(trainer, make, caplog, monkeypatch):
    monkeypatch.setattr("ae_helpers.lab.lab.HURRY_SECONDS", 1e9)  # slices of 8 ms
    lab = LiveLab(trainer, title=make.__name__, scene=make(trainer))
    page = storm(lab, EVENTS)
    assert not [line for line in caplog.records if line.exc_info], "only nonsense is in the log"
    trainer.reset()
    lab.set({"learning rate": 0.001})
    lab.play()
    step = page.ask()[0]["status"]["step"]
    content, arrays = page.ask()
    assert content["status"]["step"] > step and all(np.isfinite(a).all() for a in arrays.values())
    lab.pause()
    lab.close()
