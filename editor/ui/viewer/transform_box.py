"""The box around the selected picture in the program monitor: it is moved, scaled and turned there by the mouse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF

from editor.actions import lines, looks
from editor.actions.by_kind import pictures
from editor.session import Session
from editor.timeline.looks import Look, Transform
from editor.timeline.model import Clip, ItemId, TrackKind
from editor.ui import theme
from editor.ui.viewer.box_shape import AROUND, REACH, Box, box_of, moved, scaled, turned
from editor.ui.viewer.overlay import MonitorOverlay
from editor.words import tr

HANDLE = 8  # pixels
STROKES = count()  # each drag is one undo step
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Grip(StrEnum):
    """What a drag changes; its undo step is called so."""

    MOVE = "Position"
    SCALE = "Scale"
    TURN = "Rotation"


@dataclass(frozen=True, slots=True)
class Held:
    """A drag that goes on."""

    clip_id: ItemId
    grip: Grip
    was: QPointF  # where it began
    middle: QPointF  # of the box then
    start: Transform
    stroke: int


class TransformBox(MonitorOverlay):
    """Of the selected picture under the playhead. A press on another picture selects that."""

    def __init__(self, session: Session, perform: Callable[[Callable[[], Any]], None]) -> None:
        self._session, self._perform = session, perform
        self._held: Held | None = None

    @property
    def clip(self) -> Clip | None:
        """The one it is around; None where nothing can be changed."""
        shown = self._session.view.transform_box
        there = (clip for clip in pictures(self._session) if self._is_seen(clip)) if shown else ()
        return next(iter(there), None)

    def paint(self, painter: QPainter, picture: QRect) -> None:
        clip = self.clip
        if clip is None:
            return
        box = self._box(clip, picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPolygonF(box.corners)
        for colour, width in ((QColor(0, 0, 0, 140), 3.0), (theme.colour("accent"), 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(outline)
        if self._held is not None:
            self._paint_middle(painter, picture, self._transform(clip))
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(theme.colour("accent"))
        for corner in box.corners:
            painter.drawRect(QRectF(corner.x() - HANDLE / 2, corner.y() - HANDLE / 2, HANDLE, HANDLE))

    def press(self, event: QMouseEvent, picture: QRect) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton or not self._session.view.transform_box:
            return False
        at, clip = event.position(), self.clip
        grip = self._grip(clip, at, picture) if clip is not None else None
        if grip is None:
            clip = self._other_at(at, picture)
            grip = Grip.MOVE
        if clip is None:
            return False
        middle = self._box(clip, picture).middle
        self._held = Held(clip.id, grip, at, middle, self._transform(clip), next(STROKES))
        return True

    def drag(self, event: QMouseEvent, picture: QRect) -> None:
        held = self._held
        if held is not None and self._session.document.timeline.has(held.clip_id):
            transform = self._dragged(held, event, picture)
            self._perform(lambda: self._apply(held, transform))

    def release(self, event: QMouseEvent, picture: QRect) -> None:
        self._held = None

    def cancel(self) -> None:
        held, self._held = self._held, None
        document = self._session.document
        if held is None or not document.timeline.has(held.clip_id):
            return
        if self._transform(document.timeline.clip(held.clip_id)) != held.start:
            document.undo_stack.undo()

    def cursor_at(self, position: QPointF, picture: QRect) -> Qt.CursorShape | None:
        clip = self.clip
        grip = self._grip(clip, position, picture) if clip is not None else None
        if clip is None or grip is None:
            return None
        if grip is not Grip.SCALE:
            return Qt.CursorShape.SizeAllCursor if grip is Grip.MOVE else Qt.CursorShape.PointingHandCursor
        way = position - self._box(clip, picture).middle
        falls = (way.x() > 0) is (way.y() > 0)  # from the upper left to the lower right
        return Qt.CursorShape.SizeFDiagCursor if falls else Qt.CursorShape.SizeBDiagCursor

    def _grip(self, clip: Clip, at: QPointF, picture: QRect) -> Grip | None:
        box = self._box(clip, picture)
        if box.corner_at(at, REACH) is not None:
            return Grip.SCALE
        if box.contains(at):
            return Grip.MOVE
        return Grip.TURN if box.corner_at(at, AROUND) is not None else None

    def _other_at(self, at: QPointF, picture: QRect) -> Clip | None:
        """The topmost picture there, which is selected by that, with what is linked to it."""
        timeline, frame = self._session.document.timeline, self._session.playback.frame
        for track in reversed(timeline.tracks):
            index = track.index_at(frame) if track.kind is TrackKind.VIDEO else None
            clip = track.items[index] if index is not None else None
            if isinstance(clip, Clip) and self._is_seen(clip) and self._box(clip, picture).contains(at):
                linked = self._session.view.linked
                self._session.document.select(timeline.linked(clip) if linked else [clip.id])
                return clip
        return None

    def _dragged(self, held: Held, event: QMouseEvent, picture: QRect) -> Transform:
        now, shift = event.position(), bool(event.modifiers() & SHIFT)
        if held.grip is Grip.MOVE:
            return moved(held.start, now - held.was, picture, shift, self._session.view.snapping)
        if held.grip is Grip.SCALE:
            return scaled(held.start, held.middle, held.was, now)
        return turned(held.start, held.middle, held.was, now, shift)

    def _apply(self, held: Held, transform: Transform) -> None:
        def change(look: Look) -> Look:
            return replace(look, transform=transform)

        looks.change_clip(self._session, held.clip_id, held.grip, change, (tr("transform box"), held.stroke))

    def _paint_middle(self, painter: QPainter, picture: QRect, transform: Transform) -> None:
        """Lines through the canvas' middle, where the picture stands on them."""
        painter.setPen(QPen(theme.colour("accent", 0.7), 1, Qt.PenStyle.DashLine))
        middle = QRectF(picture).center()
        if transform.x == 0:
            painter.drawLine(QPointF(middle.x(), picture.top()), QPointF(middle.x(), picture.bottom()))
        if transform.y == 0:
            painter.drawLine(QPointF(picture.left(), middle.y()), QPointF(picture.right(), middle.y()))

    def _is_seen(self, clip: Clip) -> bool:
        timeline = self._session.document.timeline
        track = timeline.track_of(clip.id)
        stands = timeline.range_of(clip.id).contains(self._session.playback.frame)
        return stands and clip.enabled and not track.hidden and not track.locked

    def _box(self, clip: Clip, picture: QRect) -> Box:
        return box_of(self._session.document.timeline, clip, picture, self._session.playback.frame)

    def _transform(self, clip: Clip) -> Transform:
        return (clip.look or Look()).transform_at(lines.frame_of(self._session, clip))
