"""Stacks of dense layers: the decoders that a page can run by itself, with decoder.js."""

import keras
import numpy as np

FUNCTIONS = {
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": lambda x: np.exp(-np.logaddexp(0, -x)),  # without overflow
}
_NAMES = {
    keras.activations.linear: None,
    keras.activations.relu: "relu",
    keras.activations.sigmoid: "sigmoid",
}
_KINDS = (
    keras.layers.Dense,
    keras.layers.Activation,
    keras.layers.ReLU,
    keras.layers.InputLayer,  # from here on the numbers stay as they are, in the same order
    keras.layers.Flatten,
    keras.layers.Reshape,
    keras.layers.Dropout,
)


def dense_steps(decoder):
    """What a stack of dense layers does, step by step.

    Dense and activation layers with ReLU, sigmoid or nothing; `Flatten`, `Reshape` and `Dropout`
    may stand between them.

    Args:
        decoder: a Keras model or layer; for anything else the answer is None.

    Returns:
        A list of `(kernel, bias)`, float16 of shape `(inputs, outputs)` and `(outputs,)`, and of
        names of `FUNCTIONS`. None if anything else is in it, or a number too large for float16.
    """
    steps = []
    for layer in _layers(decoder):
        activation = _activation(layer)
        if type(layer) not in _KINDS or activation not in _NAMES:
            return None
        if type(layer) is keras.layers.Dense:
            steps.append(_kernel_and_bias(layer))
        if _NAMES[activation]:
            steps.append(_NAMES[activation])
    dense = [step for step in steps if not isinstance(step, str)]
    finite = all(np.isfinite(array).all() for step in dense for array in step)
    sizes = [kernel.shape for kernel, _ in dense]  # after a Reshape, Dense has fewer inputs:
    fit = all(sizes[i][1] == sizes[i + 1][0] for i in range(len(sizes) - 1))
    return steps if dense and finite and fit else None


def _layers(model):
    for layer in getattr(model, "layers", [model]):
        yield from _layers(layer) if isinstance(layer, keras.Model) else [layer]


def _activation(layer):
    if type(layer) is keras.layers.ReLU:
        plain = layer.max_value is None and not layer.negative_slope and not layer.threshold
        return keras.activations.relu if plain else layer
    return getattr(layer, "activation", keras.activations.linear)


def _kernel_and_bias(layer):
    kernel = keras.ops.convert_to_numpy(layer.kernel)
    bias = keras.ops.convert_to_numpy(layer.bias) if layer.use_bias else np.zeros(layer.units)
    with np.errstate(over="ignore"):
        return kernel.astype("float16"), bias.astype("float16")


def run_steps(steps, z):
    """Codes `(n, d)` -> what comes out of the last step, `(n, outputs)`, as decoder.js does it."""
    for step in steps:
        if isinstance(step, str):
            z = FUNCTIONS[step](z)
        else:
            kernel, bias = (array.astype("float32") for array in step)
            z = z @ kernel + bias
    return z


def packed_steps(steps):
    """The steps as decoder.js takes them: shapes and names, and one run of float16 bytes."""
    dense = [step for step in steps if not isinstance(step, str)]
    return {
        "steps": [step if isinstance(step, str) else list(step[0].shape) for step in steps],
        "weights": b"".join(array.astype("<f2").tobytes() for step in dense for array in step),
    }
