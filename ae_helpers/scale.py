"""One training on many devices and in many processes, fed from a file, that survives a crash.

    python -m ae_helpers.scale runs/a                      # on all devices of this machine
    srun python -m ae_helpers.scale runs/a --join          # a cluster says who is who
    python -m ae_helpers.scale runs/a --join --coordinator 10.0.0.1:4321 --processes 2 --process 0

The last line is for two machines without a cluster: start it on both, with --process 1 on the
other. The folder is one that all can read. The same line again goes on after the last whole epoch.
Put your own network into `make_model`, and your images, uint8 `(N, 28, 28, 1)`, into a `.npy` file.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from ae_helpers import losses
from ae_helpers.data import load
from ae_helpers.models.autoencoder import Autoencoder
from ae_helpers.models.vae import VAE
from ae_helpers.training import batch_order

import jax
import keras
import numpy as np
from keras import layers


def make_model(kind, width, d, seed):
    """An "autoencoder" or a "vae", 784-width-d-width-784, not compiled."""
    keras.utils.set_random_seed(seed)
    x = keras.Input((28, 28, 1))
    h = layers.Dense(width, activation="relu")(layers.Flatten()(x))
    wide, pixels = layers.Dense(width, activation="relu"), layers.Dense(784)
    decoder = keras.Sequential([keras.Input((d,)), wide, pixels, layers.Reshape((28, 28, 1))])
    if kind == "vae":
        return VAE(keras.Model(x, (layers.Dense(d)(h), layers.Dense(d)(h))), decoder, seed=seed)
    return Autoencoder(keras.Model(x, layers.Dense(d)(h)), decoder)


class Rows(keras.utils.PyDataset):
    """One process's share of each batch, read when it is needed.

    The order is a function of seed and epoch, so every process knows it, and a resumed training
    does as well. Images that do not fill a batch are left out; in another epoch it is others.

    Args:
        images: `(N, ...)`, grey levels or uint8; `np.load(path, mmap_mode="r")` stays on the disk.
        batch: images between two updates, of all processes together.
        seed: seed of the order.
        accumulate: the number of steps that a batch is computed in.
        process, processes: the number of this process, and how many there are.
    """

    def __init__(self, images, batch, seed, accumulate=1, process=0, processes=1):
        super().__init__()
        self.images, self.seed, self.accumulate = images, seed, accumulate
        self.process, self.processes = process, processes
        self.batches, self.step = len(images) // batch, batch // accumulate
        self.begin(0)

    def begin(self, epoch, logs=None):
        self.order = batch_order(len(self.images), self.seed, epoch)

    def __len__(self):
        return self.batches * self.accumulate

    def __getitem__(self, i):
        rows = np.sort(self.order[i * self.step :][: self.step])  # a disk likes order
        x = self.images[rows.reshape(self.processes, -1)[self.process]]
        if x.dtype == np.uint8:
            x = x.astype("float32") / 255
        return x, x


class Checkpoint(keras.callbacks.Callback):
    """Keeps after each epoch all that a training goes on with: weights, optimizer, seeds, epoch.

    Process 0 writes a new file and then gives it the old one's name, so that there is always a
    whole one; all processes read it.
    """

    def __init__(self, path):
        super().__init__()
        self.path = Path(path)

    def restore(self, model):
        """Fill a compiled model from the file, if there is one; the number of epochs done."""
        model.optimizer.build(model.trainable_variables)
        if not self.path.exists():
            return 0
        with np.load(self.path) as saved:
            for i, variable in enumerate(model.variables + model.optimizer.variables):
                variable.assign(saved[str(i)])
            return int(saved["epoch"])

    def on_epoch_end(self, epoch, logs=None):
        if jax.process_index() == 0:
            self.model.jax_state_sync()  # inside `fit` the newest numbers are not in the variables
            kept = self.model.variables + self.model.optimizer.variables
            values = {str(i): np.asarray(variable.value) for i, variable in enumerate(kept)}
            part = self.path.with_suffix(".part.npz")
            np.savez(part, epoch=epoch + 1, **values)
            os.replace(part, self.path)
            print(f"epoch {epoch + 1}  loss {logs['loss']:.4f}", flush=True)


class Die(keras.callbacks.Callback):
    """Ends its process without a word after so many steps, as a machine that loses its power."""

    def __init__(self, step):
        super().__init__()
        self.left = step

    def on_train_batch_end(self, batch, logs=None):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def train(a):
    """Train on all devices of all processes that have joined; `a` are the arguments below."""
    devices = keras.distribution.list_devices()
    process, processes = jax.process_index(), jax.process_count()
    if a.batch % (a.accumulate * len(devices)):
        raise SystemExit(
            f"A batch of {a.batch} cannot be cut into {a.accumulate} steps on {len(devices)} "
            f"devices: choose --batch as a multiple of {a.accumulate * len(devices)}."
        )
    everywhere = keras.distribution.DataParallel(devices=devices, auto_shard_dataset=False)
    keras.distribution.set_distribution(everywhere)  # `Rows` has cut the batches already
    model = make_model(a.model, a.width, a.codes, a.seed)
    parts = {"gradient_accumulation_steps": a.accumulate} if a.accumulate > 1 else {}
    loss = {"loss": losses.binary_crossentropy} if a.model == "autoencoder" else {}
    model.compile(keras.optimizers.Adam(a.rate, **parts), **loss)

    images = np.load(a.images, mmap_mode="r") if a.images else load().x_train
    rows = Rows(images, a.batch, a.seed, a.accumulate, process, processes)
    a.folder.mkdir(parents=True, exist_ok=True)
    checkpoint = Checkpoint(a.folder / "checkpoint.npz")
    done = checkpoint.restore(model)
    if process == 0:
        print(f"{processes} processes, {len(devices)} devices, from epoch {done + 1}", flush=True)
    shuffle = keras.callbacks.LambdaCallback(on_epoch_begin=rows.begin)
    callbacks = [shuffle, checkpoint, *([Die(a.dies)] if a.dies else [])]
    model.fit(
        rows, epochs=a.epochs, initial_epoch=done, shuffle=False, verbose=0, callbacks=callbacks
    )


def arguments(words=None):
    parser = argparse.ArgumentParser(prog="python -m ae_helpers.scale", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, help="where the checkpoint is kept")
    parser.add_argument("--images", type=Path, help="a .npy file; otherwise the course's images")
    parser.add_argument("--model", choices=["autoencoder", "vae"], default="vae")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--codes", type=int, default=8)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=128, help="of all devices together")
    parser.add_argument("--accumulate", type=int, default=1, help="compute a batch in n steps")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--join", action="store_true", help="be one of several processes")
    parser.add_argument("--coordinator", help="host:port of process 0; a cluster knows it")
    parser.add_argument("--processes", type=int)
    parser.add_argument("--process", type=int)
    parser.add_argument("--dies", type=int, help="practice: end without a word after n steps")
    return parser.parse_args(words)


def main():
    a = arguments()
    if a.join:  # before anything computes
        jax.distributed.initialize(
            a.coordinator,
            a.processes,
            a.process,
            coordinator_bind_address=a.coordinator,  # otherwise it listens on all addresses
            initialization_timeout=60,
            heartbeat_timeout_seconds=30,
        )
    try:
        train(a)
    except Exception as error:
        if jax.process_count() == 1:
            raise
        # Another process is gone. Leave at once: a normal end would wait for it at a barrier.
        print(f"{type(error).__name__}: … {str(error).splitlines()[0][-120:]}", flush=True)
        os._exit(1)


def launch(folder, processes=1, devices=1, limit=120, dies=None, **options):
    """Practice: all processes of one training side by side on this machine, on CPU devices.

    Args:
        folder: of the checkpoint; what process 0 prints is appended to `log_0.txt` there.
        processes: how many; with one it does not join anybody.
        devices: CPU devices that each process is made to see.
        limit: seconds after which all are ended. A lost neighbour may be waited for in silence.
        dies: steps after which the last process is killed, or None.
        options: the script's other arguments, such as `epochs=2`.

    Returns:
        The exit codes: 0 for a good end, -9 if it was killed, None if it ran into the limit.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"localhost:{free.getsockname()[1]}"
    flag = f" --xla_force_host_platform_device_count={devices}"
    environment = os.environ | {
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": os.environ.get("XLA_FLAGS", "") + flag,
        "NPROC": str(max(16, 2 * devices)),  # with fewer threads than devices they may wait forever
    }
    command = [sys.executable, "-m", "ae_helpers.scale", str(folder)]
    command += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    if processes > 1:
        command += ["--join", "--coordinator", address, "--processes", str(processes)]
    begin, running, codes = time.monotonic(), [], []
    try:
        for i in range(processes):
            own = ["--process", str(i)] if processes > 1 else []
            own += ["--dies", str(dies)] if dies and i == processes - 1 else []
            with open(folder / f"log_{i}.txt", "a") as log:
                started = subprocess.Popen(
                    command + own, env=environment, stdout=log, stderr=subprocess.STDOUT
                )
            running.append(started)
        for process in running:
            try:
                codes.append(process.wait(max(1, limit - (time.monotonic() - begin))))
            except subprocess.TimeoutExpired:
                codes.append(None)
    finally:
        for process in running:
            process.kill()
            process.wait()
    return codes


if __name__ == "__main__":
    main()
