"""The exercises of lesson 06, recurrent autoencoders."""

import numpy as np
from sklearn.decomposition import PCA

from . import mistake, not_yet, right
from ._checks import call, numbers, same, typical_mistake, wrong_function

EXERCISES = ["decoder_input", "masked_error", "last_states", "run_free", "pca_distance"]


def decoder_input(answer):
    """A function `x -> the point before each`, paths `(n, steps, 3)`, zeros at first."""
    rng = np.random.default_rng(0)
    inputs = [(rng.normal(size=shape),) for shape in ((4, 6, 3), (2, 9, 3), (5, 3, 3))]

    def before(first=np.zeros_like):
        return lambda x: np.concatenate([first(x[:, :1]), x[:, :-1]], axis=1)

    kinds = {
        "This is the path itself: the decoder would see the point that it has to write.": (
            lambda x: x
        ),
        "This is shifted the wrong way: the decoder would see the point after.": (
            lambda x: np.concatenate([x[:, 1:], np.zeros_like(x[:, :1])], axis=1)
        ),
        "The last point came round to the front. Nothing is known at first: put zeros there.": (
            lambda x: np.roll(x, 1, axis=1)
        ),
        "This is shifted the wrong way, and the first point came round to the end.": (
            lambda x: np.roll(x, -1, axis=1)
        ),
        "You shifted over the paths: each would be fed its neighbour. The steps are axis 1.": (
            lambda x: np.concatenate([np.zeros_like(x[:1]), x[:-1]], axis=0)
        ),
        "You shifted within the points. The steps are axis 1.": (
            lambda x: np.concatenate([np.zeros_like(x[..., :1]), x[..., :-1]], axis=2)
        ),
        "The first point is at the front: the decoder would know where the pen begins.": before(
            lambda x: x
        ),
        "Zeros come first, not ones.": before(np.ones_like),
        "The last point must go: it is before nothing. As it is, there is one step too many.": (
            lambda x: np.concatenate([np.zeros_like(x[:, :1]), x], axis=1)
        ),
        "The zeros of the first step are missing.": lambda x: x[:, :-1],
    }
    return wrong_function(
        answer, before(), inputs, kinds, "Zeros for the first step, then all points but the last."
    ) or right("At each step the decoder sees what was, and not what it has to write.")


def masked_error(answer):
    """A function `(error, lengths) -> mean over the true steps`, from errors `(n, steps)`."""
    rng = np.random.default_rng(0)
    inputs = [
        (rng.random((4, 6)) + 0.5, np.array([1, 6, 3, 2])),
        (rng.random((3, 9)) + 0.5, np.array([5, 2, 7])),
    ]

    def mask(error, lengths):
        return np.arange(error.shape[1]) < lengths[:, None]

    def kept(error, lengths):
        return error * mask(error, lengths)

    kinds = {
        "The padding still counts: set it to zero before you add up.": (
            lambda error, lengths: np.mean(error)
        ),
        "You divided by all steps, padding as well. Divide by the number of true steps.": (
            lambda error, lengths: np.mean(kept(error, lengths))
        ),
        "The padding is still in the sum. Multiply by the mask first.": (
            lambda error, lengths: np.sum(error) / np.sum(lengths)
        ),
        "You took the mean of each path, then the mean of those: a step of a short path would "
        "count more. Add up all true steps, then divide once.": (
            lambda error, lengths: np.mean(kept(error, lengths).sum(axis=1) / lengths)
        ),
        "This is one number for each path. Give one for all.": (
            lambda error, lengths: kept(error, lengths).sum(axis=1) / lengths
        ),
        "This is a sum. Divide by the number of true steps.": (
            lambda error, lengths: np.sum(kept(error, lengths))
        ),
        "You divided by the number of paths. Divide by the number of true steps.": (
            lambda error, lengths: np.sum(kept(error, lengths)) / len(error)
        ),
        "This is the mean over the padding.": (
            lambda error, lengths: (
                np.sum(error * ~mask(error, lengths)) / np.sum(~mask(error, lengths))
            )
        ),
        "One step too many: the steps are counted from 0, so use < and not <=.": (
            lambda error, lengths: (
                np.sum(error * mask(error, lengths + 1)) / np.sum(mask(error, lengths + 1))
            )
        ),
    }
    return wrong_function(
        answer,
        lambda error, lengths: np.sum(kept(error, lengths)) / np.sum(lengths),
        inputs,
        kinds,
        "The sum over the true steps, divided by how many there are.",
    ) or right("Padding is neither in the sum nor in the number.")


def last_states(answer):
    """A function `(states, lengths) -> each path's state at its own end`, `(n, units)`."""
    rng = np.random.default_rng(0)
    inputs = [
        (rng.normal(size=(4, 6, 3)), np.array([1, 6, 3, 2])),
        (rng.normal(size=(3, 9, 5)), np.array([5, 2, 7])),
    ]

    def at(step):
        return lambda states, lengths: states[np.arange(len(states)), step(states, lengths)]

    kinds = {
        "This is the state at the last step: it has read the padding.": (
            lambda states, lengths: states[:, -1]
        ),
        "One step too late: the first of `lengths` points is step 0.": at(
            lambda states, lengths: np.minimum(lengths, states.shape[1] - 1)
        ),
        "One step too late, and for the longest path it comes round to the first.": at(
            lambda states, lengths: lengths % states.shape[1]
        ),
        "One step too early.": at(lambda states, lengths: lengths - 2),
        "This counts from the end.": at(lambda states, lengths: -lengths),
        "This is the first state.": lambda states, lengths: states[:, 0],
        "These are all paths at all ends. Give two arrays of indices: rows and steps.": (
            lambda states, lengths: states[:, lengths - 1]
        ),
        "All paths are taken at the end of the shortest.": (
            lambda states, lengths: states[:, lengths.min() - 1]
        ),
        "This is the mean of a path's states. Only the last true one has read it all.": (
            lambda states, lengths: np.stack(
                [rows[:n].mean(axis=0) for rows, n in zip(states, lengths, strict=True)]
            )
        ),
    }
    return wrong_function(
        answer,
        at(lambda states, lengths: lengths - 1),
        inputs,
        kinds,
        "A path of length 3 ends at step 2: states[row, length - 1].",
    ) or right("What comes after the end cannot change a state before it.")


def _pen(seed, units):
    """A small network as the exercise has it: `step(h, before) -> (h, move)`, and a first state."""
    rng = np.random.default_rng(seed)
    W, U, V = (rng.normal(size=size) for size in ((3, units), (units, units), (units, 3)))

    def step(h, before):
        h = np.tanh(np.asarray(before) @ W + h @ U)
        return h, h @ V

    return step, rng.normal(size=units)


def _written(step, h, steps, shown=None, fed=None, place=np.add, keep_state=True):
    """A path written free; the other arguments make the typical mistakes."""

    def chance(logit):
        return 1 / (1 + np.exp(-logit))

    point, path = np.zeros(3), []
    for _ in range(steps):
        new, move = step(h, point)
        h = new if keep_state else h
        xy = place(point[:2], move[:2])
        path.append([*xy, (shown or chance)(move[2])])
        point = np.array([*xy, (fed or chance)(move[2])])
    return np.array(path)


def run_free(answer):
    """A function `(step, h, steps) -> path (steps, 3)`, each point fed to the next step."""
    inputs = [(*_pen(seed, units), steps) for seed, units, steps in ((0, 4, 7), (1, 6, 5))]

    def wrong(**settings):
        return lambda step, h, steps: _written(step, h, steps, **settings)

    def logit(a):
        return a

    def rounded(a):
        return float(a > 0)

    def always_zeros(step, h, steps):
        path = []
        for _ in range(steps):
            h, move = step(h, np.zeros(3))
            path.append([*move[:2], 1 / (1 + np.exp(-move[2]))])
        return np.array(path)

    def with_start(step, h, steps):
        return np.concatenate([np.zeros((1, 3)), _written(step, h, steps)])[:-1]

    kinds = {
        "The pen is a logit, in the path and in what is fed. Both take the chance.": wrong(
            shown=logit, fed=logit
        ),
        "You feed the pen's logit. The network was trained on the pen itself: feed the chance.": (
            wrong(fed=logit)
        ),
        "The path has the pen's logit. Give the chance, 1 / (1 + exp(-logit)).": wrong(shown=logit),
        "You feed the pen rounded to 0 or 1. Feed the chance.": wrong(fed=rounded),
        "The pen is rounded to 0 or 1. Give the chance.": wrong(shown=rounded, fed=rounded),
        "The place is the move alone. Add the place before.": wrong(place=lambda xy, move: move),
        "The move is taken away. Add it to the place before.": wrong(place=np.subtract),
        "The state stays as it was at first. Hand the new one to the next step.": wrong(
            keep_state=False
        ),
        "Zeros are fed at every step. Feed the point that was written before.": always_zeros,
        "The path begins with the zeros that are fed first. Begin with the first written point.": (
            with_start
        ),
        "This is only the last point. Give them all.": (
            lambda step, h, steps: _written(step, h, steps)[-1]
        ),
        "One point is missing: `steps` calls give `steps` points.": (
            lambda step, h, steps: _written(step, h, steps - 1)
        ),
    }
    for step, h, steps in inputs:  # a function that never calls `step` cannot be right
        called = []

        def counted(h, before, step=step, called=called):
            called.append(before)
            return step(h, before)

        numbers(call(answer, counted, h, steps))
        if not called:
            return not_yet("Your function never calls step(h, before): it makes every point.")
    return wrong_function(
        answer,
        _written,
        inputs,
        kinds,
        "In a loop: call step, add the move to the place, make the pen a chance, feed the point.",
    ) or right("What is written is all that the next step sees.")


def pca_distance(answer):
    """A function `(train, new, codes) -> mean distance of the pens`, PCA fitted on `train`."""
    rng = np.random.default_rng(0)

    def some(n, steps):
        return rng.normal(size=(n, steps, 3)).cumsum(axis=1)

    inputs = [(some(30, 6), some(12, 6), 3), (some(25, 4) + 1, some(9, 4), 2)]

    def distance(fitted, new, codes, columns=2, total=None):
        pca = PCA(codes).fit(fitted.reshape(len(fitted), -1))
        redrawn = pca.inverse_transform(pca.transform(new.reshape(len(new), -1)))
        apart = (new - redrawn.reshape(new.shape))[..., :columns]
        return total(apart) if total else np.sqrt(np.sum(apart**2, axis=-1)).mean()

    kinds = {
        "You fitted PCA on the new paths: no rival had that. Fit it on `train`.": (
            lambda train, new, codes: distance(new, new, codes)
        ),
        "These are the paths that PCA was fitted on. Redraw `new`.": (
            lambda train, new, codes: distance(train, train, codes)
        ),
        "You fitted PCA on both together. Fit it on `train` alone.": (
            lambda train, new, codes: distance(np.concatenate([train, new]), new, codes)
        ),
        "The pen is in the distance. Only the first two columns are places.": (
            lambda train, new, codes: distance(train, new, codes, columns=3)
        ),
        "This is a squared distance. Take the root at each step, then the mean.": (
            lambda train, new, codes: distance(
                train, new, codes, total=lambda a: np.mean(np.sum(a**2, axis=-1))
            )
        ),
        "The root of the mean square is larger than the mean distance: root first, then mean.": (
            lambda train, new, codes: distance(
                train, new, codes, total=lambda a: np.sqrt(np.mean(np.sum(a**2, axis=-1)))
            )
        ),
        "This is the mean of single coordinates. A distance has both: sum their squares.": (
            lambda train, new, codes: distance(
                train, new, codes, total=lambda a: np.mean(np.abs(a))
            )
        ),
        "This is the mean over all squared coordinates. Sum over x and y, take the root.": (
            lambda train, new, codes: distance(train, new, codes, total=lambda a: np.mean(a**2))
        ),
        "This is one number for each step. Take the mean over all.": (
            lambda train, new, codes: distance(
                train, new, codes, total=lambda a: np.sqrt(np.sum(a**2, axis=-1)).mean(axis=0)
            )
        ),
        "This is one number for each path. Take the mean over all.": (
            lambda train, new, codes: distance(
                train, new, codes, total=lambda a: np.sqrt(np.sum(a**2, axis=-1)).mean(axis=1)
            )
        ),
    }
    results = [numbers(call(answer, *given)) for given in inputs]
    if same(results[0], 10 * distance(*inputs[0]), rtol=1e-3):
        return mistake("These are pixels. Give the distance in the units of the paths.")
    # PCA by another way (SVD, covariance) agrees to single precision only.
    if all(same(r, distance(*given), 1e-3) for r, given in zip(results, inputs, strict=True)):
        return right("Whatever a network costs, it has to beat this.")
    known = {hint: function(*inputs[0]) for hint, function in kinds.items()}
    return typical_mistake(results[0], known) or wrong_function(
        answer, distance, inputs, kinds, "Fit on train, redraw new, and take the mean distance."
    )
