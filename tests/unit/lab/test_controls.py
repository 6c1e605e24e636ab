"""The sliders: what stands above one is what is set, and the logarithmic one reaches zero."""

from ae_helpers.lab import Control
from ae_helpers.lab.controls import ControlBox

import keras
import pytest


def box_of(control, value, name="beta"):
    told = []
    return ControlBox(name, control, value, lambda name, value: told.append(value)), told


def test_a_logarithmic_slider_has_both_ends_and_rises():
    box, told = box_of(Control(keras.Variable(1.0), 0, 20, log=True), 1.0)
    slider = box._input
    assert (slider.min, slider.max) == (0, 1) and 0.5 < slider.value < 0.6
    for place in (0.0, 0.25, 0.5, 0.75, 1.0):
        slider.value = place
    assert told[0] == 0 and told[-1] == 20
    assert told == sorted(told) and told[1] < 0.1 and told[3] > 3


@pytest.mark.parametrize("value", [0, 0.05, 1, 4, 20])
def test_a_logarithmic_slider_shows_a_value_set_in_python(value):
    box, told = box_of(Control(keras.Variable(2.0), 0, 20, log=True), 2.0)
    box.show(value)
    assert told == [pytest.approx(value, rel=1e-3)]
    assert f"{value:.2g}" in box._words.value


def test_the_other_sliders_stand_at_their_values():
    box, told = box_of(Control(keras.Variable(0.1), 1e-4, 0.1), 0.1, "learning rate")
    assert box._input.value == 0.1
    box.show(0.01)
    assert told == [0.01]
    box, _ = box_of(Control(keras.Variable(4.0), 1, 16, integer=True), 4, "latent size")
    assert box._input.value == 4


def test_a_range_above_zero_is_logarithmic_once_only():
    box, told = box_of(Control(keras.Variable(0.002), 1e-4, 0.1, log=True), 0.002, "learning rate")
    assert box._input.value == pytest.approx(0.002)
    box._input.value = 0.01
    assert told == [pytest.approx(0.01)]
