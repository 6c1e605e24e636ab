"""The stored comparison of the course's models: what was measured, and the lesson's row marked."""

import json
from pathlib import Path
from statistics import mean, stdev

from ae_helpers.measures import course, course_rows, course_table

import pytest

ROWS = Path(__file__).parents[2] / "benchmarks" / "results" / "rows.jsonl"


@pytest.mark.parametrize("data", ["ink", "mnist"])
def test_what_is_stored_is_what_was_measured(data):
    records = [json.loads(line) for line in ROWS.read_text().splitlines()]
    stored = course_rows(data)
    assert course.MODELS.keys() == stored.keys()
    for model, figures in stored.items():
        seeds = [r["figures"] for r in records if r["row"].startswith(f"course/{data}/{model}/")]
        assert len(seeds) == 3
        for name, pair in figures.items():
            values = [seed[name] for seed in seeds]
            assert pair == pytest.approx([mean(values), stdev(values)], abs=1e-5)


def test_the_row_of_the_lesson_is_marked():
    lines = course_table("07").splitlines()
    marked = [line for line in lines if "**" in line]
    assert len(marked) == 1 and marked[0].startswith("| **07** | **variational** |")
    assert "**" not in course_table()
    widths = {line.count("|") for line in lines if line.startswith("|")}
    assert widths == {len(course.TITLES) + 1}


def test_a_lesson_without_a_row_is_refused():
    with pytest.raises(ValueError, match="no row of lesson '99'"):
        course_table("99")


def test_other_data_than_was_measured_is_refused():
    with pytest.raises(ValueError, match="on 'ink' and on 'mnist', not on 'digits'"):
        course_rows("digits")


def test_the_weights_are_those_of_the_dense_models():
    def dense(*sizes):
        return sum((a + 1) * b for a, b in zip(sizes[:-1], sizes[1:], strict=True))

    weights = course.WEIGHTS
    assert weights.keys() == course.MODELS.keys()
    assert weights["pca"] == 17 * 784  # 16 directions and the mean
    assert weights["vanilla"] == dense(784, 256, 16, 256, 784)
    assert weights["deep"] == dense(784, 256, 128, 16, 128, 256, 784)
    assert weights["sparse"] == dense(784, 256, 256, 256, 784)
    assert weights["variational"] == dense(784, 256, 16, 256, 784) + dense(256, 16)
    assert weights["conditional"] == weights["variational"] + 10 * 256 * 2
    assert weights["gan"] == dense(16, 256, 784) + dense(784, 256, 1)
