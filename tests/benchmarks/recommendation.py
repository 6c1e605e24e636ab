"""Lists for new users from the invented ratings (lesson 18): 1,000 users to learn from, 400 films.

A setting of each method is chosen by recall@20 on 800 new users and reported on 800 others, with a
fifth of each user's likes held out. `series` has films that come in fours.
"""

from ae_helpers.data.ratings import tastes
from ae_helpers.training import fit_dense

import keras
import numpy as np
from keras import layers, ops
from sklearn.decomposition import TruncatedSVD

WORLDS = {"tastes": 0.0, "series": 3.0}  # how strongly films of a series belong together


def recall(scores, seen, target, k=20):
    top = np.argsort(-np.where(seen > 0, -np.inf, scores), axis=1)[:, :k]
    hits = np.take_along_axis(target, top, axis=1).sum(axis=1)
    return np.mean(hits / np.minimum(k, target.sum(axis=1)))


def ease(x, decay):
    """Steck, 'Embarrassingly shallow autoencoders for sparse data' (2019), equation 8."""
    P = np.linalg.inv(x.T @ x + decay * np.eye(x.shape[1]))
    B = -P / np.diag(P)
    np.fill_diagonal(B, 0)
    return B


def autoencoders(x, seen, seed):
    """Scores after 10, 20 and 30 epochs with either weight decay, as Liang et al. (2018) train."""
    for decay in (0.01, 0.003):
        keras.utils.set_random_seed(seed)
        penalty = {"kernel_regularizer": keras.regularizers.L2(decay)}
        parts = [keras.Input((x.shape[1],)), layers.UnitNormalization(), layers.Dropout(0.5)]
        parts += [layers.Dense(100, activation="tanh", **penalty)]
        model = keras.Sequential([*parts, layers.Dense(x.shape[1], **penalty)])
        model.compile(
            keras.optimizers.Adam(2e-3),
            loss=lambda y, logits: -ops.sum(y * ops.log_softmax(logits), axis=1),
        )
        for step in range(3):
            fit_dense(model, x, 10, 50, seed=seed + step, verbose=0)
            yield model.predict_on_batch(seen)


def world(name, seed):
    """Who likes which film, 0 or 1, float32 (2600, 400)."""
    return (tastes(2600, 400, seed, WORLDS[name]).given >= 4).astype("float32")


def recommendation(name, method, seed):
    """Recall@20 of `popularity`, `svd`, `ease` or `autoencoder`."""
    likes = world(name, seed)
    x, new = likes[:1000], likes[1000:]
    target = new * (np.random.default_rng(seed).random(new.shape) < 0.2)
    seen = new - target
    if method == "popularity":
        scores = [x.sum(axis=0) + 0 * seen]
    elif method == "svd":
        fits = [TruncatedSVD(size, random_state=seed).fit(x) for size in (4, 6, 8, 20, 40, 80, 120)]
        scores = [fit.inverse_transform(fit.transform(seen)) for fit in fits]
    elif method == "ease":
        scores = [seen @ ease(x, decay) for decay in (50, 100, 200, 400, 800, 1600)]
    else:
        scores = list(autoencoders(x, seen, seed))
    groups = []  # recall of each setting on the users it is chosen by, and on the others
    for part in (slice(800), slice(800, None)):
        some = target[part].sum(axis=1) > 0
        pairs = [(way[part][some], seen[part][some], target[part][some]) for way in scores]
        groups.append([recall(*pair) for pair in pairs])
    return {"recall_20": groups[1][int(np.argmax(groups[0]))]}
