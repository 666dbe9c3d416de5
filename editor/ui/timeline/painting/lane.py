"""One track: its ground, what stands on it, and what lies over that."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from editor.document import Selection
from editor.timeline.model import Clip, Gap, Timeline, Track, TrackId, TrackKind, Transition
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.detail import Run, runs
from editor.ui.timeline.geometry import NAME_BAR, Row
from editor.ui.timeline.painting import joins
from editor.ui.timeline.painting.clips import ClipPainter, Place
from editor.ui.timeline.painting.facts import Facts
from editor.ui.timeline.painting.palette import RADIUS, palette
from editor.ui.timeline.viewport import Viewport
from editor.words import trn

LEAST = 3  # pixels; narrower items are drawn as one
SPILL = 10  # pixels that lamps and outlines reach beyond their clip
DIMMED = 0.45  # hidden and muted tracks


@dataclass(frozen=True, slots=True)
class Scene:
    """What a lane is painted from."""

    timeline: Timeline
    selection: Selection
    viewport: Viewport


Seen = tuple[Run, QRect]  # a run on screen


class LanePainter:
    """Paints tracks; everything that is the same for minutes, nothing that follows the mouse."""

    def __init__(self, clips: ClipPainter) -> None:
        self._clips = clips
        self._transitions: dict[TrackId, tuple[Track, list[int]]] = {}  # where they stand among a track's items

    def paint(self, painter: QPainter, scene: Scene, row: Row, sight: QRect) -> None:
        track = scene.timeline.tracks[row.index]
        lane = scene.viewport.row_rect(row.index)
        painter.fillRect(lane.intersected(sight), palette().colour(palette().lane(row.kind)))
        if not track.items:
            return
        faded = track.hidden or track.muted
        painter.setOpacity(DIMMED if faded else 1)
        self._paint_items(painter, scene, track, row, sight)
        painter.setOpacity(1)

    def _paint_items(self, painter: QPainter, scene: Scene, track: Track, row: Row, sight: QRect) -> None:
        seen, place = _runs_seen(scene, track, row, sight), _place(painter, row, sight)
        generative = self._clips.facts.generative
        self._clips.paint(painter, scene.timeline, _clips_of(painter, track, seen, generative), place)
        self._paint_transitions(painter, scene, track, row, seen)
        may_join = generative and bool(track.generated) and track.kind is TrackKind.VIDEO
        joins_seen = may_join and _any_generated(track, seen)
        wide = (each for each in seen if each[0].is_single and each[1].width() >= joins.RING)
        singles = list(wide) if joins_seen else []
        for run, rect in singles:
            _paint_context(painter, scene, track, run, rect)
        for run, rect in seen if scene.selection else ():
            _paint_selected(painter, scene, track, run, rect)
        for run, rect in singles:
            if isinstance(clip := track.items[run.first], Clip):
                _paint_lamp(painter, clip, self._clips.facts.of(scene.timeline, clip, track.kind).facts, rect)

    def _paint_transitions(self, painter: QPainter, scene: Scene, track: Track, row: Row, seen: list[Seen]) -> None:
        """Those beside what is seen: they have no room of their own on the track."""
        indices = self._transitions_of(track)
        if not indices or not seen:
            return
        first, last = seen[0][0].first - 1, seen[-1][0].last
        for index in indices[bisect_left(indices, first) : bisect_right(indices, last)]:
            transition = track.items[index]
            assert isinstance(transition, Transition)
            rect = scene.viewport.rect_of(row.index, joins.transition_range(transition, track.starts[index]))
            if rect.width() >= 4:
                body = rect.adjusted(0, NAME_BAR + 2, 0, 0)
                joins.paint_transition(painter, body, transition.kind, track.kind is TrackKind.AUDIO)
                if transition.id in scene.selection:
                    paint_outline(painter, body.adjusted(1, 1, -1, -1))

    def _transitions_of(self, track: Track) -> list[int]:
        known = self._transitions.get(track.id)
        if known is None or known[0] is not track:
            places = [index for index, item in enumerate(track.items) if isinstance(item, Transition)]
            known = self._transitions[track.id] = (track, places)
        return known[1]


def _place(painter: QPainter, row: Row, sight: QRect) -> Place:
    return Place(sight, row.kind, palette().lane(row.kind), painter.device().devicePixelRatio())


def _clips_of(painter: QPainter, track: Track, seen: list[Seen], generative: bool) -> Iterator[tuple[Clip, QRect]]:
    """Those that are painted one by one; the others are on the way."""
    items = track.items
    for run, rect in seen:
        if run.last - run.first > 1:
            _paint_merged(painter, track, run, rect, generative)
        elif isinstance(clip := items[run.first], Clip):
            yield clip, rect


def _any_generated(track: Track, seen: list[Seen]) -> bool:
    """Among those seen, and beside them."""
    items = track.items[max(0, seen[0][0].first - 2) : seen[-1][0].last + 2] if seen else ()
    return any(isinstance(item, Clip) and item.generation is not None for item in items)


def _runs_seen(scene: Scene, track: Track, row: Row, sight: QRect) -> list[Seen]:
    viewport = scene.viewport
    first = viewport.frame_at(sight.left() - SPILL)
    range = TimeRange(first, viewport.frame_at(sight.right() + SPILL) + 1 - first)
    least = max(1, round(LEAST / viewport.scale))
    found = runs(track, range, least if LEAST / viewport.scale > 1 else 1)
    return viewport.rects_of(row.index, found)


def _paint_merged(painter: QPainter, track: Track, run: Run, rect: QRect, generative: bool) -> None:
    """Several that are too narrow each: one block in the colour of the first clip."""
    items = track.items[run.first : run.first + 2]
    clip = next((item for item in items if isinstance(item, Clip)), None)
    if clip is None:
        return
    sound = track.kind is TrackKind.AUDIO
    ordinary = palette().sound if sound else palette().picture
    colours = palette().generated if clip.is_generated and generative else ordinary
    painter.fillRect(rect.left(), rect.top(), rect.width(), min(NAME_BAR, rect.height()), colours.bar)
    painter.fillRect(rect.adjusted(0, NAME_BAR, 0, 0), colours.body)


def _paint_context(painter: QPainter, scene: Scene, track: Track, run: Run, rect: QRect) -> None:
    head, tail = joins.context_of(scene.timeline, track, run.first)
    body, scale = rect.adjusted(0, NAME_BAR, 0, 0), scene.viewport.scale
    if head * scale >= 3:
        joins.paint_context(painter, body.adjusted(0, 0, round(head * scale) - body.width(), 0), False, scale)
    if tail * scale >= 3:
        joins.paint_context(painter, body.adjusted(body.width() - round(tail * scale), 0, 0, 0), True, scale)


def _paint_selected(painter: QPainter, scene: Scene, track: Track, run: Run, rect: QRect) -> None:
    chosen = next((item for item in track.items[run.first : run.last] if item.id in scene.selection), None)
    if isinstance(chosen, Gap) and run.is_single:
        paint_gap(painter, rect, chosen, selected=True)
    elif chosen is not None and not isinstance(chosen, Transition):
        paint_outline(painter, rect)


def paint_outline(painter: QPainter, rect: QRect) -> None:
    """Of a selected clip: 2 pixels outside it, and a dark line around."""
    left, right = max(rect.left(), -20), min(rect.right() + 1, 20_000)
    outside = QRectF(left, rect.top(), right - left, rect.height()).adjusted(-1, -1, 1, 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(palette().selection_edge)
    painter.drawRoundedRect(outside.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS + 2.5, RADIUS + 2.5)
    painter.setPen(palette().selection)
    painter.drawRoundedRect(outside, RADIUS + 1, RADIUS + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_gap(painter: QPainter, rect: QRect, gap: Gap, selected: bool) -> None:
    """Dashed, and how long it is."""
    left, right = max(rect.left(), -20), min(rect.right() + 1, 20_000)
    frame = QRectF(left, rect.top(), right - left, rect.height()).adjusted(0.5, 0.5, -0.5, -0.5)
    if selected:
        painter.fillRect(frame, palette().colour("drop"))
    painter.setPen(QPen(palette().selected_gap if selected else palette().gap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(frame, RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    words = trn("1 frame", "{count} frames", gap.duration)
    width = palette().small.width(words)
    if frame.width() > width + 12:
        painter.setPen(palette().colour("accent_text" if selected else "dim"))
        middle = (max(rect.left(), 0) + min(rect.right(), round(right))) // 2
        palette().small.write(painter, QRect(middle - width // 2, rect.top() + 1, width, NAME_BAR), words)


def _paint_lamp(painter: QPainter, clip: Clip, facts: Facts, rect: QRect) -> None:
    if facts.verdict:
        x = rect.left() if joins.lamp_side(clip) == "start" else rect.right() + 1
        joins.paint_lamp(painter, x, rect.top(), facts.verdict)
