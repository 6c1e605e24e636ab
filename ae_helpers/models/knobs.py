"""One autoencoder with a knob for each idea of the course."""

from ae_helpers import losses
from ae_helpers.layers import RuntimeNoise, Sampling
from ae_helpers.models.autoencoder import Autoencoder, predict_padded
from ae_helpers.models.doors import check_grey_levels, check_outputs, code_size

import keras
from keras import ops


@keras.saving.register_keras_serializable("ae_helpers")
class Knobs(Autoencoder):
    """An autoencoder of which vanilla, denoising, sparse, regularised and variational are settings.

    All knobs are scalar variables and 0 at first: a vanilla autoencoder. The loss, per image in
    nats, is binary cross-entropy plus the price of each knob. Compile it without a loss.

    Args:
        encoder: model, images `(batch, h, w, c)` -> the pair `(mu, log_var)`, both `(batch, d)`.
        decoder: model with a known input, codes `(batch, d)` -> logits `(batch, h, w, c)`.
        seed: seed of the noise and of the samples.

    Attributes:
        noise: standard deviation of noise on the input, in training (denoising, lesson 04).
        sample: 1 draws the code from its cloud, 0 takes its mean (lesson 07).
        beta: weight of the KL from cloud to N(0, I) (lessons 07, 08).
        l1: price of the sum of |mu| (sparse, lesson 05).
        l2: price of half the sum of mu² (regularised: Ghosh et al., 'From variational to
            deterministic autoencoders', 2020, equation 9).
        decay: price of the sum of the decoder's squared weights (the same equation).

    Raises:
        ModelError: if the networks do not fit, or images are not grey levels from 0 to 1.
    """

    NAMES = ("noise", "sample", "beta", "l1", "l2", "decay")

    def __init__(self, encoder, decoder, seed=None, **kwargs):
        d = code_size(decoder)
        check_outputs("encoder", encoder, mu=d, log_var=d)
        super().__init__(encoder, decoder, **kwargs)
        self.seed = seed
        self.corrupt, self.sampling = RuntimeNoise(0.0, seed), Sampling(seed)
        self.noise = self.corrupt.level
        for name in self.NAMES[1:]:
            knob = self.add_weight(shape=(), initializer="zeros", trainable=False, name=name)
            setattr(self, name, knob)

    def turn(self, **settings):
        """Set the named knobs, and all others to 0."""
        for name in self.NAMES:
            getattr(self, name).assign(settings.pop(name, 0.0))
        if settings:
            raise ValueError(f"No knob is called {', '.join(settings)}: {', '.join(self.NAMES)}.")

    def call(self, x, training=None):
        mu, log_var = self.encoder(self.corrupt(x, training=training), training=training)
        z = mu + self.sample * (self.sampling(mu, log_var) - mu)
        return self.decoder(z, training=training), mu, log_var

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        logits, mu, log_var = y_pred
        loss = losses.binary_crossentropy(x if y is None else y, logits)
        loss += self.beta * losses.gaussian_kl(mu, log_var)
        loss += self.l1 * ops.sum(ops.abs(mu), axis=1) + self.l2 / 2 * ops.sum(mu**2, axis=1)
        weights = self.decoder.trainable_variables
        return ops.mean(loss) + self.decay * sum(ops.sum(weight**2) for weight in weights)

    def check(self, x, y):
        super().check(x, y)
        check_grey_levels(**({"x": x} if y is None else {"y": y}))

    def encode(self, x):
        """Images `(n, h, w, c)` -> means of their clouds `(n, d)`, as NumPy arrays."""
        return predict_padded(self.encoder, x)[0]

    def get_config(self):
        return super().get_config() | {"seed": self.seed}
