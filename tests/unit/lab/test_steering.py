"""Controls and curves: what may be set, and what is kept."""

from ae_helpers.lab import Control
from ae_helpers.lab.steering import Curve
from ae_helpers.training import TrainingError

import keras
import numpy as np
import pytest

SIZE = Control(keras.Variable(4.0), 1, 32, integer=True)
RATE = Control(keras.Variable(1e-3), 1e-5, 0.1)


@pytest.mark.parametrize(
    ("control", "value", "sentence"),
    [
        (SIZE, 0, "it must be a whole number from 1 to 32, not 0."),
        (SIZE, 1000, "it must be a whole number from 1 to 32, not 1000."),
        (SIZE, 2.5, "it must be a whole number from 1 to 32, not 2.5."),
        (SIZE, True, "it must be a whole number from 1 to 32, not True."),
        (RATE, -1, "it must be a number from 1e-05 to 0.1, not -1."),
        (RATE, float("nan"), "it must be a number from 1e-05 to 0.1, not nan."),
        (RATE, float("inf"), "it must be a number from 1e-05 to 0.1, not inf."),
        (RATE, "much", "it must be a number from 1e-05 to 0.1, not 'much'."),
        (RATE, None, "it must be a number from 1e-05 to 0.1, not None."),
    ],
)
def test_an_impossible_value_is_one_sentence(control, value, sentence):
    with pytest.raises(ValueError) as error:
        control.check("it", value)
    assert str(error.value) == sentence


def test_the_ends_of_the_range_and_numpy_numbers_are_allowed():
    values = [SIZE.check("it", value) for value in (1, 32, np.int64(7), 7.0, np.float32(7))]
    assert values == [1, 32, 7, 7, 7]
    assert SIZE.current() == 4 and isinstance(SIZE.current(), int)
    assert RATE.current() == 0.001  # not the nearest float32


def test_a_curve_is_bounded_and_keeps_the_mean():
    curve = Curve(limit=8)
    for step in range(1, 101):
        curve.append(step, 2.0 * step)
        assert len(curve.arrays()[0]) < 8
    steps, values = curve.arrays()
    np.testing.assert_allclose(values, 2 * steps)
    assert steps[0] == np.mean(range(1, 17)) and (np.diff(steps) == 16).all()


@pytest.mark.parametrize(
    ("variable", "options", "sentence"),
    [
        (1.0, {}, "A control from None to None has no values: give low and a greater high, as in "),
        (1.0, {"low": 0}, "A control from 0 to None has no values"),
        (1.0, {"low": 2, "high": 1}, "A control from 2 to 1 has no values"),
        (1.0, {"low": 1, "high": 1}, "A control from 1 to 1 has no values"),
        (1.0, {"low": 0, "high": float("nan")}, "A control from 0 to nan has no values"),
        (1.0, {"low": "0", "high": "1"}, "A control from 0 to 1 has no values"),
        (1.0, {"choices": {}}, "A control from None to None has no values"),
        ([1.0, 2.0], {"low": 0, "high": 1}, "A control sets one number, but this variable has sha"),
    ],
)
def test_a_control_that_nothing_can_be_set_with(variable, options, sentence):
    with pytest.raises(TrainingError) as error:
        Control(keras.Variable(variable), **options)
    assert str(error.value).startswith(sentence)
