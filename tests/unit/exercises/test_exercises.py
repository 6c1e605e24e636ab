"""`check` itself: it never raises, it escapes what it shows, and it helps with a misspelt name."""

import importlib
import pkgutil

from ae_helpers import exercises
from ae_helpers.exercises import check, judge

import numpy as np
import pytest

EXERCISES = [
    f"{module.name}.{exercise}"
    for module in pkgutil.iter_modules(exercises.__path__)
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
