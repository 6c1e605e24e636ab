"""A small language of which every right sentence is known: 57,344 sentences of 118 words.

"the old cook near the kitchen does not wash the pan ." Ten factors are drawn evenly and decide all,
so the entropy is known, ln 57,344 = 10.96 nats a sentence, and whether a sentence is right is a
look-up. Sentences are rows of 12 word numbers; short ones end with word 0, which is no word.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

LENGTH = 12
FACTORS = {"topic": 4, "who": 4, "plural": 2, "adjective": 7, "near": 2, "place": 2}
FACTORS |= {"verb": 4, "past": 2, "negated": 2, "what": 4}
SIZES = tuple(FACTORS.values())
COUNT = int(np.prod(SIZES))
NATS = float(np.log(COUNT))  # of a sentence drawn evenly

_TOPICS = {  # who, where, does, what
    "kitchen": "cook baker waiter guest|kitchen cellar|wash carry need drop|pan cup spoon plate",
    "sea": "sailor diver captain pirate|harbour bay|paint follow hide sell|boat sail anchor map",
    "garden": "gardener farmer neighbour child|garden field|plant water pick smell"
    "|rose bean tree apple",
    "school": "teacher pupil reader student|school library|open read borrow mark"
    "|book essay letter page",
}
TOPICS = tuple(_TOPICS)
_LISTS = [[part.split() for part in words.split("|")] for words in _TOPICS.values()]
_ADJECTIVES = "old young happy tired clever quiet".split()
_PAST = {"drop": "dropped", "carry": "carried", "hide": "hid", "sell": "sold", "read": "studied"}


def _third(verb):
    return "carries" if verb == "carry" else verb + ("es" if verb.endswith("sh") else "s")


def _past(verb):
    return _PAST.get(verb, verb + ("d" if verb.endswith("e") else "ed"))


def _many(noun):
    return "children" if noun == "child" else noun + "s"


def _sentence(factors):
    f = dict(zip(FACTORS, factors, strict=True))
    keys = ("who", "place", "verb", "what")
    who, place, verb, what = (
        words[f[k]] for words, k in zip(_LISTS[f["topic"]], keys, strict=True)
    )
    subject = _many(who) if f["plural"] else who
    words = ["the", *_ADJECTIVES[f["adjective"] :][:1], subject]  # 6: no adjective
    words += [("in", "near")[f["near"]], "the", place]
    if f["negated"]:
        words += ["did" if f["past"] else "do" if f["plural"] else "does", "not", verb]
    else:
        words += [_past(verb) if f["past"] else verb if f["plural"] else _third(verb)]
    return [*words, "the", what, "."]


@cache
def _everything():
    """All word numbers `(57344, 12)`, the words, and the right rows as a set of bytes."""
    factors = np.stack(np.unravel_index(np.arange(COUNT), SIZES), axis=1)
    sentences = [_sentence(row) for row in factors.tolist()]
    words = ("", *sorted({word for sentence in sentences for word in sentence}))
    number = {word: i for i, word in enumerate(words)}
    x = np.zeros((COUNT, LENGTH), "int32")
    for row, sentence in zip(x, sentences, strict=True):
        row[: len(sentence)] = [number[word] for word in sentence]
    x.setflags(write=False)
    return x, words, frozenset(row.tobytes() for row in x)


@dataclass(frozen=True)
class Sentences:
    """Three splits of different sentences: `x_*` word numbers `(n, 12)`, `factors_*` `(n, 10)`."""

    x_train: np.ndarray
    x_val: np.ndarray
    x_test: np.ndarray
    factors_train: np.ndarray
    factors_val: np.ndarray
    factors_test: np.ndarray
    words: tuple


def load(seed=0, train=6000, val=1000, test=1000):
    """Different right sentences, drawn evenly; the same seed gives the same ones.

    Raises:
        ValueError: more sentences are asked for than there are.
    """
    if train + val + test > COUNT:
        raise ValueError(f"The language has {COUNT:,} sentences: ask for no more in all.")
    x, words, _ = _everything()
    order = np.random.default_rng(seed).permutation(COUNT)[: train + val + test]
    parts = np.split(order, [train, train + val])
    factors = [np.stack(np.unravel_index(part, SIZES), axis=1) for part in parts]
    return Sentences(*(x[part] for part in parts), *factors, words)


def sentences(factors):
    """Whole-numbered factors `(n, 10)`, in the order of `FACTORS` -> word numbers `(n, 12)`."""
    return _everything()[0][np.ravel_multi_index(np.transpose(factors), SIZES)]


def is_right(x):
    """Rows of word numbers `(n, 12)` -> whether each is a sentence of the language, `(n,)`."""
    right = _everything()[2]
    return np.array([row.tobytes() in right for row in np.ascontiguousarray(x, "int32")], bool)


def text(row):
    """Word numbers `(12,)` -> the sentence as a string."""
    words = _everything()[1]
    return " ".join(words[i] for i in row if i)


def ngram(train, test, n, k=0.1):
    """Nats of each sentence `(n_test,)` in a model of `n` words in a row, counted on `train`.

    `k` is added to every count. The empty word 0 is not counted: the full stop ends a sentence.
    """
    count, before = Counter(), Counter()

    def grams(row):
        padded = [-1] * (n - 1) + [word for word in row if word]
        return zip(*(padded[i:] for i in range(n)), strict=False)

    for row in train.tolist():
        for gram in grams(row):
            count[gram] += 1
            before[gram[:-1]] += 1
    words = len(_everything()[1]) - 1
    chances = [
        [(count[gram] + k) / (before[gram[:-1]] + k * words) for gram in grams(row)]
        for row in test.tolist()
    ]
    return np.array([-np.sum(np.log(chance)) for chance in chances])
