"""No slide of a lesson is higher than the screen."""

import pytest
from slide_heights import LESSONS, tall_slides


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_no_slide_is_higher_than_the_screen(lesson, show):
    tall = tall_slides(show, lesson)
    assert not tall, "split these slides, or fold their code (tag hide-input)"
