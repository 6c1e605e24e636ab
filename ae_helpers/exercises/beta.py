"""The exercises of lesson 08, β and collapse; those on disentanglement have a file of their own."""

from functools import cache

import numpy as np

from . import mistake, not_yet, right
from ._checks import call, number, typical_mistake, wrong_function

PLAIN_NATS = 116.6  # what ten plain epochs reach in the exercise `wake`; a test measures it again
EPOCHS = 10  # how long it may train
EXERCISES = ["change_of_loss", "codes_in_use", "warm_up", "free_bits", "wake"]


def change_of_loss(answer):
    """How a loss with beta 4 changes with 3 nats more rate and 10 nats less distortion."""
    value = number(answer)
    if np.isclose(value, 2):
        return right("4·3 − 10 = 2 nats more. The model does not buy these nats.")
    kinds = {
        "You left β out. A nat of rate costs four here.": -7.0,
        "You left β out (a nat of rate costs four here), and the sign is turned.": 7.0,
        "This is what the nats cost. What do they save?": 12.0,
        "This is what the nats save. What do they cost?": -10.0,
        "The sign is turned: 12 nats are paid, 10 are saved.": -2.0,
        "The BCE falls: its 10 nats are a gain, with a minus.": 22.0,
        "β weighs the rate, not the BCE.": -37.0,
    }
    return typical_mistake(value, kinds) or not_yet(
        "The loss is BCE + β KL. What do 3 nats more of KL cost, and what do 10 nats of BCE save?"
    )


def _each(mu, log_var):
    """The KL of every code of every image, `(n, d)`."""
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)


def _codes(n=200, seed=0):
    """Mean and log variance, `(n, 6)`, with three dead codes, one faint, and two in use."""
    mu = np.random.default_rng(seed).normal(size=(n, 6)) * [2.0, 1.2, 0.35, 0.05, 0.03, 0.0]
    return mu, np.log([0.05, 0.3, 0.9, 1.0, 1.0, 1.0]) + np.zeros_like(mu)


def codes_in_use(answer):
    """A function `(mu, log_var, floor) -> int`: how many codes have a rate above the floor."""
    mu, log_var = _codes()
    few = _codes(90, seed=1)
    inputs = [(mu, log_var, floor) for floor in (0.01, 0.1, 0.5, 5.0)]
    inputs += [(few[0][:, :4], few[1][:, :4], 0.03), (0 * mu[:5], log_var[:5], 0.3)]

    def count(rates):
        return lambda mu, log_var, floor: np.sum(rates(mu, log_var) > floor)

    kinds = {
        "The factor one half of the KL is missing.": count(lambda m, v: 2 * _each(m, v).mean(0)),
        "You say which codes are in use. How many are they? Sum.": (
            lambda m, v, floor: _each(m, v).mean(0) > floor
        ),
        "This is the share of codes in use. How many are they? Sum.": (
            lambda m, v, floor: np.mean(_each(m, v).mean(0) > floor)
        ),
        "You compare with 0.1, whatever `floor` is.": (
            lambda m, v, floor: np.sum(_each(m, v).mean(0) > 0.1)
        ),
        "These are the codes that are not in use.": (
            lambda m, v, floor: np.sum(_each(m, v).mean(0) < floor)
        ),
        "You took a mean over codes and counted images: the mean belongs over axis 0.": count(
            lambda m, v: _each(m, v).mean(1)
        ),
        "You summed over the codes and counted images. Each code has a rate of its own.": count(
            lambda m, v: _each(m, v).sum(1)
        ),
        "You summed over the batch. A rate is a mean over images.": count(
            lambda m, v: _each(m, v).sum(0)
        ),
        "You counted every code of every image. A rate is a mean over images.": count(_each),
        "The variance of mu counts active units. Here the rate is asked for.": count(
            lambda m, v: m.var(0)
        ),
        "log_var is left out: a narrow cloud costs, too.": count(
            lambda m, v: 0.5 * np.mean(m**2, 0)
        ),
    }
    return wrong_function(
        answer,
        count(lambda m, v: _each(m, v).mean(0)),
        inputs,
        kinds,
        "The mean over the batch of half of mu² + exp(log_var) - 1 - log_var; count what is above.",
    ) or right("Rates first, then one number: how many are above the floor.")


def warm_up(answer):
    """A function `(epoch, length, beta)`: a straight line from 0 to beta, then beta."""
    inputs = [(epoch, 4, 2.0) for epoch in (*range(8), 100)]
    inputs += [(epoch, 5, 0.5) for epoch in range(8)]
    kinds = {
        "It still goes on rising after `length` epochs, far above beta.": (
            lambda epoch, length, beta: beta * epoch / length
        ),
        "It never reaches beta: it stops at 1, whatever beta is.": (
            lambda epoch, length, beta: min(1, epoch / length)
        ),
        "It stops at 1 and not at beta: the minimum belongs around epoch / length.": (
            lambda epoch, length, beta: min(1, beta * epoch / length)
        ),
        "With the maximum it starts at beta and goes on rising: take the minimum.": (
            lambda epoch, length, beta: beta * max(1, epoch / length)
        ),
        "It starts above 0: epoch 0 has beta 0.": (
            lambda epoch, length, beta: beta * min(1, (epoch + 1) / length)
        ),
        "It starts again every `length` epochs. It should stay at beta.": (
            lambda epoch, length, beta: beta * (epoch % length) / length
        ),
        "It jumps. Between 0 and beta lies a straight line.": (
            lambda epoch, length, beta: beta * (epoch >= length)
        ),
        "It jumps: // leaves out what is behind the point. Divide with /.": (
            lambda epoch, length, beta: beta * min(1, epoch // length)
        ),
        "It falls from beta to 0. Turn it round.": (
            lambda epoch, length, beta: beta * max(0, 1 - epoch / length)
        ),
    }
    return wrong_function(
        answer,
        lambda epoch, length, beta: beta * min(1, epoch / length),
        inputs,
        kinds,
        "The share of the way is epoch / length, but never more than 1; beta times that.",
    ) or right("It rises for `length` epochs and stays: min(1, epoch / length).")


def free_bits(answer):
    """A function `(mu, log_var, floor)`: the KL with `floor` nats of each code free of charge."""
    few = _codes(90, seed=1)
    inputs = [(*_codes(), 0.25), (few[0][:, :5], few[1][:, :5], 0.05)]
    kinds = {
        "This is the KL without a floor: it stands under each code, not under the sum.": (
            lambda m, v, floor: _each(m, v).mean(0).sum()
        ),
        "The floor is under every image's rate. Take the mean over the batch first.": (
            lambda m, v, floor: np.maximum(_each(m, v), floor).sum(1).mean()
        ),
        "The floor is under the sum. It belongs under each code.": (
            lambda m, v, floor: np.maximum(_each(m, v).mean(0).sum(), len(m[0]) * floor)
        ),
        "With the minimum no code can cost more than the floor: take the maximum.": (
            lambda m, v, floor: np.minimum(_each(m, v).mean(0), floor).sum()
        ),
        "The floor is subtracted. Its gradient is the same, but a code at 0 should cost the floor, "
        "so that the sum is never below it.": (
            lambda m, v, floor: np.maximum(_each(m, v).mean(0) - floor, 0).sum()
        ),
        "You took the mean over the codes at the end. Sum them.": (
            lambda m, v, floor: np.maximum(_each(m, v).mean(0), floor).mean()
        ),
        "The factor one half of the KL is missing.": (
            lambda m, v, floor: np.maximum(2 * _each(m, v).mean(0), floor).sum()
        ),
        "Sum over the codes: the result is one number.": (
            lambda m, v, floor: np.maximum(_each(m, v).mean(0), floor)
        ),
        "You summed over the batch. A rate is a mean over images.": (
            lambda m, v, floor: np.maximum(_each(m, v).sum(0), floor).sum()
        ),
    }
    return wrong_function(
        answer,
        lambda m, v, floor: np.maximum(_each(m, v).mean(0), floor).sum(),
        inputs,
        kinds,
        "np.maximum(rate of each code, floor), summed: one number.",
    ) or right("Mean over the batch, then the floor, then the sum over codes.")


def _deep(seed=3, size=28):
    """A deep VAE that collapses when it is trained plainly, as in the lesson."""
    from ae_helpers.models import VAE

    import keras
    from keras import layers

    class CountingVAE(VAE):
        """It counts in `seen` the images that it is trained on, whatever the batches."""

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            if training:
                self.seen.assign_add(float(len(y_pred[1])))
            return super().compute_loss(x, y, y_pred, sample_weight, training)

    keras.utils.set_random_seed(seed)
    x = keras.Input((size, size, 1))
    h = layers.Flatten()(x)
    for _ in range(3):
        h = layers.Dense(256, activation="relu")(h)
    hidden = [layers.Dense(256, activation="relu") for _ in range(3)]
    last = [layers.Dense(size * size), layers.Reshape((size, size, 1))]
    encoder = keras.Model(x, (layers.Dense(16)(h), layers.Dense(16)(h)))
    decoder = keras.Sequential([keras.Input((16,)), *hidden, *last])
    model = CountingVAE(encoder, decoder, seed=seed)
    model.seen = model.add_weight(shape=(), initializer="zeros", trainable=False, name="seen")
    return model


@cache
def _images():
    from ae_helpers.data import ink

    images = ink.draw(13_000, seed=7).images.astype("float32") / 255
    return images[:12_000], images[12_000:]


def _judge(weights):
    """BCE + KL on new images, nats, and the number of codes above a tenth of a nat.

    The weights are put into a fresh model, whose beta, mask and layers nobody has touched.
    """
    model, (_, x) = _deep(), _images()
    model.encoder.set_weights(weights[0])
    model.decoder.set_weights(weights[1])
    model.compile()
    scores = model.evaluate(x, x, batch_size=500, verbose=0, return_dict=True)
    used = np.sum(_each(*model.posterior(x)).mean(0) > 0.1)
    return scores["reconstruction"] + scores["kl"], int(used)


def _weights(model):
    return model.encoder.get_weights(), model.decoder.get_weights()


def wake(answer):
    """A function `(model, x)` that trains a deep VAE so that its codes do not collapse."""
    x, _ = _images()
    model = _deep()
    before = _weights(model)
    call(answer, model, x)
    after = _weights(model)
    if [w.shape for part in after for w in part] != [w.shape for part in before for w in part]:
        return mistake("The networks have been exchanged. Train the model as it is given to you.")
    pairs = [zip(*parts, strict=True) for parts in zip(before, after, strict=True)]
    if all(np.array_equal(a, b) for pair in pairs for a, b in pair):
        return not_yet(
            "The weights have not changed: train the model that is given to you, with fit or "
            "fit_dense."
        )
    (start, _), (yours, used), seen = _judge(before), _judge(after), int(model.seen)
    if not np.isfinite(yours) or yours > start:
        return mistake("The model is worse than before training: is the learning rate too high?")
    if seen == 0:
        return not_yet("The check cannot count your steps: train with fit or fit_dense.")
    if seen > EPOCHS * len(x):
        return not_yet(f"You trained on {seen:,} images; ten epochs are {EPOCHS * len(x):,}.")
    said = (
        f"BCE + KL is {yours:.1f} nats with {used} codes in use; ten plain epochs reach "
        f"about {PLAIN_NATS} with 6."
    )
    if yours > PLAIN_NATS - 3:
        return not_yet(f"{said} Start with a small model.beta and let it rise to 1.")
    return right(said)
