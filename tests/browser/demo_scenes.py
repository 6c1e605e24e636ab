"""A small lab for each scene, for the browser tests: they train for real, and cost little."""

from ae_helpers.lab import (
    BarScene,
    Control,
    JointScene,
    LiveLab,
    LiveTrainer,
    PathScene,
    PointScene,
    RowScene,
)
from ae_helpers.layers import RuntimeNoise

import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(0)


def make_trainer(x, size=8, noise=0.0):
    """A dense autoencoder of anything, by squared error."""
    keras.utils.set_random_seed(0)
    shape = x.shape[1:]
    encoder = keras.Sequential(
        [keras.Input(shape), RuntimeNoise(noise), layers.Flatten(), layers.Dense(size)]
    )
    decoder = keras.Sequential(
        [
            keras.Input((size,)),
            layers.Dense(64, "relu"),
            layers.Dense(64, "relu"),
            layers.Dense(int(np.prod(shape))),
            layers.Reshape(shape),
        ]
    )
    model = keras.Sequential([encoder, decoder])
    model.compile(keras.optimizers.Adam(3e-3), loss="mse")
    rate = Control(model.optimizer.learning_rate, 1e-4, 1e-1)
    return LiveTrainer(model, x, x[:100], controls={"learning rate": rate})


def lab_of_points():
    """A denoiser of points on a ring: it learns where the ring is and which way leads there."""
    angle = rng.integers(0, 8, 2000) * np.pi / 4
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1) + 0.05 * rng.normal(size=(2000, 2))
    x, z = x.astype("float32"), rng.uniform(-1.5, 1.5, (250, 2)).astype("float32")
    trainer = make_trainer(x, noise=0.3)
    model = trainer.model

    def draw(grid, x, z):
        return {
            "real": x,
            "restored": model(z),
            "way": ops.concatenate([z, model(z) - z], axis=1)[:40],
            "at home": ops.exp(-4 * ops.sum((model(grid) - grid) ** 2, axis=1)),
        }

    scene = PointScene(trainer, draw, x[:250], z, box=(-1.6, -1.6, 1.6, 1.6))
    return LiveLab(trainer, title="Points", scene=scene)


def lab_of_colours():
    """Squares of any colour on a ground of any colour."""
    x = np.repeat(rng.random((500, 1, 3)), 256, axis=1).reshape(500, 16, 16, 3)
    x[:, 4:12, 4:12] = rng.random((500, 1, 1, 3))
    x = x.astype("float32")
    trainer = make_trainer(x)
    scene = RowScene(trainer, lambda x: {"original": x, "redrawn": trainer.model(x)}, x[:8])
    return LiveLab(trainer, title="Colours", scene=scene)


def lab_of_paths_and_bars():
    """Waves with a gap where the pen is lifted, and how large their codes are."""
    t = np.linspace(0, 2 * np.pi, 40)
    y = np.sin(t + rng.uniform(0, 6, (500, 1))) * rng.uniform(0.3, 1, (500, 1))
    pen = np.broadcast_to((t < 2.8) | (t > 3.6), y.shape)
    x = np.stack([np.broadcast_to(t / 3 - 1, y.shape), y, pen], axis=-1).astype("float32")
    trainer = make_trainer(x)
    encoder, model = trainer.model.layers[0], trainer.model
    scene = JointScene(
        PathScene(trainer, lambda x: {"written": x, "redrawn": model(x)}, x[:8]),
        BarScene(
            trainer,
            lambda x: ops.std(encoder(x), axis=0),
            x[:200],
            title="Spread of each code",
            names=[f"code {i}" for i in range(1, 9)],
        ),
    )
    return LiveLab(trainer, title="Paths and bars", scene=scene)
