"""The autoencoder that pays for its code: its prices in closed form, and what is saved."""

from ae_helpers import losses
from ae_helpers.layers import TopK
from ae_helpers.models import ModelError, SparseAutoencoder

import jax
import keras
import numpy as np
import pytest
from keras import layers

SHAPE = (5, 4, 1)
X = np.random.default_rng(0).random((16, *SHAPE)).astype("float32")


def build(activation="sigmoid", k=6, hidden=()):
    keras.utils.set_random_seed(1)
    before = [layers.Dense(width, activation="tanh") for width in hidden]
    code = [layers.Flatten(), *before, layers.Dense(6, activation=activation), TopK(k)]
    encoder = keras.Sequential([keras.Input(SHAPE), *code])
    decoder = keras.Sequential([keras.Input((6,)), layers.Dense(20), layers.Reshape(SHAPE)])
    model = SparseAutoencoder(encoder, decoder)
    model.compile(keras.optimizers.Adam(1e-2))
    return model


def loss(model):
    return model.evaluate(X, X, batch_size=16, verbose=0)


def squared_error(model):
    return np.square(X - model.reconstruct(X)).sum() / len(X)


def test_without_prices_the_loss_is_the_squared_error():
    model = build()
    np.testing.assert_allclose(loss(model), squared_error(model), rtol=1e-5)


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_l1_is_the_sum_of_the_codes_sizes(activation):
    model = build(activation)
    model.l1.assign(0.7)
    price = 0.7 * np.abs(model.encode(X)).sum() / len(X)
    np.testing.assert_allclose(loss(model), squared_error(model) + price, rtol=1e-5)


def test_kl_compares_each_units_mean_over_the_batch_with_rho():
    model = build()
    model.kl.assign(2.0)
    model.rho.assign(0.1)
    rate = model.encode(X).mean(axis=0)
    price = 0.1 * np.log(0.1 / rate) + 0.9 * np.log(0.9 / (1 - rate))
    np.testing.assert_allclose(loss(model), squared_error(model) + 2 * price.sum(), rtol=1e-5)


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh", "linear"])
@pytest.mark.parametrize("k", [6, 2])
def test_the_jacobian_in_closed_form_is_that_of_automatic_differentiation(activation, k):
    model = build(activation, k)
    model.jacobian.assign(0.3)
    jacobian = jax.vmap(jax.jacrev(lambda image: model.encoder(image[None])[0]))(X)
    price = 0.3 * np.square(jacobian).sum() / len(X)
    assert price > 0.01
    np.testing.assert_allclose(loss(model), squared_error(model) + price, rtol=1e-5)


def test_a_deep_encoder_has_no_closed_form():
    model = build(hidden=(8,))
    assert model.jacobian is None
    model.kl.assign(1.0)
    assert loss(model) > squared_error(model) + 0.1


def test_a_rate_of_zero_or_one_gives_a_number_and_a_gradient():
    model = build("relu")
    model.kl.assign(1.0)
    model.encoder.layers[1].bias.assign([-1e3, 1e3, 0, 0, 0, 0])
    model.fit(X, X, epochs=1, verbose=0)
    assert np.isfinite(loss(model)) and all(np.isfinite(v).all() for v in model.get_weights())


def test_prices_move_without_a_new_compilation():
    model = build()
    model.fit(X, X, epochs=1, verbose=0)
    compiled = model.train_function
    model.jacobian.assign(1e3)
    before = np.mean(losses.contractive_penalty(model.encoder, X))
    model.fit(X, X, epochs=30, batch_size=16, verbose=0)
    assert model.train_function is compiled
    assert np.mean(losses.contractive_penalty(model.encoder, X)) < 0.5 * before


def test_saved_and_loaded_it_is_the_same_model(tmp_path):
    model = build("relu")
    model.fit(X, X, epochs=1, verbose=0)
    prices = {"l1": 0.25, "kl": 0.5, "rho": 0.125, "jacobian": 2.0}
    for name, value in prices.items():
        getattr(model, name).assign(value)
    model.encoder.layers[-1].k.assign(2)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert type(loaded) is SparseAutoencoder
    assert {name: float(getattr(loaded, name).value) for name in prices} == prices
    assert float(loaded.encoder.layers[-1].k.value) == 2
    np.testing.assert_array_equal(loaded.reconstruct(X), model.reconstruct(X))
    np.testing.assert_allclose(loss(loaded), loss(model), rtol=1e-6)


def test_targets_beyond_grey_levels_are_refused():
    with pytest.raises(ModelError, match="grey levels are from 0 to 1"):
        build().fit(X, 255 * X, verbose=0)
