"""How the tests share the workers of `pytest -n`."""

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file stays on one worker, as a notebook's cells share a kernel; the long claims do not.

    They come first, the longest lesson before all, so that no worker waits at the end for another.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if "test_claims_hold" in nodeid else nodeid.split("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    claims = [item for item in items if "test_claims_hold" in item.nodeid]
    items[:] = claims[::-1] + [item for item in items if item not in claims]
