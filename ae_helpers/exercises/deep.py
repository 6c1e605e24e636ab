"""The exercises of lesson 02, deep autoencoders and PCA."""

import numpy as np

from . import Stop, mistake, not_yet, right
from ._checks import call, number, numbers, typical_mistake, wrong_function
from ._networks import halves, output, widths, wrong_images

EXERCISES = ["parameters", "principal_angles", "pca_reconstruct", "leaky_std", "mended"]


def parameters(answer):
    """The number of weights and biases of an autoencoder 784-256-64-8 and back."""
    value = number(answer)
    if value == 436_632:
        return right("Down 217,928 and up 218,704: back to the image there are more biases.")
    kinds = {
        "This is the encoder alone. The decoder has as many layers.": 217_928,
        "This is the decoder alone. The encoder has as many layers.": 218_704,
        "You left out the biases: one for each unit of a layer, the code and the image included.": (
            2 * (784 * 256 + 256 * 64 + 64 * 8)
        ),
        "This is twice the encoder. The decoder's last layer has 784 biases, not 8.": 435_856,
        "The code layer has weights and biases, too: 64 units in, 8 out, and back.": (
            436_632 - 64 * 8 * 2 - 8 - 64
        ),
    }
    return typical_mistake(value, kinds, rtol=1e-6) or not_yet(
        "A dense layer from m to n units has m·n weights and n biases. There are six layers."
    )


def _cosines(a, b):
    q_a, q_b = np.linalg.qr(a.T)[0], np.linalg.qr(b.T)[0]
    return np.clip(np.linalg.svd(q_a.T @ q_b, compute_uv=False), -1, 1)


def _axes(a, b):
    """Cosines of single axes: those of one basis with the nearest ones of the other."""
    a, b = (c / np.linalg.norm(c, axis=1, keepdims=True) for c in (a, b))
    return np.sort(abs(a @ b.T).max(axis=1))[::-1]


def _raw(a, b):
    return np.clip(np.linalg.svd(a @ b.T, compute_uv=False), -1, 1)


def principal_angles(answer):
    """A function `(a, b) -> (d,)`: angles of the spaces of two bases `(d, pixels)`, in degrees."""
    rng = np.random.default_rng(0)

    def bases(d, pixels):
        a = rng.standard_normal((d, pixels))
        return a, a + 0.7 * rng.standard_normal((d, pixels))

    def angles(cosines=_cosines, put=lambda c: np.degrees(np.arccos(c))):
        return lambda a, b: put(cosines(a, b))

    kinds = {
        "These are radians: np.degrees makes degrees of them.": angles(put=np.arccos),
        "These are the cosines. Their np.arccos is the angle.": angles(put=lambda c: c),
        "These are the sines' angles: it is arccos, not arcsin.": angles(
            put=lambda c: np.degrees(np.arcsin(c))
        ),
        "The bases are not orthonormal yet: make them so with np.linalg.qr.": angles(_raw),
        "These are angles of single axes. Other axes can span the same space.": angles(_axes),
        "The greatest angle comes first here. The least is wanted first.": angles(
            put=lambda c: np.degrees(np.arccos(c))[::-1]
        ),
        "This is the greatest angle alone. Give all d of them.": angles(
            put=lambda c: np.degrees(np.arccos(c)).max()
        ),
    }
    with np.errstate(invalid="ignore"):
        wrong = wrong_function(
            answer,
            angles(),
            [bases(3, 9), bases(4, 15), bases(2, 6)],
            kinds,
            "QR of a.T and of b.T, the product of the two Qs, its singular values, np.arccos.",
        )
    if wrong:
        return wrong
    same = bases(4, 12)[0]
    for other in (same, rng.standard_normal((4, 4)) @ same):
        with np.errstate(invalid="ignore"):
            found = numbers(call(answer, same, other))
        if not np.isfinite(found).all():
            return mistake(
                "Right, but for two bases of one space it gives nan: rounding lifts a cosine above "
                "1, so clip it before np.arccos."
            )
        if abs(found).max() > 1e-3:
            return mistake("Two bases of one space must have all angles 0.")
    return right("Whatever the axes are, equal spaces have all angles 0.")


def pca_reconstruct(answer):
    """A function `(x_train, x, d) -> (n, pixels)`: `x` redrawn from `d` principal components."""
    rng = np.random.default_rng(0)

    def some(n, m, pixels, d):
        spread = rng.standard_normal((pixels, pixels))
        x_train = 2 + rng.standard_normal((n, pixels)) @ spread
        return x_train, 3 + rng.standard_normal((m, pixels)) @ spread, d

    def pca(middle=np.mean, add=True, whose=0, last=True, centred=True):
        def redrawn(x_train, x, d):
            m = middle((x_train, x)[whose], axis=0)
            source = x_train - x_train.mean(axis=0) if centred else x_train
            vectors = np.linalg.eigh(source.T @ source)[1]
            v = vectors[:, -d:] if last else vectors[:, :d]
            return add * m + (x - m) @ v @ v.T

        return redrawn

    def none(x, axis):
        return np.zeros(x.shape[1])

    kinds = {
        "The mean is not subtracted before, nor added after.": pca(none),
        "No mean anywhere: neither in the covariance nor in the images.": pca(none, centred=False),
        "The covariance is that of images without their mean: subtract it there, too.": pca(
            centred=False
        ),
        "The mean is subtracted, but not added back.": pca(add=False),
        "You subtract the mean of x. A model knows the mean of its training images only.": pca(
            whose=1
        ),
        "These are the components of least variance: eigh sorts from the least on.": pca(
            last=False
        ),
        "You fitted PCA on x. Fit it on x_train, and redraw x.": lambda x_train, x, d: pca()(
            x, x, d
        ),
        "You redrew the training images. Redraw x.": lambda x_train, x, d: pca()(
            x_train, x_train, d
        ),
        "This is x itself. Only d components may come through.": lambda x_train, x, d: x,
        "This is the mean of the training images for all.": lambda x_train, x, d: (
            0 * x + x_train.mean(axis=0)
        ),
        "This is the code, (n, d). Draw the images again from it.": lambda x_train, x, d: (
            (x - x_train.mean(axis=0)) @ np.linalg.eigh(np.cov(x_train.T))[1][:, -d:]
        ),
    }
    return wrong_function(
        answer,
        pca(),
        [some(40, 5, 9, 3), some(30, 30, 7, 1), some(60, 4, 12, 5)],
        kinds,
        "Mean of x_train; eigenvectors of its covariance, the last d; there and back; the mean.",
    ) or right("Mean, eigenvectors of the covariance, and two matrix products: that is PCA.")


def leaky_std(answer):
    """A function `(fan_in, slope)`: the weights' standard deviation for a leaky ReLU."""
    kinds = {
        "This is He's, for a slope of 0: the negative half keeps a share of its square, too.": (
            lambda fan_in, slope: np.sqrt(2 / fan_in)
        ),
        "This is the variance. Its root is the standard deviation.": (
            lambda fan_in, slope: 2 / (fan_in * (1 + slope**2))
        ),
        "Squares are shrunk by the slope's square: (1 + slope²), not (1 + slope).": (
            lambda fan_in, slope: np.sqrt(2 / (fan_in * (1 + slope)))
        ),
        "The 2 is missing: each half of the inputs counts half.": (
            lambda fan_in, slope: np.sqrt(1 / (fan_in * (1 + slope**2)))
        ),
        "The factor is upside down: what passes more needs smaller weights.": (
            lambda fan_in, slope: np.sqrt((1 + slope**2) * 2 / fan_in)
        ),
        "This is without an activation: a leaky ReLU takes a part of the mean square away.": (
            lambda fan_in, slope: np.sqrt(1 / fan_in)
        ),
        "fan_in has no effect yet: each of the inputs adds its share.": (
            lambda fan_in, slope: np.sqrt(2 / (1 + slope**2))
        ),
    }
    return wrong_function(
        answer,
        lambda fan_in, slope: np.sqrt(2 / (fan_in * (1 + slope**2))),
        [(784, 0.2), (64, 0.0), (10, 0.7)],
        kinds,
        "fan_in · variance · (1 + slope²) / 2 must be 1.",
    ) or right("With slope 0 it is He's, and with slope 1, a linear layer, 1/√fan_in.")


HIDDEN = [128, 128, 64, 64]


def mended(answer):
    """A function that returns a new autoencoder 784-128-128-64-64-30 which learns in 8 epochs."""
    from ae_helpers.data import ink

    images = ink.draw(2000, seed=8).images.astype("float32").reshape(-1, 28, 28, 1) / 255
    x, x_new = images[:1500], images[1500:]
    if hasattr(answer, "encoder"):
        return not_yet("Hand in the function that builds it, mended, and not one autoencoder.")
    model = call(answer)
    encoder, decoder = halves(model, "Autoencoder")
    model(x[:1])
    down, up = widths(encoder, 784), widths(decoder, 30)
    if down != [*HIDDEN, 30] or up != [*HIDDEN[::-1], 784]:
        said = "-".join(map(str, (784, *down))), "-".join(map(str, (30, *up)))
        return mistake(
            f"The widths are to stay 784-128-128-64-64-30 and back; yours are {said[0]} and "
            f"{said[1]}."
        )
    return wrong_images(decoder, np.zeros((2, 30), "float32"), (28, 28, 1)) or (
        _wrong_ends(encoder, decoder, x[:64]) or _learns(model, x, x_new)
    )


def _wrong_ends(encoder, decoder, x):
    """What is wrong with the activations, as far as a network's outputs show it, or None.

    All that a stack of layers may have between them is not tried out here, as in `_networks`: for
    five layers there are too many ways.
    """
    z = np.random.default_rng(0).standard_normal((64, 30)).astype("float32")
    for part, inputs, name in ((encoder, x, "encoder"), (decoder, z, "decoder")):
        both, none = inputs + inputs[::-1], 0 * inputs
        outputs = [output(part, given, name) for given in (inputs, inputs[::-1], both, none)]
        bend = outputs[0] + outputs[1] - outputs[2] - outputs[3]  # of a linear network 0
        if abs(bend).max() <= 1e-3 * abs(outputs[2] - outputs[3]).max():
            return mistake(
                f"The {name} has no activation: layers without one between them can do no more "
                "than a single one."
            )
        if outputs[0].min() >= 0:
            hint = "a code must be free to be negative"
            hint = hint if name == "encoder" else "the loss takes logits, of either sign"
            return mistake(f"The {name} ends in an activation: {hint}.")
    return None


def _learns(model, x, x_new):
    """Whether a new network gets well below the mean image's error."""
    from ae_helpers import losses
    from ae_helpers.training import fit_dense

    import keras

    def error(x_hat):
        return float(np.mean(np.sum((x_new - x_hat) ** 2, axis=(1, 2, 3))))

    mean_image = error(x.mean(axis=0))
    if error(model.reconstruct(x_new)) < 0.9 * mean_image:
        return mistake("This network is trained already: your function is to build a new one.")
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.squared_error)
    fit_dense(model, x, epochs=20, batch_size=50, seed=0, verbose=0)
    yours = error(model.reconstruct(x_new))
    said = f"After 20 epochs its error is {yours:.1f}; the mean image has {mean_image:.1f}."
    if not np.isfinite(yours):
        raise Stop(mistake("Its error is not a number: the first weights are far too large."))
    if yours > 0.9 * mean_image:
        return mistake(said + " It is stuck: do the differences of the images get through?")
    if yours > mean_image * 2 / 3:
        return not_yet(said + " It learns, but slowly: look at the first weights as well.")
    return right(said + " The signal gets through.")
