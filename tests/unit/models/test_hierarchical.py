"""Two levels of codes, held against densities by SciPy and against a likelihood that is known.

In the exact case both codes are one number: `z_top ~ N(0, 1)`, `z ~ N(0.8 z_top, 0.5²)`, three
pixels with the logits `A z`. So `z` alone is normal, and `p(x)` an integral over one number.
"""

from ae_helpers.measures import likelihood
from ae_helpers.models import ModelError, TwoLevels

import jax
import keras
import numpy as np
import pytest
from keras import layers
from scipy import integrate, stats

SHAPE = (3, 1, 1)
A = np.array([[2.0, -1.0, 0.5]])
X = np.array([[1, 0, 1], [0, 0, 1]], "float32").reshape(-1, *SHAPE)


class Recorder(layers.Layer):
    """Keeps the codes it is given."""

    def call(self, z):
        self.seen = z
        return z


def pair(shape, d, recorder=()):
    x = keras.Input(shape)
    h = layers.Flatten()(x)
    for layer in recorder:
        h = layer(h)
    return keras.Model(x, (layers.Dense(d)(h), layers.Dense(d)(h)))


def build(d=2, d_top=3, seed=1):
    keras.utils.set_random_seed(seed)
    z, z_top = Recorder(), Recorder()
    decoder = keras.Sequential([keras.Input((d,)), z, layers.Dense(3), layers.Reshape(SHAPE)])
    top_decoder = pair((d_top,), d, [z_top])
    model = TwoLevels(pair(SHAPE, d), decoder, pair((d,), d_top), top_decoder, seed=seed)
    return model, z, z_top


def constant(network, slope, mu, sigma):
    """One number in, `N(slope · number + mu, sigma²)` out."""
    rows = network.weights[0].shape[0]
    weights = [np.full((rows, 1), slope), [mu], np.zeros((rows, 1)), [2 * np.log(sigma)]]
    network.set_weights([np.array(weight) for weight in weights])


def exact():
    model, *_ = build(1, 1)
    constant(model.encoder, 0.0, 0.3, 0.8)
    constant(model.top_encoder, 0.9, 0.1, 0.6)
    constant(model.top_decoder, 0.8, 0.0, 0.5)
    model.decoder.set_weights([A, np.zeros(3)])
    return model


def log_p(x):
    def joint(z):
        logits = z * A[0]
        log_p_x = (x.ravel() * logits - np.logaddexp(0, logits)).sum()
        return np.exp(log_p_x) * stats.norm.pdf(z, 0, np.hypot(0.8, 0.5))

    return np.log(integrate.quad(joint, -9, 9)[0])


def log_normal(z, mu, log_var):
    return stats.norm.logpdf(z, mu, np.exp(0.5 * np.asarray(log_var))).sum(axis=1)


def test_the_three_parts_are_the_densities_of_the_codes_that_were_drawn():
    model, recorder, top_recorder = build()
    log_p_x, ratio, ratio_top = model(X)
    z, z_top = np.asarray(recorder.seen), np.asarray(top_recorder.seen)
    logits = np.asarray(model.decoder(z)).reshape(2, 3)
    by_hand = (X.reshape(2, 3) * logits - np.logaddexp(0, logits)).sum(axis=1)
    np.testing.assert_allclose(log_p_x, by_hand, rtol=1e-5)
    expected = log_normal(z, *model.top_decoder(z_top)) - log_normal(z, *model.encoder(X))
    np.testing.assert_allclose(ratio, expected, rtol=1e-4, atol=1e-5)
    expected = stats.norm.logpdf(z_top).sum(axis=1) - log_normal(z_top, *model.top_encoder(z))
    np.testing.assert_allclose(ratio_top, expected, rtol=1e-4, atol=1e-5)


def test_the_loss_is_the_elbo_with_the_top_weighed():
    model, *_ = build()
    parts = model(X)
    a, b, c = (-float(np.mean(part)) for part in parts)
    for weight in (1.0, 0.0, 4.0):
        model.beta_top.assign(weight)
        loss = model.compute_loss(x=X, y_pred=parts)
        np.testing.assert_allclose(loss, a + b + weight * c, rtol=1e-5)
    np.testing.assert_allclose([t.result() for t in model.trackers], [a, b, c], rtol=1e-5)


def test_many_draws_give_the_exact_likelihood_and_one_a_bound_below_it():
    model = exact()
    exactly = np.array([log_p(x) for x in X])
    log_w = model.log_weights(X, 20_000)
    assert log_w.shape == (2, 20_000)
    estimate = likelihood.bound_from_weights(log_w)
    np.testing.assert_allclose(estimate, exactly, atol=0.03)
    bounds = [likelihood.bound_from_weights(log_w, k) for k in (1, 5, 50)]
    assert (np.diff(bounds, axis=0) > 0.003).all() and (bounds[-1] < exactly + 0.02).all()
    assert (exactly - bounds[0] > 0.1).all(), "the test can tell a bound from the likelihood"


def test_each_draw_is_a_new_one():
    """Also from one batch of `predict` to the next."""
    log_w = exact().log_weights(X, 1000)
    assert len(np.unique(log_w)) > 1990


def test_the_gradient_of_the_expected_mean_is_the_pencils():
    """`-log p(z|z_top)` has the slope `-(z - mu) / sigma²` by its mean."""
    model = exact()
    model(X)  # builds it
    weights = [v.value for v in model.trainable_variables]
    others = [v.value for v in model.non_trainable_variables]
    bias = next(
        i for i, v in enumerate(model.trainable_variables) if v is model.top_decoder.weights[1]
    )

    def loss(weights):
        outputs, _ = model.stateless_call(weights, others, X)
        return model.compute_loss(x=X, y_pred=outputs)

    with keras.StatelessScope():
        slope = jax.grad(loss)(weights)[bias]
    model(X)  # the same seed, so the same codes
    z, z_top = (
        np.asarray(network.layers[at].seen)
        for network, at in ((model.decoder, 0), (model.top_decoder, 2))
    )
    np.testing.assert_allclose(slope, [-np.mean(z - 0.8 * z_top) / 0.25], rtol=1e-4)


def test_it_learns_and_saved_and_loaded_it_is_the_same_model(tmp_path):
    model, *_ = build()
    model.compile(keras.optimizers.Adam(0.05))
    x = np.repeat(X, 50, axis=0)
    history = model.fit(x, x, epochs=8, verbose=0).history
    assert history["loss"][-1] < history["loss"][0] - 0.1
    model.beta_top.assign(0.25)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(
        tmp_path / "model.keras", custom_objects={"Recorder": Recorder}
    )
    assert type(loaded) is TwoLevels and float(loaded.beta_top.value) == 0.25
    np.testing.assert_array_equal(loaded.encode(X), model.encode(X))
    np.testing.assert_array_equal(loaded.reconstruct(X), model.reconstruct(X))
    code = np.ones((2, 3), "float32")
    for ours, theirs in zip(loaded.top_decoder(code), model.top_decoder(code), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize(
    "sizes, words",
    [
        ((2, 3, 2, 3), "The encoder gives (batch, 3) and (batch, 3)"),
        ((2, 2, 5, 3), "The top encoder takes codes of 5 numbers, but z has 2"),
        ((2, 2, 2, 4), "The top encoder gives (batch, 3) and (batch, 3)"),
    ],
)
def test_networks_that_do_not_fit_are_refused(sizes, words):
    d, of_encoder, top_input, top = sizes
    decoder = keras.Sequential([keras.Input((d,)), layers.Dense(3), layers.Reshape(SHAPE)])
    top_encoder, top_decoder = pair((top_input,), 3), pair((top,), d)
    with pytest.raises(ModelError) as error:
        TwoLevels(pair(SHAPE, of_encoder), decoder, top_encoder, top_decoder)
    assert words in str(error.value) and str(error.value).count("\n") == 0


def test_images_that_are_no_grey_levels_are_refused():
    model, *_ = build()
    model.compile("adam")
    with pytest.raises(ModelError, match="divide by 255"):
        model.fit(255 * X, 255 * X, verbose=0)
    with pytest.raises(ModelError, match="give fit\\(x, x\\)"):
        model.fit(X, 1 - X, verbose=0)
