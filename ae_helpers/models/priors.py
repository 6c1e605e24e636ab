"""Shapes that a cloud of codes can be asked to have."""

import math

import jax
import keras
from keras import ops

GAUSSIAN, MIXTURE, RING, ROLL, CLASSES = range(5)
PRIORS = {"Gaussian": GAUSSIAN, "ten Gaussians": MIXTURE, "ring": RING, "Swiss roll": ROLL}


@keras.saving.register_keras_serializable("ae_helpers")
class Prior(keras.layers.Layer):
    """Draws codes from a distribution that can be changed while a model trains.

    Numbers 0 to 3 shape the first two codes, as in Makhzani et al., 'Adversarial autoencoders'
    (2015), section 2; all further codes are N(0, 1).

    - 0, Gaussian: N(0, I).
    - 1, ten Gaussians: components at a distance of 3 around the origin.
    - 2, ring: a circle of radius 3.
    - 3, Swiss roll: one and a half turns of a spiral out to a radius of 4, equally dense along it.
    - 4, classes: ten codes that are one-hot, before Gaussian ones (section 5 there); size over 10.

    In 1 to 3 class `k` has a place of its own: the k-th Gaussian, the k-th tenth of the way.

    Args:
        size: number of codes, at least 2.
        seed: seed of the layer's own random numbers; None takes one from Keras's global seed.

    Attributes:
        kind: scalar variable, the number of the distribution; 0 at first.
    """

    def __init__(self, size, seed=None, **kwargs):
        super().__init__(**kwargs)
        if size < 2:
            raise ValueError(f"A prior needs two codes to have a shape, not {size}.")
        self.size, self.seed = size, seed
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.kind = self.add_weight(
            shape=(), initializer="zeros", trainable=False, autocast=False, name="kind"
        )
        self.built = True

    def call(self, labels):
        """Classes, `(batch,)`, 10 where any will do -> one code a row, `(batch, size)`."""
        labels = ops.reshape(labels, (-1,))
        eps = keras.random.normal((len(labels), self.size), seed=self.seed_generator)
        place = keras.random.uniform((len(labels),), seed=self.seed_generator)
        return _shaped(self.kind.value, eps, place, labels)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.size)

    def get_config(self):
        return super().get_config() | {"size": self.size, "seed": self.seed}


@jax.jit  # one program; drawn outside a training step it would be some twenty
def _shaped(kind, eps, place, labels):
    """Codes without chance, from `eps ~ N(0, I)`, `(batch, size)`, and `place` in [0, 1)."""
    labels = ops.cast(labels, "float32")
    way = ops.where(labels < 10, (labels + place) / 10, place)[:, None]  # 0 to 1 along the shape
    k = ops.floor(10 * way)
    across, along = eps[:, :1], eps[:, 1:2]
    turn, spiral = 2 * math.pi * way, 3 * math.pi * ops.sqrt(way)
    shapes = [
        eps[:, :2],
        _turned(3 + 0.6 * across, 0.25 * along, 0.2 * math.pi * k),
        _turned(3 + 0.2 * across, 0.0, turn),
        _turned(4 * ops.sqrt(way) + 0.2 * across, 0.0, spiral),
    ]
    rest = eps[:, 2:]
    codes = [ops.concatenate([shape, rest], axis=1) for shape in shapes]
    if eps.shape[1] > 10:
        one_hot = ops.one_hot(ops.cast(k[:, 0], "int32"), 10)
        codes.append(ops.concatenate([one_hot, eps[:, 10:]], axis=1))
    return ops.take(ops.stack(codes), ops.cast(kind, "int32"), axis=0)


def _turned(radius, aside, angle):
    """Points at a distance from the origin and to the side of it, in a direction: `(batch, 2)`."""
    cos, sin = ops.cos(angle), ops.sin(angle)
    return ops.concatenate([radius * cos - aside * sin, radius * sin + aside * cos], axis=1)
