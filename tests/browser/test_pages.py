"""What a reader does to pages: runs a cell twice, closes the tab, guesses."""

import json
import time

import pytest
from jupyter import IMPORT_DEMO, execute, open_notebook, run_all
from lab_page import next_frame, pause, play

LAB = f"{IMPORT_DEMO}\nlab = demo.make_lab()\nlab"
GUESS = """from ae_helpers.cells import predict
guess = predict("Which code size <b>wins</b>?", ["2 numbers", "8 numbers"])
guess"""
# A thread that notes the step ten times a second, whether a page is there or not.
WATCH = """import json, threading, time
steps = []
def watch():
    while True:
        steps.append((time.time(), lab.trainer.snapshot().step))
        time.sleep(0.1)
threading.Thread(target=watch, daemon=True).start()"""


@pytest.fixture
def opened(jupyter, chromium, request):
    """Function that writes a notebook, opens and runs it."""
    pages = []

    def open_cells(*cells, wait=True):
        jupyter.set_theme(dark=False)
        name = jupyter.write_notebook(f"{request.node.name}.ipynb", list(cells))
        page = open_notebook(chromium, jupyter, name)
        pages.append(page)
        if wait:
            run_all(page)
        return page

    yield open_cells
    for page in pages:
        assert page.problems == []
        page.close()


def run_again(page):
    page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_timeout(500)
    page.locator("button", has_text="Play").wait_for(timeout=120_000)


def test_running_the_cell_again_leaves_one_lab(opened):
    page = opened(LAB)
    play(page)
    next_frame(page, "frame.step > 5")
    execute(page, "first = lab")
    run_again(page)
    assert page.locator(".ae-stage").count() == 1
    assert execute(page, "print(first.trainer.running, lab.trainer.running)").split() == [
        "False",
        "False",
    ]
    play(page)
    next_frame(page, "frame.step > 5")
    pause(page)


def test_closing_the_tab_stops_the_training_and_opening_it_goes_on(opened, jupyter):
    page = opened(LAB)
    play(page)
    next_frame(page, "frame.step > 5")
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector(".ae-stage", timeout=60_000)
    status = next_frame(page, "frame.step > 5")
    assert status["running"]
    execute(page, WATCH)
    page.goto("about:blank")  # the tab is closed: nobody asks, nothing trains
    closed = time.time()
    page.wait_for_timeout(3000)
    opened_again = time.time()
    page.go_back()
    page.wait_for_selector(".ae-stage", timeout=60_000)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    watched = json.loads(execute(page, "print(json.dumps(steps))"))
    # The first second is for what was in the air: two questions, and a slice of training for each.
    away = [step for at, step in watched if closed + 1 < at < opened_again]
    assert len(away) > 5 and set(away) == {away[0]} and away[0] >= status["step"]
    next_frame(page, f"frame.step > {away[0]}")
    pause(page)


def test_two_labs_at_once(opened):
    page = opened(LAB, "two = demo.make_lab('Another lab')\ntwo")
    page.locator(".ae-stage").nth(1).wait_for(timeout=120_000)
    for button in page.locator("button", has_text="Play").all()[::-1]:
        button.click()
    page.wait_for_timeout(2500)
    steps = "print(lab.trainer.snapshot().step, two.trainer.snapshot().step)"
    before = [int(step) for step in execute(page, steps).split()]
    page.wait_for_timeout(1000)
    after = [int(step) for step in execute(page, steps).split()]
    assert before[0] > 0 and before[1] > 0
    assert after[0] > before[0] and after[1] > before[1]


def test_guess_commit_reveal(opened):
    page = opened(GUESS, "guess.reveal('8 numbers', because='its error is smaller.')", wait=False)
    page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
    commit = page.get_by_role("button", name="This is my guess")
    commit.wait_for(timeout=60_000)
    page.locator("text=No guess yet").wait_for()
    assert commit.is_disabled() and page.locator("b", has_text="wins").count() == 0
    page.get_by_label("2 numbers").check()
    commit.click()
    page.locator("text=You guessed 2 numbers").wait_for()
    assert commit.is_disabled()
