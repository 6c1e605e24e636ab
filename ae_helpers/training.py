"""Whole epochs in one compiled call, and schedules of steered variables.

`LiveTrainer`, for models that are steered while they train, is in `ae_helpers.live`.
"""

from ae_helpers.cells.progress import ProgressBar

import jax
import jax.numpy as jnp
import keras
import numpy as np


def batch_order(n, seed, epoch):
    """The order in which an epoch goes through `n` images: `(n,)` indices, fixed by the seed."""
    return np.random.default_rng((seed, epoch)).permutation(n)


def _compiled_epoch(model):
    """Keras's own training step over the rows of `order` in one `lax.scan`.

    The seeds of random layers are part of the state, so they move on inside the scan. Returns the
    logs of the last step, which are those of the epoch: its metrics run from the epoch's start.
    """

    @jax.jit
    def epoch(state, x, y, order):
        def step(state, rows):
            logs, state = model.train_step(state, (x[rows], y[rows]))
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
        x_train: images `(N, ...)`, shuffled anew for every epoch.
        epochs: passes over the images.
        batch_size: images a step; the last batch of an epoch may be smaller.
        validation_data: `(x, y)`, evaluated after every epoch, or None.
        callbacks: Keras callbacks; the methods for epochs and for the whole training are called,
            those for batches are not.
        seed: seed of the order of the batches.
        verbose: 0 for no progress line.
        y_train: targets; None stands for the images themselves.

    Returns:
        Keras's `History`.
    """
    x = jnp.asarray(x_train)
    y = x if y_train is None else jnp.asarray(y_train)
    model.fit(x[:1], y[:1], epochs=0, verbose=0)  # builds the model, the metrics, the optimizer
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
    full = len(x) - len(x) % batch_size
    callbacks = [*callbacks, ProgressBar()] if verbose else list(callbacks)
    callbacks = keras.callbacks.CallbackList(
        callbacks, add_history=True, model=model, epochs=epochs, steps=-(-len(x) // batch_size)
    )
    model.stop_training = False
    callbacks.on_train_begin()
    logs = {}
    for epoch in range(epochs):
        model.reset_metrics()
        callbacks.on_epoch_begin(epoch)
        order = jnp.asarray(batch_order(len(x), seed, epoch), "int32")
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
        epochs: length of the way.
    """

    def __init__(self, variable, start, end, epochs):
        super().__init__()
        self.variable, self.start, self.end, self.epochs = variable, start, end, epochs

    def on_epoch_begin(self, epoch, logs=None):
        share = min(1, epoch / self.epochs)
        self.variable.assign(self.start + share * (self.end - self.start))
