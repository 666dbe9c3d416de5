"""Sound in the media pool: its waveform in the place of a picture."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.timeline.model import Media, MediaId, SoundTrack, new_timeline
from editor.ui import theme
from editor.ui.pool import Pool
from engine.media.peaks import STEP, Peaks
from tests.editor.ui.test_pool import FakePresence

SONG = Media(MediaId("song"), "/footage/song.wav", "song", Fraction(2), None, SoundTrack(48_000, 2))


class Waveforms(QObject):
    """Real peaks of a loud song, or of silence."""

    arrived = Signal(str)

    def __init__(self, loudness: int) -> None:
        super().__init__()
        self._loudness = loudness

    def image(self, media: Media, time: Fraction, height: int) -> None:
        """There is no picture of it."""

    def peaks(self, media: Media) -> Peaks:
        return Peaks(48_000, np.full((2 * 48_000 // STEP, 2), (-self._loudness, self._loudness), np.int16))


def painted(qtbot: QtBot, loudness: int) -> int:
    """Pixels in the colour of waves."""
    pool = Pool(Document(replace(new_timeline(), media=(SONG,))), Waveforms(loudness), QAction(), FakePresence())
    qtbot.addWidget(pool)
    pool.resize(304, 400)
    image = pool.grab().toImage()
    waves = theme.colour("sound_wave")
    return sum(image.pixelColor(x, y) == waves for x in range(image.width()) for y in range(image.height()))


def test_a_file_of_sound_shows_its_waveform(qtbot: QtBot) -> None:
    assert painted(qtbot, 30_000) > 4 * painted(qtbot, 0) > 0
