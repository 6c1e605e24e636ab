"""The exercises of lesson 22, which autoencoder when."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import call, numbers, wrong_function

EXERCISES = ["preset", "paired_bootstrap", "fit_and_draw", "pareto", "fair"]
PRESETS = {
    "denoising": {"noise": 0.5},
    "sparse": {"l1": 0.5},
    "RAE": {"l2": 0.1, "decay": 0.001},
    "VAE": {"sample": 1, "beta": 1},
}
KNOBS = {"noise", "sample", "beta", "l1", "l2", "decay"}


def preset(answer):
    """A function `name -> dict of the knobs that are not 0`."""
    for name, good in PRESETS.items():
        result = call(answer, name)
        if not isinstance(result, dict):
            return not_yet(f"For {name!r} a dictionary is wanted, such as {{'noise': 0.5}}.")
        unknown = [knob for knob in result if knob not in KNOBS]
        if unknown:
            return not_yet(f"No knob is called {unknown[0]!r}: {', '.join(sorted(KNOBS))}.")
        given = {knob: value for knob, value in result.items() if value}
        if given.keys() != good.keys():
            return mistake(_knobs_said(name, set(given), set(good)))
        for knob, value in good.items():
            if not np.isclose(float(given[knob]), value):
                return mistake(f"The right knobs for {name!r}; but {knob} is {value:g} there.")
    return right("One network, and a name for each of a few settings.")


def _knobs_said(name, given, good):
    if name == "VAE" and given == {"beta"}:
        return "Beta without sample pays for clouds that nobody draws from: a VAE draws its code."
    if not given:
        return f"All knobs at 0 are the vanilla autoencoder, and not {name!r}."
    if name == "VAE" and given == {"sample"}:
        return "Sample without beta: nothing keeps the clouds, and they shrink to points."
    if name == "RAE" and given == {"l2"}:
        return "Half of the RAE: its decoder's weights have a price, too."
    if given > good:
        return f"For {name!r} {' and '.join(sorted(given - good))} should stay at 0."
    return f"For {name!r} other knobs are turned: on which part of the network does it act?"


def paired_bootstrap(answer):
    """A function `(a, b, picks) -> (mean difference, 2.5 and 97.5 percentiles of its mean)`."""
    rng = np.random.default_rng(0)
    given = []
    for n, m in ((30, 40), (50, 25)):
        image = rng.gamma(4, 3, n)
        picks = rng.integers(0, n, (m, n))
        given.append((image + rng.normal(0.5, 0.3, n), image + rng.normal(0, 0.3, n), picks))

    def solution(a, b, picks, ends=(2.5, 97.5)):
        means = (a - b)[picks].mean(axis=1)
        return np.array([(a - b).mean(), *np.percentile(means, ends)])

    def apart(a, b, picks):
        means = a[picks].mean(axis=1) - b[np.roll(picks, 1, axis=0)].mean(axis=1)
        return np.array([(a - b).mean(), *np.percentile(means, [2.5, 97.5])])

    def of_images(a, b, picks):
        return np.array([(a - b).mean(), *np.percentile(a - b, [2.5, 97.5])])

    def error_bar(a, b, picks):
        means = (a - b)[picks].mean(axis=1)
        return (a - b).mean() + np.array([0, -1.96, 1.96]) * means.std(ddof=1)

    kinds = {
        "This is b minus a.": lambda a, b, p: solution(b, a, p),
        "These are percentiles of single images. Take the mean of each draw first.": of_images,
        "a and b were drawn apart. The same rows for both: what an image does to both falls out.": (
            apart
        ),
        "Percentiles of each draw's images, not of the draws' means.": lambda a, b, p: np.array(
            [(a - b).mean(), *np.percentile((a - b)[p], [2.5, 97.5])]
        ),
        "Mean and two standard errors. Here the percentiles of the means are wanted.": error_bar,
        "These are the 5 and 95 percentiles: they hold 90 %.": lambda a, b, p: solution(
            a, b, p, (5, 95)
        ),
        "The mean of a - b is that of the images themselves, not of their draws.": lambda a, b, p: (
            solution(a, b, p) + [(a - b)[p].mean() - (a - b).mean(), 0, 0]
        ),
        "NumPy's percentile counts to 100: 2.5 and 97.5.": lambda a, b, p: solution(
            a, b, p, (0.025, 0.975)
        ),
        "The mean comes first, then the two ends.": lambda a, b, p: solution(a, b, p)[[1, 0, 2]],
        "You took the mean over the draws of each place: axis 1 holds the images of a draw.": (
            lambda a, b, p: np.array(
                [(a - b).mean(), *np.percentile((a - b)[p].mean(axis=0), [2.5, 97.5])]
            )
        ),
    }
    first, again = (numbers(call(answer, *given[0])) for _ in range(2))
    if not np.array_equal(first, again):
        return mistake("Two calls, two results. Draw nothing: picks holds the rows, for a and b.")
    hint = "(a - b)[picks].mean(axis=1) are the means; then np.percentile of them."
    return wrong_function(answer, solution, given, kinds, hint) or right(
        "It answers for other images. For other trainings it says nothing."
    )


def fit_and_draw(answer):
    """A function `(codes, eps) -> draws`: a Gaussian fitted to the codes, by Cholesky."""
    rng = np.random.default_rng(0)
    given = []
    for n, d, k in ((40, 3, 7), (60, 2, 5)):
        codes = rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + rng.normal(2, 1, d)
        given.append((codes, rng.normal(size=(k, d))))

    def solution(codes, eps, flip=False, middle=True, factor=None):
        L = np.linalg.cholesky(np.cov(codes.T)) if factor is None else factor(codes)
        return codes.mean(axis=0) * middle + eps @ (L if flip else L.T)

    def spread(codes):
        return np.diag(codes.std(axis=0, ddof=1))

    kinds = {
        "eps @ L mixes the wrong way round: the draws are rows, so it is eps @ L.T.": (
            lambda c, e: solution(c, e, flip=True)
        ),
        "The middle is missing: your draws lie around zero.": lambda c, e: solution(
            c, e, middle=False
        ),
        "Each code has its spread, but they lean on nothing: the covariances are missing.": (
            lambda c, e: solution(c, e, factor=spread)
        ),
        "Each code has its spread (divided by n), but the covariances are missing.": (
            lambda c, e: solution(c, e, factor=lambda z: np.diag(z.std(axis=0)))
        ),
        "You stretch each code by its variance, and the covariances are missing.": lambda c, e: (
            solution(c, e, factor=lambda z: np.diag(z.var(axis=0, ddof=1)))
        ),
        "You stretch by the covariance itself. Its Cholesky factor is its root.": lambda c, e: (
            solution(c, e, factor=lambda z: np.cov(z.T))
        ),
        "These are draws from N(0, I): nothing was fitted.": lambda c, e: e + 0 * c.mean(),
        "The middle is right, the spread is still that of N(0, I).": lambda c, e: (
            c.mean(axis=0) + e
        ),
        "The middle is missing, and eps @ L mixes the wrong way round.": lambda c, e: solution(
            c, e, flip=True, middle=False
        ),
    }
    hint = "codes.mean(axis=0) + eps @ L.T with L = np.linalg.cholesky(np.cov(codes.T))."
    verdict = wrong_function(answer, solution, given, kinds, hint)
    if verdict is None:
        return right("So any autoencoder invents, and the sampler is fitted in a blink.")

    def divided_by_n(codes, eps):
        return solution(codes, eps, factor=lambda z: np.linalg.cholesky(np.cov(z.T, ddof=0)))

    if wrong_function(answer, divided_by_n, given, {}, hint) is None:
        return right(
            "So any autoencoder invents. (You divided by n, np.cov by n - 1: both will do.)"
        )
    return verdict


def pareto(answer):
    """A function `(error, frechet) -> row numbers` that no other row beats in both."""
    given = [  # fronts of more than the two ends; in the second are ties, and two equal rows
        (np.array([4, 1, 5, 2, 7, 2.5, 8, 6]), np.array([3, 9, 6, 5, 2, 8, 2.5, 3.5])),
        (np.array([1.0, 2, 2, 3, 1]), np.array([5.0, 4, 3, 3, 5])),
        (np.array([0.3, 0.9, 0.5, 0.6, 0.1]), np.array([0.6, 0.1, 0.4, 0.5, 0.8])),
    ]

    def beaten(error, frechet, strict=False):
        e, f = np.subtract.outer(error, error), np.subtract.outer(frechet, frechet)
        if strict:
            return ((e > 0) & (f > 0)).any(axis=1)
        return ((e >= 0) & (f >= 0) & ((e > 0) | (f > 0))).any(axis=1)

    def solution(error, frechet):
        return np.flatnonzero(~beaten(error, frechet))

    def once(error, frechet):
        rows = solution(error, frechet)
        pairs = np.stack([error, frechet])[:, rows]
        return np.sort(rows[np.unique(pairs, axis=1, return_index=True)[1]])

    kinds = {
        "These are the rows that are beaten. Asked are the others.": lambda e, f: np.flatnonzero(
            beaten(e, f)
        ),
        "These are the best of each alone. Between them others may be unbeaten.": lambda e, f: (
            np.unique([e.argmin(), f.argmin()])
        ),
        "Smaller is better: you kept the front of the largest.": lambda e, f: solution(-e, -f),
        "A row is beaten, too, if another is as good at one and better at the other.": (
            lambda e, f: np.flatnonzero(~beaten(e, f, strict=True))
        ),
        "Two equal rows do not beat each other: keep both.": once,
        "The right rows; give their numbers, in rising order.": lambda e, f: solution(e, f)[::-1],
        "A tick for each row. Give the numbers of those that are ticked: np.flatnonzero.": (
            lambda e, f: (~beaten(e, f)).astype(float)
        ),
        "You added both figures, which have no common unit, and took the smallest.": lambda e, f: (
            np.array([(e + f).argmin()])
        ),
    }
    hint = "Row i is beaten if some j has error and Fréchet no larger, and one of them smaller."
    return wrong_function(answer, solution, given, kinds, hint) or right(
        "The rest is a question of what you want."
    )


def fair(answer):
    """The letters of the unfair comparisons among a to d."""
    letters = "".join(answer) if isinstance(answer, list | tuple | set) else answer
    if not isinstance(letters, str):
        return not_yet('Give the letters as a text, such as "bd".')
    chosen = {letter for letter in letters.lower() if letter.isalpha()}
    if not chosen or not chosen <= set("abcd"):
        return not_yet('Give some of the letters a to d, as a text such as "bd".')
    if chosen == {"a", "c"}:
        return right("Both times one of the two got what the other did not.")
    hints = {
        "b": "b is fair: both had their rate chosen, on images that are not the test's.",
        "d": "d is fair: the same ruler, the same images, as many seeds.",
    }
    for letter, hint in hints.items():
        if letter in chosen:
            return mistake(hint)
    if chosen == {"a"}:
        return mistake("a is unfair, and so is another: who had the luck of many draws?")
    return mistake("c is unfair, and so is another: whose codes were ever told where to lie?")
