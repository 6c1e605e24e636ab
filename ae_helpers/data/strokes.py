"""Pen paths as moves: what a model that writes step by step is trained on."""

import numpy as np

CENTRE = 14.0  # of an image, in pixels
UNIT = 2.0  # pixels


def offsets(strokes, jitter=0.05, seed=0):
    """Paths in pixels as moves from point to point, of every second point.

    The first move is from the centre of the image. A little noise on each move (0.05 units are a
    tenth of a pixel) makes the paths as exact as a real pen's: on smooth curves the density of a
    model has no upper bound, and its nats say nothing.

    Args:
        strokes: `(n, T, 3)`: x, y in pixels, and the pen, 0 or 1; as `Dataset.strokes_train`.
        jitter: standard deviation of the noise, in units of 2 pixels.
        seed: of the noise; give other splits another one.

    Returns:
        Float32 `(n, T // 2, 3)`: a move in units of 2 pixels, and the pen as it is.
    """
    strokes = np.asarray(strokes)[:, 1::2]
    places, pen = strokes[..., :2] - CENTRE, strokes[..., 2:]
    moves = np.diff(places, axis=1, prepend=0) / UNIT
    moves = moves + jitter * np.random.default_rng(seed).standard_normal(moves.shape)
    return np.concatenate([moves, pen], axis=-1).astype("float32")


def positions(moves):
    """Moves back to places: `(n, T, 3)` as `offsets` gives them -> x, y in pixels, and the pen."""
    moves = np.asarray(moves)
    places = CENTRE + UNIT * np.cumsum(moves[..., :2], axis=1)
    return np.concatenate([places, moves[..., 2:]], axis=-1)
