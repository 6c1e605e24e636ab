"""What is wrong with networks, images and labels is said in one sentence, before training."""

from ae_helpers import losses
from ae_helpers.lab import LiveTrainer
from ae_helpers.models import VAE, AdversarialAutoencoder, Autoencoder, SteeredAutoencoder
from ae_helpers.models.doors import ModelError, check_labels
from ae_helpers.training import fit_dense

import keras
import numpy as np
import pytest
from keras import layers

SHAPE = (4, 4, 1)
X = np.random.default_rng(0).random((12, *SHAPE)).astype("float32")
LABELS = np.arange(12) % 11


def encoder(*sizes):
    x = keras.Input(SHAPE)
    outputs = [layers.Dense(size)(layers.Flatten()(x)) for size in sizes]
    return keras.Model(x, outputs if len(outputs) > 1 else outputs[0])


def decoder(d=3):
    return keras.Sequential([keras.Input((d,)), layers.Dense(16), layers.Reshape(SHAPE)])


def dense(inputs, outputs=1):
    return keras.Sequential([keras.Input((inputs,)), layers.Dense(outputs)])


def refused(error, sentence):
    assert str(error.value).startswith(sentence)
    assert error.value._render_traceback_() == [f"ModelError: {error.value}"]


NETWORKS = [
    (VAE, (decoder(), encoder(3, 3)), "The decoder takes (batch, 4, 4, 1), but a code is (batch, "),
    (
        VAE,
        (encoder(3), decoder()),
        "The encoder gives (batch, 3), but it has to give mu, log_var: ",
    ),
    (VAE, (encoder(3, 2), decoder()), "The encoder gives (batch, 3) and (batch, 2), but it has"),
    (VAE, (encoder(2, 2), decoder()), "The encoder gives (batch, 2) and (batch, 2), but it has"),
    (
        VAE,
        (encoder(3, 3), keras.Sequential([layers.Dense(16), layers.Reshape(SHAPE)])),
        "The decoder does not say how long a code is: let it begin with keras.Input((d,)).",
    ),
    (
        AdversarialAutoencoder,
        (encoder(3), decoder(), dense(2)),
        "The discriminator takes 2 numbers, but a code has 3: give it keras.Input((3,)), or (14,)",
    ),
    (
        AdversarialAutoencoder,
        (encoder(3), decoder(), dense(8)),
        "The discriminator takes 8 numbers",
    ),
    (
        AdversarialAutoencoder,
        (encoder(3), decoder(), dense(3, 2)),
        "The discriminator gives (batch, 2), but it has to give logit: (batch, 1). Change its last",
    ),
    (
        AdversarialAutoencoder,
        (encoder(2), decoder(), dense(3)),
        "The encoder gives (batch, 2), but",
    ),
]


@pytest.mark.parametrize(("kind", "parts", "sentence"), NETWORKS)
def test_networks_that_do_not_fit(kind, parts, sentence):
    with pytest.raises(ModelError) as error:
        kind(*parts)
    refused(error, sentence)


def test_networks_of_unknown_shapes_are_left_to_keras():
    keras.utils.set_random_seed(0)
    open_ended = keras.Sequential([encoder(3, 3)])
    model = VAE(open_ended, decoder(), seed=1)
    model.compile("adam")
    model.fit(X, X, verbose=0)


def build(kind, labelled=False):
    if kind is VAE:
        model = VAE(encoder(3, 3), decoder(), seed=1)
    elif kind is AdversarialAutoencoder:
        model = kind(encoder(3), decoder(), dense(3 + 11 * labelled), seed=1)
    else:
        model = kind(encoder(3), decoder())
    model.compile("adam", loss=losses.squared_error if kind is Autoencoder else None)
    return model


WAYS = {
    "fit": lambda model, x, y: model.fit(x, y, verbose=0),
    "fit_dense": lambda model, x, y: fit_dense(model, x, 1, y_train=y, verbose=0),
    "LiveTrainer": lambda model, x, y: LiveTrainer(model, x, y_train=y),
    "evaluate": lambda model, x, y: model.evaluate(x, y, verbose=0),
}
BAD = {
    "uint8": (np.uint8(255 * X), " goes from "),
    "to 255": (255 * X, " goes from "),
    "negative": (X - 0.5, " goes from -0.49"),
    "NaN": (np.where(X == X.max(), np.nan, X), " holds 1 values that are NaN or infinite: every"),
    "infinite": (np.where(X == X.max(), np.inf, X), " holds 1 values that are NaN or infinite"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("kind", [Autoencoder, SteeredAutoencoder, VAE, AdversarialAutoencoder])
def test_images_that_are_no_grey_levels(kind, bad, way):
    x, sentence = BAD[bad]
    with pytest.raises(ModelError) as error:
        WAYS[way](build(kind), x, x)
    # Numbers first; then what the decoder's output is compared with, and for an AAE that is x.
    name = "x" if "values" in sentence or kind is AdversarialAutoencoder else "y"
    refused(error, name + sentence)


def test_validation_images_are_looked_at_too():
    for train in (
        lambda model: model.fit(X, X, validation_data=(255 * X, 255 * X), verbose=0),
        lambda model: fit_dense(model, X, 1, validation_data=(255 * X, 255 * X), verbose=0),
        lambda model: LiveTrainer(model, X, 255 * X),
    ):
        with pytest.raises(ModelError, match="^y goes from"):
            train(build(VAE))


def test_nothing_to_train_on():
    with pytest.raises(ModelError) as error:
        build(VAE).fit(X[:0], X[:0], verbose=0)
    refused(error, "x is empty (shape (0, 4, 4, 1)): give at least one image.")


def test_what_makes_sense_is_trained():
    """Noisy inputs, black and white bytes, rounding, a loss of one's own, a generator."""
    for x, y in ((X + 9, X), (X, np.uint8(X > 0.5)), (X, np.float32(1.000002) * X / X.max())):
        build(Autoencoder).fit(x, y, verbose=0)
        build(VAE).fit(x, y, verbose=0)
    model = Autoencoder(encoder(3), decoder())
    model.compile("adam", loss="mse")
    model.fit(X, 255 * X, verbose=0)
    build(VAE).fit(((X, X) for _ in range(2)), verbose=0)
    build(AdversarialAutoencoder).fit(X, np.full(12, 37), verbose=0)  # no label is looked at
    build(AdversarialAutoencoder, labelled=True).fit(X, LABELS[:, None], verbose=0)


@pytest.mark.parametrize("way", ["fit", "fit_dense", "LiveTrainer"])
@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        (np.where(LABELS == 3, 37, LABELS), "y goes from 0 to 37, but labels are whole numbers "),
        (LABELS - 1, "y goes from -1 to 9, but labels are whole numbers from 0 to 10, where 10 "),
        (X, "y has shape (12, 4, 4, 1), but this discriminator sees labels: give fit(x, labels)"),
        (np.eye(11)[LABELS], "y has shape (12, 11), but this discriminator sees labels: give"),
    ],
)
def test_labels_that_are_none(y, sentence, way):
    with pytest.raises(ModelError) as error:
        WAYS[way](build(AdversarialAutoencoder, labelled=True), X, y)
    refused(error, sentence)
    with pytest.raises(ModelError, match="y goes from 0.5 to 1.5"):
        check_labels(np.array([0.5, 1.5]), most=10)
