"""Lesson 23's checks: right answers pass, and each typical mistake gets its own hint."""

from ae_helpers.exercises import judge
from ae_helpers.exercises import scaling as lesson

import numpy as np
import pytest

GOOD = 413_696_000


def weighted(gradients, counts):
    return np.average(gradients, axis=0, weights=counts)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("step_flops", GOOD),
        ("step_flops", 4.137e8),
        ("mean_gradient", weighted),
        ("mean_gradient", lambda g, c: sum(n * a for n, a in zip(c, g, strict=True)) / sum(c)),
        ("the_bill", (6.51, 4.52)),
        ("the_bill", [390.4 / 60, 390_625 / 86_400]),
        ("the_gaps", ("optimizer", "seed", "order")),
        ("the_gaps", ["Optimizer", " seed ", "ORDER"]),
        ("last_batch", (96, 32)),
    ],
)
def test_right_answers(name, answer):
    assert judge(f"scaling.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("step_flops", GOOD / 2, "two operations"),
        ("step_flops", 2 * 128 * 643_200, "way forwards"),
        ("step_flops", 4 * 128 * 643_200 - 2 * 128 * 313_600, "backwards alone"),
        ("step_flops", 6 * 128 * 643_200, "gradient of the images"),
        ("step_flops", 6 * 128 * 643_200 - 2 * 313_600, "weight and *image*"),
        ("step_flops", 6 * 128 * 329_600, "2 of its 6"),
        ("step_flops", GOOD / 128, "one image"),
        ("step_flops", 4 * 128 * 643_200, "all layers"),
        ("step_flops", 1e9, "6 operations"),
        ("mean_gradient", lambda g, c: g.sum(axis=0), "the sum"),
        ("mean_gradient", lambda g, c: g.mean(axis=0), "unequal size"),
        ("mean_gradient", lambda g, c: weighted(g, c) * c.sum(), "now divide"),
        ("mean_gradient", lambda g, c: weighted(g, c) * c.mean(), "not of parts"),
        ("mean_gradient", lambda g, c: weighted(g, 1 / c), "other way round"),
        ("mean_gradient", lambda g, c: weighted(g, c).mean(), "one number"),
        ("mean_gradient", lambda g, c: g[0], "first part alone"),
        ("mean_gradient", lambda g, c: g[-1], "its share"),
        ("mean_gradient", lambda g, c: np.average(g, axis=0, weights=c**2), "its share"),
        ("the_bill", (6.51, 6510), "Both in minutes"),
        ("the_bill", (390.6, 390_625), "Both in seconds"),
        ("the_bill", (6.51, 108.5), "in hours"),
        ("the_bill", (0.3255, 0.2261), "one epoch"),
        ("the_bill", (6667, 4630), "1,024 images"),
        ("the_bill", (6510, 4521), "0.02 s"),
        ("the_bill", (65.1, 45.2), "off by ten"),
        ("the_bill", (4.52, 6.51), "other order"),
        ("the_bill", 6.51, "two numbers"),
        ("the_gaps", ("seed", "optimizer", "order"), "Run A"),
        ("the_gaps", ("optimizer", "order", "seed"), "Run B"),
        ("the_gaps", ("optimizer", "seed", "seed"), "Run C"),
        ("the_gaps", ("optimizer", "weights", "order"), "none of the three"),
        ("the_gaps", "optimizer", "three words"),
        ("last_batch", (93, 32), "number of full batches"),
        ("last_batch", (94, 32), "number of batches"),
        ("last_batch", (128, 128), "a full batch"),
        ("last_batch", (32, 32), "missing"),
        ("last_batch", (93.75, 1), "no share"),
        ("last_batch", (96, 8), "more would"),
        ("last_batch", (96, 48), "not one of 128"),
        ("last_batch", (96, 64), "not one of 96"),
        ("last_batch", (96, 5), "greatest number"),
        ("last_batch", 96, "two numbers"),
    ],
)
def test_typical_mistakes(name, answer, hint):
    verdict = judge(f"scaling.{name}", answer)
    assert verdict.kind != "right" and hint in verdict.text, verdict


@pytest.mark.parametrize("name", lesson.EXERCISES)
@pytest.mark.parametrize("answer", [None, "", 0, -1, np.nan, (np.nan, np.nan), (), abs, {}])
def test_anything_else_is_not_right(name, answer):
    assert judge(f"scaling.{name}", answer).kind != "right"
