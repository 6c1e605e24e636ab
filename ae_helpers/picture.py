"""The figure that a notebook shows by itself: sharp, small in a stored notebook, and in words."""

import base64
import io
from html import escape

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from PIL import Image

GREYS = "gray_r"  # the colour map of images: 0 is paper, 1 is full ink


class Picture(Figure):
    """A Matplotlib figure that a notebook shows by itself, with an alternative text.

    JupyterLab, nbconvert, MyST-NB and GitHub read the text of an image only from HTML, which they
    all prefer: so the page gets `<img alt=...>`, its data a lossless WebP of 144 pixels an inch,
    sharp on a projector. The PNG beside it, half as fine, is for PDF and what shows no HTML.
    """

    alt = ""

    def page_image(self):
        """What a page shows: the attributes `alt`, `width` and `src` of an `<img>`."""
        return self._page_image(self._drawn())

    def _repr_mimebundle_(self, **kwargs):
        drawn = self._drawn()
        page, small = self._page_image(drawn), drawn.reduce(2)
        if all(array.ndim == 3 for array in self._coloured()):  # no colour map
            small = small.quantize(256, Image.Quantize.FASTOCTREE)
        attributes = " ".join(f'{name}="{escape(value)}"' for name, value in page.items())
        bundle = {
            "text/html": f"<img {attributes}>",
            "image/png": _encoded(small, "png", optimize=True),
            "text/plain": page["alt"],
        }
        return bundle, {"image/png": {"alt": page["alt"], "width": int(page["width"])}}

    def _drawn(self):
        """An RGB image of 144 pixels an inch."""
        file = io.BytesIO()
        self.savefig(file, dpi=144, facecolor="white", pil_kwargs={"compress_level": 1})
        return Image.open(file).convert("RGB")

    def _page_image(self, drawn):
        if not self._coloured() and drawn.getcolors(256) is None:
            drawn = _few_colours(drawn)
        return {
            "alt": self.alt or "A figure without a description.",
            "width": f"{100 * self.get_figwidth():.0f}",
            "src": f"data:image/webp;base64,{_encoded(drawn, 'webp', lossless=True)}",
        }

    def _coloured(self):
        """What must keep every colour: values with a colour map, colour images `(h, w, 3)`."""
        mapped = self.findobj(lambda artist: isinstance(artist, ScalarMappable))
        coloured = (artist for artist in mapped if artist.get_cmap().name != GREYS)
        return [m.get_array() for m in coloured if m.get_array() is not None]


def _few_colours(drawn):
    """The 256 colours that are near all others, so that a map of points is half as large.

    Grey stays grey: a tint shows in a decoded image.
    """
    few = np.array(drawn.quantize(256, Image.Quantize.MAXCOVERAGE).convert("RGB"))
    grey = np.ptp(np.asarray(drawn), axis=2) == 0
    few[grey] = few[grey].mean(axis=1, keepdims=True)
    return Image.fromarray(few)


def _encoded(image, kind, **options):
    """The bytes of an image file in base64, as text."""
    file = io.BytesIO()
    image.save(file, format=kind, **options)
    return base64.b64encode(file.getvalue()).decode()
