"""Pictures from arrays. Every function returns a `Picture`; most can draw into a given `ax`.

Nothing here uses pyplot, so that widgets may call it from any thread and nothing stays open.
"""

from ae_helpers.palette import DIGIT_COLOURS
from ae_helpers.picture import GREYS, Picture

import matplotlib
import numpy as np
from matplotlib.patches import Circle

# The colours of Okabe and Ito (2008), which the colour-blind can tell apart.
LINE_COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
_STYLE = {
    "axes.prop_cycle": matplotlib.cycler(color=LINE_COLOURS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "font.size": 11,
    "lines.linewidth": 2,
    "legend.frameon": False,
}


def picture(width=8.0, height=3.0, columns=1, alt=""):
    """An empty `Picture` in the style of the course, and its axes.

    Args:
        width, height: size in inches; a page shows 100 pixels an inch.
        columns: number of axes side by side.
        alt: the alternative text, for those who cannot see the picture.

    Returns:
        `(figure, axes)`: one `Axes`, or an array of them if there are several columns.
    """
    with matplotlib.rc_context(_STYLE):
        figure = Picture(figsize=(width, height), layout="constrained")
        axes = figure.subplots(1, columns)
    figure.alt = alt
    return figure, axes


def tile(images, columns=10, gap=2):
    """Images `(n, h, w)` or `(n, h, w, c)` in one array, `gap` pixels of paper between them.

    Paper is 0 in grey images, where 1 is full ink, and white, 1, in colour images.
    """
    images = np.clip(np.asarray(images, "float32"), 0, 1)
    if images.ndim not in (3, 4) or images.shape[3:] not in ((), (1,), (3,)) or not len(images):
        raise ValueError(
            f"images has shape {images.shape}, but at least one image is needed, (n, h, w), "
            "(n, h, w, 1) or (n, h, w, 3): reshape it, or take x[:1] instead of x[0]."
        )
    if columns < 1:
        raise ValueError(f"columns is {columns}, but a row needs 1 or more: change it.")
    images = images[..., None] if images.ndim == 3 else images
    n, h, w, c = images.shape
    columns = min(columns, n)
    rows = -(-n // columns)
    size = (rows * (h + gap) - gap, columns * (w + gap) - gap, c)
    sheet = np.full(size, 0 if c == 1 else 1, "float32")
    for i, image in enumerate(images):
        top, left = i // columns * (h + gap), i % columns * (w + gap)
        sheet[top : top + h, left : left + w] = image
    return sheet[..., 0] if c == 1 else sheet


def _show(ax, sheet):
    cmap = GREYS if sheet.ndim == 2 else None
    ax.imshow(sheet, cmap=cmap, vmin=0, vmax=1, interpolation="nearest")
    ax.set_axis_off()


def image_grid(images, columns=10, title="", ax=None, alt=""):
    """Grey or colour images in a grid, without axes; ink is black on white paper.

    Args:
        images: grey levels in [0, 1], `(n, h, w)` or `(n, h, w, c)`; 1 is full ink.
        columns: images in a row.
        alt: the alternative text; else the number of images and rows.
    """
    sheet = tile(images, columns)
    figure = ax.figure if ax else None
    if ax is None:
        columns = min(columns, len(images))
        rows = -(-len(images) // columns)
        alt = alt or f"{title or 'Images'}: {len(images)}, in {_count(rows, 'row')} of {columns}."
        width = 0.8 * columns
        figure, ax = picture(width, width * sheet.shape[0] / sheet.shape[1] + 0.3, alt=alt)
    _show(ax, sheet)
    ax.set_title(title)
    return figure


def image_rows(rows, alt=""):
    """Named rows of images under each other: originals above their reconstructions.

    Args:
        rows: dict of label -> images `(n, h, w)` or `(n, h, w, 1)` in [0, 1]; every row has the
            same number of images.
        alt: the alternative text; else the number of rows and images, and the labels.
    """
    if not isinstance(rows, dict) or not rows:
        raise ValueError(
            f"image_rows got {type(rows).__name__} with {len(rows)} rows, but needs at least one "
            'label with its images: give a dict such as {"original": x}.'
        )
    columns = _count(max(len(images) for images in rows.values()), "image")
    labels = "; ".join(rows).replace("\n", " ")
    alt = alt or f"{_count(len(rows), 'row')} of {columns}, from the top: {labels}."
    height, margin = 0.08 + 0.72 * len(rows), _label_margin(rows)
    figure = Picture(figsize=(8, height))
    figure.alt = alt
    edges = {"left": margin / 8, "right": 0.99, "top": 1 - 0.04 / height, "bottom": 0.04 / height}
    axes = figure.subplots(len(rows), 1, squeeze=False, gridspec_kw=edges | {"hspace": 0.06})
    for ax, (label, images) in zip(axes[:, 0], rows.items(), strict=True):
        image_row(ax, label, images)
    return figure


def _label_margin(labels):
    """Inches that the longest line of the labels of `image_row` needs on its left."""
    return 0.2 + 0.088 * max(len(line) for label in labels for line in label.split("\n"))


def image_row(ax, label, images):
    """Images in one row with a label on its left."""
    _show(ax, tile(images, columns=len(images)))
    ax.set_anchor("W")
    ax.text(-0.01, 0.5, label, transform=ax.transAxes, ha="right", va="center", fontsize=11)


def path_box(paths):
    """Least x and y, greatest x and y of a square around paths `(n, T, 3)`, with a margin."""
    places = np.asarray(paths)[..., :2].reshape(-1, 2)
    low, high = places.min(axis=0), places.max(axis=0)
    centre, half = (low + high) / 2, 0.55 * (high - low).max()
    return np.concatenate([centre - half, centre + half])


def path_rows(rows, box=None, alt=""):
    """Named rows of pen paths under each other, as strokes: written above redrawn.

    Args:
        rows: dict of label -> paths `(n, T, 3)`: x to the right, y downwards, and how surely the
            pen is down, above 0.5 if it is.
        box: the square that each path is shown in; else the `path_box` of the first row.
        alt: the alternative text; else the number of rows and paths, and the labels.
    """
    first = next(iter(rows.values()))
    box = path_box(first) if box is None else box
    count = f"{_count(len(rows), 'row')} of {_count(len(first), 'path')}"
    height, margin = 0.08 + 0.72 * len(rows), _label_margin(rows)
    figure = Picture(figsize=(8, height))
    figure.alt = alt or f"{count}, from the top: {'; '.join(rows)}."
    edges = {"left": margin / 8, "right": 0.99, "top": 1 - 0.04 / height, "bottom": 0.04 / height}
    axes = figure.subplots(len(rows), 1, squeeze=False, gridspec_kw=edges | {"hspace": 0.06})
    for ax, (label, paths) in zip(axes[:, 0], rows.items(), strict=True):
        path_row(ax, label, paths, box)
    return figure


def path_row(ax, label, paths, box):
    """Paths in one row with a label on its left, each in the square `box`."""
    side = box[2] - box[0]
    for i, path in enumerate(np.asarray(paths)):
        x, y, pen = (path - [box[0], box[1], 0]).T
        inked = (pen[1:] > 0.5) & (pen[:-1] > 0.5)  # the line from each point to the next
        ends = np.concatenate([[False], inked]) | np.concatenate([inked, [False]])
        ax.plot(np.where(ends, x + 1.07 * side * i, np.nan), y, color="black", linewidth=1.2)
    ax.set(xlim=(0, 1.07 * side * len(paths)), ylim=(side, 0), aspect="equal")
    ax.set_axis_off()
    ax.set_anchor("W")
    ax.text(-0.01, 0.5, label, transform=ax.transAxes, ha="right", va="center", fontsize=11)


def reconstructions(x, x_hat, label="reconstruction"):
    """Originals above their reconstructions; both `(n, h, w, 1)` in [0, 1]."""
    apart = np.square(np.asarray(x) - np.reshape(x_hat, np.shape(x))).sum() / len(x)
    alt = (
        f"{_count(len(x), 'original')} above what came back ({label}), "
        f"{apart:.3g} squared grey levels apart per image."
    )
    return image_rows({"original": x, label: x_hat}, alt=alt)


def _count(n, thing):
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"


def _course(label, x, values):
    """The course of a line, or of the mean of several, in words."""
    y = np.mean(np.atleast_2d(values), axis=0)
    at = [f"{value:.4g} at {place:g}" for value, place in zip(y, x, strict=True)]
    text = f"{label} from {at[0]} to {at[-1]}"
    for name, i in (("lowest", np.argmin(y)), ("highest", np.argmax(y))):
        if y[i] not in (y[0], y[-1]):
            text += f", {name} {at[i]}"
    return text


def curve(x, ys, xlabel, ylabel, log_x=False, ax=None, alt=""):
    """One line a series, with a point at each value.

    Args:
        x: values on the horizontal axis, `(n,)`.
        ys: dict of label -> values `(n,)`, or `(seeds, n)` to draw the mean and the spread from the
            least to the greatest seed.
        xlabel, ylabel: name and unit of each axis.
        alt: the alternative text; else where each line begins, ends, and is lowest and highest.
    """
    figure = ax.figure if ax else None
    if ax is None:
        lines = "; ".join(
            _course(label, x, np.mean(np.atleast_2d(y), 0)) for label, y in ys.items()
        )
        figure, ax = picture(7, 3.2, alt=alt or f"{ylabel} against {xlabel}: {lines}.")
    for label, values in ys.items():
        values = np.atleast_2d(values)
        (line,) = ax.plot(x, values.mean(axis=0), "o-", markersize=5, label=label)
        if len(values) > 1:
            ax.fill_between(
                x, values.min(axis=0), values.max(axis=0), color=line.get_color(), alpha=0.2
            )
    if log_x:
        ax.set_xscale("log", base=2)
        ax.set_xticks(x, [f"{value:g}" for value in x])
    elif np.asarray(x).dtype.kind == "i":  # no half epochs
        ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(ys) > 1:
        ax.legend()
    return figure


def learning_curve(history, unit="nats per image", ax=None):
    """Training and validation loss by epoch.

    Args:
        history: what `fit` returns, or its `.history` dict with `loss` and perhaps `val_loss`.
        unit: the unit of the loss.
    """
    history = getattr(history, "history", history)
    names = {"loss": "training", "val_loss": "validation"}
    ys = {label: history[key] for key, label in names.items() if key in history}
    epochs = np.arange(1, len(history["loss"]) + 1)
    return curve(epochs, ys, "epoch", f"loss ({unit})", ax=ax)


def _apart(places, distance):
    """Places `(n, 2)`, those that are nearer than `distance` pushed apart, each half of the way."""
    for _ in range(100):
        ways = places[:, None] - places
        gaps = np.linalg.norm(ways, axis=-1)
        push = np.clip(distance - gaps, 0, None) / 2 / np.maximum(gaps, 1e-9)
        places = places + np.sum(push[..., None] * ways, axis=1)
    return places


def latent_map(codes, labels, ax=None, alt=""):
    """The code plane: one point an image, coloured by digit, each digit's number at its median,
    or as near to it as the other numbers allow.

    Args:
        codes: `(n, 2)`.
        labels: int, `(n,)`.
        alt: the alternative text; else the number of codes, and where each digit's median lies.
    """
    codes, labels = np.asarray(codes), np.asarray(labels)
    if codes.shape[1:] != (2,) or labels.shape != codes.shape[:1] or not len(codes):
        raise ValueError(
            f"codes has shape {codes.shape} and labels {labels.shape}, but a map needs (n, 2) and "
            "(n,): choose two codes, for instance codes[:, :2], and a label for each image."
        )
    figure = ax.figure if ax else None
    medians = {digit: np.median(codes[labels == digit], axis=0) for digit in np.unique(labels)}
    if ax is None:
        places = "; ".join(f"{digit} at ({x:.2g}, {y:.2g})" for digit, (x, y) in medians.items())
        alt = alt or f"A map of {len(codes):,} codes, coloured by digit, with medians {places}."
        figure, ax = picture(5.6, 5.0, alt=alt)
    for digit in medians:
        points = codes[labels == digit]
        ax.scatter(*points.T, s=7, color=DIGIT_COLOURS[digit % 10], alpha=0.6, linewidths=0)
    to_pixels, badge = ax.transData, 24 * ax.figure.dpi / 72  # a number in its circle, in pixels
    places = _apart(to_pixels.transform(list(medians.values())), badge)
    for digit, place in zip(medians, to_pixels.inverted().transform(places), strict=True):
        colour = DIGIT_COLOURS[digit % 10]
        box = {"boxstyle": "circle,pad=0.25", "fc": "white", "ec": colour, "lw": 2}
        ax.text(*place, str(digit), fontsize=12, weight="bold", ha="center", va="center", bbox=box)
    ax.set(xlabel="code 1", ylabel="code 2")
    return figure


def precision_and_coverage(real, invented, k=3):
    """What the ruler counts, in two dimensions: circles around real points, crosses in them or not.

    Args:
        real, invented: `(n, 2)` and `(m, 2)`, two principal components of the ruler's features.
        k: the circle of a real point reaches its `k`-th real neighbour.
    """
    apart = np.linalg.norm(real[:, None] - real[None], axis=-1)
    radius = np.sort(apart, axis=1)[:, k]  # column 0 is the point itself
    inside = np.linalg.norm(real[:, None] - invented[None], axis=-1) <= radius[:, None]
    caught, good = inside.any(axis=1), inside.any(axis=0)
    figure, ax = picture(
        9.4,
        4.4,
        alt=f"{len(real)} real points with circles, {caught.sum()} of which hold an invented one; "
        f"{len(invented)} invented points as crosses, {good.sum()} of them in a circle.",
    )
    for point, size, hit in zip(real, radius, caught, strict=True):
        colour = LINE_COLOURS[0] if hit else LINE_COLOURS[4]
        ax.add_patch(Circle(point, size, fc=colour, ec=colour, alpha=0.12))
    words = {True: "caught an invented one", False: "caught none"}
    for hit, colour in ((True, LINE_COLOURS[0]), (False, LINE_COLOURS[4])):
        label = f"real, its circle {words[hit]}: {np.sum(caught == hit)}"
        ax.plot(*real[caught == hit].T, "o", color=colour, markersize=5, label=label)
    for hit, colour, mark in ((True, LINE_COLOURS[2], "P"), (False, LINE_COLOURS[1], "X")):
        label = f"invented, {'inside' if hit else 'outside'}: {np.sum(good == hit)}"
        ax.plot(*invented[good == hit].T, mark, color=colour, markersize=7, label=label)
    ax.set_aspect("equal")
    figure.legend(loc="outside right center", frameon=False)
    ax.set(xlabel="first PCA component", ylabel="second PCA component")
    return figure
