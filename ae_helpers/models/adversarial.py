"""The adversarial autoencoder."""

from ae_helpers import losses
from ae_helpers.models.autoencoder import Autoencoder
from ae_helpers.models.priors import Prior

import jax
import keras
from keras import ops

RECONSTRUCT, DISCRIMINATE, FOOL = 1, 2, 3


@keras.saving.register_keras_serializable("ae_helpers")
class AdversarialAutoencoder(Autoencoder):
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
        ValueError: if a part has a state of its own, such as batch normalisation or dropout.
    """

    def __init__(self, encoder, decoder, discriminator, seed=None, **kwargs):
        super().__init__(encoder, decoder, **kwargs)
        self.discriminator, self.seed = discriminator, seed
        if any(part.non_trainable_variables for part in (encoder, decoder, discriminator)):
            raise ValueError(
                "The three phases keep no state but trained weights: build encoder, decoder and "
                "discriminator without batch normalisation, dropout or noise layers."
            )
        self.prior = Prior(decoder.input_shape[-1], seed)
        self.labelled = discriminator.input_shape[-1] > decoder.input_shape[-1]
        self.adversarial_weight = self._steered("ones", "adversarial_weight")
        self.ratio = self._steered("ones", "ratio")
        self.phase = self._steered("zeros", "phase")

    def _steered(self, initializer, name):
        return self.add_weight(shape=(), initializer=initializer, trainable=False, name=name)

    def compile(self, optimizer="adam", **kwargs):
        super().compile(optimizer, **kwargs)
        copies = [type(self.optimizer).from_config(self.optimizer.get_config()) for _ in range(2)]
        self.judging, self.fooling = copies
        self.judging.build(self.discriminator.trainable_variables)
        self.fooling.build(self.encoder.trainable_variables)

    def compile_from_config(self, config):
        """Keras asks for this beside a `compile` of one's own: what `load_model` calls."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)

    @property
    def non_trainable_variables(self):
        """With the state of the two optimizers that Keras would forget: it carries all of these."""
        own = super().non_trainable_variables
        return own + self.judging.variables + self.fooling.variables if self.compiled else own

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return ops.mean(losses.binary_crossentropy(x, y_pred))

    def judged(self, z, labels):
        """What the discriminator is given: codes `(batch, d)`, and labels `(batch,)` if it can."""
        if not self.labelled:
            return z
        return ops.concatenate([z, ops.one_hot(ops.reshape(labels, (-1,)), 11)], axis=1)

    def train_step(self, state, data):
        """The three phases on a batch `(x, labels)`, as one pure function from state to state.

        Its logs are the loss of the reconstruction and, for this batch alone, the cross-entropies
        that the discriminator and the fooling encoder had before their steps; ln 2 is guessing.
        """
        x, labels = data[0], data[1] if self.labelled else ops.full((len(data[0]),), 10)
        variables = self.trainable_variables + self.non_trainable_variables
        now = dict(zip(map(id, variables), [*state[0], *state[1]], strict=True))

        def read(variables):
            return [now[id(variable)] for variable in variables]

        def write(variables, values):
            now.update(zip(map(id, variables), values, strict=True))

        def on(phase):
            return (now[id(self.phase)] == 0) | (now[id(self.phase)] == phase)

        def step(phase, optimizer, part, length, loss):
            weights, slots = read(part.trainable_variables), read(optimizer.variables)
            value, slopes = jax.value_and_grad(loss)(weights)
            moved, new = optimizer.stateless_apply(slots, slopes, weights)
            length = ops.where(on(phase), now[id(length)], 0.0)
            moved = [a + length * (b - a) for a, b in zip(weights, moved, strict=True)]
            write(part.trainable_variables, moved)
            write(optimizer.variables, _chosen(on(phase), new, slots))
            return value

        def encode(weights):
            return self.judged(self.encoder.stateless_call(weights, [], x)[0], labels)

        def logits(weights, codes):  # of "drawn from the prior"
            return self.discriminator.stateless_call(weights, [], codes)[0]

        # 1. Reconstruct: Keras's own step. The discriminator's slopes are zero in it.
        logs, (weights, others, slots, metrics) = super().train_step(state, data)
        write(variables, [*_chosen(on(RECONSTRUCT), weights, state[0]), *others])
        slots = _chosen(on(RECONSTRUCT), slots, state[2])

        # 2. Discriminate: drawn codes yes, the encoder's no.
        drawn, seed = self.prior.stateless_call([], read(self.prior.variables), labels)
        write(self.prior.variables, seed)
        drawn, coded = self.judged(drawn, labels), encode(read(self.encoder.trainable_variables))

        def judge(weights):
            yes, no = ops.softplus(-logits(weights, drawn)), ops.softplus(logits(weights, coded))
            return 0.5 * ops.mean(yes + no)

        logs["discriminate"] = step(
            DISCRIMINATE, self.judging, self.discriminator, self.ratio, judge
        )

        # 3. Fool: the encoder's codes should be taken for drawn ones.
        judges = read(self.discriminator.trainable_variables)
        logs["fool"] = step(
            FOOL,
            self.fooling,
            self.encoder,
            self.adversarial_weight,
            lambda weights: ops.mean(ops.softplus(-logits(judges, encode(weights)))),
        )
        state = read(self.trainable_variables), read(self.non_trainable_variables), slots, metrics
        return logs, state

    def get_config(self):
        part = {"discriminator": keras.saving.serialize_keras_object(self.discriminator)}
        return super().get_config() | part | {"seed": self.seed}

    @classmethod
    def from_config(cls, config):
        config["discriminator"] = keras.saving.deserialize_keras_object(config["discriminator"])
        return super().from_config(config)


def _chosen(on, new, old):
    return [ops.where(on, a, b) for a, b in zip(new, old, strict=True)]
