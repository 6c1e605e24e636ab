"""VAE and IWAE with k samples, one stochastic layer: small on a CPU, as published with `--full`.

    python tests/benchmarks/iwae.py --full      # needs a GPU; hours; prints the published table

The network is that of Burda et al. (2015): 784-200-200-50 with tanh, the image binarised anew for
every epoch. On a CPU it trains on 5,000 images for 10 epochs, too little for their numbers and
enough to see whether more samples help.
"""

import argparse

from ae_helpers.measures import likelihood
from ae_helpers.models import ManySamples
from ae_helpers.training import fit_dense

import jax
import keras
import numpy as np
from experiments import binarised, data, fixed_test, networks, train_and_val


def learning_rates(epochs):
    """Burda et al.: 3^i epochs at 1e-3 * 10^(-i/7), i = 0 ... 7 (3,280 in all), or fewer."""
    rates = [1e-3 * 10 ** (-i / 7) for i in range(8) for _ in range(3**i)]
    return rates if epochs is None else [1e-3] * epochs


def iwae(name, kind, seed, images=5000, epochs=10, batch=100, test_images=500, k_test=1000):
    """Train `vae-k` or `iwae-k` and estimate the log-likelihood. The arguments are the small scale.

    For k = 1 the two bounds are one, up to the KL being sampled, so there is no `iwae-1`.
    """
    bound, k = kind.split("-")
    keras.utils.set_random_seed(seed)
    how = {"variational": True, "activation": "tanh"}
    model = ManySamples(*networks([200, 200], 50, **how), int(k), seed)
    model.tight.assign(bound == "iwae")
    model.compile(keras.optimizers.Adam(1e-3, beta_2=0.999, epsilon=1e-4))
    x = train_and_val(name)[:images]
    # The last bias starts at the mean image, as theirs does.
    mean = np.clip(x.mean(axis=0).ravel(), 0.001, 0.999)
    next(v for v in model.decoder.weights[::-1] if v.shape == (784,)).assign(
        np.log(mean / (1 - mean))
    )
    for epoch, rate in enumerate(learning_rates(epochs)):
        model.optimizer.learning_rate.assign(rate)
        fit_dense(
            model, binarised(x, (seed, epoch)), 1, batch, seed=10_000 * seed + epoch, verbose=0
        )
    test = fixed_test(name, True)
    some = np.random.default_rng(0).choice(len(test), min(test_images, len(test)), replace=False)
    parts = model.encoder, model.decoder, test[some], jax.random.key(seed)
    return {
        "nll": -likelihood.log_likelihood(*parts, k=k_test).mean(),
        "negative_elbo": -likelihood.elbo(*parts, samples=20).mean(),
        "active_units": likelihood.active_units(model.posterior(data(name).x_test)[0]),
        "images": len(x),
        "epochs": len(learning_rates(epochs)),
        "nll_images": len(some),
        "nll_samples": k_test,
    }


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--full", action="store_true", required=True)
    options.add_argument("--kinds", nargs="*", default=["vae-1", "iwae-5", "iwae-50"])
    for kind in options.parse_args().kinds:
        full = {"images": None, "epochs": None, "batch": 20, "test_images": 10_000, "k_test": 5000}
        print(kind, iwae("mnist", kind, 0, **full), flush=True)


if __name__ == "__main__":
    main()
