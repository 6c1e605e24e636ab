"""Losses: pure functions `(batch, ...) -> (batch,)`.

Every loss sums over the pixels of an image and says nothing about the batch; Keras then takes the
mean over the batch. Decoders end in logits, so the losses take logits, and `sigmoid(logits)` is the
grey level that is shown. Each function can be given to `model.compile(loss=...)` as it is.
"""

import numpy as np
from keras import ops


def _sum_over_pixels(values):
    return ops.sum(ops.reshape(values, (ops.shape(values)[0], -1)), axis=1)


def squared_error(x, logits):
    """Squared error of an image in squared grey levels.

    Args:
        x: grey levels in [0, 1], shape `(batch, ...)`.
        logits: the decoder's output, the same shape.

    Returns:
        Shape `(batch,)`: the sum over pixels of `(x - sigmoid(logits))**2`.
    """
    return _sum_over_pixels(ops.square(x - ops.sigmoid(logits)))


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
    return _sum_over_pixels(ops.softplus(logits) - x * logits)


def binary_crossentropy_floor(x):
    """The least binary cross-entropy that any decoder can reach on `x`, in nats.

    It is the entropy of the grey levels, reached at `sigmoid(logits) = x`: zero for binary images,
    45.5 nats an image on the test images of MNIST.

    Args:
        x: grey levels in [0, 1], shape `(batch, ...)`.

    Returns:
        NumPy array of shape `(batch,)`.
    """
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
    return _sum_over_pixels(ops.cast((x > 0.5) != (logits > 0), "float32"))


def gaussian_kl(mu, log_var):
    """KL divergence from `N(mu, exp(log_var))` to the prior `N(0, I)`, in nats.

    Kingma and Welling, 'Auto-encoding variational Bayes' (2014), appendix B.

    Args:
        mu, log_var: mean and log variance of the codes, both `(batch, d)`.

    Returns:
        Shape `(batch,)`: the sum over dimensions of `(mu**2 + exp(log_var) - 1 - log_var) / 2`.
    """
    return 0.5 * ops.sum(ops.square(mu) + ops.exp(log_var) - 1.0 - log_var, axis=-1)
