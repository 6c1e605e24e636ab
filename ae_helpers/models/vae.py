"""The variational autoencoder."""

from ae_helpers import losses
from ae_helpers.layers import LatentMask, Sampling
from ae_helpers.models.autoencoder import Autoencoder, predict_padded
from ae_helpers.models.doors import check_grey_levels, check_outputs, code_size

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable("ae_helpers")
class VAE(Autoencoder):
    """A variational autoencoder (Kingma and Welling 2014) with a Bernoulli decoder.

    The loss is the negative ELBO in nats, with the KL weighed by `beta` (Higgins et al. 2017):
    binary cross-entropy, summed over pixels, plus `beta` times KL, summed over dimensions. Train
    with `fit(x, x)` after `compile(optimizer)`; no loss is given there.

    Args:
        encoder: model, images `(batch, h, w, c)` -> the pair `(mu, log_var)`, both `(batch, d)`.
        decoder: model with a known input, codes `(batch, d)` -> logits `(batch, h, w, c)`.
        seed: seed of the samples.

    Attributes:
        beta: scalar variable, the weight of the KL; 1 at first.
        mask: the `LatentMask` whose variable `active` is the number of codes in use.

    Raises:
        ModelError: if the networks do not fit, or images are not grey levels from 0 to 1.
    """

    def __init__(self, encoder, decoder, seed=None, **kwargs):
        d = code_size(decoder)
        check_outputs("encoder", encoder, mu=d, log_var=d)
        super().__init__(encoder, decoder, **kwargs)
        self.seed = seed
        self.sampling = Sampling(seed)
        self.mask = LatentMask(d)
        self.beta = self.add_weight(shape=(), initializer="ones", trainable=False, name="beta")
        self.reconstruction_tracker = keras.metrics.Mean(name="reconstruction")
        self.kl_tracker = keras.metrics.Mean(name="kl")

    def call(self, x, training=None):
        mu, log_var = (self.mask(part) for part in self.encoder(x, training=training))
        z = self.mask(self.sampling(mu, log_var))
        return self.decoder(z, training=training), mu, log_var

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        logits, mu, log_var = y_pred
        reconstruction = ops.mean(losses.binary_crossentropy(x if y is None else y, logits))
        kl = ops.mean(losses.gaussian_kl(mu, log_var))
        self.reconstruction_tracker.update_state(reconstruction)
        self.kl_tracker.update_state(kl)
        return reconstruction + self.beta * kl

    def check(self, x, y):
        super().check(x, y)
        check_grey_levels(**({"x": x} if y is None else {"y": y}))

    def posterior(self, x):
        """Images `(n, h, w, c)` -> `(mu, log_var)` of `q(z|x)`, both `(n, d)`, as NumPy arrays."""
        return self.masked(predict_padded(self.encoder, x))

    def masked(self, parts):
        """`(mu, log_var)` of the encoder as `self.mask` leaves them, as NumPy arrays."""
        kept = np.arange(self.mask.size) < float(self.mask.active.value)
        return tuple(np.where(kept, part, np.float32(0)) for part in parts)

    def encode(self, x):
        """Images `(n, h, w, c)` -> the means of their codes, `(n, d)`, as a NumPy array."""
        return self.posterior(x)[0]

    def get_config(self):
        return super().get_config() | {"seed": self.seed}
