"""What the checks of numbers and functions share. A helper that has seen enough raises `Stop`."""

import numpy as np

from . import DOTS, Stop, mistake, not_yet, right, unfilled


def number(answer):
    """The answer as a float; anything but one finite number is a mistake of form."""
    try:
        value = float(answer) if np.shape(answer) == () else np.nan
    except Exception:
        value = np.nan
    if not np.isfinite(value):
        raise Stop(
            not_yet(
                "Give one plain number, such as 12.5: without brackets, units or further signs, "
                "and with a point before the decimals."
            )
        )
    return value


def numbers(result):
    """What a student gives or returns as a float64 array; lists and other number types will do."""
    if result is None:
        raise Stop(not_yet("Your function returns nothing: is its `return` missing?"))
    try:
        array = np.asarray(result)
        if array.dtype.kind in "biufO":  # no texts, dates or complex numbers
            return array.astype("float64")
    except Exception:
        pass
    raise Stop(not_yet("Give real numbers: one number, or an array of them with equal rows."))


def call(answer, *arguments):
    """What a student's function returns for copies of the arguments."""
    if not callable(answer):
        raise Stop(not_yet("A function is wanted: give its name, without brackets behind it."))
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    result = answer(*copies)
    if unfilled(result):
        raise Stop(not_yet(DOTS))
    for before, after in zip(arguments, copies, strict=True):
        if isinstance(before, np.ndarray) and not np.array_equal(before, after):
            text = "Your function changes an array that it is given, and its owner still needs it: "
            raise Stop(
                mistake(text + "change a copy, a = a.copy(), or write a = a + b and not a += b.")
            )
    return result


def same(result, good, rtol=1e-4):
    """Equal in shape and, as far as float32 can tell, in numbers."""
    return np.shape(result) == np.shape(good) and np.allclose(result, good, rtol, 1e-5)


def typical_mistake(result, kinds, rtol=1e-3):
    """The first kind of mistake that a number is, or None.

    Args:
        result: the student's number or array.
        kinds: dict from a hint to the result of whoever makes that mistake.
        rtol: how far, in relation, a result may be off; 1e-3 lets a rounded number through.
    """
    for hint, wrong in kinds.items():
        if same(result, wrong, rtol):
            return mistake(hint)
    return None


def wrong_function(answer, solution, inputs, kinds, hint):
    """The verdict on a function that is not the solution, or None if it is.

    It is compared on several inputs of different sizes, so that a function which leaves out an
    argument, or has a number written down in place of it, is found.

    Args:
        answer: the student's function.
        solution: the right one, of the same arguments.
        inputs: tuples of arguments.
        kinds: dict from a hint to the function of whoever makes that mistake.
        hint: what is said if it is no mistake that we know.
    """
    results = [numbers(call(answer, *given)) for given in inputs]

    def as_in(function):
        with np.errstate(all="ignore"):
            pairs = zip(results, inputs, strict=True)
            return [same(result, function(*given)) for result, given in pairs]

    equal = as_in(solution)
    if all(equal):
        return None
    for kind, function in kinds.items():
        if all(as_in(function)):
            return mistake(kind)
    for result, given in zip(results, inputs, strict=True):
        wanted = np.shape(solution(*given))
        if result.shape != wanted:
            shapes = [str(a.shape) for a in given if isinstance(a, np.ndarray)]
            which = f"arrays {' and '.join(shapes)}" if shapes else f"the numbers {given}"
            said = f"your function returns the shape {result.shape}, not {wanted}."
            return not_yet(f"For {which} {said}")
        if not np.isfinite(result).all():
            return mistake("Your function returns nan or infinity: what is divided, or overflows?")
    if any(equal):
        text = "It is right for some inputs and not for others: "
        return not_yet(text + "is a number written down that should come from the arguments?")
    return not_yet(hint)


def letter_and_number(answer, good, praise, hints, kinds):
    """The verdict on a pair: a choice among letters, and a number that no guess will hit.

    `hints` are for the wrong letters, `kinds` for the numbers of typical mistakes.
    """
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return not_yet('Answer with a letter and a number, such as ("a", 1.5).')
    letter = str(answer[0]).strip().strip("().").lower()
    if letter in hints:
        return mistake(hints[letter])
    if letter != good[0]:
        return not_yet('The first of the two is one letter, such as "a".')
    value = number(answer[1])
    if np.isclose(value, good[1], atol=0.006):
        return right(praise)
    kinds = {f"The letter is right; {hint}": wrong for hint, wrong in kinds.items()}
    return typical_mistake(value, kinds, 0.02) or not_yet("The letter is right, the number is not.")
