"""The exercises of lesson 23, scaling out."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import number, numbers, typical_mistake, wrong_function

EXERCISES = ["step_flops", "mean_gradient", "the_bill", "the_gaps", "last_batch"]


def step_flops(answer):
    """Operations of a training step of 784-400-20-400-784 with a batch of 128."""
    first, weights = 784 * 400, 2 * (784 * 400 + 400 * 20)
    good = 6 * 128 * weights - 2 * 128 * first
    value = number(answer)
    if np.isclose(value, good, rtol=2e-3):
        return right("414 million; the compiler counts a little more, for Adam and the functions.")
    kinds = {
        "A weight multiplies *and* adds: two operations, not one.": good / 2,
        "That is the way forwards. Backwards it is twice as much again.": 2 * 128 * weights,
        "That is the way backwards alone: the one forwards belongs to it.": (
            4 * 128 * weights - 2 * 128 * first
        ),
        "Nobody needs the gradient of the images: leave it out for the first layer.": (
            6 * 128 * weights
        ),
        "The first layer's input gradient is 2 operations for each weight and *image*.": (
            6 * 128 * weights - 2 * first
        ),
        "The first layer still has the gradient of its weights: take away 2 of its 6, not all.": (
            6 * 128 * (weights - first)
        ),
        "That is for one image. A batch has 128.": good / 128,
        "You took the gradient of the input away from all layers, not only from the first.": (
            4 * 128 * weights
        ),
    }
    return typical_mistake(value, kinds, 5e-4) or not_yet(
        "6 operations for each weight and image; take away 2 for each weight of the first layer."
    )


def mean_gradient(answer):
    """A function `(gradients, counts) -> gradient`: of a batch cut into unequal parts."""
    rng = np.random.default_rng(0)
    given = [
        (rng.normal(size=(2, 3, 4)), np.array([5, 11])),
        (rng.normal(size=(4, 6)), np.array([8, 2, 1, 32])),
        (rng.normal(size=(3, 2, 2)), np.array([7, 7, 2])),
    ]

    def weighted(gradients, counts):
        return np.tensordot(counts, gradients, axes=1) / counts.sum()

    kinds = {
        "That is the sum of the parts' gradients. The loss is a mean over images.": (
            lambda g, c: g.sum(axis=0)
        ),
        "The parts are of unequal size: a part with more images counts for more.": (
            lambda g, c: g.mean(axis=0)
        ),
        "Each part counts by its images; now divide by the number of all images.": (
            lambda g, c: np.tensordot(c, g, axes=1)
        ),
        "Each part counts by its images. Divide by the number of all images, not of parts.": (
            lambda g, c: np.tensordot(c, g, axes=1) / len(c)
        ),
        "The other way round: each gradient is a mean already, so a larger part counts for more.": (
            lambda g, c: np.tensordot(1 / c, g, axes=1) / (1 / c).sum()
        ),
        "That is one number. The gradient has the shape of the weights.": (
            lambda g, c: weighted(g, c).mean()
        ),
        "That is the gradient of the first part alone.": lambda g, c: g[0],
    }
    hint = "Each gradient times its share of the images, counts / counts.sum(); then the sum."
    return wrong_function(answer, weighted, given, kinds, hint) or right(
        "With equal parts it is the plain mean, and that is why batches are cut into equal ones."
    )


def the_bill(answer):
    """Minutes for 10⁶ images and days for 10⁹: 20 epochs, batches of 1,024, 20 ms a step."""
    pair = numbers(answer)
    if pair.shape != (2,):
        return not_yet(
            "Give two numbers: minutes for a million images, days for a thousand million."
        )
    second = 20 * 0.02 / 1024  # for one image
    minutes, days = 1e6 * second / 60, 1e9 * second / 86_400
    if np.allclose(pair, [minutes, days], rtol=0.01):
        return right("A thousand times the images, a thousand times the time: nothing is cheaper.")
    kinds = {
        "Both in minutes: the second is asked for in days.": [minutes, 1000 * minutes],
        "Both in seconds. Asked were minutes and days.": [1e6 * second, 1e9 * second],
        "The second is in hours: divide by 24.": [minutes, 24 * days],
        "That is one epoch. There are 20.": [minutes / 20, days / 20],
        "20 ms are for a step, and a step takes 1,024 images.": [minutes * 1024, days * 1024],
        "20 ms are 0.02 s.": [minutes * 1000, days * 1000],
        "Ms and s are off by ten: 20 ms are 0.02 s.": [minutes * 10, days * 10],
        "In the other order: the million comes first.": [days, minutes],
    }
    return typical_mistake(pair, kinds, 0.01) or not_yet(
        "Steps: images / 1,024, times 20 epochs. Seconds: steps times 0.02. A day has 86,400."
    )


def the_gaps(answer):
    """What three checkpoints lack: "optimizer", "seed" or "order", in the order of the runs."""
    words = ("optimizer", "seed", "order")
    if not isinstance(answer, tuple | list) or len(answer) != 3:
        return not_yet('Answer with three words, such as ("seed", "seed", "order").')
    said = tuple(str(word).strip().lower() for word in answer)
    if unknown := [word for word in said if word not in words]:
        return not_yet(f"{unknown[0]!r} is none of the three: optimizer, seed, order.")
    if said == words:
        return right("What cures a run is what its checkpoint lacked.")
    hints = {
        "A": "SGD without momentum keeps nothing between two steps; Adam does. A shuffled order or "
        "a seed would have spoilt SGD as well.",
        "B": "A plain autoencoder resumes well, Adam and all. What has the VAE that it has not?",
        "C": "With shuffle=False it resumes well. What does shuffle=True draw?",
    }
    wrong = [run for run, a, b in zip("ABC", said, words, strict=True) if a != b]
    return mistake(f"Run {wrong[0]}: {hints[wrong[0]]}")


def last_batch(answer):
    """Size of the last batch of 12,000 images by 128; the most devices that divide both sizes."""
    pair = numbers(answer)
    if pair.shape != (2,):
        return not_yet("Give two numbers: images in the last batch, and devices.")
    if np.array_equal(pair, [96, 32]):
        return right("On five devices not even the full batches could be cut: Keras refuses them.")
    if pair[0] != 96:
        kinds = {
            "That is the number of full batches. How many images are left then?": 93,
            "That is the number of batches. How many images has the last?": 94,
            "That is a full batch. 12,000 is no multiple of 128.": 128,
            "That is how many images are missing in the last batch.": 32,
            "The last batch is what is left of 12,000 after 93 full ones, no share.": 93.75,
        }
        return typical_mistake(pair[0], kinds, 1e-6) or not_yet(
            "93 batches of 128 are full. What is left of 12,000?"
        )
    if pair[1] in (2, 4, 8, 16):
        return mistake("96 is right. So many devices would do, but more would, too.")
    kinds = {
        "96 is right. So many divide the last batch, but not one of 128.": [96, 48, 24, 12, 6, 3],
        "96 is right. So many divide a full batch, but not one of 96.": [128, 64],
    }
    for hint, wrong in kinds.items():
        if pair[1] in wrong:
            return mistake(hint)
    return not_yet("96 is right. Now the greatest number that divides both 128 and 96.")
