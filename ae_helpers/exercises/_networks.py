"""What the checks of networks share: widths and activations, read from what a network computes."""

from functools import partial

import numpy as np

from . import DOTS, Stop, mistake, not_yet, unfilled

ACTIVATIONS = {
    "relu": lambda a: np.maximum(a, 0),
    "linear": lambda a: a,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": np.tanh,
    "softplus": lambda a: np.logaddexp(0, a),
    "elu": lambda a: np.where(a > 0, a, np.expm1(np.minimum(a, 0))),
    "selu": lambda a: 1.0507 * np.where(a > 0, a, 1.67326 * np.expm1(np.minimum(a, 0))),
    "silu": lambda a: a / (1 + np.exp(-a)),
    "gelu": lambda a: 0.5 * a * (1 + np.tanh(0.797885 * (a + 0.044715 * a**3))),
    "exponential": np.exp,
    "hard_sigmoid": lambda a: np.clip(a / 6 + 0.5, 0, 1),
    "softmax": lambda a: np.exp(a) / np.exp(a).sum(axis=1, keepdims=True),
    "softsign": lambda a: a / (1 + abs(a)),
} | {
    f"leaky_relu, {s}": partial(lambda s, a: np.where(a > 0, a, s * a), s) for s in (0.3, 0.2, 0.1)
}


def halves(answer, model):
    """Encoder and decoder of a model; `model` is the name of the class to be handed in."""
    parts = getattr(answer, "encoder", None), getattr(answer, "decoder", None)
    if parts[0] is None or parts[1] is None:
        raise Stop(not_yet(f"Hand in both halves in one model: {model}(encoder, decoder)."))
    if unfilled(parts):
        raise Stop(not_yet(DOTS))
    if not all(hasattr(part, "stateless_call") for part in parts):
        raise Stop(mistake("Encoder and decoder must be Keras models: keras.Sequential will do."))
    return parts


def output(network, x, name):
    """What a network returns, in NumPy, several as a tuple; Keras's error becomes a sentence."""
    try:
        result = network(x)
    except (TypeError, ValueError):  # Keras and JAX, about shapes
        text = f"The {name} cannot take an input of the shape {x.shape}. Does the encoder come "
        text += "first, and is there a Flatten before its first Dense layer?"
        raise Stop(mistake(text)) from None
    several = isinstance(result, tuple | list)
    return tuple(map(np.asarray, result)) if several else np.asarray(result)


def widths(network, size):
    """Widths of a chain of Dense layers, read from the shapes of their weights.

    Args:
        network: built Keras model or layer.
        size: how many numbers go into the chain.
    """
    kernels = [tuple(w.shape) for w in network.weights if len(w.shape) == 2]
    found = []
    while kernel := next((k for k in kernels if k[0] == size), None):
        kernels.remove(kernel)
        size = kernel[1]
        found.append(size)
    return found


def activations(network, x, chain):
    """Names of the activations behind the Dense layers of a network.

    They are found by computing it again in NumPy with each activation that we know, whether it is
    a Sequential, functional or subclassed model. The weights are random for it, the same for equal
    shapes: a training does not matter, and two outputs such as mu and log_var agree.

    Args:
        network: built Keras model or layer.
        x: inputs `(n, ...)`.
        chain: widths of its Dense layers.

    Raises:
        Stop: if the network is another one.
    """
    rng, drawn = np.random.default_rng(2), {}  # with this seed no logit of 13-64-1 has one sign
    for shape in {tuple(w.shape): None for w in network.weights}:
        scale = np.sqrt(shape[0]) if len(shape) == 2 else 4
        drawn[shape] = np.float32(rng.normal(size=shape) / scale)

    def replaced(variables):  # all but the seeds of random layers
        return [drawn[tuple(v.shape)] if "float" in v.dtype else v.value for v in variables]

    groups = network.trainable_variables, network.non_trainable_variables
    out = network.stateless_call(*map(replaced, groups), x)[0]
    parts = [np.asarray(part) for part in (out if isinstance(out, tuple | list) else [out])]

    def ways(h, chain):
        if not chain:
            yield (), h
            return
        a = h @ drawn[h.shape[1], chain[0]] + drawn.get((chain[0],), 0)
        for name, function in ACTIVATIONS.items():
            for names, result in ways(function(a), chain[1:]):
                yield (name, *names), result

    def behind(part, start):
        """The activations that lead to one output, which may be a part of the last layer's."""
        part = part.reshape(len(x), -1)
        columns = slice(start, start + part.shape[1]) if chain[-1] > part.shape[1] else slice(None)
        for names, result in ways(x.reshape(len(x), -1), chain):
            if abs(part - result[:, columns]).max() < 0.01 * part.std():
                return names
        said = "-".join(map(str, chain))
        raise Stop(
            not_yet(
                f"The widths fit, but what the network computes is not {said} with a usual "
                "activation behind each layer, so it cannot be checked. Is there anything but "
                "Dense layers in it?"
            )
        )

    with np.errstate(all="ignore"):
        found = [behind(part, k * part.shape[1]) for k, part in enumerate(parts)]
    return next((names for names in found if names[-1] != "linear"), found[0])


def wrong_images(decoder, z, shape):
    """What is wrong with a decoder's output in shape, or None."""
    found = np.shape(output(decoder, z, "decoder"))
    if found != (len(z), *shape):
        return mistake(
            f"The decoder's output has the shape {found}; it should be {(len(z), *shape)}, as the "
            "images are."
        )
    return None


def wrong_activation(name, network, x, chain, last, relu=True):
    """What is wrong with the activations of a dense network, or None.

    Args:
        name: what the network is called in the sentence.
        network, x, chain: as in `activations`.
        last: why its last layer has no activation.
        relu: whether every hidden layer must have ReLU, or may have another activation.
    """
    *hidden, end = activations(network, x, chain)
    if "linear" in hidden:
        return mistake(
            f"A hidden layer of the {name} has no activation. Two Dense layers without one between "
            'them can do no more than a single one: take "relu".'
        )
    if relu and hidden != ["relu"] * len(hidden):
        return mistake(f"ReLU is asked for in the {name}, and a hidden layer has {hidden[0]}.")
    if end != "linear":
        return mistake(
            f"The {name} ends in an activation ({end}). {last}: leave the last Dense layer without "
            "an activation."
        )
    return None
