"""The lab and the explorer that the browser tests and the latency benchmark look at."""

import ae_helpers  # noqa: F401
from ae_helpers import data as datasets
from ae_helpers.lab import Control, LatentExplorer, LiveLab, LiveTrainer
from ae_helpers.layers import LatentMask, RuntimeNoise
from ae_helpers.models import Autoencoder, SteeredAutoencoder

import keras
import numpy as np


def make_trainer(data, size=32, hidden=256):
    """A dense autoencoder with four controls; it begins with two codes."""
    keras.utils.set_random_seed(0)
    shape = data.x_train.shape[1:]
    mask, noise = LatentMask(size), RuntimeNoise(0.2)
    encoder = keras.Sequential(
        [
            keras.Input(shape),
            noise,
            keras.layers.Flatten(),
            keras.layers.Dense(hidden, activation="relu"),
            keras.layers.Dense(size),
            mask,
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((size,)),
            keras.layers.Dense(hidden, activation="relu"),
            keras.layers.Dense(int(np.prod(shape))),
            keras.layers.Reshape(shape),
        ]
    )
    model = SteeredAutoencoder(encoder, decoder)
    model.compile(keras.optimizers.Adam(1e-3))
    mask.active.assign(2)
    controls = {
        "latent size": Control(mask.active, 1, size, integer=True),
        "noise": Control(noise.level, 0.0, 1.0),
        "learning rate": Control(model.optimizer.learning_rate, 1e-4, 1e-1),
        "loss": Control(model.bce, choices={"MSE": 0, "BCE": 1}),
    }
    return LiveTrainer(model, data.x_train, data.x_val, controls=controls)


def make_lab(title="A vanilla autoencoder, live"):
    data = datasets.load()
    return LiveLab(make_trainer(data), data, title=title)


def make_explorer(model=None):
    """A map of ink digits: no training, so that the test is about the page."""
    data = datasets.load()
    codes = np.stack([data.factors_val["slant"], data.factors_val["width"]], axis=1)
    return LatentExplorer(model or wave, codes, data.y_val, title="A map to walk on")


def wave(z):
    """Codes `(n, 2)` -> images `(n, 28, 28)` that change everywhere with the code."""
    line = np.linspace(0, 1, 28, dtype="float32")
    return np.abs(np.sin(z[:, :1, None] + z[:, 1:, None] + 9 * line[None, :, None] * line))


def make_dense():
    """Lesson 00's decoder with random weights and biases, so large that all grey levels appear."""
    keras.utils.set_random_seed(0)
    weights = keras.initializers.VarianceScaling(6)
    random = {
        "kernel_initializer": weights,
        "bias_initializer": keras.initializers.RandomNormal(stddev=0.5),
    }
    layers = [
        keras.layers.Dense(64, activation="relu", **random),
        keras.layers.Dense(256, activation="relu", **random),
        keras.layers.Dense(784, **random),
        keras.layers.Reshape((28, 28, 1)),
    ]
    decoder = keras.Sequential([keras.Input((2,)), *layers])
    return Autoencoder(keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)]), decoder)
