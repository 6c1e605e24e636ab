"""Write the repository's address and the version, both in pyproject.toml, into every lesson, and
the address of the book into the README: `make badges`.

Each lesson names them twice: in the badge that opens it in Colab, and in the line that installs the
package there. Both name the tag of the version, so that a text never meets another package.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def release():
    """The repository's address, and the tag of the version: `git tag` it when it is published."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project["urls"]["Repository"], f"v{project['version']}"


def badge(path):
    """The Colab badge of a lesson, as Markdown."""
    address, tag = release()
    repository = address.removeprefix("https://github.com/")
    target = (
        f"https://colab.research.google.com/github/{repository}/blob/{tag}/notebooks/{path.name}"
    )
    image = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![Open in Colab]({image})]({target})"


def install():
    """The line of a lesson's first cell that installs the package on Colab."""
    address, tag = release()
    return f'%pip install -q "ae-helpers @ git+{address}@{tag}"'


def pages():
    """Where .github/workflows/book.yml publishes the book."""
    owner, name = release()[0].split("/")[-2:]
    return f"https://{owner}.github.io/{name}/"


def with_pages(text):
    """The README with the address of the book."""
    return re.sub(r"https://[^/\s]+\.github\.io/[^)\s]*", pages(), text)


def with_release(text, path):
    """The notebook's JSON with the address and the tag of pyproject.toml in badge and install."""
    text = re.sub(r"\[!\[Open in Colab\]\([^)]*\)\]\([^)]*\)", badge(path), text)
    line = install().replace('"', r"\"")  # as JSON writes it
    return re.sub(r'%pip install [^"]*"ae-helpers @ [^"]*"', lambda match: line, text)


if __name__ == "__main__":
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook.write_text(with_release(notebook.read_text(), notebook))
    readme = ROOT / "README.md"
    readme.write_text(with_pages(readme.read_text()))
