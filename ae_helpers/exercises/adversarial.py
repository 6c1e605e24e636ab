"""The exercises of lesson 13, the adversarial autoencoder."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import call, letter_and_number, number, numbers, same, typical_mistake, wrong_function
from ._networks import output, widths, wrong_activation

EXERCISES = [
    "best_answer",
    "two_losses",
    "my_ring",
    "gap_along",
    "the_bug",
    "the_article",
    "known_loss",
    "labelled_discriminator",
]


def best_answer(answer):
    """The best discriminator's answer where the prior has density 0.3 and the codes 0.1."""
    value = number(answer)
    if np.isclose(value, 0.75):
        return right("Three of four codes at this place are drawn ones, and it says so.")
    kinds = {
        "That is the probability of 'the encoder's'. Asked was the one of 'drawn'.": 0.25,
        "That is the ratio p / q. Divide p by the sum of both.": 3.0,
        "That is the ratio q / p. Divide p by the sum of both.": 1 / 3,
        "That is the logit. The probability is p / (p + q).": np.log(3),
        "That is the answer for equal densities; here the prior has more.": 0.5,
        "That is the density of the prior alone. Compare it with the other one.": 0.3,
        "That is the difference of the densities. Divide p by the sum of both.": 0.2,
    }
    return typical_mistake(value, kinds) or not_yet("Put both densities into p / (p + q).")


def two_losses(answer):
    """A function `(yes, no) -> (discriminate, fool)`: both losses in nats, from logits."""
    rng = np.random.default_rng(0)
    piles = [(rng.normal(1, 2, n), rng.normal(-1, 2, n)) for n in (7, 4)]

    def soft(a):
        return np.mean(np.logaddexp(0, a))

    def discriminate(yes, no):
        return 0.5 * (soft(-yes) + soft(no))

    def fool(yes, no):
        return soft(-no)

    results = [numbers(call(answer, *pile)) for pile in piles]
    if results[0].shape != (2,) or results[1].shape != (2,):
        return not_yet(f"Return two numbers; your function returns the shape {results[0].shape}.")
    if all(same(r, (fool(*p), discriminate(*p))) for r, p in zip(results, piles, strict=True)):
        return mistake("Both are right, in the other order: the discriminator's loss comes first.")
    of_discriminate = {
        "Discriminate: one half is missing, the mean of the two piles.": (
            lambda *pile: 2 * discriminate(*pile)
        ),
        "Discriminate: the signs are exchanged. Drawn codes should get a large logit.": (
            lambda yes, no: discriminate(-yes, -no)
        ),
        "Discriminate: only the drawn codes are in it.": lambda yes, no: soft(-yes),
        "Discriminate: only the encoder's codes are in it.": lambda yes, no: soft(no),
        "Discriminate: you summed over the codes. Take the mean.": (
            lambda yes, no: len(yes) * discriminate(yes, no)
        ),
        "Discriminate: the sign of the whole is turned. A loss is made small.": (
            lambda *pile: -discriminate(*pile)
        ),
    }
    of_fool = {
        "Fool: so the encoder wants to be found out. Turn the sign.": lambda yes, no: soft(no),
        "Fool: this is log(1 - D). It is flat for codes that are found out; take -log D.": (
            lambda yes, no: -soft(no)
        ),
        "Fool: these are the drawn codes. The encoder can only change its own.": (
            lambda yes, no: soft(-yes)
        ),
        "Fool: this is the discriminator's loss with the sign turned, with a part in it that the "
        "encoder cannot change.": lambda *pile: -discriminate(*pile),
        "Fool: one half too much: there is only one pile.": lambda *pile: 0.5 * fool(*pile),
        "Fool: you summed over the codes. Take the mean.": lambda yes, no: len(no) * fool(yes, no),
    }
    hints = (
        "Discriminate: softplus(-a) for drawn codes and softplus(a) for the encoder's.",
        "Discriminate is right. Fool: -log D for the encoder's codes.",
    )
    halves = [lambda *pile, n=n: answer(*pile)[n] for n in (0, 1)]
    return (
        wrong_function(halves[0], discriminate, piles, of_discriminate, hints[0])
        or wrong_function(halves[1], fool, piles, of_fool, hints[1])
        or right("The discriminator is asked about both piles, the encoder only about its own.")
    )


def my_ring(answer):
    """A function `(u, eps) -> (n, 2)`: a ring of radius 2 with a thickness of 0.1."""
    rng = np.random.default_rng(0)
    draws = [(rng.random(n), rng.normal(size=n)) for n in (6, 9)]

    def ring(turn=2 * np.pi, radius=2.0, noise=0.1):
        def drawn(u, eps):
            r = radius + noise * eps
            return np.stack([r * np.cos(turn * u), r * np.sin(turn * u)], axis=1)

        return drawn

    def is_ring(u, eps):
        """The right distances, and one turn in either direction from whatever place."""
        result = numbers(call(answer, u, eps))
        if result.shape != (len(u), 2) or not same(np.hypot(*result.T), 2 + 0.1 * eps):
            return False
        place = (result[:, 0] + 1j * result[:, 1]) / np.hypot(*result.T)
        start = [place * np.exp(way * 2j * np.pi * u) for way in (-1, 1)]
        return any(np.allclose(s, s[0], atol=1e-4) for s in start)

    try:
        good = all(is_ring(*draw) for draw in draws)
    except np.exceptions.AxisError:
        return mistake(
            "You stack single numbers where two arrays of the shape (n,) are wanted: radius and "
            "angle come from all of eps and all of u."
        )
    if good:
        return right("A ring, equally dense all round.")
    kinds = {
        "The axes are exchanged: one code a row.": lambda u, eps: ring()(u, eps).T,
        "The angle is u itself: that covers only a part of the circle. Times 2 pi.": ring(1.0),
        "The angle goes half round. Times 2 pi, not pi.": ring(np.pi),
        "The noise is missing: every code lies exactly on the circle.": ring(noise=0),
        "The noise is ten times as large as asked for: 0.1 * eps.": ring(noise=1),
        "The radius is 1. Asked for was 2.": ring(radius=1),
        "NumPy's cos and sin take radians, and one turn is 2 pi.": ring(360),
        "The noise moves both numbers alike. Add it to the radius, before the cosine.": (
            lambda u, eps: ring(noise=0)(u, eps) + 0.1 * eps[:, None]
        ),
    }
    hint = "Radius times cosine and radius times sine of the angle."
    return wrong_function(answer, ring(), draws, kinds, hint) or not_yet(hint)


def gap_along(answer):
    """A function `(a, b, w) -> number`: the Wasserstein distance of two projected clouds."""
    rng = np.random.default_rng(0)
    clouds = [  # they overlap: with all gaps to one side much would be equal that is not
        (rng.normal(size=(n, len(w))), rng.normal(0.5, 2, (n, len(w))), np.array(w))
        for n, w in ((9, [3.0, 0.0, -4.0]), (12, [0.6, 0.3]))
    ]

    def gap(a, b, w, length=1, order=np.sort, other=None):
        w = w / np.linalg.norm(w) ** length
        return order(a @ w) - (other or order)(b @ w)

    def mean(**how):
        return lambda a, b, w: np.mean(abs(gap(a, b, w, **how)))

    def early(a, b, w):
        return mean(order=np.asarray)(np.sort(a, axis=0), np.sort(b, axis=0), w)

    one = "Only one of the clouds is sorted: partners need the same rank in both"
    means = "means: two clouds of different width would be equal. Take"
    kinds = {
        "You measure in lengths of the direction. Divide by its length.": mean(length=0),
        "You divide by the squared length. Divide by the length.": mean(length=2),
        "Nothing is sorted: partners are met by chance.": mean(order=np.asarray),
        f"{one}; you sorted a.": mean(other=np.asarray),
        f"{one}; you sorted b.": mean(order=np.asarray, other=np.sort),
        "You sorted each coordinate for itself. Project first, then sort.": early,
        f"Gaps to both sides cancel out: this is the difference of the {means} absolute values.": (
            lambda a, b, w: np.mean(gap(a, b, w))
        ),
        f"This is the distance of the {means} the gaps of sorted partners.": (
            lambda a, b, w: abs(np.mean(gap(a, b, w)))
        ),
        "These are squared gaps. Take their absolute values.": (
            lambda a, b, w: np.mean(gap(a, b, w) ** 2)
        ),
        "You took the root of the mean square. Take the mean of the absolute gaps.": (
            lambda a, b, w: np.sqrt(np.mean(gap(a, b, w) ** 2))
        ),
        "You summed the gaps. Take their mean.": lambda a, b, w: np.sum(abs(gap(a, b, w))),
        "These are the gaps. Take their mean: one number.": lambda a, b, w: abs(gap(a, b, w)),
    }
    hint = "Project with @, sort both, then the mean of the absolute gaps."
    praise = "Sorted, each point has its partner, and that costs the least way."
    return wrong_function(answer, mean(), clouds, kinds, hint) or right(praise)


def the_bug(answer):
    """Which suspicion of `softplus(a)` as fooling loss is right; the right loss at D = 0.8."""
    hints = {
        "a": "The gradient is taken for phi alone: the discriminator's weights stay.",
        "c": "Look at the sign once more: log(1 - D) would be -softplus(a).",
        "d": "Phase 3 needs no decoder: only codes are judged.",
    }
    kinds = {
        "this is the colleague's number, large where the encoder does well.": -np.log(0.2),
        "this is log(1 - D), which is flat where a code is found out.": np.log(0.2),
        "a loss is made small: -log D, not log D.": np.log(0.8),
        "these are bits: take the natural logarithm.": -np.log2(0.8),
        "D is 0.8, not the logit: take -log of it.": np.logaddexp(0, -0.8),
    }
    praise = "softplus(a) is -log(1 - D), 1.61 nats at D = 0.8; -log D is 0.22 there."
    return letter_and_number(answer, ("b", -np.log(0.8)), praise, hints, kinds)


def the_article(answer):
    """Which of four statements is wrong, and how many numbers our discriminator is given."""
    hints = {
        "a": "So it is: as in every autoencoder.",
        "b": "So it is: as in every autoencoder.",
        "d": "So it is: that is what the codes take the prior's shape for.",
    }
    kinds = {
        "that many pixels has an image, and it never sees one.": 784,
        "that is its output. What does it look at?": 1,
        "that many units has its hidden layer. What does it look at?": 128,
    }
    praise = "It tells codes, two numbers each, from draws of the prior. It never sees an image."
    return letter_and_number(answer, ("c", 2), praise, hints, kinds)


def known_loss(answer):
    """A function `(p, y) -> number`: cross-entropy in nats of the images whose label is known."""
    rng = np.random.default_rng(0)
    batches = [
        (rng.dirichlet(np.ones(10), len(y)), np.array(y))
        for y in ([3, 10, 9, 10, 0, 10, 3], [10, 9, 10, 7, 10])
    ]

    def known(p, y):
        return -np.log(p[y < 10, y[y < 10]])

    kinds = {
        "You divide by the number of all images. Divide by the number of known ones.": (
            lambda p, y: known(p, y).sum() / len(y)
        ),
        "You summed over the images. Take the mean.": lambda p, y: known(p, y).sum(),
        "The sign is turned: a loss is small where p is right.": lambda p, y: -known(p, y).mean(),
        "Label 10 is taken for class 9. Leave images out whose label is not known.": (
            lambda p, y: -np.mean(np.log(p[np.arange(len(y)), np.minimum(y, 9)]))
        ),
        "The mean comes before the logarithm. Take -log of each probability, then the mean.": (
            lambda p, y: -np.log(np.mean(np.exp(-known(p, y))))
        ),
        "These are bits: take the natural logarithm.": lambda p, y: known(p, y).mean() / np.log(2),
        "These are the losses of the known images. Take their mean: one number.": known,
    }
    hint = "Pick p of the right class where y < 10, take -log of it, and the mean of that."
    try:
        wrong = wrong_function(answer, lambda p, y: known(p, y).mean(), batches, kinds, hint)
    except IndexError:
        return mistake("10 is no class but 'not known': pick the known rows first.")
    return wrong or right("Images without a label change nothing here; the phases use them.")


def labelled_discriminator(answer):
    """A discriminator for codes of 2 numbers with 11 label numbers: 13-64-1, in logits."""
    shape = getattr(answer, "input_shape", None)  # a class of one's own has none
    size = shape[-1] if isinstance(shape, tuple) else None
    if not isinstance(size, int):
        return not_yet(
            "Hand in a Keras model that knows the length of its one input: begin with keras.Input."
        )
    if size == 2:
        return mistake("The labels have no place: the input is the code and 11 further numbers.")
    if size == 12:
        return mistake("Ten digits and 'not known' make 11 label numbers, not 10.")
    if size != 13:
        return not_yet(f"The input has {size} numbers; code and label together are 13.")
    if answer.non_trainable_variables:
        return mistake(
            "AdversarialAutoencoder takes networks without dropout, noise or batch normalisation: "
            "leave such layers out."
        )
    z = np.float32(np.random.default_rng(0).normal(size=(64, 13)))
    logits = np.shape(output(answer, z, "discriminator"))
    if logits != (64, 1):
        return mistake(f"One logit for each code is wanted: (64, 1) for 64 codes, not {logits}.")
    count, chain = answer.count_params(), widths(answer, 13)
    if count != 13 * 64 + 64 + 64 + 1 or chain != [64, 1]:
        return not_yet(
            f"The shapes fit, but it has {count:,} weights and biases; 13-64-1 has 961. Is there "
            "one hidden layer of 64?"
        )
    return wrong_activation("discriminator", answer, z, chain, "Our losses take logits") or right(
        "13-64-1: it sees a code and the label that belongs to it."
    )
