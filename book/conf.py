"""The book: `make book` makes pages of the lessons from their stored outputs; nothing is run
but what live.py needs.

Its source is the whole repository, so that the lessons' links and pictures are found where they
are. The pages ask for no address outside.
"""

import re
import sys
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # live.py

project, author, copyright = "Autoencoders, live", "", "CC BY 4.0 (text, pictures), MIT (code)"
extensions = ["myst_nb", "live"]
root_doc = "book/index"
include_patterns = ["book/*.md", "notebooks/*.ipynb", "tests/benchmarks/results/*.md"]
exclude_patterns = [".*", "build", "colab"]

nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "gfm"  # tables
myst_enable_extensions = ["dollarmath", "html_image"]

html_theme = "sphinx_book_theme"
html_title = project
html_theme_options = {
    "use_download_button": False,
    "home_page_in_toc": True,
    "navbar_persistent": [],  # there is a search field in the side bar
}
html_context = {"default_mode": "auto"}  # dark where the reader's system is
html_copy_source = False
html_show_search_summary = False  # it would fetch pages, which a folder does not allow
html_extra_path = ["index.html"]  # where a reader begins
html_css_files = ["stage.css", "explorer.css", "book.css"]
# MathJax in one file, with fonts and extensions inside.
mathjax_path = "tex-svg-full.js"
mathjax = distribution("sphinx-mathjax-offline")
mathjax = mathjax.locate_file(f"sphinx-mathjax-offline/static/mathjax/{mathjax_path}")
lab = HERE.parent / "ae_helpers" / "lab"
html_static_path = ["_static", str(mathjax), *map(str, lab.glob("*.css"))]


def without_badge(app, docname, source):
    """The picture of the Colab badge is on another's server: here the link says it in words."""
    source[0] = re.sub(r"\[!\[(Open in Colab)\]\([^)]*\)\]", r"[\1]", source[0])


def unbroken(app, docname, source):
    """Measured figures of the results stay on one line."""
    if docname.startswith("tests/"):
        source[0] = source[0].replace(" ± ", "\u00a0±\u00a0")


def setup(app):
    app.connect("source-read", without_badge)
    app.connect("source-read", unbroken)
