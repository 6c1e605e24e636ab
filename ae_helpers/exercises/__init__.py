"""Checked exercises: `check(name, answer)` says right, not yet, or which kind of mistake it is.

Each lesson has one file here (08 has two), and each exercise is one function in it that takes the
student's answer and returns a `Verdict`: `vanilla.compression_ratio` is the function
`compression_ratio` in `vanilla.py`. What the lessons share is in `_checks.py` and `_networks.py`.
"""

import difflib
import importlib
import pkgutil
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from IPython import get_ipython
from IPython.display import display

from ._progress import note
from ._progress import progress as progress

DOTS = "Replace the three dots by your answer and run the cell again."


@dataclass(frozen=True)
class Verdict:
    """What is said about an answer: `kind` is "right", "not yet" or "mistake"."""

    kind: str
    text: str

    def __repr__(self):
        return f"{self.kind.capitalize()}: {self.text}"

    def _repr_html_(self):
        sign, colour = {"right": "✓", "not yet": "…"}.get(self.kind, "✗"), "#D55E00"
        colour = {"right": "#009E73", "not yet": "#0072B2"}.get(self.kind, colour)
        return (
            f'<div style="border-left: 4px solid {colour}; padding: 4px 12px" role="status">'
            f"<b>{sign} {escape(self.kind.capitalize())}.</b> {escape(self.text)}</div>"
        )


def right(text):
    return Verdict("right", text)


def not_yet(text):
    return Verdict("not yet", text)


def mistake(text):
    return Verdict("mistake", text)


class Stop(Exception):
    """Ends a check from inside a helper: `raise Stop(not_yet(...))` is the verdict."""


class Interrupted(KeyboardInterrupt):
    """The student has stopped an answer that did not come to an end."""

    def _render_traceback_(self):
        # IPython asks for this: a student sees the sentence, and not the inside of this file.
        return [str(self)]


def judge(name, answer) -> Verdict:
    """The verdict on an answer; never raises, whatever the answer is, but for an interrupt.

    Args:
        name: lesson and exercise, such as "vanilla.compression_ratio".
        answer: what the exercise asks for: a value, an array, a function or a model.

    Raises:
        KeyboardInterrupt: if the student interrupts it; an answer may have an endless loop.
    """
    lesson, _, exercise = str(name).partition(".")
    modules = [module.name for module in pkgutil.iter_modules(__path__)]
    lessons = [module for module in modules if not module.startswith("_")]
    if lesson not in lessons:
        return not_yet(f"There are no exercises called {name!r}. {_nearest(lesson, lessons)}")
    module = importlib.import_module(f"{__name__}.{lesson}")
    if exercise not in module.EXERCISES:
        return not_yet(f"There is no exercise {name!r}. {_nearest(exercise, module.EXERCISES)}")
    if unfilled(answer):
        return not_yet(DOTS)
    try:
        with _exit_raises():
            return getattr(module, exercise)(answer)
    except Stop as stop:
        return stop.args[0]
    except KeyboardInterrupt:
        text = "Interrupted before your answer came to an end. Has it a loop that never stops?"
        raise Interrupted(text) from None
    except BaseException as error:  # exit() as well: the cells below must go on
        return _told(error)


@contextmanager
def _exit_raises():
    """In a notebook exit() raises nothing: IPython then ends the kernel, and all is lost."""
    shell = get_ipython()
    if shell:
        shell.ask_exit = sys.exit
    try:
        yield
    finally:
        if shell:
            del shell.ask_exit  # the class has its own


def check(name, answer):
    """Show the verdict on an answer under the cell, and note it for `progress` if it is right.

    Wrong and unfinished answers never raise.
    """
    verdict = judge(name, answer)
    display(verdict)
    if verdict.kind == "right":
        note(name)


def unfilled(answer):
    """Whether an answer is still the three dots, or a pair, list or dict with them."""
    if isinstance(answer, dict):
        return unfilled(list(answer.values()))
    return answer is ... or isinstance(answer, tuple | list) and any(map(unfilled, answer))


def _words(error):
    """The text of an error in one line of at most 200 characters."""
    try:
        text = re.sub(r"\x1b\[\d+m", "", str(error))  # Keras writes in bold
        return " ".join(text.split())[:200]
    except BaseException:  # it is the student's own class, and its text fails, too
        return "an error whose text cannot be shown"


def _told(error):
    if isinstance(error, SystemExit):
        return mistake("Your answer ends the program, with exit() or the like. Leave that out.")
    text = _words(error)
    if isinstance(error, TypeError | AttributeError) and "'ellipsis'" in text:  # Python's words
        return not_yet(DOTS)
    return mistake(f"Your answer could not be used: {type(error).__name__}: {text}")


def _nearest(word, names):
    near = difflib.get_close_matches(word, names, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(names))}."
