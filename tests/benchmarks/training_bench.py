"""One epoch of the article's VAE (784-400-20, batch 128, Adam): fit_dense, LiveTrainer, PyTorch.

    AE_DATA_DIR=... python tests/benchmarks/training_bench.py    # about two minutes on two cores

MNIST where `AE_DATA_DIR` has it, else `ink`. PyTorch is eager, in the article's loop with its
DataLoader. The peak is that of matrices 2048 x 2048. The work of an image is counted as three times
its forward products; the product that would give the gradient for the input image is in that count
although nobody needs it.
"""

import os
import statistics

from ae_helpers import data, losses
from ae_helpers.lab import LiveTrainer
from ae_helpers.layers import Sampling
from ae_helpers.training import fit_dense

import jax
import jax.numpy as jnp
import keras
import numpy as np
import torch
from keras import layers, ops
from table import alternate, ratio, save
from torch_vae import article_batches, article_vae, train_epoch

BATCH, HIDDEN, LATENTS = 128, 400, 20
FLOP = 3 * 2 * (2 * 784 * HIDDEN + 3 * HIDDEN * LATENTS)  # an image
PEAK_SIZE, PEAK_PRODUCTS = 2048, 20


class KerasVAE(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([layers.Dense(HIDDEN, "relu"), layers.Dense(2 * LATENTS)])
        self.decoder = keras.Sequential([layers.Dense(HIDDEN, "relu"), layers.Dense(784)])
        self.sampling = Sampling(seed=0)

    def call(self, x):
        mu, log_var = ops.split(self.encoder(x), 2, axis=-1)
        self.add_loss(ops.mean(losses.gaussian_kl(mu, log_var)))
        return self.decoder(self.sampling(mu, log_var))


def keras_model():
    keras.utils.set_random_seed(0)
    model = KerasVAE()
    model.compile("adam", loss=losses.binary_crossentropy)
    return model


def dense_run(x):
    model = keras_model()
    return lambda: fit_dense(model, x, 1, BATCH, verbose=0)


def live_run(x):
    """As many images as an epoch, in the 15 ms slices of the live lab."""
    trainer = LiveTrainer(keras_model(), x, x_val=x[:500], batch_size=BATCH)
    trainer.start()

    def run():
        steps = 0
        while steps < len(x) // BATCH:
            steps += trainer.tick(15)

    return run


def article_run(x):
    model, optimizer = article_vae(seed=0)
    batches = article_batches(torch.from_numpy(x))
    return lambda: train_epoch(model, optimizer, batches)


def peak_run():
    matrix = jnp.asarray(np.random.default_rng(0).random((PEAK_SIZE, PEAK_SIZE), "float32"))
    product = jax.jit(jnp.matmul)

    def run():
        for _ in range(PEAK_PRODUCTS):
            product(matrix, matrix).block_until_ready()

    return run


def main(rounds=5):
    name = "mnist" if os.environ.get("AE_DATA_DIR") else "ink"
    x = data.load(name).x_train.reshape(-1, 784)[:48_000]
    runs = {
        "fit_dense": dense_run(x),
        "LiveTrainer": live_run(x),
        "PyTorch": article_run(x),
        "peak": peak_run(),
    }
    for run in runs.values():
        run()  # compiles
    seconds = alternate(runs, rounds)
    # The time that an epoch's products would take at the peak.
    scale = len(x) * FLOP / (PEAK_PRODUCTS * 2 * PEAK_SIZE**3)
    seconds["at the peak"] = [scale * s for s in seconds.pop("peak")]
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    rows = [
        {
            "what": f"VAE 784-400-20, {len(x)} images of {name}: {above} / {below}",
            "goal": goal,
            "ratio": ratio(seconds[above], seconds[below]),
            "seconds": {name: medians[name] for name in (above, below)},
        }
        for above, below, goal in (
            ("PyTorch", "fit_dense", "at least 3"),
            ("at the peak", "fit_dense", "at least 0.75"),
            ("fit_dense", "LiveTrainer", "at least 0.8"),
        )
    ]
    save("training", rows, seconds=seconds)


if __name__ == "__main__":
    main()
