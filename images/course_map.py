"""Draws course_map.svg: the four parts of the course; the lessons that are finished stand out.

A lesson is finished when its notebook is there.
"""

from pathlib import Path

from ae_helpers.plotting import LINE_COLOURS

from _diagram import canvas, save
from matplotlib.patches import FancyBboxPatch

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
PARTS = {
    "I  Reconstruct": [
        "01 vanilla",
        "02 deep, and PCA",
        "03 convolutional",
        "04 denoising",
        "05 sparse, contractive",
        "06 recurrent",
    ],
    "II  Generate": [
        "07 variational",
        "08 β-VAE",
        "09 conditional",
        "10 tighter and deeper",
        "11 variational recurrent",
    ],
    "III  Compete": ["12 GAN", "13 adversarial", "14 two decoders"],
    "IV  Use": [
        "15 anomaly detection",
        "16 features, transfer",
        "17 compression",
        "18 missing values",
        "19 sound",
        "20 text",
        "21 restoration",
        "22 which one when",
        "23 scaling out",
    ],
}


def draw():
    figure, ax = canvas(10, 4.3)
    for column, (part, lessons) in enumerate(PARTS.items()):
        left, colour = 0.1 + 2.48 * column, LINE_COLOURS[column]
        ax.text(left, 4.05, part, fontsize=15, weight="bold", color=colour, va="center")
        for row, lesson in enumerate(lessons):
            done = any(NOTEBOOKS.glob(f"{lesson[:2]}_*.ipynb"))
            box = FancyBboxPatch(
                (left + 0.05, 3.48 - 0.42 * row),
                2.2,
                0.28,
                boxstyle="round,pad=0.05",
                fc=colour if done else "white",
                ec=colour,
                lw=1.2,
                ls="-" if done else (0, (3, 2)),
            )
            ax.add_patch(box)
            ax.text(
                left + 0.12,
                3.62 - 0.42 * row,
                lesson,
                fontsize=11.5,
                va="center",
                color="white" if done else "#444444",
                weight="bold" if done else "normal",
            )
    return figure


if __name__ == "__main__":
    save(draw(), __file__)
