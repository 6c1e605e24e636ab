"""A feature space for the Fréchet distance: the last hidden layer of a small digit classifier."""

from dataclasses import dataclass

from ae_helpers.measures.arrays import numbers
from ae_helpers.models.autoencoder import predict_padded
from ae_helpers.training import fit_dense

import keras
import numpy as np
from keras import layers


@dataclass(frozen=True, eq=False)
class Features:
    """A function, images `(n, h, w, c)` -> features `(n, 64)`, that can say what it is.

    Attributes:
        name: what must be written beside every distance in this space.
        accuracy: of the classifier on validation images, from 0 to 1.
        network: the Keras model behind it.
    """

    name: str
    accuracy: float
    network: keras.Model

    def __call__(self, images):
        images = numbers("images", images, "(n, h, w, c)")
        return predict_padded(self.network, images)


def train_features(data, seed=0, epochs=8, images=None):
    """Train the classifier pixels-256-64-classes on a data set and cut off its last layer.

    Two dense layers judge more coarsely than Inception v3, and they know this data set only. The
    distance `metrics.frechet_distance(features(a), features(b))` is therefore no FID, and only
    values from the same features can be compared.

    Args:
        data: a `Dataset`; it trains on `x_train` and reports its accuracy on `x_val`.
        seed: of weights and batches.
        epochs: passes over the images.
        images: how many training images to use; None for all.

    Returns:
        `Features`.
    """
    # Seeded layer by layer: `set_random_seed` would set the seed of the whole lesson.
    first, second, third = (keras.initializers.GlorotUniform(3 * seed + i) for i in range(3))
    body = [
        layers.Dense(256, activation="relu", kernel_initializer=first),
        layers.Dense(64, activation="relu", kernel_initializer=second),
    ]
    network = keras.Sequential([keras.Input(data.x_train.shape[1:]), layers.Flatten(), *body])
    last = layers.Dense(len(data.class_names), kernel_initializer=third)
    classifier = keras.Sequential([network, last])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    classifier.compile(keras.optimizers.Adam(1e-3), loss=loss)
    x, y = data.x_train[:images], data.y_train[:images]
    fit_dense(classifier, x, epochs, seed=seed, verbose=0, y_train=y)
    guess = classifier.predict(data.x_val, batch_size=1000, verbose=0).argmax(axis=1)
    accuracy = float(np.mean(guess == data.y_val))
    pixels = int(np.prod(data.x_train.shape[1:]))
    name = f"last hidden layer of a {pixels}-256-64 classifier trained on {data.name}, seed {seed}"
    return Features(name, accuracy, network)
