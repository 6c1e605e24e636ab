"""The kernel dies in the middle of a training, as when memory runs out."""

import os
import signal

from jupyter import IDLE, IMPORT_DEMO, execute
from lab_page import next_frame, play, run_lab

LAB = f"{IMPORT_DEMO}\nlab = demo.make_lab()\nlab"


def test_the_page_says_so_the_notebook_is_whole_and_the_lab_runs_again(show, one_page, jupyter):
    page = show([LAB])
    run_lab(page)
    note = jupyter.folder / "kernel"
    execute(page, f"import os, pathlib; pathlib.Path({str(note)!r}).write_text(str(os.getpid()))")
    play(page)
    next_frame(page)
    notebook = jupyter.folder / "notebooks" / "test.ipynb"
    before = notebook.read_text()
    os.kill(int(note.read_text()), signal.SIGKILL)
    dialog = page.locator(".jp-Dialog", has_text="appears to have died")
    dialog.wait_for()
    assert notebook.read_text() == before and page.locator(".jp-Cell").count() == 1
    dialog.locator("button").last.click()
    page.wait_for_function(IDLE)
    page.problems.clear()  # the broken connection is in the console, too
    run_lab(page)
    play(page)
    assert next_frame(page)["step"] > 0
    page.problems.clear()
    one_page.close()
