"""What a live lab shows, as arrays: from a trainer and a data set, without any widget."""

import math

from ae_helpers.lab.stage import grey_bytes

import numpy as np

COLUMNS = 10  # images in a row
MAP_POINTS = 500
DIVERGED = (
    "The loss is not a number any more: the steps were too long. Lower the learning rate, "
    "then press Reset."
)


def sigmoid(logits):
    """Logits -> grey levels, without overflow; of NaN, middle grey."""
    return np.exp(-np.logaddexp(0, -np.nan_to_num(np.asarray(logits, "float32"))))


class Scene:
    """Pictures of a model while it trains. The images are from the validation split.

    Args:
        trainer: a `LiveTrainer` whose model has an `encoder` and a `decoder` that ends in logits.
        data: a `Dataset`.

    Attributes:
        place: `(2,)`, where on the map the pad decodes.
        own: the reader's own digit, `(h, w, 1)` in [0, 1], blank at first.
    """

    def __init__(self, trainer, data):
        self.trainer = trainer
        _, first_of_each = np.unique(data.y_val, return_index=True)
        chosen = np.concatenate([first_of_each, np.arange(len(data.y_val))])[:COLUMNS]
        self.x = np.asarray(data.x_val[chosen], "float32")
        self.shape = self.x.shape[1:3]
        self.labels = np.asarray(data.y_val[:MAP_POINTS])
        self._map_x = data.x_val[:MAP_POINTS]
        self.own = np.zeros_like(self.x[0])
        self.place = np.zeros(2, "float32")
        rng = np.random.default_rng(0)  # the same noise in every frame, so that nothing flickers
        self._noise = rng.standard_normal(self.x.shape).astype("float32")
        self._epsilon = rng.standard_normal((COLUMNS, 1024)).astype("float32")
        self._codes = None
        self._box = None

    def images(self):
        """The rows; cheap enough for every frame, to compute and for a page to draw."""
        noisy = self.noisy()
        return {
            "original": grey_bytes(self.x),
            "noisy": grey_bytes(noisy),
            "reconstruction": grey_bytes(self._redrawn(noisy)),
        }

    def noisy(self):
        """What the encoder gets to see, `(COLUMNS, h, w, c)`; other kinds of noise override it."""
        level = self.trainer.get("noise") if "noise" in self.trainer.controls else 0.0
        return self.x + level * self._noise

    def pad(self):
        """The image decoded at `place`; codes beyond the first two are at their mean."""
        if self._codes is None:
            self._encode()
        z = self._codes.mean(axis=0, keepdims=True)
        z[0, : min(2, self.latent_size)] = self.place[: self.latent_size]
        return {"decoded": grey_bytes(self._decode(z))}

    def overview(self):
        """All the rest; worth drawing a few times a second."""
        self._encode()
        own = self._redrawn(np.broadcast_to(self.own, self.x.shape))[:1]  # a batch like the rows
        now = self.trainer.snapshot()
        return {
            "map": self._map(),
            "box": np.asarray(self._box, "float32"),
            "samples": self._samples(),
            "own": grey_bytes(own * self.own.any()),  # nothing drawn, nothing shown
            **self.pad(),
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
            **self._captions(),
        }

    @property
    def latent_size(self):
        """How many codes are in use."""
        if "latent size" in self.trainer.controls:
            return int(self.trainer.get("latent size"))
        return self._codes.shape[1]

    def _captions(self):
        size = self.latent_size
        title = "Map of codes 1 and 2" + (f", of {size}" if size > 2 else "")
        if size == 1:
            title = "Map of the only code (height: digit)"
        caption = "decoded at the pointer" + (", other codes at their mean" if size > 2 else "")
        return {"map_title": title, "pad_caption": caption}

    def _codes_of(self, x):
        """Codes without chance: of a variational encoder the means, and nothing in unused codes."""
        codes = self.trainer.apply(self.trainer.model.encoder, x)
        self._variational = isinstance(codes, list | tuple)  # (mu, log_var)
        codes = np.array(codes[0] if self._variational else codes)
        if "latent size" in self.trainer.controls:
            codes[:, self.latent_size :] = 0
        return codes

    def _redrawn(self, x):
        return sigmoid(self.trainer.apply(self.trainer.model.decoder, self._codes_of(x)))

    def _encode(self):
        codes = self._codes_of(self._map_x)
        self._codes = np.clip(np.nan_to_num(codes), -1e4, 1e4)  # a diverged model is shown as well

    def _decode(self, z):
        """Always COLUMNS codes at once, so that there is one compiled function."""
        padded = np.zeros((COLUMNS, z.shape[1]), "float32")
        padded[: len(z)] = z
        return sigmoid(self.trainer.apply(self.trainer.model.decoder, padded))[: len(z)]

    def _samples(self):
        """Decoded from N(0, I) if variational, else from a Gaussian fitted to the codes."""
        size = self.latent_size
        z = np.zeros((COLUMNS, self._codes.shape[1]), "float32")
        z[:, :size] = self._epsilon[:, :size]
        if not self._variational:
            codes = self._codes[:, :size].astype("float64")
            covariance = np.cov(codes.T).reshape(size, size)
            jitter = 1e-6 * (1 + np.trace(covariance)) * np.eye(size)  # a code may be constant
            spread = np.linalg.cholesky(covariance + jitter)
            z[:, :size] = codes.mean(axis=0) + z[:, :size] @ spread.T
        return grey_bytes(self._decode(z))

    def _map(self):
        points = np.zeros((len(self._codes), 2), "float32")
        points[:, : min(2, self._codes.shape[1])] = self._codes[:, :2]
        if self.latent_size == 1:
            points[:, 1] = self.labels + np.linspace(-0.3, 0.3, len(points))
        low, high = np.percentile(points, 1, axis=0), np.percentile(points, 99, axis=0)
        margin = 0.05 * (high - low) + 1e-2
        low, high = low - margin, high + margin
        if self.trainer.running and self._box is not None:
            # It shrinks slowly, so that the map does not jump, and never loses the points.
            shrunk = self._box + 0.3 * (np.concatenate([low, high]) - self._box)
            low, high = np.minimum(low, shrunk[:2]), np.maximum(high, shrunk[2:])
        self._box = np.concatenate([low, high])
        return points


def _finite(value):
    return float(value) if math.isfinite(value) else None


def centred(ink):
    """A drawing `(h, w)` moved by whole pixels until its centre of mass is in the middle."""
    if not ink.any():
        return ink
    centre = [
        np.average(np.arange(n), weights=ink.sum(axis=1 - axis)) for axis, n in enumerate(ink.shape)
    ]
    shift = [round((n - 1) / 2 - c) for n, c in zip(ink.shape, centre, strict=True)]
    return np.roll(ink, shift, axis=(0, 1))
