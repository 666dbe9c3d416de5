"""Clips that are slower, faster, backward, held or along a curve, as they are painted and dragged."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.timeline.timing import SpeedPoint, Timing
from editor.ui.timeline import bands
from editor.ui.timeline.gestures.previews import slipped, trimmed
from editor.ui.timeline.painting.facts import FactBook, Facts
from editor.ui.timeline.painting.waveforms import levels_of
from editor.view_state import Line
from tests.editor.timeline.drawing import RATE, scene
from tests.editor.ui.timeline.conftest import Desk

A, HALF = ItemId("A"), Fraction(1, 2)
RAMP = (SpeedPoint(0, HALF), SpeedPoint(24, Fraction(3, 2)))


def facts(timeline: Timeline, kind: TrackKind = TrackKind.VIDEO) -> Facts:
    return FactBook().of(timeline, timeline.clip(A), kind).facts


def retimed(timing: Timing | None) -> Timeline:
    """A second that begins 20 frames into its media."""
    timeline = scene(V1="A24")
    if timing is not None and timing.is_backward:
        return edits.reverse(timeline, [A])
    clip = replace(timeline.clip(A), timing=timing)
    return replace(timeline, tracks=(replace(timeline.tracks[0], items=(clip,)),))


@pytest.mark.parametrize("timing", [None, Timing(HALF), Timing(Fraction(-1)), Timing(Fraction(0)), Timing(ramp=RAMP)])
def test_the_pictures_along_a_clip_are_those_that_it_shows(timing: Timing | None) -> None:
    timeline = retimed(timing)
    clip, found = timeline.clip(A), facts(timeline)
    backward = timing is not None and timing.is_backward
    for frame in (0, 6, 12, 23):
        shown = timeline.moment(clip, frame) + (1 / RATE if backward else 0)
        assert found.moment(frame / clip.duration) == pytest.approx(float(shown))


def test_a_reversed_clip_has_its_medias_end_at_its_start() -> None:
    timeline = edits.reverse(scene(V1="A24~0/9"), [A])
    found = facts(timeline)
    assert (found.at_media_start, found.at_media_end) == (False, True)
    assert (found.speed, facts(scene(V1="A24")).speed) == ("−100 %", "")


class Rising:
    """The louder, the later in the file."""

    def columns(self, start: Fraction, end: Fraction, count: int) -> tuple[np.ndarray, np.ndarray]:
        middles = np.linspace(float(start), float(end), count, endpoint=False) + float(end - start) / count / 2
        return -middles, middles


@pytest.mark.parametrize("timing", [Timing(HALF), Timing(Fraction(-1)), Timing(ramp=RAMP)])
def test_the_wave_of_a_clip_is_what_is_heard_at_each_column(timing: Timing) -> None:
    found = facts(retimed(timing), TrackKind.AUDIO)
    loud = levels_of(found, Rising(), 240, range(100, 180))[1]
    expected = [found.moment((column + 0.5) / 240) for column in range(100, 180)]
    assert np.allclose(loud, expected, atol=0.005)


def test_what_a_trim_or_a_slip_shows_while_it_is_dragged_is_what_it_does() -> None:
    for timing in (Timing(HALF), Timing(Fraction(-1)), Timing(ramp=RAMP)):
        timeline = retimed(timing)
        clip = timeline.clip(A)
        for edge, by in ((Edge.START, 5), (Edge.START, -4), (Edge.END, 3)):
            assert trimmed(timeline, clip, edge, by) == _alone(edits.trim(_with_room(timeline), A, edge, by))
        assert slipped(timeline, clip, 3) == _alone(edits.slip(timeline, A, -3))


def _with_room(timeline: Timeline) -> Timeline:
    return edits.move(timeline, [A], 10)


def _alone(timeline: Timeline) -> Clip:
    return timeline.clip(A)


def test_a_point_on_the_speed_line_is_put_and_dragged_with_the_mouse(desk: Desk) -> None:
    clip = next(clip for clip in desk.timeline.tracks[0].clips if clip.take)
    desk.view.show_line(TrackKind.VIDEO, Line.SPEED)
    rect: QRect = desk.panel.viewport.rect_of(*_stand(desk, clip))
    band = bands.BANDS[Line.SPEED]
    start = QPoint(rect.center().x(), round(bands.y_of(band, rect, 1.0)))
    before = desk.steps
    desk.drag(start, start + QPoint(0, 9), Qt.KeyboardModifier.ControlModifier)
    timing = desk.timeline.clip(clip.id).timing
    assert timing is not None
    (point,) = timing.ramp
    assert HALF < point.speed * 2 < 2
    assert desk.steps == before + 1
    assert desk.timeline.range_of(clip.id) == _stand(desk, clip)[1]


def _stand(desk: Desk, clip: Clip):  # type: ignore[no-untyped-def]
    return desk.timeline.place(clip.id)[0], desk.timeline.range_of(clip.id)
