"""The lessons as they are stored: their exercises wait for an answer, their claims are proved.

That each runs as stored, in a fresh kernel, is tested by nbval (see the Makefile).
"""

import re

import nbformat
import pytest
from lab_cells import names
from lesson import NOTEBOOKS, assert_verdict, checks, fingerprint, is_open, read, solutions
from prove import proved

by_lesson = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@by_lesson
def test_every_exercise_has_a_solution_and_waits_for_an_answer(path):
    cells = read(path).cells
    for cell, solution in zip(cells, solutions(cells), strict=True):
        if checks(cell):
            assert is_open(cell) and solution and not is_open(solution)
            assert_verdict(cell, "Not yet: ")  # as stored


@by_lesson
def test_every_check_stands_under_a_question_of_its_own(path):
    last, answered = 0, 0
    for cell in read(path).cells:
        for number in re.findall(r"^\*\*(\d+) \(", cell.source, re.MULTILINE):
            assert int(number) == last + 1
            last += 1
        if checks(cell):
            assert answered < last
            answered = last


@by_lesson
def test_an_exercise_that_is_not_solved_yet_leaves_no_picture(path):
    unanswered, pictures = set(), []
    for cell in read(path).cells:
        if cell.cell_type != "code" or "%pip" in cell.source:
            continue
        made, used = names(cell.source)
        if checks(cell):
            unanswered |= made
        elif used & unanswered and any("image/png" in out.get("data", {}) for out in cell.outputs):
            pictures.append(cell.source)
    assert not pictures


@by_lesson
def test_three_seeds_were_proved_for_the_lesson_as_it_is(path):
    known = proved().get(path.stem, {})
    holds = known == known | {"seeds": [1, 2, 3]} | fingerprint(path)
    if not holds:
        pytest.fail(
            f"The code or the claims of {path.stem} have changed since its three seeds were proved:"
            f" run make claims LESSON=notebooks/{path.name}",
            pytrace=False,
        )


def test_what_changes_no_number_changes_no_fingerprint(tmp_path, monkeypatch):
    monkeypatch.setattr("lesson.CLAIMS", tmp_path)
    (tmp_path / "a.py").write_text("assert x == 1\n")

    def write(*sources):
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        cells.append(nbformat.v4.new_markdown_cell(f"{len(sources)} cells"))
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
        return fingerprint(tmp_path / "a.ipynb")

    install = 'if "google.colab" in str(get_ipython()):\n    %pip install -q "a @ git+b"\n'
    first = write(install + "x = 0", "for i in (1,):\n    x = i\ny = x")
    assert first == write(
        "%pip install c\nx = 0  \n", "# why", "for i in (1,):\n    x = i\n\ny = x"
    )
    assert first != write("x = 0", "for i in (2,):\n    x = i\ny = x")
    assert first != write("x = 0", "for i in (1,):\n    x = i\n    y = x")
    (tmp_path / "a.py").write_text("assert x == 2\n")
    second = write(install + "x = 0", "for i in (1,):\n    x = i\ny = x")
    assert second["code"] == first["code"] and second["claims"] != first["claims"]
