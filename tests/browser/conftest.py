"""One JupyterLab, one Chromium and one page for all browser tests, or for those of a worker."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from jupyter import NO_CHROMIUM, Jupyter, OnePage, browser, find_chromium  # noqa: E402


def pytest_configure(config):
    try:
        import playwright  # noqa: F401
    except ImportError:
        pytest.exit("The browser tests need Playwright: pip install -e '.[browser]'.", 1)
    if find_chromium() is None:
        pytest.exit(NO_CHROMIUM, 1)


@pytest.fixture(scope="session")
def jupyter():
    jupyter = Jupyter()
    yield jupyter
    jupyter.close()


@pytest.fixture(scope="session")
def chromium():
    with browser() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def one_page(jupyter, chromium):
    one_page = OnePage(jupyter, chromium)
    yield one_page
    one_page.close()


@pytest.fixture(scope="session")
def show(one_page, request):
    """Function that shows cells and returns the page: after a failed test it is a new one."""
    failed = 0

    def show(cells, **how):
        nonlocal failed
        if request.session.testsfailed > failed:
            failed = request.session.testsfailed
            one_page.close()
        return one_page.show(cells, **how)

    return show


@pytest.fixture(autouse=True)
def quiet_console(one_page):
    yield
    if one_page.page:
        problems = [one_page.page.problems.pop() for _ in one_page.page.problems[:]]
        assert problems == []
