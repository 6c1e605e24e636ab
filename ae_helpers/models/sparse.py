"""The autoencoder that pays for its code: sparse, contractive, or both."""

from ae_helpers import losses
from ae_helpers.models.autoencoder import Autoencoder
from ae_helpers.models.doors import check_grey_levels

import jax
import keras
from keras import layers, ops

RATES = 1e-5  # a rate is kept so far from 0 and 1, where the logarithm ends


@keras.saving.register_keras_serializable("ae_helpers")
class SparseAutoencoder(Autoencoder):
    """Squared error plus a price on the code; compile it without a loss.

    Each price is a variable, 0 at first, so that one compiled model can be trained with any mixture
    of them. All are sums over the units of the code, and means over the batch.

    Args:
        encoder: images `(batch, h, w, c)` -> codes `(batch, d)`. For `jacobian` it must have one
            Dense layer, perhaps with a `TopK` behind it.
        decoder: codes `(batch, d)` -> logits `(batch, h, w, c)`.

    Attributes:
        l1: scalar variable, the price of `sum_j |z_j|`.
        kl: the price of `sum_j losses.bernoulli_kl(rho, rate_j)`, where a rate is the mean of a
            code over the batch: codes must lie between 0 and 1, as a sigmoid's do.
        rho: the rate that `kl` asks for, 0.05 at first.
        jacobian: the price of `|dz/dx|^2`, the penalty of Rifai et al., 'Contractive auto-encoders'
            (2011), in closed form; None if the encoder is no single Dense layer.

    Raises:
        ModelError: in `fit`, if targets are not grey levels from 0 to 1.
    """

    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(encoder, decoder, **kwargs)
        dense = [layer for layer in encoder.layers if isinstance(layer, layers.Dense)]
        self.single = dense[0] if len(dense) == 1 else None
        self.l1, self.kl, self.rho = (
            self._scalar(name, value) for name, value in (("l1", 0), ("kl", 0), ("rho", 0.05))
        )
        self.jacobian = self._scalar("jacobian", 0) if self.single else None

    def _scalar(self, name, value):
        start = keras.initializers.Constant(value)
        return self.add_weight(shape=(), initializer=start, trainable=False, name=name)

    def call(self, x, training=None):
        z = self.encoder(x, training=training)
        return self.decoder(z, training=training), z

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        logits, z = y_pred
        loss = ops.mean(losses.squared_error(y, logits))
        loss += self.l1 * ops.mean(ops.sum(ops.abs(z), axis=1))
        rate = ops.clip(ops.mean(z, axis=0), RATES, 1 - RATES)
        loss += self.kl * ops.sum(losses.bernoulli_kl(self.rho, rate))
        if self.single:
            loss += self.jacobian * ops.mean(self.squared_jacobian(x, z))
        return loss

    def squared_jacobian(self, x, z):
        """Shape `(batch,)`: `sum_j f'(a_j)^2 sum_i W_ij^2`, with `f'` 0 for codes that are cut off.

        For a sigmoid `f'` is `z (1 - z)`; here it is any activation's that acts on each unit alone.
        """
        dense = self.single
        a = ops.reshape(x, (ops.shape(x)[0], -1)) @ dense.kernel + dense.bias
        _, slopes = jax.jvp(dense.activation, (a,), (ops.ones_like(a),))
        slopes = ops.where(z == 0, 0.0, slopes)
        return ops.square(slopes) @ ops.sum(ops.square(dense.kernel), axis=0)

    def check(self, x, y):
        super().check(x, y)
        check_grey_levels(y=y)
