"""Several optimizers in one step: a GAN is carried by all that carries a model."""

from ae_helpers.lab import Control, LiveTrainer
from ae_helpers.models import GAN
from ae_helpers.models.phases import Ledger
from ae_helpers.training import fit_dense

import keras
import numpy as np
import pytest
from keras import layers, ops

ANGLES = np.linspace(0, 2 * np.pi, 64, endpoint=False)
RING = 2 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1).astype("float32")


def network(inputs, outputs):
    hidden = layers.Dense(8, activation="tanh")
    return keras.Sequential([keras.Input((inputs,)), hidden, layers.Dense(outputs)])


def gan(optimizer=None):
    keras.utils.set_random_seed(1)
    model = GAN(network(3, 2), network(2, 1), seed=1)
    model.compile(optimizer or keras.optimizers.Adam(0.01, beta_1=0.5))
    return model


def counts(model):
    return [int(o.iterations.value) for o in (model.optimizer, model.discriminating)]


def test_every_way_of_training_is_the_same():
    """All points in one batch: their order does not matter."""

    def by_fit(model):
        model.fit(RING, batch_size=64, epochs=5, verbose=0)

    def by_scan(model):
        fit_dense(model, RING, 5, batch_size=64, verbose=0)

    def by_slices(model):
        LiveTrainer(model, RING, batch_size=64).step(5)

    first, *others = [gan() for _ in range(3)]
    for model, train in zip((first, *others), (by_fit, by_scan, by_slices), strict=True):
        train(model)
        assert counts(model) == [5, 5]
    untrained = gan()
    for a, b in zip(first.trainable_variables, untrained.trainable_variables, strict=True):
        assert not np.array_equal(a.value, b.value)
    for other in others:
        for a, b in zip(first.trainable_variables, other.trainable_variables, strict=True):
            np.testing.assert_allclose(a.value, b.value, rtol=1e-4, atol=1e-5)


def test_the_trainer_steers_and_resets_both_optimizers():
    model = gan()
    controls = {
        "generator": Control(model.optimizer.learning_rate, 0, 1),
        "discriminator": Control(model.discriminating.learning_rate, 0, 1),
    }
    trainer = LiveTrainer(model, RING, controls=controls, batch_size=16)
    trainer.step(3)
    losses = trainer.snapshot().losses
    trainer.reset()
    assert counts(model) == [0, 0]
    trainer.step(3)
    np.testing.assert_array_equal(trainer.snapshot().losses, losses)
    still, moving = ([np.array(w.value) for w in part.weights] for part in parts(model))
    trainer.set("generator", 0)
    trainer.step(1)
    for before, part in zip((still, moving), parts(model), strict=True):
        equal = [np.array_equal(a, b.value) for a, b in zip(before, part.weights, strict=True)]
        assert equal == [part is model.generator] * 4


def parts(model):
    return model.generator, model.discriminator


def test_saved_and_loaded_it_trains_on_alike(tmp_path):
    model = gan()
    model.fit(RING, batch_size=16, verbose=0)
    model.discriminating.learning_rate.assign(0.5)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert type(loaded) is GAN and counts(loaded) == [4, 4]
    assert float(loaded.discriminating.learning_rate.value) == 0.5
    for each in (model, loaded):
        each.prior.seed_generator.state.assign([0, 7])
        each.train_on_batch(RING, RING)
    for a, b in zip(model.trainable_variables, loaded.trainable_variables, strict=True):
        np.testing.assert_allclose(a.value, b.value, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("length", "on"), [(1.0, True), (0.5, True), (2.0, False)])
def test_a_step_has_a_length_and_can_be_left_out(length, on):
    model = gan(keras.optimizers.Adam(0.1))
    groups = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    state = tuple([v.value for v in group] for group in groups)
    ledger = Ledger(model, state)
    weights = model.generator.trainable_variables
    before = ledger.read(weights)
    value = ledger.descend(
        lambda w: sum(ops.sum(a) for a in w), model.generator, model.optimizer, length, on
    )
    np.testing.assert_allclose(value, sum(np.sum(w) for w in before), rtol=1e-5)
    for a, b in zip(before, ledger.read(weights), strict=True):
        # Adam's first step is its rate, whatever the slope.
        np.testing.assert_allclose(b - a, np.full(a.shape, -0.1 * length * on), atol=1e-5)
    assert int(ledger[model.optimizer.iterations]) == on
    for a, b in zip(state[1], ledger.state()[1], strict=True):
        np.testing.assert_array_equal(a, b)  # what another optimizer has is not touched


def test_a_part_with_a_state_is_refused():
    noisy = keras.Sequential([keras.Input((2,)), layers.Dropout(0.5), layers.Dense(1)])
    with pytest.raises(ValueError, match="The discriminator has a state beside its weights"):
        GAN(network(3, 2), noisy)
