"""Models that write paths step by step: drawing from a mixture density, and the VRNN."""

from functools import partial

from ae_helpers import losses

import jax
import jax.numpy as jnp
import keras
from keras import layers, ops


def draw_point(key, output, temperature=1.0):
    """Draw a move and the pen from a mixture density.

    The temperature divides the logits and multiplies the variances (Ha and Eck, 'A neural
    representation of sketch drawings', 2017, section 3.3). It is written as `logits + temperature *
    noise`, so that 0 is allowed: the mean of the heaviest Gaussian, and the likelier pen.

    Args:
        key: a JAX key.
        output: `(n, 5 M + 1)`, see `losses.mixture_parts`.
        temperature: 1 draws from the density itself.

    Returns:
        `(n, 3)`, the pen 0 or 1.
    """
    which, where, down = jax.random.split(key, 3)
    logits, mean, log_scale, pen = losses.mixture_parts(output)
    chosen = jnp.argmax(logits + temperature * jax.random.gumbel(which, logits.shape), axis=-1)
    mean, log_scale = (
        jnp.take_along_axis(part, chosen[:, None, None], axis=1)[:, 0] for part in (mean, log_scale)
    )
    noise = jax.random.normal(where, mean.shape)
    move = mean + jnp.sqrt(temperature) * jnp.exp(log_scale) * noise
    inked = pen + temperature * jax.random.logistic(down, pen.shape) > 0
    return jnp.concatenate([move, inked[:, None].astype(move.dtype)], axis=-1)


def sample_path(decoder, z, temperature=1.0, seed=0, fed=1.0):
    """Write a path for each code: every point is drawn, and read again for the next.

    Args:
        decoder: model of `(the points before (n, T, 3), codes (n, d))` whose output at each step,
            `(n, T, 5 M + 1)`, depends on no later point.
        z: codes `(n, d)`.
        temperature: see `draw_point`.
        seed: of the points; the same one draws the same chances for other codes.
        fed: 0 if the decoder was trained with no points before: it then gets zeros here, too.

    Returns:
        Moves `(n, T, 3)`, a JAX array.
    """
    state = [[v.value for v in decoder.trainable_variables]]
    state.append([v.value for v in decoder.non_trainable_variables])
    numbers = jnp.float32(temperature), jnp.float32(fed)
    return _written(decoder, state, z, *numbers, jax.random.key(seed))


@partial(jax.jit, static_argnums=0)
def _written(decoder, state, z, temperature, fed, key):
    n, steps = z.shape[0], decoder.inputs[0].shape[1]

    def step(path, now):
        t, key = now
        before = jnp.pad(path, [(0, 0), (1, 0), (0, 0)])[:, :-1]
        output, _ = decoder.stateless_call(*state, (fed * before, z))
        return path.at[:, t].set(draw_point(key, output[:, t], temperature)), None

    now = jnp.arange(steps), jax.random.split(key, steps)
    return jax.lax.scan(step, jnp.zeros((n, steps, 3)), now)[0]


class VRNN(keras.Model):
    """A recurrent network with a code at every step (Chung and others 2015).

    From the state `h` before step t come a prior for `z_t` and, with a look at `x_t`, its encoder
    distribution; `h` and `z_t` together say where the pen goes. The loss is the negative ELBO in
    nats a path: minus the log-likelihood, plus `beta` times KL, both summed over the steps. Train
    with `fit(x, x)` after `compile(optimizer)`.

    Args:
        steps: length T of a path.
        units: size of the state and of the features of a point.
        codes: numbers in the code of each step.
        mixtures: Gaussians in the density of a move.
        seed: seed of the codes.

    Attributes:
        beta: scalar variable, the weight of the KL; 1 at first.
    """

    def __init__(self, steps, units=48, codes=2, mixtures=5, seed=None):
        super().__init__()
        self.steps, self.codes = steps, codes
        self.features = layers.Dense(units, activation="relu")
        self.prior, self.posterior = layers.Dense(2 * codes), layers.Dense(2 * codes)
        self.cell, self.pen = layers.GRUCell(units), layers.Dense(5 * mixtures + 1)
        widths = {self.features: 3, self.prior: units, self.posterior: 2 * units}
        widths |= {self.cell: units + codes, self.pen: units + codes}
        for layer, width in widths.items():
            layer.build((None, width))
        self.random = keras.random.SeedGenerator(seed)
        self.beta = self.add_weight(shape=(), initializer="ones", trainable=False, name="beta")
        self.nats = [keras.metrics.Mean(name=name) for name in ("reconstruction", "kl")]

    def call(self, x):
        seen = ops.swapaxes(self.features(x), 0, 1)  # what needs no state stays out of the loop
        noise = keras.random.normal((self.steps, ops.shape(x)[0], self.codes), seed=self.random)

        def step(h, now):
            point, noise = now
            mu, log_var = ops.split(self.posterior(ops.concatenate([point, h], -1)), 2, axis=-1)
            z = mu + ops.exp(0.5 * log_var) * noise
            after, _ = self.cell(ops.concatenate([point, z], -1), h)
            return after, (h, z, mu, log_var)

        h = ops.zeros((ops.shape(x)[0], self.cell.units))
        by_step = jax.lax.scan(step, h, (seen, noise))[1]
        h, z, mu, log_var = (ops.swapaxes(part, 0, 1) for part in by_step)
        output = self.pen(ops.concatenate([h, z], axis=-1))
        return output, (mu, log_var, *ops.split(self.prior(h), 2, axis=-1))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        output, codes = y_pred
        reconstruction = -ops.mean(losses.mixture_log_likelihood(x, output))
        kl = ops.mean(ops.sum(losses.gaussian_kl(*codes), axis=1))
        for metric, nats in zip(self.nats, (reconstruction, kl), strict=True):
            metric.update_state(nats)
        return reconstruction + self.beta * kl

    def sample(self, n, temperature=1.0, seed=0):
        """Write `n` paths: each code is drawn from its prior, then a point: `(n, T, 3)`."""
        values = [v.value for v in self.trainable_variables]
        return _invented(self, n, values, jnp.float32(temperature), jax.random.key(seed))


@partial(jax.jit, static_argnums=(0, 1))
def _invented(model, n, values, temperature, key):
    def step(h, key):
        code, point = jax.random.split(key)
        mu, log_var = ops.split(model.prior(h), 2, axis=-1)
        z = mu + ops.exp(0.5 * log_var) * jax.random.normal(code, mu.shape)
        x = draw_point(point, model.pen(ops.concatenate([h, z], axis=-1)), temperature)
        h, _ = model.cell(ops.concatenate([model.features(x), z], axis=-1), h)
        return h, x

    with keras.StatelessScope(state_mapping=zip(model.trainable_variables, values, strict=True)):
        h = jnp.zeros((n, model.cell.units))
        path = jax.lax.scan(step, h, jax.random.split(key, model.steps))[1]
    return jnp.swapaxes(path, 0, 1)
