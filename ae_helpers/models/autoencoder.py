"""The autoencoder: an encoder, a decoder, and nothing else."""

from ae_helpers import losses
from ae_helpers.models.doors import check_grey_levels, check_numbers

import jax
import keras
import numpy as np
from keras import ops
from scipy.special import expit

FEW, MANY = 64, 512  # images per batch when nothing is trained


def predict_padded(part, *inputs):
    """What a part makes of its inputs, each `(n, ...)`, as NumPy arrays.

    Keras compiles anew for each other number of images in a batch, so all batches are full here.
    """
    n = len(inputs[0])
    batch_size = FEW if n <= FEW else MANY

    def padded(x):
        x = np.asarray(x, "float32")
        return np.concatenate([x, np.repeat(x[:1], -n % batch_size, axis=0)])

    inputs = [padded(x) for x in inputs]
    inputs = inputs if len(inputs) > 1 else inputs[0]
    outputs = part.predict(inputs, batch_size=batch_size, verbose=0)
    return jax.tree.map(lambda output: output[:n], outputs)


@keras.saving.register_keras_serializable("ae_helpers")
class Autoencoder(keras.Model):
    """A deterministic autoencoder, `x -> z = encoder(x) -> logits = decoder(z)`.

    It trains with Keras's stock `fit(x, x)` and any loss from `ae_helpers.losses`.

    Args:
        encoder: model or layer, images `(batch, h, w, c)` -> codes `(batch, d)`.
        decoder: model or layer, codes `(batch, d)` -> logits `(batch, h, w, c)`.
    """

    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder

    def call(self, x, training=None):
        z = self.encoder(x, training=training)
        return self.decoder(z, training=training)

    def fit(self, x=None, y=None, *args, **kwargs):
        """Keras's `fit`; ModelError if the arrays make no sense, before anything is trained."""
        self.check(x, y)
        return super().fit(x, y, *args, **kwargs)

    def evaluate(self, x=None, y=None, *args, **kwargs):
        """Keras's `evaluate`, with the same look at the arrays."""
        self.check(x, y)
        return super().evaluate(x, y, *args, **kwargs)

    def check(self, x, y):
        """Raise ModelError unless `x` and `y` are what the loss can be computed on."""
        check_numbers(x=x, y=y)
        if self.loss in (losses.binary_crossentropy, losses.squared_error):
            check_grey_levels(y=y)

    def encode(self, x):
        """Images `(n, h, w, c)` -> codes `(n, d)`, as NumPy arrays."""
        return predict_padded(self.encoder, x)

    def decode(self, z):
        """Codes `(n, d)` -> grey levels in [0, 1], `(n, h, w, c)`, as NumPy arrays."""
        return expit(predict_padded(self.decoder, z))

    def reconstruct(self, x):
        """Images -> their reconstructions in grey levels, the same shape."""
        return self.decode(self.encode(x))

    def get_config(self):
        parts = {"encoder": self.encoder, "decoder": self.decoder}
        parts = {name: keras.saving.serialize_keras_object(part) for name, part in parts.items()}
        return super().get_config() | parts

    @classmethod
    def from_config(cls, config):
        for name in ("encoder", "decoder"):
            config[name] = keras.saving.deserialize_keras_object(config[name])
        return cls(**config)


@keras.saving.register_keras_serializable("ae_helpers")
class SteeredAutoencoder(Autoencoder):
    """An autoencoder whose loss can be changed while it trains; compile it without a loss.

    Attributes:
        bce: scalar variable, the share of the binary cross-entropy in the loss; 1 at first. The
            rest is squared error.
    """

    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(encoder, decoder, **kwargs)
        self.bce = self.add_weight(shape=(), initializer="ones", trainable=False, name="bce")

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        loss = self.bce * losses.binary_crossentropy(y, y_pred)
        return ops.mean(loss + (1.0 - self.bce) * losses.squared_error(y, y_pred))

    def check(self, x, y):
        super().check(x, y)
        check_grey_levels(y=y)
