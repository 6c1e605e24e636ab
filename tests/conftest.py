"""How the tests share the workers of `pytest -n`."""

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file stays on one worker, as a notebook's cells share a kernel; the long claims do not."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if "test_claims_hold" in nodeid else nodeid.split("::")[0]

    return ByFile(config, log)
