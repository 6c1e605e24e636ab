"""The exercises of lesson 09, the conditional VAE."""

import numpy as np

from . import Stop, mistake, not_yet, right
from ._checks import call, wrong_function
from ._networks import widths, wrong_activation

EXERCISES = ["nats_of_a_label", "one_hot", "conditional_decoder", "classify", "slerp"]


def nats_of_a_label(answer):
    """A function `p -> nats`: the entropy of classes with the probabilities `p`."""

    def entropy(p):
        return -np.sum(p * np.log(p))

    kinds = {
        "These are bits. Take the natural logarithm.": lambda p: entropy(p) / np.log(2),
        "This is the logarithm of base 10. Take the natural one, np.log.": (
            lambda p: entropy(p) / np.log(10)
        ),
        "The sign: the logarithm of a probability is negative, nats of a label are not.": (
            lambda p: -entropy(p)
        ),
        "You took the mean over the classes. They are weighed by p already: sum.": (
            lambda p: entropy(p) / len(p)
        ),
        "Each class has to count by its probability: p times its logarithm.": (
            lambda p: -np.sum(np.log(p))
        ),
        "This is the mean of the logarithms. Each class counts by its probability p.": (
            lambda p: -np.mean(np.log(p))
        ),
        "This is the logarithm of the number of classes: right only if all are equally likely.": (
            lambda p: np.log(len(p))
        ),
        "These are the nats of the likeliest label alone. Take the mean over labels, by p.": (
            lambda p: -np.log(np.max(p))
        ),
        "This is the chance that two labels differ. Nats need a logarithm.": (
            lambda p: 1 - np.sum(p**2)
        ),
        "These are the single terms. Add them up.": lambda p: -p * np.log(p),
    }
    inputs = [(np.array(p),) for p in ([0.7, 0.2, 0.1], [0.1, 0.15, 0.25, 0.5])]
    return wrong_function(
        answer, entropy, inputs, kinds, "Minus the sum of p times the logarithm of p."
    ) or right("No label tells more than its entropy: 2.30 nats for ten equal classes.")


def one_hot(answer):
    """A function `(y, n) -> (len(y), n)`: one row a label, 1 at its place and 0 elsewhere."""

    def rows(y, n):
        return np.eye(n)[y]

    kinds = {
        "The axes are exchanged: one row a label.": lambda y, n: rows(y, n).T,
        "This is the label itself as a column. A 9 is not nine times a 1: give each its place.": (
            lambda y, n: y[:, None]
        ),
        "The label itself is repeated. Put a 1 at its place, 0 elsewhere.": (
            lambda y, n: np.repeat(y[:, None], n, axis=1)
        ),
        "The label stands at its place. Put a 1 there.": lambda y, n: rows(y, n) * y[:, None],
        "0 and 1 are exchanged: the place of the label should be the 1.": (
            lambda y, n: 1 - rows(y, n)
        ),
        "Every place up to the label is 1. Only its own should be.": (
            lambda y, n: 1.0 * (np.arange(n) <= y[:, None])
        ),
        "All are one place too far: label 0 has the first place.": (
            lambda y, n: rows((y + 1) % n, n)
        ),
        "As many columns as the largest label needs: but n classes may exist, and a batch may not "
        "show them all.": lambda y, n: rows(y, y.max() + 1),
    }
    inputs = [(np.array([2, 0, 3, 1, 2]), 6), (np.array([1, 1, 0]), 3)]
    return wrong_function(
        answer, rows, inputs, kinds, "A 1 in the column of the label, 0 in the others."
    ) or right("Ten numbers of which one is 1: no digit is nearer to another.")


def conditional_decoder(answer):
    """A function `(d, n) -> model` of codes and conditions: `(z, c)` -> 256 -> 784 logits."""
    rng = np.random.default_rng(0)
    for d, n in ((3, 10), (5, 4)):
        try:
            model = call(answer, d, n)
        except ValueError as error:
            if "not connected" not in str(error):  # the words of Keras 3.13; others build it
                raise
            return mistake("One of the two inputs is not used: no way leads from it to the images.")
        if not hasattr(model, "stateless_call"):
            return mistake("Return a Keras model: keras.Model((z, c), ...).")
        if len(getattr(model, "inputs", ())) != 2:
            return mistake("The model needs two inputs: keras.Model((z, c), ...).")
        given = tuple(tuple(i.shape[1:]) for i in model.inputs)
        if given != ((d,), (n,)):
            swapped = given == ((n,), (d,))
            why = " They are in the other order." if swapped else ""
            return mistake(f"For d = {d}, n = {n} the inputs have the sizes {given}.{why}")
        z, c = (np.float32(rng.normal(size=(4, size))) for size in (d, n))
        made = np.asarray(model((z, c)))
        if made.shape != (4, 28, 28, 1):
            return mistake(f"For 4 codes the shape is {made.shape}, not (4, 28, 28, 1).")
        if np.allclose(made, model((z, np.roll(c, 1, axis=0)))):
            return mistake("Whatever the condition is, the same images come: c is not used.")
        if np.allclose(made, model((np.roll(z, 1, axis=0), c))):
            return mistake("Whatever the code is, the same images come: z is not used.")
        found = widths(model, d + n)
        if found != [256, 784]:
            said = "-".join(map(str, [d + n, *found])) if found else "no layer of both together"
            return not_yet(
                f"Wanted are Dense layers {d + n}-256-784, with code and condition side by side "
                f"before the first; found: {said}."
            )
        if wrong := _wrong_chain(model, d, n, found):
            return wrong
    return right("Code and condition enter side by side, and logits come out.")


def _wrong_chain(model, d, n, found):
    """A wrong activation of the decoder or None, whichever of both inputs stands first in it."""
    import keras

    both = np.float32(np.random.default_rng(1).normal(size=(4, d + n)))
    for first in ("z", "c"):
        joined = keras.Input((d + n,))
        z, c = (joined[:, :d], joined[:, d:]) if first == "z" else (joined[:, n:], joined[:, :n])
        network = keras.Model(joined, model((z, c)))
        try:
            return wrong_activation("decoder", network, both, found, "Our losses take logits")
        except Stop as stop:
            last = stop
    raise last


def classify(answer):
    """A function `(n, 10) -> (n, 10)`: probabilities of classes from bounds on `log p(x|y)`."""
    rng = np.random.default_rng(0)

    def softmax(elbos, axis=1):
        e = np.exp(elbos - elbos.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    def winner(elbos):
        return np.eye(elbos.shape[1])[elbos.argmax(axis=1)]

    kinds = {
        "The signs are turned: the largest bound should get the largest probability.": (
            lambda e: softmax(-e)
        ),
        "You divided by the sum over images. The probabilities of one image sum to 1.": (
            lambda e: softmax(e, axis=0)
        ),
        "You divided by the sum over everything. Each row has to sum to 1.": (
            lambda e: softmax(e, axis=None)
        ),
        "The division is missing: each row has to sum to 1.": (
            lambda e: np.exp(e - e.max(axis=1, keepdims=True))
        ),
        "These are logarithms of the probabilities: take their exponential.": (
            lambda e: np.log(softmax(e))
        ),
        "Nats are logarithms: take their exponential before you divide.": (
            lambda e: e / e.sum(axis=1, keepdims=True)
        ),
        "This is the likeliest class alone. How likely are the others?": winner,
        "This is the number of the likeliest class. Give a probability for each class.": (
            lambda e: e.argmax(axis=1)
        ),
        "Base 2 is for bits. Our bounds are in nats: np.exp.": lambda e: softmax(np.log(2) * e),
    }
    inputs = [(rng.normal(-4, 1.5, (5, 10)),), (rng.normal(-1500, 2, (3, 10)),)]
    inputs += [(rng.normal(900, 1, (2, 10)),)]
    return wrong_function(
        answer,
        softmax,
        inputs,
        kinds,
        "Bayes with equal classes: exp of each bound, divided by the sum over the classes.",
    ) or right("Bayes' rule, and no overflow: a network that never learned to classify does it.")


def slerp(answer):
    """A function `(z_a, z_b, n) -> (n, d)`: codes on the arc from one to the other."""
    rng = np.random.default_rng(0)

    def line(a, b, n):
        t = np.linspace(0, 1, n)[:, None]
        return (1 - t) * a + t * b

    def arc(a, b, n, angle=None, divide=True):
        t = np.linspace(0, 1, n)[:, None]
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        w = np.arccos(cosine) if angle is None else angle(a, b, cosine)
        return (np.sin((1 - t) * w) * a + np.sin(t * w) * b) / (np.sin(w) if divide else 1)

    def lengthened(a, b, n):
        z, t = line(a, b, n), np.linspace(0, 1, n)[:, None]
        wanted = (1 - t) * np.linalg.norm(a) + t * np.linalg.norm(b)
        return z / np.linalg.norm(z, axis=1, keepdims=True) * wanted

    kinds = {
        "This is the straight line. Its middle is shorter than its ends.": line,
        "The arc goes from z_b to z_a.": lambda a, b, n: arc(a, b, n)[::-1],
        "The weights are right but for the division by sin(angle).": (
            lambda a, b, n: arc(a, b, n, divide=False)
        ),
        "You took the cosine for the angle: np.arccos is missing.": (
            lambda a, b, n: arc(a, b, n, lambda a, b, cosine: cosine)
        ),
        "The product z_a @ z_b has to be divided by both lengths before np.arccos.": (
            lambda a, b, n: arc(a, b, n, lambda a, b, _: np.arccos(np.clip(a @ b, -1, 1)))
        ),
        "This bends the line and steps along it unevenly: use the sines of parts of the angle.": (
            lengthened
        ),
        "All codes have the length 1. The arc begins at z_a and ends at z_b themselves.": (
            lambda a, b, n: arc(a / np.linalg.norm(a), b / np.linalg.norm(b), n)
        ),
        "The axes are exchanged: one code a row.": lambda a, b, n: arc(a, b, n).T,
        "The last code is missing: both ends belong to the row.": (
            lambda a, b, n: arc(a, b, n + 1)[:-1]
        ),
    }
    pairs = [(rng.normal(size=d), rng.normal(size=d), n) for d, n in ((16, 7), (3, 4))]
    return wrong_function(
        answer,
        arc,
        pairs,
        kinds,
        "sin((1 - t) · angle) z_a plus sin(t · angle) z_b, divided by sin(angle).",
    ) or right("Every code on the way is about as long as the ends.")
