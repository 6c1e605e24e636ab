"""Training steps of the Keras example's convolutional VAE: ours, stock Keras, PyTorch.

    python tests/benchmarks/layers_bench.py         # two to three minutes on two cores

All three: 32-64 convolutions, 64-32-1 transposed convolutions, kernel 3, two latents, batch 128,
Adam, binary cross-entropy from logits plus KL, float32. The two Keras models are the same but for
the class of the transposed convolution, and train with stock `fit`; PyTorch is eager, with
channels last.
"""

import statistics

from ae_helpers.layers import Conv2DTranspose, Sampling
from ae_helpers.losses import binary_crossentropy, gaussian_kl

import keras
import numpy as np
import torch
from keras import layers, ops
from table import alternate, ratio, save
from torch import nn
from torch_vae import TorchVAE, train_epoch

BATCH, LATENTS = 128, 2


class KerasVAE(keras.Model):
    """The example's network; `transposed` is the class of its transposed convolutions."""

    def __init__(self, transposed):
        super().__init__()
        same = {"padding": "same", "activation": "relu"}
        self.encoder = keras.Sequential(
            [
                layers.Conv2D(32, 3, strides=2, **same),
                layers.Conv2D(64, 3, strides=2, **same),
                layers.Flatten(),
                layers.Dense(16, "relu"),
                layers.Dense(2 * LATENTS),
            ]
        )
        self.decoder = keras.Sequential(
            [
                layers.Dense(7 * 7 * 64, "relu"),
                layers.Reshape((7, 7, 64)),
                transposed(64, 3, strides=2, **same),
                transposed(32, 3, strides=2, **same),
                transposed(1, 3, padding="same"),
            ]
        )
        self.sampling = Sampling(seed=0)

    def call(self, x):
        mu, log_var = ops.split(self.encoder(x), 2, axis=-1)
        self.add_loss(ops.mean(gaussian_kl(mu, log_var)))
        return self.decoder(self.sampling(mu, log_var))


def torch_model():
    """The same network."""
    encoder = nn.Sequential(
        nn.Conv2d(1, 32, 3, 2, 1),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, 2, 1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(7 * 7 * 64, 16),
        nn.ReLU(),
        nn.Linear(16, 2 * LATENTS),
    )
    decoder = nn.Sequential(
        nn.Linear(LATENTS, 7 * 7 * 64),
        nn.ReLU(),
        nn.Unflatten(1, (64, 7, 7)),
        nn.ConvTranspose2d(64, 64, 3, 2, 1, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 3, 2, 1, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 3, 1, 1),
    )
    return TorchVAE(encoder, decoder).to(memory_format=torch.channels_last)


def keras_run(transposed, x):
    """A function of the number of steps that trains the Keras model."""
    keras.utils.set_random_seed(0)
    model = KerasVAE(transposed)
    model.compile("adam", loss=binary_crossentropy)

    def run(steps):
        images = x[: steps * BATCH]
        model.fit(images, images, batch_size=BATCH, verbose=0)

    return run


def torch_run(x):
    """A function of the number of steps that trains the PyTorch model."""
    torch.manual_seed(0)
    model = torch_model()
    optimizer = torch.optim.Adam(model.parameters())
    images = torch.from_numpy(x.transpose(0, 3, 1, 2)).to(memory_format=torch.channels_last)

    return lambda steps: train_epoch(model, optimizer, images[: steps * BATCH].split(BATCH))


def main(rounds=7, steps=20, stock_steps=3):
    x = np.random.default_rng(0).random((100 * BATCH, 28, 28, 1)).astype("float32") ** 4
    runs = {
        "ours": (keras_run(Conv2DTranspose, x), steps),
        "PyTorch": (torch_run(x), steps),
        "stock Keras": (keras_run(layers.Conv2DTranspose, x), stock_steps),
    }
    for run, n in runs.values():
        run(n)  # compiles
    seconds = alternate({name: lambda r=r, n=n: r(n) for name, (r, n) in runs.items()}, rounds)
    for name, (_, n) in runs.items():
        seconds[name] = [100 / n * s for s in seconds[name]]
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    what = "conv VAE, 100 steps of batch 128"
    rows = [
        {
            "what": f"{what}: ours / PyTorch channels-last",
            "goal": "at most 1",
            "ratio": ratio(seconds["ours"], seconds["PyTorch"]),
            "seconds": {name: medians[name] for name in ("ours", "PyTorch")},
        },
        {
            "what": f"{what}: stock Keras / ours",
            "goal": "at least 10",
            "ratio": ratio(seconds["stock Keras"], seconds["ours"]),
            "seconds": {name: medians[name] for name in ("stock Keras", "ours")},
        },
    ]
    save("layers", rows, seconds=seconds)


if __name__ == "__main__":
    main()
