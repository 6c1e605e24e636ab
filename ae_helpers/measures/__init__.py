"""What a code, a sample, a likelihood is worth."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["features", "likelihood", "metrics", "sound"],
    submod_attrs={
        "arrays": ["MeasureError"],
        "course": ["course_rows", "course_table"],
        "samples": [
            "Ruler",
            "control_images",
            "count_modes",
            "make_ruler",
            "nearest_training",
            "quality_table",
            "sample_quality",
        ],
    },
)
