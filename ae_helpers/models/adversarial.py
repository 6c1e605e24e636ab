"""The adversarial autoencoder."""

import functools

from ae_helpers import losses
from ae_helpers.models.autoencoder import Autoencoder
from ae_helpers.models.doors import (
    ModelError,
    check_grey_levels,
    check_labels,
    check_outputs,
    code_size,
)
from ae_helpers.models.phases import Phased, refuse_state, run
from ae_helpers.models.priors import Prior

import keras
from keras import ops

RECONSTRUCT, DISCRIMINATE, FOOL = 1, 2, 3


@keras.saving.register_keras_serializable("ae_helpers")
class AdversarialAutoencoder(Phased, Autoencoder):
    """An autoencoder whose codes, all together, are made to look like draws from a prior.

    Makhzani et al., 'Adversarial autoencoders' (2015). One training step has three phases, each
    with its own optimizer: encoder and decoder reconstruct (binary cross-entropy in nats), the
    discriminator learns to tell drawn codes from the encoder's, the encoder learns to fool it.
    Train with `fit(x, x)` after `compile(optimizer)`; the other two optimizers are copies of it.

    Args:
        encoder: model, images `(batch, h, w, c)` -> codes `(batch, d)`.
        decoder: model with a known input, codes `(batch, d)` -> logits `(batch, h, w, c)`.
        discriminator: model with a known input, codes -> one logit, `(batch, 1)`, positive for
            "drawn". If its input is 11 numbers longer than a code, it also sees the label, one-hot;
            then train with `fit(x, labels)`, where 10 stands for "not known".
        seed: seed of the draws from the prior.

    Attributes:
        prior: the `Prior`, whose variable `kind` is the number of the distribution.
        adversarial_weight: scalar variable, the length of the fooling step in units of the main
            optimizer's; 1 at first. As a factor of the loss, Adam would divide it out again.
        ratio: scalar variable, the same for the discriminator's step; 1 at first.
        phase: scalar variable, 1, 2 or 3 for that phase alone; 0, as at first, for all.

    Raises:
        ModelError: if the networks do not fit, a part has a state of its own, such as batch
            normalisation or dropout, or images and labels are no grey levels and labels.
    """

    optimizers = {"judging": "discriminator", "fooling": "encoder"}

    def __init__(self, encoder, decoder, discriminator, seed=None, **kwargs):
        d, seen = code_size(decoder), code_size(discriminator, "discriminator")
        check_outputs("encoder", encoder, codes=d)
        check_outputs("discriminator", discriminator, logit=1)
        refuse_state(encoder=encoder, decoder=decoder, discriminator=discriminator)
        if seen not in (d, d + 11):
            raise ModelError(
                f"The discriminator takes {seen} numbers, but a code has {d}: give it "
                f"keras.Input(({d},)), or ({d + 11},) if it is to see the label, too."
            )
        super().__init__(encoder, decoder, **kwargs)
        self.discriminator, self.seed, self.labelled = discriminator, seed, seen > d
        self.prior = Prior(d, seed)
        steered = functools.partial(self.add_weight, (), trainable=False)
        self.adversarial_weight = steered("ones", name="adversarial_weight")
        self.ratio = steered("ones", name="ratio")
        self.phase = steered("zeros", name="phase")

    def check(self, x, y):
        super().check(x, None)
        check_grey_levels(x=x)
        if self.labelled:
            check_labels(y, most=10)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return ops.mean(losses.binary_crossentropy(x, y_pred))

    def judged(self, z, labels):
        """What the discriminator is given: codes `(batch, d)`, and labels `(batch,)` if it can."""
        if not self.labelled:
            return z
        return ops.concatenate([z, ops.one_hot(ops.reshape(labels, (-1,)), 11)], axis=1)

    def phases(self, ledger, x, labels):
        """Reconstruct, discriminate, fool.

        The logs are the loss of the reconstruction and, for this batch alone, the cross-entropies
        that the discriminator and the fooling encoder had before their steps; ln 2 is guessing.
        """
        seen = labels if self.labelled else ops.full((len(x),), 10)

        def on(phase):
            return (ledger[self.phase] == 0) | (ledger[self.phase] == phase)

        def encode(weights):
            return self.judged(run(self.encoder, weights, x), seen)

        # 1. Reconstruct: Keras's own step. The discriminator's slopes are zero in it.
        logs = self.stock_step(ledger, x, labels, on(RECONSTRUCT))

        # 2. Discriminate: drawn codes yes, the encoder's no.
        drawn = self.judged(ledger.draw(self.prior, seen), seen)
        coded = encode(ledger.read(self.encoder.trainable_variables))

        def judge(weights):
            yes, no = (run(self.discriminator, weights, codes) for codes in (drawn, coded))
            return 0.5 * ops.mean(ops.softplus(-yes) + ops.softplus(no))

        logs["discriminate"] = ledger.descend(
            judge, self.discriminator, self.judging, ledger[self.ratio], on(DISCRIMINATE)
        )

        # 3. Fool: the encoder's codes should be taken for drawn ones.
        judges = ledger.read(self.discriminator.trainable_variables)

        def fool(weights):
            return ops.mean(ops.softplus(-run(self.discriminator, judges, encode(weights))))

        length = ledger[self.adversarial_weight]
        logs["fool"] = ledger.descend(fool, self.encoder, self.fooling, length, on(FOOL))
        return logs

    def get_config(self):
        part = {"discriminator": keras.saving.serialize_keras_object(self.discriminator)}
        return super().get_config() | part | {"seed": self.seed}

    @classmethod
    def from_config(cls, config):
        config["discriminator"] = keras.saving.deserialize_keras_object(config["discriminator"])
        return super().from_config(config)
