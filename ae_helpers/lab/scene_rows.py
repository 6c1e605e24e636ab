"""Scenes of rows that a function draws: grey or colour images, and paths of a pen."""

from collections import OrderedDict

from ae_helpers.lab.scene import Scene, image_bytes
from ae_helpers.plotting import path_box


class RowScene(Scene):
    """Rows of images, grey or in colour, that a function of the model draws.

        def faces(ada):
            z = model.encoder(ada)
            return {"Ada": ada, "redrawn": model.decode_ada(z), "as Bo": model.decode_bo(z)}

        LiveLab(trainer, scene=RowScene(trainer, faces, ada_val[:8]))

    Args:
        trainer: a `LiveTrainer`.
        draw: arrays -> dict from a row's label to its images in [0, 1], `(n, h, w)`, `(n, h, w, 1)`
            or `(n, h, w, 3)`; compiled once, so it is written with layers and `keras.ops`.
        inputs: the arrays that `draw` takes.
    """

    views = ("rows", "curves")

    def __init__(self, trainer, draw, *inputs):
        super().__init__(trainer)
        self._draw, self._inputs = draw, inputs
        self.rows = [(label, label) for label in self.images()]

    def images(self):
        """The rows."""
        return self.trainer.apply(self._rows, *self._inputs)

    def _rows(self, *inputs):
        rows = self._draw(*inputs).items()
        return OrderedDict((label, self.drawable(row)) for label, row in rows)  # JAX sorts a dict

    def drawable(self, row):
        """A row as the page takes it."""
        return image_bytes(row)


class PathScene(RowScene):
    """Rows of pen paths that a function of the model draws, as strokes.

    Its `draw` gives paths `(n, T, 3)`: x to the right, y downwards, and how surely the pen is down,
    above 0.5 if it is. All are drawn to the scale of the first row.
    """

    def __init__(self, trainer, draw, *inputs):
        super().__init__(trainer, draw, *inputs)
        box = path_box(next(iter(self.images().values())))
        self.setup = {"paths": {"box": box.tolist(), "rows": [name for name, _ in self.rows]}}

    def drawable(self, row):
        """Float32, whatever the model computes with."""
        return row.astype("float32")
