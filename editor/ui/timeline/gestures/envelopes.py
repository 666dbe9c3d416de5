"""Dragging what is drawn on a clip: the line of an envelope, its points, and the handles of its fades."""

from PySide6.QtCore import QRect, Qt

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.looks import Point
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline import bands
from editor.ui.timeline.bands import BANDS, Grip, Held
from editor.ui.timeline.gestures.gesture import THRESHOLD, FrameDrag, Gesture, frames_words, length_words
from editor.ui.timeline.gestures.motion import MoveMotionPoint
from editor.ui.timeline.gestures.moving import MoveClips
from editor.ui.timeline.magnet import Magnet
from editor.ui.timeline.overlay import NOTHING, Bubble, Ghost, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import CurvePoint, Line
from editor.words import tr

FINE = 0.1  # of the way, with Shift held
STICKY = 3  # pixels from the value of an untouched clip that take it


def grasp(stage: Stage, pressed: Pointer, clip_id: ItemId, grip: Grip) -> Gesture:
    """What a press on a grip begins."""
    if grip.held in (Held.FADE_IN, Held.FADE_OUT):
        return SetFade(stage, pressed, clip_id, Edge.START if grip.held is Held.FADE_IN else Edge.END)
    if grip.held is Held.MOTION:
        return MoveMotionPoint(stage, pressed, CurvePoint(clip_id, Line.MOTION, grip.at))
    place = CurvePoint(clip_id, stage.view.line_of(stage.timeline.track_of(clip_id).kind), grip.at)
    if grip.held is Held.POINT:
        return MovePoint(stage, pressed, place)
    return AddPoint(stage, pressed, place) if pressed.ctrl else RaiseLine(stage, pressed, place)


def put_point(stage: Stage, clip_id: ItemId, at: int) -> None:
    """On the line that is shown, which stays as it is."""
    place = CurvePoint(clip_id, stage.view.line_of(stage.timeline.track_of(clip_id).kind), at)
    envelope = BANDS[place.line].envelope
    stage.apply(
        tr("Add {name} Point", name=envelope.name), lambda: edits.add_point(stage.timeline, clip_id, envelope, at)
    )
    stage.view.choose_point(place)


class OnLine(Gesture):
    """Something along the line of a clip: followed from where it was pressed, and shown as the clip would be."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeVerCursor

    def __init__(self, stage: Stage, pressed: Pointer, place: CurvePoint) -> None:
        super().__init__(stage, pressed)
        self._place, self._band = place, BANDS[place.line]
        self._moved = False

    @property
    def needs(self) -> frozenset[ItemId]:
        return frozenset((self._place.clip_id,))

    @property
    def _clip(self) -> Clip:
        return self.stage.timeline.clip(self._place.clip_id)

    @property
    def _rect(self) -> QRect:
        timeline = self.stage.timeline
        row = timeline.place(self._place.clip_id)[0]
        return self.stage.viewport.rect_of(row, timeline.range_of(self._place.clip_id))

    def _has_moved(self, pointer: Pointer) -> bool:
        off = pointer.at - self.pressed.at
        self._moved = self._moved or max(abs(off.x()), abs(off.y())) >= THRESHOLD
        return self._moved

    def _value(self, pointer: Pointer, before: float) -> float:
        """What was `before` where the mouse was pressed, moved along with it."""
        rect, way = self._rect, pointer.y - self.pressed.y
        y = bands.y_of(self._band, rect, before) + way * (FINE if pointer.shift else 1)
        rest = self._band.envelope.rest
        if not pointer.shift and way and abs(y - bands.y_of(self._band, rect, rest)) <= STICKY:
            return rest
        return bands.value_at(self._band, rect, y)

    def _shown(self, after: Timeline, place: CurvePoint, pointer: Pointer, snap: int | None = None) -> Overlay:
        clip, row = after.clip(place.clip_id), after.place(place.clip_id)[0]
        value = self._band.envelope.curve_of(clip).at(place.at)
        bubble = Bubble(self._band.words(value), self._band.envelope.name, pointer.x, pointer.y)
        ghost = Ghost(clip, row, after.range_of(clip.id))
        return Overlay((ghost,), bubble=bubble, point=place, snap=snap)


class RaiseLine(OnLine):
    """Between two points, or all of it where there are none; a click is one on the clip."""

    def __init__(self, stage: Stage, pressed: Pointer, place: CurvePoint) -> None:
        super().__init__(stage, pressed, place)
        self._click = MoveClips(stage, pressed, place.clip_id)
        self._by = 0.0
        self._typed = False

    def drag(self, pointer: Pointer) -> Overlay:
        if not self._has_moved(pointer):
            return NOTHING
        before = self._band.envelope.curve_of(self._clip).at(self._place.at)
        if not self._typed:
            self._by = self._value(pointer, before) - before
        return self._shown(self._edit(), self._place, pointer)

    def type(self, frames: int) -> Overlay:
        self._moved = self._typed = True
        self._by = frames * self._band.step
        return self._shown(self._edit(), self._place, self.pressed)

    def release(self, pointer: Pointer) -> None:
        if self._moved:
            self.stage.apply(self._band.envelope.name, self._edit)
        else:
            self._click.clicked(pointer)

    def _edit(self) -> Timeline:
        place = self._place
        return edits.raise_line(self.stage.timeline, place.clip_id, self._band.envelope, place.at, self._by)


class MovePoint(OnLine):
    """Between its neighbours; a click selects it, and its clip."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeAllCursor
    name = tr("Move {} Point")

    def __init__(self, stage: Stage, pressed: Pointer, place: CurvePoint) -> None:
        super().__init__(stage, pressed, place)
        self._to, self._height = place.at, self._before().value
        stage.document.select(stage.with_partners({place.clip_id}, stage.is_linked(pressed)))
        stage.view.choose_point(place)

    def drag(self, pointer: Pointer) -> Overlay:
        if not self._has_moved(pointer):
            return NOTHING
        start = self.stage.timeline.range_of(self._place.clip_id).start
        by = round(self.stage.viewport.exact_frame_at(pointer.x) - self.grabbed)
        snap = None
        if self.stage.view.snapping and not pointer.shift:
            magnet = Magnet(self.stage, frozenset())
            by, snap = magnet.shift((start + self._place.at,), by)
        self._to, self._height = self._place.at + by, self._value(pointer, self._before().value)
        after = self._edit()
        low, high = edits.point_limits(self._base().clip(self._place.clip_id), self._band.envelope, self._place.at)
        self._to = max(low, min(self._to, high))
        return self._shown(after, self._place._replace(at=self._to), pointer, snap)

    def release(self, pointer: Pointer) -> None:
        self.stage.apply(self.name.format(self._band.envelope.name), self._edit)
        if self.stage.timeline.has(self._place.clip_id):
            self.stage.view.choose_point(self._place._replace(at=self._to))

    def _base(self) -> Timeline:
        """What the point stands in before it is moved."""
        return self.stage.timeline

    def _before(self) -> Point:
        clip = self._base().clip(self._place.clip_id)
        return next(point for point in self._band.envelope.curve_of(clip).points if point.at == self._place.at)

    def _edit(self) -> Timeline:
        place = self._place
        return edits.move_point(self._base(), place.clip_id, self._band.envelope, place.at, self._to, self._height)


class AddPoint(MovePoint):
    """A new one on the line, moved as long as the button is held."""

    name = tr("Add {} Point")

    def _base(self) -> Timeline:
        place = self._place
        return edits.add_point(self.stage.timeline, place.clip_id, self._band.envelope, place.at)


class SetFade(FrameDrag):
    """How long a clip comes from nothing, or goes to it."""

    name = tr("Fade")

    def __init__(self, stage: Stage, pressed: Pointer, clip_id: ItemId, edge: Edge) -> None:
        super().__init__(stage, pressed)
        self._clip_id, self._edge = clip_id, edge
        stage.document.select(stage.with_partners({clip_id}, stage.is_linked(pressed)))

    @property
    def needs(self) -> frozenset[ItemId]:
        return frozenset((self._clip_id,))

    def edges(self) -> tuple[int, ...]:
        range_, fade = self.stage.timeline.range_of(self._clip_id), self._fade
        return (range_.start + fade if self._edge is Edge.START else range_.end - fade,)

    def limits(self) -> tuple[int, int]:
        clip = self.stage.timeline.clip(self._clip_id)
        less, more = self._fade, edits.fade_limit(clip, self._edge) - self._fade
        return (-less, max(0, more)) if self._edge is Edge.START else (-max(0, more), less)

    def preview(self) -> Overlay:
        after = self.edit()
        return Overlay((Ghost(after.clip(self._clip_id), *self._stand),))

    def words(self) -> str:
        way = tr("fade in") if self._edge is Edge.START else tr("fade out")
        return f"{way}, {frames_words(self._fade + self._longer)}"

    def _amount(self) -> str:
        """How long it is, not how far it was dragged."""
        return length_words(self._fade + self._longer, self.stage.timeline.rate)

    def edit(self) -> Timeline:
        return edits.set_fade(self.stage.timeline, self._clip_id, self._edge, self._fade + self._longer)

    @property
    def _fade(self) -> int:
        """What of it is in the clip: of a split one all of it may not be."""
        clip = self.stage.timeline.clip(self._clip_id)
        return min(edits.fade_of(clip, self._edge), edits.fade_limit(clip, self._edge))

    @property
    def _longer(self) -> int:
        return self.by if self._edge is Edge.START else -self.by

    @property
    def _stand(self) -> tuple[int, TimeRange]:
        timeline = self.stage.timeline
        return timeline.place(self._clip_id)[0], timeline.range_of(self._clip_id)
