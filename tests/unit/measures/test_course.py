"""The stored comparison of the course's models: what was measured, and the lesson's row marked."""

import json
from pathlib import Path
from statistics import mean, stdev

from ae_helpers.measures import course, course_table

import pytest

ROWS = Path(__file__).parents[2] / "benchmarks" / "results" / "rows.jsonl"


def test_what_is_stored_is_what_was_measured():
    records = [json.loads(line) for line in ROWS.read_text().splitlines()]
    stored = json.loads(course.STORED.read_text())
    assert stored.keys() == course.MODELS.keys()
    for model, figures in stored.items():
        seeds = [r["figures"] for r in records if r["row"].startswith(f"course/ink/{model}/")]
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
