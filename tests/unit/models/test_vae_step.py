"""A whole training step at the size of the lessons, against itself without a compiler."""

from ae_helpers.models import VAE

import keras
import numpy as np
from keras import layers

SHAPE = (28, 28, 1)


def trained(**compile_options):
    keras.utils.set_random_seed(3)
    x = keras.Input(SHAPE)
    h = layers.Dense(256, activation="relu")(layers.Flatten()(x))
    encoder = keras.Model(x, [layers.Dense(16)(h), layers.Dense(16)(h)])
    hidden = layers.Dense(256, activation="relu")
    decoder = [keras.Input((16,)), hidden, layers.Dense(784), layers.Reshape(SHAPE)]
    model = VAE(encoder, keras.Sequential(decoder), seed=1)
    model.compile(keras.optimizers.SGD(1e-3), **compile_options)
    images = np.random.default_rng(0).random((256, *SHAPE)).astype("float32")
    model.fit(images, images, batch_size=128, epochs=3, shuffle=False, verbose=0)
    return model


def test_xla_computes_what_the_single_operations_do():
    """It did not with JAX 0.7 and 0.8 on some processors, until the package turned XNNPACK off."""
    compiled, plain = trained(), trained(jit_compile=False)
    for ours, theirs in zip(compiled.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)
