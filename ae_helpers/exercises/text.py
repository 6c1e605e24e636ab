"""The exercises of lesson 20, text."""

import numpy as np
from scipy.special import log_softmax

from . import right
from ._checks import wrong_function

EXERCISES = ["unigram", "crossentropy", "perplexity", "walk_of_lengths", "edits"]


def _sentences(rng, n, words):
    """Random rows of 12 word numbers; short ones end with 0."""
    x = rng.integers(1, words, (n, 12))
    x[np.arange(12) >= rng.integers(4, 13, (n, 1))] = 0
    return x


def unigram(answer):
    """A function `(train, test) -> (n,)`: nats of sentences by how often words come."""

    def nats(counted, test, empty=False, mean=False, log=np.log):
        counts = np.bincount(counted.ravel(), minlength=test.max() + 1).astype("float64")
        if not empty:
            counts[0] = 0
        logs = -log(counts / counts.sum())[test]
        logs = logs if empty else np.where(test > 0, logs, 0)
        return logs.sum(axis=1) / (np.sum(test > 0, axis=1) if mean else 1)

    kinds = {
        "You count in the test sentences. A model may only know those that it learned from.": (
            lambda train, test: nats(test, test)
        ),
        "You count the empty places, word 0. They are no words: leave them out, in both.": (
            lambda train, test: nats(train, test, empty=True)
        ),
        "The empty places of the test cost nothing, but you count those of training: the shares "
        "are those among words.": lambda train, test: (
            nats(train, test) + np.log(train.size / np.sum(train > 0)) * np.sum(test > 0, axis=1)
        ),
        "These are bits. Nats have the natural logarithm.": (
            lambda train, test: nats(train, test, log=np.log2)
        ),
        "The sign: the logarithm of a share is negative, nats are not.": (
            lambda train, test: -nats(train, test)
        ),
        "You took the mean over the words of a sentence. They all cost: sum.": (
            lambda train, test: nats(train, test, mean=True)
        ),
        "You took the mean over the 12 places. Words cost: sum.": (
            lambda train, test: nats(train, test) / 12
        ),
        "One number for each test sentence, please: no mean over the sentences.": (
            lambda train, test: nats(train, test).mean()
        ),
    }
    rng = np.random.default_rng(0)
    inputs = []
    for n, words in ((40, 6), (60, 9)):
        train, test = _sentences(rng, n, words), _sentences(rng, 7, words)
        train[0] = np.resize(np.arange(1, words), 12)  # every word is known
        inputs.append((train, test))
    with np.errstate(divide="ignore", invalid="ignore"):
        return wrong_function(
            answer,
            nats,
            inputs,
            kinds,
            "The share of a word among the words of `train`; minus its logarithm, summed over the "
            "words of each test sentence.",
        ) or right("With our language that is 38 nats: word order is worth 27.")


def crossentropy(answer):
    """A function `(x, logits) -> (n,)`: nats of sentences under a chance for every word."""

    def pick(x, values):
        return np.take_along_axis(values, x[..., None], axis=2)[..., 0]

    def nats(x, logits, axis=2):
        return -pick(x, log_softmax(logits, axis=axis))

    kinds = {
        "You took the mean over the places. A sentence costs their sum; the mean is a β of T.": (
            lambda x, logits: nats(x, logits).mean(axis=1)
        ),
        "These are the nats of each word. Sum over the places.": nats,
        "This is the logit itself: no softmax. Chances over the words have to sum to 1.": (
            lambda x, logits: -pick(x, logits).sum(axis=1)
        ),
        "The softmax runs over the places. It belongs over the words, the last axis.": (
            lambda x, logits: nats(x, logits, axis=1).sum(axis=1)
        ),
        "The softmax runs over the sentences. It belongs over the words, the last axis.": (
            lambda x, logits: nats(x, logits, axis=0).sum(axis=1)
        ),
        "One softmax over places and words together. Each place has its own.": (
            lambda x, logits: nats(x, logits, axis=(1, 2)).sum(axis=1)
        ),
        "The sign: a sentence costs minus the logarithm of its chance.": (
            lambda x, logits: -nats(x, logits).sum(axis=1)
        ),
        "These are the nats of the likeliest words. The cost is that of the true ones, x.": (
            lambda x, logits: -log_softmax(logits, axis=2).max(axis=2).sum(axis=1)
        ),
        "You count wrong words: argmax has no slope. Take the logarithm of the true word's "
        "chance.": lambda x, logits: np.sum(logits.argmax(axis=2) != x, axis=1),
        "This is the sum of the chances. The cost is minus the sum of their logarithms.": (
            lambda x, logits: np.exp(-nats(x, logits)).sum(axis=1)
        ),
        "This is the chance of the sentence. Take minus its logarithm.": (
            lambda x, logits: np.exp(-nats(x, logits).sum(axis=1))
        ),
        "You sum over the sentences: the places of each are on axis 1.": (
            lambda x, logits: nats(x, logits).sum(axis=0)
        ),
        "One number for each sentence, please: no mean over the sentences.": (
            lambda x, logits: nats(x, logits).sum(axis=1).mean()
        ),
        "These are bits. Nats have the natural logarithm.": (
            lambda x, logits: nats(x, logits).sum(axis=1) / np.log(2)
        ),
    }
    rng = np.random.default_rng(0)
    inputs = [
        (rng.integers(0, words, (n, places)), rng.normal(0, 2, (n, places, words)))
        for n, places, words in ((5, 4, 7), (3, 6, 9))
    ]
    return wrong_function(
        answer,
        lambda x, logits: nats(x, logits).sum(axis=1),
        inputs,
        kinds,
        "log_softmax over the words, the last axis; of it the true word at each place; minus "
        "their sum.",
    ) or right("The loss of every model of language, up to the largest.")


def perplexity(answer):
    """A function `(nats, x) -> number`: exp of the mean nats a word."""

    def words(x):
        return np.sum(x > 0, axis=1)

    kinds = {
        "You divide by the 12 places. The empty ones are no words.": (
            lambda nats, x: np.exp(nats.sum() / x.size)
        ),
        "You take the mean a word of each sentence, and then of those. A long sentence has more "
        "words: sum first, then divide.": lambda nats, x: np.exp(np.mean(nats / words(x))),
        "This is the mean of the sentences' perplexities. Take the mean nats first, exp at last.": (
            lambda nats, x: np.mean(np.exp(nats / words(x)))
        ),
        "One number for all sentences, please.": lambda nats, x: np.exp(nats / words(x)),
        "These are the mean nats a word. The perplexity is exp of it.": (
            lambda nats, x: nats.sum() / words(x).sum()
        ),
        "Nats belong to exp, 2 to the power belongs to bits.": (
            lambda nats, x: 2 ** (nats.sum() / words(x).sum())
        ),
        "This is a sentence's perplexity. Divide by the number of words, not of sentences.": (
            lambda nats, x: np.exp(nats.mean())
        ),
        "The sign: nats are positive, and a perplexity is at least 1.": (
            lambda nats, x: np.exp(-nats.sum() / words(x).sum())
        ),
        "You divide by the sum of the word numbers. How many words are there?": (
            lambda nats, x: np.exp(nats.sum() / x.sum())
        ),
    }
    rng = np.random.default_rng(0)
    inputs = [(rng.uniform(5, 25, n), _sentences(rng, n, 30)) for n in (6, 9)]
    return wrong_function(
        answer,
        lambda nats, x: np.exp(nats.sum() / words(x).sum()),
        inputs,
        kinds,
        "exp of (the nats of all sentences, over the words of all sentences).",
    ) or right("The figure by which models of language are compared.")


def walk_of_lengths(answer):
    """A function `(a, b, n) -> (n, d)`: a walk whose lengths go evenly from |a| to |b|."""

    def walk(a, b, n, ends=(0, 1), lengths=True, outer=np.linalg.norm):
        share = np.linspace(*ends, n)[:, None]
        line = (1 - share) * a + share * b
        if not lengths:
            return line
        wanted = (1 - share) * outer(a) + share * outer(b)
        return line / np.linalg.norm(line, axis=1, keepdims=True) * wanted

    kinds = {
        "This is the straight walk: its middle stops are too short. Set each stop's length.": (
            lambda a, b, n: walk(a, b, n, lengths=False)
        ),
        "You walk from b to a.": lambda a, b, n: walk(b, a, n),
        "All stops have the length 1: multiply by the length that each shall have.": (
            lambda a, b, n: walk(a, b, n, outer=lambda x: 1)
        ),
        "The walk stops before b. np.linspace includes both ends.": (
            lambda a, b, n: walk(a, b, n, ends=(0, 1 - 1 / n))
        ),
        "Both ends are missing: the walk begins at a and ends at b.": (
            lambda a, b, n: walk(a, b, n, ends=(1 / (n + 1), n / (n + 1)))
        ),
        "All stops have the length of a. It goes evenly to that of b.": (
            lambda a, b, n: walk(a, b, n, outer=lambda x, a=a: np.linalg.norm(a))
        ),
        "The lengths are squared: np.linalg.norm has the root.": (
            lambda a, b, n: walk(a, b, n, outer=lambda x: np.sum(x**2))
        ),
        "You divided by the length of the whole walk: each stop, a row, has its own.": (
            lambda a, b, n: (
                walk(a, b, n, lengths=False)
                / np.linalg.norm(walk(a, b, n, lengths=False))
                * np.linspace(np.linalg.norm(a), np.linalg.norm(b), n)[:, None]
            )
        ),
        "A stop is a row: (n, d), not (d, n).": lambda a, b, n: walk(a, b, n).T,
    }
    rng = np.random.default_rng(0)
    inputs = [(rng.normal(size=d), 2 * rng.normal(size=d), n) for d, n in ((4, 5), (16, 11))]
    return wrong_function(
        answer,
        walk,
        inputs,
        kinds,
        "(1 - t) a + t b; divided by its length; times (1 - t) |a| + t |b|; for n values of t "
        "from 0 to 1.",
    ) or right("Near to the spherical walk that many use for the codes of a VAE.")


def _edits(a, b, replace=1, put_in=1, swap=False):
    table = np.zeros((len(a) + 1, len(b) + 1))
    table[:, 0], table[0] = np.arange(len(a) + 1), put_in * np.arange(len(b) + 1)
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            across = table[i - 1, j - 1] + replace * (a[i - 1] != b[j - 1])
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + put_in, across)
            if swap and i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[-1, -1]


def _differing(a, b):
    return sum(x != y for x, y in zip(a, b, strict=False))


def edits(answer):
    """A function `(a, b) -> number`: Levenshtein's distance of two words."""
    kinds = {
        "A replaced letter counts 2 here, as one taken out and one put in. It is one step.": (
            lambda a, b: _edits(a, b, replace=2)
        ),
        "You count swapped neighbours as one step: Damerau's distance. Here they are two.": (
            lambda a, b: _edits(a, b, swap=True)
        ),
        "You compare place with place: one letter put in at the front shifts all that follow.": (
            lambda a, b: _differing(a, b) + abs(len(a) - len(b))
        ),
        "You compare only as far as the shorter word goes, place with place.": _differing,
        "This is the difference of the lengths. Letters may differ, too.": (
            lambda a, b: abs(len(a) - len(b))
        ),
        "You count letters that only one of the words has. Their order matters, too.": (
            lambda a, b: len(set(a) ^ set(b))
        ),
        "Letters are put in for nothing here: the one on the left + 1.": (
            lambda a, b: _edits(a, b, put_in=0)
        ),
        "A replaced letter costs nothing here: across + 1 if the letters differ.": (
            lambda a, b: _edits(a, b, replace=0)
        ),
        "This is 0 for equal words and 1 for all others. How many steps are there?": (
            lambda a, b: float(a != b)
        ),
        "This is how alike the words are, or a share. Count the steps.": (
            lambda a, b: _edits(a, b) / max(len(a), len(b))
        ),
    }
    pairs = "sail sails|slice licce|rose bean|teh the|reader trader|garden|harbour harbour|a bay"
    inputs = [tuple((pair + " ").split(" ")[:2]) for pair in pairs.split("|")]
    return wrong_function(
        answer,
        _edits,
        inputs,
        kinds,
        "The least of above + 1, left + 1, across + (letters differ); the answer stands in the "
        "last corner.",
    ) or right("Quadratic in the lengths, exact, and sixty years old.")
