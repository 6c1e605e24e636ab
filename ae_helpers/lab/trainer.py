"""A model that trains in short slices and can be steered while it does.

No widget is in here: `LiveLab` shows a `LiveTrainer`, a test or a benchmark drives it alone.
"""

import math
import threading
import time

from ae_helpers.lab.steering import Control, Curve, Snapshot, TrainingState, interrupt_afterwards
from ae_helpers.training import TrainingError, at_least_one, batch_order, build, count_rows

import jax
import jax.numpy as jnp
import numpy as np

__all__ = ["Control", "LiveTrainer", "Snapshot"]

VAL_EVERY = 50  # steps between two points of the validation curve ...
VAL_IMAGES = 500  # ... each on the first images: together about 3 % of the training time
SHORT_WAIT = 0.5  # seconds between two slices that still count as training
LONGEST_SLICE = 0.05  # seconds; `step(1000)` lets other threads in between two slices


def _compiled_steps(model):
    """Keras's own training step, compiled with the choice of the batch inside.

    The old state's buffers are given to the new one (`donate_argnums`), which spares a copy of
    all weights a step. The metrics start from zero in every step: the loss is that of the batch.
    """
    model.reset_metrics()
    metrics = [np.array(variable.value) for variable in model.metrics_variables]

    def step(state, x, y, order, row):
        batch = jax.tree.map(lambda array: array[order[row]], (x, y))
        logs, (*state, _) = model.train_step((*state, metrics), batch)
        return state, logs["loss"]

    def validate(state, x, y):
        logs, _ = model.test_step((*state[:2], metrics), (x, y))
        return logs["loss"]

    return jax.jit(step, donate_argnums=0), jax.jit(validate)


class LiveTrainer:
    """Trains a compiled Keras model in slices of a few milliseconds, steered between the slices.

    While it runs, the trainer holds the weights; while it is paused, the model does, and `fit`,
    `predict` and `save` work as ever. Whatever they change is taken up at the next start. A control
    is a variable in the state of the one compiled step, so that no new value compiles anything.

    Args:
        model: a compiled `keras.Model`; any loss, also one of its own `compute_loss`.
        x_train: images, `(N, ...)`; they are shuffled anew for every epoch, and the few that do not
            fill a batch are left out of that epoch. For a model of several inputs a tuple or dict
            of arrays, as `model.fit` takes it; the same goes for the three below.
        x_val: images for the validation loss, of which the first `VAL_IMAGES` are used, or None.
        controls: dict from a name to its `Control`.
        batch_size: images a step.
        seed: seed of the order of the batches.
        y_train, y_val: targets; None stands for the images themselves.

    Raises:
        TrainingError: unequal numbers of rows, nothing to train on, an empty batch, targets for one
            of training and validation alone, a control whose variable is not the model's; later,
            from `step` and `tick`, if the model was compiled anew.
    """

    def __init__(
        self,
        model,
        x_train,
        x_val=None,
        controls=None,
        batch_size=128,
        seed=0,
        y_train=None,
        y_val=None,
    ):
        if y_train is not None and x_val is not None and y_val is None:
            raise TrainingError("y_train has no counterpart y_val: give it beside x_val.")
        at_least_one(batch_size=batch_size)
        self._n = count_rows(x_train=x_train, y_train=x_train if y_train is None else y_train)
        self.model = model
        self.controls = dict(controls or {})
        self.batch_size = min(batch_size, self._n)
        self.seed = seed
        self.running = False
        self._x = jax.tree.map(jnp.asarray, x_train)
        self._y = self._x if y_train is None else jax.tree.map(jnp.asarray, y_train)
        self._val = None
        if x_val is not None:
            y_val = x_val if y_val is None else y_val
            count_rows(x_val=x_val, y_val=y_val)
            self._val = jax.tree.map(lambda array: jnp.asarray(array[:VAL_IMAGES]), (x_val, y_val))
            build(model, *self._val)
        build(model, self._x, self._y)
        self._state = TrainingState(model)
        for name, control in self.controls.items():
            if control.variable not in self._state:
                raise TrainingError(
                    f"The variable of {name!r} is neither the model's nor its optimizer's: "
                    "give the variable itself, such as mask.active, not its value."
                )
        self._train, self._validate = _compiled_steps(model)
        self._compiled = model.train_function  # `compile` throws it away
        self._applied = {}  # function -> the same, compiled
        self._lock = threading.Lock()  # held by whoever reads or replaces the state
        self._values = {name: control.current() for name, control in self.controls.items()}
        self._numbers = {name: float(c.variable.value) for name, c in self.controls.items()}
        self._mailbox = {}  # numbers that the state does not have yet
        self._curve, self._val_curve = Curve(), Curve()
        self._clear_counters()

    # ---- steering -----------------------------------------------------------------------------

    def set(self, name, value):
        """Give a control a value; the next slice takes it. From any thread, and at no cost.

        Raises:
            ValueError: one sentence that says which values are allowed; training goes on.
        """
        if name not in self.controls:
            raise ValueError(f"There is no control {name!r}, only {list(self.controls)}.")
        number = self.controls[name].check(name, value)
        self._values[name] = value
        self._numbers[name] = number
        self._mailbox[name] = number

    def get(self, name):
        """The value a control was last set to."""
        if name not in self.controls:
            raise ValueError(f"There is no control {name!r}, only {list(self.controls)}.")
        return self._values[name]

    # ---- running ------------------------------------------------------------------------------

    def start(self):
        """Let `tick` train."""
        self.running = True

    def pause(self):
        """Stop, and write the weights back to the model."""
        self.running = False
        with interrupt_afterwards(), self._lock:
            self._give_back()

    def step(self, n=1):
        """Train exactly `n` steps, running or not."""
        while n > 0:
            with interrupt_afterwards() as held, self._lock:
                try:
                    n -= self._slice(held, LONGEST_SLICE, n)
                finally:
                    if not self.running:
                        self._give_back()
            time.sleep(1e-4)  # a lock is not fair: give a waiting thread the time to take it

    def tick(self, budget_ms=15):
        """If running, train for about `budget_ms`; the number of steps made, at least one.

        Returns 0 at once when paused, or when another thread is in the middle of a slice. An
        interrupt (Ctrl-C, the kernel's stop button) ends the slice and pauses the trainer.
        """
        done = 0
        try:
            with interrupt_afterwards() as held:
                if self.running and self._lock.acquire(blocking=False):
                    try:
                        if self.running:  # it may have been paused on the way here
                            done = self._slice(held, budget_ms / 1e3)
                    finally:
                        self._lock.release()
        except KeyboardInterrupt:
            self.pause()
        return done

    def reset(self):
        """Initial weights, optimizer state, curves and counters; the controls stay as they are."""
        with interrupt_afterwards(), self._lock:
            self._state.reset()
            self._mailbox.update(self._numbers)
            self._clear_counters()
            if not self.running:
                self._give_back()

    # ---- looking ------------------------------------------------------------------------------

    def apply(self, function, *inputs):
        """`function(*inputs)` with the weights and controls of this moment, in one compiled call.

        The function is a layer (`model.encoder`), or any function of arrays that calls layers and
        reads variables of the model. It is compiled once for each shape of its inputs and changes
        nothing; the noise that a layer draws is the same in every call.

        Returns:
            What the function returns, as NumPy arrays.
        """
        if function not in self._applied:
            self._applied[function] = jax.jit(self._state.pure(function))
        with interrupt_afterwards(), self._lock:
            self._read_mailbox()
            result = self._applied[function](self._state.now(), *inputs)
        return jax.tree.map(np.asarray, result)

    def snapshot(self):
        """A `Snapshot`: the counters, the curves so far and the controls' values."""
        with interrupt_afterwards(), self._lock:
            steps, losses = self._curve.arrays()
            val_steps, val_losses = self._val_curve.arrays()
            return Snapshot(
                step=self._step,
                epoch=self._step // self._rows,
                images_per_second=self._speed,
                loss=self._loss if self._step else math.nan,
                val_loss=self._val_loss,
                steps=steps,
                losses=losses,
                val_steps=val_steps,
                val_losses=val_losses,
                controls=dict(self._values),
                running=self.running,
            )

    # ---- the engine: the caller holds the lock, and interrupts wait ---------------------------

    def _slice(self, held, seconds, most=math.inf):
        """Train until the time is up, `most` steps are made or an interrupt waits in `held`."""
        if self.model.train_function is not self._compiled:
            self.running = False
            self._give_back()
            raise TrainingError(
                "The model was compiled anew, and this trainer has the old loss and optimizer: run "
                "the cell that makes the LiveTrainer again."
            )
        self._state.take()
        self._read_mailbox()
        begin, done, elapsed = time.perf_counter(), 0, 0.0
        # At least one step, and no other that would end too late.
        while done == 0 or (done < most and elapsed * (done + 1) / done <= seconds and not held):
            self._one_step()
            done += 1
            elapsed = time.perf_counter() - begin
        if begin - self._ended < SHORT_WAIT:
            elapsed += begin - self._ended  # drawing takes its time as well; a pause does not count
        self._ended = time.perf_counter()
        if self._step > done:  # the first slice has compiled: it says nothing about the speed
            speed, weight = done * self.batch_size / elapsed, 1 - math.exp(-elapsed)
            self._speed = (
                speed if self._speed == 0 else self._speed + weight * (speed - self._speed)
            )
        return done

    def _one_step(self):
        epoch, row = divmod(self._step, self._rows)
        if row == 0:
            order = batch_order(self._n, self.seed, epoch)
            order = order[: self._rows * self.batch_size].reshape(self._rows, self.batch_size)
            self._order = jnp.asarray(order, "int32")
        self._state.arrays, loss = self._train(
            self._state.arrays, self._x, self._y, self._order, row
        )
        self._step += 1
        loss = float(loss)  # waits for the step to end
        self._loss += (loss - self._loss) * max(1 / self._step, 0.05)
        self._curve.append(self._step, loss)
        if self._val is not None and self._step % VAL_EVERY == 0:
            self._val_loss = float(self._validate(self._state.arrays, *self._val))
            self._val_curve.append(self._step, self._val_loss)

    def _read_mailbox(self):
        """Put the values that were set since the last slice where the weights are now."""
        while self._mailbox:
            name, number = self._mailbox.popitem()
            self._state.write(self.controls[name].variable, number)

    def _give_back(self):
        self._read_mailbox()
        self._state.give_back()

    def _clear_counters(self):
        self._rows = self._n // self.batch_size  # batches an epoch
        self._step, self._speed, self._ended = 0, 0.0, -math.inf
        self._loss, self._val_loss = 0.0, math.nan
        self._curve.clear()
        self._val_curve.clear()
