"""How the tests share the cores, and what the lessons cost."""

import os

import cost
import pytest
from prove import proved


def pytest_configure(config):
    """Each worker of `pytest -n`, and the kernels that it starts, keep to cores of their own."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0))
    if not workers:
        cost.begin()
    elif hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) >= workers:
        worker = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[worker::workers])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file stays on one worker, as a notebook's cells share a kernel; solved lessons need not."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if "test_solved.py" in nodeid else nodeid.split("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    """New lessons, then the longest, then the rest: no worker waits at the end."""
    seconds = {name: note["seconds"] for name, note in proved().items()}

    def last_time(item):
        if item.path.name == "test_solved.py":
            return seconds.get(item.callspec.params["path"].stem, 1e9)
        return seconds.get(item.path.stem, 1e9) if item.path.suffix == ".ipynb" else 0

    items.sort(key=last_time, reverse=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """The kernel of a notebook, which starts with its first cell, notes what it costs."""
    if item.path.suffix == ".ipynb":
        cost.note(item.path, "as stored")
    else:
        cost.note_no_more()


def pytest_terminal_summary(terminalreporter):
    for line in cost.lines():
        terminalreporter.write_line(line)
