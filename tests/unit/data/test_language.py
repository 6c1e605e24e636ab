"""The small language: exact counts, exact sentences, exact nats."""

from ae_helpers.data import language

import numpy as np
import pytest

ALL = language.load(train=language.COUNT - 2000)


def numbers(*sentences):
    number = {word: i for i, word in enumerate(ALL.words)}
    rows = [[number[word] for word in sentence.split()] for sentence in sentences]
    return np.array([row + [0] * (12 - len(row)) for row in rows])


def test_counts():
    x = np.concatenate([ALL.x_train, ALL.x_val, ALL.x_test])
    assert x.shape == (57344, 12) and len(np.unique(x, axis=0)) == 57344
    assert len(ALL.words) == 119 and set(np.unique(x)) == set(range(119))
    assert language.NATS == pytest.approx(10.9569, abs=1e-4)
    assert language.is_right(x).all()


def test_right_and_wrong_sentences():
    right = "the old cook near the kitchen does not wash the pan ."
    also = "the children in the field picked the rose ."
    wrong = ["the old cooks near the kitchen does not wash the pan .", "the cook wash the map ."]
    wrong += ["the children in the field picks the rose .", right.replace("pan", "map")]
    assert language.is_right(numbers(right, also, *wrong)).tolist() == [True] * 2 + [False] * 4
    assert language.text(numbers(right)[0]) == right


def test_factors_are_those_of_the_sentence():
    plural = ALL.factors_test[:, list(language.FACTORS).index("plural")]
    present = (ALL.factors_test[:, -3:-1] == [0, 1]).all(axis=1)  # negated, so "do" or "does"
    do = (ALL.x_test == numbers("do")[0, 0]).any(axis=1)
    np.testing.assert_array_equal(do, present & (plural == 1))


def test_sentences_of_factors():
    np.testing.assert_array_equal(language.sentences(ALL.factors_test), ALL.x_test)
    factors = [[1, 3, 1, 0, 1, 0, 2, 0, 0, 2], [2, 3, 1, 6, 0, 1, 2, 1, 0, 0]]
    first, second = (language.text(row) for row in language.sentences(factors))
    assert first == "the old pirates near the harbour hide the anchor ."
    assert second == "the children in the field picked the rose ."


def test_splits_are_seeded_and_disjoint():
    first, again, other = (language.load(seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.x_train, again.x_train)
    assert (first.x_train != other.x_train).any()
    x = np.concatenate([first.x_train, first.x_val, first.x_test])
    assert len(np.unique(x, axis=0)) == 8000
    with pytest.raises(ValueError, match="57,344"):
        language.load(train=57344)


def test_ngram_against_counts_by_hand():
    train = numbers("the cook .", "the pan .")
    test = numbers("the cook .")
    unigram = language.ngram(train, test, 1, k=0)
    np.testing.assert_allclose(unigram, -np.log(2 / 6 * 1 / 6 * 2 / 6))
    np.testing.assert_allclose(language.ngram(train, test, 2, k=0), np.log(2))
    smooth = -np.log((2.1 / 13.8) * (1.1 / 13.8) * (1.1 / 12.8))
    np.testing.assert_allclose(language.ngram(train, test, 2, k=0.1), smooth)
    assert len(language.ngram(ALL.x_train[:50], ALL.x_test[:7], 3)) == 7
