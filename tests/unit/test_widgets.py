"""The live lab and the explorer without a page: the test plays the page's part of the talk."""

import base64
import json
import sys
import time
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from ae_helpers import data as datasets  # noqa: E402
from ae_helpers.controls import in_words  # noqa: E402
from ae_helpers.predict import VIEW  # noqa: E402
from ae_helpers.scene import Scene, centred, sigmoid  # noqa: E402
from ae_helpers.widgets import LatentExplorer, LiveLab  # noqa: E402

from demo import make_trainer, wave  # noqa: E402

DIGITS = datasets.load("digits")  # 8 x 8: small, so that the tests are about the lab


class Page:
    """Talks to a stage as stage.js does, and keeps what the kernel sends."""

    def __init__(self, stage):
        self.stage, self.frames, self.others = stage, [], []
        stage.send = self._receive

    def _receive(self, content, buffers=None):
        json.dumps(content, allow_nan=False)  # a page cannot read NaN
        if content["kind"] != "frame":
            return self.others.append(content)
        arrays = {
            part["name"]: np.frombuffer(buffer, part["dtype"]).reshape(part["shape"])
            for part, buffer in zip(content["parts"], buffers, strict=True)
        }
        self.frames.append((content, arrays))

    def ask(self, kind="tick", buffers=(), **content):
        """Send one message; the frame that answers it, as (content, arrays)."""
        self.stage._handle_custom_msg({"kind": kind, "id": "v/0", "at": 1.0, **content}, buffers)
        return self.frames[-1]


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
    bundle = lab._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG"
    assert bundle[VIEW]["model_id"] == lab._view.model_id and "test" in bundle["text/plain"]
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


def test_centred_moves_the_centre_of_mass_by_whole_pixels():
    ink = np.zeros((9, 9))
    ink[0:3, 6:9] = 1
    moved = centred(ink)
    assert moved[3:6, 3:6].all() and moved.sum() == ink.sum()
    assert not centred(np.zeros((9, 9))).any()


def test_rows_are_the_models_own_reconstructions(lab):
    lab.set({"noise": 0.0})
    arrays = lab.scene.images()
    expected = lab.trainer.model.reconstruct(lab.scene.x)[..., 0]
    np.testing.assert_allclose(arrays["reconstruction"] / 255, expected, atol=0.003)
    shown = [np.flatnonzero((DIGITS.x_val == x).all(axis=(1, 2, 3)))[0] for x in lab.scene.x]
    assert DIGITS.y_val[shown].tolist() == list(range(10))


def test_the_pad_decodes_its_place_with_the_other_codes_at_their_mean(lab):
    lab.set({"latent size": 3})
    page = Page(lab.stage)
    page.ask()
    content, arrays = page.ask("pad", z=[0.5, -1.0])
    codes = lab.trainer.model.encode(DIGITS.x_val[: len(lab.scene.labels)])
    expected = lab.trainer.model.decode([[0.5, -1.0, codes[:, 2].mean(), 0.0]])
    np.testing.assert_allclose(arrays["decoded"][0] / 255, expected[0, ..., 0], atol=0.003)
    assert content["pad_at"] == 1.0 and page.frames[0][0]["status"]["map_title"].endswith("of 3")


def test_one_code_is_a_line_sorted_by_digit(lab):
    lab.set({"latent size": 1})
    points = lab.scene.overview()["map"]
    codes = lab.trainer.model.encode(DIGITS.x_val[: len(points)])
    np.testing.assert_allclose(points[:, 0], codes[:, 0], rtol=1e-5)
    np.testing.assert_array_equal(np.round(points[:, 1]), lab.scene.labels)


def test_samples_come_from_a_gaussian_with_the_moments_of_the_codes(lab, monkeypatch):
    scene = Scene(lab.trainer, DIGITS)
    scene.overview()
    scene._epsilon = np.random.default_rng(0).standard_normal((100_000, 4)).astype("float32")
    monkeypatch.setattr("ae_helpers.scene.COLUMNS", 100_000)
    taken = []
    monkeypatch.setattr(scene, "_decode", lambda z: taken.append(z) or np.zeros((1, 8, 8)))
    scene._samples()
    z, codes = taken[0], scene._codes[:, :2]
    scale = codes.std(axis=0)
    np.testing.assert_allclose(z[:, :2].mean(axis=0) / scale, codes.mean(axis=0) / scale, atol=0.02)
    np.testing.assert_allclose(np.corrcoef(z[:, :2].T), np.corrcoef(codes.T), atol=0.02)
    np.testing.assert_allclose(z[:, :2].std(axis=0) / scale, 1, atol=0.02)
    assert not z[:, 2:].any()


def test_sigmoid_does_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(sigmoid([-1e4, 0.0, 1e4]), [0, 0.5, 1])


def test_values_in_words():
    assert in_words("latent size", 8) == "<b>latent size</b>: 8 numbers"
    assert in_words("latent size", 1).endswith("1 number")
    assert in_words("loss", "MSE") == "<b>loss</b>: MSE"


# ---- LatentExplorer -----------------------------------------------------------------------------

CODES = np.random.default_rng(0).normal(size=(50, 2)).astype("float32")


def explorer():
    return LatentExplorer(wave, CODES, np.arange(50) % 10)


def test_the_pointer_moves_the_code_and_the_sliders():
    walk = explorer()
    content, arrays = Page(walk.stage).ask("pad", z=[0.25, -0.5])
    expected = np.round(255 * wave(np.array([[0.25, -0.5]], "float32")))
    np.testing.assert_allclose(arrays["decoded"], expected, atol=1)
    assert [slider.value for slider in walk._sliders] == [0.25, -0.5]
    assert content["pad_at"] == 1.0


def test_a_slider_moves_the_code_and_the_cross():
    walk = explorer()
    page = Page(walk.stage)
    walk._sliders[0].value = 0.25
    _, arrays = page.frames[-1]
    assert arrays["place"][0] == pytest.approx(0.25) and len(page.frames) == 1
    np.testing.assert_allclose(arrays["decoded"], np.round(255 * wave(walk.place[None])), atol=1)


def test_the_first_frame_of_an_explorer_has_map_and_image():
    content, arrays = Page(explorer().stage).ask()
    np.testing.assert_array_equal(arrays["map"], CODES)
    assert arrays["decoded"].shape == (1, 28, 28) and not content["status"]["running"]


def test_the_explorer_leaves_a_still():
    bundle = explorer()._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG" and bundle[VIEW]["model_id"]


@pytest.mark.parametrize("codes", [np.zeros((5, 3)), np.zeros(5), np.zeros((4, 2))])
def test_codes_of_another_shape_are_one_sentence(codes):
    with pytest.raises(ValueError, match="A map needs codes of shape"):
        LatentExplorer(wave, codes, np.zeros(5, int))
