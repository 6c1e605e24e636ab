"""Lesson 17's rates and errors, for `results.py`: the lesson's own cells, for a seed."""

from own_cells import variables

FILES = {
    "png": "PNG",
    "webp-lossless": "WebP, lossless",
    "jpeg-1": "JPEG, quality 1",
    "webp-0": "WebP, quality 0",
}


def rates(name, kind, seed):
    """Bits and squared error per image, test images; two rivals at the same bits for networks."""
    found = variables("17", name, seed, until="at_equal[d] =")
    if kind in FILES:
        _, _, bits, error = found["files"][FILES[kind]]
        return {"bits": bits, "squared_error": error}
    (_, without), (_, pca), (bits, error) = found["at_equal"][int(kind)]
    return {"bits": bits, "squared_error": error, "without": without, "pca": pca}
