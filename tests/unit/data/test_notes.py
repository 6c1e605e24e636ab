"""Notes have exactly the pitch, loudness and decay that their factors say."""

from ae_helpers.data import notes

import numpy as np
import pytest

DULL_AND_PLUCKED = [57.0, 0.0, 0.5, 0.0, 0.0]


def note(seed=0, **other):
    factors = dict(zip(notes.FACTORS, DULL_AND_PLUCKED, strict=True)) | other
    return notes.sound([list(factors.values())], seed)[0].astype("float64")


def strength(wave, hertz, samples=slice(None)):
    """Amplitude of a sine of so many hertz in the wave, by correlation."""
    wave, t = wave[samples], np.arange(notes.LENGTH)[samples] / notes.RATE
    window = np.hanning(len(wave))
    return 2 * abs((window * wave * np.exp(-2j * np.pi * hertz * t)).sum()) / window.sum()


def test_draws_are_deterministic_within_the_ranges_and_differ_by_seed():
    factors = notes.draw(500, 3)
    low, high = np.array(list(notes.FACTORS.values())).T
    assert np.array_equal(factors, notes.draw(500, 3))
    assert not np.array_equal(factors, notes.draw(500, 4))
    assert (factors >= low).all() and (factors <= high).all()
    assert set(factors[:, 4]) == {0, 1} and abs(factors[:, 4].mean() - 0.5) < 0.1
    assert np.allclose(factors[:, :4].mean(axis=0), (low + high)[:4] / 2, atol=0.08 * 31)


def test_a_note_is_the_same_alone_and_among_others():
    factors = notes.draw(3, 0)
    together = notes.sound(factors, 5)
    again = notes.sound(factors, 5)
    assert np.array_equal(together, again) and together.shape == (3, notes.LENGTH)
    assert not np.allclose(together, notes.sound(factors, 6), atol=0.01), "phases are random"


@pytest.mark.parametrize("pitch, hertz", [(45, 110), (57, 220), (69, 440), (69.5, 452.893)])
def test_energy_is_at_the_multiples_of_the_pitch_and_nowhere_else(pitch, hertz):
    assert np.isclose(notes.hertz(pitch), hertz, rtol=1e-6)
    wave = note(pitch=pitch, bowed=1.0, brightness=1.0)
    harmonics = [strength(wave, h * hertz) for h in (1, 2, 3)]
    between = [strength(wave, (h + 0.5) * hertz) for h in (1, 2, 3)]
    assert min(harmonics) > 200 * max(between)
    nearby = [strength(wave, hertz * 2 ** (cents / 1200)) for cents in (-20, 0, 20)]
    assert np.argmax(nearby) == 1


def test_harmonics_fall_as_the_tilt_says():
    for brightness, tilt in ((0.0, 2.2), (1.0, 0.5)):
        wave = note(bowed=1.0, brightness=brightness, slowness=0.0)
        one, two, four = (strength(wave, h * 220) for h in (1, 2, 4))
        assert np.allclose([one / two, one / four], [2**tilt, 4**tilt], rtol=0.01)


@pytest.mark.parametrize("loudness", [0, -6, -12])
def test_a_bowed_note_has_its_level(loudness):
    wave = note(bowed=1.0, slowness=0.0, loudness=loudness)
    rms = np.sqrt(np.mean(wave[1000:3800] ** 2))  # swollen, and not yet faded
    assert abs(20 * np.log10(rms / notes.LEVEL) - loudness) < 0.05


def test_a_plucked_note_falls_to_1_over_e_in_its_seconds_and_high_harmonics_faster():
    seconds = float(notes.seconds([DULL_AND_PLUCKED])[0])
    assert np.isclose(seconds, 0.06 * np.sqrt(12))
    wave, first, apart = note(), slice(400, 1400), 1600
    later = slice(400 + apart, 1400 + apart)
    for h in (1, 3):
        fall = strength(wave, 220 * h, first) / strength(wave, 220 * h, later)
        assert np.isclose(fall, np.exp((0.8 + 0.2 * h) * apart / notes.RATE / seconds), rtol=0.01)


def test_a_bowed_note_swells_in_its_seconds():
    seconds = 0.1
    wave = note(bowed=1.0, slowness=1.0)
    begin, end = strength(wave, 220, slice(400, 1200)), strength(wave, 220, slice(2800, 3600))
    expected = [1 - np.exp(-at / notes.RATE / seconds) for at in (800, 3200)]
    assert np.isclose(begin / end, expected[0] / expected[1], rtol=0.02)


def test_nothing_is_above_the_highest_and_the_end_is_silent():
    wave = note(pitch=76.0, brightness=1.0, bowed=1.0)
    spectrum = abs(np.fft.rfft(wave * np.hanning(len(wave))))
    at = np.fft.rfftfreq(len(wave), 1 / notes.RATE)
    assert spectrum[at > notes.HIGHEST + 20].max() < 1e-3 * spectrum.max()
    assert wave[-1] == 0 and abs(wave).max() < 1


def test_factors_of_another_shape():
    with pytest.raises(ValueError, match=r"factors has shape \(5,\): give \(n, 5\)"):
        notes.sound(np.zeros(5), 0)
