"""One JupyterLab and one Chromium for all browser tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from jupyter import NO_CHROMIUM, Jupyter, browser, find_chromium  # noqa: E402


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
