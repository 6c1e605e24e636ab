"""A picture with sliders, for what needs no training."""

import inspect

from ae_helpers.cells.prediction import view_bundle

import anywidget
import ipywidgets as widgets
import traitlets


class PageImage(anywidget.AnyWidget):
    """An `<img>` with an alternative text, which `widgets.Image` has not.

    It is one element for as long as it is shown, so that a new picture follows without a flicker.
    """

    _esm = """
    function render({ model, el }) {
      const image = document.createElement("img");
      image.style.maxWidth = "100%";
      const show = () => Object.assign(image, model.get("attributes"));
      model.on("change:attributes", show);
      show();
      el.append(image);
    }
    export default { render };
    """
    attributes = traitlets.Dict().tag(sync=True)  # alt, width, src


class PageSounds(anywidget.AnyWidget):
    """What `listen` shows; when a slider has changed it, the first sound is played."""

    _esm = """
    function render({ model, el }) {
      const show = () => { el.innerHTML = model.get("html"); };
      model.on("change:html", () => {
        show();
        el.querySelector("audio").play().catch(() => {}); // some pages forbid it
      });
      show();
    }
    export default { render };
    """
    html = traitlets.Unicode().tag(sync=True)


class Play:
    """Sliders above what a function makes of their values; made by `play`."""

    def __init__(self, draw, sliders):
        # `interactive` turns (0, 19) and the like into sliders; its button and output are unused.
        # If not "manual", it would load Matplotlib's backend, which shows figures in its own way.
        manual = widgets.interactive(lambda **values: None, {"manual": True}, **sliders)
        self._sliders = dict(zip(sliders, manual.children[:-2], strict=True))
        self._draw = draw
        for name, default in _defaults(draw, sliders).items():
            self._sliders[name].value = default
        self._page = None
        for slider in self._sliders.values():
            slider.observe(self._redraw, names="value")
        self._redraw()

    def _redraw(self, change=None):
        values = {name: slider.value for name, slider in self._sliders.items()}
        self._picture = self._draw(**values)
        if hasattr(self._picture, "page_image"):
            self._page = self._page or PageImage()
            self._page.attributes = self._picture.page_image()
        elif hasattr(self._picture, "page_html"):
            self._page = self._page or PageSounds()
            self._page.html = self._picture.page_html()
        else:
            raise ValueError(
                f"The function given to play returned {type(self._picture).__name__}, but it must "
                "return a picture: end it with `return plotting.image_grid(...)` or the like."
            )

    def _repr_mimebundle_(self, include=None, exclude=None):
        still, metadata = self._picture._repr_mimebundle_()
        return view_bundle(widgets.VBox([*self._sliders.values(), self._page]), still), metadata


def _defaults(draw, names):
    """The defaults of the function's arguments that have a slider, which begins there."""
    arguments = inspect.signature(draw).parameters
    if unknown := [name for name in names if name not in arguments]:
        raise ValueError(
            f"play got a slider for {', '.join(unknown)}, but the function's arguments are "
            f"{', '.join(arguments) or 'none'}: give each slider the name of an argument."
        )
    return {
        name: arguments[name].default
        for name in names
        if arguments[name].default is not inspect.Parameter.empty
    }


def play(draw, **sliders):
    """A picture, or sounds, that follow sliders; without a page, those at their first values.

    Args:
        draw: function of the sliders' values that returns a `Picture`, or the sounds of `listen`;
            its defaults are where the sliders begin.
        sliders: name -> what `ipywidgets.interact` takes: `(low, high)`, a list, or a slider.
    """
    return Play(draw, sliders)
