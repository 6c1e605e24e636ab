"""The layers that are steered by variables, against closed forms."""

from ae_helpers import losses
from ae_helpers.layers import LatentMask, RuntimeNoise, Sampling, TopK, Warp, hats

import jax
import keras
import numpy as np
import pytest
from keras import layers, ops

SIZE, KEPT = 6, 2


def round_trip(layer):
    return type(layer).from_config(layer.get_config())


def test_mask_keeps_the_first_codes_and_no_gradient_passes_the_others():
    mask = LatentMask(4)
    z = np.arange(8, dtype="float32").reshape(2, 4)
    np.testing.assert_array_equal(mask(z), z)
    mask.active.assign(3)
    np.testing.assert_array_equal(mask(z), z * [1, 1, 1, 0])
    gradient = jax.grad(lambda z: ops.sum(mask(z) ** 2))(z)
    np.testing.assert_array_equal(gradient, 2 * z * [1, 1, 1, 0])


def test_a_masked_code_at_infinity_does_no_harm():
    mask = LatentMask(2)
    mask.active.assign(1)
    z = np.array([[1.0, np.inf]], "float32")
    np.testing.assert_array_equal(mask(z), [[1.0, 0.0]])
    np.testing.assert_array_equal(jax.grad(lambda z: ops.sum(mask(z)))(z), [[1.0, 0.0]])


def variational(size, masked):
    """A small VAE; the weights of its first KEPT codes are the same whatever its size."""
    rng = np.random.default_rng(1)
    weights = {
        "mu": rng.normal(size=(5, SIZE)),
        "log_var": rng.normal(size=(5, SIZE)),
        "decoder": rng.normal(size=(SIZE, 5)),
    }
    mask = LatentMask(size)
    if masked:
        mask.active.assign(KEPT)
    x = layers.Input((5,))
    mu, log_var = layers.Dense(size, name="mu")(x), layers.Dense(size, name="log_var")(x)
    mu, log_var = mask(mu), mask(log_var)
    logits = layers.Dense(5, name="decoder")(mask(mu + ops.exp(log_var / 2)))  # epsilon = 1
    model = keras.Model(x, [mu, log_var, logits])
    for name in ("mu", "log_var"):
        model.get_layer(name).set_weights([weights[name][:, :size], np.zeros(size)])
    model.get_layer("decoder").set_weights([weights["decoder"][:size], np.zeros(5)])
    return model


def test_masked_vae_has_the_loss_and_gradients_of_a_small_one():
    x = np.random.default_rng(0).random((7, 5)).astype("float32")

    def loss_and_gradients(model):
        def loss(trainable):
            outputs, _ = model.stateless_call(trainable, model.non_trainable_variables, x)
            mu, log_var, logits = outputs
            kl = 0.5 * ops.sum(mu**2 + ops.exp(log_var) - 1 - log_var, axis=1)
            return ops.mean(losses.binary_crossentropy(x, logits) + kl)

        value, gradients = jax.value_and_grad(loss)([v.value for v in model.trainable_variables])
        paths = [variable.path for variable in model.trainable_variables]
        return float(value), dict(zip(paths, gradients, strict=True))

    masked_loss, masked = loss_and_gradients(variational(SIZE, masked=True))
    small_loss, small = loss_and_gradients(variational(KEPT, masked=False))
    full_loss, _ = loss_and_gradients(variational(SIZE, masked=False))
    assert masked_loss == pytest.approx(small_loss, rel=1e-6)
    assert masked_loss != pytest.approx(full_loss, rel=1e-2)
    for path, gradient in small.items():
        wide = masked[path]
        axis = 0 if path == "decoder/kernel" else -1
        if path != "decoder/bias":
            kept, rest = np.split(wide, [KEPT], axis=axis)
            assert not rest.any(), path
        else:
            kept = wide
        np.testing.assert_allclose(kept, gradient, rtol=1e-5, atol=1e-6, err_msg=path)


def test_noise_has_its_level_in_training_only():
    noise = RuntimeNoise(seed=3)
    x = np.full((40, 28, 28, 1), 0.5, "float32")
    np.testing.assert_array_equal(noise(x, training=True), x)
    noise.level.assign(0.3)
    np.testing.assert_array_equal(noise(x), x)
    np.testing.assert_array_equal(noise(x, training=False), x)
    added = np.asarray(noise(x, training=True)) - x
    n = added.size
    assert added.mean() == pytest.approx(0, abs=5 * 0.3 / np.sqrt(n))
    assert added.std() == pytest.approx(0.3, abs=5 * 0.3 / np.sqrt(2 * n))
    assert not np.array_equal(added, np.asarray(noise(x, training=True)) - x)
    assert (added + x).min() < 0  # grey levels are not clipped


def test_sampling_has_the_moments_that_were_asked_for():
    sampling = Sampling(seed=0)
    mu = np.tile(np.array([[-1.0, 2.0]], "float32"), (100_000, 1))
    log_var = np.tile(np.log(np.array([[4.0, 0.25]], "float32")), (100_000, 1))
    z = np.asarray(sampling(mu, log_var))
    np.testing.assert_allclose(z.mean(0), [-1, 2], atol=0.03)
    np.testing.assert_allclose(z.std(0), [2, 0.5], rtol=0.01)
    assert abs(np.corrcoef(z.T)[0, 1]) < 0.02
    np.testing.assert_array_equal(sampling(mu, np.full_like(mu, -np.inf)), mu)


def test_sampling_passes_gradients_to_mean_and_variance():
    mu, log_var = np.zeros((3, 2), "float32"), np.zeros((3, 2), "float32")
    sampling = Sampling(seed=0)
    epsilon = np.asarray(Sampling(seed=0)(mu, log_var))
    d_mu, d_log_var = jax.grad(lambda *a: ops.sum(sampling(*a)), (0, 1))(mu, log_var)
    np.testing.assert_array_equal(d_mu, np.ones_like(mu))
    np.testing.assert_allclose(d_log_var, epsilon / 2, rtol=1e-6)


def test_the_seed_repeats_the_noise():
    x = np.zeros((4, 3), "float32")
    first, again, other = RuntimeNoise(1.0, seed=1), RuntimeNoise(1.0, seed=1), RuntimeNoise(1.0, 2)
    draw = np.asarray(first(x, training=True))
    np.testing.assert_array_equal(draw, again(x, training=True))
    assert not np.array_equal(draw, other(x, training=True))


def test_a_saved_model_comes_back_with_its_steering_values(tmp_path):
    x = layers.Input((4,))
    mask, noise = LatentMask(4), RuntimeNoise(0.1, seed=0)
    model = keras.Model(x, mask(noise(x)))
    mask.active.assign(2)
    noise.level.assign(0.25)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    values = np.ones((1, 4), "float32")
    np.testing.assert_array_equal(loaded.predict(values, verbose=0), [[1, 1, 0, 0]])
    levels = [layer.level for layer in loaded.layers if isinstance(layer, RuntimeNoise)]
    np.testing.assert_array_equal(levels[0], np.float32(0.25))
    assert round_trip(noise).get_config() == noise.get_config()
    assert round_trip(Sampling(seed=4)).seed == 4


def test_top_k_keeps_the_largest_codes_of_each_image_and_their_gradient():
    top, rng = TopK(3), np.random.default_rng(0)
    z = (rng.normal(size=(50, 8)) * 10.0 ** rng.integers(-3, 4, (50, 1))).astype("float32")
    for k in (1, 3, 7, 8, 300):
        top.k.assign(k)
        kept = np.sort(z, axis=1)[:, -min(k, 8), None] <= z
        np.testing.assert_array_equal(top(z), z * kept)
        gradient = jax.grad(lambda z: ops.sum(top(z) ** 2))(z)
        np.testing.assert_array_equal(gradient, 2 * z * kept)
    top.k.assign(0)
    np.testing.assert_array_equal(top(z), 0 * z)


def test_top_k_keeps_equal_codes_together():
    z = np.array([[2.0, 2.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 5.0]], "float32")
    np.testing.assert_array_equal(TopK(1)(z), [[2, 2, 0], [0, 0, 0], [0, 0, 5]])


def test_top_k_is_saved_with_its_k(tmp_path):
    x = keras.Input((4,))
    top = TopK(4)
    model = keras.Model(x, top(x))
    top.k.assign(2)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    values = np.array([[1.0, 4.0, 3.0, 2.0]], "float32")
    np.testing.assert_array_equal(loaded.predict(values, verbose=0), [[0, 4, 3, 0]])


def test_hats_interpolate_between_neighbours():
    weights = hats(np.array([0.0, 1.25, 2.0]), 3)
    np.testing.assert_allclose(weights, [[1, 0, 0], [0, 0.75, 0.25], [0, 0, 1]])


def ramps(n=400, side=9):
    """Images whose first channel is the row's number, the second the column's, the third 1."""
    y, x = np.mgrid[:side, :side].astype("float32")
    return np.broadcast_to(np.stack([y, x, np.ones_like(x)], axis=2), (n, side, side, 3))


def test_a_warp_leaves_images_alone_outside_training_and_at_amount_zero():
    warp, x = Warp(2.0, seed=1), ramps(3)
    np.testing.assert_array_equal(warp(x), x)
    warp.amount.assign(0.0)
    np.testing.assert_array_equal(warp(x, training=True), x)


def test_a_warp_moves_rows_and_columns_by_its_amount_along_straight_lines():
    """On a ramp the warped value is the place looked at: its shifts can be read off."""
    x = ramps()
    bent = np.asarray(Warp(0.3, seed=1)(x, training=True))
    np.testing.assert_allclose(bent[..., 2], 1, rtol=1e-5)  # weights add up to 1
    down, right = bent[..., 0], bent[..., 1]
    np.testing.assert_allclose(down, np.broadcast_to(down[:, :, :1], down.shape), atol=1e-5)
    np.testing.assert_allclose(right, np.broadcast_to(right[:, :1], right.shape), atol=1e-5)
    for shift in (down[:, :, 0] - np.arange(9), right[:, 0] - np.arange(9)):
        knots, between = shift[:, 2:8:2], shift[:, 3:6:2]  # of 5 shifts along 9 pixels
        np.testing.assert_allclose(between, (knots[:, 1:] + knots[:, :-1]) / 2, atol=1e-5)
        assert abs(knots.std() / 0.3 - 1) < 0.1 and abs(knots.mean()) < 0.05
        assert abs(np.corrcoef(knots.T)[0, 1]) < 0.15
    assert abs(np.corrcoef(down[:, 4, 0], right[:, 0, 4])[0, 1]) < 0.15


def test_a_warp_never_looks_outside_the_image_and_draws_anew():
    warp, x = Warp(50.0, seed=1), ramps(20)
    bent = np.asarray(warp(x, training=True))
    assert bent[..., :2].min() == 0 and bent[..., :2].max() == 8
    assert (np.asarray(warp(x, training=True)) != bent).any()
    same = Warp.from_config(warp.get_config())
    np.testing.assert_array_equal(same(x, training=True), bent)
