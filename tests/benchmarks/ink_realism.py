"""How real is `ink`? Train a plain convolutional classifier on ink alone, test it on real MNIST.

    AE_DATA_DIR=../shared/data python tests/benchmarks/ink_realism.py --seeds 3

writes `results/ink_realism.json`. While skeletons are being improved, look at `--part train` (the
first 10,000 training images): what is chosen on the test images cannot be measured on them.
"""

import argparse
import json
import os
import time
from pathlib import Path

import ae_helpers  # noqa: F401  (chooses the backend, so it comes before keras)
from ae_helpers.data import ink

import jax
import keras
import numpy as np
from keras import layers

RESULT = Path(__file__).parent / "results" / "ink_realism.json"
IMAGES, EPOCHS = 16_000, 6


def classifier():
    """Two convolutions and two dense layers. Strides: pooling is three times slower here."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 5, strides=2, padding="same", activation="relu"),
            layers.Conv2D(64, 5, strides=2, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(128, activation="relu"),
            layers.Dense(10),
        ]
    )


def confusion(seed, x, y):
    """Draw ink, train on it, and count what it makes of real images: `(10, 10)`, rows are true."""
    keras.utils.set_random_seed(seed)
    drawn = ink.draw(IMAGES, seed=seed)
    model = classifier()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss=loss)
    model.fit(drawn.images / np.float32(255), drawn.labels, 128, EPOCHS, verbose=0)
    guess = model.predict(x, 1000, verbose=0).argmax(axis=1)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (y, guess), 1)
    return counts


def report(tables, seconds, part):
    """Sum up the confusion tables `(seeds, 10, 10)` of several seeds in a dictionary for JSON."""
    accuracy = [float(np.trace(t) / t.sum()) for t in tables]
    total = np.sum(tables, axis=0)
    recall = np.diag(total) / total.sum(axis=1)
    worst = int(recall.argmin())
    drawn = ink.draw(IMAGES).images / 255
    return {
        "what": f"classifier trained on {IMAGES} ink images alone, tested on MNIST",
        "tested_on": f"mnist {part}, {total.sum() // len(tables)} images",
        "epochs": EPOCHS,
        "accuracy_by_seed": [round(a, 4) for a in accuracy],
        "accuracy_mean": round(float(np.mean(accuracy)), 4),
        "accuracy_by_class": {str(k): round(float(recall[k]), 4) for k in range(10)},
        "worst_class": worst,
        "worst_class_taken_for": {
            str(k): round(float(total[worst, k] / total[worst].sum()), 4)
            for k in np.argsort(-total[worst])
            if k != worst and total[worst, k]
        },
        "grey_mean": round(float(drawn.mean()), 4),
        "grey_std": round(float(drawn.std()), 4),
        "mnist_grey_mean_std": [0.131, 0.308],
        "seconds": round(seconds, 1),
        "versions": {"keras": keras.__version__, "jax": jax.__version__},
    }


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--part", choices=["train", "test"], default="test")
    options.add_argument("--out", type=Path, default=RESULT)
    options = options.parse_args()
    folder = os.environ.get("AE_DATA_DIR")
    if not folder or not (Path(folder) / "mnist.npz").exists():
        raise SystemExit("Real MNIST is needed: set AE_DATA_DIR to a folder that has mnist.npz.")
    with np.load(Path(folder) / "mnist.npz", allow_pickle=False) as mnist:
        x = mnist[f"x_{options.part}"][:10_000, ..., None] / np.float32(255)
        y = mnist[f"y_{options.part}"][:10_000]
    start = time.perf_counter()
    tables = [confusion(seed, x, y) for seed in range(options.seeds)]
    result = report(tables, time.perf_counter() - start, options.part)
    print(json.dumps(result, indent=2))
    print(np.sum(tables, axis=0))
    if options.part == "test":
        options.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
