"""Models of several inputs or outputs in `fit_dense` and `LiveTrainer`, and what both refuse."""

from ae_helpers.lab import LiveTrainer
from ae_helpers.training import TrainingError, Warmup, batch_order, fit_dense

import jax
import keras
import numpy as np
import pytest
from keras import layers

RNG = np.random.default_rng(0)
IMAGES, LABELS = (RNG.random((70, d)).astype("float32") for d in (6, 3))


def conditional(names=False):
    """Images and labels in, images out; the inputs as a tuple or as a dict."""
    keras.utils.set_random_seed(0)
    x, y = layers.Input((6,), name="image"), layers.Input((3,), name="label")
    h = layers.Dense(4, activation="tanh")(layers.Concatenate()([x, y]))
    model = keras.Model({"image": x, "label": y} if names else (x, y), layers.Dense(6)(h))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    return model


def two_decoders(names=False):
    """Images in, images and labels out."""
    keras.utils.set_random_seed(0)
    x = layers.Input((6,))
    h = layers.Dense(4, activation="tanh")(x)
    outputs = layers.Dense(6, name="image")(h), layers.Dense(3, name="label")(h)
    model = keras.Model(x, {"image": outputs[0], "label": outputs[1]} if names else outputs)
    model.compile(keras.optimizers.SGD(0.1), {"image": "mse", "label": "mae"} if names else "mse")
    return model


PAIR, NAMED = (IMAGES, LABELS), {"image": IMAGES, "label": LABELS}
CASES = {
    "two inputs": (conditional, False, PAIR, IMAGES),
    "two named inputs": (conditional, True, NAMED, IMAGES),
    "two outputs": (two_decoders, False, IMAGES, PAIR),
    "two named outputs": (two_decoders, True, IMAGES, NAMED),
}
BATCH = 32


def take(rows, tree):
    return jax.tree.map(lambda array: array[rows], tree)


def same(tree, other, **tolerance):
    for a, b in zip(jax.tree.leaves(tree), jax.tree.leaves(other), strict=True):
        np.testing.assert_allclose(a, b, **tolerance)


def same_weights(model, other):
    """To the last bit where it was written; another machine may round a sum differently."""
    same(model.get_weights(), other.get_weights(), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_fit_dense_is_stock_fit_with_the_same_batches(case):
    make, names, x, y = case
    ours, stock = make(names), make(names)
    validation = take(slice(20), x), take(slice(20), y)
    options = {"validation_data": validation, "verbose": 0}
    history = fit_dense(ours, x, 2, BATCH, seed=7, y_train=y, **options).history
    for epoch in range(2):
        order = batch_order(70, 7, epoch)
        logs = stock.fit(take(order, x), take(order, y), BATCH, shuffle=False, **options).history
        assert logs.keys() == history.keys()
        for name, values in logs.items():
            assert history[name][epoch] == pytest.approx(values[0], rel=1e-5), name
    same_weights(ours, stock)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_steps_of_the_trainer_are_those_of_keras_and_can_be_saved(case, tmp_path):
    make, names, x, y = case
    ours, stock = make(names), make(names)
    trainer = LiveTrainer(ours, x, x, batch_size=BATCH, seed=7, y_train=y, y_val=y)
    trainer.step(50)
    for step in range(50):
        epoch, row = divmod(step, 70 // BATCH)
        rows = batch_order(70, 7, epoch)[row * BATCH : (row + 1) * BATCH]
        stock.train_on_batch(take(rows, x), take(rows, y))
    same_weights(ours, stock)
    loss = stock.evaluate(x, y, verbose=0, return_dict=True)["loss"]
    np.testing.assert_allclose(trainer.snapshot().val_losses, [loss], rtol=1e-5)
    predicted = ours.predict(x, verbose=0)
    same(trainer.apply(ours, x), predicted, rtol=1e-5, atol=1e-6)
    ours.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    same(loaded.predict(x, verbose=0), predicted, rtol=0)


def test_without_targets_all_inputs_are_their_own():
    """A model that gives back what it gets: the loss is zero, whatever the order."""
    a, b = layers.Input((6,)), layers.Input((3,))
    model = keras.Model((a, b), (layers.Identity()(a), layers.Identity()(b)))
    model.compile("sgd", "mse")
    assert fit_dense(model, PAIR, 1, verbose=0).history["loss"] == [0.0]
    trainer = LiveTrainer(model, PAIR, PAIR)
    trainer.step(50)
    assert trainer.snapshot().loss == 0 and trainer.snapshot().val_loss == 0


def dense(x, y=None, **options):
    fit_dense(conditional(), x, **{"epochs": 1, "verbose": 0, "y_train": y} | options)


def live(x, y=None, **options):
    LiveTrainer(conditional(), x, y_train=y, **options)


REFUSED = [
    (PAIR, IMAGES[:5], {}, "y_train has 5 rows and x_train[0] has 70: give both the same rows,"),
    ((IMAGES, LABELS[:9]), None, {}, "x_train[1] has 9 rows and x_train[0] has 70: give both the"),
    (NAMED | {"label": LABELS[:9]}, None, {}, "x_train['label'] has 9 rows and x_train['image']"),
    ((IMAGES[:0], LABELS[:0]), None, {}, "x_train[0] is empty or no array (its shape is (0, 6)): "),
    ((IMAGES, 1.0), None, {}, "x_train[1] is empty or no array (its shape is ()): give an array"),
    ((), None, {}, "x_train has no array in it: give an array, or a tuple or dict."),
    (PAIR, IMAGES, {"batch_size": 0}, "batch_size is 0: give a whole number, 1 or more."),
    (PAIR, IMAGES, {"batch_size": -5}, "batch_size is -5: give a whole number, 1 or more."),
    (PAIR, IMAGES, {"batch_size": 2.5}, "batch_size is 2.5: give a whole number, 1 or more."),
]


@pytest.mark.parametrize("train", [dense, live])
@pytest.mark.parametrize(("x", "y", "options", "sentence"), REFUSED)
def test_what_cannot_be_trained_is_one_sentence(train, x, y, options, sentence):
    with pytest.raises(TrainingError) as error:
        train(x, y, **options)
    assert str(error.value).startswith(sentence)
    assert error.value._render_traceback_() == [f"TrainingError: {error.value}"]


@pytest.mark.parametrize("epochs", [0, -1, 1.5, True])
def test_epochs_are_counted_from_one(epochs):
    with pytest.raises(TrainingError, match=f"epochs is {epochs}: give a whole number, 1 or more."):
        dense(PAIR, IMAGES, epochs=epochs)
    with pytest.raises(TrainingError, match=f"epochs is {epochs}: give"):
        Warmup(keras.Variable(1.0), 0, 1, epochs)


@pytest.mark.parametrize(
    ("validation", "sentence"),
    [
        (IMAGES, r"validation_data is no pair: give \(x_val, y_val\)."),
        ((PAIR, IMAGES, LABELS), "validation_data is no pair"),
        ((PAIR, IMAGES[:5]), r"y_val has 5 rows and x_val\[0\] has 70"),
    ],
)
def test_validation_data_are_a_pair(validation, sentence):
    with pytest.raises(TrainingError, match=sentence):
        dense(PAIR, IMAGES, validation_data=validation)


def test_the_trainer_looks_at_validation_data_too():
    with pytest.raises(TrainingError, match=r"y_val has 5 rows and x_val\[0\] has 70"):
        live(PAIR, IMAGES, x_val=PAIR, y_val=IMAGES[:5])
    with pytest.raises(TrainingError, match="y_train has no counterpart y_val"):
        live(PAIR, IMAGES, x_val=PAIR)
