"""Prediction cells: commit to a guess before the experiment, see the answer beside it after.

    guess = predict("Which code size reconstructs best?", ["2", "8", "32"])
    ...the experiment...
    guess.reveal("32", because="more numbers can say more about an image.")

Both work with ipywidgets 7.7 and 8. Without a page (nbval, nbconvert, a code host) the stored
output shows the question, or the folded answer, as plain HTML.
"""

from html import escape

import ipywidgets as widgets

VIEW = "application/vnd.jupyter.widget-view+json"
_CARD = (
    "border-left: 4px solid var(--jp-brand-color1, #1976d2); padding: 4px 12px; "
    "color: var(--jp-content-font-color1, inherit); line-height: 1.5"
)
_committed = {}  # question -> guess, so that 'Run All' a second time keeps what was guessed


def view_bundle(widget, fallback):
    """MIME bundle that is `widget` on a live page and `fallback` (type -> data) everywhere else."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return fallback | {VIEW: view}


def _card(html):
    return f'<div style="{_CARD}">{html}</div>'


class Prediction:
    """A question with radio buttons and a button to commit; made by `predict`.

    Attributes:
        guess: the choice that was committed to, or None.
    """

    def __init__(self, question, choices):
        self.question, self.choices = question, choices
        self.guess = _committed.get(question) if _committed.get(question) in choices else None
        self._answers = []  # redraw functions of the answers shown so far
        self._radio = widgets.RadioButtons(
            options=choices, value=self.guess, layout=widgets.Layout(width="auto")
        )
        self._button = widgets.Button(description="This is my guess", button_style="primary")
        self._status = widgets.HTML()
        self._radio.observe(lambda change: self._refresh(), names="value")
        self._button.on_click(self._commit)
        question_line = widgets.HTML(_card(f"<b>Predict first.</b> {escape(question)}"))
        self._box = widgets.VBox(
            [question_line, self._radio, widgets.HBox([self._button, self._status])]
        )
        self._refresh()

    def _commit(self, _button=None):
        if self._radio.value is None or self.guess is not None:
            return
        self.guess = _committed[self.question] = self._radio.value
        self._refresh()
        for redraw in self._answers:
            redraw()

    def _refresh(self):
        done = self.guess is not None
        self._radio.disabled = done
        self._button.disabled = done or self._radio.value is None
        self._status.value = f"Your guess: <b>{escape(self.guess)}</b>." if done else ""

    def reveal(self, right, because=""):
        """Show the answer beside the guess, in the cell that calls this.

        Args:
            right: the right choice, word for word one of `choices`.
            because: one sentence that says what in the experiment shows it.

        Raises:
            ValueError: if `right` is not one of the choices.
        """
        if right not in self.choices:
            allowed = ", ".join(repr(choice) for choice in self.choices)
            raise ValueError(f"{right!r} is not one of the choices; reveal one of {allowed}.")
        return Answer(self, right, because)

    def _repr_mimebundle_(self, include=None, exclude=None):
        choices = "".join(f"<li>{escape(choice)}</li>" for choice in self.choices)
        html = _card(f"<b>Predict first.</b> {escape(self.question)}<ul>{choices}</ul>")
        text = f"Predict first. {self.question} ({' / '.join(self.choices)})"
        return view_bundle(self._box, {"text/html": html, "text/plain": text})


class Answer:
    """The answer beside the guess; it redraws itself when the guess is made only later."""

    def __init__(self, prediction, right, because):
        self._prediction, self._right = prediction, right
        self._because = because[:1].upper() + because[1:]
        self._html = widgets.HTML()
        self._draw()
        prediction._answers.append(self._draw)

    def html(self):
        """The verdict as HTML; the answer is folded away as long as there is no guess."""
        guess, right = self._prediction.guess, escape(self._right)
        answer = f"<b>{right}</b>. {escape(self._because)}" if self._because else f"<b>{right}</b>."
        if guess is None:
            return _card(
                "No guess yet: commit to one above, it makes the answer stick. "
                f"<details><summary>Show the answer</summary>{answer}</details>"
            )
        if guess == self._right:
            return _card(f"✓ You guessed it. {answer}")
        return _card(f"✗ You guessed <b>{escape(guess)}</b>. It is {answer}")

    def _draw(self):
        self._html.value = self.html()

    def _repr_mimebundle_(self, include=None, exclude=None):
        text = f"Answer: {self._right}. {self._because}".strip()
        return view_bundle(self._html, {"text/html": self.html(), "text/plain": text})


def predict(question, choices):
    """Ask for a guess before an experiment.

    Args:
        question: plain text, shown as it is.
        choices: at least two different texts.

    Returns:
        A `Prediction`; make it the last line of the cell, and call its `reveal` after the
        experiment.

    Raises:
        ValueError: if there are fewer than two choices, or two that are the same.
    """
    choices = [str(choice) for choice in choices]
    if isinstance(question, str) and len(choices) >= 2 and len(set(choices)) == len(choices):
        return Prediction(question, choices)
    raise ValueError(
        f"predict needs a question in words and at least two different choices, not {choices}."
    )
