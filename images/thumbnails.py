"""Cuts the README's small pictures out of the stored outputs of the lessons."""

import base64
import io
from pathlib import Path

import nbformat
from PIL import Image

HERE = Path(__file__).parent
SIZE = 220, 110
# Of each lesson: how the alternative text of a figure begins, and the box (left, top, right,
# bottom) that is cut out of it, in pixels.
CUTS = {
    "00": ("A map of handwriting:", (110, 100, 350, 220)),
    "01": ("7 rows of 10 images, from the top: original; d = 2", (67, 54, 353, 197)),
    "02": ("3 rows of 10 images, from the top: original; PCA", (64, 0, 376, 152)),
    "03": ("4 rows of 10 images, from the top: seen; map 1", (62, 2, 482, 212)),
    "04": ("3 rows of 10 images, from the top: clean; noisy", (62, 2, 378, 160)),
    "05": ("Ten pictures of each network", (57, 54, 369, 210)),
    "06": ("Ten digits, and what the GRU writes", (64, 0, 266, 109)),
    "07": ("100 pictures from 2 codes", (366, 30, 718, 206)),
    "08": ("Distortion falls as the rate grows", (50, 0, 370, 160)),
    "09": ("Five images, ", (4, 75, 350, 248)),
    "10": ("3 rows of 10 images, from the top: image; top kept", (272, 2, 572, 156)),
    "11": ("Ten digits, written from their own codes", (116, 4, 412, 152)),
    "12": ("Eight moments of the slow discriminator", (186, 214, 538, 381)),
    "15": ("6 rows of 10 images, from the top: blot", (234, 2, 512, 141)),
    "17": ("7 rows of 10 images, from the top: image; with the rate", (164, 2, 476, 158)),
    "16": ("5 rows of 12 images, from the top", (106, 54, 418, 210)),
    "18": ("Twelve wines, 13 columns", (292, 18, 688, 214)),
    "19": ("Nine steps from one note", (477, 70, 635, 149)),
    "20": ("Two codes, each written to four topics", (122, 24, 402, 164)),
    "21": ("Parts of five photographs", (68, 2, 438, 187)),
    "22": ("7 rows of 10 images, from the top: image; vanilla", (158, 2, 486, 150)),
    "23": ("4 rows of 10 images, from the top: images; one device", (134, 2, 506, 150)),
    "14": ("Ten faces of Ada", (84, 4, 276, 104)),
    "13": ("Four priors in the upper row", (190, 196, 544, 373)),
}


def cut(lesson):
    """The small picture of a lesson, from the first figure whose text fits."""
    begins, box = CUTS[lesson]
    (path,) = HERE.parent.glob(f"notebooks/{lesson}_*.ipynb")
    outputs = [o for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", [])]
    for output in outputs:
        alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
        text = alt or output.get("data", {}).get("text/plain", "")
        if text.startswith(begins):
            png = base64.b64decode(output["data"]["image/png"])
            whole = Image.open(io.BytesIO(png)).convert("RGB").crop(box)
            whole.thumbnail(SIZE, Image.Resampling.LANCZOS)
            return whole
    raise SystemExit(f"Lesson {lesson} has no figure that begins with {begins!r}.")


if __name__ == "__main__":
    for lesson in CUTS:
        small = cut(lesson).quantize(64)
        small.save(HERE / f"lesson_{lesson}.png", optimize=True)
