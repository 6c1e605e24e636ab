"""Sounds in JupyterLab: each has a player, as long as it is, that plays and follows a slider."""

from jupyter import run_all

LISTEN = """import numpy as np
from ae_helpers.cells import listen, play
tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(4096) / 8000)
listen({"a tone": tone, "a longer one": np.tile(tone, 2)})"""
PLAY = """def louder(gain=1):
    return listen({f"times {gain}": gain * tone})
play(louder, gain=(1, 3))"""
PLAYERS = """[...document.querySelectorAll(".jp-OutputArea-output audio")].map(
    (audio) => [audio.ariaLabel, Math.round(1000 * audio.duration)])"""
LISTENED = """async (name) => {
    const audio = document.querySelector(`audio[aria-label="${name}"]`);
    audio.muted = true;
    await audio.play();
    await new Promise((done) => audio.addEventListener("ended", done, { once: true }));
    return audio.currentTime;
}"""


def test_players_are_there_and_play_to_the_end(show):
    page = show([LISTEN, PLAY])
    run_all(page)
    page.wait_for_function(f"{PLAYERS}.length == 3 && {PLAYERS}.every(([_, ms]) => ms)")
    assert page.evaluate(PLAYERS) == [["a tone", 512], ["a longer one", 1024], ["times 1", 512]]
    for name, seconds in (("a tone", 0.512), ("a longer one", 1.024)):
        assert abs(page.evaluate(LISTENED, name) - seconds) < 0.01
    spectrogram = page.get_by_role("img", name="Spectrogram of a tone: blackest at 438 Hz.")
    assert spectrogram.evaluate("(image) => image.naturalHeight") == 128
    assert page.locator("audio").first.evaluate("(audio) => audio.clientWidth") == 132


def test_a_slider_changes_the_sound_and_plays_it(show):
    page = show([LISTEN, PLAY])
    run_all(page)
    page.locator('audio[aria-label="times 1"]').wait_for()
    page.locator(".noUi-handle, .ui-slider-handle").focus()
    page.keyboard.press("ArrowRight")
    page.locator('audio[aria-label="times 2"]').wait_for()
    played = "document.querySelector('audio[aria-label=\"times 2\"]').currentTime > 0.2"
    page.wait_for_function(played)
    assert page.locator('audio[aria-label="times 1"]').count() == 0
