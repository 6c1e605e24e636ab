"""What a reader does to pages: runs a cell twice, closes the tab, guesses."""

import json
import time

from jupyter import IMPORT_DEMO, execute, run_all
from lab_page import next_frame, pause, play, run_lab, until

LAB = f"{IMPORT_DEMO}\nlab = demo.make_lab()\nlab"
GUESS = """from ae_helpers.cells import predict
guess = predict("Which code size <b>wins</b>?", ["2 numbers", "8 numbers"])
guess"""
# A thread that notes the step ten times a second, whether a page is there or not, for a minute.
WATCH = """import json, threading, time
def watch(steps, trainer):
    while len(steps) < 600:
        steps.append((time.time(), trainer.snapshot().step))
        time.sleep(0.1)
steps = []
threading.Thread(target=watch, args=(steps, lab.trainer), daemon=True).start()"""


def test_running_the_cell_again_leaves_one_lab(show):
    page = show([LAB])
    run_lab(page)
    play(page)
    next_frame(page, "frame.step > 5")
    execute(page, "first = lab")
    run_all(page)
    page.locator("button", has_text="Play").wait_for()
    assert page.locator(".ae-stage").count() == 1
    assert execute(page, "print(first.trainer.running, lab.trainer.running)").split() == [
        "False",
        "False",
    ]
    play(page)
    next_frame(page, "frame.step > 5")
    pause(page)


def test_closing_the_tab_stops_the_training_and_opening_it_goes_on(show):
    page = show([LAB])
    run_lab(page)
    play(page)
    next_frame(page, "frame.step > 5")
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    execute(page, WATCH)
    status = next_frame(page)
    address = page.url
    page.goto("about:blank")  # the tab is closed: nobody asks, nothing trains
    closed = time.time()
    page.wait_for_timeout(3000)
    opened_again = time.time()
    page.goto(address)
    page.wait_for_selector(".ae-stage")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    watched = json.loads(execute(page, "print(json.dumps(steps))"))
    # The first second is for what was in the air: two questions, and a slice of training for each.
    away = [step for at, step in watched if closed + 1 < at < opened_again]
    assert len(away) > 5 and set(away) == {away[0]} and away[0] >= status["step"]
    assert next_frame(page, f"frame.step > {away[0]}")["running"]
    pause(page)


def test_two_labs_at_once(show):
    page = show([LAB, "two = demo.make_lab('Another lab')\ntwo"])
    run_lab(page)
    page.locator(".ae-stage").nth(1).wait_for()
    for button in page.locator("button", has_text="Play").all()[::-1]:
        button.click()

    def steps():
        code = "print(lab.trainer.snapshot().step, two.trainer.snapshot().step)"
        return [int(step) for step in execute(page, code).split()]

    until(lambda: min(steps()) > 0)
    first, second = steps()
    until(lambda: steps()[0] > first and steps()[1] > second)


def test_guess_commit_reveal(show):
    page = show([GUESS, "guess.reveal('8 numbers', because='its error is smaller.')"])
    run_all(page)
    commit = page.get_by_role("button", name="This is my guess")
    commit.wait_for()
    page.locator("text=No guess yet").wait_for()
    assert commit.is_disabled() and page.locator("b", has_text="wins").count() == 0
    page.get_by_label("2 numbers").check()
    commit.click()
    page.locator("text=You guessed 2 numbers").wait_for()
    assert commit.is_disabled()


def test_what_a_reader_gets_right_is_noted(show):
    """JupyterLab names the cell that it sends, and only such cells are noted."""
    imports = "from ae_helpers.exercises import check, progress"
    page = show([f'{imports}\ncheck("vanilla.compression_ratio", 98)', "progress()"])
    execute(page, 'check("vanilla.parameters", 101_512)')  # as a program sends it
    run_all(page)
    table = page.locator(".jp-RenderedMarkdown table")
    table.wait_for()
    assert "compression ratio" in table.locator("td").nth(2).inner_text()
    assert "parameters" in table.locator("td").nth(3).inner_text()
