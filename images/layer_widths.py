"""Draws layer_widths.svg: the widths of a deep autoencoder's layers, narrow in the middle."""

from ae_helpers.plotting import LINE_COLOURS

from _diagram import canvas, save
from matplotlib.patches import FancyBboxPatch

WIDTHS = [784, 256, 64, 4, 64, 256, 784]


def draw():
    figure, ax = canvas(9, 2.4)
    middle = len(WIDTHS) // 2
    for column, width in enumerate(WIDTHS):
        height = 1.6 * width**0.5 / 28  # so that 784 stands 1.6 inches high
        x = 0.75 + 1.25 * column
        colour = LINE_COLOURS[0] if column < middle else LINE_COLOURS[1]
        colour = "#333333" if column == middle else colour
        box = (x - 0.11, 1.35 - height / 2), 0.22, height
        ax.add_patch(FancyBboxPatch(*box, boxstyle="round,pad=0.03", fc=colour, lw=0))
        ax.text(x, 0.25, str(width), ha="center", va="center", fontsize=13)
        if column:
            style = {"arrowstyle": "->", "color": "#777777", "lw": 1.5}
            ax.annotate("", (x - 0.3, 1.35), (x - 0.95, 1.35), arrowprops=style)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
