"""What Colab does: the package is built and installed, and lesson 00 runs on that copy alone."""

import base64
import json
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import colab
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ae_helpers"
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NEEDED = {".py", ".js", ".css", ".json"}


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The folder with sdist and wheel, the wheel built from the sdist, without the network."""
    source = tmp_path_factory.mktemp("source")
    colab.sources(source)
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


@pytest.fixture
def colab_without_us(tmp_path, monkeypatch):
    """A kernel named `bare` with all that is installed here, pip too, but not this package."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    (site,) = bare.glob("lib/python*/site-packages")
    (site / "others.pth").write_text(
        sysconfig.get_path("purelib")
    )  # its own .pth files stay unread
    spec = {"argv": [f"{bare}/bin/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    kernel = tmp_path / "share" / "kernels" / "bare" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(spec | {"display_name": "bare", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return bare


def test_a_copy_of_lesson_00_runs_alone_in_an_empty_folder(dist, colab_without_us, tmp_path):
    (wheel,), elsewhere = dist.glob("*.whl"), tmp_path / "content"
    elsewhere.mkdir()
    lesson = colab.self_contained(ROOT / "notebooks" / "00_start_here.ipynb", wheel)
    lesson.cells = [cell for cell in lesson.cells if cell.cell_type == "code"]
    lesson.cells.append(nbformat.v4.new_code_cell("import ae_helpers; print(ae_helpers.__file__)"))
    where = {"metadata": {"path": elsewhere}}
    NotebookClient(lesson, timeout=600, kernel_name="bare", resources=where).execute()
    assert Path(lesson.cells[-1].outputs[0].text.strip()).is_relative_to(colab_without_us)
    assert [path.name for path in elsewhere.iterdir()] == [wheel.name]
    lab = lesson.cells[2].outputs[-1]
    assert "application/vnd.jupyter.widget-view+json" in lab.data and "image/png" in lab.data


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name[:2])
def test_a_copy_names_no_address_and_no_file_beside_it(path, tmp_path):
    package = tmp_path / "ae_helpers-0-py3-none-any.whl"
    package.write_bytes(b"the wheel")
    stored, copy = nbformat.read(path, as_version=4), colab.self_contained(path, package)
    sources = "\n".join(cell.source for cell in copy.cells)
    assert "git+" not in sources and "../images" not in sources and "colab.research" not in sources
    assert base64.b64encode(b"the wheel").decode() in copy.cells[1].source
    pictures = sum(cell.source.count("../images/") for cell in stored.cells)
    assert sources.count("data:image/") == pictures > 0
    assert [cell.outputs for cell in copy.cells if cell.cell_type == "code"] == [
        cell.outputs for cell in stored.cells if cell.cell_type == "code"
    ]
    assert copy.cells[1].source.endswith(stored.cells[1].source.partition("\n\n")[2])
