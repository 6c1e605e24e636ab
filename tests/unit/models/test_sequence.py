"""Drawing from a mixture, writing with a decoder, and the VRNN's bound against closed forms."""

from ae_helpers import losses
from ae_helpers.models import VRNN, draw_point, sample_path

import jax
import keras
import numpy as np
from keras import ops
from scipy import stats
from scipy.special import expit

N = 20000


def repeated(logits, mean, scale, pen):
    """One output for all of `N` draws."""
    numbers = [*logits, *np.ravel(mean), *np.log(np.ravel(scale)), pen]
    return np.tile(np.array(numbers, "float32"), (N, 1))


def drawn(temperature, logits=(0.0, 1.0986123), pen=1.0):
    output = repeated(logits, [[-5, 0], [5, 1]], [[0.5, 0.2], [0.5, 0.4]], pen)
    return np.asarray(draw_point(jax.random.key(0), output, temperature))


def test_a_draw_has_the_moments_of_the_mixture():
    x = drawn(1.0)
    right = x[:, 0] > 0
    assert abs(right.mean() - 0.75) < 0.01
    np.testing.assert_allclose(x[right, :2].mean(axis=0), [5, 1], atol=0.02)
    np.testing.assert_allclose(x[right, :2].std(axis=0), [0.5, 0.4], rtol=0.03)
    np.testing.assert_allclose(x[~right, :2].std(axis=0), [0.5, 0.2], rtol=0.05)
    assert abs(x[:, 2].mean() - expit(1)) < 0.01 and set(x[:, 2]) == {0, 1}


def test_temperature_divides_logits_and_multiplies_variances():
    x = drawn(0.25)
    right = x[:, 0] > 0
    assert abs(right.mean() - 3**4 / (1 + 3**4)) < 0.01
    np.testing.assert_allclose(x[right, :2].std(axis=0), [0.25, 0.2], rtol=0.03)
    assert abs(x[:, 2].mean() - expit(4)) < 0.01


def test_temperature_zero_is_the_heaviest_mean():
    np.testing.assert_allclose(drawn(0.0), np.tile([5.0, 1.0, 1.0], (N, 1)), rtol=1e-6)
    np.testing.assert_allclose(drawn(0.0, (0.1, 0.0), -0.1)[0], [-5, 0, 0], rtol=1e-6)


def copying_decoder(steps):
    """Moves one to the right of the move before and down by the code; the pen stays down."""
    before, z = keras.Input((steps, 3)), keras.Input((1,))

    def output(before, z):
        x = before[..., :1] + 1
        y = ops.broadcast_to(z[:, None], ops.shape(x))
        return ops.concatenate([ops.zeros_like(x), x, y, -9 + 0 * x, -9 + 0 * x, 1 + 0 * x], -1)

    class Output(keras.layers.Layer):
        def call(self, before, z):
            return output(before, z)

    return keras.Model((before, z), Output()(before, z))


def test_a_path_reads_what_it_wrote():
    z = np.array([[0.5], [-2.0]], "float32")
    path = sample_path(copying_decoder(4), z, temperature=0.0)
    wanted = [[[t, down, 1] for t in (1, 2, 3, 4)] for down in (0.5, -2.0)]
    np.testing.assert_allclose(path, wanted, rtol=1e-6)
    blind = sample_path(copying_decoder(4), z, temperature=0.0, fed=0.0)
    np.testing.assert_allclose(blind[..., 0], 1, rtol=1e-6)  # it sees no move before


def test_a_path_follows_its_seed_and_new_weights():
    keras.utils.set_random_seed(0)
    before, z = keras.Input((5, 3)), keras.Input((2,))
    repeated = keras.layers.RepeatVector(5)(z)
    h = keras.layers.GRU(4, return_sequences=True)(keras.ops.concatenate([before, repeated], -1))
    decoder = keras.Model((before, z), keras.layers.Dense(6)(h))
    codes = np.ones((3, 2), "float32")
    first, again, other = (sample_path(decoder, codes, seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.1
    decoder.set_weights([0 * weight for weight in decoder.get_weights()])
    still = sample_path(decoder, codes, temperature=0.0)
    np.testing.assert_array_equal(still, np.zeros((3, 5, 3)))  # not the old weights


def small(steps, seed=0):
    keras.utils.set_random_seed(seed)
    return VRNN(steps, units=3, codes=2, mixtures=1, seed=seed)


def test_with_the_posterior_at_the_prior_the_kl_is_zero():
    model, x = small(4), np.random.default_rng(0).normal(size=(5, 4, 3)).astype("float32")
    for layer in (model.prior, model.posterior):
        layer.set_weights([0 * layer.weights[0].numpy(), np.array([0.3, -1.0, 0.2, 0.1])])
    output, codes = model(x)
    np.testing.assert_allclose(losses.gaussian_kl(*codes), 0, atol=1e-6)
    loss = model.compute_loss(x, x, (output, codes))
    nats = -np.mean(losses.mixture_log_likelihood(x, output))
    np.testing.assert_allclose(loss, nats, rtol=1e-5)


def test_linear_gaussian_bound_is_the_likelihood():
    """One step, x = A z + b + noise: with the true posterior every draw gives log p(x)."""
    rng = np.random.default_rng(0)
    A, b, scale = rng.normal(size=(2, 2)), np.array([0.3, -0.5]), np.array([0.7, 0.4])
    # A diagonal posterior is the true one if A's columns are orthogonal beyond the scales.
    A[:, 1] = np.array([-A[1, 0] / scale[1] ** 2, A[0, 0] / scale[0] ** 2])
    m, s = np.array([0.2, -0.4]), np.array([0.8, 1.3])  # the prior's
    x = np.array([1.1, -0.7])
    precision = 1 / s**2 + ((A / scale[:, None]) ** 2).sum(axis=0)
    mu = (m / s**2 + A.T @ ((x - b) / scale**2)) / precision
    marginal = stats.multivariate_normal(A @ m + b, A * s**2 @ A.T + np.diag(scale**2))

    model = small(1)
    model.prior.set_weights([np.zeros((3, 4)), np.concatenate([m, 2 * np.log(s)])])
    model.posterior.set_weights([np.zeros((6, 4)), np.concatenate([mu, -np.log(precision)])])
    pen = np.zeros((5, 6))
    pen[3:, 1:3] = A.T
    model.pen.set_weights([pen, np.array([0, *b, *np.log(scale), 30.0])])
    paths = np.tile(np.array([*x, 1.0], "float32"), (N, 1, 1))
    bound = -float(model.compute_loss(paths, paths, model(paths)))
    assert abs(bound - marginal.logpdf(x)) < 0.02
    model.posterior.set_weights([np.zeros((6, 4)), np.array([*mu + 0.5, *-np.log(precision)])])
    worse = -float(model.compute_loss(paths, paths, model(paths)))
    # Off by 1/2: the bound is lower by KL(q || true posterior) = sum precision * 0.5**2 / 2.
    assert abs(marginal.logpdf(x) - worse - precision.sum() / 8) < 0.03


def test_the_loop_is_the_cell_step_by_step():
    model, x = small(3), np.random.default_rng(1).normal(size=(2, 3, 3)).astype("float32")
    head = model.posterior.weights
    head[1].assign([0.1, 0.2, -40, -40])  # almost no noise
    head[0].assign(head[0].numpy() * [1, 1, 0, 0])
    _, (mu, _, prior_mu, prior_log_var) = model(x)
    h = np.zeros((2, 3), "float32")
    for t in range(3):
        prior = np.asarray(model.prior(h))
        ours = np.concatenate([prior_mu[:, t], prior_log_var[:, t]], axis=1)
        np.testing.assert_allclose(ours, prior, atol=1e-5)
        seen = np.asarray(model.features(x[:, t]))
        z = np.asarray(model.posterior(np.concatenate([seen, h], 1)))[:, :2]
        np.testing.assert_allclose(mu[:, t], z, atol=1e-5)
        h = np.asarray(model.cell(np.concatenate([seen, z], 1), h)[0])


def test_what_it_invents_has_the_density_of_its_pen():
    model = small(3)
    for layer in (model.prior, model.pen):
        layer.set_weights([0 * layer.weights[0].numpy(), 0 * layer.weights[1].numpy()])
    model.pen.weights[1].assign([0, 2.0, -1.0, np.log(0.5), np.log(0.25), 0])
    x = np.asarray(model.sample(4000, seed=1))
    assert x.shape == (4000, 3, 3)
    np.testing.assert_allclose(x.mean(axis=0), np.tile([2, -1, 0.5], (3, 1)), atol=0.04)
    np.testing.assert_allclose(x[..., :2].std(axis=0), np.tile([0.5, 0.25], (3, 1)), rtol=0.05)
    cold = np.asarray(model.sample(3, temperature=0.0))[..., :2]
    np.testing.assert_allclose(cold, np.tile([2.0, -1.0], (3, 3, 1)))
