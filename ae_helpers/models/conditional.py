"""The conditional variational autoencoder."""

from ae_helpers.models.autoencoder import predict_padded
from ae_helpers.models.doors import (
    ModelError,
    check_condition,
    check_networks_with_condition,
    check_numbers,
)
from ae_helpers.models.vae import VAE

import jax
import keras
import numpy as np
from scipy.special import expit


@keras.saving.register_keras_serializable("ae_helpers")
class ConditionalVAE(VAE):
    """A VAE that is told something about each image: both of its networks see a condition, too.

    Sohn, Lee and Yan, 'Learning structured output representation using deep conditional generative
    models' (2015), with the prior `N(0, I)` for every condition. The loss is that of `VAE`. Images
    are their own targets: train with `fit((x, c))` after `compile(optimizer)`.

    Args:
        encoder: model of two inputs, images `(batch, h, w, channels)` and conditions `(batch, ...)`
            -> the pair `(mu, log_var)`, both `(batch, d)`.
        decoder: model of two inputs, codes `(batch, d)` and conditions -> logits, as the images.
        seed: seed of the samples.

    Attributes:
        scale: scalar variable, what conditions are multiplied by before a network sees them; 1 at
            first. With 0 the model is told nothing.

    Raises:
        ModelError: if the networks do not fit, or images or conditions cannot be used.
    """

    def __init__(self, encoder, decoder, seed=None, **kwargs):
        shape = check_networks_with_condition(encoder, decoder)
        super().__init__(encoder, decoder, seed=seed, **kwargs)
        self.condition_shape = shape
        self.scale = self.add_weight(shape=(), initializer="ones", trainable=False, name="scale")

    def call(self, pair, training=None):
        x, c = pair
        c = self.scale * c
        mu, log_var = (self.mask(part) for part in self.encoder((x, c), training=training))
        z = self.mask(self.sampling(mu, log_var))
        return self.decoder((z, c), training=training), mu, log_var

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return super().compute_loss(x[0], None, y_pred)

    def check(self, x, y):
        if not hasattr(x, "shape") and not isinstance(x, tuple | list | dict):
            return  # what Keras itself reads from, such as a generator
        if not isinstance(x, tuple | list) or len(x) != 2:
            raise ModelError(
                "This model is told something about each image: give fit((x, c)), a pair of images "
                "and conditions."
            )
        images, c = x
        super().check(images, None)
        check_numbers(c=c)
        check_condition(c, len(images), self.condition_shape)
        targets = jax.tree.leaves(y)
        if targets and not np.array_equal(targets[0], images):
            raise ModelError(
                "y is not the images x, but they are their own targets here: give fit((x, c)), "
                "without y."
            )

    def posterior(self, x, c):
        """Images `(n, h, w, channels)`, conditions `(n, ...)` -> `(mu, log_var)`, both `(n, d)`."""
        return self.masked(predict_padded(self.encoder, x, self._scaled(c, len(x))))

    def encode(self, x, c):
        """Images and conditions -> the means of their codes, `(n, d)`, as a NumPy array."""
        return self.posterior(x, c)[0]

    def decode(self, z, c):
        """Codes `(n, d)` and conditions -> grey levels in [0, 1], as a NumPy array."""
        return expit(predict_padded(self.decoder, z, self._scaled(c, len(z))))

    def reconstruct(self, x, c):
        """Images and their conditions -> reconstructions in grey levels, shaped as the images."""
        return self.decode(self.encode(x, c), c)

    def _scaled(self, c, rows):
        check_condition(c, rows, self.condition_shape)
        return np.float32(self.scale.value) * np.asarray(c, "float32")
