"""Prediction cells: commit, reveal, and something to read where there is no page."""

from ae_helpers.cells import predict
from ae_helpers.cells import prediction as predict_module
from ae_helpers.cells.prediction import VIEW

import pytest

CHOICES = ["2", "8", "32"]


@pytest.fixture(autouse=True)
def forget_guesses():
    predict_module._committed.clear()


def commit(guess, choice):
    guess._radio.value = choice
    guess._button.click()


def test_nothing_is_chosen_at_first_and_the_button_waits_for_a_choice():
    guess = predict("Which?", CHOICES)
    assert guess._radio.value is None and guess._button.disabled
    guess._button.click()
    assert guess.guess is None
    guess._radio.value = "8"
    assert not guess._button.disabled and guess.guess is None


def test_a_committed_guess_stays():
    guess = predict("Which?", CHOICES)
    commit(guess, "8")
    assert guess.guess == "8" and guess._radio.disabled
    commit(guess, "2")  # a late message from the page
    assert guess.guess == "8" and "<b>8</b>" in guess._status.value


def test_reveal_shows_the_answer_beside_the_guess():
    guess = predict("Which?", CHOICES)
    commit(guess, "8")
    wrong = guess.reveal("32", "its error is smallest.").html()
    assert "<b>8</b>" in wrong and "<b>32</b>" in wrong and "Its error is smallest." in wrong
    assert "You guessed it" in guess.reveal("8").html()


def test_reveal_without_a_guess_folds_the_answer_and_opens_when_the_guess_comes():
    guess = predict("Which?", CHOICES)
    answer = guess.reveal("32")
    assert "No guess yet" in answer.html() and "<details>" in answer.html()
    commit(guess, "32")
    assert "You guessed it" in answer._html.value and "<details>" not in answer._html.value


def test_running_the_cell_again_keeps_the_guess_unless_the_choices_changed():
    commit(predict("Which?", CHOICES), "8")
    assert predict("Which?", CHOICES).guess == "8"
    assert predict("Which?", ["16", "64"]).guess is None
    assert predict("Another question?", CHOICES).guess is None


def test_html_is_escaped_everywhere():
    evil = "<script>alert(1)</script>"
    guess = predict(evil, [evil, "b"])
    bundles = [guess._repr_mimebundle_(), guess.reveal(evil, evil)._repr_mimebundle_()]
    commit(guess, evil)
    bundles.append(guess.reveal("b", evil)._repr_mimebundle_())
    shown = [bundle["text/html"] for bundle in bundles] + [guess._status.value]
    assert all("<script>" not in html and "&lt;script&gt;" in html for html in shown)


def test_stored_output_is_readable_without_a_page():
    bundle = predict("Which code size?", CHOICES)._repr_mimebundle_()
    assert "Which code size?" in bundle["text/html"] and "Which code size?" in bundle["text/plain"]
    assert all(f"<li>{choice}</li>" in bundle["text/html"] for choice in CHOICES)
    assert bundle[VIEW]["model_id"]


@pytest.mark.parametrize("choices", [[], ["one"], ["a", "a"], [1, "1"]])
def test_bad_choices_are_one_clear_sentence(choices):
    with pytest.raises(ValueError, match="at least two different choices"):
        predict("Which?", choices)


def test_revealing_something_that_was_no_choice_names_the_choices():
    with pytest.raises(ValueError, match="'64' is not one of the choices; reveal one of '2', '8'"):
        predict("Which?", CHOICES).reveal("64")
