"""The figure that a notebook shows by itself: sharp, small in a stored notebook, and in words."""

import base64
import io
from html import escape

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
        """What a page shows: the attributes `src`, `alt` and `width` of an `<img>`."""
        return self._page_image(self._drawn())

    def _repr_mimebundle_(self, **kwargs):
        drawn = self._drawn()
        page, small = self._page_image(drawn), drawn.reduce(2)
        if not self._has_colour_scale():
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
        if not self._has_colour_scale():
            # The 256 best colours are near all others, and a map of points is half as large.
            drawn = drawn.quantize(256, Image.Quantize.MAXCOVERAGE).convert("RGB")
        return {
            "src": f"data:image/webp;base64,{_encoded(drawn, 'webp', lossless=True)}",
            "alt": self.alt or "A figure without a description.",
            "width": f"{100 * self.get_figwidth():.0f}",
        }

    def _has_colour_scale(self):
        """Whether colours are values, or those of a photograph: then every one stays as it is."""
        mapped = self.findobj(lambda artist: isinstance(artist, ScalarMappable))
        return any(m.get_array() is not None and m.get_cmap().name != GREYS for m in mapped)


def _encoded(image, kind, **options):
    """The bytes of an image file in base64, as text."""
    file = io.BytesIO()
    image.save(file, format=kind, **options)
    return base64.b64encode(file.getvalue()).decode()
