"""Losses: pure functions `(batch, ...) -> (batch,)`.

Every loss sums over the pixels of an image and says nothing about the batch; Keras then takes the
mean over the batch. Decoders end in logits, so the losses take logits, and `sigmoid(logits)` is the
grey level that is shown. Each function can be given to `model.compile(loss=...)` as it is.

Shapes that do not fit raise ValueError, also while Keras compiles, as nothing is broadcast over
images. Values are known only outside of a compiled step: there, grey levels beyond [0, 1] raise it.
"""

import math

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import ops


def _rows(x, output):
    """Images and outputs as `(batch, pixels)`. Done before the arithmetic, not after it: on a CPU,
    XLA is up to 50 times slower on arrays whose last axis has the length 1.
    """
    rows = [ops.reshape(images, (ops.shape(images)[0], -1)) for images in (x, output)]
    if rows[0].shape != rows[1].shape:
        raise ValueError(
            f"x has shape {tuple(x.shape)} and the decoder's output {tuple(output.shape)}, but a "
            "loss compares pixel with pixel: give both the same shape."
        )
    return rows


def _check_grey_levels(x):
    if isinstance(x, jax.core.Tracer | keras.KerasTensor):
        return  # in a compiled step the values are not known
    x = np.asarray(x)
    if x.size and not (x.min() >= -1e-5 and x.max() <= 1 + 1e-5):  # NaN is neither
        raise ValueError(
            f"x goes from {x.min():g} to {x.max():g}, but a cross-entropy needs grey "
            "levels from 0 to 1: divide by 255 if they count to 255."
        )


def _check_codes(mu, log_var, *priors):
    shape = np.shape(mu)
    if np.shape(log_var) != shape:
        raise ValueError(
            f"mu has shape {shape} and log_var {np.shape(log_var)}, but each code has one of "
            "either: give both the same shape."
        )
    for prior in priors:
        if np.shape(prior) not in ((), shape[-1:], shape):
            raise ValueError(
                f"A prior of shape {np.shape(prior)} does not fit codes of shape {shape}: give a "
                f"number, {shape[-1:]} or {shape}."
            )


def squared_error(x, logits):
    """Squared error of an image in squared grey levels.

    Args:
        x: grey levels in [0, 1], shape `(batch, ...)`.
        logits: the decoder's output, the same shape.

    Returns:
        Shape `(batch,)`: the sum over pixels of `(x - sigmoid(logits))**2`.
    """
    x, logits = _rows(x, logits)
    return ops.sum(ops.square(x - ops.sigmoid(logits)), axis=1)


def binary_crossentropy(x, logits):
    """Binary cross-entropy of an image in nats.

    For binary `x` this is the negative log-likelihood of a Bernoulli decoder. For grey levels it is
    not a likelihood, and it cannot go below `binary_crossentropy_floor(x)`.

    Args:
        x: grey levels in [0, 1], shape `(batch, ...)`.
        logits: the decoder's output, the same shape.

    Returns:
        Shape `(batch,)`: the sum over pixels of `-x log(p) - (1 - x) log(1 - p)` with
        `p = sigmoid(logits)`, written as `softplus(logits) - x * logits`, which never overflows.
    """
    _check_grey_levels(x)
    x, logits = _rows(x, logits)
    # Softplus, three times as fast on a CPU as the built-in one. The absolute value is written as
    # a maximum because its slope at 0 must be 0, and that of `ops.abs` is 1.
    size = ops.maximum(logits, -logits)
    softplus = ops.maximum(logits, 0.0) + ops.log1p(ops.exp(-size))
    return ops.sum(softplus - x * logits, axis=1)


def binary_crossentropy_floor(x):
    """The least binary cross-entropy that any decoder can reach on `x`, in nats.

    It is the entropy of the grey levels, reached at `sigmoid(logits) = x`: zero for binary images,
    45.5 nats per image on the test images of MNIST.

    Args:
        x: grey levels in [0, 1], shape `(batch, ...)`.

    Returns:
        NumPy array of shape `(batch,)`.
    """
    _check_grey_levels(x)
    x = np.asarray(x, "float64").reshape(len(x), -1)
    inside = np.clip(x, 1e-300, 1 - 1e-16)  # the limit of x log(x) at 0 is 0
    return -(x * np.log(inside) + (1 - x) * np.log1p(-inside)).sum(axis=1)


def hamming(x, logits):
    """Hamming distance of an image: how many pixels fall on the other side of one half.

    It has no useful gradient (it is flat but for its steps): a figure to report, not to train on.

    Args:
        x: grey levels in [0, 1], shape `(batch, ...)`.
        logits: the decoder's output, the same shape.

    Returns:
        Shape `(batch,)`: the number of pixels in which `x > 0.5` and `logits > 0` differ.
    """
    x, logits = _rows(x, logits)
    return ops.sum(ops.cast((x > 0.5) != (logits > 0), "float32"), axis=1)


def bernoulli_log_likelihood(x, logits):
    """Log-likelihood `log p(x|z)` of binary images under a Bernoulli decoder, in nats; at most 0.

    Args:
        x: pixels 0 or 1, shape `(batch, ...)`. For grey levels the same sum can be computed, but
            it is the negative of a cross-entropy and no likelihood.
        logits: the decoder's output, the same shape.

    Returns:
        Shape `(batch,)`, the sum over pixels: `-binary_crossentropy(x, logits)`.
    """
    return -binary_crossentropy(x, logits)


def gaussian_log_likelihood(x, mean, sigma):
    """Log-density `log p(x|z)` under a Gaussian decoder with one standard deviation, in nats.

    It is a density: it can be positive, and it depends on the unit of `x`.

    Args:
        x: shape `(batch, ...)`.
        mean: the decoder's mean, the same shape; for a decoder that ends in logits, their sigmoid.
        sigma: standard deviation of a pixel, in the unit of `x`.

    Returns:
        Shape `(batch,)`: the sum over pixels of `-(x - mean)**2 / (2 sigma**2) - log(sigma) -
        log(2 pi) / 2`.
    """
    x, mean = _rows(x, mean)
    scaled = ops.square((x - mean) / sigma)
    return -ops.sum(0.5 * scaled + ops.log(sigma) + 0.5 * math.log(2 * math.pi), axis=1)


def mixture_parts(output, floor=0.05):
    """The numbers of a mixture density in the plane, from what a network puts out.

    Graves, 'Generating sequences with recurrent neural networks' (2013), section 4, with circles
    made ellipses along the axes: each of M Gaussians has a weight, two means and two scales.

    Args:
        output: shape `(..., 5 M + 1)`: M logits, 2 M means, 2 M log scales, the logit of the pen.
        floor: the least scale. Without one, the density on smooth data has no upper bound.

    Returns:
        Logits of the weights `(..., M)`, means and log scales `(..., M, 2)`, pen `(...)`.
    """
    m, rest = divmod(output.shape[-1] - 1, 5)
    if rest or not m:
        raise ValueError(
            f"The output has {output.shape[-1]} numbers a step, but M Gaussians need 5 M + 1: give "
            "6, 11, 16 ..."
        )
    logits, mean, log_scale, pen = ops.split(output, [m, 3 * m, 5 * m], axis=-1)
    shape = (*output.shape[:-1], m, 2)
    log_scale = ops.maximum(ops.reshape(log_scale, shape), math.log(floor))
    return logits, ops.reshape(mean, shape), log_scale, pen[..., 0]


def mixture_log_likelihood(x, output, floor=0.05):
    """Log-density of pen paths under a mixture of Gaussians at each step, in nats a path.

    It is a density in the plane times the chance of the pen: it can be positive, and it depends on
    the unit of the moves.

    Args:
        x: paths `(batch, T, 3)`: a move in two coordinates, and the pen, 0 or 1.
        output: `(batch, T, 5 M + 1)`, see `mixture_parts`.
        floor: the least scale, in the unit of the moves.

    Returns:
        Shape `(batch,)`: the sum over steps of `logsumexp(log weight + log density)` and the pen's
        Bernoulli log-likelihood.
    """
    if tuple(x.shape[:-1]) != tuple(output.shape[:-1]) or x.shape[-1] != 3:
        raise ValueError(
            f"x has shape {tuple(x.shape)} and the output {tuple(output.shape)}: give paths "
            "(batch, T, 3) and an output for each of their steps."
        )
    logits, mean, log_scale, pen = mixture_parts(output, floor)
    squares = ops.square((x[..., None, :2] - mean) * ops.exp(-log_scale))
    each = -ops.sum(0.5 * squares + log_scale + 0.5 * math.log(2 * math.pi), axis=-1)
    move = ops.logsumexp(ops.log_softmax(logits, axis=-1) + each, axis=-1)
    return ops.sum(move + x[..., 2] * pen - ops.softplus(pen), axis=-1)


def gaussian_kl(mu, log_var, prior_mu=0.0, prior_log_var=0.0):
    """KL divergence from `N(mu, exp(log_var))` to a diagonal Gaussian prior, in nats.

    For the prior `N(0, I)`, the default, it is the sum over dimensions of
    `(mu**2 + exp(log_var) - 1 - log_var) / 2`: Kingma and Welling, 'Auto-encoding variational
    Bayes' (2014), appendix B.

    Args:
        mu, log_var: mean and log variance of the codes, both `(batch, d)`.
        prior_mu, prior_log_var: the same of the prior: numbers, `(d,)` or `(batch, d)`.

    Returns:
        Shape `(batch,)`.
    """
    _check_codes(mu, log_var, prior_mu, prior_log_var)
    spread = (ops.square(mu - prior_mu) + ops.exp(log_var)) * ops.exp(-prior_log_var)
    return 0.5 * ops.sum(spread - 1.0 - (log_var - prior_log_var), axis=-1)


def free_bits(mu, log_var, floor):
    """KL to `N(0, I)` in which the first `floor` nats of every code are free.

    `sum_j max(floor, mean over the batch of KL_j)`: Kingma et al., 'Improved variational inference
    with inverse autoregressive flow' (2016), equation 15, with a group for each code. Below the
    floor a code has no gradient, so nothing pushes it to the prior.

    Args:
        mu, log_var: mean and log variance of the codes, both `(batch, d)`.
        floor: nats, at least 0; with 0 it is the mean of `gaussian_kl`.

    Returns:
        A number, in nats, at least `d * floor`: a sum over codes, a mean over the batch.
    """
    _check_codes(mu, log_var)
    each = 0.5 * ops.mean(ops.square(mu) + ops.exp(log_var) - 1.0 - log_var, axis=0)
    return ops.sum(ops.maximum(each, floor))


def bernoulli_kl(rho, rate):
    """KL divergence from a coin that shows heads with chance `rho` to one with `rate`, in nats.

    The price of Ng, 'Sparse autoencoder' (lecture notes, 2011), section 3: `rate` is the mean of a
    sigmoid code over the images, `rho` what it should be. Zero only where the two are equal.

    Args:
        rho: from 0 to 1, without the ends.
        rate: the same; numbers or arrays of one shape.

    Returns:
        That shape: `rho log(rho / rate) + (1 - rho) log((1 - rho) / (1 - rate))`.
    """
    return rho * ops.log(rho / rate) + (1 - rho) * ops.log((1 - rho) / (1 - rate))


def contractive_penalty(encoder, x):
    """How much the code moves when a pixel does: the squared Jacobian, summed over both.

    Rifai et al., 'Contractive auto-encoders' (2011), equation 1, for any encoder that treats each
    image on its own (so no batch normalisation in training). It costs `d` backward passes.

    Args:
        encoder: function, images `(batch, ...)` -> codes `(batch, d)`.
        x: images.

    Returns:
        Shape `(batch,)`: the sum over codes `j` and pixels `i` of `(dz_j / dx_i)**2`, in squared
        units of the code a squared grey level.
    """
    z, pull_back = jax.vjp(encoder, x)
    one_code = jnp.eye(z.shape[1], dtype=z.dtype)[:, None] * jnp.ones_like(z)  # (d, batch, d)
    (slopes,) = jax.vmap(pull_back)(one_code)  # (d, batch, ...)
    return jnp.sum(jnp.square(slopes), axis=(0, *range(2, slopes.ndim)))
