"""Invented payments: what the generator promises, kind by kind."""

from ae_helpers.data import payments

import numpy as np
import pytest

HONEST = payments.draw(40_000, seed=3)


def test_the_same_seed_draws_the_same_and_another_does_not():
    a, b, c = (payments.draw(50, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(a.x, b.x)
    assert not np.array_equal(a.x, c.x)


def test_features_are_what_a_person_reads():
    some = payments.draw(500, seed=1, fraud=0.3)
    assert some.x.shape == (500, len(payments.FEATURES)) and some.x.dtype == np.float32
    np.testing.assert_allclose(some.x[:, 0], (np.log(some.amount) - 3.6) / 0.95, atol=1e-5)
    np.testing.assert_allclose(some.x[:, 1], (np.log(some.km) - 1.4) / 1.3, atol=1e-5)
    np.testing.assert_allclose(np.hypot(*some.x[:, 2:4].T), 1.4, atol=1e-5)
    hour = np.arctan2(some.x[:, 2], some.x[:, 3]) * 12 / np.pi % 24
    np.testing.assert_allclose(hour, some.hour, atol=1e-4)
    np.testing.assert_array_equal(some.x[:, 4:10], 2 * np.eye(6)[some.category])
    np.testing.assert_array_equal(some.x[:, 10:], 2 * np.eye(3)[some.device])


def test_categories_have_their_shares_sums_and_ways_to_pay():
    shares = np.bincount(HONEST.category) / 40_000
    np.testing.assert_allclose(shares, [0.38, 0.14, 0.22, 0.12, 0.08, 0.06], atol=0.01)
    sums = [np.log(HONEST.amount[HONEST.category == c]).mean() for c in range(6)]
    np.testing.assert_allclose(sums, [3.3, 3.9, 2.9, 4.0, 5.2, 5.0], atol=0.08)
    online = [np.mean(HONEST.device[HONEST.category == c] == 2) for c in range(6)]
    np.testing.assert_allclose(online, [0.05, 0, 0.1, 0.5, 0.8, 0.6], atol=0.04)
    assert np.all(HONEST.amount[HONEST.device == 1] < 50), "contactless only below 50 euros"
    assert abs(np.median(HONEST.km[HONEST.device == 2]) - 1) < 0.1


@pytest.mark.parametrize("n, fraud, frauds", [(1000, 0.005, 5), (999, 0.0, 0), (40, 1.0, 40)])
def test_the_share_of_fraud_is_exact_and_its_kinds_are_even(n, fraud, frauds):
    kind = payments.draw(n, seed=0, fraud=fraud).kind
    counts = np.bincount(kind, minlength=4)[1:]
    assert counts.sum() == frauds and np.ptp(counts) <= 1


def test_each_kind_of_fraud_is_odd_in_its_own_way():
    drawn = payments.draw(3000, seed=0, fraud=1.0)
    testing, spree, clone = (drawn.kind == place for place in (1, 2, 3))
    assert abs(np.log(drawn.amount[testing]).mean() - 0.7) < 0.06
    assert np.all(drawn.device[testing] == 2) and abs(np.median(drawn.hour[testing]) - 3) < 0.2
    assert np.all(drawn.category[spree] == 5) and np.median(drawn.amount[spree]) > 600
    assert set(drawn.category[clone]) == {0, 1, 2}
    for far in (spree, clone):
        assert np.all(drawn.device[far] == 0) and abs(np.median(drawn.km[far]) / 150 - 1) < 0.06
    sums = [np.log(drawn.amount[clone & (drawn.category == c)]).mean() for c in range(3)]
    np.testing.assert_allclose(sums, [3.3, 3.9, 2.9], atol=0.1), "the sums are ordinary"


def test_fraud_leaves_the_honest_payments_honest():
    mixed = payments.draw(40_000, seed=3, fraud=0.2)
    honest = np.bincount(mixed.category[mixed.kind == 0]) / 32_000
    np.testing.assert_allclose(honest, np.bincount(HONEST.category) / 40_000, atol=0.01)


@pytest.mark.parametrize("given", [{"n": 0}, {"fraud": 1.5}, {"fraud": -0.1}, {"kinds": ["theft"]}])
def test_what_makes_no_sense_is_refused(given):
    with pytest.raises(ValueError, match="give|choose"):
        payments.draw(**{"n": 10, "seed": 0} | given)


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Writes lines into the file that AE_DATA_DIR names, under a header of these columns."""
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))

    def write(columns, *lines):
        text = "\n".join([",".join(f'"{name}"' for name in columns), *lines])
        (tmp_path / "creditcard.csv").write_text(text + "\n")

    return write


ROW = ",".join(["7", "1.5", *["-1"] * 27])  # Time, V1 to V28


def test_a_real_table_is_read_as_it_is_published(table):
    table(payments.COLUMNS, f'{ROW},0,"0"', f'{ROW},{np.e**2 - 1},"1"')
    x, fraud = payments.from_file()
    assert fraud.tolist() == [False, True] and x.dtype == np.float32
    np.testing.assert_allclose(x, [[1.5, *[-1] * 27, logged] for logged in (0, 2)], atol=1e-6)


@pytest.mark.parametrize(
    "columns, rows, said",
    [
        (["a", "b"], ["1,2"], "has the columns a, b"),
        (payments.COLUMNS, [f"{ROW},1,0", "1,2"], "a row that is not 31 numbers"),
        (payments.COLUMNS, [f"{ROW},much,0"], "a row that is not 31 numbers"),
        (payments.COLUMNS, [f"{ROW},1,0", f"{ROW},1,2"], "0 or 1 in the column Class"),
        (payments.COLUMNS, [f"{ROW},1,1", f"{ROW},1,0"], "a 1 in its second half"),
    ],
)
def test_another_table_is_refused(table, columns, rows, said):
    table(columns, *rows)
    with pytest.raises(payments.DataError, match=said):
        payments.from_file()


def test_without_a_table_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    assert payments.from_file() is None
    monkeypatch.delenv("AE_DATA_DIR")
    assert payments.from_file() is None
