"""What the lessons claim, over three seeds; their solutions; and that they run again.

That each lesson runs in a fresh kernel as it is stored is tested by nbval (see the Makefile).
"""

from pathlib import Path

import pytest
from lesson import NOTEBOOKS, checks, code, read, run, text, with_solutions

CLAIMS = Path(__file__).parent / "claims"
SEEDS = (1, 2, 3)
by_lesson = pytest.mark.parametrize("path", NOTEBOOKS[::-1], ids=lambda path: path.stem)


def with_seed(cells, seed):
    """The code cells, with another seed."""
    cells = [code(cell.source) for cell in cells if cell.cell_type == "code"]
    assert sum("SEED = 1\n" in cell.source for cell in cells) == 1, "the seed stands once, on top"
    for cell in cells:
        cell.source = cell.source.replace("SEED = 1\n", f"SEED = {seed}\n")
    return cells


def assert_verdicts(cells, verdict):
    for cell in cells:
        for line in checks(cell):
            assert verdict in text(cell) and "Mistake: " not in text(cell), f"{line}: {text(cell)}"


@pytest.mark.claims
@by_lesson
def test_claims_hold_and_solutions_pass(path):
    """The three seeds follow each other in one kernel, as a lesson must be fit to run again."""
    claims = (CLAIMS / f"{path.stem}.py").read_text()
    cells = []
    for seed in SEEDS:
        cells += with_seed(with_solutions(read(path).cells), seed)
        cells.append(code(f"# Seed {seed}\n{claims}"))
    assert_verdicts(run(path, cells), "Right: ")


@by_lesson
def test_every_exercise_has_a_solution_and_waits_for_an_answer(path):
    cells = read(path).cells
    exercises = [cell for cell in cells if checks(cell)]
    solved = [cell for cell in with_solutions(cells) if checks(cell)]
    assert all("..." in cell.source for cell in exercises)
    assert_verdicts(exercises, "Not yet: ")  # as stored
    assert not any("= ...\n" in cell.source or "return ..." in cell.source for cell in solved)
