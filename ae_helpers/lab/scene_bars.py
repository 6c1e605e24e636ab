"""The scene of bars: a number for each code, each class, each film."""

from ae_helpers.lab.scene import Scene

from keras import ops


class BarScene(Scene):
    """A bar with its value for each name.

        def rates(x):
            mu, log_var = model.encoder(x)
            return ops.mean((mu**2 + ops.exp(log_var) - 1 - log_var) / 2, axis=0)

        LiveLab(trainer, scene=BarScene(trainer, rates, x_val, title="KL, nats", names=range(16)))

    Args:
        trainer: a `LiveTrainer`.
        draw: arrays -> values `(n,)`; compiled once.
        inputs: the arrays that `draw` takes.
        title: what the values are, with their unit.
        names: `n` names.
    """

    views = ("bars", "curves")

    def __init__(self, trainer, draw, *inputs, title, names):
        super().__init__(trainer)
        self._draw, self._inputs = draw, inputs
        self.setup = {"bars": {"title": title, "names": [str(name) for name in names]}}

    def overview(self):
        """The bars and the curves."""
        return super().overview() | {"bars": self.trainer.apply(self._bars, *self._inputs)}

    def _bars(self, *inputs):
        return ops.cast(ops.nan_to_num(self._draw(*inputs)), "float32")
