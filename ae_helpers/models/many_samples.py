"""A VAE that draws several codes per image: the importance-weighted autoencoder."""

from ae_helpers import losses
from ae_helpers.models.doors import ModelError, check_itself
from ae_helpers.models.vae import VAE

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable("ae_helpers")
class ManySamples(VAE):
    """A VAE that draws `k` codes per image, and trains on either bound on `log p(x)`.

    A code has the weight `w = p(x|z) p(z) / q(z|x)`. The ELBO is the mean of `log w`, the
    importance-weighted bound the logarithm of the mean of `w`: Burda et al., 'Importance weighted
    autoencoders' (2016), equation 8. All codes of a batch are decoded as one batch.

    Args:
        encoder, decoder, seed: as for `VAE`.
        k: codes per image, at least 1.

    Attributes:
        used: scalar variable, how many of the `k` codes count; `k` at first.
        tight: scalar variable, the share of the importance-weighted bound in the loss; 1 at first.
            The rest is the ELBO: Rainforth et al., 'Tighter variational bounds are not necessarily
            better' (2018), call the mixture CIWAE.
        beta: as for `VAE`, the weight of the KL, here of `log q(z|x) - log p(z)`; only with 1 is
            the loss a bound.

    Raises:
        ModelError: as `VAE`, or if `k` is no whole number from 1 on.
    """

    def __init__(self, encoder, decoder, k, seed=None, **kwargs):
        if not isinstance(k, int) or isinstance(k, bool) or k < 1:
            raise ModelError(f"k is {k!r}: give the number of codes per image, 1 or more.")
        super().__init__(encoder, decoder, seed, **kwargs)
        self.k = k
        scalar = {"shape": (), "trainable": False}
        self.used = self.add_weight(
            initializer=keras.initializers.Constant(k), name="used", **scalar
        )
        self.tight = self.add_weight(initializer="ones", name="tight", **scalar)

    def call(self, x, training=None):
        """Images -> `log p(x|z)` and `log p(z) - log q(z|x)` of each code, both `(batch, k)`."""
        cloud = self.encoder(x, training=training)
        mu, log_var = (ops.repeat(self.mask(part), self.k, axis=0) for part in cloud)
        z = self.mask(self.sampling(mu, log_var))
        logits = self.decoder(z, training=training)
        log_p_x = losses.bernoulli_log_likelihood(ops.repeat(x, self.k, axis=0), logits)
        log_p_z = losses.gaussian_log_likelihood(z, ops.zeros_like(z), 1.0)
        log_q_z = losses.gaussian_log_likelihood(z, mu, ops.exp(0.5 * log_var))
        return tuple(ops.reshape(part, (-1, self.k)) for part in (log_p_x, log_p_z - log_q_z))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        kept = ops.arange(self.k, dtype="float32") < self.used

        def mean(values):
            return ops.sum(ops.where(kept, values, 0.0), axis=1) / self.used

        log_p_x, log_ratio = y_pred
        self.reconstruction_tracker.update_state(-mean(log_p_x))
        self.kl_tracker.update_state(-mean(log_ratio))
        log_w = log_p_x + self.beta * log_ratio
        iwae = ops.logsumexp(ops.where(kept, log_w, -np.inf), axis=1) - ops.log(self.used)
        return -ops.mean(self.tight * iwae + (1.0 - self.tight) * mean(log_w))

    def check(self, x, y):
        super().check(x, y)
        check_itself(x, y)

    def get_config(self):
        return super().get_config() | {"k": self.k}
