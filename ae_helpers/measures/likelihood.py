"""How likely a variational autoencoder finds images, and what its posteriors do. All in nats.

Each function takes the model as two functions, so any encoder and decoder will do, Keras models
among them: `encoder`, images `(batch, ...)` -> the pair `(mu, log_var)`, both `(batch, d)`, and
`decoder`, codes `(batch, d)` -> what the likelihood wants beside `x`, usually logits. Random
numbers come from `key`, made by `jax.random.key(seed)`: the same key gives the same numbers.

Larger is better: these are log-likelihoods and lower bounds of them. A paper that says 'NLL' or
'negative ELBO' gives the same number with the other sign.
"""

from functools import partial
from typing import NamedTuple

from ae_helpers import losses
from ae_helpers.measures.arrays import MeasureError, numbers, same_shape

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import logsumexp

AT_ONCE = 10_000  # codes that are decoded together: 30 MB of logits for images of 28 × 28
CHUNK = 100  # of these, samples of one image


def elbo(encoder, decoder, x, key, samples=1, likelihood=losses.bernoulli_log_likelihood):
    """The evidence lower bound `E_q[log p(x|z)] - KL(q(z|x) || p(z))`, in nats.

    The expectation is a mean over samples, the KL is exact: Kingma and Welling, 'Auto-encoding
    variational Bayes' (2014), equation 7. It is the negative of the training loss of `VAE`.

    Args:
        encoder, decoder: see the top of this module.
        x: images `(n, ...)`; for a Bernoulli decoder pixels of 0 or 1.
        key: `jax.random.key(seed)`.
        samples: codes drawn for an image.
        likelihood: function `(x, decoder's output) -> (batch,)`, `log p(x|z)` in nats.

    Returns:
        NumPy array `(n,)`, a value an image. Its mean is what is reported.

    Raises:
        MeasureError: empty images, NaN, shapes that do not fit, a number of samples below 1,
            pixels outside [0, 1] for the Bernoulli likelihood.
    """
    bounds = []
    for mu, log_var, draws in _draws(encoder, decoder, x, key, samples, likelihood):
        log_p_x = sum(jnp.sum(log_p_x, axis=0) for log_p_x, _ in draws) / samples
        bounds.append(log_p_x - losses.gaussian_kl(mu, log_var))
    return np.concatenate(bounds)


def iwae_bound(encoder, decoder, x, key, k, likelihood=losses.bernoulli_log_likelihood):
    """The importance-weighted bound on `log p(x)` from `k` samples, in nats.

    `E[log (1/k sum_i w_i)]` with `w = p(x|z) p(z) / q(z|x)` and `z ~ q(z|x)`: Burda et al.,
    'Importance weighted autoencoders' (2015), equation 8. In expectation it does not fall when `k`
    grows, and it tends to `log p(x)`. For `k = 1` it is the ELBO with a sampled KL.

    Args and errors as for `elbo`; `k` is the number of samples.

    Returns:
        NumPy array `(n,)`, a value an image.
    """
    bounds = []
    for _, _, draws in _draws(encoder, decoder, x, key, k, likelihood):
        totals = [jax.nn.logsumexp(log_p_x + log_ratio, axis=0) for log_p_x, log_ratio in draws]
        bounds.append(jax.nn.logsumexp(jnp.stack(totals), axis=0) - np.log(k))
    return np.concatenate(bounds)


def log_likelihood(encoder, decoder, x, key, k=5000, likelihood=losses.bernoulli_log_likelihood):
    """An estimate of `log p(x)` from `k` importance samples, in nats.

    It is `iwae_bound` with many samples, so in expectation it is still too low, by less the closer
    `q(z|x)` is to the true posterior. Published values use 5,000 samples (Burda et al. 2015).
    Memory does not grow with `k`; time does.

    Args, returns and errors as for `iwae_bound`.
    """
    return iwae_bound(encoder, decoder, x, key, k, likelihood)


def log_weights(encoder, decoder, x, key, k, likelihood=losses.bernoulli_log_likelihood):
    """`log w = log p(x|z) + log p(z) - log q(z|x)` of `k` codes per image, in nats.

    Every bound follows from these numbers: `bound_from_weights`. Args and errors as for
    `iwae_bound`.

    Returns:
        NumPy array `(n, k)`.
    """
    rows = []
    for _, _, draws in _draws(encoder, decoder, x, key, k, likelihood):
        rows.append(np.concatenate([log_p_x + log_ratio for log_p_x, log_ratio in draws]).T)
    return np.concatenate(rows)


def bound_from_weights(log_w, k=None):
    """The importance-weighted bound with `k` samples, from more draws than that.

    The draws of an image are divided into groups of `k`, each gives the logarithm of its mean
    weight, and the bound is the mean over groups; draws that fill no group are left out.

    Args:
        log_w: `(n, draws)`, as `log_weights` gives them.
        k: samples in the bound, from 1 (the ELBO) to the number of draws (None).

    Returns:
        NumPy array `(n,)`, in nats.

    Raises:
        MeasureError: `log_w` is no table of numbers, or there are fewer draws than `k`.
    """
    log_w = numbers("log_w", log_w, "(n, k)").astype("float64")
    k = log_w.shape[1] if k is None else k
    if not isinstance(k, int | np.integer) or not 1 <= k <= log_w.shape[1]:
        raise MeasureError(
            f"A bound with {k!r} samples does not follow from {log_w.shape[1]} draws per image: "
            f"give a whole number from 1 to {log_w.shape[1]}."
        )
    groups = log_w[:, : log_w.shape[1] // k * k].reshape(len(log_w), -1, k)
    return (logsumexp(groups, axis=2) - np.log(k)).mean(axis=1)


def _draws(encoder, decoder, x, key, k, likelihood):
    """Yield `(mu, log_var, draws)` for some images at a time.

    `draws` yields, for some of the `k` samples at a time, `log p(x|z)` and `log p(z) - log q(z|x)`,
    both `(samples, images)`.
    """
    x = numbers("x", x, "(n, ...)")
    if not isinstance(k, int | np.integer) or k < 1:
        raise MeasureError(f"{k!r} samples cannot be drawn: give a whole number from 1 up.")
    if not (isinstance(key, jax.Array) and jnp.issubdtype(key.dtype, jax.dtypes.prng_key)):
        raise MeasureError(f"key is {key!r}: make it with jax.random.key(seed).")
    grey = x.min() >= -1e-5 and x.max() <= 1 + 1e-5
    if likelihood is losses.bernoulli_log_likelihood and not grey:
        raise MeasureError(
            f"x goes from {x.min():g} to {x.max():g}, but pixels from 0 to 1 are needed: divide by "
            "255 if they count to 255."
        )
    rows = max(1, AT_ONCE // min(k, CHUNK))
    for start in range(0, len(x), rows):
        images = jnp.asarray(x[start : start + rows], "float32")
        mu, log_var = _posterior(encoder, images)
        part_key = jax.random.fold_in(key, start)
        yield mu, log_var, _scores(decoder, images, mu, log_var, part_key, k, likelihood)


def _scores(decoder, x, mu, log_var, key, k, likelihood):
    for done in range(0, k, CHUNK):
        samples = min(CHUNK, k - done)
        epsilon, z = _codes(jax.random.fold_in(key, done), mu, log_var, samples)
        output = jnp.asarray(decoder(z.reshape(-1, z.shape[-1])))
        if output.size != samples * x.size:
            raise MeasureError(
                f"The decoder gives {output.shape[1:]} an image, but the images are "
                f"{x.shape[1:]}: measure a model on the images it was built for."
            )
        yield _score(x, output, epsilon, z, log_var, likelihood)


def _posterior(encoder, images):
    posterior = encoder(images)
    if not isinstance(posterior, tuple | list) or len(posterior) != 2:
        raise MeasureError(
            "The encoder must give the pair (mu, log_var): a bound on the likelihood needs a "
            "variational autoencoder."
        )
    mu, log_var = (
        numbers(n, v, "(n, d)") for n, v in zip(("mu", "log_var"), posterior, strict=True)
    )
    same_shape(mu=mu, log_var=log_var)
    return jnp.asarray(mu), jnp.asarray(log_var)


@partial(jax.jit, static_argnames="samples")
def _codes(key, mu, log_var, samples):
    """The noise and the codes, both `(samples, batch, d)`."""
    epsilon = jax.random.normal(key, (samples, *mu.shape))
    return epsilon, mu + jnp.exp(0.5 * log_var) * epsilon


@partial(jax.jit, static_argnames="likelihood")
def _score(x, output, epsilon, z, log_var, likelihood):
    """`log p(x|z)` and `log p(z) - log q(z|x)`, both `(samples, batch)`."""
    copies = jnp.broadcast_to(x, (len(z), *x.shape)).reshape(output.shape)
    log_p_x = likelihood(copies, output).reshape(z.shape[:2])
    # The squared distance from the posterior's mean, in its standard deviations, is epsilon**2.
    return log_p_x, 0.5 * jnp.sum(epsilon**2 + log_var - z**2, axis=-1)


def active_units(mu, threshold=0.01):
    """How many codes a variational autoencoder uses.

    A code is active if the mean of its posterior varies from image to image with a variance above
    `threshold`: Burda et al., 'Importance weighted autoencoders' (2015), section 5.2.

    Args:
        mu: posterior means of many images, `(n, d)`.
        threshold: a variance, in squared units of the code.

    Returns:
        A whole number from 0 to `d`.
    """
    return int((np.var(numbers("mu", mu, "(n, d)"), axis=0) > threshold).sum())


class AggregatePosterior(NamedTuple):
    """Mean `(d,)` and covariance `(d, d)` of all codes, and their distance from `N(0, I)`."""

    mean: np.ndarray
    covariance: np.ndarray
    kl_to_prior: float


def aggregate_posterior(mu, log_var):
    """The first two moments of `q(z) = mean over images of q(z|x)`, which should be the prior's.

    Args:
        mu, log_var: posteriors of many images, both `(n, d)`.

    Returns:
        `AggregatePosterior`. Its `kl_to_prior`, in nats, is the KL from the Gaussian with these
        moments to `N(0, I)`: 0 if both moments are right, which does not yet make `q(z)` Gaussian.
    """
    mu, log_var = numbers("mu", mu, "(n, d)"), numbers("log_var", log_var, "(n, d)")
    same_shape(mu=mu, log_var=log_var)
    mu, log_var = mu.astype("float64"), log_var.astype("float64")
    mean = mu.mean(axis=0)
    covariance = (mu - mean).T @ (mu - mean) / len(mu) + np.diag(np.exp(log_var).mean(axis=0))
    distance = mean @ mean + np.trace(covariance) - len(mean) - np.linalg.slogdet(covariance)[1]
    return AggregatePosterior(mean, covariance, float(0.5 * distance))
