"""A scene of each kind, small, for tests of the lab."""

from ae_helpers import data as datasets
from ae_helpers.lab import BarScene, PathScene, PointScene, RowScene

import numpy as np
from keras import ops

DIGITS = datasets.load("digits")
PATHS = np.array([[[2, 0, 1], [4, 8, 1], [6, 4, 0]], [[3, 3, 0], [3, 4, 1], [4, 4, 1]]], "float32")


def rows(trainer, count=3):
    def draw(x):
        return {
            "original": x,
            "redrawn": ops.sigmoid(trainer.model.decoder(trainer.model.encoder(x))),
        }

    return RowScene(trainer, draw, DIGITS.x_val[:count])


def paths(trainer):
    return PathScene(trainer, lambda x: {"written": x, "moved": x + np.array([1, 0, 0])}, PATHS)


def points(trainer):
    def draw(grid, real):
        return {
            "real": real,
            "generated": -real,
            "pull": ops.concatenate([-real, 2 * real], axis=1),
            "height": grid[:, 1:],
        }

    return PointScene(trainer, draw, np.array([[0.5, 1.0], [1.5, 0.25]]), box=(-2, 0, 2, 1))


def bars(trainer):
    def used(x):
        return ops.mean(ops.abs(trainer.model.encoder(x)), axis=0)

    return BarScene(trainer, used, DIGITS.x_val[:20], title="mean size", names=range(1, 5))
