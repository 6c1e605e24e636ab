"""The project's files agree with each other."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import badges
import nbformat
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_conda_users_get_the_same_versions():
    lines = re.findall(r"^  - (\S.*)$", (ROOT / "environment.yml").read_text(), re.M)
    lines = [line for line in lines if line not in ("conda-forge", "pip", "pip:")]
    assert lines == [
        f"python{PROJECT['requires-python']}",
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["lab"],
    ]


@pytest.mark.parametrize(
    "given, whole",
    [
        ("data", "{here}/data"),
        ("my data/x  y", "{here}/my data/x  y"),
        ("~/data", "~/data"),  # ae_helpers.data knows the home folder
        ("/shared/Übung 1", "/shared/Übung 1"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("where", ["environment", "command line"])
def test_make_gives_the_lessons_a_whole_path(tmp_path, given, whole, where):
    makefile = tmp_path / "Makefile"
    makefile.write_text('show:\n\t@echo "[$$AE_DATA_DIR]"\n')
    words = [f"AE_DATA_DIR={given}"] if where == "command line" else []
    run = subprocess.run(
        ["make", "--silent", "-f", ROOT / "Makefile", "-f", makefile, "show", *words],
        cwd=tmp_path,
        env=os.environ | {"AE_DATA_DIR": "" if words else given},
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == f"[{whole.format(here=tmp_path)}]", run.stderr


def test_colab_versions_are_the_lower_bounds():
    colab = (ROOT / "tests" / "constraints-colab.txt").read_text()
    exact = dict(re.findall(r"^([\w-]+)==([\d.]+)$", colab, re.M))
    lower = dict(re.findall(r"([\w-]+)>=([\d.]+)", " ".join(PROJECT["dependencies"])))
    shared = exact.keys() & lower.keys()
    assert {"jax", "keras", "numpy", "ipywidgets", "ipykernel", "anywidget"} <= shared
    assert {name: lower[name] for name in shared} == {name: exact[name] for name in shared}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_badge_and_install_line_name_the_release_in_pyproject(path):
    text = path.read_text()
    assert badges.with_release(text, path) == text, "run: make badges"
    title, setup = nbformat.reads(text, 4).cells[:2]
    assert badges.badge(path) in title.source
    guard, install = setup.source.splitlines()[:2]
    assert guard.startswith('if "google.colab" in ') and install.strip() == badges.install()
    assert f"@v{PROJECT['version']}" in install and f"/blob/v{PROJECT['version']}/" in title.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_lessons_are_stored_executed_and_small(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert path.stat().st_size < 1.5e6
    assert "widgets" not in notebook.metadata
    assert not any(out.output_type == "error" for cell in code for out in cell.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_pictures_and_links_of_a_lesson_exist(path):
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    text = re.sub(r"```.*?```", "", text, flags=re.S)  # in code, brackets are no links
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (path.parent / link).exists(), f"{link} is not there"
    for alt in re.findall(r"!\[([^\]]*)\]", text):
        assert alt, "every picture has an alternative text"


def test_the_readme_names_every_lesson():
    readme = (ROOT / "README.md").read_text()
    for path in NOTEBOOKS:
        assert f"notebooks/{path.name}" in readme
    for link in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / link).exists(), f"{link} is not there"


def test_the_readme_links_to_the_book():
    text = (ROOT / "README.md").read_text()
    assert f"]({badges.pages()})" in text and badges.with_pages(text) == text, "run: make badges"
    moved = text.replace(badges.pages(), "https://ada.github.io/course/")
    assert moved != text and badges.with_pages(moved) == text


def test_the_teaching_plans_name_every_lesson_and_its_minutes():
    plans = (ROOT / "book" / "teaching.md").read_text()
    rows = re.findall(r"^\| (\d\d) \| (\d+) \|", plans, re.M)
    assert rows == [
        (path.name[:2], re.search(r"\*(\d+) minutes", nbformat.read(path, 4).cells[0].source)[1])
        for path in NOTEBOOKS
    ]
    for link in re.findall(r"\]\(([^)#:]+)\)", plans):
        assert (ROOT / "book" / link).exists(), f"{link} is not there"


def test_no_machine_paths_in_what_is_stored():
    for path in NOTEBOOKS:
        assert not re.search(r"/(home|root|work|tmp|Users)/", path.read_text()), path.name


def lesson(stem):
    return nbformat.read(ROOT / f"notebooks/{stem}.ipynb", as_version=4)


def prose(stem):
    """All Markdown of a lesson."""
    return "\n".join(cell.source for cell in lesson(stem).cells if cell.cell_type == "markdown")


def measured(row, key, decimals, factor=1):
    """'mean ± standard deviation' over the seeds of a row of `make results`."""
    lines = (ROOT / "tests/benchmarks/results/rows.jsonl").read_text().splitlines()
    records = [record for record in map(json.loads, lines) if record["row"].startswith(f"{row}/")]
    values = factor * np.array([record["figures"][key] for record in records])
    return f"{values.mean():.{decimals}f} ± {values.std(ddof=1):.{decimals}f}"


@pytest.mark.parametrize(
    ("stem", "row", "key"),
    [
        ("01_vanilla_autoencoder", "lesson01/ink/16", "squared_error"),
        ("01_vanilla_autoencoder", "lesson01/mnist/16", "squared_error"),
        ("01_vanilla_autoencoder", "lesson01/mnist/64", "squared_error"),
        ("02_deep_autoencoders_and_pca", "deep/mnist/30", "squared_error"),
        ("02_deep_autoencoders_and_pca", "deep/mnist/hinton", "squared_error"),
        ("07_variational_autoencoder", "vae/mnist/static", "negative_elbo"),
        ("07_variational_autoencoder", "vae_torch/mnist/grey", "negative_elbo"),
        ("07_variational_autoencoder", "vae/mnist/grey", "negative_elbo"),
    ],
)
def test_a_lesson_quotes_what_was_measured(stem, row, key):
    assert measured(row, key, 2) in prose(stem)


def test_lesson_03_quotes_what_the_stock_layer_costs():
    rows = json.loads((ROOT / "tests/benchmarks/results/layers.json").read_text())["rows"]
    (seconds,) = (row["seconds"] for row in rows if "stock Keras" in row["seconds"])
    for value in seconds.values():
        assert f"{value:.1f} s" in prose("03_convolutional_autoencoder")
