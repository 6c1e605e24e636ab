"""The grader on a small made-up lesson: every hand-in has a row, and only official checks count."""

import csv
import json
import os
from pathlib import Path

from ae_helpers import grade

import pytest

LESSONS = Path(__file__).parents[2] / "notebooks"
COMPRESSION = 'compression_ratio = ...\ncheck("vanilla.compression_ratio", compression_ratio)'
PARAMETERS = 'parameters = ...\ncheck("vanilla.parameters", parameters)'
ERROR = 'def error(x, x_hat):\n    return ...\n\n\ncheck("vanilla.squared_error", error)'
RATIO_OF = 'ratio_of = ...\ncheck("deep.parameters", ratio_of)'
LESSON = {
    "setup": "from ae_helpers.exercises import check\n\nimport numpy as np",
    "model": "pixels, code = 28 * 28, 8",
    "one": COMPRESSION,
    "two": PARAMETERS,
    "between": "trained = True",
    "three": ERROR,
    "four": RATIO_OF,
}


def notebook(cells):
    """The text of a notebook with these code cells, `{id: source}`."""
    code = [{"cell_type": "code", "id": i, "source": s.split("\0")} for i, s in cells.items()]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": []}, *code]})


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A function that grades notebooks, given by name as text or cells, and returns their rows."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "90_small.ipynb").write_text(notebook(LESSON))

    def table(**hand_ins):
        folder = tmp_path / "hand-ins"
        folder.mkdir()
        for name, text in hand_ins.items():
            text = text if isinstance(text, bytes | str) else notebook(text)
            data = text if isinstance(text, bytes) else text.encode()
            (folder / f"{name}.ipynb").write_bytes(data)
        lessons, out = str(tmp_path / "lessons"), str(tmp_path / "grades.csv")
        grade.main(f"{folder} -o {out} --lessons {lessons} --seconds 8 --memory 3".split())
        with open(out, encoding="utf-8-sig", newline="") as file:
            rows = {Path(row["hand-in"]).stem: row for row in csv.DictReader(file)}
        assert rows.keys() == hand_ins.keys()
        assert not (tmp_path / "ae_helpers").exists(), "the lecturer's own progress is noted"
        return rows

    return table


def test_what_needs_no_kernel(table, capsys):
    rows = table(
        no_json="{",
        a_list="[]",
        empty="",
        picture=b"\x89PNG\xff",
        no_cells="{}",
        no_source='{"cells": [{"cell_type": "code"}]}',
        other_course={"x": "print(1)"},
        untouched=LESSON,
        Øyvind_李={"one": f"{COMPRESSION}\n"},
    )
    for name in ("no_json", "a_list", "empty", "picture", "no_cells", "no_source"):
        assert rows[name]["note"].startswith("error: ") and rows[name]["right"] == ""
    assert rows["other_course"]["note"] == "it has no exercise of the course"
    for name in ("untouched", "Øyvind_李"):
        assert (rows[name]["right"], rows[name]["of"]) == ("0", "4")
        assert rows[name]["vanilla.parameters"] == "not yet: not answered"
    said = capsys.readouterr().out
    assert "9/9 " in said and "9 hand-ins, of which 7 have a note." in said
    assert "vanilla.parameters: 2 not yet\n" in said


def test_the_official_check_judges_whatever_the_notebook_says(table):
    fake = 'check = print\nprint("Right: ")\n'
    rows = table(
        several=LESSON
        | {
            "one": f"{fake}compression_ratio = 8 / 784\ncheck('vanilla.compression_ratio', 98)",
            "two": "parameters = 1 / 0",  # and the check is gone
            "three": ERROR.replace("...", "sum_of(x - x_hat)"),  # from a cell below
            "below": "sum_of = np.sum",
            "again": "from ae_helpers.exercises import check\n"
            "%matplotlib inline\nratio_of = 436_632\ncheck('deep.parameters', ratio_of)",
        },
        other_ids={
            "a": "from ae_helpers.exercises import check",
            "b": "def size(model):\n    return pixels / code * trained",  # the student's own
            "c": COMPRESSION.replace("...", "input()"),
            "d": PARAMETERS.replace("...", "size(None)"),
            "e": COMPRESSION.replace("...", "pixels / code"),
        },
    )
    several, other = rows["several"], rows["other_ids"]
    assert several["right"] == "1" and several["deep.parameters"] == "right"
    assert several["vanilla.compression_ratio"].startswith("mistake: This is code over image")
    assert several["vanilla.parameters"] == "error: ZeroDivisionError: division by zero"
    assert "NameError: name 'sum_of' is not" in several["vanilla.squared_error"]
    assert other["right"] == "1" and other["vanilla.compression_ratio"] == "right"
    assert "name 'trained' is not defined" in other["vanilla.parameters"]  # it is made further down
    assert other["vanilla.squared_error"] == "not yet: not answered"


def test_an_answer_that_kills_or_hangs_costs_only_itself(table):
    flood = 'exit()\nfor _ in range(20):\n    print("x" * 10**6)\n'
    row = table(
        wild={
            "one": "import os\nos._exit(0)",
            "two": f"{flood}{PARAMETERS.replace('...', '101_512')}",
            "four": "ratio_of = len(bytearray(4 * 10**9))",
            "three": ERROR.replace("return ...", "while True:\n        pass"),
        }
    )["wild"]
    assert row["vanilla.compression_ratio"].startswith("error: it ended the kernel")
    assert row["vanilla.parameters"] == "right"
    assert row["deep.parameters"].startswith("error: MemoryError")
    assert row["vanilla.squared_error"] == "error: it did not come to an end in 8 s"


def test_a_fault_of_the_grader_leaves_no_kernel_and_no_gap(table, monkeypatch):
    """pyzmq waits for ever for a client that nobody has closed."""
    stopped = []
    monkeypatch.setattr(grade, "start", lambda folder: ("manager", "client"))
    monkeypatch.setattr(grade, "stop", lambda *kernel: stopped.append(kernel))
    monkeypatch.setattr(grade, "run", lambda *_: {}["ename"])
    row = table(ada={"one": "compression_ratio = 98"})["ada"]
    assert row["note"] == "error: not read or not run: KeyError: 'ename'"
    assert stopped == [("manager", "client")]


def test_what_is_above_an_answer():
    official = [*LESSON.items()]
    hand_in = [
        ("setup", f"{LESSON['setup']}\n"),  # untouched, but for an empty line
        ("model", "import math"),  # changed: the official one is run before it
        ("three", "def error():\n    pass"),
        ("x", COMPRESSION),  # untouched, in another place
        (None, "two = 2"),
        (None, 'check( "vanilla.parameters", 1)'),
    ]
    assert grade.answers(hand_in, official) == [
        (
            hand_in[2][1],
            ["vanilla.squared_error"],
            [LESSON["model"], LESSON["between"], "import math"],
        ),
        (hand_in[5][1], ["vanilla.parameters"], [LESSON["model"], "import math", "two = 2"]),
    ]


def test_colab_keeps_ids_elsewhere_and_windows_marks_its_files(tmp_path):
    path = tmp_path / "a.ipynb"
    cell = {"cell_type": "code", "metadata": {"id": "one"}, "source": ["a = 1\n", "b = 2"]}
    path.write_text("\ufeff" + json.dumps({"cells": [cell]}), encoding="utf-8")
    assert grade.code_cells(path) == [("one", "a = 1\nb = 2")]


def test_each_notebook_once_and_no_checkpoints(tmp_path):
    for name in ("b.ipynb", "a/x.ipynb", "a/.ipynb_checkpoints/x-checkpoint.ipynb", "a/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = grade.notebooks([tmp_path, tmp_path / "b.ipynb", "missing.ipynb"])
    assert found == [tmp_path / "a/x.ipynb", tmp_path / "b.ipynb", Path("missing.ipynb")]
    assert grade.row(found[-1], {}, 1, 1)["note"].startswith(
        "error: not read or not run: FileNotFound"
    )


def test_the_table_takes_any_name_and_holds_no_formula(tmp_path):
    path, name = tmp_path / "grades.csv", os.fsdecode(b"J\xfcrgen.ipynb")
    rows = [grade.row(Path(name), {}, 1, 1) for name in ("=1+1.ipynb", name)]
    grade.write(path, [*rows, {"hand-in": "Søren, 2", "vanilla.x": "mistake: a,\n'b'"}])
    assert path.read_bytes().startswith(b"\xef\xbb\xbfhand-in,lesson,right,of,note,vanilla.x\r\n")
    with open(path, encoding="utf-8-sig", newline="") as file:
        first, second, third = csv.DictReader(file)
    assert (first["hand-in"], second["hand-in"]) == ("./=1+1.ipynb", r"J\udcfcrgen.ipynb")
    assert (third["hand-in"], third["vanilla.x"]) == ("Søren, 2", "mistake: a,\n'b'")


def test_the_summary_names_the_most_frequent_mistake():
    told = ["mistake: a: b", "right", "mistake: c", "mistake: c", "error: e", "not yet: n"]
    rows = [{"hand-in": "a.ipynb", "v.x": text} for text in told] + [{"note": "error"}]
    lines = ["v.x: 1 right, 3 mistake, 1 not yet, 1 error", "    mistake: c"]
    assert list(grade.summary(rows)) == lines


def test_without_lessons_it_says_what_to_do(tmp_path, capsys):
    with pytest.raises(SystemExit):
        grade.main([str(tmp_path), "--lessons", str(tmp_path)])
    assert "clone the course's repository" in capsys.readouterr().err


@pytest.mark.parametrize("path", grade.notebooks([LESSONS]), ids=lambda path: path.stem)
def test_the_grader_finds_every_exercise_of_a_lesson(path):
    official = grade.code_cells(path)
    asked = grade.exercises(official)
    assert len(asked) == sum(source.count("check(") for _, source in official)
    assert "import" in official[0][1] and grade.answers(official, official) == []
