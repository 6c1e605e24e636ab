"""Ways to spoil images, for models that learn to undo it.

Every function takes images `(N, height, width, channels)` with grey levels in [0, 1] and returns
new ones as float32; the same seed gives the same result. Take another seed for each epoch and each
split: a denoiser learns a draw of noise that never changes, and equal seeds make equal noise.
A seed is a whole number from 0 up.
"""

from numbers import Integral, Real

import numpy as np
from scipy.ndimage import gaussian_filter

BEYOND = 10  # no noise in use makes grey levels larger; digits that count to 16 or 255 are
LUMA = np.float32([0.299, 0.587, 0.114])  # how bright red, green and blue look: ITU-R BT.601
MARK = np.array([list(r) for r in (".#..###", "#.#.#..", "###.##.", "#.#.#..", "#.#.###")]) == "#"


def gaussian(x, sigma, seed):
    """Add Gaussian noise of standard deviation `sigma` grey levels to every value.

    The result is not clipped to [0, 1]: clipping would make the noise smaller than `sigma` on
    black and on white, which is most of a digit. Figures clip when they show it.

    Raises:
        ValueError: `x` is not a batch of images, or `sigma` is negative.
    """
    x = _images(x)
    _check("sigma", sigma, 0)
    noise = _rng(seed).standard_normal(x.shape, dtype="float32")
    return x + np.float32(sigma) * noise


def salt_and_pepper(x, fraction, seed):
    """Make each pixel black or white, by a fair coin, with probability `fraction`.

    Raises:
        ValueError: `x` is not a batch of images, or `fraction` is not in [0, 1].
    """
    x = _images(x)
    _check("fraction", fraction, 0, 1)
    draw = _rng(seed).random((*x.shape[:3], 1), dtype="float32")
    return np.where(draw < fraction, np.float32(draw < fraction / 2), x)


def masking(x, fraction, seed):
    """Make each pixel black with probability `fraction`.

    Vincent et al. 2008 (Extracting and composing robust features with denoising autoencoders)
    blacken an exact number of pixels; here it varies a little.

    Raises:
        ValueError: `x` is not a batch of images, or `fraction` is not in [0, 1].
    """
    x = _images(x)
    _check("fraction", fraction, 0, 1)
    draw = _rng(seed).random((*x.shape[:3], 1), dtype="float32")
    return np.where(draw < fraction, np.float32(0), x)


def holes(x, size, seed):
    """Cut a black square of `size` by `size` pixels out of each image, anywhere in it.

    Raises:
        ValueError: `x` is not a batch of images, or `size` is no whole number that fits into them.
    """
    x = _images(x)
    side = min(x.shape[1:3])
    if not isinstance(size, Real) or size not in range(1, side + 1):
        raise ValueError(
            f"size is {size!r}, but must be a whole number from 1 to {side}: change it."
        )
    return np.where(_stamp(x, np.ones((int(size), int(size)), bool), seed), np.float32(0), x)


def blur(x, sigma):
    """Blur each channel with a Gaussian of standard deviation `sigma` pixels; all is black outside.

    Nothing is drawn, so there is no seed. The sum of the grey levels stays, but for what is spread
    over the border; SciPy cuts the Gaussian off at four sigma.

    Raises:
        ValueError: `x` is not a batch of images, or `sigma` is not from 0 to the images' height.
    """
    x = _images(x)
    _check("sigma", sigma, 0, x.shape[1])
    return gaussian_filter(x, (0, sigma, sigma, 0), mode="constant")


def watermark(x, strength, seed):
    """Print the letters AE on each image, anywhere in it: 0 is invisible, 1 is solid white.

    On 28 by 28 pixels the letters take 10 by 14. A marked pixel is `x + strength * (1 - x)`.

    Raises:
        ValueError: `x` is no batch of images from 7 by 7 pixels on, or `strength` not in [0, 1].
    """
    x = _images(x)
    _check("strength", strength, 0, 1)
    _check("the shorter side of the images", min(x.shape[1:3]), MARK.shape[1])
    scale = max(1, min(x.shape[1:3]) // 10)
    mark = _stamp(x, np.kron(MARK, np.ones((scale, scale), bool)), seed)
    return np.where(mark, x + np.float32(strength) * (1 - x), x)


def scratches(x, lines, seed):
    """Draw `lines` straight black scratches, 1 to 5 pixels wide, through each image, anywhere.

    Returns:
        `(x, mask)`: the scratched images; and Boolean `(N, height, width, 1)`, True where pixels
        are gone.

    Raises:
        ValueError: `x` is not a batch of images, or `lines` is not a whole number from 1 up.
    """
    x, rng = _images(x), _rng(seed)
    if not isinstance(lines, Integral) or lines < 1:
        raise ValueError(f"lines is {lines!r}, but must be a whole number from 1 up: change it.")
    n, height, width, _ = x.shape
    rows, columns = np.ogrid[:height, :width]
    mask = np.zeros((n, height, width, 1), bool)
    for _ in range(lines):
        angle, row, column, half = (
            rng.uniform(low, high, (n, 1, 1))
            for low, high in ((0, np.pi), (0, height - 1), (0, width - 1), (0.8, 2.2))
        )
        away = np.cos(angle) * (rows - row) + np.sin(angle) * (columns - column)
        mask |= (np.abs(away) < half)[..., None]
    return np.where(mask, np.float32(0), x), mask


def hide_pixels(x, share, seed):
    """Hide each pixel with probability `share` behind the value of one of its neighbours.

    The neighbour is at most two rows and two columns away, and never the pixel itself; beyond a
    border stands the opposite side. A loss that counts only hidden pixels trains a denoiser without
    a clean picture (Krull, Buchholz and Jug 2019, Noise2Void).

    Returns:
        `(x, weight)`: the images with hidden pixels, and the weights of the pixels in the loss,
        float32 `(N, height, width)`: 1 / `share` where a pixel is hidden, else 0.

    Raises:
        ValueError: `x` is no batch of images from 5 by 5 pixels on, or `share` not in [0.001, 1].
    """
    x, rng = _images(x), _rng(seed)
    _check("share", share, 0.001, 1)
    _check("the shorter side of the images", min(x.shape[1:3]), 5)
    hidden = rng.random(x.shape[:3], dtype="float32") < share
    image, row, column = np.nonzero(hidden)
    other = rng.integers(24, size=len(image))
    down, right = np.divmod(other + (other >= 12), 5)  # of 25 places without the middle, 12
    behind = x.copy()
    behind[hidden] = x[image, (row + down - 2) % x.shape[1], (column + right - 2) % x.shape[2]]
    return behind, np.float32(hidden / share)


def grey(x):
    """Colour images `(N, h, w, 3)` as grey ones `(N, h, w, 1)`: 0.299 R + 0.587 G + 0.114 B.

    Raises:
        ValueError: `x` is not a batch of images with three channels.
    """
    return (_images(x, channels=3) @ LUMA)[..., None]


def colour(x, seed):
    """Paint each grey image `(N, h, w, 1)` with ink of one hue, drawn evenly: `(N, h, w, 3)`.

    The ink has full saturation and value, so black stays black and the largest channel is `x`.

    Raises:
        ValueError: `x` is not a batch of images with one channel.
    """
    x = _images(x, channels=1)
    hue = 6 * _rng(seed).random((len(x), 1, 1, 1), dtype="float32")
    # Along the circle of hues each channel is a trapezium; red's centre is 0, green's 2, blue's 4.
    away = np.abs((hue - np.float32([0, 2, 4]) + 3) % 6 - 3)
    return x * np.clip(2 - away, 0, 1)


def _stamp(x, pattern, seed):
    """Boolean `(N, h, w, 1)`: the pattern at a place of its own in each image, wholly inside."""
    n, height, width, _ = x.shape
    rng = _rng(seed)
    top = rng.integers(height - pattern.shape[0] + 1, size=n)
    left = rng.integers(width - pattern.shape[1] + 1, size=n)
    image, row, column = np.ix_(range(n), *map(range, pattern.shape))
    stamped = np.zeros((n, height, width, 1), bool)
    stamped[image, top[image] + row, left[image] + column, 0] = pattern
    return stamped


def _images(x, channels=None):
    x = np.asarray(x)
    if x.ndim != 4 or x.dtype.kind != "f" or channels not in (None, x.shape[3]):
        wanted = f"(N, height, width, {channels or 'channels'})"
        raise ValueError(
            f"x is {x.dtype} of shape {x.shape}, but images are float {wanted} in [0, 1]: "
            "reshape it, and divide by 255 if it counts to 255."
        )
    if x.size and not (x.min() >= -BEYOND and x.max() <= BEYOND):  # NaN is neither
        raise ValueError(
            f"x goes from {x.min():g} to {x.max():g}, but grey levels are from 0 to 1, with "
            "noise a little beyond: divide by 255 if they count to 255."
        )
    return x.astype("float32", copy=False)


def _rng(seed):
    if not isinstance(seed, Integral) or seed < 0:
        raise ValueError(f"seed is {seed!r}, but must be a whole number from 0 up: change it.")
    return np.random.default_rng(seed)


def _check(name, value, low, high=np.inf):
    if not isinstance(value, Real) or not low <= value <= high or value == np.inf:  # nor is NaN
        allowed = f"a number from {low} up" if high == np.inf else f"a number from {low} to {high}"
        raise ValueError(f"{name} is {value!r}, but must be {allowed}: change it.")
