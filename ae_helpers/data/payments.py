"""Card payments, invented: most are honest, and three kinds of fraud are each odd in another way.

The category decides the law of everything else; each card has a level of its own. Of the three
kinds, `testing` (tiny sums online at three at night) and `spree` (dear electronics, far away) have
an odd column; in `clone` (groceries, fuel or a meal with a copied card) every single column is
ordinary, and only the combination, an everyday purchase by chip 150 km away, is not.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from ae_helpers.data.dataset import DataError

import numpy as np

CATEGORIES = ("groceries", "fuel", "meals", "clothes", "travel", "electronics")
DEVICES = ("chip", "contactless", "online")
KINDS = ("honest", "testing", "spree", "clone")
COLUMNS = ["Time", *(f"V{i}" for i in range(1, 29)), "Amount", "Class"]  # of the real table
FEATURES = ("log amount", "log distance", "hour, sine", "hour, cosine", *CATEGORIES, *DEVICES)

# By category: its share, the mean and deviation of log amount and of the hour, the share that is
# online, the log of the usual distance in km.
_SHARES = np.array([0.38, 0.14, 0.22, 0.12, 0.08, 0.06])
_AMOUNT = np.array([[3.3, 0.6], [3.9, 0.35], [2.9, 0.5], [4.0, 0.6], [5.2, 0.7], [5.0, 0.8]])
_HOUR = np.array([[16, 3], [14, 4.5], [16, 4], [15, 3], [14, 5], [16, 4]])
_ONLINE = np.array([0.05, 0.0, 0.1, 0.5, 0.8, 0.6])
_DISTANCE = np.array([1.0, 2.0, 1.2, 1.8, 4.5, 1.8])


@dataclass(frozen=True, eq=False)
class Payments:
    """`n` payments.

    Attributes:
        x: features in the order of `FEATURES`, float32 `(n, 13)`; about standardised.
        kind: 0 for an honest payment, else the place of the fraud in `KINDS`, `(n,)`.
        amount, km, hour: what a person would read, `(n,)`, in euros, kilometres and hours.
        category, device: places in `CATEGORIES` and `DEVICES`, `(n,)`.
    """

    x: np.ndarray
    kind: np.ndarray
    amount: np.ndarray
    km: np.ndarray
    hour: np.ndarray
    category: np.ndarray
    device: np.ndarray


def draw(n, seed, fraud=0.0, kinds=KINDS[1:]):
    """Payments at random.

    Args:
        n: how many, 1 or more.
        seed: of everything.
        fraud: the share of fraud, from 0 to 1; rounded to whole payments.
        kinds: which of `KINDS` the fraud is of, all equally frequent but for rounding.

    Returns:
        `Payments`, fraud among the others in random order.

    Raises:
        ValueError: a share beyond 0 and 1, no payment, or a kind of fraud that is not there.
    """
    if n < 1 or not 0 <= fraud <= 1:
        raise ValueError(
            f"n = {n}, fraud = {fraud}: give 1 payment or more, and a share in 0 to 1."
        )
    if unknown := set(kinds) - set(KINDS[1:]):
        raise ValueError(f"No fraud is of the kind {unknown}: choose among {', '.join(KINDS[1:])}.")
    rng = np.random.default_rng(seed)
    kind, count = np.zeros(n, int), round(n * fraud)
    kind[:count] = np.resize([KINDS.index(name) for name in kinds], count)
    rng.shuffle(kind)
    category = rng.choice(6, n, p=_SHARES)
    testing, spree, clone = (kind == place for place in (1, 2, 3))
    category[spree] = 5
    category[clone] = rng.choice(3, clone.sum(), p=_SHARES[:3] / _SHARES[:3].sum())

    log_amount = rng.normal(*_AMOUNT[category].T) + rng.normal(0, 0.35, n)  # and the card's level
    hour = rng.normal(*_HOUR[category].T) % 24
    device = np.where(rng.random(n) < _ONLINE[category], 2, 0)
    tapped = (device == 0) & (log_amount < np.log(50)) & (rng.random(n) < 0.85)
    device[tapped] = 1
    log_km = np.where(device == 2, rng.normal(0, 0.3, n), rng.normal(_DISTANCE[category], 0.7))
    far = rng.normal(np.log(150), 0.3, n)

    log_amount = np.where(testing, rng.normal(0.7, 0.4, n), log_amount)
    hour = np.where(testing, rng.normal(3, 1, n) % 24, hour)
    log_amount = np.where(spree, rng.normal(6.5, 0.4, n), log_amount)
    log_km = np.where(testing, rng.normal(0, 0.3, n), np.where(spree | clone, far, log_km))
    device = np.where(testing, 2, np.where(spree | clone, 0, device))

    turn = 2 * np.pi * hour / 24
    numbers = [(log_amount - 3.6) / 0.95, (log_km - 1.4) / 1.3, 1.4 * np.sin(turn)]
    x = np.column_stack([*numbers, 1.4 * np.cos(turn), 2 * np.eye(6)[category]])
    x = np.hstack([x, 2 * np.eye(3)[device]]).astype("float32")
    return Payments(x, kind, np.exp(log_amount), np.exp(log_km), hour, category, device)


def from_file():
    """Real payments from `AE_DATA_DIR/creditcard.csv`, if there is such a file.

    It is the table of Dal Pozzolo and others, 'Calibrating probability with undersampling for
    unbalanced classification' (2015): 284,807 payments of two days in 2013, 492 of them fraud, with
    the columns Time, V1 to V28 (principal components; the originals are secret), Amount and Class.

    Returns:
        `(x, fraud)` in the order of the file, which is that of time: float32 `(n, 29)`, V1 to V28
        and the logarithm of 1 + Amount, and bool `(n,)`. None if AE_DATA_DIR is not set or has no
        such file.

    Raises:
        DataError: the file has other columns, a row that is not all numbers, or a class other
            than 0 and 1; or fraud is missing in its second half, so that nothing can be scored.
    """
    folder = os.environ.get("AE_DATA_DIR")
    path = Path(folder or "").expanduser().absolute() / "creditcard.csv"
    if not folder or not path.exists():
        return None
    advice = "put the table of Dal Pozzolo and others (2015) there, or move it away"
    with path.open() as file:
        header = file.readline().replace('"', "").strip().split(",")
        if header != COLUMNS:
            raise DataError(
                f"{path} has the columns {', '.join(header)[:80]}, but Time, V1 to V28, Amount, "
                f"Class are needed: {advice}."
            )
        try:
            table = np.loadtxt(file, delimiter=",", quotechar='"', ndmin=2).reshape(-1, 31)
        except ValueError as error:
            raise DataError(
                f"{path} has a row that is not 31 numbers ({error}): {advice}."
            ) from None
    fraud = table[:, -1] == 1
    if not np.all(fraud | (table[:, -1] == 0)) or not np.any(fraud[len(fraud) // 2 :]):
        raise DataError(
            f"{path} needs 0 or 1 in the column Class, and a 1 in its second half: {advice}."
        )
    return np.column_stack([table[:, 1:29], np.log1p(table[:, 29])]).astype("float32"), fraud
