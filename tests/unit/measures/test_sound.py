"""Pitch, signal-to-noise ratios and decibels, against what is known exactly."""

from ae_helpers.data import notes, spectrogram
from ae_helpers.measures import sound

import numpy as np

FACTORS = notes.draw(100, 2)
WAVES = notes.sound(FACTORS, 2)


def test_the_pitch_of_notes_is_found():
    assert np.median(sound.cents_off(WAVES, FACTORS[:, 0])) < 2
    assert sound.cents_off(WAVES, FACTORS[:, 0]).max() < 15


def test_a_note_that_is_too_high_is_so_many_cents_off():
    assert np.allclose(sound.cents_off(WAVES, FACTORS[:, 0] - 0.5), 50, atol=15)
    assert np.allclose(sound.cents_off(WAVES, FACTORS[:, 0] + 2), 200, atol=15)


def test_the_pitch_of_silence_and_noise_is_a_number():
    rng = np.random.default_rng(0)
    found = sound.pitch(np.stack([np.zeros(4096), rng.standard_normal(4096)]))
    assert np.isfinite(found).all() and (found > 80).all() and (found < 900).all()


def test_snr_of_known_mixtures():
    assert np.allclose(sound.snr(WAVES, np.zeros_like(WAVES)), 0)
    assert np.allclose(sound.snr(WAVES, 1.1 * WAVES), 20, atol=1e-3)
    assert np.allclose(sound.snr(WAVES, -WAVES), -20 * np.log10(2), atol=1e-3)


def test_the_spectrums_ratio_hears_no_phase():
    magnitudes = abs(spectrogram.stft(WAVES))
    assert sound.spectrum_snr(magnitudes, -0.999 * WAVES).min() > 59
    assert np.allclose(sound.spectrum_snr(magnitudes, 1.1 * WAVES), 20, atol=1e-2)


def test_decibels_off():
    pictures = np.full((2, 128, 32, 1), 0.5)
    others = pictures + np.array([0.1, -0.05])[:, None, None, None]
    assert np.allclose(sound.decibels_off(pictures, others), [6, 3])
