"""`ink`: digits that look like handwriting, drawn from pen strokes, all about them known.

An image begins as a skeleton (`ink_strokes.WAYS`): the path of a pen. A hand slants, turns, widens
and shakes it; it is scaled and centred as MNIST is; and ink is put wherever the pen went. All of it
is a handful of functions of one image, mapped over many by `jax.vmap`. No file, no network.
"""

from functools import cache
from typing import NamedTuple

from ae_helpers.data.ink_strokes import CONTROLS, WAYS, spline_matrix

import jax
import jax.numpy as jnp
import numpy as np

CHUNK = 1000  # images drawn at a time: bounds the memory, and one compilation serves every n
FACTORS = ("slant", "rotation", "width", "size", "thickness", "wobble")
# An image's random numbers: factors, control points, ends of strokes, waves, proportions, place.
SPLIT = (len(FACTORS), 2 * CONTROLS + 2, CONTROLS, 12, 2, 2)
NUMBERS = sum(SPLIT)


class Hand(NamedTuple):
    """A writer's habits: mean and spread of each factor, and which ways of writing are used.

    `ways` names rows of `ink_strokes.WAYS` as "digit name"; empty means all of them.
    """

    slant: tuple
    rotation: tuple
    width: tuple
    size: tuple
    thickness: tuple
    wobble: tuple
    ways: tuple = ()


HANDS = (
    # As varied as the many writers of MNIST.
    Hand(
        slant=(0.15, 0.27),
        rotation=(0.0, 0.15),
        width=(1.05, 0.2),
        size=(0.97, 0.03),
        thickness=(2.65, 0.82),
        wobble=(0.04, 0.015),
    ),
    # One writer with a fine pen, who writes wide, leans to the left and likes flags and bars.
    Hand(
        slant=(-0.35, 0.1),
        rotation=(0.0, 0.06),
        width=(1.3, 0.12),
        size=(0.92, 0.03),
        thickness=(1.5, 0.2),
        wobble=(0.025, 0.008),
        ways=(
            *("0 from the right", "0 tail inside", "1 flag", "1 flag and foot", "2 loop"),
            *("2 round loop", "3 flat top", "3 loop", "4 closed", "4 lightning"),
            *("5 two strokes", "5 long bar", "6 curved", "6 hooked", "7 bar", "7 long hook"),
            *("8 two circles", "8 from the middle", "9 curved", "9 hook"),
        ),
    ),
)


class Ink(NamedTuple):
    """`n` drawn digits, as NumPy arrays.

    Attributes:
        images: `(n, 28, 28, 1)` uint8, 0 is paper and 255 is ink.
        labels: `(n,)` int32, which digit.
        strokes: `(n, 64, 3)` float32, the pen's path: x and y in pixels (the centre of the pixel in
            row r and column c is at x = c, y = r) and 1 where the pen is down, 0 in the air.
        factors: name -> `(n,)` float32; see `draw`.
    """

    images: np.ndarray
    labels: np.ndarray
    strokes: np.ndarray
    factors: dict


def draw(n, seed=0, hand=0, digits=None):
    """Draw `n` digits.

    Image i depends on `seed`, `hand`, `digits` and i alone, so `draw(10)` is the beginning of
    `draw(100)`. Labels, ways and the random numbers are the same on every machine; the pixels are
    computed in single precision, and another processor may round one to the next grey level.
    As many images in a row as there are `digits` hold each of them once. Both hands get the same
    labels and random numbers from one seed: each image has its counterpart in the other hand.
    The factors are drawn independently of the digit and of each other:

    - `slant`: how far a vertical line leans to the right, in widths per height;
    - `rotation`: in radians, clockwise;
    - `width`: how much wider than its skeleton the digit is;
    - `size`: the longer side of the digit's box, in units of MNIST's 20 pixels;
    - `thickness`: of the line, in pixels;
    - `wobble`: how unsteady the hand is, as standard deviation of the points the pen aims at, in
      units of the digit's height;
    - `way`: the row of `ink_strokes.WAYS` (a whole number; it does depend on the digit).

    Args:
        n: how many, at least 1.
        seed: a whole number; another one gives other images.
        hand: 0 or 1, one of two writers.
        digits: which digits to draw, for instance `[3, 8]`; all ten by default.

    Returns:
        An `Ink`.

    Raises:
        ValueError: if `n` is below 1, `seed` is negative, `hand` is neither 0 nor 1, or `digits` is
            empty or holds anything but 0 to 9.
    """
    if not isinstance(n, int | np.integer) or n < 1:
        raise ValueError(f"n is {n!r}, but it must be a whole number of at least 1.")
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed is {seed!r}, but it must be a whole number of at least 0.")
    if not isinstance(hand, int | np.integer) or hand not in range(len(HANDS)):
        raise ValueError(f"There is no hand {hand!r}: choose 0 or 1.")
    digits = np.unique(np.asarray(range(10) if digits is None else digits))
    if not digits.size or not np.isin(digits, range(10)).all():
        raise ValueError(f"digits holds {digits.tolist()}, but it must name some of 0 to 9.")
    labels, ways, normal = _chance(n, seed, hand, digits)
    parts = []
    for start in range(0, len(labels), CHUNK):
        few = slice(start, start + CHUNK)
        size = len(labels[few])
        fill = [(0, CHUNK - size), (0, 0)]  # always CHUNK images: one compilation serves every n
        drawn = _draw_chunk(np.pad(ways[few], fill[0]), np.pad(normal[few], fill), hand)
        parts.append(jax.tree.map(lambda part, size=size: np.asarray(part)[:size], drawn))
    images, strokes, factors = jax.tree.map(lambda *chunks: np.concatenate(chunks), *parts)
    return Ink(images, labels, strokes, factors | {"way": ways.astype("float32")})


def _chance(n, seed, hand, digits):
    """All that is random: labels `(n,)`, ways `(n,)`, standard normal numbers `(n, NUMBERS)`.

    Three separate streams of NumPy, each filled image by image, so that the beginning of a long
    draw is a short draw. Labels come in blocks, each a shuffle of `digits`.
    """
    shuffle, choose, shake = (np.random.default_rng([seed, stream]) for stream in range(3))
    blocks = np.tile(digits, (-(-n // len(digits)), 1))
    labels = shuffle.permuted(blocks, axis=1).reshape(-1)[:n].astype("int32")
    rows = {digit: [] for digit in range(10)}
    for row, (digit, name, _) in enumerate(WAYS):
        if not HANDS[hand].ways or f"{digit} {name}" in HANDS[hand].ways:
            rows[digit].append(row)
    chosen = zip(labels, choose.random(n), strict=True)
    ways = [rows[digit][int(u * len(rows[digit]))] for digit, u in chosen]
    normal = shake.standard_normal((n, NUMBERS), "float32").clip(-2, 2)
    return labels, np.array(ways, "int32"), normal


@cache
def _skeletons():
    """The table as arrays with a leading axis over the ways: matrix, controls, ends, pen."""
    return tuple(
        np.stack(part).astype("float32")
        for part in zip(*(spline_matrix(strokes) for _, _, strokes in WAYS), strict=True)
    )


@jax.jit
def _draw_chunk(ways, normal, hand):
    """Draw `CHUNK` digits: `_draw_one` over `ways (CHUNK,)` and `normal (CHUNK, NUMBERS)`."""
    habits = jnp.asarray(np.array([hand[:6] for hand in HANDS], "float32"))[hand]
    with jax.default_matmul_precision("highest"):  # a GPU would round to 10 bits
        return jax.vmap(_draw_one, in_axes=(0, 0, None))(ways, normal, habits)


def _draw_one(way, normal, habits):
    """Draw one digit from `normal (NUMBERS,)`: image `(28, 28, 1)`, stroke `(64, 3)`, factors."""
    matrix, controls, ends, pen = (jnp.asarray(part)[way] for part in _skeletons())
    values, shake, reach, waves, proportions, shift = jnp.split(normal, np.cumsum(SPLIT)[:-1])
    values = habits[:, 0] + habits[:, 1] * values
    slant, rotation, width, size, thickness, wobble = values

    # The pen misses its points a little, neighbours by similar amounts, so that curves stay round;
    # and a stroke ends too early or too late.
    shake = shake.reshape(CONTROLS + 1, 2)
    miss = wobble * (shake[1:] + shake[:-1]) / jnp.sqrt(2.0)
    aim = controls + miss + 0.25 * reach[:, None] * ends
    path = bend(matrix @ aim, wobble, waves.reshape(3, 4), proportions)
    path = lean(path, slant, rotation, width)
    path = fit(path, pen, 20 * size - thickness, 14 + shift / 4)
    image = jnp.round(255 * render(path, pen, thickness)).astype("uint8")[..., None]
    stroke = jnp.concatenate([path, pen[:, None]], axis=1)
    return image, stroke, dict(zip(FACTORS, values, strict=True))


def bend(path, wobble, waves, proportions):
    """Push `path (64, 2)` about: three slow waves, `(3, 4)`, and other proportions, `(2,)`.

    The first proportion moves the waist of the digit up or down, the second widens its lower half
    at the cost of its upper one. All are standard normal numbers.
    """
    for towards_x, towards_y, along, phase in waves:
        wave = jnp.sin(4 * (along * path[:, 0] + (1 - along) * path[:, 1]) + 3 * phase)
        path = path + wobble / 2 * wave[:, None] * jnp.stack([towards_x, towards_y])
    waist, foot = 0.05 * proportions[0], 0.15 * proportions[1]
    x, y = path[:, 0], path[:, 1]
    x = 0.5 + (x - 0.5) * (1 + foot * (2 * y - 1))
    y = y + waist * jnp.sin(jnp.pi * y)
    return jnp.stack([x, y], axis=1)


def lean(path, slant, rotation, width):
    """Widen `path (64, 2)`, slant it, then turn it clockwise (y points down)."""
    x, y = width * path[:, 0], path[:, 1]
    x = x - slant * y
    cos, sin = jnp.cos(rotation), jnp.sin(rotation)
    return jnp.stack([cos * x - sin * y, sin * x + cos * y], axis=1)


def fit(path, pen, box, centre):
    """Scale `path (64, 2)` until the longer side is `box` pixels; put its ink at `centre (2,)`."""
    low = jnp.min(jnp.where(pen[:, None] > 0, path, jnp.inf), axis=0)
    high = jnp.max(jnp.where(pen[:, None] > 0, path, -jnp.inf), axis=0)
    path = path * (box / jnp.max(high - low))
    middles, lengths = pieces(path, pen)
    return path - (lengths @ middles) / jnp.sum(lengths) + centre


def pieces(path, pen):
    """Middle `(63, 2)` and inked length `(63,)` of the 63 straight pieces of a path."""
    step = path[1:] - path[:-1]
    lengths = jnp.sqrt(jnp.sum(step**2, axis=1) + 1e-12) * pen[1:] * pen[:-1]
    return (path[1:] + path[:-1]) / 2, lengths


def render(path, pen, thickness, sharpness=2.0):
    """Put ink along the path: grey levels `(28, 28)` in [0, 1].

    A pixel is black up to `thickness / 2` from the line, with an edge one pixel wide. The squared
    distance to the line is a soft minimum over its points, -log(sum exp(-b d**2)) / b. Because
    exp(-b d**2) is a function of x times a function of y, the sum is one matrix product. Each
    point weighs as much as the piece of the line that it stands for: then the soft distance to a
    straight line is exact.
    """
    middles, lengths = pieces(path, pen)
    quarter = (path[1:] - path[:-1]) / 4
    points = jnp.concatenate([middles - quarter, middles + quarter])
    weights = jnp.tile(lengths / 2, 2) * jnp.sqrt(sharpness / jnp.pi)
    pixels = jnp.arange(28, dtype="float32")
    along_x = jnp.exp(-sharpness * (pixels - points[:, :1]) ** 2)
    along_y = jnp.exp(-sharpness * (pixels - points[:, 1:]) ** 2)
    closeness = (along_y * weights[:, None]).T @ along_x
    distance = jnp.sqrt(jnp.maximum(-jnp.log(closeness + 1e-30) / sharpness, 0))
    return jnp.clip(thickness / 2 + 0.5 - distance, 0, 1)
