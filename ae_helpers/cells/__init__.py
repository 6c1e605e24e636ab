"""What stands in a cell and is no lab: predictions, pictures with sliders, progress, sounds."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "playing": ["play"],
        "prediction": ["predict"],
        "progress": ["Progress", "ProgressBar"],
        "sounds": ["listen"],
    },
)
