"""The exercises of lesson 07, the variational autoencoder."""

import numpy as np

from . import decoder_mistake, mistake, not_yet, right, typical_mistake

EXERCISES = [
    "price_of_a_cloud",
    "draw",
    "hidden_beta",
    "interpolate",
    "negative_elbo",
    "article_vae",
]


def price_of_a_cloud(answer):
    """KL in nats from a Gaussian with mean (2, 0) and standard deviations 1 to N(0, I)."""
    result = np.asarray(answer, "float64")
    if result.shape == () and np.isclose(result, 2):
        return right("Half of 2 squared: only the shifted code costs, 2 nats.")
    kinds = {
        "You left out the factor one half.": 4.0,
        "The mean enters squared.": 1.0,
        "A KL is never negative. Turn the sign round.": -2.0,
        "The term -1 is missing: a free code costs nothing.": 3.0,
    }
    return typical_mistake(result, kinds) or not_yet(
        "Put the numbers into the formula, code by code."
    )


def draw(answer):
    """A function `(mu, log_var, eps) -> z`: the reparameterisation."""
    rng = np.random.default_rng(0)
    mu, log_var, eps = rng.normal(size=(3, 4, 2))
    result = np.asarray(answer(mu, log_var, eps))
    if result.shape == mu.shape and np.allclose(result, mu + np.exp(log_var / 2) * eps):
        return right("Shifted by the mean, stretched by the standard deviation.")
    kinds = {
        "You stretch by the variance. The standard deviation is its root: halve the logarithm.": mu
        + np.exp(log_var) * eps,
        "You stretch by the logarithm itself. Take the exponential of half of it.": mu
        + log_var * eps,
        "You stretch by half the logarithm. The exponential is missing.": mu + 0.5 * log_var * eps,
        "A square where a root is wanted: the standard deviation is exp(0.5 * log_var).": mu
        + np.exp(2 * log_var) * eps,
        "The mean is missing: every cloud would lie around zero.": np.exp(log_var / 2) * eps,
        "This is the mean alone. Nothing is drawn.": mu,
        "The spread is missing: every cloud would be as wide as the prior.": mu + eps,
    }
    wrong = typical_mistake(result, kinds)
    if wrong:
        return wrong
    if result.shape != mu.shape:
        return not_yet(f"For codes (4, 2) your function returns {result.shape}; keep the shape.")
    return not_yet("Mean plus standard deviation times eps.")


def hidden_beta(answer):
    """The weights of KL hidden in (mean BCE of 784 pixels + KL) and (BCE + mean KL of 20)."""
    result = np.asarray(answer, "float64")
    if result.shape != (2,):
        return not_yet("Give two numbers, as a pair (A, B).")
    if np.allclose(result, (784, 1 / 20)):
        return right("784 hardly lets a code say anything, 0.05 hardly keeps the codes in order.")
    if np.allclose(result, (1 / 784, 20)):
        return mistake("Both are turned round: multiply each loss until BCE stands there summed.")
    if np.allclose(result, (784, 20)):
        return mistake("A is right. In B the KL is divided by 20, so it weighs less, not more.")
    if np.allclose(result, (1 / 784, 1 / 20)):
        return mistake("B is right. In A it is BCE that was made small, so KL weighs more.")
    if np.allclose(result, (784 / 20, 1 / 20)):
        return mistake("B is right. In A the KL is summed, so its 20 codes do not enter.")
    return not_yet("Multiply each loss by a number, so that BCE is summed. What then weighs KL?")


def interpolate(answer):
    """A function `(z_a, z_b, n) -> (n, d)`: a straight line, both ends included."""
    z_a, z_b = np.array([0.0, 1.0, -1.0]), np.array([2.0, 1.0, 3.0])
    t = np.linspace(0, 1, 5)[:, None]
    result, line = np.asarray(answer(z_a, z_b, 5)), (1 - t) * z_a + t * z_b
    if result.shape == line.shape and np.allclose(result, line):
        again = np.asarray(answer(z_b[:2], z_a[:2], 3))
        if again.shape == (3, 2) and np.allclose(again[1], (z_a[:2] + z_b[:2]) / 2):
            return right("A straight line from one code to the other, with both ends.")
        return not_yet("It fits for 5 codes of 3 numbers, and not for 3 codes of 2 numbers.")
    open_t = np.linspace(0, 1, 5, endpoint=False)[:, None]
    inner = np.linspace(0, 1, 7)[1:-1, None]
    kinds = {
        "It stops before the end: the last code must be z_b.": (1 - open_t) * z_a + open_t * z_b,
        "Both ends are missing: the first code is z_a, the last is z_b.": (1 - inner) * z_a
        + inner * z_b,
        "It walks from z_b to z_a. Turn it round.": line[::-1],
        "The axes are exchanged: one code a row.": line.T,
        "This starts at z_a and goes on past z_b: walk along the difference z_b - z_a.": z_a
        + t * z_b,
    }
    wrong = typical_mistake(result, kinds)
    if wrong:
        return wrong
    if result.shape != line.shape:
        return not_yet(f"For n = 5 and codes of 3 numbers the shape is {result.shape}, not (5, 3).")
    return not_yet("A share 1 - t of z_a plus a share t of z_b, for t from 0 to 1.")


def negative_elbo(answer):
    """A function `(x, logits, mu, log_var) -> (batch,)`: BCE plus KL, both summed, in nats."""
    rng = np.random.default_rng(0)
    x, logits = rng.random((3, 28, 28, 1)), rng.normal(size=(3, 28, 28, 1))
    mu, log_var = rng.normal(size=(2, 3, 5))
    result = np.asarray(answer(x, logits, mu, log_var))
    pixels = np.logaddexp(0, logits) - x * logits
    codes = 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)
    bce, kl = pixels.sum(axis=(1, 2, 3)), codes.sum(axis=1)
    if result.shape == (3,) and np.allclose(result, bce + kl):
        return right("Nats from the pixels plus nats from the codes, one number an image.")
    kinds = {
        "KL is averaged over the codes: a hidden β of 1/d. Sum it.": bce + codes.mean(axis=1),
        "BCE is averaged over the pixels: a hidden β of 784. Sum it.": pixels.mean(axis=(1, 2, 3))
        + kl,
        "Both terms are averaged. Sum pixels and codes.": pixels.mean(axis=(1, 2, 3))
        + codes.mean(axis=1),
        "The sign of KL is turned: this would reward far and narrow clouds.": bce - kl,
        "This is the ELBO. A loss is made small, so turn its sign.": -bce - kl,
        "The factor one half of KL is missing.": bce + 2 * kl,
        "KL is missing: this is an autoencoder with noise.": bce,
        "BCE is missing: this only makes all clouds alike.": kl,
        "You also took the mean over the batch. Keep one number an image.": (bce + kl).mean(),
        "You also summed over the batch. Keep one number an image.": (bce + kl).sum(),
    }
    wrong = typical_mistake(result, kinds)
    if wrong:
        return wrong
    if result.shape != (3,):
        return not_yet(f"For 3 images your function returns the shape {result.shape}, not (3,).")
    return not_yet("BCE summed over pixels, plus half of mu² + exp(log_var) - 1 - log_var, summed.")


def article_vae(answer):
    """A VAE 784-400-20 for images of 28 by 28."""
    encoder, decoder = answer.encoder, answer.decoder
    x = np.random.default_rng(0).random((2, 28, 28, 1), "float32")
    posterior = encoder(x)
    if not isinstance(posterior, tuple | list) or len(posterior) != 2:
        return mistake("The encoder must return a pair, mu and log_var: two outputs.")
    mu, log_var = (np.asarray(part) for part in posterior)
    if mu.shape != (2, 20) or log_var.shape != (2, 20):
        return mistake(
            f"For 2 images mu and log_var have the shapes {mu.shape} and {log_var.shape}; both "
            "should be (2, 20)."
        )
    wrong = decoder_mistake(decoder, 20, x.shape[1:])
    if wrong:
        return wrong
    if np.allclose(mu, log_var):
        return mistake("mu and log_var are the same numbers: each needs a Dense layer of its own.")
    many = [np.asarray(part) for part in encoder(np.concatenate([5 * x, -5 * x]))]
    for name, part in zip(("mu", "log_var"), many, strict=True):
        if part.min() >= 0:
            return mistake(f"{name} is never negative: leave its Dense layer without activation.")
    count = sum(int(np.prod(w.shape)) for w in [*encoder.weights, *decoder.weights])
    if count != 652_824:
        return not_yet(
            f"The shapes fit, but your networks have {count:,} weights and biases; 784-400-20 has "
            "652,824. Is there one hidden layer of 400 on each side, shared by mu and log_var?"
        )
    return right("784-400-20: 652,824 weights and biases. Train it with fit(x, x) if you like.")
