"""The exercises of lesson 03, the convolutional autoencoder."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import call, number, numbers, same, typical_mistake, wrong_function
from ._networks import halves, output

EXERCISES = ["kernel_weights", "round_trip", "receptive_field", "transposed", "follows_the_shift"]


def kernel_weights(answer):
    """How many weights `Conv2D(16, 3)` has on a map of 14 by 14 by 8."""
    value = number(answer)
    if same(value, 1168):
        return right("3 · 3 · 8 · 16 in the kernels and 16 biases, whatever the size of the map.")
    kinds = {
        "The biases are missing: each of the 16 channels has one.": 1152,
        "The input has 8 channels, and each kernel reaches through all of them.": 160,
        "The input has 8 channels, and there are 16 biases.": 144,
        "One bias for each channel that comes out, not for each that goes in.": 1160,
        "The size of the map does not matter: the same kernels are used at every place.": 1168 * 49,
        "The size of the map does not matter, and each channel has one bias.": 1152 * 49,
        "The size of the map does not matter: it is the same kernel everywhere.": 1168 * 196,
        "No place has weights of its own: count the kernels, and the biases.": 1152 * 196,
        "This is one kernel. There are 16, one for each channel that comes out.": 73,
        "These are the kernel's numbers for one channel only.": 72,
    }
    return typical_mistake(value, kinds) or not_yet("Height · width · channels in · channels out.")


def round_trip(answer):
    """Side of the image after three strides of 2 down and three up, from 28."""
    value = number(answer)
    if same(value, 32):
        return right("28, 14, 7, 4, then 8, 16, 32: the loss could not compare it with the image.")
    kinds = {
        "This would need 3.5 pixels in the middle. What does 'same' make of 7 / 2?": 28,
        "With 'same' the size is rounded up, not down: 7 / 2 becomes 4.": 24,
        "This is the side of the smallest map. Now the way back up.": 4,
        "This is after two strides. There are three, down and up.": 7,
    }
    return typical_mistake(value, kinds) or not_yet("Halve three times, round up, double thrice.")


def receptive_field(answer):
    """A function `(kernels, strides) -> pixels` that one number behind the last layer sees."""

    def field(step=lambda s, before: np.prod([1, *before]), start=1, less=1):
        def grow(kernels, strides):
            steps = [step(s, strides[:i]) for i, s in enumerate(strides)]
            return start + sum((k - less) * s for k, s in zip(kernels, steps, strict=True))

        return grow

    kinds = {
        "The strides have no effect yet: behind a stride of 2, one step is two pixels.": field(
            lambda s, before: 1
        ),
        "A layer's own stride spreads only the layers behind it.": field(
            lambda s, before: s * np.prod([1, *before])
        ),
        "Strides multiply: behind two strides of 2 one step is four pixels. You add them.": field(
            lambda s, before: max(1, sum(before))
        ),
        "All the strides before a layer count, not only the one just before it.": field(
            lambda s, before: [1, *before][-1]
        ),
        "A layer multiplies by its own stride alone here. It is those before it that count.": field(
            lambda s, before: s
        ),
        "Start with one pixel, and add to it.": field(start=0),
        "A kernel of 3 adds two steps to the one that is there: k - 1.": field(less=0),
        "You start with 0 and add whole kernels. Start with 1 and add k - 1 steps.": field(
            start=0, less=0
        ),
        "Kernels do not multiply: each adds k - 1 steps.": lambda k, s: np.prod(k),
        "This is the product of the strides, not what is seen.": lambda k, s: np.prod(s),
    }

    def given_lists(kernels, strides):  # its own, which it may change
        return call(answer, list(kernels), list(strides))

    inputs = [((3, 3), (2, 2)), ((5, 3, 4, 3), (3, 2, 2, 1)), ((7,), (2,)), ((1, 3, 2), (2, 1, 3))]
    hint = "Start with 1; each layer adds (k - 1) times the product of the strides before it."
    return wrong_function(given_lists, field(), inputs, kinds, hint) or right(
        "Each layer adds k - 1 steps, and a step is as long as all strides before it, multiplied."
    )


def transposed(answer):
    """A function `(x, kernel, stride) -> row`: the transposed convolution in one dimension."""

    def stamp(x, kernel, stride, join=np.add):
        row = np.zeros(stride * (len(x) - 1) + len(kernel))
        for i, value in enumerate(x):
            here = slice(stride * i, stride * i + len(kernel))
            row[here] = join(row[here], value * kernel)
        return row

    kinds = {
        "Where two stamps overlap they must be added. Yours overwrite each other.": (
            lambda x, k, s: stamp(x, k, s, lambda old, new: new)
        ),
        "The kernel is turned round. Stamp it as it is.": lambda x, k, s: stamp(x, k[::-1], s),
        "Every stamp is equally strong. Multiply it by its pixel.": (
            lambda x, k, s: stamp(np.ones_like(x), k, s)
        ),
        "The stamps lie one pixel apart. They should lie stride pixels apart.": (
            lambda x, k, s: stamp(x, k, 1)
        ),
        "The end is cut off. Here the row is long enough for the last stamp.": (
            lambda x, k, s: stamp(x, k, s)[: s * len(x)]
        ),
        "There are zeros too many at the end: the last stamp begins at stride · (n - 1).": (
            lambda x, k, s: np.append(stamp(x, k, s), np.zeros(s))
        ),
        "Where two stamps overlap, add them. You keep the greater one.": (
            lambda x, k, s: stamp(x, k, s, np.maximum)
        ),
        "This is the convolution itself: it makes the row shorter. We want its way back.": (
            lambda x, k, s: np.correlate(x, k, "valid")[::s]
        ),
    }
    rng = np.random.default_rng(0)
    sizes = [(6, 3, 2), (5, 4, 2), (4, 5, 3), (3, 2, 2), (4, 3, 1), (2, 2, 3)]
    inputs = [(rng.normal(size=n), rng.normal(size=k), stride) for n, k, stride in sizes]
    hint = "For each pixel: row[stride * i : stride * i + len(kernel)] += x[i] * kernel."
    return wrong_function(answer, stamp, inputs, kinds, hint) or right(
        "It stamps and adds: the strided convolution's matrix, turned on its side."
    )


def follows_the_shift(answer):
    """A function `fit(x) -> model` of at most 98 codes that redraws digits wherever they stand."""
    from ae_helpers.data import ink

    images = ink.draw(2200, seed=8).images.astype("float32") / 255
    x, x_new = images[:2000], images[2000:]
    model = call(answer, x)
    encoder, decoder = halves(model, "Autoencoder")
    errors = {}
    for place in ((0, 0), (4, 4), (4, -4), (-4, 4), (-4, -4)):
        seen = np.roll(x_new, place, axis=(1, 2))
        z = output(encoder, seen, "encoder")
        if isinstance(z, tuple):
            return mistake("The encoder returns several things. Here it should return one code.")
        if z[0].size > 98:
            return mistake(f"Your code has {z[0].size} numbers per image; 98 are allowed.")
        logits = output(decoder, z, "decoder")
        if np.shape(logits) != seen.shape:
            return not_yet(f"For images {seen.shape} the decoder returns {np.shape(logits)}.")
        x_hat = 1 / (1 + np.exp(-np.clip(numbers(logits), -50, 50)))
        errors[place] = float(np.sum((seen - x_hat) ** 2) / len(seen))
    centred, worst = errors[0, 0], max(errors.values())
    said = f"The error is {centred:.1f} in the middle and up to {worst:.1f} for a shift of 4."
    if not np.isfinite(worst):
        return mistake("The output has nan or infinity in it: a smaller learning rate may help.")
    if worst < 20:
        return right(said)
    if x_hat.min() >= 0.5:
        return mistake("No grey level is below 0.5: does the decoder end in a sigmoid of its own?")
    if centred > 40:
        return not_yet(f"{said} It is hardly trained: more updates, or a larger learning rate.")
    if centred < 20 and z.ndim == 2:
        return mistake(
            f"{said} The code is a list, not a map: is there a Flatten or a Dense layer before it? "
            "Behind one, each place of the image has weights of its own."
        )
    if centred < 20:
        return mistake(f"{said} Is there a Dense layer anywhere? It ties a digit to its place.")
    return not_yet(f"{said} Below 20 is asked for: train it longer, or use more of the 98 numbers.")
