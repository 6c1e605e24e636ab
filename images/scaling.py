"""Draws scaling.svg: a batch is cut in two, two devices, the mean of the gradients goes to both."""

from ae_helpers.data import load

from _diagram import BLUE, GREEN, INK, ORANGE, canvas, save
from matplotlib.patches import FancyBboxPatch, Rectangle


def box(ax, x, y, width, height, colour, words):
    """A rounded box with white words."""
    shape = FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0.05", fc=colour, lw=0)
    ax.add_patch(shape)
    style = {"ha": "center", "va": "center", "fontsize": 13, "color": "white", "weight": "bold"}
    ax.text(x + width / 2, y + height / 2, words, **style)


def draw():
    figure, ax = canvas(11, 4.4, bottom=-0.2)
    limits = ax.get_xlim(), ax.get_ylim()
    for i, pixels in enumerate(load().x_train[:8, :, :, 0]):
        left, bottom = 0.4 + 0.72 * (i % 2), 3.05 - 0.72 * (i // 2) - 0.25 * (i > 3)
        extent = (left, left + 0.66, bottom, bottom + 0.66)
        ax.imshow(pixels, cmap="gray_r", extent=extent, vmin=0, vmax=1)
        ax.add_patch(Rectangle((left, bottom), 0.66, 0.66, fill=False, ec=INK, lw=0.8))
    ax.set(xlim=limits[0], ylim=limits[1], aspect="equal")
    ax.text(1.1, 3.85, "one batch", ha="center", fontsize=13, color=INK)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.4}
    for y, name in ((2.6, "device 1"), (0.75, "device 2")):
        box(ax, 2.7, y, 2.0, 0.9, BLUE, f"{name}\nsame weights")
        ax.annotate("", (2.62, y + 0.45), (1.9, y + 0.45), arrowprops=arrow)
        ax.text(5.1, 3.2 if y > 2 else 1.0, "gradient of its half", fontsize=12, color=INK)
        ax.annotate("", (7.1, 2.25 if y > 2 else 1.95), (4.78, y + 0.45), arrowprops=arrow)
    box(ax, 7.2, 1.65, 1.3, 0.9, ORANGE, "mean")
    ax.text(7.85, 2.75, "all-reduce", ha="center", fontsize=12, color=ORANGE)
    box(ax, 9.2, 1.65, 1.5, 0.9, GREEN, "the same\nupdate")
    ax.annotate("", (9.1, 2.1), (8.58, 2.1), arrowprops=arrow)
    back = {"arrowstyle": "-|>", "color": GREEN, "lw": 1.6, "ls": "--"}
    up, down = {"connectionstyle": "arc3,rad=0.3"}, {"connectionstyle": "arc3,rad=-0.3"}
    ax.annotate("", (4.0, 3.6), (9.9, 2.65), arrowprops=back | up)
    ax.annotate("", (4.0, 0.65), (9.9, 1.55), arrowprops=back | down)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
