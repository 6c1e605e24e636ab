"""Progress as one line, updated in place.

A notebook stores the last state only, and a pipe or a log gets the final line: no timings, so that
the stored line is the same every time.
"""

import sys
import time

import keras


def _in_notebook():
    """Is this a Jupyter kernel? IPython is looked for, never imported."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None


class Progress:
    """One line such as `epoch 3/5 - loss 91.3`.

        with Progress(5, "epoch") as progress:
            for epoch in range(5):
                ...
                progress.update(epoch + 1, f"loss {loss:.1f}")

    Args:
        total: number at the end.
        label: what is counted.
    """

    SECONDS = 0.1  # between two updates that are shown: a fast loop would flood the page

    def __init__(self, total, label):
        self.total, self.label = total, label
        self.line, self._shown, self._at = "", "", 0.0
        self._display = None  # the output area of a notebook's cell

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def update(self, done, text=""):
        """Show that `done` of `total` are done, and a short text beside it."""
        self.line = f"{self.label} {done}/{self.total}" + (f" - {text}" if text else "")
        if time.monotonic() - self._at >= self.SECONDS:
            self._at = time.monotonic()
            self._show()

    def close(self):
        """Show the last state, and end the line."""
        self._show(last=True)

    def _show(self, last=False):
        if _in_notebook():
            # A display that is replaced, as a stored `\r` would keep every state of the line.
            from IPython.display import display

            line = {"text/plain": self.line}
            if self._display is None:
                self._display = display(line, raw=True, display_id=True)
            elif self.line != self._shown:
                self._display.update(line, raw=True)
        elif sys.stdout.isatty():
            space = " " * (len(self._shown) - len(self.line))  # hides the end of a longer line
            print("\r" + self.line + space, end="\n" if last else "", flush=True)
        elif last:
            print(self.line, flush=True)
        self._shown = self.line


class ProgressBar(keras.callbacks.Callback):
    """The progress of `fit` in one line: `epoch 5/5 - loss 91.3 - val_loss 93.0`.

    model.fit(x, x, epochs=5, verbose=0, callbacks=[ProgressBar()])

    Args:
        label: what stands before the epoch, to tell several trainings apart.
    """

    def __init__(self, label=""):
        super().__init__()
        self.label = f"{label}: epoch" if label else "epoch"

    def on_train_begin(self, logs=None):
        self._progress = Progress(self.params["epochs"], self.label)
        self._progress.update(0)

    def on_epoch_end(self, epoch, logs=None):
        figures = [f"{name} {float(value):.4g}" for name, value in (logs or {}).items()]
        self._progress.update(epoch + 1, " - ".join(figures))

    def on_train_end(self, logs=None):
        self._progress.close()
