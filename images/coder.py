"""Draws coder.svg: a symbol is pushed on a state and popped; frequencies 3, 1 and 4 of 8."""

from _diagram import BLUE, GREEN, INK, ORANGE, canvas, save
from matplotlib.patches import Rectangle

FREQUENCIES, COLOURS = (3, 1, 4), (BLUE, ORANGE, GREEN)
STATE, SYMBOL = 13, 2


def draw():
    total, f, start = sum(FREQUENCIES), FREQUENCIES[SYMBOL], sum(FREQUENCIES[:SYMBOL])
    high, rest = divmod(STATE, f)
    after, low = high * total + start + rest, start + rest
    figure, ax = canvas(9.5, 2.5)
    style = {"ha": "center", "va": "center", "color": INK}
    place = 0
    for symbol, (frequency, colour) in enumerate(zip(FREQUENCIES, COLOURS, strict=True)):
        middle = 3.0 + 0.55 * (place + frequency / 2)
        ax.text(
            middle, 1.8, f"symbol {symbol}" if frequency > 1 else f"{symbol}", fontsize=13, **style
        )
        for i in range(place, place + frequency):
            edge = {"ec": INK, "lw": 3} if i == low else {"ec": "white", "lw": 1}
            ax.add_patch(Rectangle((3.0 + 0.55 * i, 1.0), 0.53, 0.55, fc=colour, **edge))
            ax.text(3.265 + 0.55 * i, 1.275, str(i), fontsize=13, **style | {"color": "white"})
        place += frequency
    ax.text(1.2, 1.5, f"state {STATE}", fontsize=15, **style)
    ax.text(1.2, 1.1, f"= {high} · {f} + {rest}", fontsize=13, **style)
    ax.text(8.45, 1.5, f"state {after}", fontsize=15, **style)
    ax.text(8.45, 1.1, f"= {high} · {total} + {low}", fontsize=13, **style)
    for start_x, end_x in ((2.1, 2.85), (7.5, 7.75)):
        ax.annotate("", (end_x, 1.28), (start_x, 1.28), arrowprops={"arrowstyle": "->", "lw": 2})
    words = (
        f"push {SYMBOL}: the rest {rest} is the place in its stretch; pop: place {low} lies in it"
    )
    ax.text(5.2, 0.5, words, fontsize=13, **style)
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
