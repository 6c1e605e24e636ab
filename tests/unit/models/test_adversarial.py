"""The adversarial autoencoder: three phases, three optimizers, and what steers and carries them."""

from ae_helpers import losses
from ae_helpers.lab import Control, LiveTrainer
from ae_helpers.models import AdversarialAutoencoder
from ae_helpers.training import fit_dense

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest
from keras import layers, ops

SHAPE = (5, 4, 1)
X = np.random.default_rng(0).random((16, *SHAPE)).astype("float32")
LABELS = np.arange(16) % 11


def build(d=2, labelled=False, optimizer=None):
    keras.utils.set_random_seed(1)
    x = keras.Input(SHAPE)
    h = layers.Dense(8, activation="tanh")(layers.Flatten()(x))
    encoder = keras.Model(x, layers.Dense(d)(h))
    hidden, last = layers.Dense(8, activation="tanh"), layers.Dense(20)
    decoder = keras.Sequential([keras.Input((d,)), hidden, last, layers.Reshape(SHAPE)])
    hidden, last = layers.Dense(6, activation="tanh"), layers.Dense(1)
    discriminator = keras.Sequential([keras.Input((d + 11 * labelled,)), hidden, last])
    model = AdversarialAutoencoder(encoder, decoder, discriminator, seed=1)
    model.compile(optimizer or keras.optimizers.SGD(0.1))
    return model


def weights(model):
    parts = (model.encoder, model.decoder, model.discriminator)
    return [[np.array(w.value) for w in part.weights] for part in parts]


def train_one(model, y=X):
    """One step on all images, in their order; the logs."""
    return model.train_on_batch(X, y, return_dict=True)


def changed(before, after):
    """For encoder, decoder and discriminator: did any weight change?"""
    return [
        any((a != b).any() for a, b in zip(old, new, strict=True))
        for old, new in zip(before, after, strict=True)
    ]


@pytest.mark.parametrize(
    "phase, expected",
    [
        (1, [True, True, False]),
        (2, [False, False, True]),
        (3, [True, False, False]),
        (0, [True, True, True]),
    ],
)
@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_each_phase_changes_only_its_own_weights_and_optimizer(phase, expected, optimizer):
    model = build(optimizer=getattr(keras.optimizers, optimizer)(0.1))
    train_one(model)  # so that Adam has a momentum that could go on by itself
    model.phase.assign(phase)
    before = weights(model)
    optimizers = model.optimizer, model.judging, model.fooling
    counts = [int(optimizer.iterations.value) for optimizer in optimizers]
    train_one(model)
    assert changed(before, weights(model)) == expected
    moved = [int(o.iterations.value) - n for o, n in zip(optimizers, counts, strict=True)]
    assert moved == [int(phase in (0, k)) for k in (1, 2, 3)]


@pytest.mark.parametrize("labelled", [False, True])
def test_one_step_is_three_steps_of_gradient_descent_written_by_hand(labelled):
    model = build(labelled=labelled)
    model.adversarial_weight.assign(0.5)
    model.ratio.assign(2.0)
    e, d, c = ([jnp.array(w) for w in part] for part in weights(model))
    labels = LABELS if labelled else np.full(16, 10)
    drawn = np.asarray(build(labelled=labelled).prior(labels))  # what a twin draws first
    seen = np.eye(11)[labels] if labelled else np.zeros((16, 0))

    def dense(h, kernel, bias):
        return h @ kernel + bias

    def encode(e):
        return dense(jnp.tanh(dense(X.reshape(16, -1), *e[:2])), *e[2:])

    def judge(c, z):
        h = jnp.concatenate([z, seen], axis=1)
        return jax.nn.sigmoid(dense(jnp.tanh(dense(h, *c[:2])), *c[2:]))

    def reconstruct(e, d):
        p = jax.nn.sigmoid(dense(jnp.tanh(dense(encode(e), *d[:2])), *d[2:]))
        x = X.reshape(16, -1)
        return -jnp.sum(x * jnp.log(p) + (1 - x) * jnp.log(1 - p)) / 16

    def discriminate(c, e):
        yes, no = jnp.log(judge(c, drawn)), jnp.log(1 - judge(c, encode(e)))
        return -0.5 * jnp.mean(yes + no)

    def fool(e, c):
        return -jnp.mean(jnp.log(judge(c, encode(e))))

    def descend(w, slopes, rate):
        return [a - rate * b for a, b in zip(w, slopes, strict=True)]

    logs = train_one(model, LABELS if labelled else X)
    np.testing.assert_allclose(logs["loss"], reconstruct(e, d), rtol=1e-5)
    slopes = jax.grad(reconstruct, (0, 1))(e, d)
    e, d = descend(e, slopes[0], 0.1), descend(d, slopes[1], 0.1)
    np.testing.assert_allclose(logs["discriminate"], discriminate(c, e), rtol=1e-5)
    c = descend(c, jax.grad(discriminate)(c, e), 0.1 * 2.0)
    np.testing.assert_allclose(logs["fool"], fool(e, c), rtol=1e-5)
    e = descend(e, jax.grad(fool)(e, c), 0.1 * 0.5)
    for by_model, by_hand in zip(weights(model), (e, d, c), strict=True):
        for a, b in zip(by_model, by_hand, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)


def test_the_adversarial_weight_is_one_that_adam_does_not_divide_out():
    moves = []
    for weight in (1.0, 0.5, 0.0):
        model = build(optimizer=keras.optimizers.Adam(0.1))
        model.adversarial_weight.assign(weight)
        model.phase.assign(3)
        before = weights(model)[0]
        train_one(model)
        after = weights(model)[0]
        moves.append(max(abs(a - b).max() for a, b in zip(before, after, strict=True)))
    np.testing.assert_allclose(moves, [0.1, 0.05, 0.0], rtol=1e-2)  # Adam's first step is its rate


def test_nothing_that_is_steered_compiles_the_step_again():
    model = build()
    traces, call = [], model.discriminator.call
    model.discriminator.call = lambda *a, **k: traces.append(1) or call(*a, **k)
    train_one(model)
    compiled = len(traces)
    assert compiled > 0
    for variable in (model.adversarial_weight, model.ratio, model.phase, model.prior.kind):
        for value in (0.0, 2.0, 1.0):
            variable.assign(value)
            train_one(model)
    model.optimizer.learning_rate.assign(0.01)
    train_one(model)
    assert len(traces) == compiled


def test_every_way_of_training_carries_all_three_optimizers():
    def by_fit(model):
        model.fit(X, X, batch_size=16, epochs=3, shuffle=False, verbose=0)

    def by_scan(model):
        fit_dense(model, X, 3, batch_size=16, verbose=0)

    def by_slices(model):
        LiveTrainer(model, X, batch_size=16).step(3)

    results = []
    for train in (by_fit, by_scan, by_slices):
        model = build(optimizer=keras.optimizers.Adam(0.05))
        train(model)
        for optimizer in (model.optimizer, model.judging, model.fooling):
            assert int(optimizer.iterations.value) == 3
        results.append(weights(model))
    for other in results[1:]:  # the order within the one batch differs, and with it the draws
        for a, b in zip(results[0][1], other[1], strict=True):  # ... which the decoder hardly sees
            np.testing.assert_allclose(a, b, atol=0.05)
    for a, b in zip(sum(results[1], []), sum(results[2], []), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4)


def test_the_trainer_resets_and_hands_back_all_optimizers():
    model = build(optimizer=keras.optimizers.Adam(0.05))
    controls = {"phase": Control(model.phase, choices={"all": 0, "discriminate": 2})}
    trainer = LiveTrainer(model, X, X, controls=controls, batch_size=8)
    before = weights(model)
    trainer.step(4)
    after = weights(model)
    assert int(model.judging.iterations.value) == 4 and changed(before, after) == [True] * 3
    trainer.reset()
    assert (
        int(model.judging.iterations.value) == 0 and changed(before, weights(model)) == [False] * 3
    )
    trainer.step(4)  # the same once more: no momentum and no seed was forgotten
    assert changed(after, weights(model)) == [False] * 3
    trainer.set("phase", "discriminate")
    trainer.step(1)
    assert changed(after, weights(model)) == [False, False, True]
    counts = [int(o.iterations.value) for o in (model.optimizer, model.judging, model.fooling)]
    assert counts == [4, 5, 4]


def test_saved_and_loaded_it_is_the_same_model_and_trains_on_alike(tmp_path):
    model = build(optimizer=keras.optimizers.Adam(0.05))
    model.fit(X, X, batch_size=8, verbose=0)
    model.prior.kind.assign(2)
    model.adversarial_weight.assign(0.25)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert type(loaded) is AdversarialAutoencoder
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))
    np.testing.assert_array_equal(loaded.encode(X), model.encode(X))
    assert float(loaded.prior.kind.value) == 2 and float(loaded.adversarial_weight.value) == 0.25
    for phase in (1, 2, 3):
        for each in (model, loaded):
            each.prior.seed_generator.state.assign([0, 7])
            each.phase.assign(phase)
            train_one(each)
    for a, b in zip(sum(weights(model), []), sum(weights(loaded), []), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-7)


def test_the_validation_loss_is_the_reconstruction_alone():
    model = build()
    expected = float(ops.mean(losses.binary_crossentropy(X, model(X))))
    np.testing.assert_allclose(model.evaluate(X, X, verbose=0), expected, rtol=1e-5)
    np.testing.assert_allclose(model.evaluate(X, LABELS, verbose=0), expected, rtol=1e-5)


def test_the_codes_move_out_to_the_ring_that_the_prior_is():
    model = build(optimizer=keras.optimizers.Adam(0.01, beta_1=0.5))
    model.prior.kind.assign(2)  # of radius 3
    assert np.median(np.hypot(*model.encode(X).T)) < 1.6
    fit_dense(model, np.repeat(X, 8, axis=0), 150, batch_size=64, verbose=0)
    assert 2.4 < np.median(np.hypot(*model.encode(X).T)) < 3.8


def test_a_part_with_a_state_of_its_own_is_refused():
    good = build()
    decoder = keras.Sequential([keras.Input((2,)), layers.Dropout(0.5), good.decoder])
    with pytest.raises(ValueError, match="without batch normalisation, dropout"):
        AdversarialAutoencoder(good.encoder, decoder, good.discriminator)
