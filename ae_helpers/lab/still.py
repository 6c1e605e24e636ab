"""The still picture of a live lab or a latent explorer, for pages on which nothing moves."""

from ae_helpers.cells.prediction import view_bundle
from ae_helpers.palette import TRAIN_COLOUR, VALIDATION_COLOUR
from ae_helpers.plotting import Picture, image_grid, image_row, latent_map, path_row

import numpy as np

CLOUD_COLOURS = (TRAIN_COLOUR, VALIDATION_COLOUR)
FIELD_INK = 0.4  # how dark a field of 1 is, as in stage_points.js


def _map(ax, arrays, setup):
    latent_map(arrays["map"], setup["labels"], ax=ax)


def _points(ax, arrays, setup):
    points = setup["points"]
    left, low, right, high = points["box"]
    for name in points["fields"]:
        image = {"cmap": "gray_r", "vmin": 0, "vmax": 255 / FIELD_INK, "interpolation": "nearest"}
        ax.imshow(arrays[name], extent=(left, right, low, high), **image)
    for name, colour, marker in zip(points["clouds"], CLOUD_COLOURS, "oD", strict=False):
        ax.plot(*arrays[name].T, marker, color=colour, markersize=3.5, mec="white", mew=0.4)
        ax.plot([], [], marker, color=colour, label=name)
    for name in points["arrows"]:
        ax.quiver(*arrays[name].T, angles="xy", scale_units="xy", scale=1, width=0.005)
    ax.set(xlim=(left, right), ylim=(low, high), aspect="equal")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)


def _bars(ax, arrays, setup):
    names = setup["bars"]["names"]
    ax.barh(names, arrays["bars"], color=TRAIN_COLOUR)
    ax.set_yticks(range(0, len(names), -(-len(names) // 16)))  # at most 16 names
    ax.invert_yaxis()
    ax.set_xlabel(setup["bars"]["title"])


def _curves(ax, arrays, setup):
    drawn = []
    for name, colour, label in (
        ("train_curve", TRAIN_COLOUR, "training"),
        ("val_curve", VALIDATION_COLOUR, "validation"),
    ):
        steps, losses = arrays[name]
        if np.isfinite(losses).any():  # not every lab has validation images
            ax.plot(steps, losses, color=colour, label=label)
        drawn.extend(losses[np.isfinite(losses)])
    if drawn and min(drawn) > 0 and max(drawn) > 3 * min(drawn):
        ax.set_yscale("log")
    ax.set(xlabel="step", ylabel="loss")
    if drawn:
        ax.legend()


PARTS = {"map": _map, "points": _points, "curves": _curves, "bars": _bars}  # by view, in order


def lab_still(title, rows, arrays, setup, views):
    """A `Picture` of what the stage shows.

    Args:
        rows: (name of the array, label) of every row of images.
        arrays, setup: `overview()` and `setup` of the scene.
        views: which parts of the lab; those of `PARTS` are drawn below the rows.
    """
    below = [view for view in PARTS if view in views]
    paths = setup.get("paths", {"rows": ()})
    heights = [_height(arrays[name]) for name, _ in rows] + [3.2] * bool(below)
    figure = Picture(figsize=(8.6, 0.4 + sum(heights)), layout="constrained")
    figure.suptitle(title, fontsize=12, weight="bold")
    grid = figure.add_gridspec(len(heights), max(1, len(below)), height_ratios=heights)
    for i, (name, label) in enumerate(rows):
        ax = figure.add_subplot(grid[i, :])
        if name in paths["rows"]:
            path_row(ax, label, arrays[name], paths["box"])
        else:
            image_row(ax, label, arrays[name] / 255.0)
    for i, view in enumerate(below):
        PARTS[view](figure.add_subplot(grid[-1, i]), arrays, setup)
    figure.alt = f"{title}: " + "; ".join(_seen(rows, arrays, setup, below)) + "."
    return figure


def _height(row):
    """Inches of a row; one of wide images, such as lines of text, is low."""
    return 0.72 * min(1, max(0.33, 10 * row.shape[1] / row.shape[2]))


def _seen(rows, arrays, setup, below):
    if rows:
        labels = ", ".join(label for _, label in rows)
        kind = "pen paths" if rows[0][0] in setup.get("paths", {"rows": ()})["rows"] else "images"
        yield f"rows of {len(arrays[rows[0][0]])} {kind}, from the top {labels}"
    if "map" in below:
        yield f"a map of {len(arrays['map']):,} codes coloured by digit"
    if "points" in below:
        for name in setup["points"]["clouds"]:
            x, y = arrays[name].mean(axis=0)
            yield f"{len(arrays[name])} points, {name}, around ({x:.2g}, {y:.2g})"
    if "bars" in below:
        bars = zip(setup["bars"]["names"], arrays["bars"], strict=True)
        yield setup["bars"]["title"] + ", " + ", ".join(f"{n} {v:.3g}" for n, v in bars)
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
