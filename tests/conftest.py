"""How the tests share the workers of `pytest -n`."""

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file stays on one worker, as a notebook's cells share a kernel; the long claims do not."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if "test_claims_hold" in nodeid else nodeid.split("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    """Claims, then lessons, then units; the last lessons first: no worker waits at the end."""
    items.sort(key=lambda item: item.nodeid.split("::")[0], reverse=True)
    items.sort(
        key=lambda item: ("test_claims_hold" not in item.nodeid, "tests/unit" in item.nodeid)
    )
