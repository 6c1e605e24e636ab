"""The exercises of lesson 22: right answers pass, typical mistakes get their own hints."""

from ae_helpers.exercises import judge

import numpy as np
import pytest

PRESETS = {
    "denoising": {"noise": 0.5},
    "sparse": {"l1": 0.5},
    "RAE": {"l2": 0.1, "decay": 0.001},
    "VAE": {"sample": 1, "beta": 1},
}


def preset(**changes):
    return lambda name: (PRESETS | changes)[name]


def bootstrap(a, b, picks):
    means = (a - b)[picks].mean(axis=1)
    return (a - b).mean(), *np.percentile(means, [2.5, 97.5])


def draw(codes, eps):
    return codes.mean(axis=0) + eps @ np.linalg.cholesky(np.cov(codes.T)).T


def front(error, frechet):
    better = [
        [
            (e2 <= e) & (f2 <= f) & ((e2 < e) | (f2 < f))
            for e2, f2 in zip(error, frechet, strict=True)
        ]
        for e, f in zip(error, frechet, strict=True)
    ]
    return [i for i, row in enumerate(better) if not any(row)]


def drawn_anew(a, b, picks):
    rows = [np.random.default_rng().integers(0, len(a), picks.shape) for _ in range(2)]
    means = a[rows[0]].mean(axis=1) - b[rows[1]].mean(axis=1)
    return (a - b).mean(), *np.percentile(means, [2.5, 97.5])


def swept(error, frechet):
    kept, best = [], np.inf
    for i in np.lexsort((frechet, error)):
        if frechet[i] < best:
            kept.append(i)
            best = frechet[i]
    return sorted(kept)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("preset", preset()),
        ("preset", lambda name: {k: 0 for k in ("noise", "beta", "l1")} | PRESETS[name]),
        ("paired_bootstrap", bootstrap),
        ("fit_and_draw", draw),
        ("fit_and_draw", lambda z, e: z.mean(0) + e @ np.linalg.cholesky(np.cov(z.T, ddof=0)).T),
        ("pareto", front),
        ("pareto", lambda e, f: np.array(front(e, f))),
        ("fair", "ac"),
        ("fair", "C, A"),
        ("fair", ["a", "c"]),
    ],
)
def test_right_answers_pass(name, answer):
    assert judge(f"choosing.{name}", answer).kind == "right"


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("preset", preset(VAE={"beta": 1}), "Beta without sample"),
        ("preset", preset(VAE={"sample": 1}), "Sample without beta"),
        ("preset", preset(VAE={}), "vanilla autoencoder"),
        ("preset", preset(RAE={"l2": 0.1}), "Half of the RAE"),
        ("preset", preset(sparse={"l1": 0.5, "l2": 0.1}), "l2 should stay at 0"),
        ("preset", preset(sparse={"l2": 0.5}), "other knobs are turned"),
        ("preset", preset(denoising={"noise": 0.3}), "noise is 0.5 there"),
        ("paired_bootstrap", lambda a, b, p: bootstrap(b, a, p), "b minus a"),
        ("paired_bootstrap", drawn_anew, "Draw nothing"),
        (
            "paired_bootstrap",
            lambda a, b, p: ((a - b)[p].mean(), *bootstrap(a, b, p)[1:]),
            "not of their draws",
        ),
        (
            "paired_bootstrap",
            lambda a, b, p: ((a - b).mean(), *np.percentile(a - b, [2.5, 97.5])),
            "single images",
        ),
        (
            "paired_bootstrap",
            lambda a, b, p: (
                (a - b).mean(),
                *np.percentile(a[p].mean(1) - b[np.roll(p, 1, axis=0)].mean(1), [2.5, 97.5]),
            ),
            "drawn apart",
        ),
        (
            "paired_bootstrap",
            lambda a, b, p: ((a - b).mean(), *np.percentile((a - b)[p].mean(1), [5, 95])),
            "hold 90 %",
        ),
        ("fit_and_draw", lambda z, e: z.mean(0) + e @ np.linalg.cholesky(np.cov(z.T)), "eps @ L.T"),
        ("fit_and_draw", lambda z, e: draw(z, e) - z.mean(0), "around zero"),
        ("fit_and_draw", lambda z, e: z.mean(0) + e * z.std(0, ddof=1), "covariances are missing"),
        ("fit_and_draw", lambda z, e: z.mean(0) + e * z.var(0, ddof=1), "by its variance"),
        ("fit_and_draw", lambda z, e: z.mean(0) + e @ np.cov(z.T), "covariance itself"),
        ("fit_and_draw", lambda z, e: e, "nothing was fitted"),
        ("pareto", lambda e, f: np.unique([np.argmin(e), np.argmin(f)]), "best of each alone"),
        ("pareto", lambda e, f: np.array(front(-e, -f)), "front of the largest"),
        (
            "pareto",
            lambda e, f: np.setdiff1d(np.arange(len(e)), front(e, f)),
            "rows that are beaten",
        ),
        ("pareto", swept, "Two equal rows"),
        ("pareto", lambda e, f: front(e, f)[::-1], "rising order"),
        ("fair", "a", "who had the luck"),
        ("fair", "c", "told where to lie"),
        ("fair", "abc", "b is fair"),
        ("fair", "acd", "d is fair"),
    ],
)
def test_typical_mistakes_have_their_own_hint(name, answer, hint):
    verdict = judge(f"choosing.{name}", answer)
    assert verdict.kind == "mistake" and hint in str(verdict), verdict


@pytest.mark.parametrize(
    "name, answer",
    [
        ("preset", lambda name: None),
        ("preset", lambda name: {"gamma": 1}),
        ("preset", "VAE"),
        ("paired_bootstrap", lambda a, b, p: a.mean() - b.mean()),
        ("fit_and_draw", lambda z, e: z[: len(e)]),
        ("pareto", lambda e, f: np.arange(len(e))),
        ("fair", "xyz"),
        ("fair", ""),
        ("fair", 3),
    ],
)
def test_what_is_no_answer_yet(name, answer):
    assert judge(f"choosing.{name}", answer).kind != "right"
