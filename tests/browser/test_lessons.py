"""The live lab of every lesson: press play, move each control by key and by mouse."""

import pytest
from jupyter import ROOT
from lab_cells import has_lab, lab_cells
from lab_page import (
    assert_nothing_is_clipped_or_outside,
    drag,
    handle,
    model_obeys,
    next_frame,
    pixels,
    pixels_follow,
    play,
    run_lab,
    settle,
)

# What changes in training: redrawn images, in 06 and 11 the paths that are written, in 12 points,
# in 14 the swaps into Bo; in 18 what is filled in, in 21 what is restored.
LABELS = '="reconstruction"', '="redrawn"', '="filled"', '="free"', '$="from its code"'
LABELS += '^="real"', '$="Bo"', '="restored"'
REDRAWN = ".ae-lab canvas:is(" + ", ".join(f"[aria-label{label}]" for label in LABELS) + ")"
LESSONS = [path for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if has_lab(path)]


@pytest.fixture
def page(request, show):
    page = show(lab_cells(request.param))
    run_lab(page)
    return page


def move_by_key(page, name):
    slider = handle(page, name)
    slider.focus()
    value = next_frame(page)["controls"][name]
    page.keyboard.press("Home")
    settle(page)
    if next_frame(page)["controls"][name] == value:  # it was at its left end
        page.keyboard.press("ArrowRight")
    return next_frame(page, f"frame.controls['{name}'] !== {value}")


def move_by_mouse(page, name):
    value = next_frame(page)["controls"][name]
    drag(page, name, by=60)
    return next_frame(page, f"frame.controls['{name}'] !== {value}")


def choose_another(page, name):
    value = next_frame(page)["controls"][name]
    choice = page.get_by_role("combobox", name=name)
    choice.select_option(index=0 if choice.evaluate("(node) => node.selectedIndex") else 1)
    return next_frame(page, f"frame.controls['{name}'] !== '{value}'")


@pytest.mark.parametrize("page", LESSONS, indirect=True, ids=lambda path: path.stem)
def test_every_control_of_the_lesson_is_obeyed_while_it_trains(page):
    assert_nothing_is_clipped_or_outside(page)
    redrawn = page.locator(REDRAWN).first.get_attribute("aria-label")
    before = pixels(page, redrawn)
    play(page)
    controls = next_frame(page, "frame.step > 20")["controls"]
    assert controls and pixels(page, redrawn) != before
    for name in controls:
        if handle(page, name).count():
            assert move_by_key(page, name)["running"]
            assert move_by_mouse(page, name)["running"]
        else:
            assert choose_another(page, name)["running"]
    step = next_frame(page)["step"]
    next_frame(page, f"frame.step > {step + 20}")
    assert model_obeys(page)
    # The first weights again: what wild values have trained may show the same for every code.
    page.get_by_role("button", name="Reset").click()
    for name, label in {"noise": "with noise", "latent size": "reconstruction"}.items():
        if name in controls and page.locator(f'.ae-lab canvas[aria-label="{label}"]').count():
            pixels_follow(page, name, label)
    assert model_obeys(page)
