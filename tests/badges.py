"""Write the repository's address, which stands in pyproject.toml, into every lesson: `make badges`.

Each lesson names it twice: in the badge that opens it in Colab, and in the cell that installs the
package there.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project["urls"]["Repository"]


def badge(path):
    """The Colab badge of a lesson, as Markdown."""
    repository = address().removeprefix("https://github.com/")
    target = (
        f"https://colab.research.google.com/github/{repository}/blob/main/notebooks/{path.name}"
    )
    image = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![Open in Colab]({image})]({target})"


def with_address(text, path):
    """The notebook's JSON with the address of pyproject.toml in its badge and its install line."""
    text = re.sub(r"\[!\[Open in Colab\]\([^)]*\)\]\([^)]*\)", badge(path), text)
    return re.sub(r"(ae-helpers @ git\+)https://[^\\\"\s]+", rf"\g<1>{address()}", text)


if __name__ == "__main__":
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook.write_text(with_address(notebook.read_text(), notebook))
