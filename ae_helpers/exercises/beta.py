"""The exercises of lesson 08, β, disentanglement and collapse."""

from functools import cache

import numpy as np

from . import mistake, not_yet, right, typical_mistake

PLAIN_NATS = 116.6  # what ten plain epochs reach in the exercise `wake`; a test measures it again
EXERCISES = ["change_of_loss", "codes_in_use", "warm_up", "free_bits", "wake"]


def change_of_loss(answer):
    """How a loss with beta 4 changes with 3 nats more rate and 10 nats less distortion."""
    if np.isclose(float(answer), 2):
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
    return typical_mistake(float(answer), kinds) or not_yet(
        "The loss is BCE + β KL. What do 3 nats more of KL cost, and what do 10 nats of BCE save?"
    )


def _rates(mu, log_var, axis=0):
    return 0.5 * np.mean(mu**2 + np.exp(log_var) - 1 - log_var, axis=axis)


def _codes():
    """Mean and log variance, `(200, 6)`, with three dead codes, one faint, and two in use."""
    rng = np.random.default_rng(0)
    mu = rng.normal(size=(200, 6)) * [2.0, 1.2, 0.35, 0.05, 0.03, 0.0]
    return mu, np.log([0.05, 0.3, 0.9, 1.0, 1.0, 1.0]) + np.zeros_like(mu)


def codes_in_use(answer):
    """A function `(mu, log_var, floor) -> int`: how many codes have a rate above the floor."""
    mu, log_var = _codes()
    results = np.array([answer(mu, log_var, floor) for floor in (0.01, 0.1, 0.5, 5.0)])
    each, an_image = _rates(mu, log_var), mu**2 + np.exp(log_var) - 1 - log_var
    counts = [np.sum(each > floor) for floor in (0.01, 0.1, 0.5, 5.0)]
    if results.shape == (4,) and np.array_equal(results, counts):
        return right("Rates first, then one number: how many are above the floor.")
    floors = np.array([0.01, 0.1, 0.5, 5.0])[:, None]
    kinds = {
        "The factor one half of the KL is missing.": (2 * each > floors).sum(axis=1),
        "You say which codes are in use. How many are they? Sum.": each > floors,
        "You compare with 0.1, whatever `floor` is.": (each > np.full((4, 1), 0.1)).sum(axis=1),
        "These are the codes that are not in use.": (each < floors).sum(axis=1),
        "You took a mean over codes and counted images: the mean belongs over axis 0.": (
            0.5 * an_image.mean(axis=1) > floors
        ).sum(axis=1),
        "You summed over the codes and counted images. Each code has a rate of its own.": (
            0.5 * an_image.sum(axis=1) > floors
        ).sum(axis=1),
        "You summed over the batch. A rate is a mean over images.": (
            0.5 * an_image.sum(axis=0) > floors
        ).sum(axis=1),
        "The variance of mu counts active units. Here the rate is asked for.": (
            mu.var(axis=0) > floors
        ).sum(axis=1),
    }
    return typical_mistake(results, kinds) or not_yet(
        "The mean over the batch of half of mu² + exp(log_var) - 1 - log_var; count what is above."
    )


def warm_up(answer):
    """A function `(epoch, length, beta)`: a straight line from 0 to beta, then beta."""
    epochs = np.arange(8)
    results = np.array([answer(int(epoch), 4, 2.0) for epoch in epochs], "float64")
    line = 2.0 * np.minimum(1, epochs / 4)
    if np.allclose(results, line):
        return right("It rises for four epochs and stays: min(1, epoch / length).")
    kinds = {
        "It still goes on rising after `length` epochs, far above beta.": 2.0 * epochs / 4,
        "It never reaches beta: it stops at 1, whatever beta is.": np.minimum(1, epochs / 4),
        "It stops at 1 and not at beta: the minimum belongs around epoch / length.": np.minimum(
            1, 2.0 * epochs / 4
        ),
        "With the maximum it starts at beta and goes on rising: take the minimum.": 2.0
        * np.maximum(1, epochs / 4),
        "It starts above 0: epoch 0 has beta 0.": 2.0 * np.minimum(1, (epochs + 1) / 4),
        "It starts again every `length` epochs. It should stay at beta.": 2.0 * (epochs % 4) / 4,
        "It jumps. Between 0 and beta lies a straight line.": 2.0 * (epochs >= 4),
        "It falls from beta to 0. Turn it round.": 2.0 * np.maximum(0, 1 - epochs / 4),
    }
    return typical_mistake(results, kinds) or not_yet(
        "The share of the way is epoch / length, but never more than 1; beta times that."
    )


def free_bits(answer):
    """A function `(mu, log_var, floor)`: the KL with `floor` nats of each code free of charge."""
    mu, log_var = _codes()
    result = np.asarray(answer(mu, log_var, 0.25))
    each = _rates(mu, log_var)
    an_image = 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)
    if result.shape == () and np.isclose(result, np.maximum(each, 0.25).sum()):
        return right("Mean over the batch, then the floor, then the sum over codes.")
    kinds = {
        "This is the KL without a floor: it stands under each code, not under the sum.": each.sum(),
        "The floor is under every image's rate. Take the mean over the batch first.": np.maximum(
            an_image, 0.25
        )
        .sum(axis=1)
        .mean(),
        "With the minimum no code can cost more than the floor: take the maximum.": np.minimum(
            each, 0.25
        ).sum(),
        "The floor is subtracted. Its gradient is the same, but a code at 0 should cost the floor, "
        "so that the sum is never below it.": np.maximum(each - 0.25, 0).sum(),
        "You took the mean over the codes at the end. Sum them.": np.maximum(each, 0.25).mean(),
        "The factor one half of the KL is missing.": np.maximum(2 * each, 0.25).sum(),
        "Sum over the codes: the result is one number.": np.maximum(each, 0.25),
    }
    return typical_mistake(result, kinds) or not_yet(
        f"The result should be one number; yours has the shape {result.shape}."
        if result.shape != ()
        else "np.maximum(rate of each code, floor), summed."
    )


def _deep(seed=3, size=28):
    """A deep VAE that collapses when it is trained plainly, as in the lesson."""
    from ae_helpers.models import VAE

    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    x = keras.Input((size, size, 1))
    h = layers.Flatten()(x)
    for _ in range(3):
        h = layers.Dense(256, activation="relu")(h)
    hidden = [layers.Dense(256, activation="relu") for _ in range(3)]
    last = [layers.Dense(size * size), layers.Reshape((size, size, 1))]
    encoder = keras.Model(x, (layers.Dense(16)(h), layers.Dense(16)(h)))
    return VAE(encoder, keras.Sequential([keras.Input((16,)), *hidden, *last]), seed=seed)


@cache
def _images():
    from ae_helpers.data import ink

    images = ink.draw(13_000, seed=7).images.astype("float32") / 255
    return images[:12_000], images[12_000:]


def _judge(model):
    """BCE + KL on new images, nats, and the number of codes above a tenth of a nat."""
    _, x = _images()
    model.compile()
    scores = model.evaluate(x, x, batch_size=500, verbose=0, return_dict=True)
    return scores["reconstruction"] + scores["kl"], int(np.sum(_rates(*model.posterior(x)) > 0.1))


def wake(answer):
    """A function `(model, x)` that trains a deep VAE so that its codes do not collapse."""
    x, _ = _images()
    model = _deep()
    (start, _), before = _judge(model), [w.copy() for w in model.get_weights()]
    model = answer(model, x) or model
    if all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)):
        return not_yet("The weights have not changed: train the model with fit or fit_dense.")
    steps = int(model.optimizer.iterations)
    yours, used = _judge(model)
    if not np.isfinite(yours) or yours > start:
        return mistake("The model is worse than before training: is the learning rate too high?")
    if steps > 940:
        return not_yet(f"You trained for {steps} steps; ten epochs of batches of 128 are 940.")
    said = (
        f"BCE + KL is {yours:.1f} nats with {used} codes in use; ten plain epochs reach "
        f"about {PLAIN_NATS} with 6."
    )
    if yours > PLAIN_NATS - 3:
        return not_yet(f"{said} Start with a small model.beta and let it rise to 1.")
    return right(said)
