"""Sounds in the page: each with its spectrogram and a player, also in a stored notebook."""

import base64
import io
import wave
from html import escape

from ae_helpers.data.notes import LENGTH, RATE
from ae_helpers.data.spectrogram import BINS, WINDOW, stft, to_pictures

import numpy as np
from PIL import Image

_CARD = "display: inline-block; margin: 4px 8px 4px 0; text-align: center; "
_CARD += "vertical-align: top; width: 132px"


class Sounds:
    """Cards with a spectrogram, a name and a player; made by `listen`."""

    def __init__(self, waves):
        self.waves = {name: np.asarray(samples, "float32") for name, samples in waves.items()}
        self._gain = 0.9 / max(1e-6, *(np.abs(samples).max() for samples in self.waves.values()))

    def page_html(self):
        """What a page shows, `<audio>` elements and all."""
        return "".join(self._card(name, samples) for name, samples in self.waves.items())

    def _repr_mimebundle_(self, include=None, exclude=None):
        said = "; ".join(f"{name}, {len(w) / RATE:.1f} s" for name, w in self.waves.items())
        return {"text/html": self.page_html(), "text/plain": f"Sounds: {said}"}, {}

    def _card(self, name, samples):
        picture, said = _spectrogram(samples)
        source = f"data:audio/wav;base64,{base64.b64encode(wav(self._gain * samples)).decode()}"
        return (
            f'<figure style="{_CARD}"><img alt="Spectrogram of {escape(name)}: {said}." '
            f'src="{picture}" style="width: 132px; height: 128px; image-rendering: pixelated">'
            f'<figcaption>{escape(name)}</figcaption><audio controls src="{source}" '
            f'aria-label="{escape(name)}" style="width: 132px; height: 32px"></audio></figure>'
        )


def listen(waves):
    """Sounds side by side, each with its spectrogram (up to 4,000 Hz) above a player.

    All are played with one gain, so that a quiet one is heard as quiet.

    Args:
        waves: dict from a name to a wave `(samples,)`, `RATE` samples a second.
    """
    return Sounds(waves)


def wav(samples):
    """A wave in -1 to 1, `(samples,)`, as the bytes of a file: 16 bit, mono; louder is cut off."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.round(32767 * np.clip(samples, -1, 1)).astype("<i2").tobytes())
    return file.getvalue()


def _spectrogram(samples):
    """The source of an `<img>`, and where it is loudest in words."""
    picture = to_pictures(stft(samples[None]))[0, ..., 0]
    picture = picture[:, :: max(1, len(samples) // LENGTH)]  # a melody has as many columns
    file = io.BytesIO()
    grey = np.round(255 * (1 - picture)).astype("uint8")
    Image.fromarray(grey).quantize(32).save(file, "png", optimize=True)
    loudest = (BINS - 1 - picture.mean(axis=1).argmax()) * RATE / WINDOW
    source = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    return source, f"blackest at {loudest:.0f} Hz"
