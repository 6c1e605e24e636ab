"""A plugin of pytest: what each lesson costs, noted by its kernel, one line each at the end."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

METER = Path(__file__).parent / "meter.py"
# The lesson guide's measures, for a lesson as it is stored.
SECONDS, LONG, PROGRAMS = 40, 70, 150
LONGER = ("06", "10", "11", "12", "13", "14")  # recurrent, importance-weighted, adversarial


def note(path, how):
    """Kernels that are started from now on note their cost, as that of this lesson."""
    os.environ["PYTHONSTARTUP"] = str(METER)
    os.environ["AE_COST"] = os.path.join(os.environ["AE_COSTS"], f"{path.stem}, {how}.json")


def pytest_sessionstart(session):
    """A folder for the notes of this run, which its workers will know, too."""
    if not hasattr(session.config, "workerinput"):
        os.environ["AE_COSTS"] = tempfile.mkdtemp(prefix="ae_costs_")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """The kernel of a notebook starts with its first cell."""
    for name in ("PYTHONSTARTUP", "AE_COST"):
        os.environ.pop(name, None)
    if item.path.suffix == ".ipynb":
        note(item.path, "as stored")


def pytest_terminal_summary(terminalreporter, config):
    """A line for each lesson that was run; `!` stands beside what is above the guide's measures."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ["AE_COSTS"])
    for file in sorted(folder.glob("*.json")):
        cost, stored = json.loads(file.read_text()), file.stem.endswith("as stored")
        seconds = LONG if file.stem.startswith(LONGER) else SECONDS
        slow = "!" if stored and cost["processor"] > seconds else " "
        many = "!" if stored and cost["programs"] > PROGRAMS else " "
        terminalreporter.write_line(
            f"{file.stem:46}{cost['processor']:4.0f}{slow} processor s of {cost['wall']:4.0f} s,"
            f"{cost['programs']:5}{many} programs, {cost['largest']:3.0f} s: {cost['cell'][:40]}"
        )
    shutil.rmtree(folder)
