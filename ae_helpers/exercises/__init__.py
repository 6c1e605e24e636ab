"""Checked exercises: `check(name, answer)` says right, not yet, or which kind of mistake it is.

Each lesson has one file here, and each exercise is one function in it that takes the student's
answer and returns a `Verdict`: `vanilla.compression_ratio` is the function `compression_ratio` in
`vanilla.py`.
"""

import difflib
import functools
import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from html import escape

import numpy as np
from IPython.display import display


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


def typical_mistake(result, kinds, rtol=1e-5):
    """The first kind of mistake that a result is, in shape and numbers, or None.

    Args:
        result: the student's number or array.
        kinds: dict from a hint to the result of whoever makes that mistake.
        rtol: how far, in relation, a result may be off; 1e-5 lets float32 through.
    """
    result = np.asarray(result)
    for hint, wrong in kinds.items():
        if result.shape == np.shape(wrong) and np.allclose(result, wrong, rtol, 1e-6):
            return mistake(hint)
    return None


def decoder_mistake(decoder, d, shape):
    """What is wrong with a decoder from codes (n, d) to logits (n, *shape), or None."""
    logits = np.asarray(decoder(100 * np.ones((2, d), "float32")))
    if logits.shape != (2, *shape):
        return mistake(
            f"The decoder's output has the shape {logits.shape}; it should be {(2, *shape)}, as "
            "the images are."
        )
    if logits.min() >= 0 and logits.max() <= 1:
        return mistake(
            "The decoder seems to end in a sigmoid. Our losses take logits: leave the last Dense "
            "layer without an activation."
        )
    return None


def judge(name, answer) -> Verdict:
    """The verdict on an answer; never raises, whatever the answer is.

    Args:
        name: lesson and exercise, such as "vanilla.compression_ratio".
        answer: what the exercise asks for: a value, an array, a function or a model.
    """
    lesson, _, exercise = str(name).partition(".")
    lessons = [module.name for module in pkgutil.iter_modules(__path__)]
    if lesson not in lessons:
        return not_yet(f"There are no exercises called {name!r}. {_nearest(lesson, lessons)}")
    module = importlib.import_module(f"{__name__}.{lesson}")
    if exercise not in module.EXERCISES:
        return not_yet(f"There is no exercise {name!r}. {_nearest(exercise, module.EXERCISES)}")
    try:
        return getattr(module, exercise)(_filled_in(answer))
    except Exception as error:
        words = " ".join(str(error).split())[:200]
        if isinstance(error, _ThreeDots) or "ellipsis" in words:
            return not_yet("Replace the three dots by your answer and run the cell again.")
        return mistake(f"Your answer could not be used: {type(error).__name__}: {words}")


class _ThreeDots(Exception):
    """Raised where an answer is still the three dots."""


def _filled_in(answer):
    """The answer; a function is watched, since it may return the three dots."""
    if answer is ...:
        raise _ThreeDots
    if not inspect.isfunction(answer):
        return answer

    @functools.wraps(answer)
    def watched(*args, **kwargs):
        return _filled_in(answer(*args, **kwargs))

    return watched


def check(name, answer):
    """Show the verdict on an answer under the cell. Wrong and unfinished answers never raise."""
    display(judge(name, answer))


def _nearest(word, names):
    near = difflib.get_close_matches(word, names, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(names))}."
