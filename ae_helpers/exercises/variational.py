"""The exercises of lesson 07, the variational autoencoder."""

import numpy as np

from . import mistake, not_yet, right
from ._checks import number, numbers, same, typical_mistake, wrong_function
from ._networks import halves, output, widths, wrong_activation, wrong_images

EXERCISES = [
    "price_of_a_cloud",
    "draw",
    "hidden_beta",
    "interpolate",
    "negative_elbo",
    "article_vae",
    "wrong_lines",
]


def price_of_a_cloud(answer):
    """KL in nats from a Gaussian with mean (2, 0) and standard deviations 1 to N(0, I)."""
    value = number(answer)
    if np.isclose(value, 2):
        return right("Half of 2 squared: only the shifted code costs, 2 nats.")
    kinds = {
        "You left out the factor one half.": 4.0,
        "The mean enters squared.": 1.0,
        "A KL is never negative. Turn the sign round.": -2.0,
        "The term -1 is missing: a free code costs nothing.": 3.0,
    }
    return typical_mistake(value, kinds) or not_yet(
        "Put the numbers into the formula, code by code."
    )


def draw(answer):
    """A function `(mu, log_var, eps) -> z`: the reparameterisation."""
    rng = np.random.default_rng(0)
    kinds = {
        "You stretch by the variance. The standard deviation is its root: halve the logarithm.": (
            lambda mu, log_var, eps: mu + np.exp(log_var) * eps
        ),
        "You stretch by the logarithm itself. Take the exponential of half of it.": (
            lambda mu, log_var, eps: mu + log_var * eps
        ),
        "You stretch by half the logarithm. The exponential is missing.": (
            lambda mu, log_var, eps: mu + 0.5 * log_var * eps
        ),
        "A square where a root is wanted: the standard deviation is exp(0.5 * log_var).": (
            lambda mu, log_var, eps: mu + np.exp(2 * log_var) * eps
        ),
        "You took a root of log_var, which may be negative. Its exponential is the variance.": (
            lambda mu, log_var, eps: mu + np.sqrt(abs(log_var)) * eps
        ),
        "The mean is missing: every cloud would lie around zero.": (
            lambda mu, log_var, eps: np.exp(log_var / 2) * eps
        ),
        "The mean is stretched as well. Only eps is.": (
            lambda mu, log_var, eps: np.exp(log_var / 2) * (mu + eps)
        ),
        "eps is missing: the cloud is shifted, and nothing is drawn.": (
            lambda mu, log_var, eps: mu + np.exp(log_var / 2)
        ),
        "This is the mean alone. Nothing is drawn.": lambda mu, log_var, eps: mu,
        "The spread is missing: every cloud would be as wide as the prior.": (
            lambda mu, log_var, eps: mu + eps
        ),
    }
    return wrong_function(
        answer,
        lambda mu, log_var, eps: mu + np.exp(log_var / 2) * eps,
        [rng.normal(size=(3, 4, 2)), rng.normal(size=(3, 1, 5))],
        kinds,
        "Mean plus standard deviation times eps, all of the same shape.",
    ) or right("Shifted by the mean, stretched by the standard deviation.")


def hidden_beta(answer):
    """The weights of KL hidden in (mean BCE of 784 pixels + KL) and (BCE + mean KL of 20)."""
    result = numbers(answer)
    if result.shape != (2,):
        return not_yet("Give two numbers, as a pair (A, B).")
    if same(result, (784, 1 / 20)):
        return right("784 hardly lets a code say anything, 0.05 hardly keeps the codes in order.")
    kinds = {
        "Both are turned round: multiply each loss until BCE stands there summed.": (1 / 784, 20),
        "A is right. In B the KL is divided by 20, so it weighs less, not more.": (784, 20),
        "B is right. In A it is BCE that was made small, so KL weighs more.": (1 / 784, 1 / 20),
        "B is right. In A the KL is summed, so its 20 codes do not enter.": (784 / 20, 1 / 20),
        "Both are right, in the other order: A averages the pixels.": (1 / 20, 784),
    }
    return typical_mistake(result, kinds) or not_yet(
        "Multiply each loss by a number, so that BCE is summed. What then weighs KL?"
    )


def interpolate(answer):
    """A function `(z_a, z_b, n) -> (n, d)`: a straight line, both ends included."""
    z_a, z_b = np.array([0.0, 1.0, -1.0]), np.array([2.0, 1.0, 3.0])

    def line(z_a, z_b, n, skip=0, stop=0):
        """Every place on a line of `skip + n + stop` but the first and last ones."""
        t = np.linspace(0, 1, skip + n + stop)[skip : skip + n, None]
        return (1 - t) * z_a + t * z_b

    kinds = {
        "It stops before the end: the last code must be z_b.": (
            lambda z_a, z_b, n: line(z_a, z_b, n, stop=1)
        ),
        "It begins behind the start: the first code must be z_a.": (
            lambda z_a, z_b, n: line(z_a, z_b, n, skip=1)
        ),
        "Both ends are missing: the first code is z_a, the last is z_b.": (
            lambda z_a, z_b, n: line(z_a, z_b, n, skip=1, stop=1)
        ),
        "It walks from z_b to z_a. Turn it round.": lambda z_a, z_b, n: line(z_b, z_a, n),
        "The axes are exchanged: one code a row.": lambda z_a, z_b, n: line(z_a, z_b, n).T,
        "This starts at z_a and goes on past z_b: walk along the difference z_b - z_a.": (
            lambda z_a, z_b, n: z_a + np.linspace(0, 1, n)[:, None] * z_b
        ),
        "There is one code too many: n counts both ends.": (
            lambda z_a, z_b, n: line(z_a, z_b, n + 1)
        ),
    }
    return wrong_function(
        answer,
        line,
        [(z_a, z_b, 5), (z_b[:2], z_a[:2], 3), (z_a, -z_b, 2)],
        kinds,
        "A share 1 - t of z_a plus a share t of z_b, for t from 0 to 1.",
    ) or right("A straight line from one code to the other, with both ends.")


def negative_elbo(answer):
    """A function `(x, logits, mu, log_var) -> (batch,)`: BCE plus KL, both summed, in nats."""
    rng = np.random.default_rng(0)

    def some(n, d):
        x, logits = rng.random((n, 28, 28, 1)), rng.normal(size=(n, 28, 28, 1))
        return x, logits, *rng.normal(size=(2, n, d))

    def terms(pixels=np.sum, codes=np.sum):
        """A function to BCE and KL, each summed or averaged."""

        def both(x, logits, mu, log_var):
            bce = np.logaddexp(0, logits) - x * logits
            kl = 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)
            return pixels(bce, axis=(1, 2, 3)), codes(kl, axis=1)

        return both

    def loss(bce=1, kl=1, **ways):
        def weighed(*given):
            parts = terms(**ways)(*given)
            return bce * parts[0] + kl * parts[1]

        return weighed

    kinds = {
        "KL is averaged over the codes: a hidden β of 1/d. Sum it.": loss(codes=np.mean),
        "BCE is averaged over the pixels: a hidden β of 784. Sum it.": loss(pixels=np.mean),
        "Both terms are averaged. Sum pixels and codes.": loss(pixels=np.mean, codes=np.mean),
        "The sign of KL is turned: this would reward far and narrow clouds.": loss(kl=-1),
        "This is the ELBO. A loss is made small, so turn its sign.": loss(-1, -1),
        "The factor one half of KL is missing.": loss(kl=2),
        "KL is missing: this is an autoencoder with noise.": loss(kl=0),
        "BCE is missing: this only makes all clouds alike.": loss(bce=0),
        "You also took the mean over the batch. Keep one number per image.": (
            lambda *given: loss()(*given).mean()
        ),
        "You also summed over the batch. Keep one number per image.": (
            lambda *given: loss()(*given).sum()
        ),
        "You put the logits into the logarithms as if they were grey levels, or the other way "
        "round: BCE from logits is np.logaddexp(0, logits) - x * logits.": (
            lambda x, logits, *code: loss()(x, 1 / (1 + np.exp(-logits)), *code)
        ),
    }
    return wrong_function(
        answer,
        loss(),
        [some(3, 5), some(2, 4)],
        kinds,
        "BCE summed over pixels, plus half of mu² + exp(log_var) - 1 - log_var, summed.",
    ) or right("Nats from the pixels plus nats from the codes, one number per image.")


def article_vae(answer):
    """A VAE 784-400-20 for images of 28 by 28, with ReLU as in the article's table."""
    from ae_helpers.models import VAE, Autoencoder

    encoder, decoder = halves(answer, "VAE")
    if isinstance(answer, Autoencoder) and not isinstance(answer, VAE):
        return mistake("This class draws no codes: put the two halves into VAE(encoder, decoder).")
    rng = np.random.default_rng(0)
    x, z = rng.random((4, 28, 28, 1), "float32"), np.float32(rng.normal(size=(4, 20)))
    posterior = output(encoder, x, "encoder")
    if not isinstance(posterior, tuple) or len(posterior) != 2:
        return mistake("The encoder must return a pair, mu and log_var: two outputs.")
    mu, log_var = posterior
    if mu.shape != (4, 20) or log_var.shape != (4, 20):
        return mistake(
            f"For 4 images mu and log_var have the shapes {mu.shape} and {log_var.shape}; both "
            "should be (4, 20)."
        )
    if wrong := wrong_images(decoder, z, x.shape[1:]):
        return wrong
    if np.allclose(mu, log_var):
        return mistake("mu and log_var are the same numbers: each needs a Dense layer of its own.")
    count = encoder.count_params() + decoder.count_params()
    found = widths(encoder, 784), widths(decoder, 20)
    if count != 652_824 or found[0][:1] != [400] or found[1] != [400, 784]:
        return not_yet(
            f"The shapes fit, but your networks have {count:,} weights and biases; 784-400-20 has "
            "652,824. Is there one hidden layer of 400 on each side, shared by mu and log_var?"
        )
    code, logits = "mu and log_var may be any number", "Our losses take logits"
    return (
        wrong_activation("encoder", encoder, x, found[0], code)
        or wrong_activation("decoder", decoder, z, found[1], logits)
        or right("784-400-20: 652,824 weights and biases. Train it with fit(x, x) if you like.")
    )


def wrong_lines(answer):
    """The two wrong lines of a tutorial's program: its loss, and its test images."""
    result = np.sort(numbers(answer).ravel())
    if result.shape != (2,) or result[0] == result[1]:
        return not_yet("Give the numbers of two different lines, as a pair such as (1, 2).")
    if same(result, (7, 10)):
        return right(
            "The loss in line 7 charges nothing for ink on white paper, and line 10 takes its test "
            "images from the training loader."
        )
    found = "One of the two is right: the loss, line 7. " if 7 in result else ""
    found = "One of the two is right: the images of line 10. " if 10 in result else found
    kinds = {
        1: "Line 1 loads the images to train on, and trains on them.",
        2: "Line 2 is right. But where is test_set used?",
        3: "Line 3 is right: training images are shuffled.",
        4: "Ten epochs are few, and no error.",
        5: "Line 5 needs no labels, so it drops them: right.",
        6: "Line 6 gives the reconstruction, and the mean and log variance of the cloud: right.",
        8: "Line 8 is PyTorch's usual step: right.",
        9: "Line 9 is good manners before a test.",
        11: "Line 11 shows images beside their reconstructions. The question is which images.",
    }
    for line in result:
        if line in kinds:
            return mistake(found + kinds[line])
    return not_yet("The lines have the numbers 1 to 11.")
