"""Lesson 02's exercises: right answers pass, typical wrong ones get their hint."""

from ae_helpers.data import ink
from ae_helpers.exercises import deep, judge
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
import pytest
from keras import layers

HIDDEN = (128, 128, 64, 64)


def orthonormal(a):
    return np.linalg.qr(a.T)[0]


def angles(a, b, clip=True):
    cosines = np.linalg.svd(orthonormal(a).T @ orthonormal(b), compute_uv=False)
    return np.degrees(np.arccos(np.clip(cosines, -1, 1) if clip else cosines + 1e-9))


def pca(x_train, x, d, mean=None, plus=None, columns=None, fit=None):
    fit = x_train if fit is None else fit
    mean = x_train.mean(axis=0) if mean is None else mean
    v = np.linalg.eigh(np.cov(fit.T))[1][:, slice(-d, None) if columns is None else columns]
    return (mean if plus is None else plus) + (x - mean) @ v @ v.T


def built(hidden=HIDDEN, back=None, activation="relu", start="he_normal", code=None, end=None):
    """What `mended` is to return; `back` are the decoder's widths, if not the mirrored ones."""

    def build():
        keras.utils.set_random_seed(1)
        how = {"activation": activation, "kernel_initializer": start}
        down = [layers.Dense(n, **how) for n in hidden]
        up = [layers.Dense(n, **how) for n in (hidden[::-1] if back is None else back)]
        down += [layers.Dense(30, activation=code)]
        up += [layers.Dense(784, activation=end), layers.Reshape((28, 28, 1))]
        return Autoencoder(
            keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), *down]),
            keras.Sequential([keras.Input((30,)), *up]),
        )

    return build


def trained():
    """A network that has learned what the check is to teach it."""
    x = ink.draw(1500, seed=8).images.astype("float32").reshape(-1, 28, 28, 1) / 255
    model = built()()
    model.compile("adam", loss=deep_loss)
    fit_dense(model, x, epochs=8, batch_size=50, verbose=0)
    return model


def deep_loss(x, logits):
    return keras.ops.sum((x - keras.ops.sigmoid(logits)) ** 2, axis=(1, 2, 3))


def std(fan_in, slope):
    return np.sqrt(2 / (fan_in * (1 + slope**2)))


VERDICTS = [
    ("parameters", 436_632, "right", "217,928"),
    ("parameters", 217_928, "mistake", "encoder alone"),
    ("parameters", 218_704, "mistake", "decoder alone"),
    ("parameters", 435_200, "mistake", "biases"),
    ("parameters", 435_856, "mistake", "784 biases"),
    ("parameters", 435_536, "mistake", "code layer"),
    ("parameters", 436_600, "not yet", "six layers"),
    ("principal_angles", angles, "right", "angles 0"),
    ("principal_angles", lambda a, b: np.radians(angles(a, b)), "mistake", "radians"),
    ("principal_angles", lambda a, b: np.cos(np.radians(angles(a, b))), "mistake", "cosines"),
    ("principal_angles", lambda a, b: 90 - angles(a, b), "mistake", "arcsin"),
    ("principal_angles", lambda a, b: angles(a, b)[::-1], "mistake", "least"),
    ("principal_angles", lambda a, b: angles(a, b).max(), "mistake", "all d"),
    (
        "principal_angles",
        lambda a, b: np.degrees(
            np.arccos(np.clip(np.linalg.svd(a @ b.T, compute_uv=False), -1, 1))
        ),
        "mistake",
        "orthonormal",
    ),
    (
        "principal_angles",
        lambda a, b: np.degrees(
            np.arccos(
                np.sort(
                    abs(
                        (a / np.linalg.norm(a, axis=1, keepdims=True))
                        @ (b / np.linalg.norm(b, axis=1, keepdims=True)).T
                    ).max(axis=1)
                )[::-1]
            )
        ),
        "mistake",
        "single axes",
    ),
    ("principal_angles", lambda a, b: angles(a, b, clip=False), "mistake", "clip"),
    ("principal_angles", lambda a, b: a, "not yet", "shape"),
    ("pca_reconstruct", pca, "right", "two matrix products"),
    ("pca_reconstruct", lambda t, x, d: pca(t, x, d, mean=0 * t[0]), "mistake", "nor added"),
    ("pca_reconstruct", lambda t, x, d: pca(t, x, d, plus=0), "mistake", "not added back"),
    (
        "pca_reconstruct",
        lambda t, x, d: pca(t, x, d, mean=x.mean(axis=0)),
        "mistake",
        "mean of x",
    ),
    ("pca_reconstruct", lambda t, x, d: pca(t, x, d, columns=slice(d)), "mistake", "least"),
    ("pca_reconstruct", lambda t, x, d: pca(x, x, d), "mistake", "fitted PCA on x"),
    ("pca_reconstruct", lambda t, x, d: pca(t, t, d), "mistake", "training images"),
    ("pca_reconstruct", lambda t, x, d: x, "mistake", "x itself"),
    ("pca_reconstruct", lambda t, x, d: pca(t, x, 1), "not yet", "some inputs"),
    (
        "pca_reconstruct",
        lambda t, x, d: (x - t.mean(0)) @ np.linalg.eigh(np.cov(t.T))[1][:, -d:],
        "mistake",
        "the code",
    ),
    ("leaky_std", std, "right", "1/√fan_in"),
    ("leaky_std", lambda n, s: np.sqrt(2 / n), "mistake", "He's"),
    ("leaky_std", lambda n, s: std(n, s) ** 2, "mistake", "variance"),
    ("leaky_std", lambda n, s: np.sqrt(2 / (n * (1 + s))), "mistake", "slope's square"),
    ("leaky_std", lambda n, s: std(2 * n, s), "mistake", "The 2"),
    ("leaky_std", lambda n, s: np.sqrt(1 / n), "mistake", "without an activation"),
    ("leaky_std", lambda n, s: std(1, s), "mistake", "fan_in"),
    ("leaky_std", lambda n, s: std(n, 0.2), "not yet", "some inputs"),
    ("mended", built(), "right", "gets through"),
    ("mended", built(activation="elu"), "right", "gets through"),
    ("mended", built(activation="sigmoid", start="glorot_uniform"), "mistake", "stuck"),
    ("mended", built(hidden=(128,)), "mistake", "784-128-30"),
    ("mended", built(back=HIDDEN), "mistake", "widths"),
    ("mended", built(activation=None), "mistake", "no activation"),
    ("mended", built(code="relu"), "mistake", "negative"),
    ("mended", built(end="sigmoid"), "mistake", "logits"),
    ("mended", trained, "mistake", "trained already"),
    ("mended", lambda: built()().encoder, "not yet", "both halves"),
    ("mended", built()(), "not yet", "function that builds"),
]


@pytest.mark.parametrize(
    "exercise, answer, kind, words", VERDICTS, ids=[f"{v[0]}-{v[3]}" for v in VERDICTS]
)
def test_verdict(exercise, answer, kind, words):
    verdict = judge(f"deep.{exercise}", answer)
    assert (verdict.kind, words in verdict.text) == (kind, True), verdict


@pytest.mark.parametrize("exercise", deep.EXERCISES)
def test_three_dots_are_not_yet(exercise):
    assert judge(f"deep.{exercise}", ...).kind == "not yet"


def test_first_weights_that_are_too_small_do_not_pass():
    """Whether they are stuck or slow depends on chance."""
    verdict = judge("deep.mended", built(start=keras.initializers.RandomNormal(stddev=0.005)))
    assert verdict.kind != "right" and "After 20 epochs" in verdict.text
