"""The one comparison of the course: a row for each lesson's model, measured, stored, and read here.

`make results ROW=course/ink` measures it and writes `course.json`; nothing is trained here.
"""

import json
from pathlib import Path

STORED = Path(__file__).with_name("course.json")
ON_MNIST = Path(__file__).with_name("course_mnist.json")
# Row -> (lesson, name, where its codes are drawn from when it invents).
MODELS = {
    "pca": ("01", "PCA", "fitted Gaussian"),
    "vanilla": ("01", "vanilla", "fitted Gaussian"),
    "deep": ("02", "deep", "fitted Gaussian"),
    "convolutional": ("03", "convolutional", "fitted Gaussian"),
    "denoising": ("04", "denoising", "fitted Gaussian"),
    "sparse": ("05", "sparse, 16 of 256", "fitted Gaussian"),
    "contractive": ("05", "contractive, λ = 0.1", "fitted Gaussian"),
    "recurrent": ("06", "recurrent, by rows", "fitted Gaussian"),
    "variational": ("07", "variational", "N(0, I)"),
    "beta": ("08", "β = 4", "N(0, I)"),
    "conditional": ("09", "conditional, told the digit", "N(0, I)"),
    "importance": ("10", "IWAE, 5 codes", "N(0, I)"),
    "written": ("11", "variational, by rows", "N(0, I)"),
    "gan": ("12", "GAN, R1 1", "N(0, I)"),
    "adversarial": ("13", "adversarial", "N(0, I)"),
}
# Trainable weights of the compared models, encoder and decoder together.
WEIGHTS = {"pca": 13_328, "vanilla": 410_912, "deep": 472_608, "convolutional": 29_321}
WEIGHTS |= {"denoising": 410_912, "sparse": 534_032, "contractive": 410_912, "recurrent": 122_412}
WEIGHTS |= {"variational": 415_024, "beta": 415_024, "conditional": 420_144, "importance": 415_024}
WEIGHTS |= {"written": 124_476, "gan": 407_057, "adversarial": 429_729}
TITLES = ["lesson", "model", "squared error", "digit read", "invents from"]
TITLES += ["precision", "coverage", "Fréchet", "processor\u00a0s"]  # on one line
BELOW = (
    "Codes of 16 numbers, networks of 784-256-16 (deep: 784-256-128-16; 03: its own; the sparse "
    "one keeps 16 of 256), 20 epochs of 12,000 `ink` images; mean ± standard deviation over three "
    "seeds, on test images. Squared error per image, in squared grey levels; the digit is read by "
    "a linear classifier with 550 labels; invented images by the ruler of lesson 07."
)


def course_rows(data="ink"):
    """What is stored of each model, for figures and tables of one's own.

    Args:
        data: "ink" or "mnist", the images that the models were trained on.

    Returns:
        A dictionary: row of `MODELS` -> figure, such as "squared_error" or "coverage" -> mean and
        standard deviation over three seeds. A model without an encoder has fewer figures.

    Raises:
        ValueError: for other data.
    """
    stored = {"ink": STORED, "mnist": ON_MNIST}
    if data not in stored:
        raise ValueError(f"The comparison was made on 'ink' and on 'mnist', not on {data!r}.")
    return json.loads(stored[data].read_text())


def course_table(lesson=None):
    """The comparison as a Markdown table.

    Args:
        lesson: number of the lesson whose row is set in bold, such as "07"; None for no row.

    Returns:
        Markdown text; show it with `IPython.display.Markdown`.

    Raises:
        ValueError: if no row of the table is from that lesson.
    """
    if lesson not in [None, *(number for number, _, _ in MODELS.values())]:
        raise ValueError(f"The comparison has no row of lesson {lesson!r}.")
    lines = ["| " + " | ".join(TITLES) + " |", "|---" * len(TITLES) + "|"]
    for row, figures in course_rows().items():
        number, model, source = MODELS[row]

        def cell(name, decimals, factor=1, unit="", figures=figures):
            if name not in figures:
                return "–"  # a model without an encoder
            mean, spread = (factor * value for value in figures[name])
            return f"{mean:.{decimals}f} ± {spread:.{decimals}f}{unit}"

        cells = [number, model, cell("squared_error", 1), cell("probe", 1, 100, " %"), source]
        cells += [cell("precision", 2), cell("coverage", 2), cell("frechet", 1)]
        cells += [f"{figures['seconds'][0]:.0f}"]
        marked = [f"**{text}**" for text in cells] if number == lesson else cells
        lines.append("| " + " | ".join(marked) + " |")
    return "\n".join([*lines, "", f"*{BELOW}*"])
