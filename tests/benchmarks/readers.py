"""Lesson 16's readers on its features, for `results.py`: draws of labels, 2,000 test images."""

from functools import cache

from ae_helpers import losses
from ae_helpers.layers import RuntimeNoise
from ae_helpers.models import Autoencoder
from ae_helpers.training import fit_dense

import keras
import numpy as np
from experiments import SHAPE, data, networks
from sklearn.decomposition import PCA
from sklearn.linear_model import RidgeClassifierCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

IMAGES, TEST, DRAWS, CODES = 12_000, 2000, 5, 32


@cache
def encoder_of(name, kind, seed):
    """784-128-32 after four epochs without labels; `untrained` after none."""
    keras.utils.set_random_seed(seed)
    encoder, decoder = networks([128], CODES)
    noise = RuntimeNoise(0.0 if kind == "plain" else 0.5, seed)
    model = Autoencoder(keras.Sequential([keras.Input(SHAPE), noise, encoder]), decoder)
    model.compile(keras.optimizers.Adam(2e-3), loss=losses.binary_crossentropy)
    if kind != "untrained":
        fit_dense(model, data(name).x_train[:IMAGES], 4, seed=seed, verbose=0)
    return encoder


def features(name, kind, seed):
    """Training and test images as `(n, d)`."""
    images = data(name).x_train[:IMAGES], data(name).x_test[:TEST]
    if kind in ("pixels", "pca"):
        flat = [x.reshape(len(x), -1) for x in images]
        pca = PCA(CODES, svd_solver="covariance_eigh").fit(flat[0])
        return [pca.transform(x) for x in flat] if kind == "pca" else flat
    encoder = encoder_of(name, "denoising" if kind == "hidden" else kind, seed)
    if kind == "hidden":
        encoder = keras.Model(encoder.input, encoder.layers[-2].output)
    return [encoder.predict(x, batch_size=1000, verbose=0) for x in images]


def ridge():
    return RidgeClassifierCV(np.logspace(-1, 3, 9))


READERS = {
    "ridge_10": (10, ridge),
    "ridge_100": (100, ridge),
    "ridge_1000": (1000, ridge),
    "neighbours_1000": (1000, lambda: KNeighborsClassifier(3)),
    "svm_100": (100, lambda: SVC(C=10)),
    "svm_1000": (1000, lambda: SVC(C=10)),
}


def pick(y, n, rng):
    """Rows of n labelled images, equally many of each class."""
    rows = [rng.choice(np.flatnonzero(y == c), n // 10, replace=False) for c in range(10)]
    return np.concatenate(rows)


def readers(name, kind, seed):
    """Accuracy of each reader, the mean over draws of its labels."""
    z, z_test = features(name, kind, seed)
    y, y_test, figures = data(name).y_train[:IMAGES], data(name).y_test[:TEST], {}
    with threadpool_limits(1):
        for figure, (n, make) in READERS.items():
            marks = []
            for draw in range(DRAWS):
                rows = pick(y, n, np.random.default_rng((seed, draw)))
                marks.append(make().fit(z[rows], y[rows]).score(z_test, y_test))
            figures[figure] = np.mean(marks)
    return figures
