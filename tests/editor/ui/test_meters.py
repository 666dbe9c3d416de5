"""The meters show what is heard, and come to rest when nothing is."""

from math import log10

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.playback.peaks import SILENCE, Peaks
from editor.ui import theme
from editor.ui.meters import FLOOR, HOLD, Meters, Needle

HALF = 20 * log10(0.5)


class Tones(QObject):
    """Something that plays peaks."""

    speed_changed = Signal(float)
    frame_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.speed = 0.0
        self.now = SILENCE

    def peaks(self) -> Peaks:
        return self.now

    def play(self, speed: float, peaks: Peaks) -> None:
        self.speed, self.now = speed, peaks
        self.speed_changed.emit(speed)


def test_a_needle_rises_at_once_falls_slowly_and_keeps_the_loudest_for_a_while() -> None:
    needle = Needle().after(0.03, 0.5)
    assert needle.level == needle.peak == pytest.approx(HALF)
    later = needle.after(0.5, 0.0)
    assert later.level == pytest.approx(HALF - 12)
    assert later.peak == pytest.approx(HALF)
    assert later.after(HOLD, 0.0).peak < HALF
    assert later.after(60, 0.0).after(60, 0.0).rests


def test_what_reaches_full_scale_lights_up_until_it_is_put_out() -> None:
    assert not Needle().after(0.03, 0.999).clipped
    clipped = Needle().after(0.03, 1.0)
    assert clipped.level == 0
    assert clipped.after(9, 0.0).clipped


def test_meters_follow_what_plays_and_stop_looking_when_it_has_faded(qtbot: QtBot) -> None:
    times = iter(range(1000))
    tones = Tones()
    meters = Meters([tones], clock=lambda: float(next(times)))
    qtbot.addWidget(meters)
    meters.resize(36, 228)
    tones.play(1.0, Peaks(0.5, 1.0))
    meters.look()
    image = meters.grab().toImage()
    assert image.pixelColor(8, 18 + 30) == theme.colour("sound_wave"), "−6 dB is a tenth of the way down"
    assert image.pixelColor(8, 18 + 10) == theme.colour("field")
    assert image.pixelColor(15, 13) == theme.colour("bad")
    assert image.pixelColor(8, 13) == theme.colour("field")
    QTest.mouseClick(meters, Qt.MouseButton.LeftButton)
    assert not meters.right.clipped
    tones.play(0.0, SILENCE)
    for _ in range(8):
        meters.look()
    assert (meters.left.level, meters.right.level) == (FLOOR, FLOOR)
    assert not meters.is_looking


def test_a_step_is_measured_too(qtbot: QtBot) -> None:
    tones = Tones()
    meters = Meters([tones])
    qtbot.addWidget(meters)
    tones.now = Peaks(0.5, 0.25)
    tones.frame_changed.emit(3)
    qtbot.waitUntil(lambda: meters.left.level > -7)
