"""Lesson 14's exercises: right answers pass, typical wrong ones get their hint."""

import hashlib
import hmac

from ae_helpers.exercises import judge, two_decoders

import numpy as np
import pytest


def r2(read, true, below=lambda read, true: ((true - true.mean(0)) ** 2).sum(0)):
    return 1 - ((read - true) ** 2).sum(0) / below(read, true)


def correlation(read, true):
    return np.array([np.corrcoef(read[:, k], true[:, k])[0, 1] ** 2 for k in range(read.shape[1])])


def squares(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(2)


def ratio(a, b):
    return np.diag(squares(a, b)).mean() / squares(a, b).mean()


def sealed(frames, key, message=lambda before, frame: before + frame.tobytes(), hexa=False):
    before, tags = b"", []
    for frame in frames:
        seal = hmac.new(key, message(before, frame), hashlib.sha256)
        before = seal.digest()
        tags.append(seal.hexdigest() if hexa else before)
    return tags


def only_hashed(frames, key):
    before, tags = b"", []
    for frame in frames:
        before = hashlib.sha256(before + frame.tobytes()).digest()
        tags.append(before)
    return tags


VERDICTS = [
    ("parts", ("Bo", "Ada"), "right", "without his mean"),
    ("parts", ["bo", " Ada "], "right", "without his mean"),
    ("parts", ("Ada", "Bo"), "not yet", "other way round"),
    ("parts", ("Bo", "Bo"), "not yet", "redraws Bo"),
    ("parts", ("Ada", "Ada"), "not yet", "is Bo's"),
    ("parts", ("Cy", "Ada"), "not yet", "two names"),
    ("parts", "Bo", "not yet", "two names"),
    ("parts", 2, "not yet", "two names"),
    ("parts", ("Bo", ...), "not yet", "three dots"),
    ("r2", r2, "right", "worse than nothing"),
    ("r2", correlation, "mistake", "squared correlation"),
    ("r2", lambda a, b: r2(a, b, lambda read, true: len(a) * read.var(0)), "mistake", "readings"),
    ("r2", lambda a, b: r2(b, a), "mistake", "readings"),
    ("r2", lambda a, b: r2(a, b, lambda read, true: (true**2).sum(0)), "mistake", "lacks its mean"),
    ("r2", lambda a, b: 1 - r2(a, b), "mistake", "share that is wrong"),
    ("r2", lambda a, b: r2(a, b).mean(), "mistake", "mean over the factors"),
    ("r2", lambda a, b: r2(a.T, b.T), "mistake", "wrong axis"),
    ("r2", lambda a, b: r2(a - a.mean(0), b - b.mean(0)), "mistake", "constant error"),
    ("r2", lambda a, b: r2(a[:, :2], b[:, :2]), "not yet", "shape"),
    ("r2", lambda a, b: abs(r2(a, b)) ** 0.5, "not yet", "along axis 0"),
    ("pair_distance", ratio, "right", "one language"),
    ("pair_distance", lambda a, b: 1 / ratio(a, b), "mistake", "upside down"),
    ("pair_distance", lambda a, b: np.sqrt(ratio(a, b)), "mistake", "roots"),
    ("pair_distance", lambda a, b: np.diag(squares(a, b)).mean(), "mistake", "true pairs alone"),
    ("pair_distance", lambda a, b: squares(a, b).mean(), "mistake", "by chance alone"),
    (
        "pair_distance",
        lambda a, b: np.diag(squares(a, b)).mean() / squares(a, a).mean(),
        "mistake",
        "one person",
    ),
    ("pair_distance", lambda a, b: ratio(a, a), "not yet", "divided by the mean"),
    ("pair_distance", lambda a, b: ratio(a[:6], b[:6]), "not yet", "some inputs"),
    ("right_alarms", 0.0472, "right", "most alarms are false"),
    ("right_alarms", 4.72, "right", "most alarms are false"),
    ("right_alarms", 99 / (99 + 1998), "right", "most alarms are false"),
    ("right_alarms", 0.99, "mistake", "found"),
    ("right_alarms", 0.02, "not yet", "100,000"),
    ("right_alarms", 0.02097, "mistake", "reported"),
    ("right_alarms", 0.98, "mistake", "second picture"),
    ("right_alarms", 0.9802, "mistake", "second picture"),
    ("right_alarms", 0.04955, "mistake", "ratio"),
    ("right_alarms", 0.9528, "mistake", "false ones"),
    ("right_alarms", 0.00099, "mistake", "and found"),
    ("right_alarms", 5, "not yet", "100,000"),
    ("right_alarms", "4.7 %", "not yet", "plain number"),
    ("seal_film", sealed, "right", "every tag from there on"),
    ("seal_film", lambda f, k: tuple(sealed(f, k)), "right", "every tag from there on"),
    ("seal_film", lambda f, k: sealed(f, k, lambda b, x: x.tobytes()), "mistake", "by itself"),
    ("seal_film", lambda f, k: sealed(f, k, lambda b, x: x.tobytes() + b), "mistake", "first in"),
    ("seal_film", only_hashed, "mistake", "key is not used"),
    ("seal_film", lambda f, k: sealed(f, b"first key"), "not yet", "some inputs"),
    ("seal_film", lambda f, k: sealed(f, k, hexa=True), "not yet", "hexdigest"),
    ("seal_film", lambda f, k: sealed(f, k)[:1] * len(f), "mistake", "first frame"),
    ("seal_film", lambda f, k: sealed(f, k)[-1], "not yet", "a list"),
    ("seal_film", lambda f, k: sealed(f, k)[1:], "not yet", "a list"),
    ("seal_film", lambda f, k: sealed(f, k)[::-1], "not yet", "some inputs"),
    ("seal_film", lambda f, k: list(f), "not yet", "bytes"),
    ("seal_film", lambda f, k: [x.tobytes() for x in f], "not yet", "hmac.new"),
    ("seal_film", lambda f, k: None, "not yet", "return"),
    ("seal_film", lambda f, k: ..., "not yet", "three dots"),
    ("seal_film", 3, "not yet", "function"),
]


@pytest.mark.parametrize(("exercise", "answer", "kind", "words"), VERDICTS)
def test_verdicts(exercise, answer, kind, words):
    verdict = judge(f"two_decoders.{exercise}", answer)
    assert verdict.kind == kind and words in verdict.text, verdict


def test_every_exercise_is_tried():
    assert {exercise for exercise, *_ in VERDICTS} == set(two_decoders.EXERCISES)


def test_a_film_that_is_changed_by_the_answer_is_told():
    def answer(frames, key):
        tags = sealed(frames, key)
        frames[...] = 0
        return tags

    assert "changes an array" in judge("two_decoders.seal_film", answer).text
