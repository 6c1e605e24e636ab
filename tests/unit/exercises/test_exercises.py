"""`check` itself: it never raises, it escapes what it shows, and it helps with a misspelt name."""

import importlib
import pkgutil
import signal
import sys
from fractions import Fraction

from ae_helpers import exercises
from ae_helpers.exercises import check, judge

import jax.numpy as jnp
import numpy as np
import pytest

EXERCISES = [
    f"{module.name}.{exercise}"
    for module in pkgutil.iter_modules(exercises.__path__)
    if not module.name.startswith("_")
    for exercise in importlib.import_module(f"ae_helpers.exercises.{module.name}").EXERCISES
]


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("answer", [..., None, "text", [], np.nan, lambda: 1, object()])
def test_nothing_raises(name, answer):
    verdict = judge(name, answer)
    assert verdict.kind in ("not yet", "mistake") and verdict.text


def test_three_dots_are_not_yet_an_answer():
    assert judge("vanilla.compression_ratio", ...).kind == "not yet"
    for name in ("vanilla.squared_error", "denoising.bank_mean", "variational.draw"):
        verdict = judge(name, lambda *answers: ...)
        assert verdict.kind == "not yet" and "three dots" in verdict.text, name


def test_a_misspelt_name_gets_the_nearest_one():
    assert "'vanilla'" in judge("vanila.parameters", 1).text
    assert "'parameters'" in judge("vanilla.parametres", 1).text
    assert "compression_ratio" in judge("vanilla.", 1).text
    assert judge(None, 1).kind == "not yet"


def test_an_error_in_the_answer_is_told_in_one_sentence():
    def answer(x, x_hat):
        raise RuntimeError("<b>boom</b>\nsecond line")

    verdict = judge("vanilla.squared_error", answer)
    assert verdict.kind == "mistake" and "RuntimeError: <b>boom</b> second line" in verdict.text
    assert "<b>boom" not in verdict._repr_html_() and "&lt;b&gt;boom" in verdict._repr_html_()


def test_check_shows_the_verdict_and_returns_nothing(monkeypatch):
    shown = []
    monkeypatch.setattr(exercises, "display", shown.append)
    assert check("vanilla.compression_ratio", 98) is None
    assert repr(shown[0]).startswith("Right: ") and "✓" in shown[0]._repr_html_()


def test_leaving_the_program_is_told():
    def answer(x, x_hat):
        sys.exit()

    verdict = judge("vanilla.squared_error", answer)
    assert verdict.kind == "mistake" and "ends the program" in verdict.text


def test_exit_in_a_notebook_does_not_end_the_kernel(monkeypatch):
    class Shell:
        ended = False

        def ask_exit(self):  # what IPython's exit() calls
            self.ended = True

    shell = Shell()
    monkeypatch.setattr(exercises, "get_ipython", lambda: shell)
    verdict = judge("vanilla.squared_error", lambda x, x_hat: shell.ask_exit())
    assert verdict.kind == "mistake" and "ends the program" in verdict.text
    assert not shell.ended
    shell.ask_exit()
    assert shell.ended


@pytest.mark.parametrize("base", [Exception, BaseException])
def test_an_error_whose_text_fails_is_told(base):
    class Mute(base):
        def __str__(self):
            raise self

    def answer(x, x_hat):
        raise Mute

    verdict = judge("vanilla.squared_error", answer)
    assert verdict.kind == "mistake" and "Mute: an error whose text cannot be shown" in verdict.text


def test_an_error_that_speaks_of_an_ellipsis_is_an_error():
    def answer(x, x_hat):
        raise ValueError("the orbit is an ellipsis")

    verdict = judge("vanilla.squared_error", answer)
    assert verdict.kind == "mistake" and "orbit" in verdict.text


@pytest.mark.parametrize(
    "answer", [lambda x, y: [..., 1], lambda x, y: (x - ...) ** 2, lambda x, y: {"error": ...}]
)
def test_three_dots_within_an_answer_are_not_yet_an_answer(answer):
    verdict = judge("vanilla.squared_error", answer)
    assert verdict.kind == "not yet" and "three dots" in verdict.text


def test_an_interrupt_interrupts_with_a_sentence(ctrl_c):
    def answer(x, x_hat):
        while True:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt) as stopped:
        check("vanilla.squared_error", answer)
    (line,) = stopped.value._render_traceback_()
    assert "Interrupted before your answer came to an end" in line


NUMBERS = {
    "vanilla.compression_ratio": 98,
    "vanilla.parameters": 101_512,
    "deep.parameters": 436_632,
    "denoising.noise_error": 70.56,
    "denoising.wrong_line": 3,
    "variational.price_of_a_cloud": 2,
    "beta.change_of_loss": 2,
    "adversarial.best_answer": 0.75,
}


@pytest.mark.parametrize("name, value", NUMBERS.items())
def test_a_number_may_have_any_type_and_must_be_one(name, value):
    for style in (float, np.float64, np.asarray, Fraction, jnp.asarray, str):
        assert judge(name, style(value)).kind == "right", style
    for form in ([value], f"{value}:1", f"{value} nats", "70,56", {value}, value + 1j, np.inf):
        verdict = judge(name, form)
        assert verdict.kind == "not yet" and "one plain number" in verdict.text, form
    for wrong in (0, -value, 1000 * value, 1.02 * value, value - 0.3, True):
        assert judge(name, wrong).kind != "right", wrong


def test_a_function_is_wanted_and_not_its_result():
    verdict = judge("vanilla.squared_error", np.zeros(3))
    assert verdict.kind == "not yet" and "A function is wanted" in verdict.text
