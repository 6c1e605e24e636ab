"""fit_dense against stock `fit`, and the warm-up of a steered variable."""

from ae_helpers import losses
from ae_helpers.layers import Sampling
from ae_helpers.training import Warmup, batch_order, fit_dense

import keras
import numpy as np
import pytest
from keras import layers, ops

X = np.random.default_rng(0).random((150, 6)).astype("float32")
X_VAL = np.random.default_rng(1).random((40, 6)).astype("float32")


def model_with_noise():
    """A random layer, running means, a metric, a decaying learning rate: a state of all kinds."""
    keras.utils.set_random_seed(0)
    x = layers.Input((6,))
    z = Sampling(seed=4)(layers.Dense(2)(x), layers.Dense(2)(x))
    model = keras.Model(x, layers.Dense(6)(layers.BatchNormalization()(z)))
    rate = keras.optimizers.schedules.ExponentialDecay(0.01, 5, 0.9)
    model.compile(keras.optimizers.Adam(rate), losses.binary_crossentropy, metrics=["mae"])
    return model


@pytest.mark.parametrize("batch_size", [64, 200])  # with a remainder, and less than one batch
def test_it_is_stock_fit_with_the_same_batches(batch_size):
    ours, stock = model_with_noise(), model_with_noise()
    validation = (X_VAL, X_VAL)
    history = fit_dense(ours, X, 3, batch_size, validation, seed=7, verbose=0)
    assert history.epoch == [0, 1, 2]
    for epoch in range(3):
        x = X[batch_order(len(X), 7, epoch)]
        options = {"shuffle": False, "validation_data": validation, "verbose": 0}
        expected = stock.fit(x, x, batch_size, **options).history
        assert history.history.keys() == expected.keys()
        for name, values in expected.items():
            assert history.history[name][epoch] == pytest.approx(values[0], rel=1e-4), name
    for mine, theirs in zip(ours.variables, stock.variables, strict=True):
        np.testing.assert_allclose(
            mine.value, theirs.value, rtol=1e-3, atol=1e-5, err_msg=mine.path
        )


def dense():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([layers.Input((6,)), layers.Dense(2), layers.Dense(6)])
    model.compile(keras.optimizers.Adam(0.05), loss=losses.binary_crossentropy)
    return model


def test_the_order_is_fixed_by_the_seed():
    first, again, other = (
        fit_dense(dense(), X, 2, seed=seed, verbose=0).history["loss"] for seed in (0, 0, 1)
    )
    assert first == again and first != other
    order = batch_order(10, seed=0, epoch=0)
    assert sorted(order) == list(range(10)) and (order != batch_order(10, 0, 1)).any()


def test_a_second_call_goes_on_and_a_new_compile_counts():
    model = dense()
    fit_dense(model, X, 1, verbose=0)
    compiled = model.train_function.epoch
    fit_dense(model, X, 1, verbose=0)
    assert model.train_function.epoch is compiled
    assert int(model.optimizer.iterations.value) == 4
    model.compile("sgd", loss=lambda x, logits: 0 * logits)
    assert fit_dense(model, X, 1, verbose=0).history["loss"] == [0.0]


def test_targets_of_its_own():
    model = dense()
    fit_dense(model, X, 200, y_train=np.ones_like(X), verbose=0)
    assert (model.predict(X, verbose=0) > 3).all()  # logits of a grey level near 1


class FirstIsBest(keras.callbacks.Callback):
    """Makes the loss rise: the weights are pushed away from where the first epoch left them."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 0:
            self.best = self.model.get_weights()
        self.model.set_weights([w + 3 * (epoch + 1) for w in self.best])


def test_early_stopping_restores_the_best_weights():
    model = dense()
    spoiler = FirstIsBest()
    stopping = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    history = fit_dense(model, X, 50, 50, (X_VAL, X_VAL), callbacks=[stopping, spoiler], verbose=0)
    assert len(history.epoch) == 3 and stopping.stopped_epoch == 2
    for restored, best in zip(model.get_weights(), spoiler.best, strict=True):
        np.testing.assert_array_equal(restored, best)


def test_callbacks_change_the_learning_rate():
    model = dense()
    schedule = keras.callbacks.LearningRateScheduler(lambda epoch: [0.05, 0.0][epoch])
    weights = []
    keep = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: weights.append(model.get_weights())
    )
    fit_dense(model, X, 2, callbacks=[schedule, keep], verbose=0)
    for first, second in zip(*weights, strict=True):
        np.testing.assert_array_equal(first, second)


def test_progress_is_one_final_line(capsys):
    history = fit_dense(dense(), X, 2, validation_data=(X_VAL, X_VAL))
    loss, val_loss = (history.history[name][-1] for name in ("loss", "val_loss"))
    assert capsys.readouterr().out == f"epoch 2/2 - loss {loss:.4g} - val_loss {val_loss:.4g}\n"


@pytest.mark.parametrize("fit", ["stock", "dense"])
def test_warmup_is_a_straight_line_and_then_the_end(fit):
    class Weighted(keras.Model):
        def __init__(self):
            super().__init__()
            self.beta = self.add_weight(shape=(), trainable=False, name="beta")
            self.dense = layers.Dense(1)

        def call(self, x):
            return self.dense(x)

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            return self.beta + 0 * ops.sum(y_pred)  # the loss shows the value that was used

    model = Weighted()
    model.compile("sgd")
    callbacks = [Warmup(model.beta, 0.5, 2.0, epochs=3)]
    if fit == "stock":
        history = model.fit(X, X, epochs=5, verbose=0, callbacks=callbacks)
    else:
        history = fit_dense(model, X, 5, callbacks=callbacks, verbose=0)
    np.testing.assert_allclose(history.history["loss"], [0.5, 1.0, 1.5, 2.0, 2.0])
