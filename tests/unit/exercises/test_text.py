"""Lesson 20's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from difflib import SequenceMatcher
from functools import cache

from ae_helpers.exercises import judge, text

import numpy as np
import pytest
from scipy.special import log_softmax, logsumexp, softmax


def unigram(train, test):
    words = train[train > 0]
    share = {word: np.mean(words == word) for word in np.unique(words)}
    return np.array([-sum(np.log(share[w]) for w in row if w) for row in test.tolist()])


def with_padding(train, test):
    return -np.log(np.bincount(train.ravel(), minlength=20)[test] / train.size).sum(axis=1)


def padding_in_the_shares(train, test):
    logs = np.log(np.bincount(train.ravel(), minlength=20) / train.size)
    return -(logs[test] * (test > 0)).sum(axis=1)


def looped(x, logits):
    return np.array(
        [
            sum(logsumexp(row) - row[word] for word, row in zip(words, rows, strict=True))
            for words, rows in zip(x, logits, strict=True)
        ]
    )


def softmaxed_over(axis):
    def wrong(x, logits):
        one_hot = np.eye(logits.shape[2])[x]
        return -np.sum(one_hot * log_softmax(logits, axis=axis), axis=(1, 2))

    return wrong


def chances(x, logits):
    return np.take_along_axis(softmax(logits, axis=2), x[..., None], axis=2)[..., 0]


def sphere(a, b, n, last=True):
    t = np.linspace(0, 1, n, endpoint=last)[:, None]
    line = a + t * (b - a)
    long = np.sqrt(a @ a) + t * (np.sqrt(b @ b) - np.sqrt(a @ a))
    return line * long / np.sqrt(np.square(line).sum(axis=1))[:, None]


def edits(a, b, replace=1):
    @cache
    def rest(i, j):
        if not (i < len(a) and j < len(b)):
            return len(a) - i + len(b) - j
        if a[i] == b[j]:
            return rest(i + 1, j + 1)
        return min(1 + rest(i + 1, j), 1 + rest(i, j + 1), replace + rest(i + 1, j + 1))

    return rest(0, 0)


def place_by_place(a, b):
    return sum(x != y for x, y in zip(a.ljust(20), b.ljust(20), strict=True))


def blocks(a, b):
    """A library's matching, which is near the truth and not it."""
    same = sum(block.size for block in SequenceMatcher(None, a, b).get_matching_blocks())
    return max(len(a), len(b)) - same


VERDICTS = [
    ("unigram", unigram, "right", "38"),
    ("unigram", lambda train, test: unigram(test, test), "mistake", "learned from"),
    ("unigram", with_padding, "mistake", "empty places"),
    ("unigram", padding_in_the_shares, "mistake", "those of training"),
    ("unigram", lambda train, test: unigram(train, test) / np.log(2), "mistake", "bits"),
    ("unigram", lambda train, test: -unigram(train, test), "mistake", "sign"),
    ("unigram", lambda train, test: unigram(train, test) / (test > 0).sum(1), "mistake", "mean"),
    ("unigram", lambda train, test: unigram(train, test).mean(), "mistake", "each test sentence"),
    ("unigram", lambda train, test: np.zeros(len(test)), "not yet", "share of a word"),
    ("crossentropy", looped, "right", "loss"),
    ("crossentropy", softmaxed_over(2), "right", "loss"),
    ("crossentropy", softmaxed_over(1), "mistake", "over the places"),
    ("crossentropy", softmaxed_over(0), "mistake", "over the sentences"),
    ("crossentropy", lambda x, v: looped(x, v) / x.shape[1], "mistake", "mean over the places"),
    ("crossentropy", lambda x, v: -looped(x, v), "mistake", "sign"),
    ("crossentropy", lambda x, v: looped(x, v) / np.log(2), "mistake", "bits"),
    ("crossentropy", lambda x, v: looped(v.argmax(2), v), "mistake", "likeliest"),
    ("crossentropy", lambda x, v: (v.argmax(2) != x).sum(1), "mistake", "argmax"),
    ("crossentropy", lambda x, v: chances(x, v).sum(1), "mistake", "sum of the chances"),
    ("crossentropy", lambda x, v: chances(x, v).prod(1), "mistake", "chance of the sentence"),
    ("crossentropy", lambda x, v: -np.log(chances(x, v)), "mistake", "each word"),
    ("crossentropy", lambda x, v: looped(x, v).mean(), "mistake", "no mean"),
    ("crossentropy", lambda x, v: v[:, 0, 0], "not yet", "log_softmax"),
    (
        "perplexity",
        lambda nats, x: np.exp(nats.mean() / (x > 0).sum(1).mean()),
        "right",
        "compared",
    ),
    ("perplexity", lambda nats, x: np.exp(nats.mean() / 12), "mistake", "12 places"),
    ("perplexity", lambda nats, x: np.exp((nats / (x > 0).sum(1)).mean()), "mistake", "sum first"),
    ("perplexity", lambda nats, x: np.exp(nats / (x > 0).sum(1)).mean(), "mistake", "mean nats"),
    ("perplexity", lambda nats, x: nats.sum() / (x > 0).sum(), "mistake", "exp of it"),
    ("perplexity", lambda nats, x: 2 ** (nats.sum() / (x > 0).sum()), "mistake", "bits"),
    ("perplexity", lambda nats, x: np.exp(nats.mean()), "mistake", "number of words"),
    ("perplexity", lambda nats, x: 2.7, "not yet", "exp of"),
    ("walk_of_lengths", sphere, "right", "spherical"),
    ("walk_of_lengths", lambda a, b, n: np.linspace(a, b, n), "mistake", "too short"),
    ("walk_of_lengths", lambda a, b, n: sphere(b, a, n), "mistake", "from b to a"),
    ("walk_of_lengths", lambda a, b, n: sphere(a, b, n, last=False), "mistake", "before b"),
    ("walk_of_lengths", lambda a, b, n: sphere(a, b, n + 2)[1:-1], "mistake", "ends are missing"),
    ("walk_of_lengths", lambda a, b, n: sphere(a, b, n).T, "mistake", "row"),
    (
        "walk_of_lengths",
        lambda a, b, n: sphere(a, b, n) / np.linalg.norm(sphere(a, b, n), axis=1, keepdims=True),
        "mistake",
        "length 1",
    ),
    ("walk_of_lengths", lambda a, b, n: sphere(a, b, 5), "not yet", "shape"),
    ("edits", edits, "right", "exact"),
    ("edits", lambda a, b: edits(b, a), "right", "exact"),
    ("edits", lambda a, b: edits(a, b, replace=2), "mistake", "counts 2"),
    ("edits", place_by_place, "mistake", "place with place"),
    ("edits", lambda a, b: abs(len(a) - len(b)), "mistake", "lengths"),
    ("edits", lambda a, b: len(set(a) ^ set(b)), "mistake", "order"),
    ("edits", lambda a, b: int(a != b), "mistake", "equal words"),
    ("edits", lambda a, b: edits(a, b) / max(len(a), len(b)), "mistake", "share"),
    ("edits", blocks, "not yet", "some inputs"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"text.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", text.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"text.{exercise}", ...).kind == "not yet"
