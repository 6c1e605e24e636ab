"""Sounds in the page: the file is the wave, one gain for all, and a play that follows sliders."""

import base64
import io
import re
import wave

from ae_helpers.cells import listen, play
from ae_helpers.cells.sounds import wav

import numpy as np

T = np.arange(4096) / 8000
LOUD, QUIET = 0.5 * np.sin(2 * np.pi * 500 * T), 0.05 * np.sin(2 * np.pi * 500 * T)


def played(html):
    """Samples of the players of a page, as a browser reads them."""
    found = []
    for data in re.findall(r'<audio [^>]*src="data:audio/wav;base64,([^"]+)"', html):
        with wave.open(io.BytesIO(base64.b64decode(data))) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
            found.append(np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767)
    return found


def test_a_file_holds_the_samples_and_cuts_what_is_too_loud():
    samples = [0.0, 0.5, -1.0, 3.0]
    with wave.open(io.BytesIO(wav(np.array(samples)))) as file:
        read = np.frombuffer(file.readframes(4), "<i2")
    assert read.tolist() == [0, 16384, -32767, 32767]


def test_sounds_share_one_gain():
    html = listen({"loud": LOUD, "quiet & low": QUIET})._repr_mimebundle_()[0]["text/html"]
    loud, quiet = played(html)
    assert np.allclose(loud, LOUD * 0.9 / LOUD.max(), atol=1e-4)
    assert np.allclose(quiet, QUIET * 0.9 / LOUD.max(), atol=1e-4)
    assert "quiet &amp; low" in html and 'alt="Spectrogram of loud: blackest at 500 Hz."' in html


def test_silence_is_no_division_by_zero():
    (silent,) = played(listen({"silence": np.zeros(4096)}).page_html())
    assert not silent.any()


def test_a_melody_is_a_card_as_narrow_and_as_long_as_it_is():
    bundle, _ = listen({"tune": np.tile(LOUD, 3)})._repr_mimebundle_()
    assert len(played(bundle["text/html"])[0]) == 3 * 4096
    assert bundle["text/plain"] == "Sounds: tune, 1.5 s"


def test_sliders_change_the_sound():
    shown = play(lambda gain=1: listen({f"times {gain}": gain * LOUD, "one": LOUD}), gain=(1, 4))
    before = shown._page.html
    shown._sliders["gain"].value = 4
    assert "times 4" in shown._page.html != before
    assert shown._repr_mimebundle_()[0]["text/html"] == shown._page.html
