"""The exercises of lesson 13, the adversarial autoencoder."""

import numpy as np

from . import mistake, not_yet, right, typical_mistake

EXERCISES = [
    "best_answer",
    "two_losses",
    "my_ring",
    "gap_along",
    "the_bug",
    "labelled_referee",
]


def best_answer(answer):
    """The best discriminator's answer where the prior has density 0.3 and the codes 0.1."""
    result = np.asarray(answer, "float64")
    if result.shape == () and np.isclose(result, 0.75):
        return right("Three of four codes at this place are drawn ones, and it says so.")
    kinds = {
        "That is the probability of 'the encoder's'. Asked was the one of 'drawn'.": 0.25,
        "That is the ratio p / q. Divide p by the sum of both.": 3.0,
        "That is the ratio q / p. Divide p by the sum of both.": 1 / 3,
        "That is the logit. The probability is p / (p + q).": np.log(3),
        "That is the answer for equal densities; here the prior has more.": 0.5,
        "That is the density of the prior alone. Compare it with the other one.": 0.3,
    }
    return typical_mistake(result, kinds) or not_yet("Put both densities into p / (p + q).")


def _softplus(a):
    return np.logaddexp(0, a)


def two_losses(answer):
    """A function `(yes, no) -> (discriminate, fool)`: both losses in nats, from logits."""
    rng = np.random.default_rng(0)
    yes, no = rng.normal(1, 2, 7), rng.normal(-1, 2, 7)
    result = np.asarray(answer(yes, no), "float64")
    if result.shape != (2,):
        return not_yet(f"Return two numbers; your function returns the shape {result.shape}.")
    good = 0.5 * np.mean(_softplus(-yes) + _softplus(no)), np.mean(_softplus(-no))
    if np.allclose(result, good):
        return right("The referee is asked about both piles, the encoder only about its own.")
    if np.allclose(result, good[::-1]):
        return mistake("Both are right, in the other order: the discriminator's loss comes first.")
    if not np.isclose(result[0], good[0]):
        kinds = {
            "Discriminate: one half is missing, the mean of the two piles.": 2 * good[0],
            "Discriminate: the signs are exchanged. Drawn codes should get a large logit.": 0.5
            * np.mean(_softplus(yes) + _softplus(-no)),
            "Discriminate: only the drawn codes are in it.": np.mean(_softplus(-yes)),
            "Discriminate: only the encoder's codes are in it.": np.mean(_softplus(no)),
            "Discriminate: you summed over the codes. Take the mean.": 7 * good[0],
        }
        return typical_mistake(result[0], kinds) or not_yet(
            "Discriminate: softplus(-a) for drawn codes and softplus(a) for the encoder's."
        )
    kinds = {
        "Fool: this makes the encoder want to be found out. Turn the sign.": np.mean(_softplus(no)),
        "Fool: this is log(1 - D). It is flat for codes that are found out; take -log D.": -np.mean(
            _softplus(no)
        ),
        "Fool: these are the drawn codes. The encoder can only change its own.": np.mean(
            _softplus(-yes)
        ),
        "Fool: one half too much: there is only one pile.": 0.5 * good[1],
        "Fool: you summed over the codes. Take the mean.": 7 * good[1],
    }
    return typical_mistake(result[1], kinds) or not_yet(
        "Discriminate is right. Fool: -log D for the encoder's codes."
    )


def my_ring(answer):
    """A function `(u, eps) -> (n, 2)`: a ring of radius 2 with a thickness of 0.1."""
    rng = np.random.default_rng(0)
    u, eps = rng.random(6), rng.normal(size=6)
    result = np.asarray(answer(u, eps), "float64")
    angle, radius = 2 * np.pi * u, 2 + 0.1 * eps

    def ring(angle, radius):
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)

    good = ring(angle, radius)
    if result.shape == good.shape and np.allclose(np.hypot(*result.T), radius):
        around = np.mod(np.arctan2(*result.T[::-1]) - angle, 2 * np.pi)
        if np.allclose(np.cos(around - around[0]), 1) or np.allclose(result, good[:, ::-1]):
            return right("A ring, equally dense all round.")
    kinds = {
        "The axes are exchanged: one code a row.": good.T,
        "The angle is u itself: that covers only a part of the circle. Times 2 pi.": ring(
            u, radius
        ),
        "The angle goes half round. Times 2 pi, not pi.": ring(np.pi * u, radius),
        "The noise is missing: every code lies exactly on the circle.": ring(angle, 2.0),
        "The noise is ten times as large as asked for: 0.1 * eps.": ring(angle, 2 + eps),
        "The radius is 1. Asked for was 2.": ring(angle, 1 + 0.1 * eps),
        "NumPy's cos and sin take radians, and one turn is 2 pi.": ring(360 * u, radius),
        "The noise moves both numbers alike. Add it to the radius, before the cosine.": ring(
            angle, 2.0
        )
        + 0.1 * eps[:, None],
    }
    wrong = typical_mistake(result, kinds)
    if wrong:
        return wrong
    if result.shape != good.shape:
        return not_yet(f"For 6 draws your function returns the shape {result.shape}, not (6, 2).")
    return not_yet("Radius times cosine and radius times sine of the angle.")


def gap_along(answer):
    """A function `(a, b, w) -> number`: the Wasserstein distance of two projected clouds."""
    rng = np.random.default_rng(0)
    a, b, w = rng.normal(size=(9, 3)), rng.normal(1, 2, (9, 3)), np.array([3.0, 0.0, -4.0])
    result = np.asarray(answer(a, b, w), "float64")
    p, q = a @ w / 5, b @ w / 5
    good = np.mean(abs(np.sort(p) - np.sort(q)))
    if result.shape == () and np.isclose(result, good):
        return right("Sorted, each point has its partner, and that costs the least way.")
    kinds = {
        "The direction has the length 5 here, and you measure in it. Divide by its length.": 5
        * good,
        "You divide by the squared length. Divide by the length.": good / 5,
        "Nothing is sorted: partners are met by chance.": np.mean(abs(p - q)),
        "This is the difference of the means: gaps to both sides cancel out, and two clouds of "
        "different width would be equal. Take absolute values first.": p.mean() - q.mean(),
        "This is the distance of the means: two clouds of different width would be equal. Take "
        "the gaps of sorted partners.": q.mean() - p.mean(),
        "These are squared gaps. Take their absolute values.": np.mean(
            (np.sort(p) - np.sort(q)) ** 2
        ),
        "You summed the gaps. Take their mean.": 9 * good,
    }
    wrong = typical_mistake(result, kinds)
    if wrong:
        return wrong
    if result.shape != ():
        return not_yet(f"Return one number; your function returns the shape {result.shape}.")
    return not_yet("Project with @, sort both, then the mean of the absolute gaps.")


def the_bug(answer):
    """Which of four suspicions is right about `softplus(a)` as the fooling loss."""
    hints = {
        "a": "The gradient is taken for e alone: the discriminator's weights stay.",
        "c": "Look at the sign once more: log(1 - D) would be -softplus(a).",
        "d": "Phase 3 needs no decoder: only codes are judged.",
    }
    letter = str(answer).strip().strip(".)").lower()
    if letter == "b":
        return right("softplus(a) is -log(1 - D): it is small when the referee is right.")
    if letter in hints:
        return mistake(hints[letter])
    return not_yet('Answer with one letter, such as "a".')


def labelled_referee(answer):
    """A discriminator for codes of 2 numbers with 11 label numbers: 13-64-1, in logits."""
    shape = answer.input_shape
    if shape[-1] == 2:
        return mistake("The labels have no place: the input is the code and 11 further numbers.")
    if shape[-1] == 12:
        return mistake("Ten digits and 'not known' make 11 label numbers, not 10.")
    if shape[-1] != 13:
        return not_yet(f"The input has {shape[-1]} numbers; code and label together are 13.")
    z = 100 * np.random.default_rng(0).normal(size=(64, 13)).astype("float32")
    logits = np.asarray(answer(np.concatenate([z, -z])))
    if logits.shape != (128, 1):
        return mistake(f"One logit a code is wanted: (128, 1) for 128 codes, not {logits.shape}.")
    if logits.min() >= 0 and logits.max() <= 1:
        return mistake("It seems to end in a sigmoid. Our losses take logits: no activation there.")
    if logits.min() >= 0:
        return mistake("It never says 'the encoder's': leave the last layer without activation.")
    count = sum(int(np.prod(w.shape)) for w in answer.weights)
    if count != 13 * 64 + 64 + 64 + 1:
        return not_yet(
            f"The shapes fit, but it has {count:,} weights and biases; 13-64-1 has 961. Is there "
            "one hidden layer of 64?"
        )
    return right("13-64-1: it sees a code and the label that belongs to it.")
