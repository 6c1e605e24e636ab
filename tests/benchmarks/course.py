"""The course's table, for `results.py`: the model of each lesson under one budget.

Nothing here was chosen on test images.
"""

import time
from functools import cache

from ae_helpers import losses, measures
from ae_helpers.layers import RuntimeNoise, TopK
from ae_helpers.measures import metrics
from ae_helpers.models import (
    GAN,
    VAE,
    AdversarialAutoencoder,
    Autoencoder,
    ConditionalVAE,
    ManySamples,
)
from ae_helpers.models.autoencoder import predict_padded
from ae_helpers.training import fit_dense

import keras
import numpy as np
from experiments import (
    SHAPE,
    conv_networks,
    data,
    dense,
    networks,
    recurrent_networks,
    squared_error,
)
from keras import layers
from sklearn.decomposition import PCA

COURSE = {"d": 16, "images": 12_000, "epochs": 20, "rate": 2e-3}


@cache
def ruler(name):
    return measures.make_ruler(data(name))


def course(name, kind, seed):
    """A row of the course's comparison: 784-256-16, the same images, budget and columns for all.

    `pca` has no network, `deep` one more layer, 784-256-128-16. Codes are invented from N(0, I) by
    the models that train for it, from a Gaussian fitted to the codes of training images by the
    others. `conditional` is told the digit of each image, and of each that it invents one of ten.
    """
    if kind == "gan":
        return course_gan(name, seed)
    d, x = COURSE["d"], data(name)
    x_train, few = x.x_train[: COURSE["images"]], slice(550)
    rng = np.random.default_rng(seed)
    keras.utils.set_random_seed(seed)
    begin = time.process_time()  # of all cores: another program on the machine does not count
    if kind == "pca":
        encode, decode = course_pca(x_train, d)
    elif kind == "conditional":
        encode, decode = course_conditional(x_train, x.y_train[: len(x_train)], seed)
    else:
        encode, decode = course_model(x_train, kind, seed)
    seconds = time.process_time() - begin
    codes, codes_test = encode(x_train, x.y_train[: len(x_train)]), encode(x.x_test, x.y_test)
    if kind in ("variational", "beta", "conditional", "importance", "written", "adversarial"):
        invented = rng.standard_normal((1000, d))
    else:
        invented = rng.multivariate_normal(codes.mean(axis=0), np.cov(codes.T), 1000)
    probed = codes[few], x.y_train[few], codes_test, x.y_test
    figures = {
        "squared_error": squared_error(x.x_test, decode(codes_test, x.y_test)),
        "probe": metrics.linear_probe(*probed),
        "seconds": seconds,
    }
    invented = decode(invented.astype("float32"), np.arange(1000) % 10)
    return figures | measures.sample_quality(invented, ruler(name))


def course_gan(name, seed):
    """The GAN's row: as many steps, and R1; without an encoder it has no error and no probe."""
    d, x_train = COURSE["d"], data(name).x_train[: COURSE["images"]]
    rng = np.random.default_rng(seed)
    keras.utils.set_random_seed(seed)
    begin = time.process_time()
    generator = keras.Sequential([networks([256], d)[1], layers.Activation("sigmoid")])
    leaky = dense([256], 1, activation=keras.ops.leaky_relu)
    discriminator = keras.Sequential([keras.Input(SHAPE), layers.Flatten(), *leaky])
    model = GAN(generator, discriminator, seed)
    model.penalty.assign(1.0)
    model.compile(keras.optimizers.Adam(COURSE["rate"], beta_1=0.5))
    fit_dense(model, x_train, COURSE["epochs"], seed=seed, verbose=0)
    seconds = time.process_time() - begin
    invented = predict_padded(generator, rng.standard_normal((1000, d)))
    return {"seconds": seconds} | measures.sample_quality(invented, ruler(name))


def course_pca(x_train, d):
    """PCA as an encoder and a decoder, functions of an array and of digits that it does not use."""
    pca = PCA(d, svd_solver="covariance_eigh").fit(x_train.reshape(len(x_train), -1))
    return (
        lambda x, y: pca.transform(x.reshape(len(x), -1)),
        lambda z, y: np.clip(pca.inverse_transform(z), 0, 1).reshape(-1, *SHAPE).astype("float32"),
    )


def course_conditional(x_train, y_train, seed):
    """Lesson 09's: both networks are told the digit, as 4 times a one-hot row."""
    x, z, c = keras.Input(SHAPE), keras.Input((COURSE["d"],)), keras.Input((10,))
    h = layers.Concatenate()([layers.Flatten()(x), c])
    h = layers.Dense(256, activation="relu")(h)
    encoder = keras.Model((x, c), [layers.Dense(COURSE["d"])(h) for _ in range(2)])
    h = layers.Dense(256, activation="relu")(layers.Concatenate()([z, c]))
    decoder = keras.Model((z, c), layers.Reshape(SHAPE)(layers.Dense(784)(h)))
    model = ConditionalVAE(encoder, decoder, seed)
    model.scale.assign(4.0)
    model.compile(keras.optimizers.Adam(COURSE["rate"]))
    told = np.eye(10, dtype="float32")
    fit_dense(model, (x_train, told[y_train]), COURSE["epochs"], seed=seed, verbose=0)
    return lambda x, y: model.encode(x, told[y]), lambda z, y: model.decode(z, told[y])


class Contractive(Autoencoder):
    """Pays for what a pixel moves of the code, with the weight 0.1; compile it without a loss."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        moved = losses.contractive_penalty(self.encoder, x)
        return keras.ops.mean(losses.binary_crossentropy(y, y_pred) + 0.1 * moved)


def course_model(x_train, kind, seed):
    """The trained model of a lesson, as an encoder and a decoder that use no digits."""
    sampled = ("variational", "beta", "importance", "written")
    variational, d = kind in sampled, COURSE["d"]
    conv, hidden = kind == "convolutional", [256, 128] if kind == "deep" else [256]
    encoder, decoder = conv_networks(d) if conv else networks(hidden, d, variational)
    if kind in ("recurrent", "written"):
        encoder, decoder = recurrent_networks(d, variational)
    if kind == "denoising":
        encoder = keras.Sequential([keras.Input(SHAPE), RuntimeNoise(0.5, seed), encoder])
    if kind == "sparse":  # as many numbers, but of a wider code; invented codes are cut off, too
        encoder, decoder = networks([256], 256)
        encoder = keras.Sequential([encoder, TopK(d)])
        decoder = keras.Sequential([keras.Input((256,)), TopK(d), decoder])
    if kind == "importance":
        model = ManySamples(encoder, decoder, 5, seed)
    elif variational:
        model = VAE(encoder, decoder, seed)
        model.beta.assign(4.0 if kind == "beta" else 1.0)
    elif kind == "adversarial":
        judge = keras.Sequential([keras.Input((d,)), *dense([128, 128], 1)])
        model = AdversarialAutoencoder(encoder, decoder, judge, seed)
        model.adversarial_weight.assign(0.25)
    else:
        model = (Contractive if kind == "contractive" else Autoencoder)(encoder, decoder)
    own_loss = variational or kind in ("contractive", "adversarial")
    loss = None if own_loss else losses.binary_crossentropy
    model.compile(keras.optimizers.Adam(COURSE["rate"]), loss=loss)
    if conv:  # which a loop over whole epochs would make slower
        model.fit(x_train, x_train, batch_size=128, epochs=COURSE["epochs"], verbose=0)
    else:
        fit_dense(model, x_train, COURSE["epochs"], seed=seed, verbose=0)
    return lambda x, y: model.encode(x), lambda z, y: model.decode(z)
