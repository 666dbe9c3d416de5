"""What lies over the program's picture: a box that moves, scales and turns the selected clip, and safe areas."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from editor.session import Session
from editor.timeline import edits
from editor.timeline.looks import Look, MotionPoint, Transform
from editor.timeline.model import ItemId
from editor.ui.viewer.box_shape import Box, box_of, moved, scaled, turned
from editor.ui.viewer.safe_areas import SafeAreas, inside
from editor.ui.viewer.transform_box import TransformBox
from editor.view_state import ViewState
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, SURF_SOUND, a_session, a_timeline

PICTURE = QRect(10, 20, 640, 360)  # of a canvas of 1280 x 720
MIDDLE = QPointF(330, 200)
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


class Framed:
    """A session whose box is dragged."""

    def __init__(self, session: Session) -> None:
        def perform(run: Callable[[], Any]) -> None:
            run()

        self.session, self.box = session, TransformBox(session, perform)
        session.view.set_transform_box(True)
        session.document.select([SURF, SURF_SOUND])

    def transform(self, clip_id: ItemId = SURF) -> Transform:
        return (self.session.document.timeline.clip(clip_id).look or Look()).transform

    def drag(self, start: QPointF, *ways: tuple[float, float], held: Qt.KeyboardModifier = PLAIN) -> bool:
        """Whether it took the mouse."""
        taken = self.box.press(mouse(QEvent.Type.MouseButtonPress, start, held), PICTURE)
        for x, y in ways:
            self.box.drag(mouse(QEvent.Type.MouseMove, start + QPointF(x, y), held), PICTURE)
        self.box.release(mouse(QEvent.Type.MouseButtonRelease, start, held), PICTURE)
        return taken

    @property
    def corners(self) -> list[QPointF]:
        timeline = self.session.document.timeline
        return box_of(timeline, timeline.clip(SURF), PICTURE, 0).corners


def mouse(kind: QEvent.Type, at: QPointF, held: Qt.KeyboardModifier) -> QMouseEvent:
    return QMouseEvent(kind, at, at, LEFT, LEFT, held)


@pytest.fixture
def framed(qapp: QApplication, tmp_path: Path) -> Framed:
    return Framed(a_session(a_timeline(tmp_path), tmp_path, FakeJobs()))


def test_the_box_stands_where_the_picture_is_seen(framed: Framed) -> None:
    assert framed.corners[0] == QPointF(10, 20)
    assert framed.corners[2] == QPointF(650, 380)
    look = Look(transform=Transform(x=0.25, scale=0.5, rotation=90))
    timeline = edits.change_look(framed.session.document.timeline, [SURF], lambda _: look)
    box = box_of(timeline, timeline.clip(SURF), PICTURE, 0)
    upper_left = box.corners[0]  # that of the picture, which lies at the upper right once it is turned
    assert (round(upper_left.x()), round(upper_left.y())) == (330 + 160 + 90, 200 - 160)


def test_dragged_inside_it_moves_by_parts_of_the_canvas_as_one_step(framed: Framed) -> None:
    assert framed.drag(MIDDLE, (20, 10), (64, 36))
    assert (framed.transform().x, framed.transform().y) == (0.1, 0.1)
    assert framed.session.document.undo_stack.count() == 1
    assert framed.session.document.undo_stack.undoText() == "Position"
    framed.drag(MIDDLE, (64, 36))
    assert framed.session.document.undo_stack.count() == 2


def test_it_snaps_to_the_middle_unless_snapping_is_off(framed: Framed) -> None:
    framed.drag(MIDDLE, (4, 100))
    assert framed.transform().x == 0
    framed.session.view.set_snapping(False)
    framed.drag(MIDDLE, (4, 0))
    assert framed.transform().x == 4 / 640


def test_a_corner_scales_about_the_middle(framed: Framed) -> None:
    corner = QPointF(650, 380)
    framed.drag(corner, (-160, -90))
    assert framed.transform() == Transform(scale=0.5)
    assert framed.session.document.undo_stack.undoText() == "Scale"


def test_of_a_moving_picture_it_stands_as_it_does_then_and_a_drag_sets_a_point(framed: Framed) -> None:
    motion = (MotionPoint(0), MotionPoint(8, x=0.5, scale=0.5))
    session = framed.session
    moving = edits.change_look(session.document.timeline, [SURF], lambda look: replace(look, motion=motion))
    session.document.apply("Motion", moving)
    session.playback.seek(4)
    box = box_of(moving, moving.clip(SURF), PICTURE, 4)
    assert (box.middle, box.half) == (QPointF(330 + 160, 200), QPointF(240, 135))
    assert framed.drag(box.middle, (0, 20), (0, 36))
    points = edits.motion_of(session.document.timeline.clip(SURF))
    assert points == (motion[0], MotionPoint(4, x=0.25, y=0.1, scale=0.75), motion[1])
    assert session.document.undo_stack.count() == 2


def test_beside_a_corner_it_turns_with_shift_in_fifteens(framed: Framed) -> None:
    framed.session.document.apply(
        "Half", edits.change_look(framed.session.document.timeline, [SURF], lambda look: replace(
            look, transform=Transform(scale=0.5)))
    )  # fmt: skip
    beside = framed.corners[1] + QPointF(12, -12)
    framed.drag(beside, (40, 80))
    assert 10 < framed.transform().rotation < 60
    framed.session.document.undo_stack.undo()
    framed.drag(beside, (40, 80), held=SHIFT)
    assert framed.transform().rotation in (15, 30, 45)


def test_with_shift_it_moves_one_way_only() -> None:
    assert moved(Transform(), QPointF(100, 60), PICTURE, along=True, snaps=False) == Transform(x=100 / 640)
    assert moved(Transform(), QPointF(10, -36), PICTURE, along=True, snaps=False) == Transform(y=-0.1)


def test_scaling_and_turning_have_no_end_in_the_middle() -> None:
    assert scaled(Transform(), MIDDLE, MIDDLE + QPointF(10, 0), MIDDLE).scale == 0.01
    across = turned(Transform(), MIDDLE, MIDDLE + QPointF(-10, 1), MIDDLE + QPointF(-10, -1), steps=False)
    assert across.rotation == pytest.approx(11.4)  # the short way, over the half turn


def test_a_turned_box_is_hit_where_it_is_seen() -> None:
    box = Box(MIDDLE, QPointF(100, 10), 90)
    assert box.contains(MIDDLE + QPointF(0, 90))
    assert not box.contains(MIDDLE + QPointF(90, 0))


def test_a_press_on_another_picture_selects_it_and_moves_it(framed: Framed) -> None:
    framed.session.playback.frame = framed.session.document.timeline.range_of(BIRD).start
    assert framed.box.clip is None
    assert framed.drag(MIDDLE, (64, 0))
    assert framed.session.document.selection == {BIRD}
    assert framed.transform(BIRD).x == 0.1
    assert framed.transform(SURF) == Transform()


def test_escape_in_a_drag_puts_the_picture_back(framed: Framed) -> None:
    framed.box.press(mouse(QEvent.Type.MouseButtonPress, MIDDLE, PLAIN), PICTURE)
    framed.box.drag(mouse(QEvent.Type.MouseMove, MIDDLE + QPointF(64, 36), PLAIN), PICTURE)
    framed.box.cancel()
    framed.box.drag(mouse(QEvent.Type.MouseMove, MIDDLE + QPointF(99, 36), PLAIN), PICTURE)
    assert framed.transform() == Transform()


def test_switched_off_or_locked_it_takes_nothing(framed: Framed) -> None:
    document = framed.session.document
    framed.session.view.set_transform_box(False)
    assert not framed.drag(MIDDLE, (64, 0))
    assert framed.box.cursor_at(MIDDLE, PICTURE) is None
    framed.session.view.set_transform_box(True)
    assert framed.box.cursor_at(MIDDLE, PICTURE) is Qt.CursorShape.SizeAllCursor
    track = document.timeline.track_of(SURF)
    document.apply("Lock", edits.change_track(document.timeline, track.id, locked=True))
    assert framed.box.clip is None
    assert not framed.drag(MIDDLE, (64, 0))


def test_safe_areas_are_93_and_90_per_cent_and_seen_when_switched_on(qapp: QApplication) -> None:
    picture = QRect(0, 0, 200, 100)
    assert inside(picture, 0.93).size().toTuple() == (185, 92)
    assert inside(picture, 0.9).topLeft().toTuple() == (10.5, 5.5)
    view = ViewState()
    assert not lines_of(view, picture)
    view.set_safe_areas(True)
    assert lines_of(view, picture)


def lines_of(view: ViewState, picture: QRect) -> bool:
    """Whether the left edge of the titles' area is drawn."""
    image = QImage(picture.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        SafeAreas(view).paint(painter, picture)
    return QColor(image.pixel(QPoint(10, 40))).lightness() > 120
