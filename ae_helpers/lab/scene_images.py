"""The scene of images: rows, a map of codes, samples, a pad to decode, a digit to draw."""

from ae_helpers.lab.scene import Scene, image_bytes

import numpy as np
from keras import ops

COLUMNS = 10  # images in a row
MAP_POINTS = 500
FARTHEST = 1e4  # a diverged model is shown as well: its codes end here


class ImageScene(Scene):
    """Pictures of an autoencoder while it trains. The images are from the validation split.

    `noisy`, `codes`, `decode`, `redrawn` and `samples` are parts of one compiled function: a scene
    that overrides them writes them with layers and `keras.ops`.

    Args:
        trainer: a `LiveTrainer` whose model has an `encoder` and a `decoder` that ends in logits;
            a control named `noise` adds a row with the noisy images, and one named `latent size`
            says how many codes the map and the samples use.
        data: a `Dataset`.

    Attributes:
        place: `(2,)`, where on the map the pad decodes.
        own: the reader's own digit, `(h, w, 1)` in [0, 1], blank at first.
    """

    views = ("rows", "map", "curves", "samples", "pad", "draw")

    def __init__(self, trainer, data):
        super().__init__(trainer)
        _, first_of_each = np.unique(data.y_val, return_index=True)
        chosen = np.concatenate([first_of_each, np.arange(len(data.y_val))])[:COLUMNS]
        self.x = np.asarray(data.x_val[chosen], "float32")
        self.labels = np.asarray(data.y_val[:MAP_POINTS])
        self.own = np.zeros_like(self.x[0])
        self.place = np.zeros(2, "float32")
        self._map_x = ops.convert_to_tensor(data.x_val[:MAP_POINTS])
        # The same chance in every frame, so that nothing flickers.
        rng = np.random.default_rng(0)
        self._noise = rng.standard_normal(self.x.shape).astype("float32")
        self._epsilon = rng.standard_normal((COLUMNS, 1024)).astype("float32")
        self._mean = None  # of the codes, when they were last looked at
        self._box = None

        self.rows = [("original", "original"), ("reconstruction", "reconstruction")]
        if "noise" in trainer.controls:
            self.rows.insert(1, ("noisy", "with noise"))
        self.rows.append(("samples", "samples"))
        if self.x.shape[-1] != 1:  # the pen is grey
            self.views = tuple(view for view in self.views if view != "draw")
        self.setup = {"labels": self.labels.tolist(), "shape": self.x.shape[1:3]}

    # ---- parts of the compiled functions -------------------------------------------------------

    def noisy(self, x):
        """What the encoder gets to see of the rows' images, `(COLUMNS, h, w, c)`."""
        noise = self.trainer.controls.get("noise")
        return x if noise is None else x + noise.variable * self._noise

    def codes(self, x):
        """Codes without chance: of a variational encoder the means, and nothing in unused codes."""
        codes = self.trainer.model.encoder(x)
        self._variational = isinstance(codes, list | tuple)  # (mu, log_var)
        codes = codes[0] if self._variational else codes
        return ops.clip(ops.nan_to_num(codes), -FARTHEST, FARTHEST) * self.used(codes.shape[1])

    def used(self, size):
        """1 for a code in use and 0 for the others, `(size,)`."""
        control = self.trainer.controls.get("latent size")
        return ops.cast(ops.arange(size) < (control.variable if control else size), "float32")

    def decode(self, z):
        """Grey levels in [0, 1]; of logits that are not numbers, middle grey."""
        return ops.sigmoid(ops.nan_to_num(self.trainer.model.decoder(z)))

    def redrawn(self, x):
        """What encoder and decoder make of images."""
        return self.decode(self.codes(x))

    def samples(self, codes):
        """Decoded from N(0, I) if variational, else from a Gaussian with the moments of `codes`."""
        n, size = codes.shape
        if self._variational:
            return self.decode(self._epsilon[:, :size] * self.used(size))
        mean = ops.mean(codes, axis=0)
        # Random sums of the codes' deviations have the covariance of the codes.
        return self.decode(mean + self._epsilon[:, :n] @ (codes - mean) / np.sqrt(n))

    def _images(self, x):
        noisy = self.noisy(x)
        return {
            "original": image_bytes(x),
            "noisy": image_bytes(noisy),
            "reconstruction": image_bytes(self.redrawn(noisy)),
        }

    def _decoded(self, place, mean):
        z = ops.concatenate([place[: len(mean)], mean[2:]]) * self.used(len(mean))
        return {"decoded": image_bytes(self.decode(z[None]))}

    def _everything(self, x, map_x, own, place):
        codes = self.codes(map_x)
        mean = ops.mean(codes, axis=0)
        return {
            **self._images(x),
            **self._decoded(place, mean),
            "map": codes[:, :2],
            "mean": mean,
            "samples": image_bytes(self.samples(codes)),
            "own": image_bytes(self.redrawn(own[None]) * ops.any(own > 0)),  # or just paper
        }

    # ---- what the lab asks for -----------------------------------------------------------------

    def images(self):
        """The rows."""
        return self.trainer.apply(self._images, self.x)

    def pad(self):
        """The image decoded at `place`; codes beyond the first two are at their mean."""
        if self._mean is None:
            self.overview()
        return self.trainer.apply(self._decoded, self.place, self._mean)

    def overview(self):
        """All pictures and the curves."""
        drawn = self.trainer.apply(self._everything, self.x, self._map_x, self.own, self.place)
        self._mean = drawn.pop("mean")
        points = self._map(drawn["map"])
        return drawn | {"map": points, "box": self._box.astype("float32")} | self.curves()

    def move(self, place):
        """Decode at `place` from now on."""
        self.place = np.asarray(place, "float32")

    def take(self, ink):
        """Redraw the reader's digit, centred as the others are."""
        self.own = centred(ink).astype("float32")[..., None]

    def status(self):
        """With the captions of the map."""
        size = self.latent_size
        title = "Map of codes 1 and 2" + (f", of {size}" if size > 2 else "")
        if size == 1:
            title = "Map of the only code (height: digit)"
        caption = "decoded at the pointer" + (", other codes at their mean" if size > 2 else "")
        return super().status() | {"map_title": title, "pad_caption": caption}

    @property
    def latent_size(self):
        """How many codes are in use."""
        if "latent size" in self.trainer.controls:
            return int(self.trainer.get("latent size"))
        return 2 if self._mean is None else len(self._mean)

    def _map(self, codes):
        points = np.zeros((len(codes), 2), "float32")
        points[:, : codes.shape[1]] = codes
        if self.latent_size == 1:
            points[:, 1] = self.labels + np.linspace(-0.3, 0.3, len(points))
        low, high = np.percentile(points, [1, 99], axis=0)
        margin = 0.05 * (high - low) + 1e-2
        low, high = low - margin, high + margin
        if self.trainer.running and self._box is not None:
            # It shrinks slowly, so that the map does not jump, and never loses the points.
            shrunk = self._box + 0.3 * (np.concatenate([low, high]) - self._box)
            low, high = np.minimum(low, shrunk[:2]), np.maximum(high, shrunk[2:])
        self._box = np.concatenate([low, high])
        return points


def centred(ink):
    """A drawing `(h, w)` moved by whole pixels until its centre of mass is in the middle."""
    if not ink.any():
        return ink
    centre = [
        np.average(np.arange(n), weights=ink.sum(axis=1 - axis)) for axis, n in enumerate(ink.shape)
    ]
    shift = [round((n - 1) / 2 - c) for n, c in zip(ink.shape, centre, strict=True)]
    return np.roll(ink, shift, axis=(0, 1))
