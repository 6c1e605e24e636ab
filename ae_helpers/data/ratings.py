"""Ratings of films from 1 to 5: an invented table with a known best error, and MovieLens.

A table is `(users, items)`, and 0 stands for 'not rated'.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from ae_helpers.data.dataset import DataError

import numpy as np

GENRES = ("action", "comedy", "drama", "horror", "romance", "science fiction")
NOISE = 0.6  # standard deviation of a rating around its mean


@dataclass(frozen=True, eq=False)
class Ratings:
    """An invented table of ratings.

    Attributes:
        given: whole numbers from 1 to 5, 0 where nobody rated, float32 `(users, items)`.
        mean: what each rating would be without noise and rounding, in 1 to 5, also where nobody
            rated, float32 `(users, items)`. It is the best guess, but for what the ends cut off.
        wish: how strongly a user is drawn to an item, as a logarithm, float32 `(users, items)`.
        genres: what share of each of `GENRES` an item has, float32 `(items, 6)`.
    """

    given: np.ndarray
    mean: np.ndarray
    wish: np.ndarray
    genres: np.ndarray


def tastes(users, items, seed, series=0.0) -> Ratings:
    """Invent users, items and ratings.

    An item has a mix of six genres, a quality and a fame; a user a taste for each genre and a mood.
    The mean rating is 3.5 + quality + mood + taste · genres, cut off at 1 and 5; a rating is that
    with Gaussian noise of deviation `NOISE`, rounded. Who rates what is no accident: people rate
    what is famous, and what they will like: some 36 items each (8 to 150), drawn one by one without
    replacement with probabilities proportional to exp(wish), wish = 0.4 fame + 1.3 taste · genres.

    With `series` above 0 each four neighbouring items are a series: whoever is drawn to one is
    drawn to all, by `series` times a standard Gaussian of that user and series in the wish.

    Raises:
        ValueError: fewer than 1 user, or fewer than 150 items.
    """
    if users < 1 or items < 150:
        raise ValueError(f"users = {users}, items = {items}: give 1 user and 150 items, or more.")
    rng = np.random.default_rng(seed)
    genres = rng.dirichlet(np.full(6, 0.25), items)
    quality, mood = 0.45 * rng.standard_normal(items), 0.35 * rng.standard_normal((users, 1))
    fame, taste = rng.gumbel(size=items) + 0.8 * quality, rng.standard_normal((users, 6))
    liking = taste @ (genres - 1 / 6).T
    mean = np.clip(3.5 + quality + mood + liking, 1, 5)
    bond = np.random.default_rng((seed, 1)).standard_normal((users, -(-items // 4)))
    wish = 0.4 * fame + 1.3 * liking + series * np.repeat(bond, 4, axis=1)[:, :items]
    rank = (
        (-wish - rng.gumbel(size=wish.shape)).argsort(axis=1).argsort(axis=1)
    )  # without replacement
    count = np.clip(rng.lognormal(3.4, 0.6, (users, 1)), 8, 150)
    given = np.clip(np.round(mean + NOISE * rng.standard_normal(mean.shape)), 1, 5)
    given = np.where(rank < count, given, 0)
    return Ratings(*(array.astype("float32") for array in (given, mean, wish, genres)))


def from_file():
    """MovieLens-100k from `AE_DATA_DIR/ml-100k/u.data`, if there is such a file.

    Harper and Konstan, 'The MovieLens datasets: history and context' (2015): 100,000 ratings of
    943 users and 1,682 films. Its licence forbids to hand it on: get it from grouplens.org.

    Returns:
        float32 `(943, 1682)`, 0 where nobody rated. None if AE_DATA_DIR is not set or has no such
        file.

    Raises:
        DataError: the file is not MovieLens-100k as it was published.
    """
    path = Path(os.environ.get("AE_DATA_DIR") or "").expanduser().absolute() / "ml-100k" / "u.data"
    if not os.environ.get("AE_DATA_DIR") or not path.exists():
        return None
    return read(path)


def read(path, lines=100_000, users=943, items=1682):
    """A table `(users, items)` from lines 'user item rating time', numbers with tabs between them.

    Raises:
        DataError: another number of lines, users or items, a rating beyond 1 to 5, or one twice.
    """

    def refuse(what):
        raise DataError(
            f"{path} {what}: put u.data of ml-100k.zip from grouplens.org there, unchanged."
        )

    try:
        table = np.loadtxt(path, dtype=int, delimiter="\t", ndmin=2)
    except (OSError, ValueError):
        refuse("cannot be read as four whole numbers a line, with tabs between them")
    if table.shape != (lines, 4):
        found = f"{table.shape[0]:,} lines of {table.shape[1]} numbers"
        refuse(f"has {found} where {lines:,} of 4 are expected")
    user, item, rating = table[:, :3].T
    for name, column, most in (("users", user, users), ("films", item, items)):
        if set(column) != set(range(1, most + 1)):
            low, high = column.min(), column.max()
            refuse(f"has {name} from {low} to {high} where all of 1 to {most:,} are expected")
    if rating.min() < 1 or rating.max() > 5:
        refuse(f"has ratings from {rating.min()} to {rating.max()} where 1 to 5 are expected")
    given = np.zeros((users, items), "float32")
    given[user - 1, item - 1] = rating
    if np.count_nonzero(given) < lines:
        refuse("has two ratings of the same user for the same film")
    return given
