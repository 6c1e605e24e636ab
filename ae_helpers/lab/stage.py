"""The stage: one anywidget that draws arrays on canvases and reports where the pointer is.

What travels between page and kernel is listed at the top of stage.js.
"""

from pathlib import Path

from ae_helpers.palette import DIGIT_COLOURS, TRAIN_COLOUR, VALIDATION_COLOUR

import anywidget
import numpy as np
import traitlets

_HERE = Path(__file__).parent
_SCRIPTS = (
    "stage_plots.js",
    "stage_paths.js",
    "stage_points.js",
    "stage_bars.js",
    "stage_pen.js",
    "stage_page.js",
    "stage.js",
)


class Stage(anywidget.AnyWidget):
    """Draws what `send_frame` gives it; `on_msg` hears from the page."""

    _esm = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    _css = (_HERE / "stage.css").read_text(encoding="utf-8")
    setup = traitlets.Dict().tag(sync=True)

    def __init__(self, views, rows=(), **of_scene):
        setup = {
            "views": list(views),
            "rows": list(rows),  # (name of the part, label)
            "colours": DIGIT_COLOURS,
            "curveColours": [TRAIN_COLOUR, VALIDATION_COLOUR],
            **of_scene,
        }
        super().__init__(setup=setup)

    def send_frame(self, arrays, **content):
        """Send `arrays`, a dict of uint8 or float32 arrays by name, in one message.

        Raw bytes, not images: a canvas shows them in the fraction of a millisecond.
        """
        arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        parts = [
            {"name": name, "shape": array.shape, "dtype": str(array.dtype)}
            for name, array in arrays.items()
        ]
        buffers = [array.tobytes() for array in arrays.values()]
        self.send({"kind": "frame", "parts": parts, **content}, buffers)

    def wake(self):
        """Tell a page that asks for nothing, because it is paused, that something changed."""
        self.send({"kind": "wake"})


def grey_bytes(images):
    """Grey levels in [0, 1], `(n, h, w)` or `(n, h, w, 1)` -> uint8 `(n, h, w)`, 255 is ink."""
    images = np.asarray(images, "float32")
    images = images[..., 0] if images.ndim == 4 else images
    return (255 * np.clip(np.nan_to_num(images), 0, 1) + 0.5).astype("uint8")
