"""What the lessons claim, over three seeds; their solutions; and that they run twice.

That each lesson runs in a fresh kernel is tested by nbval (see the Makefile).
"""

from pathlib import Path

import pytest
from lesson import NOTEBOOKS, checks, code, read, run, text, with_solutions

CLAIMS = Path(__file__).parent / "claims"


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_solutions_pass_and_claims_hold(path, seed):
    cells = [cell for cell in with_solutions(read(path).cells) if cell.cell_type == "code"]
    assert sum("SEED = 1\n" in cell.source for cell in cells) == 1, "the seed stands once, on top"
    for cell in cells:
        cell.source = cell.source.replace("SEED = 1\n", f"SEED = {seed}\n")
    claims = CLAIMS / f"{path.stem}.py"
    done = run(path, [*cells, code(claims.read_text())])
    for cell in done:
        shown = text(cell)
        for line in checks(cell):
            assert "Right: " in shown and "Mistake" not in shown, f"{line} says {shown}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_exercise_has_a_solution_and_waits_for_an_answer(path):
    cells = read(path).cells
    exercises = [cell for cell in cells if checks(cell)]
    solved = [cell for cell in with_solutions(cells) if checks(cell)]
    assert all("..." in cell.source for cell in exercises)
    assert not any("= ...\n" in cell.source or "return ..." in cell.source for cell in solved)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_runs_twice_in_one_kernel(path):
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    for cell in run(path, cells + cells):
        for line in checks(cell):
            assert "Not yet: " in text(cell), f"{line} says {text(cell)}"
