"""The autoencoder of six knobs: its settings are the models of the course, its prices exact."""

from ae_helpers import losses
from ae_helpers.models import VAE, Autoencoder, Knobs, ModelError

import jax
import keras
import numpy as np
import pytest
from keras import layers

SHAPE, D = (5, 4, 1), 3
X = np.random.default_rng(0).random((16, *SHAPE)).astype("float32")


def networks(pair=True):
    """Encoder and decoder, the same weights each time; without `pair` only its mean."""
    keras.utils.set_random_seed(1)
    x = keras.Input(SHAPE)
    h = layers.Dense(8, activation="tanh")(layers.Flatten()(x))
    both = layers.Dense(D)(h), layers.Dense(D)(h)
    wide = [keras.Input((D,)), layers.Dense(8, activation="tanh")]
    decoder = keras.Sequential([*wide, layers.Dense(20), layers.Reshape(SHAPE)])
    return keras.Model(x, both if pair else both[0]), decoder


def turned(**settings):
    model = Knobs(*networks(), seed=5)
    model.compile(keras.optimizers.SGD(0.1))
    model.turn(**settings)
    return model


def loss(model):
    return model.evaluate(X, X, batch_size=16, verbose=0, return_dict=True)["loss"]


def trained(model):
    """The networks' weights after three steps on all images."""
    model.fit(X, X, batch_size=16, epochs=3, shuffle=False, verbose=0)
    return [np.array(v) for v in model.encoder.weights + model.decoder.weights]


def test_all_at_zero_is_the_vanilla_autoencoder_in_loss_and_steps():
    vanilla = Autoencoder(*networks(pair=False))
    vanilla.compile(keras.optimizers.SGD(0.1), losses.binary_crossentropy)
    model = turned()
    np.testing.assert_allclose(loss(model), loss(vanilla), rtol=1e-6)
    names = [v.path.split("/")[-2:] for v in model.encoder.weights]
    new = dict(zip(range(len(names)), trained(model)[: len(names)], strict=True))
    del new[4], new[5]  # the head of log_var, which the vanilla one has not
    np.testing.assert_allclose(
        np.concatenate([w.ravel() for w in new.values()]),
        np.concatenate([w.ravel() for w in trained(vanilla)[:4]]),
        rtol=1e-5,
        atol=1e-7,
    )


@pytest.mark.parametrize("beta", [1.0, 4.0])
def test_sample_and_beta_are_the_vae_in_loss_and_steps(beta):
    vae = VAE(*networks(), seed=5)
    vae.compile(keras.optimizers.SGD(0.1))
    vae.beta.assign(beta)
    model = turned(sample=1.0, beta=beta)
    np.testing.assert_allclose(loss(model), loss(vae), rtol=1e-6)
    for ours, theirs in zip(trained(model), trained(vae), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7)


def test_the_prices_of_the_codes_and_of_the_weights_are_exact():
    plain, mu = loss(turned()), turned().encode(X)
    weights = sum(np.square(w).sum() for w in networks()[1].get_weights())
    prices = {"l1": np.abs(mu).sum() / 16, "l2": np.square(mu).sum() / 32, "decay": weights}
    for name, price in prices.items():
        np.testing.assert_allclose(loss(turned(**{name: 0.7})), plain + 0.7 * price, rtol=1e-5)


def test_noise_is_on_the_input_and_in_training_only():
    model = turned(noise=0.5)
    assert loss(model) == loss(turned())
    clean = model(X, training=False)[1]
    noisy = np.stack([model(X, training=True)[1] for _ in range(400)])
    assert np.abs(noisy - clean).max() > 0.05
    inside = np.stack([model.corrupt(X, training=True) for _ in range(400)]) - X
    assert abs(inside.mean()) < 0.01 and abs(inside.std() - 0.5) < 0.01


def test_a_knob_that_does_not_exist_is_named_and_turn_resets_the_others():
    model = turned(beta=2.0)
    model.turn(l1=0.5)
    assert (float(model.beta.value), float(model.l1.value)) == (0.0, 0.5)
    with pytest.raises(ValueError, match="No knob is called gamma: noise, sample, beta"):
        model.turn(gamma=1.0)


def test_it_saves_and_refuses_what_it_cannot_train_on(tmp_path):
    model = turned(sample=1.0, beta=1.0)
    model.save(tmp_path / "knobs.keras")
    again = keras.saving.load_model(tmp_path / "knobs.keras")
    np.testing.assert_allclose(again.encode(X), model.encode(X), rtol=1e-6)
    assert float(again.beta.value) == 1.0
    with pytest.raises(ModelError):
        model.fit(2 * X, 2 * X)
    with pytest.raises(ModelError):
        Knobs(networks(pair=False)[0], networks()[1])


def test_its_gradient_by_the_code_prices_is_that_of_the_formula():
    model = turned(l1=0.3, l2=0.2)
    mu = model.encode(X)
    logits = keras.ops.convert_to_tensor(np.zeros((16, *SHAPE), "float32"))
    price = jax.grad(lambda m: model.compute_loss(X, X, (logits, m, np.zeros_like(mu))))(mu)
    np.testing.assert_allclose(price, (0.3 * np.sign(mu) + 0.2 * mu) / 16, rtol=1e-4, atol=1e-7)
