"""`faces`: cartoon faces of three invented persons, all about them known.

A face is a handful of smooth shapes (ellipses, parabolas, half-planes), each with an edge one pixel
wide, painted over each other from back to front. Who it is (hair, skin, the shape of the head,
glasses, beard) is the person's; what the face does (tilt, eyes, gaze, mouth, smile, light) are
factors that all persons share. No file, no network, nobody who exists.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

CHUNK = 1000  # faces drawn at a time: bounds the memory, and one compilation serves every n

# The least and the greatest value of each factor; they are drawn evenly and independently.
FACTORS = {
    "tilt": (-0.15, 0.15),  # of the head, in radians, clockwise
    "eyes": (0.1, 1.0),  # how far they are open; the brows rise with them
    "gaze": (-1.0, 1.0),  # from left to right
    "mouth": (0.0, 1.0),  # how far it is open
    "smile": (-1.0, 1.0),  # from sad to happy
    "light": (-1.0, 1.0),  # from the left to from the right, on the face and on the wall
}
WALL = (0.78, 0.85, 0.90)
INK = (0.10, 0.09, 0.12)  # of irises
EYE_GAP = 0.34  # of all persons: from the middle of the face to an eye


class Person(NamedTuple):
    """What does not change: colours in [0, 1], red, green, blue; lengths in half head heights."""

    name: str
    skin: tuple
    hair: tuple
    shirt: tuple
    width: float  # of the head
    chin: float  # 0 is a round head, above it narrows downwards
    nose: float  # its length
    fringe: float  # how far above the eyes' line the hair ends
    long_hair: float = 0.0  # how far it reaches down at the sides; 0 is short hair
    curls: float = 0.0  # 1 with, 0 without; so the others
    glasses: float = 0.0
    beard: float = 0.0
    cheeks: float = 0.0


PERSONS = (
    Person(
        "Ada",
        skin=(0.90, 0.72, 0.60),
        hair=(0.78, 0.30, 0.12),
        shirt=(0.25, 0.55, 0.60),
        width=0.76,
        chin=0.10,
        nose=0.16,
        fringe=0.58,
        long_hair=1.05,
        cheeks=1.0,
    ),
    Person(
        "Bo",
        skin=(0.72, 0.51, 0.37),
        hair=(0.16, 0.13, 0.20),
        shirt=(0.93, 0.70, 0.20),
        width=0.84,
        chin=0.0,
        nose=0.19,
        fringe=0.72,
        curls=1.0,
        glasses=1.0,
    ),
    Person(
        "Cy",
        skin=(0.86, 0.67, 0.52),
        hair=(0.46, 0.29, 0.14),
        shirt=(0.55, 0.30, 0.60),
        width=0.80,
        chin=0.2,
        nose=0.17,
        fringe=0.66,
        beard=1.0,
    ),
)


class Faces(NamedTuple):
    """`n` drawn faces: `images (n, size, size, 3)` uint8 and `factors`, name -> `(n,)` float32."""

    images: np.ndarray
    factors: dict


def draw(n, person=0, seed=0, size=32, **fixed):
    """Draw `n` faces of one person.

    What face i does depends on `seed` and i alone, so `draw(10)` is the beginning of `draw(100)`.
    All persons get the same factors from one seed: each face has its counterpart in every other
    person, which is the truth that a swap should hit. `draw(8, smile=1.0)` fixes a factor,
    `draw(8, smile=np.linspace(-1, 1, 8))` gives all its values. The random numbers are the same on
    every machine; the pixels are computed in single precision, and another processor may round one
    to the next grey level.

    Args:
        n: how many, at least 1.
        person: a row of `PERSONS`.
        seed: a whole number of at least 0; another one gives other faces.
        size: pixels a side.

    Returns:
        `Faces`.

    Raises:
        ValueError: if `n`, `seed`, `person`, or the name or the number of values of a factor is not
            a possible one.
    """
    if not isinstance(n, int | np.integer) or n < 1:
        raise ValueError(f"n is {n!r}, but it must be a whole number of at least 1.")
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed is {seed!r}, but it must be a whole number of at least 0.")
    if person not in range(len(PERSONS)):
        raise ValueError(f"There is no person {person!r}: choose 0 to {len(PERSONS) - 1}.")
    low, high = np.array(list(FACTORS.values()), "float32").T
    chance = np.random.default_rng(seed).random((n, len(FACTORS) + 2), "float32")
    values = low + (high - low) * chance[:, : len(FACTORS)]
    for name, value in fixed.items():
        if name not in FACTORS:
            raise ValueError(f"There is no factor {name!r}: choose from {', '.join(FACTORS)}.")
        if np.shape(value) not in ((), (n,)):
            raise ValueError(f"{name} has shape {np.shape(value)}: give one value, or {n}.")
        values[:, list(FACTORS).index(name)] = value
    place = 0.02 * (chance[:, len(FACTORS) :] - 0.5)  # nobody sits quite still
    rows = np.concatenate([values, place], axis=1)
    drawn = []
    for start in range(0, n, CHUNK):
        few = rows[start : start + CHUNK]
        full = np.pad(few, [(0, CHUNK - len(few)), (0, 0)]) if n > 50 else few
        drawn.append(np.asarray(_draw_chunk(full, _numbers(PERSONS[person]), size))[: len(few)])
    return Faces(np.concatenate(drawn), dict(zip(FACTORS, values.T, strict=True)))


def _numbers(person):
    """The person as a flat vector, so that one compilation serves all."""
    return np.concatenate([np.ravel(part) for part in person[1:]]).astype("float32")


@partial(jax.jit, static_argnums=2)
def _draw_chunk(rows, person, size):
    return jax.vmap(_draw_one, in_axes=(0, None, None))(rows, person, size)


# ---- shapes: distances to an edge, positive inside, in half head heights ------------------------


def _ellipse(x, y, cx, cy, rx, ry):
    """About the distance to an ellipse: of first order, exact for a circle."""
    u, v = (x - cx) / rx, (y - cy) / ry
    r = jnp.sqrt(u * u + v * v + 1e-9)
    slope = jnp.sqrt((u / rx) ** 2 + (v / ry) ** 2 + 1e-9) / r
    return (1 - r) / slope


def _paint(canvas, colour, cover):
    """The canvas with a colour over it, as opaque as `cover`, `(size, size)`."""
    return canvas + cover[..., None] * (jnp.asarray(colour) - canvas)


def _draw_one(row, person, size):
    """One face: factors and place `(8,)` and a person's numbers -> `(size, size, 3)` uint8."""
    tilt, eyes, gaze, mouth, smile, light, dx, dy = row
    skin, hair, shirt = person[:9].reshape(3, 3)
    width, chin, nose, fringe, long_hair, curls, glasses, beard, cheeks = person[9:]
    scale = 2.5 / size
    steps = (jnp.arange(size) + 0.5) * scale - 1.25
    page_x, page_y = jnp.meshgrid(steps, steps)  # y points down

    def cover(inside):  # from a distance to an edge to how much of a pixel is inside
        return jnp.clip(inside / scale + 0.5, 0, 1)

    # The head turns about the neck; x and y are the head's own axes.
    ox, oy = page_x - dx, page_y - dy - 0.9
    cos, sin = jnp.cos(tilt), jnp.sin(tilt)
    x, y = cos * ox + sin * oy, -sin * ox + cos * oy + 0.8

    def shaded(colour, position):  # by the light, which comes from one side
        return jnp.asarray(colour) * (1 + 0.22 * light * position)[..., None]

    canvas = shaded(WALL, 0.45 * page_x)

    # Hair behind, neck, shirt.
    cap = _ellipse(x, y, 0.0, -0.14, width + 0.10, 0.90)
    fall = jnp.minimum(_ellipse(x, y, 0.0, 0.2, width + 0.24, 1.15), 0.28 + 0.62 * long_hair - y)
    around = jnp.maximum(_ellipse(x, y, 0.0, -0.12, width + 0.2, 0.98), fall)
    behind = jnp.where(long_hair > 0, around, jnp.minimum(cap, -0.1 - y))
    canvas = _paint(canvas, 0.8 * hair, cover(behind))
    neck = jnp.minimum(0.27 - jnp.abs(page_x - dx), page_y - 0.3)
    canvas = _paint(canvas, 0.82 * skin, cover(neck))
    canvas = _paint(canvas, shirt, cover(_ellipse(page_x, page_y, dx, 1.6, 1.0, 0.62)))

    # Ears, head, cheeks, beard.
    lit = shaded(skin, x / 0.8)
    for side in (-1, 1):
        ear = _ellipse(x, y, side * (width + 0.02), 0.02, 0.13, 0.19)
        canvas = _paint(canvas, 0.9 * lit, cover(jnp.where(long_hair > 0, -10.0, ear)))
    narrowed = x / (1 - chin * jnp.clip(y + 0.1, 0, 1))
    head = _ellipse(narrowed, y, 0.0, 0.0, width, 0.88)
    canvas = _paint(canvas, lit, cover(head))
    for side in (-1, 1):
        cheek = jnp.clip(1 - ((x - side * 0.49) ** 2 + (y - 0.32) ** 2) / 0.035, 0, 1)
        canvas = _paint(canvas, (0.93, 0.42, 0.38), 0.5 * cheeks * cheek)
    jaw = jnp.minimum(head, jnp.minimum(y - 0.22, -_ellipse(x, y, 0.0, 0.12, 0.5, 0.3)))
    canvas = _paint(canvas, shaded(0.85 * hair, x / 0.8), beard * cover(jaw))

    # Mouth: two parabolas, the upper and the lower lip, and what is between them.
    half = 0.40
    bow = (x / half) ** 2
    ends = 0.18 * smile
    middle = 0.50 + 0.5 * ends - ends * bow
    opening = (0.02 + 0.20 * mouth) * jnp.clip(1 - bow, 0, 1)
    inside = jnp.minimum(opening - jnp.abs(y - middle), 1.3 * (half - jnp.abs(x)))
    lips = jnp.minimum(opening + 0.055 - jnp.abs(y - middle), 1.3 * (half + 0.03 - jnp.abs(x)))
    canvas = _paint(canvas, (0.52, 0.20, 0.19), cover(lips))
    canvas = _paint(canvas, (0.30, 0.05, 0.10), cover(inside) * jnp.clip(4 * mouth, 0, 1))
    teeth = jnp.minimum(inside, middle - opening * 0.45 - y)
    canvas = _paint(canvas, (1.0, 1.0, 0.97), cover(teeth) * jnp.clip(3 * mouth - 0.6, 0, 1))

    # Nose.
    canvas = _paint(canvas, 0.78 * lit, cover(_ellipse(x, y, 0.0, 0.06 + nose, 0.09, 0.065)))

    # Eyes: lid, white, an iris where it looks, with a glint; brows; glasses.
    for side in (-1, 1):
        ex, ey = side * EYE_GAP, -0.08
        high = 0.02 + 0.25 * eyes
        white = _ellipse(x, y, ex, ey, 0.25, high)
        canvas = _paint(canvas, 0.35 * skin, cover(_ellipse(x, y, ex, ey, 0.28, high + 0.045)))
        canvas = _paint(canvas, (0.98, 0.98, 0.98), cover(white))
        iris = jnp.minimum(white + 0.02, _ellipse(x, y, ex + 0.14 * gaze, ey, 0.13, 0.17))
        canvas = _paint(canvas, INK, cover(iris))
        glint = jnp.minimum(white, _ellipse(x, y, ex + 0.14 * gaze - 0.04, ey - 0.07, 0.035, 0.035))
        canvas = _paint(canvas, (1.0, 1.0, 1.0), cover(glint))
        arch = ey - 0.34 - 0.10 * eyes
        line = jnp.minimum(0.05 - jnp.abs(y - arch - 0.6 * (x - ex) ** 2), 0.22 - jnp.abs(x - ex))
        canvas = _paint(canvas, 0.55 * hair, cover(line))
        ring = 0.032 - jnp.abs(_ellipse(x, y, ex, ey + 0.01, 0.335, 0.335))
        canvas = _paint(canvas, (0.85, 0.15, 0.20), glasses * cover(ring))

    # Hair in front: a cap whose lower edge is the fringe, with curls along the outside.
    temples = 0.5 * (x / width) ** 4  # there the hair reaches lower
    edge = -fringe + jnp.where(long_hair > 0, -0.3 * (x + 0.25), temples)
    smooth = jnp.minimum(cap, edge - y)
    wave = jnp.cos(9 * jnp.arctan2(x, -(y + 0.14)))
    crown = _ellipse(x, y, 0.0, -0.20, width + 0.10 + 0.05 * wave, 0.92 + 0.06 * wave)
    curly = jnp.minimum(crown, edge + 0.04 * jnp.cos(14 * x) - y)
    canvas = _paint(canvas, hair, cover(jnp.where(curls > 0, curly, smooth)))
    return jnp.round(255 * jnp.clip(canvas, 0, 1)).astype("uint8")
