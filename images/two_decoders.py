"""Draws two_decoders.svg: two faces, one encoder, two decoders, and a discriminator of codes."""

from ae_helpers.data import faces
from ae_helpers.plotting import LINE_COLOURS

from _diagram import BLUE, INK, ORANGE, canvas, code, image, network, save

PURPLE = LINE_COLOURS[3]
ACT = {"smile": 0.9, "mouth": 0.6, "eyes": 0.9, "gaze": 0.6, "tilt": 0.1, "light": 0.3}
NUMBERS = (0.9, 0.2, 0.8, -0.3, 0.6, 0.1, -0.5, 0.3)


def face(person):
    return faces.draw(1, person, size=96, **ACT).images[0] / 255


def draw():
    figure, ax = canvas(10.6, 5.3)
    ada, bo = face(0), face(1)
    image(ax, 0.2, 1.75, ada, "Ada acts")
    network(ax, 2.6, 4.1, 1.75, (1.8, 0.9), BLUE, "encoder")
    code(ax, 4.55, 1.82, NUMBERS, 1, "code z")
    network(ax, 5.9, 7.6, 3.1, (0.8, 1.7), ORANGE, "Ada's\ndecoder")
    network(ax, 5.9, 7.6, 0.4, (0.8, 1.7), ORANGE, "Bo's\ndecoder")
    image(ax, 8.3, 3.05, ada, "redrawn, for training")
    image(ax, 8.3, 0.35, bo, "the swap")
    network(ax, 4.0, 5.6, 0.15, (0.7, 0.5), PURPLE, "whose?")
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.4}
    ways = [((2.05, 2.65), (2.58, 2.65)), ((4.12, 2.65), (4.52, 2.65)), ((5.1, 3.1), (5.88, 3.8))]
    ways += [((5.1, 2.2), (5.88, 1.4)), ((7.62, 3.95), (8.26, 3.95)), ((7.62, 1.25), (8.26, 1.25))]
    ways += [((4.8, 1.78), (4.8, 0.86))]
    for start, end in ways:
        ax.annotate("", end, start, arrowprops=arrow)
    words = "minus her mean face;\nBo's faces come in, too"
    ax.text(1.1, 1.25, words, ha="center", va="center", fontsize=12, color=INK)
    ax.text(3.9, 0.5, "discriminator:", ha="right", va="center", fontsize=12, color=PURPLE)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
