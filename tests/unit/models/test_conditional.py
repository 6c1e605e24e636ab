"""The conditional VAE: its loss by hand, what it hears, how it trains, what it refuses."""

from ae_helpers.lab import Control, LiveTrainer
from ae_helpers.models import VAE, ConditionalVAE, ModelError
from ae_helpers.training import batch_order, fit_dense

import keras
import numpy as np
import pytest
from keras import layers, ops

SHAPE = (5, 4, 1)
RNG = np.random.default_rng(0)
X = RNG.random((16, *SHAPE)).astype("float32")
C = np.eye(3, dtype="float32")[np.arange(16) % 3]


def networks(d=2, k=3):
    x, c, z = keras.Input(SHAPE), keras.Input((k,)), keras.Input((d,))
    h = layers.Dense(8, activation="tanh")(layers.Concatenate()([layers.Flatten()(x), c]))
    encoder = keras.Model((x, c), (layers.Dense(d)(h), layers.Dense(d)(h)))
    h = layers.Dense(8, activation="tanh")(layers.Concatenate()([z, c]))
    return encoder, keras.Model((z, c), layers.Reshape(SHAPE)(layers.Dense(20)(h)))


def build(seed=1):
    keras.utils.set_random_seed(seed)
    model = ConditionalVAE(*networks(), seed=seed)
    model.compile(keras.optimizers.SGD(1e-2))
    return model


def by_hand(model, x, c, eps):
    """`(bce, kl)` of every image in float64, from the weights alone."""
    scale = float(model.scale.value)
    w1, b1, w_mu, b_mu, w_var, b_var = (np.float64(w) for w in model.encoder.get_weights())
    w2, b2, w3, b3 = (np.float64(w) for w in model.decoder.get_weights())
    h = np.tanh(np.hstack([x.reshape(len(x), -1), scale * c]) @ w1 + b1)
    mu, log_var = h @ w_mu + b_mu, h @ w_var + b_var
    z = mu + np.exp(log_var / 2) * eps
    logits = np.tanh(np.hstack([z, scale * c]) @ w2 + b2) @ w3 + b3
    x = x.reshape(len(x), -1)
    bce = np.sum(np.logaddexp(0, logits) - x * logits, axis=1)
    return bce, 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def test_the_loss_is_that_of_a_vae_on_images_beside_their_conditions():
    model = build()
    model.scale.assign(2.5)
    model.beta.assign(0.3)
    drawn = keras.random.normal((16, 2), seed=keras.random.SeedGenerator(1))  # the model's first
    bce, kl = by_hand(model, X, C, np.asarray(drawn))
    terms = model.evaluate((X, C), batch_size=16, verbose=0, return_dict=True)
    assert terms["reconstruction"] == pytest.approx(bce.mean(), rel=1e-5)
    assert terms["kl"] == pytest.approx(kl.mean(), rel=1e-5)
    assert terms["loss"] == pytest.approx(bce.mean() + 0.3 * kl.mean(), rel=1e-5)


def test_without_scale_it_is_a_vae():
    """With the weights of conditions cut off, the plain class has the same loss."""
    model = build()
    model.scale.assign(0)
    x, z = keras.Input(SHAPE), keras.Input((2,))
    h = layers.Dense(8, activation="tanh")(layers.Flatten()(x))
    plain = keras.Model(x, (layers.Dense(2)(h), layers.Dense(2)(h)))
    h = layers.Dense(8, activation="tanh")(z)
    plain = VAE(plain, keras.Model(z, layers.Reshape(SHAPE)(layers.Dense(20)(h))), seed=1)
    for ours, theirs in ((plain.encoder, model.encoder), (plain.decoder, model.decoder)):
        first, *others = theirs.get_weights()
        ours.set_weights([first[:-3], *others])
    plain.compile()
    loss = plain.evaluate(X, X, batch_size=16, verbose=0)
    assert model.evaluate((X, C), batch_size=16, verbose=0) == pytest.approx(loss, rel=1e-6)


def test_one_step_goes_down_the_slope_of_this_loss():
    """By differences in float64; a weight of either network on a condition is among them."""
    model = build()
    model.scale.assign(4)
    eps = np.asarray(keras.random.normal((16, 2), seed=keras.random.SeedGenerator(1)))
    before = {part: part.get_weights() for part in (model.encoder, model.decoder)}
    places = [(model.encoder, 0, (20, 1)), (model.decoder, 0, (3, 2)), (model.encoder, 3, (1,))]
    slopes = []
    for network, array, place in places:
        weights, losses = network.get_weights(), []
        for step in (1e-3, -1e-3):
            moved = [w.copy() for w in weights]
            moved[array][place] += step
            network.set_weights(moved)
            losses.append(np.mean(sum(by_hand(model, X, C, eps))))
        network.set_weights(weights)
        slopes.append((losses[0] - losses[1]) / 2e-3)
    model.fit((X, C), batch_size=16, shuffle=False, verbose=0)
    for (network, array, place), slope in zip(places, slopes, strict=True):
        step = network.get_weights()[array][place] - before[network][array][place]
        assert step == pytest.approx(-1e-2 * slope, rel=2e-2), (network.name, array)
        assert abs(slope) > 1e-3


def test_both_networks_hear_the_condition():
    model = build()
    z, other = np.zeros((16, 2), "float32"), np.roll(C, 1, axis=1)
    assert abs(model.encode(X, C) - model.encode(X, other)).max() > 0.01
    assert abs(model.decode(z, C) - model.decode(z, other)).max() > 0.01
    model.scale.assign(0)
    np.testing.assert_array_equal(model.encode(X, C), model.encode(X, other))
    np.testing.assert_array_equal(model.decode(z, C), model.decode(z, other))


def test_what_is_applied_is_what_is_trained():
    model = build()
    model.scale.assign(3)
    _, mu, log_var = model((X, C))
    for ours, part in zip(model.posterior(X, C), (mu, log_var), strict=True):
        np.testing.assert_allclose(ours, part, atol=1e-6)
    logits = np.asarray(model.decoder((mu, ops.convert_to_tensor(3 * C))))
    np.testing.assert_allclose(model.reconstruct(X, C), 1 / (1 + np.exp(-logits)), rtol=1e-5)
    model.mask.active.assign(1)
    assert (model.encode(X, C)[:, 1] == 0).all() and (model.encode(X, C)[:, 0] != 0).all()


def test_fit_dense_is_fit_and_it_learns_what_only_the_condition_tells():
    """With no code in use, three pictures can be told apart by the condition alone."""
    pictures = RNG.integers(0, 2, (3, *SHAPE)).astype("float32")
    x = pictures[C.argmax(axis=1)]
    ours, stock = build(), build()
    for model in (ours, stock):
        model.mask.active.assign(0)
        model.scale.assign(4)
    fit_dense(ours, (x, C), epochs=1, batch_size=8, seed=3, verbose=0)
    order = batch_order(16, 3, 0)
    stock.fit((x[order], C[order]), batch_size=8, shuffle=False, verbose=0)
    for a, b in zip(ours.get_weights(), stock.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)
    ours.compile(keras.optimizers.Adam(3e-2))
    fit_dense(ours, (x, C), epochs=100, batch_size=16, verbose=0)
    assert abs(ours.decode(np.zeros((3, 2)), np.eye(3)) - pictures).max() < 0.05


def test_it_trains_in_the_lab_and_is_steered_there():
    model = build()
    model.asked = model.add_weight(shape=(), trainable=False, name="asked")
    controls = {
        "condition ×": Control(model.scale, 0, 8),
        "asked": Control(model.asked, choices=dict.fromkeys("012", 0) | {"2": 2}),
    }
    trainer = LiveTrainer(model, (X, C), (X, C), controls=controls, batch_size=8)
    trainer.step(50)

    def drawn(z):
        return model.decoder((z, model.scale * ops.one_hot(ops.full((1,), model.asked), 3)))

    z = np.zeros((1, 2), "float32")
    first = trainer.apply(drawn, z)
    trainer.set("asked", "2")
    second = trainer.apply(drawn, z)
    trainer.set("condition ×", 0)
    assert abs(first - second).max() > 1e-3
    silent = model.decoder((z, np.zeros((1, 3))))
    np.testing.assert_allclose(trainer.apply(drawn, z), silent, atol=1e-6)
    assert np.isfinite(trainer.snapshot().val_loss)


def test_saved_and_loaded_it_is_the_same_model(tmp_path):
    model = build()
    model.scale.assign(4)
    model.beta.assign(0.25)
    model.mask.active.assign(1)
    model.fit((X, C), verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert type(loaded) is ConditionalVAE
    assert [float(v.value) for v in (loaded.scale, loaded.beta, loaded.mask.active)] == [4, 0.25, 1]
    for ours, theirs in zip(loaded.posterior(X, C), model.posterior(X, C), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(loaded.reconstruct(X, C), model.reconstruct(X, C))


def test_conditions_may_be_images():
    """The upper rows are known, the lower ones are drawn."""
    keras.utils.set_random_seed(0)
    x, c, z = keras.Input((3, 4, 1)), keras.Input((2, 4, 1)), keras.Input((2,))
    h = layers.Concatenate()([layers.Flatten()(x), layers.Flatten()(c)])
    encoder = keras.Model((x, c), (layers.Dense(2)(h), layers.Dense(2)(h)))
    h = layers.Dense(12)(layers.Concatenate()([z, layers.Flatten()(c)]))
    model = ConditionalVAE(encoder, keras.Model((z, c), layers.Reshape((3, 4, 1))(h)), seed=1)
    model.compile("adam")
    fit_dense(model, (X[:, 2:], X[:, :2]), epochs=1, verbose=0)
    assert model.reconstruct(X[:, 2:], X[:, :2]).shape == (16, 3, 4, 1)


NETWORKS = [
    (
        lambda e, d: (keras.Sequential([e.layers[0], layers.Flatten()]), d),
        "The encoder takes (batc",
    ),
    (
        lambda e, d: (e, keras.Sequential([keras.Input((2,)), layers.Dense(20)])),
        "The decoder takes (batch, 2), but it has to take two inputs: build it with keras.Model(",
    ),
    (
        lambda e, d: (keras.Sequential([layers.Dense(2)]), d),
        "The encoder does not say what it takes, but it has to take two inputs: build it with kera",
    ),
    (
        lambda e, d: (e, networks(k=4)[1]),
        "The encoder takes conditions (batch, 3) and the decoder (batch, 4): give both the same.",
    ),
    (
        lambda e, d: (networks(d=5)[0], d),
        "The encoder gives (batch, 5) and (batch, 5), but it has to give mu, log_var: (batch, 2)",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), NETWORKS)
def test_networks_that_do_not_fit(change, sentence):
    with pytest.raises(ModelError) as error:
        ConditionalVAE(*change(*networks()))
    assert str(error.value).startswith(sentence)
    assert error.value._render_traceback_() == [f"ModelError: {error.value}"]


DIGITS = np.arange(16) % 3
ARRAYS = [
    (X, None, "This model is told something about each image: give fit((x, c)), a pair of images"),
    (X, X, "This model is told something about each image"),
    ((X, C, C), None, "This model is told something about each image"),
    ((X, DIGITS), None, "c has shape (16,), but the networks take (batch, 3): give a row of numb"),
    ((X, C[:, :2]), None, "c has shape (16, 2), but the networks take (batch, 3)"),
    ((X, C[:9]), None, "c has 9 rows for 16 images or codes: give one for each."),
    ((X, np.where(C, np.nan, C)), None, "c holds 16 values that are NaN or infinite"),
    ((255 * X, C), None, "x goes from "),
    ((X, C), X[::-1], "y is not the images x, but they are their own targets here: give fit((x, c"),
]
WAYS = {
    "fit": lambda model, x, y: model.fit(x, y, verbose=0),
    "evaluate": lambda model, x, y: model.evaluate(x, y, verbose=0),
    "fit_dense": lambda model, x, y: fit_dense(model, x, 1, y_train=y, verbose=0),
    "LiveTrainer": lambda model, x, y: LiveTrainer(model, x, y_train=y),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("x", "y", "sentence"), ARRAYS)
def test_arrays_that_cannot_be_used(x, y, sentence, way):
    with pytest.raises(ValueError) as error:
        WAYS[way](build(), x, y)
    if "rows" in sentence and way in ("fit_dense", "LiveTrainer"):
        sentence = "x_train[1] has 9 rows and x_train[0] has 16"  # seen before the model's own look
    assert str(error.value).startswith(sentence)
    assert len(error.value._render_traceback_()) == 1


def test_conditions_that_do_not_fit_are_refused_when_it_is_applied():
    model = build()
    for use in (model.encode, model.reconstruct, model.decode):
        first = np.zeros((16, 2)) if use == model.decode else X
        with pytest.raises(ModelError, match="^c has shape"):
            use(first, DIGITS)
        with pytest.raises(ModelError, match="^c has 4 rows for 16 images or codes"):
            use(first, C[:4])
