"""Which decoders a page can run, and what it then does."""

from ae_helpers.lab.dense import dense_steps, packed_steps, run_steps

import keras
import numpy as np
import pytest
from keras import layers

DENSE, constant = layers.Dense, keras.initializers.Constant


def sequential(*stack):
    return keras.Sequential([keras.Input((2,)), *stack])


def functional():
    z = keras.Input((2,))
    hidden = layers.ReLU()(layers.Dropout(0.5)(DENSE(8)(z)))
    return keras.Model(z, layers.Reshape((2, 8))(DENSE(16, activation="sigmoid")(hidden)))


STACKS = {
    "sequential": (
        lambda: sequential(DENSE(8, activation="relu"), DENSE(16)),
        [[2, 8], "relu", [8, 16]],
    ),
    "functional": (functional, [[2, 8], "relu", [8, 16], "sigmoid"]),
    "nested": (
        lambda: sequential(sequential(DENSE(2)), layers.Activation("sigmoid"), DENSE(3)),
        [[2, 2], "sigmoid", [2, 3]],
    ),
    "without a bias": (lambda: sequential(DENSE(3, use_bias=False)), [[2, 3]]),
}


@pytest.mark.parametrize("name", STACKS)
def test_a_stack_of_dense_layers_does_what_keras_does(name):
    build, shapes = STACKS[name]
    keras.utils.set_random_seed(0)
    model = build()
    for weight in model.weights:  # biases begin at 0, where they would not be missed
        weight.assign(np.random.default_rng(0).normal(size=weight.shape))
    steps = dense_steps(model)
    assert packed_steps(steps)["steps"] == shapes
    z = np.random.default_rng(1).normal(size=(20, 2)).astype("float32")
    expected = np.asarray(model(z)).reshape(20, -1)
    np.testing.assert_allclose(run_steps(steps, z), expected, atol=0.02)  # float16: three digits


def test_the_bytes_are_kernel_by_rows_and_bias_layer_by_layer():
    model = sequential(DENSE(3), DENSE(1))
    first, second = model.layers
    first.set_weights([np.array([[1, 2, 3], [4, 5, 6]]), np.array([7, 8, 9])])
    second.set_weights([np.array([[-1], [0.5], [0.1]]), np.array([65504])])
    packed = packed_steps(dense_steps(model))
    numbers = np.frombuffer(packed["weights"], "<f2")
    expected = np.array([*range(1, 10), -1, 0.5, 0.1, 65504], "float16")
    np.testing.assert_array_equal(numbers, expected)


class Twice(layers.Dense):
    def call(self, x):
        return 2 * super().call(x)


REFUSED = {
    "a function": lambda: np.sin,
    "nothing": lambda: None,
    "no dense layer": lambda: sequential(layers.Reshape((2, 1))),
    "convolution": lambda: sequential(DENSE(16), layers.Reshape((4, 4, 1)), layers.Conv2D(1, 3)),
    "a number that float16 has not": lambda: sequential(DENSE(3, bias_initializer=constant(1e5))),
    "another activation": lambda: sequential(DENSE(3, activation="gelu")),
    "another activation layer": lambda: sequential(DENSE(3), layers.Activation("tanh")),
    "a ReLU with a top": lambda: sequential(DENSE(3), layers.ReLU(max_value=6)),
    "a ReLU with a slope": lambda: sequential(DENSE(3), layers.ReLU(negative_slope=0.1)),
    "normalisation": lambda: sequential(DENSE(3), layers.BatchNormalization()),
    "a layer of one's own": lambda: sequential(Twice(3)),
    "dense on the last axis": lambda: sequential(DENSE(6), layers.Reshape((2, 3)), DENSE(4)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused(name):
    assert dense_steps(REFUSED[name]()) is None


def test_a_shortcut_is_refused():
    z = keras.Input((2,))
    assert dense_steps(keras.Model(z, layers.Add()([z, DENSE(2)(z)]))) is None
