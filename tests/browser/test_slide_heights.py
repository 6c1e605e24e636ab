"""No slide of a lesson is higher than the screen, but for those in tall_slides.json.

The list may only get shorter: a slide that is new on it fails, and so does one that fits by now.
After work on the slides of a lesson write it again:

    .venv/bin/python tests/browser/slide_heights.py
"""

import json

import pytest
from slide_heights import LESSONS, LIST, tall_slides


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_only_listed_slides_are_higher_than_the_screen(lesson, jupyter, chromium):
    jupyter.set_theme(dark=False)
    listed = json.loads(LIST.read_text()).get(lesson.stem, {})
    tall = tall_slides(jupyter, chromium, lesson)
    too_high = {words: height for words, height in tall.items() if words not in listed}
    assert not too_high, "split these slides, or fold their code (tag hide-input)"
    assert not listed.keys() - tall.keys(), "these fit now: take them off tall_slides.json"


def test_the_list_names_lessons_that_exist():
    assert json.loads(LIST.read_text()).keys() <= {lesson.stem for lesson in LESSONS}
