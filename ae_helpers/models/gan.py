"""The generative adversarial network."""

import functools

from ae_helpers.models.doors import check_numbers, check_outputs, code_size
from ae_helpers.models.phases import Phased, refuse_state, run
from ae_helpers.models.priors import Prior

import jax
import keras
from keras import ops


@keras.saving.register_keras_serializable("ae_helpers")
class GAN(Phased):
    """A generator that learns from a discriminator's slope alone what real examples are like.

    Goodfellow et al., 'Generative adversarial networks' (2014). One training step has two phases,
    each with its own optimizer: the discriminator learns to tell real examples from made ones, the
    generator learns to fool it. Train with `fit(x, x)` after `compile(optimizer)`, which the
    generator gets; the discriminator's, `discriminating`, is a copy of it with a rate of its own.

    Args:
        generator: model with a known input, codes `(batch, d)` -> examples `(batch, ...)`. Behind a
            decoder, whose outputs are logits, stands a sigmoid.
        discriminator: model, examples -> one logit, `(batch, 1)`, positive for "real".
        seed: seed of the codes.

    Attributes:
        prior: the `Prior` that codes are drawn from, N(0, I) at first.
        penalty: scalar variable, the weight of `r1` / 2 in the discriminator's loss; 0 at first.
        saturating: scalar variable, 1 if the generator makes log(1 - D) small; 0, as at first, if
            it makes -log D small.
        steps: scalar variable, the discriminator's steps to each one of the generator's, all on the
            same real examples, with fresh codes; 1 at first.

    Raises:
        ModelError: if the discriminator gives no single logit, or a part has a state of its own,
            such as batch normalisation or dropout.
    """

    optimizers = {"optimizer": "generator", "discriminating": "discriminator"}

    def __init__(self, generator, discriminator, seed=None, **kwargs):
        super().__init__(**kwargs)
        size = code_size(generator, "generator")
        check_outputs("discriminator", discriminator, logit=1)
        refuse_state(generator=generator, discriminator=discriminator)
        self.generator, self.discriminator, self.seed = generator, discriminator, seed
        self.prior = Prior(size, seed)
        steered = functools.partial(self.add_weight, (), trainable=False)
        self.penalty = steered("zeros", name="penalty")
        self.saturating = steered("zeros", name="saturating")
        self.steps = steered("ones", name="steps")

    def call(self, x):
        """How real examples look to the discriminator: logits `(batch, 1)`."""
        return self.discriminator(x)

    def fit(self, x=None, y=None, *args, **kwargs):
        """Keras's `fit`; ModelError if there are no numbers in `x`, before anything is trained."""
        check_numbers(x=x)
        return super().fit(x, y, *args, **kwargs)

    def phases(self, ledger, x, y):
        """Discriminate, as often as `steps` says, then fool.

        The logs are what the generator's loss (`loss`) and the discriminator's (`discriminate`)
        were before their steps, in nats, for this batch alone; ln 2 is guessing.
        """

        def codes():
            return ledger.draw(self.prior, ops.full((len(x),), 10))

        # 1. Discriminate: real examples yes, made ones no.
        def discriminate(_, now):
            ledger.take(now[0])
            made = run(self.generator, ledger.read(self.generator.trainable_variables), codes())

            def loss(weights):
                yes, no = (run(self.discriminator, weights, examples) for examples in (x, made))
                slopes = r1(lambda real: run(self.discriminator, weights, real), x)
                told_apart = 0.5 * ops.mean(ops.softplus(-yes) + ops.softplus(no))
                return told_apart + 0.5 * ledger[self.penalty] * slopes

            before = ledger.descend(loss, self.discriminator, self.discriminating)
            return ledger.state(), before

        steps = ops.cast(ledger[self.steps], "int32")
        first = ledger.state(), ops.zeros(())
        state, discriminated = jax.lax.fori_loop(0, steps, discriminate, first)
        ledger.take(state)

        # 2. Fool: made examples should be taken for real ones.
        z, weights_d = codes(), ledger.read(self.discriminator.trainable_variables)

        def fool(weights):
            logits = run(self.discriminator, weights_d, run(self.generator, weights, z))
            found_out = ledger[self.saturating] > 0
            return ops.mean(ops.where(found_out, -ops.softplus(logits), ops.softplus(-logits)))

        loss = ledger.descend(fool, self.generator, self.optimizer)
        return {"loss": loss, "discriminate": discriminated}

    def get_config(self):
        parts = {"generator": self.generator, "discriminator": self.discriminator}
        parts = {name: keras.saving.serialize_keras_object(part) for name, part in parts.items()}
        return super().get_config() | parts | {"seed": self.seed}

    @classmethod
    def from_config(cls, config):
        for name in ("generator", "discriminator"):
            config[name] = keras.saving.deserialize_keras_object(config[name])
        return cls(**config)


def r1(discriminator, x):
    """Mean squared length of a discriminator's slope at real examples, by the example.

    The penalty of Mescheder, Geiger and Nowozin, 'Which training methods for GANs do actually
    converge?' (2018), without its weight.

    Args:
        discriminator: function, `(n, ...)` -> logits `(n, 1)`, each of its own example alone.
        x: real examples, `(n, ...)`.
    """
    slopes = jax.grad(lambda real: ops.sum(discriminator(real)))(x)
    return ops.sum(ops.reshape(slopes, (len(x), -1)) ** 2) / len(x)
