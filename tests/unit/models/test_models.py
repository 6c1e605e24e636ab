"""The models: what they save, what they minimise, what steers them."""

from ae_helpers import losses
from ae_helpers.layers import RuntimeNoise
from ae_helpers.models import VAE, Autoencoder, SteeredAutoencoder

import jax
import keras
import numpy as np
import pytest
from keras import layers, ops

SHAPE = (5, 4, 1)
X = np.random.default_rng(0).random((16, *SHAPE)).astype("float32")


def encoder(d=3, variational=False):
    x = keras.Input(SHAPE)
    h = layers.Dense(8, activation="tanh")(layers.Flatten()(x))
    return keras.Model(
        x, [layers.Dense(d)(h), layers.Dense(d)(h)] if variational else layers.Dense(d)(h)
    )


def decoder(d=3):
    hidden = layers.Dense(8, activation="tanh")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(20), layers.Reshape(SHAPE)])


def build(kind, seed=1):
    keras.utils.set_random_seed(seed)
    if kind is VAE:
        return VAE(encoder(variational=True), decoder(), seed=seed)
    return kind(encoder(), decoder())


KINDS = (Autoencoder, SteeredAutoencoder, VAE)


@pytest.mark.parametrize("kind", KINDS)
def test_saved_and_loaded_it_is_the_same_model(kind, tmp_path):
    model = build(kind)
    model.compile("adam", loss=losses.binary_crossentropy if kind is Autoencoder else None)
    model.fit(X, X, batch_size=8, verbose=0)
    if kind is VAE:
        model.beta.assign(0.25)
        model.mask.active.assign(2)
    if kind is SteeredAutoencoder:
        model.bce.assign(0.25)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert type(loaded) is kind
    z = model.encode(X)
    np.testing.assert_array_equal(loaded.encode(X), z)
    np.testing.assert_array_equal(loaded.decode(z), model.decode(z))
    np.testing.assert_array_equal(loaded.reconstruct(X), model.reconstruct(X))
    if kind is VAE:
        assert float(loaded.beta.value) == 0.25 and float(loaded.mask.active.value) == 2
        np.testing.assert_array_equal(loaded.posterior(X), model.posterior(X))
    if kind is SteeredAutoencoder:
        assert float(loaded.bce.value) == 0.25


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_and_grey_levels(kind):
    model = build(kind)
    z = model.encode(X)
    assert z.shape == (16, 3) and model.decode(z).shape == X.shape
    logits = np.asarray(model.decoder(z))
    np.testing.assert_allclose(model.decode(z), 1 / (1 + np.exp(-logits)), rtol=1e-5)
    np.testing.assert_array_equal(model.reconstruct(X), model.decode(z))


def test_an_autoencoder_minimises_the_loss_it_was_given():
    model = build(Autoencoder)
    model.compile("adam", loss=losses.squared_error)
    expected = np.mean(np.sum((X - model.reconstruct(X)) ** 2, axis=(1, 2, 3)))
    np.testing.assert_allclose(model.evaluate(X, X, verbose=0), expected, rtol=1e-5)


def test_the_steered_loss_follows_its_variable_and_nothing_is_compiled_again():
    model = build(SteeredAutoencoder)
    traces = []

    class Counted(SteeredAutoencoder):
        def compute_loss(self, *args, **kwargs):
            traces.append(1)
            return super().compute_loss(*args, **kwargs)

    model.__class__ = Counted
    model.compile(keras.optimizers.SGD(0.0))
    logits = model(X)
    bce = float(ops.mean(losses.binary_crossentropy(X, logits)))
    squares = float(ops.mean(losses.squared_error(X, logits)))
    compiled = 0
    for share in (1.0, 0.0, 0.3):
        model.bce.assign(share)
        model.reset_metrics()  # Keras before 3.15 goes on averaging from batch to batch
        loss = model.train_on_batch(X, X)
        np.testing.assert_allclose(loss, share * bce + (1 - share) * squares, rtol=1e-5)
        compiled = compiled or len(traces)
        assert len(traces) == compiled > 0


def vae_loss(model, x, weights):
    """Keras's loss as a function of the trainable weights."""
    other = [v.value for v in model.non_trainable_variables]
    outputs, _ = model.stateless_call(weights, other, x)
    return model.compute_loss(x=x, y=x, y_pred=outputs)


def test_the_vae_loss_is_the_formula_on_the_sample_that_was_drawn():
    model = build(VAE)
    model.beta.assign(0.5)
    logits, mu, log_var = model(X)
    grey = 1 / (1 + np.exp(-np.asarray(logits, "float64")))
    bce = -(X * np.log(grey) + (1 - X) * np.log(1 - grey)).sum(axis=(1, 2, 3)).mean()
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    kl = 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var).sum(axis=1).mean()
    model.compile("adam")
    loss = model.compute_loss(x=X, y=X, y_pred=(logits, mu, log_var))
    np.testing.assert_allclose(loss, bce + 0.5 * kl, rtol=1e-5)
    np.testing.assert_allclose(model.reconstruction_tracker.result(), bce, rtol=1e-5)
    np.testing.assert_allclose(model.kl_tracker.result(), kl, rtol=1e-5)
    np.testing.assert_allclose(mu, model.posterior(X)[0], rtol=1e-5)


def test_the_vae_samples_from_its_posterior():
    model = build(VAE)
    model.decoder = layers.Identity()
    draws = np.stack([model(X)[0] for _ in range(400)])
    mu, log_var = model.posterior(X)
    error = np.exp(log_var / 2) / 20
    assert (abs(draws.mean(axis=0) - mu) < 5 * error).all()
    np.testing.assert_allclose(draws.var(axis=0) / np.exp(log_var), 1, atol=0.4)


def test_beta_and_the_number_of_codes_take_effect_at_the_next_step():
    """The optimizer does not move, so only what was steered and the samples differ."""
    model = build(VAE)
    model.encoder.layers[-1].bias.assign([9.0, 9.0, 9.0])  # log variances, or means: a large KL
    traces = []
    model.decoder.call, call = (
        (lambda *a, **k: traces.append(1) or call(*a, **k)),
        model.decoder.call,
    )
    model.compile(keras.optimizers.SGD(0.0))

    def kl_share(beta, active):
        model.beta.assign(beta)
        model.mask.active.assign(active)
        logs = model.train_on_batch(X, X, return_dict=True)
        model.reset_metrics()
        return logs["loss"] - logs["reconstruction"], logs["kl"]

    weighted, kl = kl_share(1.0, 3)
    compiled = len(traces)
    assert compiled > 0
    np.testing.assert_allclose(weighted, kl, rtol=1e-4)
    weighted, again = kl_share(0.25, 3)
    np.testing.assert_allclose([weighted, again], [0.25 * kl, kl], rtol=1e-3)
    assert kl_share(1.0, 1)[1] < kl / 2
    assert kl_share(1.0, 0)[1] == 0
    assert len(traces) == compiled


def test_a_masked_vae_has_the_loss_and_gradient_of_one_built_with_its_size():
    large = build(VAE)
    large.mask.active.assign(2)
    small = VAE(encoder(2, variational=True), decoder(2), seed=1)
    for a, b in zip(large.weights, small.weights, strict=True):
        if len(a.shape):  # the first rows and columns; scalars are beta and the mask
            b.assign(np.asarray(a)[tuple(slice(n) for n in b.shape)])
    # The same noise for both: the standard normal that is drawn depends on the shape.
    epsilon = np.random.default_rng(1).normal(size=(16, 3)).astype("float32")
    for model in (large, small):
        model.compile("adam")
        model.sampling = FixedNoise(epsilon)
        model(X)
    results = [
        jax.jit(jax.value_and_grad(lambda w, m=model: vae_loss(m, X, w)))(
            [v.value for v in model.trainable_variables]
        )
        for model in (large, small)
    ]
    np.testing.assert_allclose(results[0][0], results[1][0], rtol=1e-6)
    for a, b in zip(results[0][1], results[1][1], strict=True):
        kept = tuple(slice(n) for n in b.shape)
        np.testing.assert_allclose(np.asarray(a)[kept], b, rtol=1e-4, atol=1e-6)
        rest = np.asarray(a).copy()
        rest[kept] = 0
        assert not rest.any()  # what is masked gets no gradient
    np.testing.assert_array_equal(large.posterior(X)[0][:, 2], 0)
    np.testing.assert_allclose(large.posterior(X)[1][:, :2], small.posterior(X)[1], rtol=1e-5)


class FixedNoise(layers.Layer):
    """Stands in for `Sampling`, with the same noise whatever the number of codes."""

    def __init__(self, epsilon):
        super().__init__()
        self.epsilon = epsilon

    def call(self, mu, log_var):
        return mu + ops.exp(0.5 * log_var) * self.epsilon[:, : mu.shape[-1]]


def test_a_denoising_autoencoder_sees_noise_in_training_only(tmp_path):
    parts = [keras.Input(SHAPE), RuntimeNoise(0.0, seed=1), encoder()]
    model = Autoencoder(keras.Sequential(parts), decoder())
    model.encoder.layers[0].level.assign(10.0)
    assert np.ptp(model(X, training=True) - model(X)) > 0.1
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    np.testing.assert_array_equal(loaded.reconstruct(X), model.reconstruct(X))


def test_codes_and_images_of_any_number_come_out_of_two_programs_a_part():
    model = build(VAE)
    model.mask.active.assign(2)
    images = np.random.default_rng(1).random((515, *SHAPE)).astype("float32")
    mu, log_var = (np.asarray(model.mask(part)) for part in model.encoder(images))
    grey_levels = np.asarray(ops.sigmoid(model.decoder(mu)))
    programs = []
    jax.monitoring.register_event_duration_secs_listener(
        lambda name, *_, **__: programs.append(name) if "backend_compile" in name else None
    )
    for n in (1, 7, 64, 65, 512, 515):
        for ours, keras_own in zip(model.posterior(images[:n]), (mu, log_var), strict=True):
            np.testing.assert_allclose(ours, keras_own[:n], atol=1e-6)
        np.testing.assert_allclose(model.decode(mu[:n]), grey_levels[:n], atol=1e-6)
    assert len(programs) == 4, "two parts, batches of two sizes"
