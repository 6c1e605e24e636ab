"""The exercises of lesson 14, two decoders."""

import hashlib
import hmac

import numpy as np

from . import not_yet, right
from ._checks import call, number, typical_mistake, wrong_function

EXERCISES = ["parts", "r2", "pair_distance", "right_alarms", "seal_film"]


def parts(answer):
    """Whose mean face is taken off, and whose decoder draws, to show Ada with Bo's expression."""
    try:
        named = tuple(str(name).strip().lower() for name in answer)
    except TypeError:
        named = ()
    if isinstance(answer, str) or len(named) != 2 or not set(named) <= {"ada", "bo"}:
        return not_yet('Give two names in brackets, such as ("Cy", "Cy"), of Ada and Bo.')
    if named == ("bo", "ada"):
        return right("The one who acts is encoded, without his mean; the one to be shown is drawn.")
    hints = {
        ("ada", "bo"): "This is the other way round: Ada would act, and Bo be shown.",
        ("bo", "bo"): "This redraws Bo. Ada is to be seen: which network can draw her?",
        (
            "ada",
            "ada",
        ): "The picture that goes in is Bo's: it is his mean that has to be taken off.",
    }
    return not_yet(hints[named])


def r2(answer):
    """A function `(read, true)` of arrays `(n, factors)` -> `R²` of each factor."""
    rng = np.random.default_rng(0)

    def some(n, factors):
        true = rng.normal(size=(n, factors)) * np.arange(1, factors + 1) + 3
        read = 0.7 * true + 0.5 * rng.normal(size=true.shape) + 1
        return read, true

    def squares(a, axis=0):
        return np.sum(a**2, axis=axis)

    def around(a, axis=0):
        return squares(a - a.mean(axis=axis, keepdims=True), axis)

    kinds = {
        "This is the squared correlation. It forgives a reading that is too small or off by a "
        "constant; R² does not.": lambda read, true: np.array(
            [np.corrcoef(a, b)[0, 1] ** 2 for a, b in zip(read.T, true.T, strict=True)]
        ),
        "You divided by the spread of the readings. The truth's spread is the measure.": (
            lambda read, true: 1 - squares(read - true) / around(read)
        ),
        "The two arguments are swapped somewhere: the spread below is that of the truth.": (
            lambda read, true: 1 - squares(read - true) / squares(true - read.mean(axis=0))
        ),
        "The denominator lacks its mean: the spread is measured around the mean of the truth.": (
            lambda read, true: 1 - squares(read - true) / squares(true)
        ),
        "The one minus is missing: this is the share that is wrong.": lambda read, true: (
            squares(read - true) / around(true)
        ),
        "This is one number for all factors together. Each factor should have its own.": (
            lambda read, true: 1 - np.sum((read - true) ** 2) / np.sum((true - true.mean(0)) ** 2)
        ),
        "This is the mean over the factors. Each factor should have its own.": lambda read, true: (
            np.mean(1 - squares(read - true) / around(true))
        ),
        "You went along the wrong axis: this is a number for each face, not for each factor.": (
            lambda read, true: 1 - squares(read - true, 1) / around(true, 1)
        ),
        "This is the share of explained variance: a constant error is forgiven. R² counts it.": (
            lambda read, true: 1 - around(read - true) / around(true)
        ),
    }
    return wrong_function(
        answer,
        lambda read, true: 1 - squares(read - true) / around(true),
        [some(40, 3), some(25, 2), some(30, 6)],
        kinds,
        "One minus the sum of squared errors over the sum of squared distances of the truth from "
        "its mean, both along axis 0.",
    ) or right("1 is perfect, 0 as good as always the mean, and below 0 is worse than nothing.")


def pair_distance(answer):
    """A function `(z_ada, z_bo)` of codes `(n, d)` of true pairs -> one number."""
    rng = np.random.default_rng(0)

    def some(n, d):
        z = rng.normal(size=(n, d)) * 3 + 1
        return z, z + 0.4 * rng.normal(size=(n, d)) + 0.3

    def apart(a, b):
        return np.mean(np.sum((a - b) ** 2, axis=1))

    def chance(a, b):
        """The mean squared distance of all codes of the one from all codes of the other."""
        return np.mean(np.sum((a[:, None] - b[None]) ** 2, axis=2))

    kinds = {
        "These are the distances of true pairs alone. Without the other distances nobody knows "
        "whether they are small.": apart,
        "This is the distance of pairs by chance alone.": chance,
        "It is upside down: large should mean far apart.": lambda a, b: chance(a, b) / apart(a, b),
        "You took roots. Squared distances are wanted, above and below.": lambda a, b: np.sqrt(
            apart(a, b) / chance(a, b)
        ),
        "Square the distances before you take their means.": lambda a, b: (
            np.mean(np.linalg.norm(a - b, axis=1))
            / np.mean(np.linalg.norm(a[:, None] - b[None], axis=2))
        ),
        "Below you compared codes of one person only. A chance pair is a code of each.": (
            lambda a, b: apart(a, b) / chance(a, a)
        ),
    }
    return wrong_function(
        answer,
        lambda a, b: apart(a, b) / chance(a, b),
        [some(9, 3), some(14, 2), some(6, 5)],
        kinds,
        "The mean of |z_ada[i] - z_bo[i]|² over i, divided by the mean of |z_ada[i] - z_bo[j]|² "
        "over all i and j.",
    ) or right("0 is one language for both; 1 means that a true pair is no nearer than any other.")


def right_alarms(answer):
    """Share of alarms that are right: 1 fake in 1,000, found 99 %, false alarms 2 %."""
    value = number(answer)
    found, false = 0.001 * 0.99, 0.999 * 0.02
    if abs(value - found / (found + false)) < 0.001 or abs(value - 4.7) < 0.1:
        return right("Not even one alarm in twenty: where fakes are rare, most alarms are false.")
    kinds = {
        "This is the share of fakes that are found. Asked is: of the alarms, how many are right?": (
            0.99
        ),
        "This is the share of pictures that are reported, right or wrong.": found + false,
        "This is the share of pictures that are fakes and found. Divide by that of all alarms.": (
            found
        ),
        "Fakes are rare here: this would be right if every second picture were a fake.": (
            0.99 / (0.99 + 0.02)
        ),
        "This is the ratio of right alarms to false ones. Divide by all alarms.": found / false,
        "This is the share of false ones among the alarms.": false / (found + false),
    }
    return typical_mistake(value, kinds) or not_yet(
        "Imagine 100,000 pictures: 100 fakes and 99,900 real ones. How many of each are reported?"
    )


def seal_film(answer):
    """A function `(frames, key)` -> a tag for each frame that depends on all frames before it."""
    rng = np.random.default_rng(0)
    digest = hashlib.sha256

    def film(n, *shape):
        return rng.integers(0, 256, (n, *shape), dtype="uint8")

    def tags(frames, key, link=lambda before, frame: before + frame):
        before, out = b"", []
        for frame in frames:
            before = hmac.new(key, link(before, frame.tobytes()), digest).digest()
            out.append(before)
        return out

    def as_numbers(function):
        """Tags as rows of bytes, for `wrong_function`."""

        def run(frames, key):
            result = function(frames, key)
            if not isinstance(result, list | tuple) or len(result) != len(frames):
                return result
            if not all(isinstance(tag, bytes) for tag in result):
                return result
            return np.array([list(tag) for tag in result])

        return run

    given = [(film(4, 3, 5), b"first key"), (film(3, 2, 2, 3), b"another"), (film(1, 4), b"k")]
    result = call(answer, *given[0])
    if result is None:
        return not_yet("Your function returns nothing: is its `return` missing?")
    if not isinstance(result, list | tuple) or len(result) != 4:
        return not_yet("Return a list with one tag for each frame.")
    if all(isinstance(tag, str) for tag in result):
        return not_yet("Use .digest(), which gives bytes that can be joined, and not .hexdigest().")
    if not all(isinstance(tag, bytes) for tag in result):
        return not_yet("Each tag should be bytes: hmac.new(key, message, hashlib.sha256).digest().")
    if any(len(tag) != 32 for tag in result):
        return not_yet("A tag is 32 bytes: hmac.new(key, message, hashlib.sha256).digest().")

    def plain_hash(frames, key):
        before, out = b"", []
        for frame in frames:
            before = digest(before + frame.tobytes()).digest()
            out.append(before)
        return out

    def whole(frames, key):
        return [
            hmac.new(key, b"".join(f.tobytes() for f in frames[: i + 1]), digest).digest()
            for i in range(len(frames))
        ]

    kinds = {
        "Each frame is sealed by itself: frames could be cut out or shown in another order, and "
        "every tag would still be right.": lambda frames, key: tags(frames, key, lambda b, f: f),
        "The key is not used: anybody can make such tags for a film of their own.": plain_hash,
        "The tag before comes first in the message, and then the frame.": lambda frames, key: tags(
            frames, key, lambda before, frame: frame + before
        ),
        "These tags depend on all frames so far, too, but every one goes through the whole film. "
        "The tag before says it all: put it in front of the frame.": whole,
        "All tags are those of the first frame: does `before` move on?": lambda frames, key: (
            [hmac.new(key, frames[0].tobytes(), digest).digest()] * len(frames)
        ),
    }
    kinds = {hint: as_numbers(function) for hint, function in kinds.items()}
    return wrong_function(
        as_numbers(answer),
        as_numbers(tags),
        given,
        kinds,
        "before = b'' at first; then for each frame before = hmac.new(key, before + "
        "frame.tobytes(), hashlib.sha256).digest(), noted in a list.",
    ) or right("Cut a frame out of the middle, or swap two: every tag from there on is wrong.")
