"""Waveforms: exact at rest, at hand while the scale changes."""

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from editor.timeline import edits
from editor.timeline.model import ItemId, TrackId
from editor.ui.timeline.painting.facts import Facts
from editor.ui.timeline.painting.waveforms import Waveforms
from editor.ui.timeline.surface import AT_ONCE
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.cuts import a_clip, a_media

BLANK = 0xFF000000


class CountedPeaks:
    """Loud at one moment, so that it can be found again; counts what is asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def columns(self, start: Fraction, end: Fraction, count: int) -> tuple[np.ndarray, np.ndarray]:
        self.asked += 1
        times = np.linspace(float(start), float(end), count, endpoint=False)
        loud = np.where(np.abs(times - 6.0) < 0.2, 0.9, 0.1)
        return -loud, loud


@pytest.fixture
def facts(tmp_path) -> Facts:  # type: ignore[no-untyped-def]
    """Ten seconds of sound."""
    return Facts(a_media(tmp_path, "surf"), 0.0, 10.0, 1.0, False, False, "sound", "", "")


def painted(waveforms: Waveforms, facts: Facts, peaks: CountedPeaks, width: int) -> QImage:
    image = QImage(1000, 60, QImage.Format.Format_RGB32)
    image.fill(BLANK)
    with QPainter(image) as painter:
        waveforms.paint(painter, facts, peaks, QRect(0, 0, width, 60), image.rect())
    return image


def loudest(image: QImage) -> int:
    """The middle of what reaches to the top."""
    columns = [x for x in range(image.width()) if image.pixel(x, 22) != BLANK]
    return (columns[0] + columns[-1]) // 2


@pytest.mark.parametrize("width", [300, 500, 900])
def test_what_may_not_be_drawn_yet_is_shown_as_it_was_at_the_scale_before(facts: Facts, width: int) -> None:
    waveforms, peaks = Waveforms(), CountedPeaks()
    painted(waveforms, facts, peaks, 600)
    asked = peaks.asked
    waveforms.allow(0)
    image = painted(waveforms, facts, peaks, width)
    assert (peaks.asked, waveforms.is_unfinished) == (asked, True)
    assert loudest(image) == pytest.approx(width * 0.6, abs=4)
    waveforms.allow(None)
    exact = painted(waveforms, facts, peaks, width)
    assert loudest(exact) == pytest.approx(width * 0.6, abs=2)
    assert peaks.asked > asked


def test_what_was_drawn_at_a_scale_is_not_drawn_again(facts: Facts) -> None:
    waveforms, peaks = Waveforms(), CountedPeaks()
    first = painted(waveforms, facts, peaks, 600)
    painted(waveforms, facts, peaks, 500)
    asked = peaks.asked
    waveforms.allow(0)
    assert painted(waveforms, facts, peaks, 600) == first
    assert (peaks.asked, waveforms.is_unfinished) == (asked, False)


def test_what_was_never_drawn_stays_empty_until_it_may_be(facts: Facts) -> None:
    waveforms, peaks = Waveforms(), CountedPeaks()
    waveforms.allow(2)
    image = painted(waveforms, facts, peaks, 1000)
    assert peaks.asked == 2
    assert image.pixel(500, 39) != BLANK
    assert image.pixel(520, 39) == BLANK


def test_with_many_sounds_in_sight_the_rest_is_drawn_once_the_wheel_stands_still(desk: Desk, qtbot: QtBot) -> None:
    many = [a_clip(f"s{number}", "surf", 12, number % 25) for number in range(3 * AT_ONCE)]
    desk.document.apply("Add", edits.overwrite(desk.timeline, 0, {TrackId("a2"): many}))
    desk.panel.viewport.zoom_to(2.5, 0)
    hurried = desk.panel.lanes.grab().toImage()
    qtbot.waitUntil(lambda: not still_refining(desk))
    rested = desk.panel.lanes.grab().toImage()
    desk.panel.surface.repaint_all()
    assert rested == desk.panel.lanes.grab().toImage() != hurried
    assert desk.panel.surface.rect_of(ItemId("s1")).width() == 29


def still_refining(desk: Desk) -> bool:
    desk.panel.lanes.grab()
    return desk.panel.surface.is_refining
