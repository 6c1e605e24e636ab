"""Everything that makes or reads examples: data sets, a pen, a language, what damages."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "corrupt",
        "faces",
        "ink",
        "language",
        "notes",
        "payments",
        "photographs",
        "spectrogram",
        "strokes",
    ],
    submod_attrs={
        "dataset": ["DataError", "Dataset", "load"],
    },
)
