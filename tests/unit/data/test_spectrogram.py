"""Spectrograms: there and back, known values, and phases that fit better from round to round."""

from ae_helpers.data import notes, spectrogram

import numpy as np

T = np.arange(notes.LENGTH)
SINE = np.float32(0.2 * np.sin(2 * np.pi * 1000 * T / notes.RATE))[None]
WAVES = notes.sound(notes.draw(6, 1), 1)


def test_there_and_back_with_the_phases():
    spectra = spectrogram.stft(WAVES)
    assert spectra.shape == (6, 129, 33) and spectra.dtype == "complex64"
    assert np.allclose(spectrogram.istft(spectra), WAVES, atol=1e-6)


def test_a_sine_is_one_line_of_its_amplitude_times_the_windows_sum_over_two():
    magnitude = abs(spectrogram.stft(SINE))[0, :, 16]
    assert magnitude.argmax() == 1000 * spectrogram.WINDOW / notes.RATE
    assert np.isclose(magnitude.max(), 0.2 * spectrogram.WINDOW / 4, rtol=1e-3)


def test_pictures_are_decibels_with_low_notes_at_the_bottom():
    picture = spectrogram.to_pictures(spectrogram.stft(SINE))
    assert picture.shape == (1, 128, 32, 1) and picture.dtype == "float32"
    column = picture[0, :, 16, 0]
    assert column.argmax() == 127 - 32
    decibels = 20 * np.log10(0.2 * 64)
    assert np.isclose(column.max(), 1 + (decibels - spectrogram.TOP) / spectrogram.RANGE, atol=1e-3)
    quieter = spectrogram.to_pictures(spectrogram.stft(SINE / 10))[0, :, 16, 0]
    assert np.isclose(column.max() - quieter.max(), 20 / spectrogram.RANGE, atol=1e-3)
    assert column.min() == 0, "silence is white"


def test_magnitudes_come_back_from_pictures_within_the_range():
    magnitudes = abs(spectrogram.stft(WAVES))
    back = spectrogram.to_magnitudes(spectrogram.to_pictures(magnitudes))
    assert back.shape == magnitudes.shape
    shown = back > 0
    assert np.allclose(back[shown], magnitudes[shown], rtol=1e-4)
    lowest = 10 ** ((spectrogram.TOP - spectrogram.RANGE) / 20)
    assert (magnitudes[:, :128, :32][~shown[:, :128, :32]] <= lowest * 1.001).all()


def misfit(magnitudes, waves):
    return np.square(abs(spectrogram.stft(waves)) - magnitudes).sum()


def test_griffin_lim_comes_nearer_and_momentum_faster():
    magnitudes = abs(spectrogram.stft(WAVES))
    plain = [misfit(magnitudes, spectrogram.griffin_lim(magnitudes, k, 0)) for k in (0, 4, 16)]
    assert plain[0] > plain[1] > plain[2]
    assert misfit(magnitudes, spectrogram.griffin_lim(magnitudes, 32)) < 0.5 * misfit(
        magnitudes, spectrogram.griffin_lim(magnitudes, 32, momentum=0)
    )
    again = spectrogram.griffin_lim(magnitudes, 4, seed=1)
    assert np.array_equal(again, spectrogram.griffin_lim(magnitudes, 4, seed=1))
    assert not np.allclose(again, spectrogram.griffin_lim(magnitudes, 4, seed=2), atol=1e-3)
