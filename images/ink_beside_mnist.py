"""Draw `ink_beside_mnist.png`: what the package draws itself beside real handwriting.

    AE_DATA_DIR=../shared/data python images/ink_beside_mnist.py

reads mnist.npz from that folder. MNIST: Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0.
"""

import os
from pathlib import Path

from ae_helpers.data import ink

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

COLUMNS = 12
HERE = Path(__file__).parent


def one_row_a_digit(images, labels):
    """Tile the first images of each digit: `(n, 28, 28)` to `(280, 28 * COLUMNS)`."""
    return np.vstack([np.hstack(images[labels == digit][:COLUMNS]) for digit in range(10)])


def main():
    drawn = ink.draw(400, seed=4)
    with np.load(Path(os.environ["AE_DATA_DIR"]) / "mnist.npz", allow_pickle=False) as mnist:
        real, labels = mnist["x_train"][:400], mnist["y_train"][:400]
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    for ax, images, digits, title in [
        (left, drawn.images[..., 0], drawn.labels, "ink: drawn by the package"),
        (right, real, labels, "MNIST: written by people"),
    ]:
        ax.imshow(one_row_a_digit(images, digits), cmap="gray_r", interpolation="nearest")
        ax.set_title(title)
        ax.set_axis_off()
    figure.savefig(HERE / "ink_beside_mnist.png", dpi=130)


if __name__ == "__main__":
    main()
