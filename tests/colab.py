"""Write copies of the lessons that need no public address: `make colab`.

A copy holds what it needs: the package's wheel inside the cell that installs it, and its pictures
inside the text. It can be uploaded to Colab or mailed, and opens alone in an empty folder. Into
colab/, or into another folder: `python tests/colab.py FOLDER lesson.ipynb ...`.
"""

import base64
import mimetypes
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from badges import ROOT

INSTALL = """\
import importlib.util

if importlib.util.find_spec("ae_helpers") is None:  # the package travels inside this cell
    import base64

    with open("{name}", "wb") as file:
        file.write(base64.b64decode("{wheel}"))
    %pip install -q {name}
"""


def sources(folder):
    """Copy what the package is built from into the folder, as building leaves files behind."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ae_helpers", Path(folder) / "ae_helpers", ignore=ignore)


def wheel(folder):
    """Build the package's wheel in the folder, without the network; its path."""
    sources(folder)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    run = subprocess.run(build, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stdout + run.stderr)
    return next((Path(folder) / "dist").glob("*.whl"))


def picture(match):
    """`../images/x.svg` as a data address that holds the file."""
    path = ROOT / "images" / match[1]
    content = base64.b64encode(path.read_bytes()).decode()
    return f"data:{mimetypes.guess_type(path)[0]};base64,{content}"


def self_contained(path, package):
    """The lesson at `path` with its pictures and the wheel `package` inside, and no badge."""
    lesson = nbformat.read(path, as_version=4)
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"\[!\[Open in Colab\]\([^)]*\)\]\([^)]*\)\n*", "", cell.source)
            cell.source = re.sub(r"\.\./images/([\w.]+)", picture, text)
        elif "%pip install" in cell.source:
            content = base64.b64encode(package.read_bytes()).decode()
            rest = re.sub(r'if "google\.colab".*\n *%pip install.*\n', "", cell.source)
            cell.source = INSTALL.format(name=package.name, wheel=content) + rest
    return lesson


if __name__ == "__main__":
    target = Path(sys.argv[1] if sys.argv[1:] else ROOT / "colab")
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = wheel(folder)
        for path in sys.argv[2:] or sorted((ROOT / "notebooks").glob("*.ipynb")):
            nbformat.write(self_contained(path, package), target / Path(path).name)
