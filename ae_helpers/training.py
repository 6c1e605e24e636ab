"""Whole epochs in one compiled call, and schedules of steered variables.

`LiveTrainer`, for models that are steered while they train, is in `ae_helpers.lab`.
"""

from numbers import Integral

from ae_helpers.cells.progress import ProgressBar
from ae_helpers.errors import OneSentence

import jax
import jax.numpy as jnp
import keras
import numpy as np


class TrainingError(OneSentence):
    """A model cannot be trained like this; the message says what is wrong and what to do."""


def count_rows(**trees):
    """How many rows the arrays of all trees have, once it is sure that they have as many.

    A compiled step takes rows by their numbers, and JAX replaces a number that is too large by the
    last one: without this check five targets would do for 64 images.

    Args:
        trees: arrays, or tuples, lists or dicts of arrays, under the names used in the messages.

    Raises:
        TrainingError: a tree has no array, an array has no rows, or two have unequal numbers.
    """
    first = None
    for name, tree in trees.items():
        leaves = jax.tree_util.tree_leaves_with_path(tree)
        if not leaves:
            raise TrainingError(f"{name} has no array in it: give an array, or a tuple or dict.")
        for path, leaf in leaves:
            name_here, shape = name + jax.tree_util.keystr(path), np.shape(leaf)
            if 0 in shape or not shape:
                raise TrainingError(
                    f"{name_here} is empty or no array (its shape is {shape}): give an array with "
                    "a row for each example."
                )
            first = first or (name_here, shape[0])
            if shape[0] != first[1]:
                raise TrainingError(
                    f"{name_here} has {shape[0]:,} rows and {first[0]} has {first[1]:,}: give both "
                    "the same rows, one for each example."
                )
    return first[1]


def at_least_one(**numbers):
    """Raise TrainingError unless all are whole numbers from 1 on."""
    for name, number in numbers.items():
        if not isinstance(number, Integral) or isinstance(number, bool) or number < 1:
            raise TrainingError(f"{name} is {number!r}: give a whole number, 1 or more.")


def batch_order(n, seed, epoch):
    """The order in which an epoch goes through `n` images: `(n,)` indices, fixed by the seed."""
    return np.random.default_rng((seed, epoch)).permutation(n)


def build(model, x, y):
    """Let Keras make the variables of a compiled model, its metrics and its optimizer.

    It is Keras's `fit` without an epoch, so whatever a model's own `fit` refuses is refused here.
    """
    model.fit(x, y, batch_size=1, epochs=0, shuffle=False, verbose=0)


def _compiled_epoch(model):
    """Keras's own training step over the rows of `order` in one `lax.scan`.

    The seeds of random layers are part of the state, so they move on inside the scan. Returns the
    logs of the last step, which are those of the epoch: its metrics run from the epoch's start.
    """

    @jax.jit
    def epoch(state, x, y, order):
        def step(state, rows):
            logs, state = model.train_step(state, jax.tree.map(lambda array: array[rows], (x, y)))
            return state, logs

        state, logs = jax.lax.scan(step, tuple(state), order)
        return state, jax.tree.map(lambda values: values[-1], logs)

    return epoch


def fit_dense(
    model,
    x_train,
    epochs,
    batch_size=128,
    validation_data=None,
    callbacks=(),
    seed=0,
    verbose=1,
    y_train=None,
):
    """Train as `model.fit` does, with one compiled call an epoch instead of one a batch.

    It pays for dense networks, whose steps are short, and on a GPU. On a CPU it makes convolutions
    slower, as inside the loop XLA computes them with one thread (jax issue 12868): use `fit`.
    Given the same order of batches the results are those of `fit`.

    Args:
        model: a compiled `keras.Model`.
        x_train: images `(N, ...)`, shuffled anew for every epoch; for a model of several inputs a
            tuple or dict of arrays, as `model.fit` takes it.
        epochs: passes over the images, at least 1.
        batch_size: images a step; the last batch of an epoch may be smaller.
        validation_data: `(x, y)`, evaluated after every epoch, or None.
        callbacks: Keras callbacks; the methods for epochs and for the whole training are called,
            those for batches are not.
        seed: seed of the order of the batches.
        verbose: 0 for no progress line.
        y_train: targets, or a tuple or dict of them; None stands for the images themselves.

    Returns:
        Keras's `History`.

    Raises:
        TrainingError: unequal numbers of rows, nothing to train on, no epoch, an empty batch.
    """
    at_least_one(epochs=epochs, batch_size=batch_size)
    n = count_rows(x_train=x_train, y_train=x_train if y_train is None else y_train)
    x = jax.tree.map(jnp.asarray, x_train)
    y = x if y_train is None else jax.tree.map(jnp.asarray, y_train)
    if validation_data is not None:
        if not isinstance(validation_data, tuple | list) or len(validation_data) != 2:
            raise TrainingError("validation_data is no pair: give (x_val, y_val).")
        count_rows(x_val=validation_data[0], y_val=validation_data[1])
    build(model, x, y)
    groups = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    # Kept beside the step that Keras compiled, which `compile` throws away: it is never stale.
    if not hasattr(model.train_function, "epoch"):
        model.train_function.epoch = _compiled_epoch(model)
    run = model.train_function.epoch
    full = n - n % batch_size
    callbacks = [*callbacks, ProgressBar()] if verbose else list(callbacks)
    callbacks = keras.callbacks.CallbackList(
        callbacks, add_history=True, model=model, epochs=epochs, steps=-(-n // batch_size)
    )
    model.stop_training = False
    callbacks.on_train_begin()
    logs = {}
    for epoch in range(epochs):
        model.reset_metrics()
        callbacks.on_epoch_begin(epoch)
        order = batch_order(n, seed, epoch).astype("int32")  # in NumPy: slicing compiles nothing
        state = [[variable.value for variable in group] for group in groups]
        for rows in (order[:full].reshape(-1, batch_size), order[None, full:]):
            if rows.size:  # the last, smaller batch is a second, short call
                state, logs = run(state, x, y, rows)
        for group, values in zip(groups, state, strict=True):
            for variable, value in zip(group, values, strict=True):
                variable.assign(value)
        logs = {name: float(value) for name, value in logs.items()}
        if validation_data is not None:
            scores = model.evaluate(
                *validation_data, batch_size=batch_size, verbose=0, return_dict=True
            )
            logs |= {f"val_{name}": value for name, value in scores.items()}
        callbacks.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    model.optimizer.finalize_variable_values(model.trainable_weights)
    callbacks.on_train_end(logs)
    return model.history


class Warmup(keras.callbacks.Callback):
    """Moves a steered variable in a straight line from `start` to `end`, a step each epoch.

    With the weight of the KL term as its variable it is the warm-up of a variational autoencoder
    (Sønderby et al., 'Ladder variational autoencoders', 2016, section 2.3). Nothing is compiled.

    Args:
        variable: scalar `keras.Variable`.
        start: value in the first epoch.
        end: value after `epochs` epochs, and in all that follow.
        epochs: length of the way, at least 1.
    """

    def __init__(self, variable, start, end, epochs):
        super().__init__()
        at_least_one(epochs=epochs)
        self.variable, self.start, self.end, self.epochs = variable, start, end, epochs

    def on_epoch_begin(self, epoch, logs=None):
        share = min(1, epoch / self.epochs)
        self.variable.assign(self.start + share * (self.end - self.start))
