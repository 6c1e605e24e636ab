"""One and two levels of codes with about as many weights (lesson 10), small enough for a CPU.

16 and 8 codes (784-256-16 and, on top, 16-128-128-128-8) against one level of 24 (784-300-24), on
5,000 images, binarised anew for every epoch, 12 epochs.
"""

from ae_helpers.measures import likelihood
from ae_helpers.models import ManySamples, TwoLevels
from ae_helpers.training import fit_dense

import jax
import keras
import numpy as np
from experiments import binarised, dense, fixed_test, networks, train_and_val
from keras import layers

IMAGES, EPOCHS, BATCH, RATE = 5000, 12, 100, 2e-3
TEST_IMAGES, DRAWS = 500, 200


def top_networks(d=16, d_top=8):
    """The encoder and the decoder of the second level: codes -> mean and log variance."""
    pairs = []
    for shape, out in ((d, d_top), (d_top, d)):
        z = keras.Input((shape,))
        *hidden, mu = dense([128] * 3, out)
        h = z
        for layer in hidden:
            h = layer(h)
        pairs.append(keras.Model(z, (mu(h), layers.Dense(out)(h))))
    return pairs


def hierarchical(name, kind, seed):
    """Train `one-level`, `plain` or `warm-up` (a nat of the top's KL costs 0.2 at first)."""
    keras.utils.set_random_seed(seed)
    if kind == "one-level":
        model = ManySamples(*networks([300], 24, variational=True), k=1, seed=seed)
    else:
        model = TwoLevels(*networks([256], 16, variational=True), *top_networks(), seed=seed)
    model.compile(keras.optimizers.Adam(RATE))
    x = train_and_val(name)[:IMAGES]
    for epoch in range(EPOCHS):
        if kind == "warm-up":
            model.beta_top.assign(min(1, 0.2 + 0.1 * epoch))
        order = 10_000 * seed + epoch
        fit_dense(model, binarised(x, (seed, epoch)), 1, BATCH, seed=order, verbose=0)
    test = fixed_test(name, True)
    test = test[np.random.default_rng(0).choice(len(test), TEST_IMAGES, replace=False)]
    figures = {"weights": model.count_params()}
    if kind == "one-level":
        key = jax.random.key(seed)
        log_w = likelihood.log_weights(model.encoder, model.decoder, test, key, DRAWS)
    else:
        log_w = model.log_weights(test, DRAWS)
        mu, log_var = model.top_encoder.predict(model.encode(test), batch_size=500, verbose=0)
        figures["kl_top"] = 0.5 * np.mean(np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1))
    nll = -likelihood.bound_from_weights(log_w).mean()
    return figures | {"nll": nll, "negative_elbo": -np.mean(log_w)}
