"""What plays in the book with no kernel: every `LatentExplorer` moves, the first lesson trains.

A map's weights are too much for a stored notebook, 0.6 MB that change whenever it is run. So the
build runs the lesson up to its map, takes what the widget sends to the page, and writes it beside
the page of the book. That takes a few seconds a map and is kept in build/maps, under the code that
was run, until `make clean`. The stored picture stays where scripts are off.
"""

import base64
import copy
import functools
import hashlib
import io
import json
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent
LAB = ROOT / "ae_helpers" / "lab"
SCRIPTS = ("stage_plots.js", "stage_pen.js", "stage_page.js", "decoder.js", "explorer.js")
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
FIRST = "notebooks/00_start_here"  # the lesson that trains in its page
IMAGES, COLUMNS = 2500, 50  # of them 500 for the map, which are not trained on


def map_setup(cells, folder):
    """What the `LatentExplorer` that ends a list of code cells sends to the page.

    Returns:
        Its `setup`, with arrays as base64; `decoder` is None where the kernel must be asked.
    """
    code = "\n\n".join(cell.source for cell in cells)
    kept = ROOT / "build" / "maps" / f"{hashlib.sha256(code.encode()).hexdigest()[:16]}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_run(cells, folder)))
    return json.loads(kept.read_text())


def _run(cells, folder):
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=copy.deepcopy(cells))
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources).execute()
    view = notebook.cells[-1].outputs[-1].data[VIEW]["model_id"]
    widget = notebook.metadata["widgets"][STATE]["state"][view]
    for buffer in widget["buffers"]:
        *path, name = buffer["path"]
        functools.reduce(dict.get, path, widget["state"])[name] = buffer["data"]
    return widget["state"]["setup"]


def lab_setup():
    """What the lab of the first lesson trains on: a sheet of images, and how its stage looks."""
    from ae_helpers.data import load
    from ae_helpers.palette import DIGIT_COLOURS, TRAIN_COLOUR, VALIDATION_COLOUR

    import numpy as np
    from PIL import Image

    data = load("ink")
    _, first_of_each = np.unique(data.y_val, return_index=True)  # one of each digit leads
    order = np.concatenate([first_of_each, np.setdiff1d(np.arange(len(data.y_val)), first_of_each)])
    shown = np.concatenate([data.x_val[order[:500]], data.x_train[: IMAGES - 500]])
    grey = np.round(255 * shown[..., 0]).astype("uint8")
    sheet = grey.reshape(-1, COLUMNS, 28, 28).swapaxes(1, 2).reshape(-1, COLUMNS * 28)
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "png", optimize=True)
    return {
        "title": "A map of handwriting, live in this page",
        "caption": "A smaller network than the lesson's, a plain autoencoder (784-64-2-64-784), "
        "trains here on 2,000 digits, with nothing installed.",
        "sheet": "data:image/png;base64," + base64.b64encode(file.getvalue()).decode(),
        "count": IMAGES,
        "columns": COLUMNS,
        "rows": [[name, name] for name in ("original", "reconstruction", "samples")],
        "views": ["map", "pad", "curves", "draw"],
        "labels": data.y_val[order[:500]].tolist(),
        "shape": [28, 28],
        "colours": DIGIT_COLOURS,
        "curveColours": [TRAIN_COLOUR, VALIDATION_COLOUR],
    }


def players(cells, docname):
    """(cell, name of the function in live.js, its setup) of all that plays in a lesson's page."""
    for i, cell in enumerate(cells):
        if "LatentExplorer(" in cell.source:
            yield cell, "explore", map_setup(cells[: i + 1], ROOT / "notebooks")
        elif "LiveLab(" in cell.source and docname == FIRST:
            yield cell, "train", lab_setup()


def put_in(app, docname, source):
    """Sphinx's `source-read`: a script behind each still picture of what plays in the book."""
    if not docname.startswith("notebooks/"):
        return
    notebook = nbformat.reads(source[0], 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, (cell, function, setup) in enumerate(players(cells, docname)):
        if function == "explore" and not setup["decoder"]:
            continue
        page = Path(app.outdir) / docname
        script = page.with_name(f"{page.name}_{number}.js")
        script.parent.mkdir(parents=True, exist_ok=True)
        place = "document.currentScript.previousElementSibling"
        script.write_text(f"aeBook.{function}({place}, {json.dumps(setup)});")
        (output,) = (out for out in cell.outputs if "text/html" in out.get("data", {}))
        output.data["text/html"] = (
            f'<script defer src="../_static/live.js"></script><div class="ae-live">'
            f'{output.data["text/html"]}</div><script defer src="{script.name}"></script>'
        )
    source[0] = nbformat.writes(notebook)


def write_scripts(app, _error):
    """Sphinx's `build-finished`: the package's scripts and ours in one, the worker's as a text."""
    here = Path(__file__).parent
    worker = "\n".join((here / name).read_text() for name in ("trainer.js", "lab_worker.js"))
    scripts = [(LAB / name).read_text() for name in SCRIPTS] + [(here / "live.js").read_text()]
    joined = "\n".join([f"const WORKER = {json.dumps(worker)};", *scripts])
    (Path(app.outdir) / "_static" / "live.js").write_text(f"(() => {{\n{joined}\n}})();\n")


def setup(app):
    app.connect("source-read", put_in)
    app.connect("build-finished", write_scripts)
    return {"parallel_read_safe": True}
