"""Plucked and bowed notes, all about them known: a sum of harmonics that each die away or swell.

The partials of a string are whole multiples of its pitch. Plucked, each falls exponentially, the
higher ones faster; bowed, all swell together and stay. Phases are random, so two notes of the same
factors have nearly the same spectrogram, and other waves. No file, no network.
"""

import jax
import jax.numpy as jnp
import numpy as np

RATE, LENGTH = 8000, 4096  # samples a second, samples of a note (0.512 s)
HARMONICS, HIGHEST = 36, 3600  # how many, and none above so many hertz
LEVEL = 0.18  # rms of a note of 0 dB, before it decays
FADE = 128  # the last samples of a note fade to nothing, so that it does not end with a click
CHUNK = 500  # notes computed at a time: bounds the memory, and one compilation serves every n

# The least and the greatest value of each factor; they are drawn evenly and independently.
FACTORS = {
    "pitch": (45.0, 76.0),  # MIDI number: 69 is 440 Hz, 12 more are an octave
    "brightness": (0.0, 1.0),  # how strong the high harmonics are
    "slowness": (0.0, 1.0),  # how long a plucked note rings, how slowly a bowed one swells
    "loudness": (-12.0, 0.0),  # dB
    "bowed": (0.0, 1.0),  # plucked below 0.5, else bowed
}


def hertz(pitch):
    """MIDI number -> frequency in hertz, in equal temperament: 69 is 440 Hz."""
    return 440 * 2 ** ((np.asarray(pitch) - 69) / 12)


def draw(n, seed):
    """Factors of `n` notes at random: float32 `(n, 5)`, columns in the order of `FACTORS`.

    The last one is 0 or 1.
    """
    low, high = np.array(list(FACTORS.values())).T
    factors = np.random.default_rng(seed).uniform(low, high, (n, len(FACTORS)))
    factors[:, -1] = factors[:, -1] > 0.5
    return factors.astype("float32")


def strengths(factors):
    """Amplitude of each harmonic at the start: `(n, HARMONICS)`, squares with the sum 2.

    Harmonic h has the strength h^-tilt, with a tilt of 2.2 (dull) to 0.5 (bright).
    """
    pitch, brightness = np.asarray(factors, "float64").T[:2, :, None]
    h = np.arange(1, HARMONICS + 1)
    strength = h ** -(2.2 - 1.7 * brightness) * (h * hertz(pitch) <= HIGHEST)
    return strength * np.sqrt(2 / np.square(strength).sum(axis=1, keepdims=True))


def seconds(factors):
    """Time constant of a note in seconds, `(n,)`: the fundamental of a plucked note falls to 1/e in
    it (0.06 to 0.72 s), a bowed one swells to 1 - 1/e (0.01 to 0.1 s)."""
    slowness, bowed = np.asarray(factors)[:, 2], np.asarray(factors)[:, 4] > 0.5
    return np.where(bowed, 0.01 * 10**slowness, 0.06 * 12**slowness)


def sound(factors, seed):
    """Notes of these factors.

    Args:
        factors: `(n, 5)`, columns in the order of `FACTORS`.
        seed: of the phases of the harmonics.

    Returns:
        Waves in about -1 to 1, float32 `(n, LENGTH)`, `RATE` samples a second.

    Raises:
        ValueError: factors of another shape.
    """
    factors = np.asarray(factors, "float64")
    if factors.ndim != 2 or factors.shape[1] != len(FACTORS):
        raise ValueError(
            f"factors has shape {factors.shape}: give (n, 5), a row for each note, with "
            f"{', '.join(FACTORS)}."
        )
    n = len(factors)
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, (n, HARMONICS))
    partials = LEVEL * strengths(factors) * 10 ** (factors[:, 3:4] / 20)
    partials = np.stack([partials * np.cos(phases), partials * np.sin(phases)], axis=-1)
    turn = 2 * np.pi * hertz(factors[:, 0]) / RATE  # radians a sample
    each = partials, turn, seconds(factors) * RATE, factors[:, 4] > 0.5
    each = [np.concatenate([part, np.repeat(part[:1], -n % CHUNK, axis=0)]) for part in each]
    waves = [
        _waves(*(jnp.asarray(part[i : i + CHUNK], "float32") for part in each))
        for i in range(0, n, CHUNK)
    ]
    return np.concatenate(waves)[:n]


@jax.jit
@jax.vmap
def _waves(partials, turn, samples, bowed):
    """One note: the real part of sum over h of c_h z^h, with one complex z a sample (Horner)."""
    t = jnp.arange(LENGTH, dtype="float32")
    fall = jnp.where(bowed, 0.0, t / samples)
    angle, shrink = turn * t, jnp.exp(-0.2 * fall)  # harmonic h falls by 0.8 + 0.2 h
    x, y = shrink * jnp.cos(angle), shrink * jnp.sin(angle)
    re = im = jnp.zeros(LENGTH)
    for a, b in partials[::-1]:
        re, im = re + a, im + b
        re, im = re * x - im * y, re * y + im * x
    envelope = jnp.where(bowed, 1 - jnp.exp(-t / samples), jnp.exp(-0.8 * fall))
    return re * envelope * jnp.minimum(1, (LENGTH - 1 - t) / FADE)
