"""Everything that makes or reads examples: the data sets, the pen that draws, what damages."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["corrupt", "faces", "ink", "payments", "photographs", "strokes"],
    submod_attrs={
        "dataset": ["DataError", "Dataset", "load"],
    },
)
