"""What models are given, looked at before Keras gets it: what is wrong is said in one sentence."""

from ae_helpers.errors import OneSentence

import jax
import numpy as np


class ModelError(OneSentence):
    """A model cannot be built or fed like this; the message says what is wrong and what to do."""


# ---- networks: only shapes that Keras knows before the first call are looked at -----------------


def _shapes(part, side):
    tensors = getattr(part, side, None)
    return None if tensors is None else [tuple(tensor.shape[1:]) for tensor in tensors]


def _said(shapes):
    return " and ".join("(" + ", ".join(map(str, ("batch", *shape))) + ")" for shape in shapes)


def code_size(part, name="decoder"):
    """How many numbers a code has, by the first input of the part that takes codes.

    Raises:
        ModelError: if the part does not begin with an input, or not with one for codes.
    """
    shapes = _shapes(part, "inputs")
    if shapes is None:
        raise ModelError(
            f"The {name} does not say how long a code is: let it begin with keras.Input((d,))."
        )
    if len(shapes[0]) != 1:
        raise ModelError(
            f"The {name} takes {_said(shapes)}, but a code is (batch, d): are the networks in "
            "another order than encoder, decoder?"
        )
    return shapes[0][0]


def check_outputs(name, part, **sizes):
    """Raise ModelError unless the part gives outputs `(batch, size)` of these names and sizes."""
    shapes, wanted = _shapes(part, "outputs"), [(size,) for size in sizes.values()]
    if shapes is not None and shapes != wanted:
        raise ModelError(
            f"The {name} gives {_said(shapes)}, but it has to give {', '.join(sizes)}: "
            f"{_said(wanted)}. Change its last layers."
        )


def check_networks_with_condition(encoder, decoder):
    """The shape of one condition, once it is sure that both networks take it as second input.

    Raises:
        ModelError: if a network does not say what it takes, takes no condition, or another one.
    """
    shapes = {}
    for name, part, first in (("encoder", encoder, "x"), ("decoder", decoder, "z")):
        found = _shapes(part, "inputs")
        if found is None or len(found) != 2:
            takes = "does not say what it takes" if found is None else f"takes {_said(found)}"
            raise ModelError(
                f"The {name} {takes}, but it has to take two inputs: build it with "
                f"keras.Model(({first}, c), ...), where c is the condition."
            )
        shapes[name] = found[1]
    if shapes["encoder"] != shapes["decoder"]:
        raise ModelError(
            f"The encoder takes conditions {_said([shapes['encoder']])} and the decoder "
            f"{_said([shapes['decoder']])}: give both the same."
        )
    return shapes["encoder"]


# ---- arrays: looked at in `fit`, as no value can be read inside of a compiled step --------------


def _arrays(name, tree):
    """Names and arrays; what Keras itself reads from, such as a generator, is left out."""
    leaves = jax.tree_util.tree_leaves_with_path(
        tree, is_leaf=lambda node: not isinstance(node, tuple | list | dict)
    )
    for path, array in leaves:
        if hasattr(array, "dtype") and hasattr(array, "shape"):
            yield name + jax.tree_util.keystr(path), np.asarray(array)


def check_numbers(**trees):
    """Raise ModelError if an array in the trees is empty or holds NaN or infinite numbers."""
    for name, tree in trees.items():
        for here, array in _arrays(name, tree):
            if array.size == 0:
                raise ModelError(f"{here} is empty (shape {array.shape}): give at least one image.")
            if array.dtype.kind == "f" and not np.isfinite([array.min(), array.max()]).all():
                raise ModelError(
                    f"{here} holds {np.sum(~np.isfinite(array)):,} values that are NaN or "
                    "infinite: every weight would become NaN, so take them out first."
                )


def check_grey_levels(**trees):
    """Raise ModelError unless all numbers are from 0 to 1; rounding is forgiven."""
    for name, tree in trees.items():
        for here, array in _arrays(name, tree):
            low, high = float(array.min()), float(array.max())
            if low < -1e-5 or high > 1 + 1e-5:
                raise ModelError(
                    f"{here} goes from {low:g} to {high:g}, but grey levels are from 0 to 1: "
                    "divide by 255 if they count to 255."
                )


def check_itself(x, y):
    """Raise ModelError unless the targets are the images, as a weight is of one image."""
    if y is not None and y is not x and not np.array_equal(x, y):
        raise ModelError(
            "The targets are not the images, but a weight p(x, z) / q(z|x) is of one image: give "
            "fit(x, x)."
        )


def check_labels(y, most):
    """Raise ModelError unless `y` has a whole number from 0 to `most` for each image."""
    for here, array in _arrays("y", y):
        if array.shape not in ((len(array),), (len(array), 1)):
            raise ModelError(
                f"{here} has shape {array.shape}, but this discriminator sees labels: give "
                "fit(x, labels), with one label for each image."
            )
        if array.min() < 0 or array.max() > most or (array != np.floor(array)).any():
            raise ModelError(
                f"{here} goes from {array.min()} to {array.max()}, but labels are whole numbers "
                f"from 0 to {most}, where {most} stands for 'not known'."
            )


def check_condition(c, rows, shape):
    """Raise ModelError unless `c` has a condition of this shape for each of `rows` images."""
    if np.shape(c)[1:] != shape:
        raise ModelError(
            f"c has shape {np.shape(c)}, but the networks take {_said([shape])}: give a row of "
            "numbers for each image, of labels such as np.eye(10)[labels]."
        )
    if len(c) != rows:
        raise ModelError(f"c has {len(c):,} rows for {rows:,} images or codes: give one for each.")
