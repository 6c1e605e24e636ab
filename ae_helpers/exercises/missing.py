"""The exercises of lesson 18, missing values and recommendation."""

import numpy as np

from . import right
from ._checks import letter_and_number, wrong_function

EXERCISES = ["mechanism", "masked_error", "held_share", "ease", "recall_at"]


def mechanism(answer):
    """A letter, and the mean of what is answered: incomes 20, 40, 60, 80 that hide themselves."""
    return letter_and_number(
        answer,
        ("c", 125 / 3),
        "MNAR, and nothing in the answers says that the true mean is 50.",
        {
            "a": "A spilt rack of tubes knows nothing of what is in them: MCAR.",
            "b": "Age decides, and we know the age of everybody: MAR.",
            "d": "The lot decides, and it knows nothing of the value: MCAR.",
        },
        {
            "50 is the true mean, which the answers do not show.": 50,
            "weigh by who answers, not by who keeps silent.": 62.5,
            "divide by how many answer, 2.4 on average, and not by 4.": 25,
            "divide by how many answer: this is a sum.": 100,
        },
    )


def masked_error(answer):
    """A function `(x, x_hat, known) -> number`: mean squared error over the known cells."""
    rng = np.random.default_rng(0)

    def error(x, x_hat, known):
        return np.square(np.where(known, x - x_hat, 0))

    def good(x, x_hat, known):
        return error(x, x_hat, known).sum() / known.sum()

    kinds = {
        "You divided by all cells, the empty ones too: the emptier, the better it looks.": (
            lambda x, x_hat, known: error(x, x_hat, known).mean()
        ),
        "The empty cells count as zeros here: leave them out, known says which.": (
            lambda x, x_hat, known: np.square(np.where(known, x, 0) - x_hat).mean()
        ),
        "The empty cells count here. Take the known ones alone.": (
            lambda x, x_hat, known: np.mean((x - x_hat) ** 2)
        ),
        "You looked at x > 0: a known value may be 0 or negative. known says which are known.": (
            lambda x, x_hat, known: np.mean((x - x_hat)[x > 0] ** 2)
        ),
        "You looked at x != 0: a known value may be 0. known says which are known.": (
            lambda x, x_hat, known: np.mean((x - x_hat)[x != 0] ** 2)
        ),
        "The mask is turned round: these are the empty cells.": (
            lambda x, x_hat, known: np.mean((x - x_hat)[~known] ** 2)
        ),
        "This is the sum. Divide by how many cells are known.": (
            lambda x, x_hat, known: error(x, x_hat, known).sum()
        ),
        "This is its square root. Leave the square.": (
            lambda x, x_hat, known: np.sqrt(good(x, x_hat, known))
        ),
        "This is the mean of the rows' means: a row with one known cell weighs as much as a full "
        "one. Sum over all cells first.": (
            lambda x, x_hat, known: np.mean(error(x, x_hat, known).sum(1) / known.sum(1))
        ),
        "You divided by the rows: this is the sum per row. Divide by the known cells.": (
            lambda x, x_hat, known: error(x, x_hat, known).sum() / len(x)
        ),
    }
    inputs = []
    for n, m in ((6, 4), (3, 9)):
        x, x_hat = rng.normal(0.3, 1, (n, m)).round(1), rng.normal(0, 1, (n, m))
        known = rng.random((n, m)) < 0.6
        known[:, 0], x[0, 0], x[1, 1] = True, 0, 0
        inputs.append((x, x_hat, known))
    return wrong_function(
        answer, good, inputs, kinds, "Squared differences at the known cells, and their mean."
    ) or right("However empty the table, the error stays comparable.")


def held_share(answer):
    """A function `(truth (n,), draws (n, k)) -> number`: the share between least and greatest."""
    rng = np.random.default_rng(1)

    def good(truth, draws):
        return np.mean((truth >= draws.min(axis=1)) & (truth <= draws.max(axis=1)))

    def quantiles(truth, draws):
        low, high = np.quantile(draws, [0.05, 0.95], axis=1)
        return np.mean((truth >= low) & (truth <= high))

    kinds = {
        "This is the share above the least draw alone. The greatest is the other end.": (
            lambda truth, draws: np.mean(truth >= draws.min(axis=1))
        ),
        "This is the share below the greatest draw alone. The least is the other end.": (
            lambda truth, draws: np.mean(truth <= draws.max(axis=1))
        ),
        "This is the share outside. The one inside is wanted.": (
            lambda truth, draws: 1 - good(truth, draws)
        ),
        "These are quantiles of few draws, too narrow: take the least and the greatest.": (
            quantiles
        ),
        "Each cell has draws of its own: least and greatest along axis 1, not of all.": (
            lambda truth, draws: np.mean((truth >= draws.min()) & (truth <= draws.max()))
        ),
        "This counts cells. Divide by how many there are.": (
            lambda truth, draws: good(truth, draws) * len(truth)
        ),
        "Mean and 1.64 deviations suit Gaussian draws alone. Take the least and the greatest.": (
            lambda truth, draws: np.mean(abs(truth - draws.mean(1)) <= 1.64 * draws.std(1))
        ),
        "This is one answer for each cell. Take the mean.": (
            lambda truth, draws: (truth >= draws.min(axis=1)) & (truth <= draws.max(axis=1))
        ),
    }
    inputs = [
        (rng.normal(0, 1.7, n), rng.gamma(2, 1, (n, k)) - 1.5) for n, k in ((60, 9), (40, 19))
    ]
    return wrong_function(
        answer,
        good,
        inputs,
        kinds,
        "A cell is held if its truth lies between its least and "
        "greatest draw; the share of such cells is wanted.",
    ) or right("With 19 draws it should be 18 in 20, on cells that were hidden by chance.")


def ease(answer):
    """A function `(x (users, items), decay) -> (items, items)`: EASE's weights."""
    rng = np.random.default_rng(2)

    def parts(x, decay):
        P = np.linalg.inv(x.T @ x + decay * np.eye(x.shape[1]))
        return P, 1 - np.eye(len(P))

    def good(x, decay):
        P, off = parts(x, decay)
        return -P / np.diag(P) * off

    def by_rows(x, decay):
        P, off = parts(x, decay)
        return -P / np.diag(P)[:, None] * off

    def ridge(x, decay):
        return np.linalg.solve(x.T @ x + decay * np.eye(x.shape[1]), x.T @ x)

    kinds = {
        "The diagonal is not 0: each film recommends itself.": (
            lambda x, decay: -parts(x, decay)[0] / np.diag(parts(x, decay)[0])
        ),
        "The sign is turned: what is liked together comes out negative.": (
            lambda x, decay: -good(x, decay)
        ),
        "You divided each row by its own diagonal: B_ij has P_jj below, of its column.": by_rows,
        "This is the inverse without the division by its diagonal.": (
            lambda x, decay: -parts(x, decay)[0] * parts(x, decay)[1]
        ),
        "This is ridge regression on itself: a film may copy itself, and does.": ridge,
        "Ridge regression with the diagonal struck out afterwards is another answer: the other "
        "weights must make up for it. Use P.": lambda x, decay: (
            ridge(x, decay) * (1 - np.eye(x.shape[1]))
        ),
        "These are users by users: x.T @ x is wanted.": lambda x, decay: good(x.T, decay),
        "The decay is left out.": lambda x, decay: good(x, 1e-9),
        "You divided the decay by the number of users.": lambda x, decay: good(x, decay / len(x)),
        "You squared the decay.": lambda x, decay: good(x, decay**2),
    }
    inputs = [
        ((rng.random((n, m)) < 0.4).astype(float), decay)
        for n, m, decay in ((30, 6, 2.0), (24, 9, 5.0), (12, 12, 0.7))
    ]
    return wrong_function(
        answer,
        good,
        inputs,
        kinds,
        "P as in the text, minus P by the diagonal of its column, and 0 on the diagonal.",
    ) or right("A whole recommender, without a training step.")


def recall_at(answer):
    """A function `(scores, seen, target, k) -> number` for one user, arrays `(items,)`."""
    rng = np.random.default_rng(3)

    def hits(scores, target, k):
        return target[np.argsort(-scores)[:k]].sum()

    def unseen(scores, seen):
        return np.where(seen > 0, -np.inf, scores)

    def good(scores, seen, target, k):
        return hits(unseen(scores, seen), target, k) / min(k, target.sum())

    kinds = {
        "Films that were seen are in the list: put their scores below all others.": (
            lambda scores, seen, target, k: hits(scores, target, k) / min(k, target.sum())
        ),
        "You divided by k: who has two held-out likes could never reach 1. Divide by the smaller "
        "of k and their number.": (
            lambda scores, seen, target, k: hits(unseen(scores, seen), target, k) / k
        ),
        "You divided by all held-out likes: who has more than k could never reach 1. Divide by "
        "the smaller of the two.": (
            lambda scores, seen, target, k: hits(unseen(scores, seen), target, k) / target.sum()
        ),
        "These are the k lowest scores.": (
            lambda scores, seen, target, k: good(-scores, seen, target, k)
        ),
        "This is the number of hits. Divide it by the smaller of k and the held-out likes.": (
            lambda scores, seen, target, k: hits(unseen(scores, seen), target, k)
        ),
        "Scores of seen films were set to 0, and scores may be negative: use -np.inf.": (
            lambda scores, seen, target, k: good(np.where(seen > 0, 0, scores), 0 * seen, target, k)
        ),
        "This counts the likes already seen. The held-out ones, target, are asked.": (
            lambda scores, seen, target, k: hits(scores, seen, k) / min(k, seen.sum())
        ),
    }
    inputs = []
    for items, k, held in ((30, 5, 9), (40, 10, 4), (25, 6, 7), (30, 8, 3)):
        order = rng.permutation(items)
        seen, target = np.zeros(items), np.zeros(items)
        target[order[:held]] = seen[order[held : held + 8]] = 1
        inputs.append((rng.normal(-0.7, 1, items) + 0.8 * target + seen, seen, target, k))
    return wrong_function(
        answer,
        good,
        inputs,
        kinds,
        "Drop what was seen, take the k best, count the likes among them, divide by min(k, likes).",
    ) or right("The mean of this over users is what the lesson's bars show.")
