"""The still picture of a live lab or a latent explorer, for pages on which nothing moves."""

from ae_helpers.cells.prediction import view_bundle
from ae_helpers.palette import TRAIN_COLOUR, VALIDATION_COLOUR
from ae_helpers.plotting import Picture, image_grid, image_row, latent_map

import numpy as np


def _curves(ax, arrays):
    drawn = []
    for name, colour, label in (
        ("train_curve", TRAIN_COLOUR, "training"),
        ("val_curve", VALIDATION_COLOUR, "validation"),
    ):
        steps, losses = arrays[name]
        ax.plot(steps, losses, color=colour, label=label)
        drawn.extend(losses[np.isfinite(losses)])
    if drawn and min(drawn) > 0 and max(drawn) > 3 * min(drawn):
        ax.set_yscale("log")
    ax.set(xlabel="step", ylabel="loss of an image")
    ax.legend()


def lab_still(title, rows, arrays, labels, views):
    """A `Picture` of what the stage shows.

    Args:
        rows: (name of the array, label) of every row of images.
        arrays: what `Scene.images` and `Scene.overview` give.
        labels: int, `(n,)`, the digit of each point of the map.
        views: which of "map" and "curves" to draw below the rows.
    """
    below = [view for view in ("map", "curves") if view in views]
    heights = [0.72] * len(rows) + [3.2] * bool(below)
    figure = Picture(figsize=(8.6, 0.4 + sum(heights)), layout="constrained")
    figure.suptitle(title, fontsize=12, weight="bold")
    grid = figure.add_gridspec(len(heights), max(1, len(below)), height_ratios=heights)
    for i, (name, label) in enumerate(rows):
        image_row(figure.add_subplot(grid[i, :]), label, arrays[name] / 255.0)
    for i, view in enumerate(below):
        ax = figure.add_subplot(grid[-1, i])
        latent_map(arrays["map"], labels, ax=ax) if view == "map" else _curves(ax, arrays)
    figure.alt = f"{title}: " + "; ".join(_seen(rows, arrays, below)) + "."
    return figure


def _seen(rows, arrays, below):
    if rows:
        labels = ", ".join(label for _, label in rows)
        yield f"rows of {len(arrays[rows[0][0]])} images, from the top {labels}"
    if "map" in below:
        yield f"a map of {len(arrays['map']):,} codes coloured by digit"
    if "curves" in below:
        (_, training), (_, validation) = arrays["train_curve"], arrays["val_curve"]
        ends = [f"{losses[-1]:.4g}" if len(losses) else "none" for losses in (training, validation)]
        yield f"the loss at the end, {ends[0]} in training and {ends[1]} in validation"


def explorer_still(title, codes, labels, place, image):
    """The map with a cross at `place`, beside the `(h, w)` image that is decoded there."""
    figure = Picture(figsize=(8.6, 4.6), layout="constrained")
    figure.suptitle(title, weight="bold")
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    latent_map(codes, labels, ax=left)
    left.plot(*place, "+", color="black", markersize=22, markeredgewidth=3, zorder=9)
    image_grid(image[None], ax=right, title="decoded at the cross")
    figure.alt = f"{title}: a map of codes coloured by digit, beside the image decoded at a cross."
    return figure


def still_bundle(widget, figure):
    """MIME bundle, and its metadata: `widget` on a live page and `figure` everywhere else."""
    bundle, metadata = figure._repr_mimebundle_()
    return view_bundle(widget, bundle), metadata
