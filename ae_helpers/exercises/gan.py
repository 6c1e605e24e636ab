"""The exercises of lesson 12, the generative adversarial network."""

import jax.numpy as jnp
import numpy as np

from . import mistake, not_yet, right
from ._checks import call, letter_and_number, numbers, same, typical_mistake, wrong_function

EXERCISES = [
    "two_slopes",
    "turn",
    "mode_shares",
    "slope_penalty",
    "the_bug",
    "the_article",
    "packed",
]


def two_slopes(answer):
    """Sizes of the slopes of log(1 - D) and of -log D by the logit, where D = 0.1."""
    pair = numbers(answer)
    if pair.shape != (2,):
        return not_yet("Give two numbers, such as (0.5, 0.5): log(1 - D) first, then -log D.")
    if np.allclose(pair, [0.1, 0.9], atol=1e-3):
        return right("Where a made example is found out, -log D pulls nine times as hard.")
    kinds = {
        "Both are right, in the other order: the slope of log(1 - D) comes first.": [0.9, 0.1],
        "Asked were the sizes: leave the signs away.": [-0.1, -0.9],
        "These are slopes by D. By the logit they are times D (1 - D).": [1 / 0.9, 10],
        "These are slopes by D, with their signs. By the logit, times D (1 - D).": [-1 / 0.9, -10],
        "These are the losses. Asked were their slopes by the logit.": [np.log(0.9), -np.log(0.1)],
        "This is the slope of D itself, D (1 - D). Each loss has a logarithm round D.": [0.09] * 2,
    }
    return typical_mistake(pair, kinds, 0.02) or not_yet(
        "With softplus: log(1 - D) is -softplus(a), -log D is softplus(-a); the slope of "
        "softplus(a) is D."
    )


def turn(answer):
    """A function `(theta, psi, rate) -> (theta, psi)`: one step of both, in turns, with -log D."""

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def step(psi_sign=1, theta_sign=1, at_once=False, saturating=False, theta_first=False):
        def move(theta, psi, rate):
            def moved_psi(theta):
                return psi - psi_sign * rate * sigmoid(psi * theta) * theta

            def moved_theta(seen):
                a = seen * theta
                return theta + theta_sign * rate * sigmoid(a if saturating else -a) * seen

            if theta_first:
                new = moved_theta(psi)
                return np.array([new, moved_psi(new)])
            new = moved_psi(theta)
            return np.array([moved_theta(psi if at_once else new), new])

        return move

    good = step()
    places = [(1.0, 0.5, 0.1), (-0.7, 1.2, 0.3), (1.5, -0.4, 0.5)]
    kinds = {
        "Both are right, in the other order: theta comes first.": lambda *a: good(*a)[::-1],
        "Your theta still looks at the old psi: that is both at once. In turns it meets the new "
        "one.": step(at_once=True),
        "Your generator moves first. In the lesson's step the discriminator does.": (
            step(theta_first=True)
        ),
        "Theta goes the wrong way: so the generator learns to be found out.": step(theta_sign=-1),
        "Psi goes the wrong way: descend its loss, so subtract.": step(psi_sign=-1),
        "Both go the wrong way: each descends its own loss.": step(-1, -1),
        "The slope of theta is that of log(1 - D). Asked was -log D: sigmoid(-psi * theta).": (
            step(saturating=True)
        ),
        "The slope of log(1 - D), and both at once.": step(at_once=True, saturating=True),
        "Only psi has moved: theta takes its step, too.": (
            lambda theta, psi, rate: np.array([theta, good(theta, psi, rate)[1]])
        ),
        "The rate is missing: each step is the rate times the slope.": (
            lambda theta, psi, rate: good(theta, psi, 1)
        ),
    }
    hint = "First psi by its slope, sigmoid(psi * theta) * theta; then theta, with the new psi."
    return wrong_function(answer, good, places, kinds, hint) or right(
        "The discriminator first; the generator meets the new one."
    )


def mode_shares(answer):
    """A function `(points, centres, radius) -> (m,)`: the share of all points on each mode."""
    rng = np.random.default_rng(0)
    given = []
    for n, centres, radius in (
        (40, [[0, 0], [3, 0], [0, 3]], 0.8),
        (25, [[0, 0, 1], [2, 2, 0]], 1.2),
    ):
        centres = np.array(centres, float)
        near = centres[rng.integers(0, len(centres) - 1, n)]  # nobody is at the last
        given.append((near + 0.6 * rng.normal(size=near.shape), centres, radius))

    def shares(points, centres, radius, of=None, power=1):
        apart = np.sqrt(((points[:, None] - centres) ** 2).sum(axis=2))
        on = apart.min(axis=1) ** power <= radius
        counts = np.bincount(apart.argmin(axis=1)[on], minlength=len(centres))
        return counts / (len(points) if of is None else of(on))

    kinds = {
        "You count for each mode the points that are nearest to it, wherever they are. Leave those "
        "out that are farther away than the radius.": lambda p, c, r: shares(p, c, np.inf),
        "You divide by the points that lie on a mode. Divide by all of them.": (
            lambda p, c, r: shares(p, c, r, of=np.sum)
        ),
        "These are counts. Divide by the number of points.": (
            lambda p, c, r: shares(p, c, r, of=lambda on: 1)
        ),
        "You compare squared distances with the radius. Take the root.": (
            lambda p, c, r: shares(p, c, r, power=2)
        ),
        "Each coordinate is within the radius; asked was the distance, the root of the sum of "
        "squares.": lambda p, c, r: np.mean((abs(p[:, None] - c) <= r).all(axis=2), axis=0),
        "This is the share on any mode. One number for each mode is asked for.": (
            lambda p, c, r: shares(p, c, r).sum()
        ),
        "These are the points off each mode. Turn the comparison.": (
            lambda p, c, r: 1 - shares(p, c, r)
        ),
    }
    hint = "Distances (n, m) of all points to all centres; the mean of 'near enough' over points."
    return wrong_function(answer, shares, given, kinds, hint) or right(
        "A mode that nobody visits has the share 0: that is what a collapse looks like."
    )


def slope_penalty(answer):
    """A function `(logit, x) -> number`: R1, the mean squared length of the slope at `x`."""
    rng = np.random.default_rng(0)
    given, slopes_of = [], {}
    for n, d in ((5, 3), (8, 2)):
        w, x = rng.normal(size=d), rng.normal(size=(n, d))

        def logit(x, w=w):
            return jnp.sin(x) @ w

        slopes_of[n] = np.cos(x) * w
        given.append((logit, x))

    def r1(logit, x):
        return np.mean(np.sum(slopes_of[len(x)] ** 2, axis=1))

    def like(function):
        return lambda logit, x: function(slopes_of[len(x)])

    kinds = {
        "This is the mean length. Square it.": like(lambda s: np.mean(np.linalg.norm(s, axis=1))),
        "You summed over the examples. Take the mean.": like(lambda s: np.sum(s**2)),
        "You took the slope of the mean logit: each example's slope is then divided by n. Take the "
        "slope of the sum.": like(lambda s: np.sum(s**2) / len(s) ** 3),
        "You took the slope of the mean logit, and the sum of squares. Slope of the sum, then the "
        "mean over examples.": like(lambda s: np.sum(s**2) / len(s) ** 2),
        "You took the mean over coordinates, too. Sum over them: that is the squared length.": (
            like(lambda s: np.mean(s**2))
        ),
        "The half belongs to the weight, gamma / 2. Asked was R1 itself.": (
            like(lambda s: np.sum(s**2) / len(s) / 2)
        ),
        "Slopes of different examples cancel out: square first, then take the mean.": (
            like(lambda s: np.sum(np.mean(s, axis=0) ** 2))
        ),
        "These are the squared lengths. Take their mean: one number.": (
            like(lambda s: np.sum(s**2, axis=1))
        ),
        "These are the slopes. Square them, sum over coordinates, take the mean over examples.": (
            like(lambda s: s)
        ),
        "This is WGAN-GP's penalty, which wants the length 1. R1 wants 0.": (
            like(lambda s: np.mean((np.linalg.norm(s, axis=1) - 1) ** 2))
        ),
    }
    hint = "jax.grad of x -> logit(x).sum() has the shape of x: a slope for each example."
    return wrong_function(answer, r1, given, kinds, hint) or right(
        "It makes the discriminator flat where the real examples are."
    )


def the_bug(answer):
    """Which suspicion of `stop_gradient` in the fooling loss is right; that loss at D = 0.25."""
    hints = {
        "a": "Look at the sign once more: softplus(-a) is -log D, and that is as it should be.",
        "c": "The gradient is taken for theta alone: the discriminator's weights stay.",
        "d": "The fooling loss needs no real examples: the generator cannot change them.",
    }
    kinds = {
        "this is -log(1 - D). The code says softplus(-a), which is -log D.": -np.log(0.75),
        "a loss is made small: -log D, not log D.": np.log(0.25),
        "these are bits: take the natural logarithm.": 2.0,
        "D is 0.25, not the logit: take -log of it.": np.logaddexp(0, -0.25),
    }
    praise = "The loss is as it should be, 1.39 nats at D = 0.25, and its slope for theta is zero."
    return letter_and_number(answer, ("b", -np.log(0.25)), praise, hints, kinds)


def the_article(answer):
    """Which of four statements is wrong, and how many numbers the ring's generator is given."""
    hints = {
        "a": "So it is: a code is drawn, and an example comes out.",
        "b": "So it is: that is all the discriminator does.",
        "d": "So it is: the generator alone makes examples.",
    }
    kinds = {
        "so many come out: a point of the plane. How many go in?": 2,
        "so many units has a hidden layer. How many numbers go in?": 64,
        "so many modes has the ring as well, but add nothing up: how long is one code?": 16,
    }
    praise = (
        "Eight numbers, drawn and not encoded: no example goes in, so there is nothing to give back"
    )
    return letter_and_number(answer, ("c", 8), praise + ".", hints, kinds)


def packed(answer):
    """A function `(x, m) -> (n // m, m d)`: packs of m examples that follow each other."""
    rng = np.random.default_rng(0)
    given = [(rng.normal(size=(n, d)), m) for n, d, m in ((12, 2, 3), (11, 3, 2), (9, 2, 4))]

    def pack(x, m):
        n = len(x) - len(x) % m
        return x[:n].reshape(-1, m * x.shape[1])

    def strided(x, m):
        n = len(x) // m
        return np.concatenate([x[k * n :][:n] for k in range(m)], axis=1)

    def mixed(x, m):
        n = len(x) // m
        return x[: n * m].reshape(n, m, -1).transpose(0, 2, 1).reshape(n, -1)

    kinds = {
        "Your packs hold examples that lie far apart: the first m belong together.": strided,
        "The numbers of an example are torn apart: one example after the other.": mixed,
        "Each pack should be one row: m d numbers.": (
            lambda x, m: pack(x, m).reshape(-1, m, x.shape[1])
        ),
        "You left out the end of every pack: m examples, not m - 1.": (
            lambda x, m: pack(x, m)[:, : -x.shape[1]]
        ),
    }
    try:
        results = [numbers(call(answer, *pair)) for pair in given]
    except ValueError:
        return mistake(
            "A batch of 11 makes five packs of two, and one example is left over: leave it out "
            "before you reshape."
        )
    if all(same(r, p[0]) for r, p in zip(results, given, strict=True)):
        return mistake("That is the batch as it was: put m examples into each row.")
    hint = "Leave out the len(x) % m examples at the end; then one reshape does it."
    return wrong_function(answer, pack, given, kinds, hint) or right(
        "A pack of equal examples gives a collapse away at once."
    )
