"""Sliders for the controls of a `LiveTrainer`: core ipywidgets, each with its value in words."""

import math

import ipywidgets as widgets

WORDS = {  # what a value means, by the control's name
    "latent size": "{:g} numbers",
    "noise": "σ {:.2f} grey levels",
    "learning rate": "{:.2g}",
    "beta": "{:.2g}",
}


LOG_SPAN = 1000  # how much faster the values of a `log` slider change at its right end


def in_words(name, value, words=None):
    """'latent size: 8 numbers'."""
    words = words or WORDS.get(name, "{:.3g}")
    words = value if isinstance(value, str) else words.format(value)
    if name == "latent size" and value == 1:
        words = "1 number"
    return f"<b>{name}</b>: {words}"


class ControlBox:
    """One control: its name and value in words above a slider or a list of choices.

    Args:
        name: the control's name.
        control: the `Control`, which says what values there are.
        value: the value to begin with.
        on_change: called with the new value; it must only put the value in a mailbox, since it may
            run in any thread.
    """

    def __init__(self, name, control, value, on_change):
        self.name, self._control, self._on_change = name, control, on_change
        self._words = widgets.HTML(in_words(name, value, control.words))
        self._input = self._make_input(value)
        self._input.layout.width = "auto"
        self._input.observe(self._changed, names="value")
        self.view = widgets.VBox([self._words, self._input])
        self.view.add_class("ae-control")

    def _make_input(self, value):
        control = self._control
        if control.choices is not None:
            return widgets.Dropdown(options=list(control.choices), value=value)
        kind = {"readout": False, "value": self._to_slider(value)}
        if control.integer:
            return widgets.IntSlider(min=int(control.low), max=int(control.high), **kind)
        if self._logarithmic:
            low, high = math.log10(control.low), math.log10(control.high)
            return widgets.FloatLogSlider(min=low, max=high, step=0.05, **kind)
        if self._above_zero:
            return widgets.FloatSlider(min=0, max=1, step=0.01, **kind)
        step = (control.high - control.low) / 100
        return widgets.FloatSlider(min=control.low, max=control.high, step=step, **kind)

    @property
    def _logarithmic(self):
        control = self._control
        return not control.integer and control.low > 0 and control.high / control.low >= 100

    @property
    def _above_zero(self):
        return self._control.log and not self._logarithmic

    def _to_slider(self, value):
        if not self._above_zero:
            return value
        return math.log1p((LOG_SPAN - 1) * value / self._control.high) / math.log(LOG_SPAN)

    def _from_slider(self, place):
        if self._above_zero:
            place = self._control.high * (LOG_SPAN**place - 1) / (LOG_SPAN - 1)
        # What stands above the slider, and in the copied settings, is what is set.
        return place if isinstance(place, int | str) else float(f"{place:.3g}")

    def show(self, value):
        """Move the slider, as if the reader had done it."""
        self._input.value = self._to_slider(value)

    def _changed(self, change):
        value = self._from_slider(change["new"])
        if self._control.choices is None:  # 10 ** log10(0.1) may be a hair above 0.1
            value = min(max(value, self._control.low), self._control.high)
        self._words.value = in_words(self.name, value, self._control.words)
        self._on_change(self.name, value)
