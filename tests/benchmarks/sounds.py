"""Lesson 19's redrawn notes, for `results.py`: the lesson's own cells, for a seed."""

from own_cells import variables


def sounds(_, kind, seed):
    """dB off the picture, as drawn and as heard, and the share in tune; PCA of equal size."""
    found = variables("19", "ink", seed, until="sounding[name] = ")
    figures = {"off": found["off"][int(kind)], "pca_off": found["off_pca"][int(kind)]}
    for name, key in ((f"autoencoder, {kind} codes", ""), (f"PCA, {kind} components", "pca_")):
        in_tune, heard = found["sounding"][name]
        figures |= {f"{key}heard": heard, f"{key}in_tune": in_tune}
    return figures
