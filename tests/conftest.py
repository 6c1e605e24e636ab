"""How the tests share the workers of `pytest -n`."""

import pytest


def pytest_itemcollected(item):
    """A file stays on one worker, as a notebook's cells share a kernel; the long claims do not."""
    if not item.get_closest_marker("claims"):
        item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))
