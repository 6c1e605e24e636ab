"""Attacks on every exercise that wants a function: no wrong one passes, right ones in any style do.

Each attack is made from a right function, so that an exercise is not left out of any.
"""

import sys

from ae_helpers.exercises import judge

import jax.numpy as jnp
import numpy as np
import pytest
from right_answers import SOLUTIONS

# Their first argument is a number, a list or a function.
NO_ARRAY = "beta.warm_up", "restoration.blur_matrix", "restoration.report", "deep.leaky_std"
NO_ARRAY += "convolutional.receptive_field", "recurrent.run_free", "gan.turn", "gan.slope_penalty"
NO_ARRAY += (
    "sequence.another_code_costs",
    "compression.pop",
    "compression.pays_after",
    "anomaly.real_alarms",
    "text.edits",
)
each = pytest.mark.parametrize("name, solution", SOLUTIONS.items(), ids=list(SOLUTIONS))


def then(solution, change):
    return lambda *given: change(solution(*given))


@each
@pytest.mark.parametrize(
    "style",
    [np.float32, jnp.asarray, lambda r: np.asarray(r).tolist(), lambda r: np.asarray(r, object)],
    ids=["float32", "jax", "list", "objects"],
)
def test_a_right_function_may_return_any_real_numbers(name, solution, style):
    verdict = judge(name, then(solution, style))
    assert verdict.kind == "right", verdict


@each
def test_a_right_function_may_be_of_any_kind(name, solution):
    class Callable:
        def __call__(self, *given):
            return solution(*given)

        method = __call__

    assert judge(name, Callable()).kind == judge(name, Callable().method).kind == "right"


@each
@pytest.mark.parametrize(
    "change",
    [
        lambda r: r + 5j,
        lambda r: np.full(np.shape(r), np.nan),
        lambda r: np.asarray(r)[None],
        lambda r: np.asarray(r) * 1.01 + 0.01,
        lambda r: -np.asarray(r, float) - 1,
        lambda r: 0 * np.asarray(r),
        lambda r: np.asarray(r).astype(str),
        lambda r: (r, r),
        lambda r: (number for number in np.ravel(r)),
        lambda r: lambda: r,
        lambda r: None,
    ],
    ids=["complex", "nan", "axis", "1 %", "sign", "0", "text", "pair", "generator", "func", "None"],
)
def test_a_changed_result_does_not_pass(name, solution, change):
    assert judge(name, then(solution, change)).kind != "right"


@each
def test_a_function_of_less_than_its_arguments_does_not_pass(name, solution):
    """It returns an argument, or its first result for ever, or freezes an argument after a call."""
    count, first = solution.__code__.co_argcount, []

    def frozen(k):
        def answer(*given):
            first.append(given)
            return solution(*given[:k], first[0][k], *given[k + 1 :])

        return answer

    def constant(*given):
        first.append(solution(*given))
        return first[0]

    attacks = [constant, *(frozen(k) for k in range(count))]
    for attack in [*attacks, *(lambda *given, k=k: given[k] for k in range(count))]:
        first.clear()
        verdict = judge(name, attack)
        assert verdict.kind != "right", verdict


@pytest.mark.parametrize("name", [n for n in SOLUTIONS if n not in NO_ARRAY])
def test_a_function_that_changes_its_arguments_is_told(name):
    def answer(*given):
        result = SOLUTIONS[name](*given)
        given[0][...] += 1
        return result

    verdict = judge(name, answer)
    assert verdict.kind == "mistake" and "changes an array" in verdict.text, verdict


@each
@pytest.mark.parametrize("stop", [sys.exit, lambda: judge(None, None, None), lambda: 1 / 0])
def test_nothing_that_an_answer_raises_gets_out(name, solution, stop):
    verdict = judge(name, then(solution, lambda r: stop()))
    assert verdict.kind == "mistake", verdict
