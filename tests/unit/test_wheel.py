"""What Colab does: the package is built and installed, and lesson 00 runs on that copy alone."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ae_helpers"
NEEDED = {".py", ".js", ".css", ".json"}


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The folder with sdist and wheel, the wheel built from the sdist, without the network."""
    source = tmp_path_factory.mktemp("source")  # a copy, as builds leave files behind
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(PACKAGE, source / "ae_helpers", ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist"]
    run = subprocess.run(build, cwd=source, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    return source / "dist"


def test_sdist_and_wheel_hold_every_file_of_the_package(dist):
    files = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    files = {name for name in files if Path(name).suffix in NEEDED}
    assert {"ae_helpers/lab/stage.js", "ae_helpers/lab/settings/overrides.json"} <= files
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        assert files - set(archive.namelist()) == set()
        installed = "data/share/jupyter/labextensions/ae-present/package.json"
        assert any(name.endswith(installed) for name in archive.namelist())
    with tarfile.open(sdist) as archive:
        assert files - {name.partition("/")[2] for name in archive.getnames()} == set()


def test_lesson_00_runs_from_the_wheel(dist, tmp_path, monkeypatch):
    (wheel,) = dist.glob("*.whl")
    site, elsewhere = tmp_path / "site", tmp_path / "content"
    elsewhere.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*install, "--target", site, wheel], check=True, timeout=300)

    lesson = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)
    lesson.cells = [cell for cell in lesson.cells if cell.cell_type == "code"]
    lesson.cells.append(nbformat.v4.new_code_cell("import ae_helpers; print(ae_helpers.__file__)"))
    monkeypatch.setenv("PYTHONPATH", os.fspath(site))
    NotebookClient(lesson, timeout=600, resources={"metadata": {"path": elsewhere}}).execute()
    assert lesson.cells[-1].outputs[0].text.strip() == str(site / "ae_helpers" / "__init__.py")
    lab = lesson.cells[2].outputs[-1]
    assert "application/vnd.jupyter.widget-view+json" in lab.data and "image/png" in lab.data
