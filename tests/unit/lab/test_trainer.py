"""LiveTrainer: exact steps, steering without compiling, and a state that survives interruptions."""

import os
import signal
import threading
import time

from ae_helpers import losses
from ae_helpers.lab import Control, LiveTrainer
from ae_helpers.layers import LatentMask, RuntimeNoise
from ae_helpers.models import VAE, Autoencoder
from ae_helpers.training import TrainingError

import jax
import keras
import numpy as np
import pytest
from keras import layers

X = np.random.default_rng(0).random((203, 4, 4, 1)).astype("float32")

compilations = []
jax.monitoring.register_event_duration_secs_listener(
    lambda name, *_, **__: compilations.append(name) if "backend_compile" in name else None
)


def autoencoder(size=4):
    keras.utils.set_random_seed(0)
    noise, mask = RuntimeNoise(seed=2), LatentMask(size)
    encoder = keras.Sequential(
        [layers.Input((4, 4, 1)), noise, layers.Flatten(), layers.Dense(size), mask]
    )
    decoder = keras.Sequential([layers.Input((size,)), layers.Dense(16), layers.Reshape((4, 4, 1))])
    model = Autoencoder(encoder, decoder)
    model.mask, model.noise = mask, noise
    model.compile(keras.optimizers.Adam(0.01), loss=losses.binary_crossentropy)
    return model


def trainer_of(model, **options):
    controls = {
        "latent size": Control(model.mask.active, 1, 4, integer=True),
        "learning rate": Control(model.optimizer.learning_rate, 1e-5, 0.1),
    }
    if hasattr(model, "noise"):
        controls["noise"] = Control(model.noise.level, 0, 1)
    if hasattr(model, "beta"):
        controls["beta"] = Control(model.beta, 0, 10)
    return LiveTrainer(model, X, controls=controls, **{"batch_size": 32, "seed": 5} | options)


def vae(size=4):
    keras.utils.set_random_seed(0)
    x = layers.Input((4, 4, 1))
    parts = [layers.Dense(size)(layers.Flatten()(x)) for _ in ("mu", "log_var")]
    decoder = keras.Sequential([layers.Input((size,)), layers.Dense(16), layers.Reshape((4, 4, 1))])
    model = VAE(keras.Model(x, parts), decoder, seed=1)
    model.compile(keras.optimizers.Adam(0.01))
    return model


def batches(steps, seed=5, size=32):
    """The batches that a trainer sees: a seeded order for each epoch, the remainder left out."""
    for step in range(steps):
        epoch, row = divmod(step, len(X) // size)
        order = np.random.default_rng((seed, epoch)).permutation(len(X))
        yield X[order[row * size : (row + 1) * size]]


@pytest.mark.parametrize("make", [autoencoder, vae])
def test_steps_are_those_of_keras(make):
    trainer = trainer_of(make())
    trainer.step(9)  # over the end of an epoch
    model = make()
    expected = []
    for x in batches(9):
        model.reset_metrics()  # Keras before 3.15 goes on averaging from batch to batch
        expected.append(model.train_on_batch(x, x, return_dict=True)["loss"])
    snapshot = trainer.snapshot()
    np.testing.assert_allclose(snapshot.losses, np.ravel(expected), rtol=2e-5)
    np.testing.assert_array_equal(snapshot.steps, np.arange(1, 10))
    assert (snapshot.step, snapshot.epoch) == (9, 1)
    for ours, theirs in zip(trainer.model.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("make", [autoencoder, vae])
def test_steering_changes_the_training_and_compiles_nothing(make):
    trainer = trainer_of(make(), x_val=X[:50])
    trainer.step(50)
    before = trainer.apply(trainer.model.encoder, X[:2])
    count = len(compilations)
    values = {"latent size": 2, "learning rate": 0.1, "noise": 0.5, "beta": 3}
    for name, value in values.items():
        if name in trainer.controls:
            trainer.set(name, value)
    trainer.step(50)
    after = trainer.apply(trainer.model.encoder, X[:2])
    assert len(compilations) == count
    assert not np.allclose(before, after)
    assert float(trainer.model.optimizer.learning_rate.value) == np.float32(0.1)
    assert float(trainer.model.mask.active.value) == 2
    assert len(trainer.snapshot().val_losses) == 2


def test_masked_training_is_the_training_of_a_small_model():
    big, small = autoencoder(4), autoencoder(3)
    for layer, source in zip(small.encoder.layers, big.encoder.layers, strict=True):
        if isinstance(layer, layers.Dense):
            layer.set_weights([source.get_weights()[0][:, :3], source.get_weights()[1][:3]])
    dense = big.decoder.layers[0].get_weights()
    small.decoder.layers[0].set_weights([dense[0][:3], dense[1]])
    masked, built = trainer_of(big), trainer_of(small)
    masked.set("latent size", 3)
    for trainer in (masked, built):
        trainer.step(40)
    np.testing.assert_allclose(masked.snapshot().losses, built.snapshot().losses, rtol=1e-4)


def test_an_impossible_value_is_one_sentence_and_training_goes_on():
    trainer = trainer_of(vae())
    trainer.start()
    with pytest.raises(ValueError, match=r"^beta must be a number from 0 to 10, not -1\.$"):
        trainer.set("beta", -1)
    for ask in (lambda: trainer.set("speed", 1), lambda: trainer.get("speed")):
        with pytest.raises(ValueError, match=r"^There is no control 'speed', only \['latent size'"):
            ask()
    assert trainer.tick() > 0
    assert trainer.get("beta") == 1 and trainer.get("latent size") == 4


def test_choices_go_by_name():
    model = vae()
    control = Control(model.beta, choices={"autoencoder": 0, "VAE": 1})
    trainer = LiveTrainer(model, X, controls={"kind": control})
    assert trainer.get("kind") == "VAE"
    trainer.set("kind", "autoencoder")
    trainer.reset()
    assert trainer.get("kind") == "autoencoder" and float(model.beta.value) == 0
    with pytest.raises(ValueError, match=r"^kind must be one of \['autoencoder', 'VAE'\], not 2\."):
        trainer.set("kind", 2)


def test_a_value_is_no_variable():
    model = autoencoder()
    with pytest.raises(ValueError, match="neither the model's nor its optimizer's"):
        LiveTrainer(model, X, controls={"other": Control(keras.Variable(1.0), 0, 1)})


def test_a_model_compiled_anew_stops_with_a_word_and_keeps_its_weights():
    trainer = trainer_of(autoencoder())
    model = trainer.model
    trainer.start()
    trainer.tick()
    live = trainer.apply(model, X[:5])
    model.compile("sgd", loss=losses.squared_error)
    for go_on in (trainer.tick, lambda: trainer.step(1)):
        trainer.start()
        with pytest.raises(TrainingError, match="The model was compiled anew, and this trainer ha"):
            go_on()
        assert not trainer.running
    np.testing.assert_allclose(model.predict(X[:5], verbose=0), live, rtol=1e-4, atol=1e-5)
    again = LiveTrainer(model, X)
    again.step(1)
    loss = float(np.mean(np.sum((X - model.reconstruct(X)) ** 2, axis=(1, 2, 3))))
    assert again.snapshot().loss == pytest.approx(loss, rel=0.5)  # the new one, 3 times smaller


def test_targets_need_validation_targets():
    with pytest.raises(ValueError, match="y_val"):
        LiveTrainer(autoencoder(), X, x_val=X, y_train=X)


def test_a_paused_model_is_an_ordinary_model(tmp_path):
    trainer = trainer_of(autoencoder())
    model = trainer.model
    trainer.start()
    assert trainer.tick() > 0
    live = trainer.apply(model, X)
    model.predict(X, verbose=0)  # while it runs: the weights of the last pause, and no error
    trainer.pause()
    assert trainer.tick() == 0
    np.testing.assert_allclose(model.predict(X, verbose=0), live, rtol=1e-4, atol=1e-5)
    model.save(tmp_path / "model.keras")
    model.fit(X, X, epochs=2, verbose=0)
    fitted = model.predict(X, verbose=0)
    assert not np.allclose(fitted, live, atol=1e-3)
    np.testing.assert_allclose(trainer.apply(model, X), fitted, rtol=1e-4, atol=1e-5)
    trainer.set("learning rate", 1e-5)
    trainer.step(1)  # resumes from the fitted weights: one small step away
    np.testing.assert_allclose(trainer.apply(model, X), fitted, atol=1e-2)
    assert not np.array_equal(trainer.apply(model, X), fitted)


def test_apply_uses_the_current_weights_and_steering():
    trainer = trainer_of(autoencoder())
    codes = trainer.apply(trainer.model.encoder, X[:5])
    trainer.set("latent size", 1)
    masked = trainer.apply(trainer.model.encoder, X[:5])
    np.testing.assert_array_equal(masked, codes * [1, 0, 0, 0])
    assert isinstance(codes, np.ndarray)
    trainer.start()
    trainer.tick()
    assert not np.allclose(trainer.apply(trainer.model.encoder, X[:5])[:, 0], masked[:, 0])


def test_apply_compiles_a_function_once_and_draws_the_same_noise():
    trainer = trainer_of(autoencoder())
    level, model = trainer.controls["noise"].variable, trainer.model

    def in_training(x):
        return 1 * level, model.encoder.layers[0](x, training=True)

    trainer.step(3)
    np.testing.assert_array_equal(trainer.apply(in_training, X[:5])[1], X[:5])
    count, drawn = len(compilations), []
    for noise in (1.0, 0.25):
        trainer.set("noise", noise)
        trainer.step(3)
        told, noisy = trainer.apply(in_training, X[:5])
        assert told == noise
        drawn.append((noisy - X[:5]) / noise)
    np.testing.assert_allclose(drawn[0], drawn[1], atol=1e-5)
    assert 0.8 < drawn[0].std() < 1.2 and len(compilations) == count


def test_reset_starts_again_and_keeps_the_controls():
    trainer = trainer_of(autoencoder(), x_val=X)
    trainer.set("learning rate", 0.02)
    trainer.step(60)
    first = trainer.snapshot()
    trainer.reset()
    empty = trainer.snapshot()
    assert empty.step == 0 and len(empty.losses) == 0 and np.isnan(empty.loss)
    assert empty.controls["learning rate"] == 0.02
    trainer.step(60)
    np.testing.assert_array_equal(trainer.snapshot().losses, first.losses)
    np.testing.assert_array_equal(trainer.snapshot().val_losses, first.val_losses)


def test_reset_pause_and_set_from_other_threads():
    trainer = trainer_of(autoencoder())
    trainer.step(1)
    stop, errors = threading.Event(), []

    def disturb(action):
        while not stop.is_set():
            try:
                action()
            except Exception as error:
                errors.append(error)
            time.sleep(0.002)

    actions = [
        trainer.reset,
        lambda: trainer.set("latent size", 1 + int(time.time() * 1e6) % 4),
        lambda: trainer.apply(trainer.model.encoder, X[:3]),
        trainer.snapshot,
        trainer.pause,
        trainer.start,
    ]
    threads = [threading.Thread(target=disturb, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    end, ticks = time.perf_counter() + 1.5, 0
    while time.perf_counter() < end:
        ticks += trainer.tick(5) > 0
    stop.set()
    [thread.join() for thread in threads]
    assert not errors and ticks > 0
    trainer.start()
    with trainer._lock:  # another thread is in a slice: no waiting
        assert trainer.tick() == 0
    trainer.set("latent size", 3)
    trainer.pause()
    assert float(trainer.model.mask.active.value) == 3
    assert np.isfinite(trainer.model.predict(X, verbose=0)).all()


def interrupt_in(seconds):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_an_interrupt_leaves_a_state_to_go_on_with(ctrl_c):
    trainer = trainer_of(autoencoder())
    trainer.step(1)
    for delay in (0.05, 0.0713, 0.09):
        interrupt_in(delay)
        with pytest.raises(KeyboardInterrupt):
            trainer.step(20_000)
        assert np.isfinite(trainer.model.predict(X, verbose=0)).all()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    step = trainer.snapshot().step
    trainer.start()
    interrupt_in(0.05)
    until = time.monotonic() + 20
    while trainer.running and time.monotonic() < until:
        trainer.tick()
    assert not trainer.running and trainer.snapshot().step > step  # paused, and no exception
    assert np.isfinite(trainer.model.predict(X, verbose=0)).all()


def test_a_slice_keeps_its_budget():
    trainer = trainer_of(autoencoder())
    trainer.start()
    trainer.tick()
    durations, steps = [], []
    for _ in range(20):
        begin = time.perf_counter()
        steps.append(trainer.tick(20))
        durations.append(time.perf_counter() - begin)
    # The best quarter: on a busy machine any slice may be held up.
    assert np.quantile(durations, 0.25) < 0.03 and max(steps) > 1 and min(steps) > 0
    assert trainer.snapshot().images_per_second > 32
    trainer.reset()
    for _ in range(9):  # the time between slices counts
        trainer.tick(0)
        time.sleep(0.03)
    assert 0 < trainer.snapshot().images_per_second < trainer.batch_size / 0.03


def test_more_batch_than_images():
    trainer = LiveTrainer(autoencoder(), X[:10], batch_size=128)
    trainer.step(3)
    assert trainer.snapshot().epoch == 3
