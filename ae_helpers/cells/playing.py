"""A picture with sliders, for what needs no training."""

import inspect

from ae_helpers.cells.prediction import view_bundle

import ipywidgets as widgets


class Play:
    """Sliders above the picture that a function draws from their values; made by `play`."""

    def __init__(self, draw, sliders):
        # `interactive` turns (0, 19) and the like into sliders; its button and output are unused.
        # If not "manual", it would load Matplotlib's backend, which shows figures in its own way.
        manual = widgets.interactive(lambda **values: None, {"manual": True}, **sliders)
        self._sliders = manual.children[:-2]
        self._draw = draw
        for slider in self._sliders:  # they begin where the function's defaults are
            default = inspect.signature(draw).parameters[slider.description].default
            if default is not inspect.Parameter.empty:
                slider.value = default
        self._image = widgets.Image(format="png", layout=widgets.Layout(max_width="100%"))
        for slider in self._sliders:
            slider.observe(self._redraw, names="value")
        self._redraw()

    def _redraw(self, change=None):
        values = {slider.description: slider.value for slider in self._sliders}
        self._bundle, self._metadata = self._draw(**values)._repr_mimebundle_()
        self._image.value = self._bundle["image/png"]

    def _repr_mimebundle_(self, include=None, exclude=None):
        box = widgets.VBox([*self._sliders, self._image])
        text = {"text/plain": self._bundle["text/plain"]}
        return view_bundle(box, image_png=self._bundle["image/png"]) | text, self._metadata


def play(draw, **sliders):
    """A picture that follows sliders; without a page, the picture at their first values.

    Args:
        draw: function of the sliders' values that returns a `Picture`; its defaults are where the
            sliders begin.
        sliders: name -> what `ipywidgets.interact` takes: `(low, high)`, a list, or a slider.
    """
    return Play(draw, sliders)
