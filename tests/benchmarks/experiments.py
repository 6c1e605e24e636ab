"""The experiments behind `results.py`: each trains one model and returns its figures.

Nothing here was chosen on test images. Where a published source fixes all settings, training uses
all 60,000 images of MNIST (14,000 of ink); elsewhere the validation split is left out.
"""

from functools import cache

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.layers import Conv2DTranspose, RuntimeNoise
from ae_helpers.measures import likelihood, metrics
from ae_helpers.models import (
    VAE,
    AdversarialAutoencoder,
    Autoencoder,
)
from ae_helpers.training import fit_dense

import jax
import keras
import numpy as np
from keras import layers

SHAPE = (28, 28, 1)
LL_IMAGES, LL_SAMPLES = 1000, 1000


@cache
def data(name):
    return load(name)


@cache
def train_and_val(name):
    return np.concatenate([data(name).x_train, data(name).x_val])


def binarised(x, seed):
    """Pixels of 0 or 1, drawn once with the grey level as the chance of a 1."""
    return (np.random.default_rng(seed).random(x.shape, "float32") < x).astype("float32")


def fixed_test(name, binary):
    """Test images, binarised with the same draw for every model that is compared."""
    return binarised(data(name).x_test, seed=1000) if binary else data(name).x_test


def dense(sizes, out, activation="relu", norm=False):
    """Hidden layers of the given sizes and a linear last layer, as a list of Keras layers."""
    parts = []
    for size in sizes:
        if norm:
            parts += [layers.Dense(size, use_bias=False), layers.BatchNormalization(epsilon=1e-5)]
            parts += [layers.Activation(activation)]
        else:
            parts += [layers.Dense(size, activation=activation)]
    return [*parts, layers.Dense(out)]


def networks(hidden, d, variational=False, **how):
    """Encoder 784-hidden-d and the decoder that mirrors it; see `dense`."""
    x = keras.Input(SHAPE)
    h = layers.Flatten()(x)
    *body, last = dense(hidden, d, **how)
    for layer in body:
        h = layer(h)
    encoder = keras.Model(x, [layers.Dense(d)(h), layers.Dense(d)(h)] if variational else last(h))
    mirror = dense(hidden[::-1], 784, **how)
    return encoder, keras.Sequential([keras.Input((d,)), *mirror, layers.Reshape(SHAPE)])


def conv_networks(d):
    """Lesson 03's: 28 -> 14 -> 7 by strided convolutions of 8 and 16 channels, a Dense code."""
    relu = {"activation": "relu", "kernel_initializer": "he_normal"}
    strided = {"strides": 2, "padding": "same"}
    down = [layers.Conv2D(channels, 3, **strided, **relu) for channels in (8, 16)]
    up = [Conv2DTranspose(8, 4, **strided, **relu), Conv2DTranspose(1, 4, **strided)]
    wide = [layers.Dense(7 * 7 * 16, **relu), layers.Reshape((7, 7, 16))]
    encoder = keras.Sequential([keras.Input(SHAPE), *down, layers.Flatten(), layers.Dense(d)])
    return encoder, keras.Sequential([keras.Input((d,)), *wide, *up])


def recurrent_networks(d, variational=False):
    """Lesson 06's: GRUs of 128 units that read an image row by row, and write it from the code."""
    read = [layers.Reshape(SHAPE[:2]), layers.GRU(128)]
    write = [layers.RepeatVector(SHAPE[0]), layers.GRU(128, return_sequences=True)]
    rows = [layers.Dense(SHAPE[1]), layers.Reshape(SHAPE)]
    x = keras.Input(SHAPE)
    h = keras.Sequential(read)(x)
    code = (layers.Dense(d)(h), layers.Dense(d)(h)) if variational else layers.Dense(d)(h)
    return keras.Model(x, code), keras.Sequential([keras.Input((d,)), *write, *rows])


def article_vae(seed):
    keras.utils.set_random_seed(seed)
    model = VAE(*networks([400], 20, variational=True), seed=seed)
    model.compile(keras.optimizers.Adam(1e-3))
    return model


def judge_vae(model, x_test, binary, seed):
    """Negative ELBO of all test images; log-likelihood of some of them, if they are binary."""
    key = jax.random.key(seed)
    nats = -likelihood.elbo(model.encoder, model.decoder, x_test, key, samples=5)
    mu, log_var = model.posterior(x_test)
    result = {
        "negative_elbo": nats.mean(),
        "kl": np.asarray(losses.gaussian_kl(mu, log_var)).mean(),
        "active_units": likelihood.active_units(mu),
    }
    if binary:
        some = np.random.default_rng(0).choice(len(x_test), LL_IMAGES, replace=False)
        bound = likelihood.log_likelihood(
            model.encoder, model.decoder, x_test[some], key, k=LL_SAMPLES
        )
        result |= {
            "negative_elbo_same_images": nats[some].mean(),
            "nll": -bound.mean(),
            "nll_standard_error": bound.std() / len(some) ** 0.5,
            "nll_images": len(some),
            "nll_samples": LL_SAMPLES,
        }
    return result


def vae(name, pixels, seed):
    """The article's VAE 784-400-20: 10 epochs, Adam 1e-3, batches of 128."""
    x = train_and_val(name)
    model = article_vae(seed)
    for epoch in range(10):
        if pixels == "dynamic" or (pixels == "static" and epoch == 0):
            drawn = binarised(x, seed=(seed, epoch))
        images = x if pixels == "grey" else drawn
        log = fit_dense(model, images, 1, seed=10 * seed + epoch, verbose=0)
    train_loss = log.history["loss"][-1]
    judged = judge_vae(model, fixed_test(name, pixels != "grey"), pixels != "grey", seed)
    return {"train_loss_last_epoch": train_loss} | judged


def vae_torch(name, pixels, seed):
    """The same model in PyTorch with the article's loop; its weights are judged as ours are."""
    from torch_vae import trained_weights

    assert pixels == "grey"  # as in the article
    weights, train_loss = trained_weights(train_and_val(name).reshape(-1, 784), seed)
    model = article_vae(seed)
    for part in ("encoder", "decoder"):
        getattr(model, part).set_weights(weights[part])
    judged = judge_vae(model, data(name).x_test, False, seed)
    return {"train_loss_last_epoch": train_loss} | judged


def squared_error(x, x_hat):
    return metrics.reconstruction_error(x, x_hat).mean()


def lesson01(name, d, seed):
    """Lesson 01's network 784-128-d, and what PCA makes of as many codes."""
    d, x = int(d), data(name)
    keras.utils.set_random_seed(seed)
    model = Autoencoder(*networks([128], d))
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.squared_error)
    fit_dense(model, x.x_train, 8, seed=seed, verbose=0)
    return {
        "squared_error": squared_error(x.x_test, model.reconstruct(x.x_test)),
        "pca_squared_error": metrics.pca_error(x.x_train, x.x_test, d).mean(),
    }


def deep(name, network, seed):
    """A deep autoencoder with 30 codes against PCA; `network` is `30` or `hinton`.

    `hinton` has the layers of Hinton and Salakhutdinov (2006), 784-1000-500-250-30, with ReLU
    units and without their layer-wise pretraining. Trained on BCE, as theirs was fine-tuned.
    """
    hidden, d = {"30": [512, 128], "hinton": [1000, 500, 250]}[network], 30
    x, x_test = train_and_val(name), data(name).x_test
    keras.utils.set_random_seed(seed)
    model = Autoencoder(*networks(hidden, d))
    model.compile(keras.optimizers.Adam(1e-3), loss=losses.binary_crossentropy)
    fit_dense(model, x, 10, seed=seed, verbose=0)
    return {
        "squared_error": squared_error(x_test, model.reconstruct(x_test)),
        "pca_squared_error": metrics.pca_error(x, x_test, d).mean(),
    }


BAKEOFF_EPOCHS = 10  # published: 60


def bakeoff(name, kind, seed):
    """AE Bake-Off: a 20-d code, layers 784-261-87-20 with batch normalisation, batches of 256."""
    keras.utils.set_random_seed(seed)
    variational = kind in ("vae", "beta_vae_strict", "beta_vae_loose")
    if kind == "shallow":
        encoder, decoder = networks([], 20)
        code = keras.Sequential([encoder, layers.ReLU()])  # theirs has a ReLU on the code
        model = Autoencoder(code, decoder)
    elif kind == "adversarial":  # without batch normalisation, which its phases cannot have
        judge = keras.Sequential([keras.Input((20,)), *dense([128, 128], 1)])
        model = AdversarialAutoencoder(*networks([261, 87], 20), judge, seed)
    else:
        encoder, decoder = networks([261, 87], 20, variational, norm=True)
        if kind == "denoising":
            encoder = keras.Sequential([keras.Input(SHAPE), RuntimeNoise(0.5, seed), encoder])
        model = VAE(encoder, decoder, seed) if variational else Autoencoder(encoder, decoder)
    if variational:
        model.beta.assign({"vae": 1.0, "beta_vae_strict": 2.0, "beta_vae_loose": 0.5}[kind])
    own_loss = variational or kind == "adversarial"
    loss = None if own_loss else losses.binary_crossentropy
    model.compile(keras.optimizers.Adam(1e-3), loss=loss)
    x = data(name)
    fit_dense(model, x.x_train, BAKEOFF_EPOCHS, 256, seed=seed, verbose=0)
    outputs = model.predict(x.x_test, batch_size=500, verbose=0)
    logits = outputs[0] if variational else outputs  # of a sampled code, as theirs
    few = np.random.default_rng(seed).choice(len(x.x_train), 550, replace=False)
    codes = model.encode(x.x_train[few]), x.y_train[few], model.encode(x.x_test), x.y_test
    return {
        "bce": np.asarray(losses.binary_crossentropy(x.x_test, logits)).mean(),
        "bce_floor": losses.binary_crossentropy_floor(x.x_test).mean(),
        "probe": metrics.linear_probe(*codes),
        "probe_20_epochs": short_probe(*codes),
    }


def short_probe(codes, y, codes_test, y_test):
    """The probe as published: 20 epochs of Adam 1e-3 on the codes as they are, batches of 32."""
    probe = keras.Sequential([layers.Dense(10)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    probe.compile(keras.optimizers.Adam(1e-3), loss=loss)
    probe.fit(codes, y, batch_size=32, epochs=20, verbose=0)
    guess = probe.predict(codes_test, batch_size=1000, verbose=0).argmax(axis=1)
    return (guess == y_test).mean()
