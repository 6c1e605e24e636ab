"""Models whose training step has several phases, each with an optimizer of its own."""

from ae_helpers.models.doors import ModelError

import jax
import keras
from keras import ops


class Phased(keras.Model):
    """A model with several optimizers that `fit`, saving and `LiveTrainer` carry as they are.

    A subclass names its optimizers and writes `phases`. Train with `fit` after
    `compile(optimizer)`; all further optimizers are copies of that one, and each has a learning
    rate of its own, a variable that may be steered.

    Attributes:
        optimizers: dict from an optimizer's name to the name of the part whose weights it moves, as
            in `{"optimizer": "generator", "judging": "discriminator"}`. `"optimizer"` is the one
            that Keras makes; left out of the dict it moves all weights, by Keras's own step.
    """

    optimizers = {}

    def phases(self, ledger, x, y):
        """One training step on a batch: changes what is in the `Ledger`, returns the logs.

        The logs are a dict of numbers, one of them `"loss"`; Keras shows those of the last batch.
        """
        raise NotImplementedError

    def compile(self, optimizer="adam", **kwargs):
        super().compile(optimizer, **kwargs)
        for name, part in self.optimizers.items():
            if name != "optimizer":
                copy = type(self.optimizer).from_config(self.optimizer.get_config())
                setattr(self, name, copy)
            getattr(self, name).build(getattr(self, part).trainable_variables)

    def compile_from_config(self, config):
        """Keras asks for this beside a `compile` of one's own: what `load_model` calls."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        if not self.optimizer.built:
            self.optimizer.build(self.trainable_variables)

    @property
    def non_trainable_variables(self):
        """With the state of the optimizers that Keras would forget: it carries all of these."""
        further = [name for name in self.optimizers if name != "optimizer"] if self.compiled else []
        state = [variable for name in further for variable in getattr(self, name).variables]
        return super().non_trainable_variables + state

    def train_step(self, state, data):
        """The phases, as one pure function from state to state, as Keras wants it."""
        ledger = Ledger(self, state)
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.phases(ledger, x, y), ledger.state()

    def stock_step(self, ledger, x, y, on=True):
        """Keras's own step with `optimizer` and `compute_loss` as a phase; returns its logs."""
        before = ledger.state()
        logs, (weights, others, slots, metrics) = super().train_step(before, (x, y))
        weights, slots = _chosen(on, weights, before[0]), _chosen(on, slots, before[2])
        ledger.take((weights, others, slots, metrics))
        return logs


class Ledger:
    """All variables of a model and their values of this moment, inside a pure training step.

    Args:
        model: the `Phased` model.
        state: Keras's state: values of the trainable and of the non-trainable variables, of the
            optimizer's and of the metrics', four lists.
    """

    def __init__(self, model, state):
        self._groups = (
            model.trainable_variables,
            model.non_trainable_variables,
            model.optimizer.variables,
            model.metrics_variables,
        )
        self._now = {}
        self.take(state)

    def take(self, state):
        """Note a whole state."""
        for variables, values in zip(self._groups, state, strict=True):
            self.write(variables, values)

    def state(self):
        """The whole state, as Keras wants it."""
        return tuple(self.read(variables) for variables in self._groups)

    def __getitem__(self, variable):
        return self._now[id(variable)]

    def read(self, variables):
        """The values of some variables, a list."""
        return [self[variable] for variable in variables]

    def write(self, variables, values):
        """Note new values."""
        self._now.update(zip(map(id, variables), values, strict=True))

    def draw(self, layer, *inputs):
        """The output of a layer that has a seed and no weights; its seed moves on."""
        seed = layer.non_trainable_variables
        output, moved = layer.stateless_call([], self.read(seed), *inputs)
        self.write(seed, moved)
        return output

    def descend(self, loss, part, optimizer, length=1.0, on=True):
        """Move a part's weights one step down a loss, with an optimizer built on them.

        Args:
            loss: function of the list of the part's weights -> a number.
            part: layer or model.
            optimizer: one of the model's.
            length: of the step, in units of the optimizer's own. As a factor of the loss, Adam
                would divide it out again.
            on: False leaves weights and optimizer as they are; it may be traced.

        Returns:
            The loss before the step.
        """
        weights, slots = self.read(part.trainable_variables), self.read(optimizer.variables)
        value, slopes = jax.value_and_grad(loss)(weights)
        moved, new = optimizer.stateless_apply(slots, slopes, weights)
        length = ops.where(on, length, 0.0)
        moved = [a + length * (b - a) for a, b in zip(weights, moved, strict=True)]
        self.write(part.trainable_variables, moved)
        self.write(optimizer.variables, _chosen(on, new, slots))
        return value


def run(part, weights, x):
    """The output of a part with these weights: for losses that are functions of weights."""
    return part.stateless_call(weights, [], x)[0]


def refuse_state(**parts):
    """Raise ModelError if a part has a state beside its weights, which no phase would carry."""
    for name, part in parts.items():
        if part.non_trainable_variables:
            raise ModelError(
                f"The {name} has a state beside its weights, which the phases do not carry: build "
                "it without batch normalisation, dropout or noise layers."
            )


def _chosen(on, new, old):
    return [ops.where(on, a, b) for a, b in zip(new, old, strict=True)]
