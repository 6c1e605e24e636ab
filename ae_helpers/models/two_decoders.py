"""One encoder for two kinds of images, a decoder for each: the construction of deepfakes."""

from ae_helpers.models.autoencoder import predict_padded
from ae_helpers.models.doors import (
    ModelError,
    check_grey_levels,
    check_numbers,
    check_outputs,
    code_size,
)

import keras
import numpy as np
from keras import ops
from scipy.special import expit


def reverse(z, weight):
    """The codes themselves, whose slopes come back with the opposite sign, times `weight`.

    Ganin and Lempitsky, 'Unsupervised domain adaptation by backpropagation' (2015), section 3.2.
    """
    return ops.stop_gradient(z + weight * z) - weight * z


@keras.saving.register_keras_serializable("ae_helpers")
class TwoDecoders(keras.Model):
    """An encoder that two persons share, a decoder for each, and a discriminator of codes.

    It trains with Keras's stock `fit(pairs, pairs)`, `pairs (n, 2, h, w, c)` in [0, 1]: a face of
    each person, which need not do the same. The loss is the squared error of both, summed over
    pixels, plus the discriminator's cross-entropy in nats for 'whose code is it?'. The
    discriminator makes it small; its slopes are turned round on their way into the encoder, which
    makes it large.

    Args:
        encoder: model, images `(batch, h, w, c)` -> codes `(batch, d)`.
        decoders: two models with a known input, codes -> logits `(batch, h, w, c)`.
        discriminator: model with a known input, codes -> one logit, `(batch, 1)`, positive for the
            second person.

    Attributes:
        means: variable `(2, h, w, c)`, the mean face of each person; zeros at first.
        mean_off: scalar variable, the share of its mean that is taken off a face before it is
            encoded; 1 at first.
        reversal: scalar variable, the weight of the turned slopes; 1 at first, 0 leaves the encoder
            alone.

    Raises:
        ModelError: if the networks do not fit, or `fit` gets no pairs of grey levels.
    """

    def __init__(self, encoder, decoders, discriminator, **kwargs):
        super().__init__(**kwargs)
        d = code_size(decoders[0])
        if len(decoders) != 2 or code_size(decoders[1]) != d:
            raise ModelError("Give two decoders, for codes of the same length.")
        if code_size(discriminator, "discriminator") != d:
            raise ModelError(f"A code has {d} numbers: give the discriminator keras.Input(({d},)).")
        check_outputs("encoder", encoder, codes=d)
        check_outputs("discriminator", discriminator, logit=1)
        self.encoder, self.decoders, self.discriminator = encoder, list(decoders), discriminator
        shape = (2, *decoders[0].output_shape[1:])
        self.means = self.add_weight(shape, "zeros", trainable=False, name="means")
        self.mean_off = self.add_weight((), "ones", trainable=False, name="mean_off")
        self.reversal = self.add_weight((), "ones", trainable=False, name="reversal")

    def code(self, images, who, training=None):
        """Images of person `who`, 0 or 1, `(batch, h, w, c)` -> codes `(batch, d)`."""
        return self.encoder(images - self.mean_off * self.means[who], training=training)

    def call(self, pairs, training=None):
        """Pairs -> logits of the same shape, and the discriminator's logits `(batch, 2)`."""
        codes = [self.code(pairs[:, who], who, training) for who in (0, 1)]
        logits = [decoder(z) for decoder, z in zip(self.decoders, codes, strict=True)]
        whose = [self.discriminator(reverse(z, self.reversal)) for z in codes]
        return ops.stack(logits, axis=1), ops.concatenate(whose, axis=1)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        logits, whose = y_pred
        apart = ops.sum(ops.square(ops.sigmoid(logits) - y), axis=(1, 2, 3, 4))
        return ops.mean(apart) + ops.mean(ops.softplus(whose * np.array([1.0, -1.0], "float32")))

    def fit(self, x=None, y=None, *args, **kwargs):
        """Keras's `fit`; ModelError if the arrays make no sense, before anything is trained."""
        check_numbers(x=x, y=y)
        check_grey_levels(x=x, y=y)
        if np.ndim(x) != 5 or x.shape[1:] != self.means.shape:
            wanted = ", ".join(map(str, ("n", *self.means.shape)))
            raise ModelError(f"x has shape {np.shape(x)}: give pairs of faces, ({wanted}).")
        return super().fit(x, y, *args, **kwargs)

    def encode(self, images, who):
        """Images of person `who` in [0, 1] -> codes `(n, d)`, as NumPy arrays."""
        off = np.asarray(self.mean_off * self.means[who])
        return predict_padded(self.encoder, np.asarray(images, "float32") - off)

    def decode(self, z, who):
        """Codes `(n, d)` -> images of person `who` in [0, 1], as NumPy arrays."""
        return expit(predict_padded(self.decoders[who], z))

    def swap(self, images, who, into):
        """Images of person `who` -> the same tilts, eyes and mouths on person `into`."""
        return self.decode(self.encode(images, who), into)

    def get_config(self):
        def kept(part):
            return keras.saving.serialize_keras_object(part)

        parts = {"encoder": kept(self.encoder), "discriminator": kept(self.discriminator)}
        return super().get_config() | parts | {"decoders": [kept(d) for d in self.decoders]}

    @classmethod
    def from_config(cls, config):
        read = keras.saving.deserialize_keras_object
        config |= {name: read(config[name]) for name in ("encoder", "discriminator")}
        return cls(**config | {"decoders": [read(part) for part in config["decoders"]]})
