"""The parts of a `LiveTrainer`: controls, the state they steer, curves, snapshots, interrupts."""

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Real

from ae_helpers.training import TrainingError

import jax
import jax.numpy as jnp
import keras
import numpy as np

CURVE_POINTS = 1024  # a curve never has more
SEED = "seed_generator_state"  # what Keras calls the variable of every seed generator


@dataclass(frozen=True)
class Control:
    """A variable that may be set while the model trains, and the values that make sense for it.

    Args:
        variable: a scalar `keras.Variable` of the model or of its optimizer, for example
            `mask.active`, `noise.level` or `model.optimizer.learning_rate`.
        low, high: the least and the greatest value.
        integer: only whole numbers.
        log: the slider is logarithmic above zero, its left end; for a weight such as beta. (A range
            that begins above zero and spans two powers of ten has a logarithmic slider anyway.)
        words: how a value is said above the slider, such as "{:.2f} seconds"; the names that the
            lessons use have theirs.
        choices: instead of a range, a dict from a choice's name to its number, or the allowed
            numbers.

    Raises:
        TrainingError: there are neither choices nor a range, or the variable is not one number.
    """

    variable: keras.Variable
    low: float = None
    high: float = None
    integer: bool = False
    log: bool = False
    words: str = None
    choices: dict = None

    def __post_init__(self):
        if np.shape(self.variable) != ():
            raise TrainingError(
                f"A control sets one number, but this variable has shape {self.variable.shape}: "
                "give a scalar variable, such as mask.active."
            )
        ends = [end for end in (self.low, self.high) if isinstance(end, Real)]
        if not self.choices and not (len(ends) == 2 and self.low < self.high):
            raise TrainingError(
                f"A control from {self.low} to {self.high} has no values: give low and a greater "
                "high, as in Control(noise.level, 0, 1), or choices."
            )

    def check(self, name, value):
        """The number that the variable gets; ValueError with one sentence if there is none."""
        if self.choices is not None:
            if not isinstance(value, str | Real) or value not in self.choices:
                raise ValueError(f"{name} must be one of {list(self.choices)}, not {value!r}.")
            return float(self.choices[value] if isinstance(self.choices, dict) else value)
        is_number = isinstance(value, Real) and not isinstance(value, bool)
        fits = is_number and self.low <= value <= self.high  # false for NaN
        if not fits or (self.integer and value != int(value)):
            kind = "whole number" if self.integer else "number"
            raise ValueError(
                f"{name} must be a {kind} from {self.low:g} to {self.high:g}, not {value!r}."
            )
        return float(value)

    def current(self):
        """The variable's value now, as `set` would take it."""
        number = float(str(np.float32(self.variable.value)))  # 0.001, not 0.0010000000475
        if isinstance(self.choices, dict):
            return next((name for name, n in self.choices.items() if n == number), number)
        return int(number) if self.integer else number


@jax.jit  # one program for all arrays, not one for each shape
def _copied(arrays):
    return jax.tree.map(jnp.copy, arrays)


class TrainingState:
    """All that a training step changes, in the model's hands or in the trainer's.

    The trainer's arrays are copies, as the compiled step gives its buffers away.

    Args:
        model: a compiled model whose variables exist, its optimizer's included.

    Attributes:
        arrays: lists of arrays, beside those of `variables`; None while the model has the weights.
    """

    def __init__(self, model):
        self.variables = (
            model.trainable_variables,
            model.non_trainable_variables,
            model.optimizer.variables,
        )
        self.arrays = None
        self._initial = [[np.array(v.value) for v in group] for group in self.variables]
        self._place = {
            id(variable): (i, j)
            for i, group in enumerate(self.variables)
            for j, variable in enumerate(group)
        }

    def __contains__(self, variable):
        return id(variable) in self._place

    def take(self):
        """Copy the arrays out of the model, if it has them."""
        if self.arrays is None:
            self.arrays = _copied([[v.value for v in group] for group in self.variables])

    def give_back(self):
        """Write the arrays to the model, if the trainer has them."""
        if self.arrays is not None:
            for variables, arrays in zip(self.variables, self.arrays, strict=True):
                for variable, array in zip(variables, arrays, strict=True):
                    variable.assign(array)
            self.arrays = None

    def reset(self):
        """Take the arrays of the time this object was made."""
        self.arrays = _copied(self._initial)

    def now(self):
        """The arrays of this moment, whoever has them."""
        return self.arrays or [[v.value for v in group] for group in self.variables]

    def pure(self, function):
        """`function(*inputs)` as a function of the state as well: `(state, *inputs)`.

        Seeds stay as they are when it is compiled, so that a layer always draws the same noise.
        """
        variables = sum(self.variables, [])

        def pure_function(state, *inputs):
            pairs = zip(variables, sum(state, []), strict=True)
            values = [(variable, array) for variable, array in pairs if variable.name != SEED]
            with keras.StatelessScope(state_mapping=values):
                return function(*inputs)

        return pure_function

    def write(self, variable, number):
        """Give a scalar variable a new value of the same type: nothing is compiled again."""
        if self.arrays is None:
            variable.assign(number)
        else:
            i, j = self._place[id(variable)]
            self.arrays[i][j] = jnp.asarray(number, variable.dtype)


@dataclass(frozen=True)
class Snapshot:
    """What a `LiveTrainer` has done so far. Losses are means over a batch, NaN before the first."""

    step: int
    epoch: int  # complete passes over the training images
    images_per_second: float
    loss: float  # running mean over about the last 20 steps
    val_loss: float
    steps: np.ndarray  # (points,), at most CURVE_POINTS, and the curve beside it
    losses: np.ndarray
    val_steps: np.ndarray
    val_losses: np.ndarray
    controls: dict  # name -> value
    running: bool


class Curve:
    """Values over steps in bounded memory: a full curve is halved by averaging neighbours."""

    def __init__(self, limit=CURVE_POINTS):
        self.limit = limit
        self.clear()

    def clear(self):
        self._points = []  # (step, value), each the mean of `_stride` values
        self._stride = 1
        self._open = []  # the values of the point that is not complete yet

    def append(self, step, value):
        self._open.append((step, value))
        if len(self._open) == self._stride:
            self._points.append(tuple(np.mean(self._open, axis=0)))
            self._open = []
        if len(self._points) == self.limit:
            pairs = np.reshape(self._points, (-1, 2, 2))
            self._points = [tuple(point) for point in pairs.mean(axis=1)]
            self._stride *= 2

    def arrays(self):
        """Steps and values, each `(points,)`."""
        return np.array(self._points, "float32").reshape(-1, 2).T


@contextmanager
def interrupt_afterwards():
    """Hold Ctrl-C until the block has ended: half a step leaves no state (see `LiveTrainer`)."""
    if threading.current_thread() is not threading.main_thread():
        yield []  # Python interrupts the main thread only
        return
    held = []
    before = signal.signal(signal.SIGINT, lambda *args: held.append(args))
    try:
        yield held
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        signal.raise_signal(signal.SIGINT)
