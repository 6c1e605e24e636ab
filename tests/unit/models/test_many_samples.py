"""A VAE with many codes per image: its weights, its two bounds, its slopes, on cases known exactly.

The exact case has one code and three pixels whose logits are `A z`: `p(x)` is then an integral over
one number. The encoder gives the same cloud for every image.
"""

from ae_helpers import losses
from ae_helpers.models import VAE, ManySamples, ModelError

import jax
import keras
import numpy as np
import pytest
from keras import layers
from scipy import integrate, stats

SHAPE = (3, 1, 1)
A = np.array([[2.0, -1.0, 0.5]], "float32")
CENTRE, SPREAD = 0.3, 0.6  # of the cloud
X = np.array([[1, 0, 1], [0, 0, 1]], "float32").reshape(-1, *SHAPE)


class Recorder(layers.Layer):
    """Keeps the codes it is given."""

    def call(self, z):
        self.seen = z
        return z


def networks(d=1):
    x = keras.Input(SHAPE)
    flat = layers.Flatten()(x)
    encoder = keras.Model(x, (layers.Dense(d)(flat), layers.Dense(d)(flat)))
    return encoder, keras.Sequential(
        [keras.Input((d,)), Recorder(), layers.Dense(3), layers.Reshape(SHAPE)]
    )


def exact(k, seed=1):
    """The model of the exact case."""
    keras.utils.set_random_seed(seed)
    model = ManySamples(*networks(), k, seed=seed)
    log_var = 2 * np.log(SPREAD)
    model.encoder.set_weights(
        [np.zeros((3, 1)), np.array([CENTRE]), np.zeros((3, 1)), np.array([log_var])]
    )
    model.decoder.set_weights([A, np.zeros(3)])
    return model


def mixed(k, d=3, seed=1):
    """A model with weights as they come."""
    keras.utils.set_random_seed(seed)
    return ManySamples(*networks(d), k, seed=seed)


def log_p(x):
    """`log p(x)` of one image in the exact case."""

    def joint(z):
        logits = z * A[0].astype("float64")
        log_p_x = (x.ravel() * logits - np.logaddexp(0, logits)).sum()
        return np.exp(log_p_x) * stats.norm.pdf(z)

    return np.log(integrate.quad(joint, -9, 9)[0])


def loss_of(model, x):
    model.compile(keras.optimizers.SGD(0.0))
    return model.evaluate(x, x, batch_size=len(x), verbose=0, return_dict=True)


def test_the_weights_are_those_of_the_codes_that_were_drawn():
    model = mixed(k=4)
    log_p_x, log_ratio = map(np.asarray, model(X))
    z = np.asarray(model.decoder.layers[0].seen, "float64").reshape(2, 4, 3)
    mu, log_var = (np.asarray(part)[:, None] for part in model.encoder(X))
    log_q = stats.norm.logpdf(z, mu, np.exp(0.5 * log_var)).sum(axis=-1)
    np.testing.assert_allclose(log_ratio, stats.norm.logpdf(z).sum(axis=-1) - log_q, atol=1e-4)
    logits = np.asarray(model.decoder(z.reshape(-1, 3))).reshape(2, 4, 3)
    by_hand = (X.reshape(2, 1, 3) * logits - np.logaddexp(0, logits)).sum(axis=-1)
    np.testing.assert_allclose(log_p_x, by_hand, rtol=1e-5)
    assert len(np.unique(z.round(6))) == z.size, "each code of each image is drawn anew"


@pytest.mark.parametrize("tight, used", [(0, 5), (1, 5), (0.3, 5), (0, 2), (1, 2), (0.3, 1)])
def test_the_loss_is_the_mixture_of_the_two_bounds_over_the_codes_that_count(tight, used):
    model = mixed(k=5)
    model.tight.assign(tight)
    model.used.assign(used)
    outputs = model(X)
    log_w = np.sum([np.asarray(part, "float64") for part in outputs], axis=0)[:, :used]
    iwae, elbo = np.log(np.exp(log_w).mean(axis=1)), log_w.mean(axis=1)
    expected = -np.mean(tight * iwae + (1 - tight) * elbo)
    np.testing.assert_allclose(model.compute_loss(x=X, y_pred=outputs), expected, rtol=1e-5)
    terms = [-np.asarray(part)[:, :used].mean() for part in outputs]
    np.testing.assert_allclose(model.reconstruction_tracker.result(), terms[0], rtol=1e-5)
    np.testing.assert_allclose(model.kl_tracker.result(), terms[1], rtol=1e-4, atol=1e-6)


def test_the_bound_rises_with_k_to_the_exact_likelihood_and_the_elbo_does_not():
    x = np.repeat(X[:1], 20_000, axis=0)
    exactly, error = log_p(X[0]), 0.006  # three standard errors of the first bound
    tight, loose = [], []
    for k in (1, 3, 30):
        model = exact(k)
        tight.append(-loss_of(model, x)["loss"])
        model.tight.assign(0.0)
        loose.append(-loss_of(model, x)["loss"])
    assert tight[0] + 0.02 < tight[1] and tight[1] + 0.005 < tight[2] < exactly + error, tight
    assert exactly - tight[2] < (exactly - tight[0]) / 4
    gap = exactly - loose[0]  # KL from the cloud to the posterior
    np.testing.assert_allclose(loose, exactly - gap, atol=2 * error)


def test_with_one_code_both_bounds_are_the_vaes_elbo():
    model = exact(1)
    x = np.repeat(X, 20_000, axis=0)
    losses_of_both = []
    for tight in (0.0, 1.0):
        model.tight.assign(tight)
        model.sampling.seed_generator.state.assign([7, 7])
        losses_of_both.append(loss_of(model, x)["loss"])
    np.testing.assert_allclose(*losses_of_both, rtol=1e-6)
    vae = VAE(model.encoder, model.decoder, seed=1)
    np.testing.assert_allclose(losses_of_both[0], loss_of(vae, x)["loss"], atol=0.02)


def slopes(model, x):
    """Of the loss and of `log w` by the trainable weights, for the seed that the model has."""
    model(x)  # builds it
    weights = [v.value for v in model.trainable_variables]
    others = [v.value for v in model.non_trainable_variables]

    def loss(weights):
        outputs, _ = model.stateless_call(weights, others, x)
        return model.compute_loss(x=x, y_pred=outputs)

    def log_w(weights):
        (log_p_x, log_ratio), _ = model.stateless_call(weights, others, x)
        return log_p_x + log_ratio

    with keras.StatelessScope():  # the trackers are not asked
        return jax.grad(loss)(weights), jax.jacobian(log_w)(weights), np.asarray(log_w(weights))


def test_with_one_code_the_decoder_learns_exactly_as_in_a_vae():
    model = mixed(k=1)
    vae = VAE(model.encoder, model.decoder, seed=1)
    vae(X)
    gradient, _, _ = slopes(model, X)
    weights = [v.value for v in vae.trainable_variables]
    others = [v.value for v in vae.non_trainable_variables]

    def loss(weights):
        outputs, _ = vae.stateless_call(weights, others, X)
        return vae.compute_loss(x=X, y_pred=outputs)

    with keras.StatelessScope():
        expected = jax.grad(loss)(weights)
    for ours, theirs in zip(gradient[-2:], expected[-2:], strict=True):  # the decoder's
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7)


def test_the_gradient_weighs_each_code_by_its_share_of_the_weights():
    """Burda et al. (2015), equation 13: a softmax of `log w`; with the ELBO all weigh the same."""
    model = mixed(k=4)
    for tight in (1.0, 0.0):
        model.tight.assign(tight)
        gradient, jacobian, log_w = slopes(model, X)
        share = np.exp(log_w - log_w.max(axis=1, keepdims=True))
        share = share / share.sum(axis=1, keepdims=True) if tight else np.full((2, 4), 0.25)
        for ours, each in zip(gradient, jacobian, strict=True):
            by_hand = -np.einsum("nk,nk...->...", share, np.asarray(each)) / 2
            np.testing.assert_allclose(ours, by_hand, rtol=2e-4, atol=1e-6)


def test_codes_that_are_masked_cost_nothing_and_say_nothing():
    model = mixed(k=3)
    model.mask.active.assign(1)
    _, log_ratio = model(X)
    z = np.asarray(model.decoder.layers[0].seen).reshape(2, 3, 3)
    assert not z[..., 1:].any() and z[..., 0].all()
    mu, log_var = (np.asarray(part)[:, None, 0] for part in model.encoder(X))
    log_q = stats.norm.logpdf(z[..., 0], mu, np.exp(0.5 * log_var))
    np.testing.assert_allclose(log_ratio, stats.norm.logpdf(z[..., 0]) - log_q, atol=1e-4)


def test_saved_and_loaded_it_is_the_same_model(tmp_path):
    model = mixed(k=4)
    model.compile("adam")
    model.fit(X, X, verbose=0)
    model.tight.assign(0.5)
    model.used.assign(2)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(
        tmp_path / "model.keras", custom_objects={"Recorder": Recorder}
    )
    assert type(loaded) is ManySamples and loaded.k == 4
    assert float(loaded.tight.value) == 0.5 and float(loaded.used.value) == 2
    np.testing.assert_array_equal(loaded.posterior(X), model.posterior(X))
    np.testing.assert_array_equal(loaded.decode(np.ones((2, 3))), model.decode(np.ones((2, 3))))


@pytest.mark.parametrize("k", [0, -1, 2.5, "5", True, None])
def test_a_number_of_codes_that_is_none_is_refused(k):
    with pytest.raises(ModelError, match="give the number of codes per image, 1 or more"):
        ManySamples(*networks(), k)


def test_other_targets_than_the_images_are_refused():
    model = mixed(k=2)
    model.compile("adam")
    model.fit(X, X.copy(), verbose=0)  # the same numbers will do
    with pytest.raises(ModelError, match="give fit\\(x, x\\)"):
        model.fit(X, 1 - X, verbose=0)


def test_the_log_likelihood_is_that_of_the_loss():
    """So that grey images are refused, or not, as by `VAE`."""
    model = mixed(k=2)
    model.compile("adam")
    with pytest.raises(ModelError, match="divide by 255"):
        model.fit(255 * X, 255 * X, verbose=0)
    log_p_x, _ = model(X)
    z = np.asarray(model.decoder.layers[0].seen)
    expected = losses.bernoulli_log_likelihood(np.repeat(X, 2, axis=0), model.decoder(z))
    np.testing.assert_allclose(log_p_x, np.reshape(expected, (2, 2)), rtol=1e-5)
