"""Every lesson solved, with another seed than the stored one, and then what it claims.

`make test-colab` runs it: with Colab's versions, one run a lesson serves three purposes. That the
claims hold for three seeds with the newest versions is proved by `make claims`.
"""

import warnings

import cost
import pytest
from lesson import NOTEBOOKS, run_solved
from nbclient.exceptions import CellExecutionError


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_solutions_are_right_and_claims_hold(path):
    """Training is chaotic, and each machine rounds in its own way: one more seed is allowed."""
    seeds = (3, 2) if int(path.stem[:2]) % 2 else (2, 3)
    try:
        run(path, seeds[0])
    except (CellExecutionError, AssertionError) as failure:
        last_line = str(failure).strip().splitlines()[-1]
        warnings.warn(f"{path.stem} failed with seed {seeds[0]}: {last_line}", stacklevel=1)
        run(path, seeds[1])


def run(path, seed):
    cost.note(path, f"solved, seed {seed}")
    run_solved(path, [seed])
