"""The invented ratings, and the door for MovieLens."""

from ae_helpers.data import DataError
from ae_helpers.data.ratings import NOISE, from_file, read, tastes

import numpy as np
import pytest


@pytest.fixture(scope="module")
def films():
    return tastes(600, 300, seed=1)


def test_a_table_of_stars_with_many_holes(films):
    given = films.given
    assert given.shape == films.mean.shape == films.wish.shape == (600, 300)
    assert set(np.unique(given)) == set(range(6)) and given.dtype == "float32"
    counts = (given > 0).sum(axis=1)
    assert counts.min() >= 8 and counts.max() <= 150 and 30 < counts.mean() < 42
    np.testing.assert_allclose(films.genres.sum(axis=1), 1, atol=1e-5)


def test_the_best_possible_error_is_that_of_noise_and_rounding(films):
    rated = films.given > 0
    inner = rated & (abs(films.mean - 3) < 1)  # away from the ends, where nothing is cut off
    error = np.square(films.given - films.mean)[inner].mean()
    assert abs(error - (NOISE**2 + 1 / 12)) < 0.03  # rounding to whole numbers adds 1/12
    assert np.square(films.given - films.given[rated].mean())[rated].mean() > 1.5 * error


def test_people_rate_what_they_will_like_and_what_is_famous(films):
    rated = films.given > 0
    assert films.mean[rated].mean() > films.mean[~rated].mean() + 0.3
    assert films.wish[rated].mean() > films.wish[~rated].mean() + 0.5


def test_seeds(films):
    assert np.array_equal(tastes(600, 300, seed=1).given, films.given)
    assert not np.array_equal(tastes(600, 300, seed=2).given, films.given)


def test_a_series_is_rated_together():
    def together(series):
        rated = tastes(800, 200, seed=3, series=series).given > 0
        pairs = rated.reshape(800, 50, 4).astype(float)
        inside = (pairs.sum(axis=2) ** 2 - pairs.sum(axis=2)).sum() / 12
        return inside / (800 * 50 * rated.mean() ** 2)

    assert together(0.0) < 1.8 < 3 < together(3.0)


@pytest.mark.parametrize("users, items", [(0, 300), (10, 149)])
def test_too_small_a_table_is_refused(users, items):
    with pytest.raises(ValueError, match="150 items"):
        tastes(users, items, seed=0)


def lines(changes=()):
    """A made-up file of six ratings by three users of four films, as MovieLens writes it."""
    rows = [
        "1\t1\t5\t881250949",
        "1\t2\t3\t9",
        "2\t3\t1\t9",
        "2\t4\t4\t9",
        "3\t1\t2\t9",
        "3\t4\t5\t9",
    ]
    for place, row in dict(changes).items():
        rows[place : place + 1] = [row] if row else []
    return "\n".join(rows) + "\n"


@pytest.fixture
def small(tmp_path):
    def check(text):
        path = tmp_path / "u.data"
        path.write_text(text)
        return read(path, lines=6, users=3, items=4)

    return check


def test_a_small_file_in_that_format(small):
    wanted = [[5, 3, 0, 0], [0, 0, 1, 4], [2, 0, 0, 5]]
    assert np.array_equal(small(lines()), wanted)


@pytest.mark.parametrize(
    "changes, said",
    [
        ({5: ""}, "5 lines of 4 numbers where 6"),
        ({0: "1\t1\t5"}, "cannot be read"),
        ({0: "1::1::5::9"}, "cannot be read"),
        ({0: "0\t1\t5\t9"}, "users from 0 to 3"),
        ({2: "2\t5\t1\t9"}, "films from 1 to 5"),
        ({2: "2\t2\t1\t9"}, "films from 1 to 4 where all"),
        ({0: "1\t1\t6\t9"}, "ratings from 1 to 6"),
        ({5: "3\t1\t5\t9", 1: "1\t4\t3\t9", 3: "2\t2\t4\t9"}, "two ratings of the same user"),
    ],
)
def test_a_changed_file_is_refused_in_one_sentence(small, changes, said):
    with pytest.raises(DataError, match=said) as error:
        small(lines(changes))
    assert "unchanged" in str(error.value) and str(error.value).count("\n") == 0


def test_from_file(tmp_path, monkeypatch):
    monkeypatch.delenv("AE_DATA_DIR", raising=False)
    assert from_file() is None
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    assert from_file() is None
    (tmp_path / "ml-100k").mkdir()
    (tmp_path / "ml-100k" / "u.data").write_text(lines())
    with pytest.raises(DataError, match="6 lines of 4 numbers where 100,000"):
        from_file()
