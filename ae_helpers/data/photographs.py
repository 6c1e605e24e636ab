"""Real photographs in grey levels that come with scikit-image and scikit-learn: no download.

All are in the public domain or free to use, as the docstrings of `skimage.data` say, but for two:
`china` and `flower` of scikit-learn are CC BY 2.0, by danielbuechele and vultilion. Photographs for
which no licence is stated there (moon, page, the stereo pair) are left out.
"""

from ae_helpers.data.corrupt import grey

import numpy as np
from skimage import data
from sklearn.datasets import load_sample_images

SIDE = 160  # of a test picture


def load():
    """Nine photographs to train on, and five others to test on.

    All but `text` are halved, 2 by 2 pixels to their mean: fewer pixels, and hardly a trace of JPEG
    or of the camera's own noise. The test pictures are cut to 160 by 160.

    Returns:
        `(train, test)`: dicts from a name to grey levels in [0, 1], float32 `(height, width, 1)`.
    """
    china, flower = load_sample_images().images
    names = "coffee", "cat", "rocket", "brick", "gravel", "coins", "clock"
    train = {"china": china, "flower": flower} | {name: getattr(data, name)() for name in names}
    test = {name: _half(getattr(data, name)()) for name in ("astronaut", "camera", "grass")}
    test["galaxies"] = _half(data.hubble_deep_field()[:512, :512])
    test = {name: image[20:][:SIDE, 40 : 40 + SIDE] for name, image in test.items()}
    test["text"] = np.float32(data.text()[:SIDE, 40 : 40 + SIDE, None] / 255)
    return {name: _half(image) for name, image in train.items()}, test


def patches(images, n, size, seed):
    """`n` squares of `size` by `size` pixels, from anywhere in the images, turned and mirrored.

    Args:
        images: arrays `(height, width, channels)`; each is as likely as the others.

    Returns:
        float32 `(n, size, size, channels)`; the same seed gives the same squares.

    Raises:
        ValueError: an image is smaller than a square.
    """
    images, rng, squares = list(images), np.random.default_rng(seed), []
    smallest = min(min(image.shape[:2]) for image in images)
    if size > smallest:
        raise ValueError(f"size is {size}, but the smallest image has {smallest}: take less.")
    for which in rng.integers(len(images), size=n):
        row, column = (rng.integers(side - size + 1) for side in images[which].shape[:2])
        square = images[which][row : row + size, column : column + size]
        square = np.rot90(square, rng.integers(4))
        squares.append(square[:, ::-1] if rng.random() < 0.5 else square)
    return np.float32(squares)


def _half(image):
    """Bytes `(h, w)` or `(h, w, 3)` -> grey levels at half the size, `(h // 2, w // 2, 1)`."""
    height, width = (side // 2 for side in image.shape[:2])
    image = np.float32(image[: 2 * height, : 2 * width]).reshape(height, 2, width, 2, -1)
    image = image.mean(axis=(1, 3)) / 255
    return grey(image[None])[0] if image.shape[-1] == 3 else image
