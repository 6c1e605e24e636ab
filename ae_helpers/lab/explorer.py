"""`LatentExplorer`: walk over a map of codes and see what is decoded there."""

from ae_helpers.lab.stage import Stage, grey_bytes
from ae_helpers.lab.still import explorer_still, still_bundle

import ipywidgets as widgets
import numpy as np


class LatentExplorer:
    """A map of two-dimensional codes beside the image decoded at the pointer.

    The pointer, the arrow keys on the map, or two sliders choose the code. Make it the last line of
    a cell; where nothing moves, a still picture stands there.

    Args:
        decoder_fn: codes `(n, 2)` -> grey levels in [0, 1], `(n, h, w)` or `(n, h, w, 1)`.
        codes: `(n, 2)`, the points of the map.
        labels: int, `(n,)`, the digit of each point, which gives its colour.
        title: stands above.

    Raises:
        ValueError: if the codes are not `(n, 2)`, or there is not one label each.
    """

    def __init__(self, decoder_fn, codes, labels, title="A map of codes"):
        codes, labels = np.asarray(codes, "float32"), np.asarray(labels)
        if codes.ndim != 2 or codes.shape[1] != 2 or labels.shape != codes.shape[:1]:
            raise ValueError(
                f"A map needs codes of shape (n, 2) and labels of shape (n,), not {codes.shape} "
                f"and {labels.shape}."
            )
        self._decode, self.codes, self.labels, self.title = decoder_fn, codes, labels, title
        low, high = np.percentile(codes, 0.5, axis=0), np.percentile(codes, 99.5, axis=0)
        self._box = np.concatenate([low, high])
        self.place = codes[np.argmin(((codes - np.median(codes, axis=0)) ** 2).sum(axis=1))]
        image = self.image()
        self.stage = Stage(
            ["map", "pad"], labels, image.shape[-2:], layout="explorer", status=False
        )
        self.stage.on_msg(self._on_message)
        self._sliders = [self._slider(axis) for axis in (0, 1)]
        heading = widgets.Label(title)
        heading.add_class("ae-title")
        controls = widgets.HBox(self._sliders)
        controls.add_class("ae-controls")
        self._view = widgets.VBox([heading, controls, self.stage])
        self._view.add_class("ae-lab")

    def _slider(self, axis):
        low, high = self._box[axis], self._box[axis + 2]
        slider = widgets.FloatSlider(
            min=low,
            max=high,
            step=(high - low) / 200,
            value=self.place[axis],
            description=f"code {axis + 1}",
            readout_format=".2f",
        )
        slider.add_class("ae-slider")
        slider.observe(self._slid, names="value")
        return slider

    def image(self):
        """The image decoded at `place`, uint8 `(1, h, w)`."""
        return grey_bytes(self._decode(self.place[None]))

    def _slid(self, change):
        self.place = np.array([slider.value for slider in self._sliders], "float32")
        self.stage.send_frame({"decoded": self.image(), "place": self.place})

    def _on_message(self, _stage, content, buffers):
        if content["kind"] == "pad":
            self.place = np.asarray(content["z"], "float32")
            self.stage.send_frame({"decoded": self.image()}, pad_at=content["at"])
            for slider, value in zip(self._sliders, self.place, strict=True):
                slider.unobserve(self._slid, names="value")  # the page knows the place already
                slider.value = float(np.clip(value, slider.min, slider.max))
                slider.observe(self._slid, names="value")
        elif content["kind"] == "tick":
            arrays = {"map": self.codes, "box": self._box.astype("float32"), "place": self.place}
            status = {
                "running": False,
                "note": "",
                "map_title": "Each point is an image",
                "pad_caption": "decoded at the cross",
            }
            self.stage.send_frame(
                arrays | {"decoded": self.image()}, id=content["id"], status=status
            )

    def _repr_mimebundle_(self, include=None, exclude=None):
        still = explorer_still(
            self.title, self.codes, self.labels, self.place, self.image()[0] / 255
        )
        return still_bundle(self._view, still)
