"""How the tests share the cores, and what the lessons cost."""

import os
import signal

import cost
import pytest
from prove import proved

EACH_LESSON = ("test_solved.py", "test_lessons.py", "test_slide_heights.py")


def pytest_configure(config):
    """Each worker of `pytest -n`, and the kernels that it starts, keep to cores of their own."""
    config.pluginmanager.register(cost)  # not as part of this file, which notebooks/ is not under
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0))
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    if 0 < workers <= len(cores):
        worker = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        os.sched_setaffinity(0, cores[worker::workers])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file stays on one worker, as a notebook's cells share a kernel; lessons need not."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::")[0]
            return nodeid if file.endswith(EACH_LESSON) else file

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


@pytest.fixture
def ctrl_c():
    """Interrupts as a terminal has them; a job in the background is started with them ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
