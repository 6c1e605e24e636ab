"""Layers that are steered by Keras variables, and a transposed convolution with a fast gradient."""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from jax import lax
from keras import ops


@keras.saving.register_keras_serializable("ae_helpers")
class LatentMask(keras.layers.Layer):
    """Keeps the first `active` codes and sets the others to zero: a latent size that can move.

    A masked code gets no gradient either, so a model that is built with `size` codes and masked to
    `d` trains exactly as one that is built with `d` codes. A variational model masks `mu`,
    `log_var` and `z`; a masked code then has the prior's mean and variance and adds no KL.

    Args:
        size: number of codes, the last axis of the input.

    Attributes:
        active: scalar float variable, the number of codes kept; `size` at first.
    """

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.active = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(size),
            trainable=False,
            autocast=False,
            name="active",
        )

    def call(self, z):
        """`(batch, ..., size)` -> the same shape."""
        # Not a product with 0: a masked code that has run off to infinity would give NaN.
        kept = ops.arange(self.size, dtype="float32") < self.active
        return ops.where(kept, z, ops.zeros_like(z))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {"size": self.size}


@keras.saving.register_keras_serializable("ae_helpers")
class TopK(keras.layers.Layer):
    """Keeps the `k` largest codes of each image and sets the others to zero.

    Makhzani and Frey, 'k-sparse autoencoders' (2013), section 2. Only what is kept gets a gradient.
    Codes that are equal to the smallest one kept are kept as well, so with ReLU codes that are
    mostly zero there may be fewer than `k` that are not.

    Args:
        k: number of codes kept at first; 0 keeps none, the width of the code or more keeps all.

    Attributes:
        k: scalar float variable, the number of codes kept.
    """

    ROUNDS = 30  # of halving: the threshold is then as exact as a float32

    def __init__(self, k, **kwargs):
        super().__init__(**kwargs)
        self._first_k = k
        self.k = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(k),
            trainable=False,
            autocast=False,
            name="k",
        )

    def call(self, z):
        """`(batch, d)` -> the same shape."""

        # The threshold is found by halving: `k` may move, and on a CPU sorting takes ten times as
        # long. More than k codes lie above `low` or equal it, at most k above `high`.
        def halve(_, ends):
            middle = (ends[0] + ends[1]) / 2
            enough = ops.sum(ops.cast(z > middle, "float32"), axis=1, keepdims=True) >= self.k
            return ops.where(enough, middle, ends[0]), ops.where(enough, ends[1], middle)

        low = ops.min(z, axis=1, keepdims=True) - 1.0
        high = ops.max(z, axis=1, keepdims=True)
        low, _ = lax.fori_loop(0, self.ROUNDS, halve, lax.stop_gradient((low, high)))
        return ops.where(ops.logical_and(z > low, self.k > 0), z, ops.zeros_like(z))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {"k": self._first_k}


@keras.saving.register_keras_serializable("ae_helpers")
class RuntimeNoise(keras.layers.Layer):
    """Adds Gaussian noise in training, and only there; its level can move while the model trains.

    Grey levels are not clipped: the noise stays Gaussian and its mean stays zero.

    Args:
        level: standard deviation at first, in grey levels.
        seed: seed of the layer's own random numbers; None takes one from Keras's global seed.

    Attributes:
        level: scalar variable, the standard deviation.
    """

    def __init__(self, level=0.0, seed=None, **kwargs):
        super().__init__(**kwargs)
        self._config = {"level": level, "seed": seed}
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.level = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(level),
            trainable=False,
            name="level",
        )

    def call(self, x, training=None):
        """`(batch, ...)` -> the same shape."""
        if not training:
            return x
        noise = keras.random.normal(ops.shape(x), dtype=x.dtype, seed=self.seed_generator)
        return x + self.level * noise

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | self._config


@keras.saving.register_keras_serializable("ae_helpers")
class Warp(keras.layers.Layer):
    """Bends images a little in training, and only there, each along a smooth field of its own.

    Rows and columns of an image are moved by some pixels, at random but smoothly: five Gaussian
    shifts from edge to edge, straight lines in between. What lies between two pixels is
    interpolated, so a warp is two matrix products, `rows @ image @ columns.T`. At the edge the last
    pixel is repeated.

    Args:
        amount: standard deviation of the five shifts at first, in pixels.
        seed: seed of the layer's own random numbers; None takes one from Keras's global seed.

    Attributes:
        amount: scalar variable, the standard deviation.
    """

    SHIFTS = 5

    def __init__(self, amount=0.0, seed=None, **kwargs):
        super().__init__(**kwargs)
        self._config = {"amount": amount, "seed": seed}
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.amount = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(amount),
            trainable=False,
            name="amount",
        )

    def call(self, x, training=None):
        """`(batch, h, w, c)` -> the same shape."""
        if not training:
            return x
        n, h, w, _ = x.shape
        rows, columns = self._look(n or ops.shape(x)[0], h), self._look(n or ops.shape(x)[0], w)
        return ops.einsum("nij,njkc,nlk->nilc", rows, x, columns)

    def _look(self, n, side):
        """Matrices `(n, side, side)` whose rows are the weights of the pixels looked at."""
        shifts = keras.random.normal((n, self.SHIFTS), seed=self.seed_generator)
        between = hats(np.linspace(0, self.SHIFTS - 1, side), self.SHIFTS)
        at = np.arange(side, dtype="float32") + self.amount * ops.matmul(
            shifts, ops.transpose(between)
        )
        return hats(ops.clip(at, 0, side - 1), side)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | self._config


def hats(places, side):
    """Weights of the pixels 0 to `side - 1` in what lies at each place, `(..., side)`.

    Linear interpolation: a pixel's weight is 1 at the pixel and falls to 0 at its neighbours.
    """
    apart = ops.expand_dims(ops.cast(places, "float32"), -1) - np.arange(side, dtype="float32")
    return ops.maximum(1 - ops.abs(apart), 0)


@keras.saving.register_keras_serializable("ae_helpers")
class Sampling(keras.layers.Layer):
    """The reparameterisation: `z = mu + exp(log_var / 2) * epsilon`, `epsilon ~ N(0, I)`.

    Kingma and Welling, 'Auto-encoding variational Bayes' (2014), section 2.4. It draws a sample in
    training and outside it; use `mu` itself where a code without noise is wanted.

    Args:
        seed: seed of the layer's own random numbers; None takes one from Keras's global seed.
    """

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, mu, log_var):
        """Mean and log variance, both `(batch, d)` -> one sample a row, `(batch, d)`."""
        epsilon = keras.random.normal(ops.shape(mu), dtype=mu.dtype, seed=self.seed_generator)
        return mu + ops.exp(0.5 * log_var) * epsilon

    def compute_output_shape(self, mu_shape, log_var_shape=None):
        return mu_shape

    def get_config(self):
        return super().get_config() | {"seed": self.seed}


def _taps(remainder, kernel, stride, crop):
    """The kernel's taps that reach the output pixels `stride * m + remainder`, with their shifts.

    Output pixel `stride * i + tap - crop` gets input pixel `i` times `tap`: the shift is `m - i`.
    """
    shifts = [(tap, (tap - crop - remainder) / stride) for tap in range(kernel)]
    return [(tap, int(shift)) for tap, shift in shifts if shift == int(shift)]


def _col2im(x, kernel, strides, crop, size):
    """Transposed convolution as one matrix product and shifted sums of its columns.

    The output pixels fall into `strides[0] * strides[1]` interleaved grids. Each gets its own taps,
    so that no product with the zeros between dilated pixels is ever made.
    """
    (n, h, w, channels), (kh, kw, filters, _) = x.shape, kernel.shape
    pixels, weights = x.reshape(n * h * w, channels), kernel.reshape(-1, channels)
    wide = jnp.promote_types(x.dtype, "float32")  # sums of half-precision products
    columns = jnp.matmul(pixels, weights.T, preferred_element_type=wide)
    # Of `split` the transpose is one concatenation; of slices it would be a sum of padded arrays.
    columns = lax.split(columns.reshape(n, h, w, -1), [filters] * (kh * kw), axis=3)
    rows, cols = (-(-length // stride) for length, stride in zip(size, strides, strict=True))

    def grid(remainder_y, remainder_x):
        total = jnp.zeros((n, rows, cols, filters), wide)
        for ty, sy in _taps(remainder_y, kh, strides[0], crop[0]):
            for tx, sx in _taps(remainder_x, kw, strides[1], crop[1]):
                room = [(0, 0, 0), (sy, rows - h - sy, 0), (sx, cols - w - sx, 0), (0, 0, 0)]
                total += lax.pad(columns[ty * kw + tx], jnp.zeros((), wide), room)
        return total

    grids = [jnp.stack([grid(y, x) for x in range(strides[1])], 3) for y in range(strides[0])]
    image = jnp.stack(grids, 2).reshape(n, rows * strides[0], cols * strides[1], filters)
    return image[:, : size[0], : size[1]].astype(x.dtype)


def conv_transpose(x, kernel, strides, crop, size):
    """Two-dimensional transposed convolution that is fast on a CPU, and so are its gradients.

    XLA computes the kernel gradient of its own transposed convolution with a naive loop (jax issues
    23783 and 31662). A gradient is a transpose, and that of `_col2im` gathers the columns once
    (im2col) and multiplies them twice, for `x` and for the kernel: no rule of our own is needed.

    Args:
        x: `(n, h, w, channels)`.
        kernel: `(kh, kw, filters, channels)`.
        strides: two integers.
        crop: pixels cut off at the top and at the left of the full result.
        size: height and width of the output; what lies beyond the full result is zero.

    Returns:
        Shape `(n, *size, filters)`.
    """
    # A few images at a time, at most eight parts: columns of about 8 MB stay in the cache.
    image = 4 * x.shape[1] * x.shape[2] * kernel.size // kernel.shape[3]  # bytes of its columns
    part = max(1, 2**23 // image, -(-len(x) // 8))
    parts = [x[i : i + part] for i in range(0, len(x), part)]
    return jnp.concatenate([_col2im(part, kernel, strides, crop, size) for part in parts])


@keras.saving.register_keras_serializable("ae_helpers")
class Conv2DTranspose(keras.layers.Conv2DTranspose):
    """Keras's layer with the same arguments, weights and outputs, whose training is fast on a CPU.

    On a GPU, with `channels_first`, dilation or a symbolic batch size it is Keras's own operation:
    cuDNN has both gradients, and the other cases are rare enough to stay slow.
    """

    def _crop(self, axis):
        """Pixels that Keras cuts off before the first one; its rule in `padding="same"`."""
        if self.padding == "valid":
            return 0
        kernel, stride = self.kernel_size[axis], self.strides[axis]
        total = stride + kernel - 2
        if self.output_padding is not None:
            total = kernel + kernel % 2 - 2 + self.output_padding[axis]
        return kernel - 1 - min(-(-total // 2), kernel - 1)

    def call(self, inputs):
        """`(batch, h, w, channels)` -> `(batch, H, W, filters)`."""
        x, kernel = ops.convert_to_tensor(inputs), ops.convert_to_tensor(self.kernel)
        if (
            jax.default_backend() != "cpu"
            or self.data_format != "channels_last"
            or self.dilation_rate != (1, 1)
            or not isinstance(x.shape[0], int)
            or x.size == 0
        ):
            return super().call(inputs)
        size = self.compute_output_shape(x.shape)[1:3]
        y = conv_transpose(x, kernel, self.strides, (self._crop(0), self._crop(1)), size)
        if self.use_bias:
            y = y + ops.convert_to_tensor(self.bias)
        return self.activation(y)
