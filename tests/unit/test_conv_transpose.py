"""Conv2DTranspose: values and gradients are those of Keras's layer."""

from itertools import product

from ae_helpers.layers import Conv2DTranspose

import jax
import keras
import numpy as np
import pytest
from keras import layers

CHANNELS = (1, 3, 16, 64)


def pair(filters, kernel, channels, **options):
    """Ours and the stock layer, with the same weights."""
    shape = (None, None, None, channels)
    if options.get("data_format") == "channels_first":
        shape = (None, channels, None, None)
    rng = np.random.default_rng(0)
    both = (
        Conv2DTranspose(filters, kernel, **options),
        layers.Conv2DTranspose(filters, kernel, **options),
    )
    for layer in both:
        layer.build(shape)
    weights = [rng.normal(size=w.shape).astype("float32") for w in both[0].weights]
    for layer in both:
        layer.set_weights(weights)
    return both


def assert_equal(ours, stock, tolerance=2e-6):
    """Equal but for rounding, which grows with the largest term of the sums."""
    assert len(ours) == len(stock)
    for a, b in zip(ours, stock, strict=True):
        assert a.shape == b.shape and a.dtype == b.dtype
        a, b = np.asarray(a, "float32"), np.asarray(b, "float32")
        np.testing.assert_allclose(a, b, rtol=0, atol=tolerance * max(1, np.abs(b).max()))


def assert_same_layer(pair, x, tolerance=2e-6):
    """Under jit: the same output, and the same gradients for the input and every weight."""
    shape = pair[1].compute_output_shape(x.shape)
    g = np.random.default_rng(1).normal(size=shape).astype("float32")

    @jax.jit
    def both(weights, x, g):
        results = []
        for layer in pair:
            y, vjp = jax.vjp(
                lambda *a, layer=layer: layer.stateless_call(a[0], [], a[1])[0], weights, x
            )
            results.append(jax.tree.leaves((y, vjp(g.astype(y.dtype)))))
        return results

    assert_equal(*both([v.value for v in pair[0].trainable_variables], x, g), tolerance)


def images(*shape):
    return np.random.default_rng(2).normal(size=shape).astype("float32")


CASES = [
    (kernel, stride, padding, None)
    for kernel, stride, padding in product(range(1, 6), range(1, 4), ("same", "valid"))
] + [
    (kernel, stride, padding, output_padding)
    for kernel, stride, output_padding in ((1, 3, 2), (2, 2, 0), (4, 3, 1))
    for padding in ("same", "valid")
]


@pytest.mark.long
@pytest.mark.parametrize(("kernel", "stride", "padding", "output_padding"), CASES)
def test_values_and_gradients(kernel, stride, padding, output_padding):
    i = CASES.index((kernel, stride, padding, output_padding))
    filters, channels = CHANNELS[i % 4], CHANNELS[i // 4 % 4]
    options = {"strides": stride, "padding": padding, "output_padding": output_padding}
    ours, stock = pair(filters, kernel, channels, use_bias=i % 3 > 0, **options)
    x = images(2, 5, 4, channels)
    assert_same_layer((ours, stock), x)


@pytest.mark.parametrize(
    "options",
    [
        {"kernel": (3, 2), "strides": (2, 1), "padding": "same"},
        {"kernel": (1, 5), "strides": (3, 2), "padding": "valid", "output_padding": (1, 0)},
        {"kernel": 3, "dilation_rate": 2, "padding": "same"},
        {"kernel": 3, "strides": 2, "padding": "same", "data_format": "channels_first"},
        {"kernel": 3, "strides": 2, "padding": "same", "activation": "relu"},
    ],
)
def test_uneven_and_unsupported_cases(options):
    ours, stock = pair(4, channels=3, **options)
    x = images(2, 3, 6, 5) if "data_format" in options else images(2, 6, 5, 3)
    assert_same_layer((ours, stock), x)


def test_a_batch_in_parts():
    """Forty images of 98 kB of columns each are more than one part."""
    ours, stock = pair(7, 3, 5, strides=2, padding="same")
    x = images(60, 28, 25, 5)
    assert_same_layer((ours, stock), x, 1e-5)
    assert ours(x[:0]).shape == stock(x[:0]).shape == (0, 56, 50, 7)


def test_bfloat16():
    ours, stock = pair(8, 3, 16, strides=2, padding="same", dtype="bfloat16")
    x = images(2, 5, 4, 16).astype("bfloat16")
    assert_same_layer((ours, stock), x, 2**-7)


def test_mixed_precision_keeps_float32_weights():
    ours, stock = pair(4, 3, 3, strides=2, padding="same", dtype="mixed_bfloat16")
    x = images(2, 5, 4, 3)
    assert_same_layer((ours, stock), x, 2**-7)


def small():
    ours, stock = pair(2, 3, 2, strides=2, padding="same")
    weights = [v.value for v in ours.trainable_variables]
    return [
        lambda w, x, layer=layer: layer.stateless_call(w, [], x)[0] for layer in (ours, stock)
    ], weights


def test_second_derivatives_and_forward_mode():
    functions, weights = small()
    x = images(1, 2, 2, 2)

    def energy(function):
        return lambda w, x: (function(w, x) ** 4).sum()

    both = [
        (
            jax.jit(jax.hessian(energy(f), (0, 1)))(weights, x),
            jax.jit(jax.jacrev(jax.grad(energy(f), 1), 0))(weights, x),
            jax.jit(jax.jacfwd(f, (0, 1)))(weights, x),
        )
        for f in functions
    ]
    assert_equal(*(jax.tree.leaves(result) for result in both), tolerance=1e-5)


def test_vmap_over_images_and_over_weights():
    functions, weights = small()
    x = images(3, 2, 4, 4, 2)
    stacked = jax.tree.map(lambda w: np.stack([w, 2 * w, -w]), weights)

    def gradient(f):
        return jax.grad(lambda w, x: (f(w, x) ** 3).sum(), (0, 1))

    both = [jax.tree.leaves(jax.jit(jax.vmap(gradient(f)))(stacked, x)) for f in functions]
    assert_equal(*both, tolerance=1e-5)


def test_it_is_saved_and_loaded_as_itself(tmp_path):
    ours, _ = pair(2, 3, 3, strides=2, padding="same", activation="relu")
    model = keras.Sequential([layers.Input((4, 4, 3)), ours])
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert type(loaded.layers[0]) is Conv2DTranspose
    x = images(2, 4, 4, 3)
    np.testing.assert_array_equal(loaded.predict(x, verbose=0), model.predict(x, verbose=0))
    stock = layers.Conv2DTranspose.from_config(ours.get_config())
    assert stock.get_config() == ours.get_config()
