"""Several scenes in one lab: rows of paths beside the bars of their codes."""

from ae_helpers.lab.scene import Scene


class JointScene(Scene):
    """All that its scenes show. Their rows need different names, and each other view one scene.

    Args:
        scenes: scenes of the same trainer.
    """

    def __init__(self, *scenes):
        super().__init__(scenes[0].trainer)
        self._scenes = scenes
        self.views = tuple(dict.fromkeys(view for scene in scenes for view in scene.views))
        self.rows = [row for scene in scenes for row in scene.rows]
        self.setup = _joined(scene.setup for scene in scenes)

    def images(self):
        """Of all scenes."""
        return _joined(scene.images() for scene in self._scenes)

    def overview(self):
        """Of all scenes."""
        return _joined(scene.overview() for scene in self._scenes)

    def pad(self):
        """Of all scenes."""
        return _joined(scene.pad() for scene in self._scenes)

    def status(self):
        """Of all scenes."""
        return _joined(scene.status() for scene in self._scenes)

    def move(self, place):
        """Tell all scenes."""
        for scene in self._scenes:
            scene.move(place)

    def take(self, ink):
        """Tell all scenes."""
        for scene in self._scenes:
            scene.take(ink)


def _joined(dicts):
    return {key: value for each in dicts for key, value in each.items()}
