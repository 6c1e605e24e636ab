"""The course's colours: digit k is drawn in DIGIT_COLOURS[k], in every figure of every lesson.

Found by maximising the smallest distance between any two of the ten (OKLab, B. Ottosson 2020) for
normal sight and under simulated protanopia, deuteranopia and tritanopia (Machado, Oliveira &
Fernandes, 2009), with a luminance contrast of at least 1.9 against white and 2.6 against #111111.
Digits that lie close together in a latent space (4-7-9, 3-5-8) got colours that lie far apart.
"""

DIGIT_COLOURS = (
    "#368dec",  # 0 sky blue
    "#e63faa",  # 1 pink
    "#73caa0",  # 2 mint
    "#b3060a",  # 3 red
    "#8f18ae",  # 4 purple
    "#bfaffc",  # 5 lavender
    "#a67e3f",  # 6 brown
    "#535860",  # 7 slate
    "#1039fe",  # 8 blue
    "#f0a917",  # 9 amber
)
TRAIN_COLOUR, VALIDATION_COLOUR = "#368dec", "#f0a917"  # curves, the same everywhere
