"""Lesson 06's exercises: right answers pass, typical wrong ones get their hint, none slips by."""

from ae_helpers.exercises import judge, recurrent

import numpy as np
import pytest
from sklearn.decomposition import PCA


def before(x):
    return np.concatenate([np.zeros_like(x[:, :1]), x[:, :-1]], axis=1)


def before_in_place(x):
    x[:, 1:] = x[:, :-1].copy()
    x[:, 0] = 0
    return x


def mask(error, lengths):
    return np.arange(error.shape[1]) < lengths[:, None]


def masked(error, lengths):
    return np.concatenate([row[:n] for row, n in zip(error, lengths, strict=True)]).mean()


def mean_of_means(error, lengths):
    return np.mean([row[:n].mean() for row, n in zip(error, lengths, strict=True)])


def ends(states, lengths):
    return np.stack([rows[n - 1] for rows, n in zip(states, lengths, strict=True)])


def chance(logit):
    return 1 / (1 + np.exp(-logit))


def free(step, h, steps, shown=chance, fed=chance, add=1.0, begin=0.0):
    point, path = np.zeros(3) + begin, []
    for _ in range(steps):
        h, move = step(h, point)
        place = add * point[:2] + move[:2]
        path.append([*place, shown(move[2])])
        point = np.array([*place, fed(move[2])])
    return np.array(path)


def old_state(step, h, steps):
    return free(lambda _, point: step(h, point), h, steps)


def old_point(step, h, steps):
    return free(lambda h, point: step(h, np.zeros(3)), h, steps, add=0.0)


def redrawn(fitted, new, codes):
    pca = PCA(codes).fit(fitted.reshape(len(fitted), -1))
    return pca.inverse_transform(pca.transform(new.reshape(len(new), -1))).reshape(new.shape)


def apart(fitted, new, codes):
    return np.linalg.norm((new - redrawn(fitted, new, codes))[..., :2], axis=-1)


def with_pen(train, new, codes):
    return np.linalg.norm(new - redrawn(train, new, codes), axis=-1).mean()


def by_svd(train, new, codes):
    flat, wanted = train.reshape(len(train), -1), new.reshape(len(new), -1)
    mean = flat.mean(axis=0)
    axes = np.linalg.svd(flat - mean, full_matrices=False)[2][:codes]
    back = mean + (wanted - mean) @ axes.T @ axes
    return np.linalg.norm((new - back.reshape(new.shape))[..., :2], axis=-1).mean()


VERDICTS = [
    ("decoder_input", before, "right", "what was"),
    ("decoder_input", lambda x: np.pad(x, [(0, 0), (1, 0), (0, 0)])[:, :-1], "right", "what was"),
    ("decoder_input", lambda x: x, "mistake", "itself"),
    ("decoder_input", lambda x: before(x[:, ::-1])[:, ::-1], "mistake", "wrong way"),
    ("decoder_input", lambda x: np.roll(x, 1, axis=1), "mistake", "came round to the front"),
    ("decoder_input", lambda x: np.roll(x, -1, axis=1), "mistake", "came round to the end"),
    ("decoder_input", lambda x: before(x.swapaxes(0, 1)).swapaxes(0, 1), "mistake", "neighbour"),
    ("decoder_input", lambda x: before(x.swapaxes(1, 2)).swapaxes(1, 2), "mistake", "within"),
    ("decoder_input", lambda x: np.append(x[:, :1], x[:, :-1], 1), "mistake", "where the pen"),
    ("decoder_input", lambda x: np.append(0 * x[:, :1], x, 1), "mistake", "too many"),
    ("decoder_input", lambda x: x[:, :-1], "mistake", "missing"),
    ("decoder_input", before_in_place, "mistake", "changes an array"),
    ("decoder_input", lambda x: 0 * x, "not yet", "Zeros for the first"),
    ("masked_error", masked, "right", "nor in the number"),
    ("masked_error", lambda e, n: np.average(e, weights=mask(e, n)), "right", "nor in the number"),
    ("masked_error", lambda e, n: e.mean(), "mistake", "still counts"),
    ("masked_error", lambda e, n: (e * mask(e, n)).mean(), "mistake", "all steps"),
    ("masked_error", lambda e, n: e.sum() / n.sum(), "mistake", "still in the sum"),
    ("masked_error", mean_of_means, "mistake", "short path"),
    ("masked_error", lambda e, n: (e * mask(e, n)).sum(1) / n, "mistake", "each path"),
    ("masked_error", lambda e, n: (e * mask(e, n)).sum(), "mistake", "This is a sum"),
    ("masked_error", lambda e, n: (e * mask(e, n)).sum() / len(n), "mistake", "of paths"),
    ("masked_error", lambda e, n: e[~mask(e, n)].mean(), "mistake", "over the padding"),
    ("masked_error", lambda e, n: e[mask(e, n + 1)].mean(), "mistake", "not <="),
    ("masked_error", lambda e, n: e[mask(e, n - 1)].mean(), "not yet", "true steps"),
    ("masked_error", lambda e, n: 1.0, "not yet", "true steps"),
    ("last_states", ends, "right", "cannot change"),
    ("last_states", lambda s, n: s[range(len(s)), n - 1], "right", "cannot change"),
    ("last_states", lambda s, n: s[:, -1], "mistake", "read the padding"),
    ("last_states", lambda s, n: s[range(len(s)), n], "mistake", "IndexError"),
    ("last_states", lambda s, n: ends(s, n - 1), "mistake", "too early"),
    ("last_states", lambda s, n: s[range(len(s)), -n], "mistake", "from the end"),
    ("last_states", lambda s, n: s[:, 0], "mistake", "first state"),
    ("last_states", lambda s, n: s[:, n - 1], "mistake", "all ends"),
    ("last_states", lambda s, n: s[:, min(n) - 1], "mistake", "shortest"),
    ("last_states", lambda s, n: s, "not yet", "shape"),
    ("run_free", free, "right", "all that the next"),
    ("run_free", lambda step, h, n: free(step, h, n).tolist(), "right", "all that the next"),
    ("run_free", lambda *a: free(*a, shown=float, fed=float), "mistake", "Both"),
    ("run_free", lambda *a: free(*a, fed=float), "mistake", "feed the pen's logit"),
    ("run_free", lambda *a: free(*a, shown=float), "mistake", "The path has"),
    ("run_free", lambda *a: free(*a, fed=lambda a: a > 0), "mistake", "You feed the pen rounded"),
    ("run_free", lambda *a: free(*a, add=0.0), "mistake", "the move alone"),
    ("run_free", old_state, "mistake", "stays as it was"),
    ("run_free", old_point, "mistake", "Zeros are fed"),
    ("run_free", lambda step, h, n: free(step, h, n - 1), "mistake", "missing"),
    ("run_free", lambda step, h, n: free(step, h, n)[-1], "mistake", "last point"),
    ("run_free", lambda step, h, n: np.zeros((n, 3)), "not yet", "never calls"),
    ("run_free", lambda *a: free(*a, begin=1.0), "not yet", "In a loop"),
    ("pca_distance", lambda t, x, k: apart(t, x, k).mean(), "right", "beat this"),
    ("pca_distance", by_svd, "right", "beat this"),
    ("pca_distance", lambda t, x, k: apart(x, x, k).mean(), "mistake", "on the new"),
    ("pca_distance", lambda t, x, k: apart(t, t, k).mean(), "mistake", "Redraw"),
    ("pca_distance", lambda t, x, k: apart(np.append(t, x, 0), x, k).mean(), "mistake", "both tog"),
    ("pca_distance", with_pen, "mistake", "The pen"),
    ("pca_distance", lambda t, x, k: np.mean(apart(t, x, k) ** 2), "mistake", "squared"),
    ("pca_distance", lambda t, x, k: np.mean(apart(t, x, k) ** 2) ** 0.5, "mistake", "root first"),
    ("pca_distance", lambda t, x, k: apart(t, x, k).mean(axis=0), "mistake", "each step"),
    ("pca_distance", lambda t, x, k: apart(t, x, k).mean(axis=1), "mistake", "each path"),
    ("pca_distance", lambda t, x, k: 10 * apart(t, x, k).mean(), "mistake", "pixels"),
    ("pca_distance", lambda t, x, k: apart(t, x, 2).mean(), "not yet", "written down"),
    ("pca_distance", lambda t, x, k: 0.3, "not yet", "Fit on train"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"recurrent.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", recurrent.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"recurrent.{exercise}", ...).kind == "not yet"
