"""`LatentExplorer`: walk over a map of codes and see what is decoded there."""

from pathlib import Path

from ae_helpers.errors import OneSentence
from ae_helpers.lab.dense import dense_steps, packed_steps, run_steps
from ae_helpers.lab.stage import grey_bytes
from ae_helpers.lab.still import explorer_still, still_bundle
from ae_helpers.palette import DIGIT_COLOURS

import anywidget
import numpy as np
import traitlets

_HERE = Path(__file__).parent
_SCRIPTS = ("stage_plots.js", "decoder.js", "explorer.js", "explorer_widget.js")
COMPARED = 100  # codes at which the page's decoder must give what the kernel's gives


class ExplorerError(OneSentence):
    """A map cannot be drawn; the message says what is wrong and what to do about it."""


class ExplorerPage(anywidget.AnyWidget):
    """The page's part. `setup` comes with it; the others are for a decoder that stays here."""

    _esm = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    _css = "\n".join((_HERE / name).read_text("utf-8") for name in ("stage.css", "explorer.css"))
    setup = traitlets.Dict().tag(sync=True)
    place = traitlets.List().tag(sync=True)
    decoded = traitlets.Dict().tag(sync=True)


class LatentExplorer:
    """A map of two-dimensional codes beside the image decoded at the pointer.

    The pointer, the arrow keys on the map, or two sliders choose the code. Make it the last line of
    a cell; where nothing moves, a still picture stands there. A decoder that is a stack of dense
    layers goes to the page as it is now, and moves also while the kernel is busy; of any other the
    kernel is asked for each image.

    Args:
        model: an autoencoder: its `decode` is used, and its `decoder`, which ends in logits, sent
            to the page. Or only a decoder, a Keras model or a function: codes `(n, 2)` -> grey
            levels in [0, 1], `(n, h, w)` or `(n, h, w, 1)`.
        codes: `(n, 2)`, the points of the map.
        labels: int, `(n,)`, the digit of each point, which gives its colour.
        title: stands above.

    Raises:
        ExplorerError: if there are no codes, they are not `(n, 2)` numbers, there is not one label
            each, or what is decoded is no grey image.
    """

    def __init__(self, model, codes, labels, title="A map of codes"):
        codes, labels = _checked(codes, labels)
        self._decode = getattr(model, "decode", model)
        self.codes, self.labels, self.title = codes, labels, title
        self.place = codes[np.argmin(((codes - np.median(codes, axis=0)) ** 2).sum(axis=1))]
        low, high = np.percentile(codes, 0.5, axis=0), np.percentile(codes, 99.5, axis=0)
        margin = 0.5 * (high - low < 1e-6)  # all codes may be one
        steps = _page_steps(model)
        compared = np.concatenate([self.place[None], codes[: COMPARED if steps else 0]])
        images = self.images(compared)
        if steps and not _agree(run_steps(steps, compared), images):
            steps = None
        self.image = images[0]
        self.page = ExplorerPage(
            setup={
                "title": title,
                "codes": codes.tobytes(),
                "labels": labels.tolist(),
                "colours": DIGIT_COLOURS,
                "box": np.concatenate([low - margin, high + margin]).tolist(),
                "place": self.place.tolist(),
                "shape": list(self.image.shape),
                "image": self.image.tobytes(),
                "decoder": packed_steps(steps) if steps else None,
            }
        )
        self.page.observe(self._asked, names="place")

    def images(self, z):
        """Codes `(n, 2)` -> the images decoded there, uint8 `(n, h, w)`."""
        images = np.asarray(self._decode(z))
        if images.ndim not in (3, 4) or images.shape[3:] not in ((), (1,)):
            raise ExplorerError(
                f"The decoder gives {images.shape} for {len(z)} codes, and a map shows grey "
                "images: let it give (n, height, width) or (n, height, width, 1)."
            )
        return grey_bytes(images)

    def _asked(self, change):
        image = self.images(np.array([change.new], "float32"))[0]
        self.page.decoded = {"place": change.new, "image": image.tobytes()}

    def _repr_mimebundle_(self, include=None, exclude=None):
        still = explorer_still(self.title, self.codes, self.labels, self.place, self.image / 255)
        return still_bundle(self.page, still)


def _checked(codes, labels):
    codes, labels = np.asarray(codes, "float32"), np.asarray(labels)
    if codes.ndim != 2 or codes.shape[1] != 2:
        raise ExplorerError(
            f"A map needs codes of shape (n, 2), not {codes.shape}: choose two of its columns."
        )
    if len(codes) == 0:
        raise ExplorerError("A map of no points shows nothing: give at least one code.")
    if not np.isfinite(codes).all():
        raise ExplorerError(
            "Some codes are NaN or infinite: train again, with a smaller learning rate."
        )
    if labels.shape != (len(codes),) or labels.dtype.kind not in "iu":
        raise ExplorerError(
            f"A map of {len(codes):,} codes needs as many labels, whole numbers of shape "
            f"({len(codes)},), not {labels.dtype} of shape {labels.shape}."
        )
    return codes, labels


def _page_steps(model):
    """The steps from a code to grey levels, or None if they are no stack of dense layers."""
    if not hasattr(model, "decode"):
        return dense_steps(model)
    steps = dense_steps(getattr(model, "decoder", None))
    return steps and [*steps, "sigmoid"]


def _agree(levels, images):
    """Whether the page would draw these uint8 images, to one grey level of 255."""
    difference = 255 * np.clip(levels, 0, 1) - images.reshape(len(images), -1)
    return np.abs(difference).max() < 1.5
