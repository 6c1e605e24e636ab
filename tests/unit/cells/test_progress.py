"""One line: in a pipe, in a terminal, and in a stored notebook."""

from ae_helpers.cells import Progress, ProgressBar

import nbclient
import nbformat
import pytest


def count_to_three():
    with Progress(3, "image") as progress:
        for i in range(3):
            progress.update(i + 1, "a long word" if i < 2 else "end")


def test_a_pipe_gets_the_final_line(capsys):
    count_to_three()
    assert capsys.readouterr().out == "image 3/3 - end\n"


def test_a_terminal_is_updated_in_place(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr(Progress, "SECONDS", 0)
    count_to_three()
    states = capsys.readouterr().out.split("\r")
    assert states[1:3] == ["image 1/3 - a long word", "image 2/3 - a long word"]
    assert states[3].rstrip() == "image 3/3 - end" and len(states[3]) == len(states[2])
    assert states[-1].endswith("\n") and "".join(states).count("\n") == 1


def test_fast_updates_are_not_all_shown(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    count_to_three()
    assert capsys.readouterr().out.count("\r") == 2  # the first and the last


def test_the_line_survives_an_error(capsys):
    with pytest.raises(RuntimeError), Progress(9, "step") as progress:
        progress.update(4)
        raise RuntimeError
    assert capsys.readouterr().out == "step 4/9\n"


def test_a_stored_notebook_has_one_line():
    code = """
from ae_helpers.cells import ProgressBar
import keras, numpy as np
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", loss=lambda y, y_hat: 0 * y_hat)
x = np.zeros((4, 1), "float32")
model.fit(x, x, epochs=30, verbose=0, callbacks=[ProgressBar()], validation_data=(x, x));
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbclient.NotebookClient(notebook, timeout=120).execute()
    (output,) = notebook.cells[0].outputs
    assert output.data == {"text/plain": "epoch 30/30 - loss 0 - val_loss 0"}


def test_the_bar_counts_epochs(capsys):
    bar = ProgressBar()
    bar.set_params({"epochs": 4})
    for _ in range(2):  # one bar, two trainings
        bar.on_train_begin()
        bar.on_epoch_end(0, {"loss": 1.23456, "val_loss": 98.7654})
        bar.on_train_end()
    assert capsys.readouterr().out == 2 * "epoch 1/4 - loss 1.235 - val_loss 98.77\n"
