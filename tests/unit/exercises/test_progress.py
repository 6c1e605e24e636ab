"""What was right is noted for whom it should be, and nothing about it disturbs a check."""

from concurrent.futures import ThreadPoolExecutor

from ae_helpers import exercises
from ae_helpers.exercises import _progress, check, progress

import pytest


class Page:
    """The shell of a kernel whose cell was sent by JupyterLab."""

    def get_parent(self):
        return {"metadata": {"cellId": "57be0697"}}


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(_progress, "get_ipython", Page)
    return tmp_path / "ae_helpers" / "progress.txt"


@pytest.fixture
def shown(monkeypatch):
    shown = []
    monkeypatch.setattr(exercises, "display", shown.append)
    return shown


def test_what_is_right_is_noted_once(file, shown):
    check("vanilla.compression_ratio", 8 / 784)
    assert not file.exists()
    for _ in range(2):
        check("vanilla.compression_ratio", 98)
    check("vanilla.parameters", 101_512)
    assert file.read_text().split() == ["vanilla.compression_ratio", "vanilla.parameters"]


@pytest.mark.parametrize("message", [{}, {"metadata": None}, {"metadata": {"deletedCells": []}}])
def test_nothing_is_noted_where_no_page_has_sent_the_cell(file, shown, monkeypatch, message):
    monkeypatch.setattr(Page, "get_parent", lambda self: message)
    check("vanilla.compression_ratio", 98)
    monkeypatch.setattr(_progress, "get_ipython", lambda: None)
    check("vanilla.compression_ratio", 98)
    assert [verdict.kind for verdict in shown] == ["right", "right"] and not file.exists()


def test_progress_shows_the_lessons_that_were_begun(file):
    assert "Nothing yet" in progress().data
    for name in ("vanilla.dropout", "beta.wake", "disentanglement.information_gap"):
        _progress.note(name)
    lines = progress().data.splitlines()
    assert [line[:14] for line in lines[2:4]] == ["| 01 | 1 of 8 ", "| 08 | 2 of 7 "]
    assert lines[3].startswith("| 08 | 2 of 7 | wake, information gap | change of loss, ")
    assert str(file) in lines[-1] and len(lines) == 6
    file.unlink()
    assert "Nothing yet" in progress().data


def test_a_damaged_file_keeps_what_is_whole_in_it(file, shown):
    file.parent.mkdir()
    file.write_bytes(b"\xff\x00{\nvanilla.dropout\nvanilla.wrong\nvanilla.squ")  # disk was full
    check("vanilla.compression_ratio", 98)
    assert "| 01 | 2 of 8 | compression ratio, dropout |" in progress().data


def test_a_folder_that_cannot_be_written_disturbs_no_check(file, shown):
    file.parent.write_text("a file stands where the folder should")
    check("vanilla.compression_ratio", 98)
    assert shown[0].kind == "right" and "Nothing yet" in progress().data


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("no home")])
def test_a_full_disk_disturbs_no_check(file, shown, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(_progress, "open", fail, raising=False)
    check("vanilla.compression_ratio", 98)
    assert shown[0].kind == "right" and not file.exists()


def test_kernels_at_the_same_time_lose_nothing(file):
    names = [f"vanilla.{n}" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_progress.note, names))
    assert _progress.noted() == set(names)
