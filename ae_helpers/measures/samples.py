"""One ruler for invented images, the same in every lesson: are they good, and are they various?

Four figures, and none of them alone is enough. `precision`: the share of invented images that lie
among real ones. `coverage`: the share of real images that have an invented one nearby. `frechet`:
how far apart the two clouds are in place and shape; only this one sees blur. `copied`: the share
that is suspiciously near to a training image.
"""

from dataclasses import dataclass

from ae_helpers.data import corrupt
from ae_helpers.measures.arrays import MeasureError, numbers
from ae_helpers.measures.features import Features, train_features
from ae_helpers.measures.metrics import frechet_distance

import numpy as np
from sklearn.metrics import euclidean_distances

SEED = 0  # of the classifier: another classifier is another ruler
IMAGES = 1000  # on either side; coverage grows with their number
TRAIN_IMAGES, UNSEEN_IMAGES = 12_000, 2000
K_PRECISION, K_COVERAGE = 3, 5


@dataclass(frozen=True, eq=False)
class Ruler:
    """What invented images are held against; made by `make_ruler`, from real images alone.

    Attributes:
        name: what must stand under every table; only figures of one ruler can be compared.
        features: the `Features` in which images are neighbours.
        real: features of the first `IMAGES` validation images, `(IMAGES, 64)`.
        precision_radius, coverage_radius: `(IMAGES,)`, the distance of each real image to its third
            and its fifth real neighbour.
        train, unseen: training images that a model may have copied, and validation images.
        limit: of `closeness`; one in a hundred real unseen images lies below it.
        reference: the figures of real, unseen images: the best that can be had.
    """

    name: str
    features: Features
    real: np.ndarray
    precision_radius: np.ndarray
    coverage_radius: np.ndarray
    train: np.ndarray
    unseen: np.ndarray
    limit: float
    reference: dict


def make_ruler(data, epochs=4):
    """Train the features, and measure real images with them.

    Args:
        data: a `Dataset` with at least `IMAGES` validation and test images.
        epochs: of the classifier behind the features.

    Returns:
        A `Ruler`.
    """
    if min(len(data.x_val), len(data.x_test)) < IMAGES:
        raise MeasureError(
            f"{data.name} has {len(data.x_val):,} validation and {len(data.x_test):,} test images: "
            f"the ruler needs {IMAGES:,} of each."
        )
    features = train_features(data, SEED, epochs, TRAIN_IMAGES)
    real = features(data.x_val[:IMAGES])
    among = np.sort(euclidean_distances(real), axis=1)  # column 0 is the image itself
    train, unseen = data.x_train[:TRAIN_IMAGES], data.x_val[:UNSEEN_IMAGES]
    limit = float(np.quantile(closeness(data.x_test[:IMAGES], train, unseen), 0.01))
    name = f"{features.name}, {epochs} epochs; {IMAGES:,} validation images"
    radii = among[:, K_PRECISION], among[:, K_COVERAGE]
    ruler = Ruler(name, features, real, *radii, train, unseen, limit, {})
    ruler.reference.update(sample_quality(data.x_test[-IMAGES:], ruler))
    return ruler


def sample_quality(images, ruler):
    """Four figures of invented images; compare only figures of one ruler.

    Args:
        images: `(IMAGES, h, w, c)` in [0, 1].
        ruler: from `make_ruler`.

    Returns:
        A dictionary: `precision`, 0 to 1 (Kynkäänniemi et al., 'Improved precision and recall
        metric for assessing generative models', 2019, with k = 3); `coverage`, 0 to 1 (Naeem et
        al., 'Reliable fidelity and diversity metrics for generative models', 2020, with k = 5);
        `frechet`, the squared Fréchet distance in the ruler's features, which is no FID; `copied`,
        0 to 1, the share nearer to a training image, against an unseen one, than 99 in 100 real
        images are. Real unseen images score `ruler.reference`, not 1.
    """
    images = numbers("images", images, "(n, h, w, c)")
    if len(images) != IMAGES:
        raise MeasureError(
            f"These are {len(images):,} images, and the ruler is made for {IMAGES:,}: coverage "
            f"grows with their number, so give {IMAGES:,}."
        )
    invented = ruler.features(images)
    apart = euclidean_distances(ruler.real, invented)
    copied = closeness(images, ruler.train, ruler.unseen) < ruler.limit
    return {
        "precision": float((apart <= ruler.precision_radius[:, None]).any(axis=0).mean()),
        "coverage": float((apart <= ruler.coverage_radius[:, None]).any(axis=1).mean()),
        "frechet": frechet_distance(ruler.real, invented),
        "copied": float(copied.mean()),
    }


def closeness(images, train, unseen):
    """Distance to the nearest training image over that to the nearest unseen one, `(n,)`."""
    to_train, to_unseen = (_nearest(images, others)[1] for others in (train, unseen))
    return to_train / np.maximum(to_unseen, 1e-6)


def nearest_training(images, ruler):
    """The training image nearest to each image, in pixels: the check that a person makes.

    Args:
        images: `(n, h, w, c)`.

    Returns:
        `(n, h, w, c)`.
    """
    return ruler.train[_nearest(images, ruler.train)[0]]


def _nearest(images, others):
    """Index of, and distance to, the nearest of `others`, both `(n,)`.

    The smallest |a - b|² is the largest ab - |b|²/2: one product of matrices for all pairs.
    """
    images, others = (np.reshape(x, (len(x), -1)).astype("float32") for x in (images, others))
    score = images @ others.T
    score -= np.square(others).sum(axis=1) / 2
    nearest = score.argmax(axis=1)
    return nearest, np.linalg.norm(images - others[nearest], axis=1)


def control_images(data, ruler):
    """Images of which one knows what a good ruler must say: name -> `(IMAGES, h, w, c)`."""
    rng = np.random.default_rng(1)
    real = data.x_test[-IMAGES:]
    return {
        "training images": ruler.train[rng.permutation(len(ruler.train))[:IMAGES]],
        "real, blurred": corrupt.blur(real, 1.0),
        "one image, again and again": np.repeat(real[:1], IMAGES, axis=0),
        "the mean image": np.repeat(ruler.train.mean(axis=0, keepdims=True), IMAGES, axis=0),
        "empty paper": np.zeros_like(real),
        "noise": rng.random(real.shape, "float32"),
    }


def count_modes(points, centres, radius, least=0.01):
    """Where one knows the modes: how many are covered, and how many points are good?

    Args:
        points: invented ones, `(n, d)`.
        centres: of the modes, `(m, d)`.
        radius: so near to a centre a point counts as one of its mode.
        least: the share of all points that covers a mode.

    Returns:
        `(covered, share)`: the number of covered modes, and the share of points on any mode. (The
        protocol for rings and grids, as in Srivastava et al., 'VEEGAN', 2017.)
    """
    points, centres = numbers("points", points, "(n, d)"), numbers("centres", centres, "(m, d)")
    apart = euclidean_distances(points, centres)
    on_mode = apart.min(axis=1) <= radius
    counts = np.bincount(apart.argmin(axis=1)[on_mode], minlength=len(centres))
    return int(np.sum(counts >= least * len(points))), float(on_mode.mean())


def quality_table(images, ruler):
    """The figures of several sets of images as a Markdown table, real unseen images on top.

    Args:
        images: dict of name -> `(IMAGES, h, w, c)`, or -> figures of `sample_quality`.

    Returns:
        Markdown text; show it with `IPython.display.Markdown`.
    """
    figures = {"**real, unseen**": ruler.reference}
    for name, made in images.items():
        figures[name] = made if isinstance(made, dict) else sample_quality(made, ruler)
    rows = [
        f"| {name} | {f['precision']:.2f} | {f['coverage']:.2f} | {f['frechet']:.1f} "
        f"| {100 * f['copied']:.0f} % |"
        for name, f in figures.items()
    ]
    head = ["| | precision | coverage | Fréchet | copied |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, "", f"*The ruler: {ruler.name}.*"])
