"""A variational autoencoder with two levels of codes."""

from ae_helpers import losses
from ae_helpers.layers import Sampling
from ae_helpers.models.autoencoder import Autoencoder, predict_padded
from ae_helpers.models.doors import (
    ModelError,
    check_grey_levels,
    check_itself,
    check_outputs,
    code_size,
)

import keras
import numpy as np
from keras import ops


def log_ratio(z, mu, log_var, prior_mu, prior_log_var):
    """`log p(z) - log q(z)` of two diagonal Gaussians, in nats: `(batch, d)` -> `(batch,)`."""
    log_p = losses.gaussian_log_likelihood(z, prior_mu, ops.exp(0.5 * prior_log_var))
    return log_p - losses.gaussian_log_likelihood(z, mu, ops.exp(0.5 * log_var))


@keras.saving.register_keras_serializable("ae_helpers")
class TwoLevels(Autoencoder):
    """Codes of codes: `z_top -> z -> image`, and an encoder that goes the way back.

    `p(z_top)` is `N(0, I)`; `p(z|z_top)`, `q(z|x)` and `q(z_top|z)` are Gaussians, each from a
    network: the model of two stochastic layers in Burda et al., 'Importance weighted autoencoders'
    (2016). The loss is the negative ELBO in nats, its KL terms by sampling. Train with `fit(x, x)`
    after `compile(optimizer)`.

    Args:
        encoder: model, images `(batch, h, w, c)` -> `(mu, log_var)` of `z`, both `(batch, d)`.
        decoder: model with a known input, `z` -> logits `(batch, h, w, c)`.
        top_encoder: model with a known input, `z` -> `(mu, log_var)` of `z_top`.
        top_decoder: model with a known input, `z_top` -> `(mu, log_var)` of `p(z|z_top)`.
        seed: seed of the samples.

    Attributes:
        beta_top: scalar variable, the weight of the KL of the top level; 1 at first.

    Raises:
        ModelError: if the networks do not fit, or images are not grey levels from 0 to 1.
    """

    def __init__(self, encoder, decoder, top_encoder, top_decoder, seed=None, **kwargs):
        d, d_top = code_size(decoder), code_size(top_decoder, "top decoder")
        check_outputs("encoder", encoder, mu=d, log_var=d)
        check_outputs("top encoder", top_encoder, mu=d_top, log_var=d_top)
        check_outputs("top decoder", top_decoder, mu=d, log_var=d)
        if code_size(top_encoder, "top encoder") != d:
            raise ModelError(
                f"The top encoder takes codes of {code_size(top_encoder)} numbers, but z has {d}: "
                "change its input."
            )
        super().__init__(encoder, decoder, **kwargs)
        self.top_encoder, self.top_decoder = top_encoder, top_decoder
        self.seed, self.sampling = seed, Sampling(seed)
        self.beta_top = self.add_weight(
            shape=(), initializer="ones", trainable=False, name="beta_top"
        )
        self.trackers = [keras.metrics.Mean(name=n) for n in ("reconstruction", "kl", "kl_top")]

    def call(self, x, training=None):
        """Images -> `log p(x|z)` and the log-ratios prior to cloud of `z` and `z_top`, `(batch,)`.

        The sum of the three is `log w` of the pair of codes that was drawn.
        """
        cloud = self.encoder(x, training=training)
        z = self.sampling(*cloud)
        top_cloud = self.top_encoder(z, training=training)
        z_top = self.sampling(*top_cloud)
        expected = self.top_decoder(z_top, training=training)
        normal = ops.zeros_like(z_top), ops.zeros_like(z_top)
        log_p_x = losses.bernoulli_log_likelihood(x, self.decoder(z, training=training))
        # z_top was drawn with this z in view, so the closed form of the KL would be wrong here.
        return log_p_x, log_ratio(z, *cloud, *expected), log_ratio(z_top, *top_cloud, *normal)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        costs = [-ops.mean(part) for part in y_pred]
        for tracker, cost in zip(self.trackers, costs, strict=True):
            tracker.update_state(cost)
        return costs[0] + costs[1] + self.beta_top * costs[2]

    def check(self, x, y):
        super().check(x, y)
        check_grey_levels(x=x)
        check_itself(x, y)

    def log_weights(self, x, k):
        """`log w` of `k` draws per image, in nats: images `(n, h, w, c)` -> array `(n, k)`."""
        parts = predict_padded(self, np.repeat(x, k, axis=0))
        return np.sum(parts, axis=0).reshape(len(x), k)

    def encode(self, x):
        """Images `(n, h, w, c)` -> the means of `z`, `(n, d)`, as a NumPy array."""
        return predict_padded(self.encoder, x)[0]

    def get_config(self):
        parts = {"top_encoder": self.top_encoder, "top_decoder": self.top_decoder}
        parts = {name: keras.saving.serialize_keras_object(part) for name, part in parts.items()}
        return super().get_config() | parts | {"seed": self.seed}

    @classmethod
    def from_config(cls, config):
        for name in ("top_encoder", "top_decoder"):
            config[name] = keras.saving.deserialize_keras_object(config[name])
        return super().from_config(config)
