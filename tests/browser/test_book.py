"""The book, opened from its folder with the network cut, on a phone: `make book` first."""

import functools
import re
from urllib.parse import unquote

import pytest
from jupyter import ROOT

BOOK = ROOT / "build" / "book"
PAGES = [f"notebooks/{path.stem}.html" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
RESULTS = [f"tests/benchmarks/results/{name}.html" for name in ("RESULTS", "SPEED")]
OTHERS = ["book/index.html", "book/teaching.html", *RESULTS]
HERE = (BOOK.as_uri(), "data:", "blob:")  # what a page may ask for
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
# What is wider than its box, or than the page, and cannot be scrolled there; formulas stand out of
# their boxes by a few pixels.
CUT_OFF = """() => {
  const scrolls = (e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
  const inScroller = (e) => e.tagName !== "ARTICLE" && (scrolls(e) || inScroller(e.parentElement));
  return [...document.querySelectorAll("article *, .prev-next-area *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".sr-only, svg"))
    .filter((e) => !e.closest("article") || !inScroller(e))
    .map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`);
}"""
# Broken pictures, and steps of more than one from a heading to the next.
BROKEN = "[...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src)"
HEADINGS = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)")]
  .map((heading) => +heading.tagName[1])"""
TOO_WIDE = """(all) => all.filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.textContent)"""


@pytest.fixture(autouse=True)
def quiet_console():
    """Of conftest.py, and starts a JupyterLab: here `open_page` looks at the console."""


@pytest.fixture(scope="module")
def cut_off(chromium):
    context = chromium.new_context(offline=True, viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def open_page(cut_off):
    """Function: page of the book -> Playwright's page; no request may leave the folder."""
    problems, page = [], cut_off.new_page()
    page.on("console", lambda line: line.type == "error" and problems.append(line.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: request.url.startswith(HERE) or problems.append(request.url))

    def open_page(name):
        assert (BOOK / name.split("?")[0]).exists(), f"build/book/{name} is not there: make book"
        page.goto(f"{BOOK.as_uri()}/{name}")
        return page

    yield open_page
    page.close()
    assert problems == []


@pytest.mark.parametrize("name", [*OTHERS, *PAGES])
def test_a_page_fits_a_phone_and_says_what_its_pictures_show(open_page, name):
    page = open_page(name)
    page.evaluate("window.MathJax?.startup.promise")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(CUT_OFF) == []
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False))
    images = page.locator("article img").evaluate_all("(all) => all.map((image) => image.alt)")
    assert (images or name in OTHERS) and all(images)
    assert page.evaluate(BROKEN) == []
    assert page.locator("mjx-merror").count() == 0
    assert page.locator("article details[open]").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_desktop_shows_lines_of_code_and_tables_whole(open_page, name):
    page = open_page(name)
    page.set_viewport_size(DESKTOP)
    boxes = page.locator("article :is(pre, .pst-scrollable-table-container)")
    assert boxes.evaluate_all(TOO_WIDE) == []


@functools.cache
def anchors(path):
    return set(re.findall(r'\bid="([^"]+)"', path.read_text()))


@pytest.mark.parametrize("name", [*OTHERS, *PAGES])
def test_links_within_the_book_lead_somewhere(name):
    page, missing = BOOK / name, []
    for link in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', page.read_text()):
        address, _, anchor = unquote(link).partition("#")
        path = page.parent / address if address else page
        here = not re.match(r"\w+:", address)
        if here and not (path.exists() and (not anchor or anchor in anchors(path))):
            missing.append(link)
    assert missing == []


def test_the_first_address_leads_to_the_lessons(open_page):
    page = open_page("index.html")
    page.locator("article").get_by_role("link", name="00 Start here").click()
    page.get_by_role("heading", name="00 · Start here").wait_for()
    page.locator("article").get_by_role("link", name="01 The vanilla autoencoder").click()
    page.get_by_role("heading", name="01 · The vanilla autoencoder").wait_for()


def test_formulas_are_set_and_solutions_unfold(open_page):
    page = open_page("notebooks/01_vanilla_autoencoder.html")
    page.evaluate("MathJax.startup.promise")
    formula = page.locator("mjx-container[display] svg").first.bounding_box()
    assert formula["width"] > 10 and formula["height"] > 10
    solution = page.locator("details", has_text="Solution").first
    assert not solution.locator("pre").first.is_visible()
    solution.locator("summary").click()
    assert solution.locator("pre").first.is_visible()


def test_the_search_finds_pages(open_page):
    page = open_page("search.html?q=collapse")
    found = page.locator("#search-results a")
    found.first.wait_for()
    assert "08_beta_and_disentanglement.html" in " ".join(
        found.evaluate_all("(links) => links.map((link) => link.href)")
    )


def test_dark_where_the_system_is_dark(open_page):
    page = open_page("book/index.html")
    colour = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert min(page.evaluate(colour)) > 200
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert max(page.evaluate(colour)) < 60
