"""What all errors of the package have in common: a student sees one sentence."""


class OneSentence(ValueError):
    """The message says what was wrong, what is allowed and what to do; a notebook shows it alone.

    Each room has a subclass of its own, so that code can catch what it expects.
    """

    def _render_traceback_(self):
        # IPython asks for this: the sentence, and not the inside of the package.
        return [f"{type(self).__name__}: {self}"]
