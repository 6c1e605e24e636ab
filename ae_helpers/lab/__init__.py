"""What trains while sliders move."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "explorer": ["LatentExplorer"],
        "lab": ["LiveLab"],
        "scene": ["Scene"],
        "scene_bars": ["BarScene"],
        "scene_images": ["ImageScene"],
        "scene_joint": ["JointScene"],
        "scene_points": ["PointScene"],
        "scene_rows": ["PathScene", "RowScene"],
        "steering": ["Control", "Snapshot"],
        "trainer": ["LiveTrainer"],
    },
)
