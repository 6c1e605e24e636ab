"""What models are given, looked at before Keras gets it: what is wrong is said in one sentence."""


class ModelError(ValueError):
    """A model cannot be built or fed like this; the message says what is wrong and what to do."""

    def _render_traceback_(self):
        # IPython asks for this: a student sees the sentence, and not the inside of Keras.
        return [f"ModelError: {self}"]
