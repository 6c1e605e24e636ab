"""What trains while sliders move."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "explorer": ["LatentExplorer"],
        "lab": ["LiveLab"],
        "scene": ["Scene"],
        "steering": ["Control", "Snapshot"],
        "trainer": ["LiveTrainer"],
    },
)
