"""The scene of points in the plane: clouds over a field, as of a GAN on a ring."""

from collections import OrderedDict

from ae_helpers.lab.scene import Scene, image_bytes

import numpy as np
from keras import ops

GRID = 48  # the field is looked at in GRID x GRID places


class PointScene(Scene):
    """Clouds of points, arrows, and a field under them, that a function of the model draws.

        def ring(grid):
            fakes = model.generator(z)
            return {"real": x, "generated": fakes, "judged real": ops.sigmoid(model.judge(grid))}

        LiveLab(trainer, scene=PointScene(trainer, ring, box=(-2, -2, 2, 2)))

    Args:
        trainer: a `LiveTrainer`.
        draw: `(grid, *inputs)` -> dict from a label to what it stands for: a cloud `(n, 2)`, of
            which there may be two; arrows `(n, 4)`, each from x, y to x + dx, y + dy; a field in
            [0, 1], one number for each place of the `grid`, `(GRID², 2)`. Compiled once.
        inputs: the arrays that `draw` takes beside the grid.
        box: least x and y, greatest x and y that are shown.
    """

    views = ("points", "curves")

    def __init__(self, trainer, draw, *inputs, box):
        super().__init__(trainer)
        x, y = (np.linspace(box[i], box[i + 2], GRID, dtype="float32") for i in (0, 1))
        self._grid = np.stack(np.meshgrid(x, y[::-1]), axis=-1).reshape(-1, 2)  # as an image
        self._draw, self._inputs = draw, inputs
        parts = {name: part.shape for name, part in self.images().items()}
        self.setup = {
            "points": {
                "box": [float(edge) for edge in box],
                "clouds": [name for name, shape in parts.items() if shape[1] == 2],
                "arrows": [name for name, shape in parts.items() if shape[1] == 4],
                "fields": [name for name, shape in parts.items() if shape == (GRID, GRID)],
            }
        }

    def images(self):
        """Points, arrows and field."""
        return self.trainer.apply(self._parts, self._grid, *self._inputs)

    def _parts(self, *inputs):
        parts = self._draw(*inputs).items()
        return OrderedDict((name, _drawable(part)) for name, part in parts)  # JAX sorts a dict


def _drawable(part):
    if part.size == GRID * GRID:
        return image_bytes(ops.reshape(part, (1, GRID, GRID)))[0]
    return ops.cast(part, "float32")
