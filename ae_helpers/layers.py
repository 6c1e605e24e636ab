"""Layers whose behaviour is steered by Keras variables, so that nothing is compiled again."""

import keras
from keras import ops


@keras.saving.register_keras_serializable("ae_helpers")
class LatentMask(keras.layers.Layer):
    """Keeps the first `active` codes and sets the others to zero: a latent size that can move.

    A masked code gets no gradient either, so a model that is built with `size` codes and masked to
    `d` trains exactly as one that is built with `d` codes. A variational model masks `mu`,
    `log_var` and `z`; a masked code then has the prior's mean and variance and adds no KL.

    Args:
        size: number of codes, the last axis of the input.

    Attributes:
        active: scalar float variable, the number of codes kept; `size` at first.
    """

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.active = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(size),
            trainable=False,
            autocast=False,
            name="active",
        )

    def call(self, z):
        """`(batch, ..., size)` -> the same shape."""
        # Not a product with 0: a masked code that has run off to infinity would give NaN.
        kept = ops.arange(self.size, dtype="float32") < self.active
        return ops.where(kept, z, ops.zeros_like(z))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {"size": self.size}


@keras.saving.register_keras_serializable("ae_helpers")
class RuntimeNoise(keras.layers.Layer):
    """Adds Gaussian noise in training, and only there; its level can move while the model trains.

    Grey levels are not clipped: the noise stays Gaussian and its mean stays zero.

    Args:
        level: standard deviation at first, in grey levels.
        seed: seed of the layer's own random numbers; None takes one from Keras's global seed.

    Attributes:
        level: scalar variable, the standard deviation.
    """

    def __init__(self, level=0.0, seed=None, **kwargs):
        super().__init__(**kwargs)
        self._config = {"level": level, "seed": seed}
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.level = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(level),
            trainable=False,
            name="level",
        )

    def call(self, x, training=None):
        """`(batch, ...)` -> the same shape."""
        if not training:
            return x
        noise = keras.random.normal(ops.shape(x), dtype=x.dtype, seed=self.seed_generator)
        return x + self.level * noise

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | self._config


@keras.saving.register_keras_serializable("ae_helpers")
class Sampling(keras.layers.Layer):
    """The reparameterisation: `z = mu + exp(log_var / 2) * epsilon`, `epsilon ~ N(0, I)`.

    Kingma and Welling, 'Auto-encoding variational Bayes' (2014), section 2.4. It draws a sample in
    training and outside it; use `mu` itself where a code without noise is wanted.

    Args:
        seed: seed of the layer's own random numbers; None takes one from Keras's global seed.
    """

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, mu, log_var):
        """Mean and log variance, both `(batch, d)` -> one sample a row, `(batch, d)`."""
        epsilon = keras.random.normal(ops.shape(mu), dtype=mu.dtype, seed=self.seed_generator)
        return mu + ops.exp(0.5 * log_var) * epsilon

    def compute_output_shape(self, mu_shape, log_var_shape=None):
        return mu_shape

    def get_config(self):
        return super().get_config() | {"seed": self.seed}
