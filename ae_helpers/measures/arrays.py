"""Checks of the arrays that are measured: what is wrong is said in one sentence."""

from ae_helpers.errors import OneSentence

import numpy as np


class MeasureError(OneSentence):
    """Something cannot be measured; the message says what is wrong and what to do about it."""


def numbers(name, values, shape):
    """`values` as a NumPy array, once it is sure that they can be measured.

    Args:
        name: what the values are called in the message.
        values: anything that `numpy.asarray` takes.
        shape: the shape that is allowed, such as `"(n,)"`, `"(n, d)"` or `"(n, ...)"`.

    Raises:
        MeasureError: the values are not numbers, none, of another shape, NaN or infinite.
    """
    array = np.asarray(values)
    axes = [axis for axis in shape.strip("()").split(",") if axis]
    fits = array.ndim >= 1 if "..." in shape else array.ndim == len(axes)
    if array.dtype.kind not in "fiub":
        raise MeasureError(f"{name} holds {array.dtype} and not numbers: give an array of numbers.")
    if not fits:
        raise MeasureError(f"{name} has shape {array.shape}, but {shape} is needed: reshape it.")
    if array.size == 0:
        raise MeasureError(f"{name} is empty (shape {array.shape}): there is nothing to measure.")
    if not np.isfinite(array).all():
        count = np.size(array) - np.isfinite(array).sum()
        raise MeasureError(
            f"{name} holds {count:,} values that are NaN or infinite: find out where they come "
            "from (often a learning rate that is too large) before you measure."
        )
    return array


def same_length(**arrays):
    """Raise MeasureError unless all arrays have as many rows."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        text = ", ".join(f"{name} {length:,}" for name, length in lengths.items())
        raise MeasureError(f"These need as many rows as each other and have: {text}.")


def same_shape(**arrays):
    """Raise MeasureError unless all arrays have one shape."""
    shapes = {name: array.shape for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        text = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise MeasureError(f"These need the same shape and have: {text}.")
