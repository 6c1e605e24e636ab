"""The book, opened from its folder with the network cut, on a phone: `make book` first."""

import pytest
from jupyter import ROOT

BOOK = ROOT / "build" / "book"
PAGES = [f"notebooks/{path.stem}.html" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
HERE = (BOOK.as_uri(), "data:", "blob:")  # what a page may ask for
PHONE = {"width": 390, "height": 844}


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


@pytest.mark.parametrize("name", ["book/index.html", *PAGES])
def test_a_page_fits_a_phone_and_says_what_its_pictures_show(open_page, name):
    page = open_page(name)
    page.evaluate("window.MathJax?.startup.promise")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("article h1").count() == 1
    images = page.locator("article img").evaluate_all("(all) => all.map((image) => image.alt)")
    assert images and all(images)
    assert page.locator("mjx-merror").count() == 0
    assert page.locator("article details[open]").count() == 0


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
