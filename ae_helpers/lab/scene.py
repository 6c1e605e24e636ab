"""What a live lab shows, as arrays by name: from a trainer, without any widget."""

import math

import numpy as np
from keras import ops

DIVERGED = (
    "The loss is not a number any more: the steps were too long. Lower the learning rate, "
    "then press Reset."
)


class Scene:
    """The curves and numbers of a training; a scene that shows more overrides what it needs.

    Args:
        trainer: a `LiveTrainer`.

    Attributes:
        views: the parts of the page that the scene can fill.
        rows: (name of the array, label) of every row of images.
        setup: what the page has to know from the start, for JSON.
    """

    views = ("curves",)
    rows = ()
    setup = {}

    def __init__(self, trainer):
        self.trainer = trainer

    def images(self):
        """What every frame shows; cheap to compute and for a page to draw."""
        return {}

    def overview(self):
        """Everything; worth drawing a few times a second."""
        return self.images() | self.curves()

    def pad(self):
        """What is decoded where the pointer is."""
        return {}

    def move(self, place):
        """The pointer is at `place`, `(2,)`."""

    def take(self, ink):
        """The reader has drawn `ink`, `(h, w)` in [0, 1]."""

    def curves(self):
        """Steps above losses, `(2, points)` each."""
        now = self.trainer.snapshot()
        return {
            "train_curve": np.stack([now.steps, now.losses]).astype("float32"),
            "val_curve": np.stack([now.val_steps, now.val_losses]).astype("float32"),
        }

    def status(self):
        """The numbers and words of a frame, ready for JSON (None stands for 'not a number')."""
        now = self.trainer.snapshot()
        return {
            "step": now.step,
            "epoch": now.epoch,
            "rate": _finite(now.images_per_second),
            "loss": _finite(now.loss),
            "val_loss": _finite(now.val_loss),
            "running": now.running,
            "note": DIVERGED if now.step and not math.isfinite(now.loss) else "",
            "controls": dict(now.controls),
        }


def image_bytes(images):
    """Grey levels or colours in [0, 1] -> uint8 `(n, h, w)`, 255 is ink, or `(n, h, w, 3)`.

    Args:
        images: `(n, h, w)`, `(n, h, w, 1)` or `(n, h, w, 3)`.
    """
    images = images[..., 0] if images.shape[-1] == 1 else images
    return ops.cast(255 * ops.clip(ops.nan_to_num(images), 0, 1) + 0.5, "uint8")


def _finite(value):
    return float(value) if math.isfinite(value) else None
