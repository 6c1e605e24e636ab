"""The live lab without a page: the test plays the page's part of the talk."""

import base64
import time

from ae_helpers import data as datasets
from ae_helpers.cells.prediction import VIEW
from ae_helpers.lab import LiveLab
from ae_helpers.lab.scene_images import centred

import numpy as np
import pytest
from demo import make_trainer
from fake_page import Page

DIGITS = datasets.load("digits")  # 8 x 8: small, so that the tests are about the lab


@pytest.fixture(scope="module")
def trainer():
    return make_trainer(DIGITS, size=4, hidden=16)


@pytest.fixture
def lab(trainer):
    trainer.pause()
    for name, value in {"latent size": 2, "noise": 0.2, "learning rate": 0.001}.items():
        trainer.set(name, value)
    trainer.reset()
    return LiveLab(trainer, DIGITS, title="test", still_steps=3)


def button(lab, words):
    bar = lab._view.children[1]
    next(child for child in bar.children if words in getattr(child, "description", "")).click()


def test_a_paused_lab_answers_without_training(lab):
    content, arrays = Page(lab.stage).ask()
    assert content["id"] == "v/0" and content["status"]["step"] == 0
    assert not content["status"]["running"] and content["status"]["loss"] is None
    assert arrays["reconstruction"].shape == (10, 8, 8)
    assert arrays["map"].shape == (len(lab.scene.labels), 2)


def test_play_trains_with_each_question_and_pause_stops(lab):
    page = Page(lab.stage)
    button(lab, "Play")
    assert page.others == [{"kind": "wake"}] and lab.trainer.snapshot().step == 0
    steps = [page.ask()[0]["status"]["step"] for _ in range(3)]
    assert 0 < steps[0] < steps[1] < steps[2]
    button(lab, "Pause")
    steps = [page.ask()[0]["status"]["step"] for _ in range(2)]
    assert steps[0] == steps[1] and "Play" in lab._play.description


def test_without_questions_nothing_is_trained(lab):
    button(lab, "Play")
    Page(lab.stage).ask()
    step = lab.trainer.snapshot().step
    time.sleep(0.1)
    assert lab.trainer.running and lab.trainer.snapshot().step == step


def test_one_step_and_reset(lab):
    page = Page(lab.stage)
    button(lab, "One step")
    button(lab, "One step")
    assert page.ask()[0]["status"]["step"] == 2
    button(lab, "Reset")
    assert page.ask()[0]["status"]["step"] == 0


def test_reset_while_it_runs_starts_again_from_the_first_weights(lab):
    page = Page(lab.stage)
    _, at_first = page.ask()
    lab.play()
    page.ask()
    lab.reset()
    lab.pause()
    content, arrays = page.ask()
    assert content["status"]["step"] == 0
    np.testing.assert_array_equal(arrays["reconstruction"], at_first["reconstruction"])


def test_a_slider_only_fills_the_mailbox_and_the_next_frame_shows_it(lab):
    page = Page(lab.stage)
    _, before = page.ask()
    lab._boxes["noise"]._input.value = 0.7
    assert (
        lab.trainer.get("noise") == 0.7 and "0.70 grey levels" in lab._boxes["noise"]._words.value
    )
    content, after = page.ask()
    assert content["status"]["controls"]["noise"] == 0.7
    assert (after["noisy"] != before["noisy"]).any()
    np.testing.assert_array_equal(after["original"], before["original"])


def test_the_ends_of_a_logarithmic_slider_are_allowed(lab):
    slider = lab._boxes["learning rate"]._input
    for end in (slider.max, slider.min):
        slider.value = 10**end
        assert lab.trainer.get("learning rate") == pytest.approx(10**end)


@pytest.mark.parametrize(
    "values",
    [
        {"latent size": 0},
        {"latent size": 1000},
        {"noise": -1.0},
        {"noise": float("nan")},
        {"learning rate": "fast"},
        {"loss": "hinge"},
        {"gravity": 1},
        {"noise": 0.5, "latent size": 2.5},
    ],
)
def test_impossible_values_are_one_sentence_and_training_goes_on(lab, values):
    page = Page(lab.stage)
    lab.play()
    step = page.ask()[0]["status"]["step"]
    with pytest.raises(ValueError) as error:
        lab.set(values)
    assert "\n" not in str(error.value) and str(error.value).endswith(".")
    assert lab.trainer.get("noise") == 0.2
    assert page.ask()[0]["status"]["step"] > step


def test_copied_settings_recreate_the_state(lab):
    page = Page(lab.stage)
    wanted = {"latent size": 3, "noise": 0.4, "learning rate": 0.01, "loss": "MSE"}
    lab.set(wanted)
    button(lab, "Copy settings")
    line = page.others[-1]["text"]
    lab.set({"latent size": 1, "noise": 0.0, "learning rate": 0.1, "loss": "BCE"})
    exec(line, {"lab": lab})
    assert {name: lab.trainer.get(name) for name in wanted} == wanted
    assert lab._boxes["latent size"]._input.value == 3


def test_copied_settings_are_those_above_the_sliders_and_go_when_one_moves(lab):
    page = Page(lab.stage)
    lab._boxes["learning rate"]._input.value = 10**-2.7
    button(lab, "Copy settings")
    page.ask()
    assert '"learning rate": 0.002,' in lab._settings.value
    lab.set({"noise": 0.3})
    page.ask()
    assert lab._settings.value == ""


def test_an_interrupt_pauses_and_says_so(lab, monkeypatch):
    page = Page(lab.stage)
    lab.play()
    page.ask()

    def interrupted(budget_ms):
        raise KeyboardInterrupt

    monkeypatch.setattr(lab.trainer, "tick", interrupted)
    content, _ = page.ask()
    assert not content["status"]["running"] and "Interrupted" in content["status"]["note"]
    monkeypatch.undo()
    step = content["status"]["step"]
    lab.play()
    assert page.ask()[0]["status"]["step"] > step


def test_an_error_reaches_the_page_instead_of_silence(lab, monkeypatch):
    page = Page(lab.stage)

    def broken(budget_ms):
        raise RuntimeError("out of paper")

    monkeypatch.setattr(lab.trainer, "tick", broken)
    with pytest.raises(RuntimeError):
        lab._on_message(lab.stage, {"kind": "tick", "id": "v/1"}, [])
    assert "out of paper" in page.frames[-1][0]["status"]["note"]
    assert page.frames[-1][0]["id"] == "v/1"


def test_a_diverged_model_is_drawn_and_explained(lab):
    page = Page(lab.stage)
    weights = lab.trainer.model.get_weights()
    lab.trainer.model.set_weights([np.full_like(w, np.nan) for w in weights])
    lab._command(lab._one)
    content, arrays = page.ask()
    assert (
        content["status"]["loss"] is None and "Lower the learning rate" in content["status"]["note"]
    )
    assert np.isfinite(arrays["map"]).all()
    lab.reset()
    assert page.ask()[0]["status"]["note"] == ""


def test_the_still_is_a_picture_and_leaves_the_lab_at_its_beginning(lab):
    bundle, metadata = lab._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG"
    assert bundle[VIEW]["model_id"] == lab._view.model_id
    assert "test" in bundle["text/plain"] and "test" in metadata["image/png"]["alt"]
    assert lab.trainer.snapshot().step == 0 and not lab.trainer.running


def test_a_trained_lab_is_shown_as_it_is(lab):
    lab.trainer.step(5)
    lab._repr_mimebundle_()
    assert lab.trainer.snapshot().step == 5


def test_the_same_title_replaces_and_another_title_does_not(lab, trainer):
    lab.play()
    Page(lab.stage).ask()
    other = LiveLab(trainer, DIGITS, title="another")
    assert lab.stage.comm is not None
    again = LiveLab(trainer, DIGITS, title="test")
    assert lab.stage.comm is None and not trainer.running  # closed
    assert other.stage.comm is not None and again.stage.comm is not None
    other.close()


def test_an_unknown_view_names_those_there_are(trainer):
    with pytest.raises(ValueError, match="no view 'movie'; choose from rows, map"):
        LiveLab(trainer, DIGITS, views=["rows", "movie"])


def test_a_lab_needs_something_to_show(trainer):
    with pytest.raises(ValueError, match="give it data or a scene"):
        LiveLab(trainer)


def test_values_have_names(lab):
    line = r'lab\.set\(\{"latent size": 2, "noise": 0\.2, .*\}\)'
    with pytest.raises(ValueError, match=f"^set takes values by name, such as {line}, not 5\\.$"):
        lab.set(5)


@pytest.mark.parametrize(
    ("content", "buffers"),
    [
        (None, None),
        ({"kind": "tick"}, []),
        ({"kind": "tick", "id": 5}, []),
        ({"kind": "pad", "z": ["a", "b"], "at": 1.0}, []),
        ({"kind": "pad", "z": [1.0], "at": 1.0}, []),
        ({"kind": "ink"}, []),
        ({"kind": "ink"}, None),
        ({"kind": "ink"}, [b"123"]),
        ({"kind": "jump"}, []),
        ("tick", []),
    ],
)
def test_what_no_page_sends_is_one_line_in_the_log(lab, caplog, content, buffers):
    page = Page(lab.stage)
    lab.play()
    step = page.ask()[0]["status"]["step"]
    frames = len(page.frames)
    lab._on_message(lab.stage, content, buffers)
    assert len(caplog.records) == 1 and len(page.frames) == frames
    assert page.ask()[0]["status"]["step"] > step


def test_a_slider_is_answered_before_the_next_slice(lab):
    page = Page(lab.stage)
    lab.play()
    page.ask()
    content, before = page.ask()
    lab._boxes["noise"]._input.value = 0.9
    looked, arrays = page.ask("look")
    assert looked["status"]["step"] == content["status"]["step"] and looked["status"]["look"]
    assert looked["status"]["controls"]["noise"] == 0.9
    assert set(arrays) == {"original", "noisy", "reconstruction"}  # the rows first
    assert (arrays["noisy"] != before["noisy"]).any()


def test_a_frame_says_how_long_nobody_had_asked(lab):
    page = Page(lab.stage)
    lab.play()
    page.ask()
    time.sleep(0.1)
    late = page.ask()[0]["status"]
    assert late["idle"] >= 100 and 0 < late["slice"] <= 90
    prompt = page.ask()[0]["status"]
    assert prompt["idle"] < late["idle"]


@pytest.mark.parametrize("kind", ["near", "pad", "look"])
def test_slices_are_short_when_somebody_acts(lab, monkeypatch, kind):
    page, paces = Page(lab.stage), []
    monkeypatch.setattr(lab.trainer, "tick", paces.append)
    monkeypatch.setattr("ae_helpers.lab.lab.HURRY_SECONDS", 60)  # the first answer compiles
    page.ask()
    page.stage._handle_custom_msg({"kind": kind, "z": [0.0, 0.0], "at": 1.0}, [])
    page.ask()
    monkeypatch.setattr(lab, "_hurry_until", 0.0)  # the time has passed
    page.ask()
    assert paces == [90, 8, 90]


def test_the_readers_digit_is_centred_and_reconstructed(lab):
    ink = np.zeros((8, 8), "uint8")
    ink[0:3, 0:2] = 255
    page = Page(lab.stage)
    lab.set({"noise": 0.0})
    page.ask("tick")
    lab.stage._handle_custom_msg({"kind": "ink"}, [ink.tobytes()])
    _, arrays = page.ask()
    model = lab.trainer.model
    expected = model.reconstruct(centred(ink / np.float32(255))[None, ..., None])
    np.testing.assert_allclose(arrays["own"][0] / 255, expected[0, ..., 0], atol=0.003)
