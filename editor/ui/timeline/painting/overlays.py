"""Overlays, painted: ghosts, drop targets, snap lines, blades, what hovers and what is intended."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from editor.actions.context import warning
from editor.timeline.edits import Edge
from editor.timeline.model import Clip, Gap, Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline import brackets
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.overlay import Bracket, Bubble, Ghost, Intent, Overlay, Result, Shift, Stand
from editor.ui.timeline.painting import brackets as painted
from editor.ui.timeline.painting import joins
from editor.ui.timeline.painting.clips import ClipPainter, Place
from editor.ui.timeline.painting.coming import HANDLE, paint_coming_frames, paint_handle
from editor.ui.timeline.painting.lane import LanePainter, Scene, paint_gap, paint_outline
from editor.ui.timeline.painting.palette import DASHES, RADIUS, palette
from editor.ui.timeline.viewport import Viewport
from editor.words import tr, trn

GHOST = 0.85
VEIL = 0.62
BUBBLE_HEIGHT = 28
BUBBLE_PADDING = 10
MARGIN = 14  # pixels that anything reaches beyond what it stands for


class OverlayPainter:
    """Paints what is not in the document."""

    def __init__(self, viewport: Viewport, clips: ClipPainter, lanes: LanePainter) -> None:
        self._viewport = viewport
        self._clips = clips
        self._lanes = lanes

    def paint(self, painter: QPainter, scene: Scene, overlay: Overlay, sight: QRect) -> None:
        timeline = scene.timeline
        if overlay.result is not None and overlay.result.coming is not None:
            stand = overlay.result.coming.stand
            paint_coming_frames(painter, self._viewport.rect_of(stand.track, stand.range), overlay.result.coming)
        for shift in overlay.shifts:
            self._paint_shift(painter, scene, shift, sight)
        for stand in overlay.veils:
            self._paint_veil(painter, timeline, stand, sight)
        self._clips.chosen, self._clips.point = overlay.keyframe, overlay.point
        for ghost in overlay.ghosts:
            self._paint_ghost(painter, timeline, ghost, sight)
        for stand in overlay.targets:
            paint_target(painter, self._viewport.rect_of(stand.track, stand.range))
        for bracket in overlay.brackets:
            self.paint_bracket(painter, timeline, bracket)
        self._paint_lines(painter, overlay, sight)
        if overlay.band is not None:
            painter.fillRect(overlay.band, palette().colour("drop"))
            painter.setPen(QPen(palette().colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(overlay.band.adjusted(0, 0, -1, -1))
        if overlay.bubble is not None:
            paint_bubble(painter, overlay.bubble, bubble_rect(overlay.bubble, self._viewport.size.width()))

    def _paint_shift(self, painter: QPainter, scene: Scene, shift: Shift, sight: QRect) -> None:
        """The track as it would be from there on."""
        row, lane = self._viewport.row_of(shift.track), self._viewport.row_rect(shift.track)
        before, after = self._viewport.x_of(shift.at), self._viewport.x_of(shift.at + shift.by)
        ground = palette().colour(palette().lane(row.kind))
        painter.fillRect(lane.adjusted(min(before, after), 0, 0, 0) & sight, ground)
        moved = lane.adjusted(after, 0, 0, 0) & sight
        if not moved.isEmpty():
            painter.save()
            painter.setClipRect(moved, Qt.ClipOperation.IntersectClip)
            painter.translate(after - before, 0)
            self._lanes.paint(painter, scene, row, moved.translated(before - after, 0))
            painter.restore()

    def paint_bracket(self, painter: QPainter, timeline: Timeline, bracket: Bracket) -> None:
        if timeline.has(bracket.clip_id):
            rect = brackets.rect_of(timeline, self._viewport, bracket)
            told = warning(timeline, bracket.clip_id, bracket.frames, bracket.at_end)
            painted.paint(painter, rect, bracket, told, self._viewport.scale)

    def _paint_veil(self, painter: QPainter, timeline: Timeline, stand: Stand, sight: QRect) -> None:
        colour = QColor(palette().colour(palette().lane(timeline.tracks[stand.track].kind)))
        colour.setAlphaF(VEIL)
        rect = self._viewport.rect_of(stand.track, stand.range)
        painter.fillRect(rect.adjusted(-2, -2, 2, 2).intersected(sight), colour)

    def _paint_ghost(self, painter: QPainter, timeline: Timeline, ghost: Ghost, sight: QRect) -> None:
        kind = timeline.tracks[ghost.track].kind
        rect = self._viewport.rect_of(ghost.track, ghost.range)
        painter.setOpacity(GHOST)
        place = Place(sight, kind, palette().lane(kind), painter.device().devicePixelRatio())
        self._clips.paint(painter, timeline, [(ghost.clip, rect)], place)
        painter.setOpacity(1)
        paint_outline(painter, rect)

    def _paint_lines(self, painter: QPainter, overlay: Overlay, sight: QRect) -> None:
        for track, frame in overlay.blades:
            lane = self._viewport.row_rect(track)
            painter.fillRect(self._viewport.x_of(frame) - 1, lane.top(), 2, lane.height(), palette().colour("accent"))
        if overlay.insertion is not None:
            x = self._viewport.x_of(overlay.insertion)
            painter.fillRect(x - 1, sight.top(), 2, sight.height(), palette().colour("accent"))
        if overlay.snap is not None:
            painter.setPen(_dashed_line())
            x = self._viewport.x_of(overlay.snap)
            painter.drawLine(x, 0, x, self._viewport.size.height())

    def paint_hover(self, painter: QPainter, rect: QRect, item: Clip | Gap, trims: bool) -> None:
        if isinstance(item, Gap):
            paint_gap(painter, rect, item, selected=False)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(255, 255, 255, 77), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 0.5, RADIUS - 0.5)
        if trims and rect.width() > 6 * HANDLE and rect.height() > NAME_BAR + 8:
            for edge in Edge:
                paint_handle(painter, rect, edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_intent(self, painter: QPainter, timeline: Timeline, intent: Intent) -> None:
        """The dashed clip to come, and the brackets on those it is made from."""
        index = next((i for i, track in enumerate(timeline.tracks) if track.id == intent.track_id), None)
        if index is None:
            return
        if intent.frames:
            rect = self._viewport.rect_of(index, TimeRange(intent.start, intent.frames))
            _paint_intended(painter, rect, tr("+{frames} frames", frames=intent.frames))
        for clip_id, range in intent.context:
            if timeline.has(clip_id):
                self._paint_seen(painter, timeline, intent, timeline.places[clip_id][0], range)
                self._paint_real(painter, intent, timeline.places[clip_id][0])

    def _paint_real(self, painter: QPainter, intent: Intent, track: int) -> None:
        """Footage that comes in: plain, as the clip it belongs to."""
        if intent.real is not None:
            words = trn("+{count} real frame", "+{count} real frames", intent.real.duration)
            _paint_coming(painter, self._viewport.rect_of(track, intent.real), words)

    def _paint_seen(self, painter: QPainter, timeline: Timeline, intent: Intent, track: int, range: TimeRange) -> None:
        body = self._viewport.rect_of(track, range).adjusted(0, NAME_BAR, 0, 0)
        joins.paint_context(painter, body, range.start < intent.start, self._viewport.scale)


def overlay_region(viewport: Viewport, overlay: Overlay) -> QRegion:
    """What has to be painted again when the overlay comes or goes."""
    region = QRegion()
    stands = [*(Stand(g.track, g.range) for g in overlay.ghosts), *overlay.veils, *overlay.targets]
    for stand in stands:
        region += viewport.rect_of(stand.track, stand.range).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    for shift in overlay.shifts:
        left = min(viewport.x_of(shift.at), viewport.x_of(shift.at + shift.by)) - MARGIN
        region += viewport.row_rect(shift.track).adjusted(left, 0, 0, 0)
    if overlay.result is not None:
        region += result_rect(viewport, overlay.result)
    for frame in (overlay.snap, overlay.insertion, *(frame for _, frame in overlay.blades)):
        if frame is not None:
            region += QRect(viewport.x_of(frame) - 2, 0, 4, viewport.size.height())
    if overlay.band is not None:
        region += overlay.band.adjusted(-1, -1, 1, 1)
    if overlay.bubble is not None:
        region += bubble_rect(overlay.bubble, viewport.size.width()).adjusted(-8, -8, 8, 16)
    return region


def result_rect(viewport: Viewport, result: Result) -> QRect:
    """Where anything may look different."""
    return QRect(QPoint(0, 0), viewport.size).adjusted(viewport.x_of(result.since) - MARGIN, 0, 0, 0)


def paint_target(painter: QPainter, rect: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(palette().colour("accent"), 1)
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(palette().colour("drop"))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def bubble_rect(bubble: Bubble, room: int) -> QRect:
    width = 2 * BUBBLE_PADDING + palette().timecode.width(bubble.lead)
    if bubble.text:
        width += 10 + palette().clips.width(bubble.text)
    left = max(4, min(bubble.x + 14, room - width - 4))
    return QRect(left, bubble.y + 18, width, BUBBLE_HEIGHT)


def paint_bubble(painter: QPainter, bubble: Bubble, rect: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in (6, 4, 2):
        painter.setBrush(QColor(0, 0, 0, 26))
        painter.drawRoundedRect(rect.adjusted(-spread, 2 - spread, spread, 4 + spread), 6 + spread, 6 + spread)
    painter.setPen(QPen(palette().colour("window_ring"), 1))
    painter.setBrush(palette().colour("raised"))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(palette().colour("accent_text"))
    inside = rect.adjusted(BUBBLE_PADDING, 0, -BUBBLE_PADDING + 2, 0)
    palette().timecode.write(painter, inside, bubble.lead)
    painter.setPen(palette().colour("dim"))
    text = inside.adjusted(palette().timecode.width(bubble.lead) + 10, 0, 0, 0)
    palette().clips.write(painter, text, bubble.text)


def _paint_intended(painter: QPainter, rect: QRect, words: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(palette().colour("gen_bg"))
    ground.setAlphaF(0.85)
    painter.setPen(QPen(palette().pending))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(palette().colour("gen_text"))
    width = min(palette().small.width(words), rect.width() - 8)
    if width > 12:
        left = rect.center().x() - width // 2
        palette().small.write(painter, QRect(left, rect.top() + 1, width, NAME_BAR), words)


def _paint_coming(painter: QPainter, rect: QRect, words: str) -> None:
    painter.setPen(QPen(palette().colour("text"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    width = min(palette().small.width(words), rect.width() - 8)
    if width > 12:
        tag = QRect(rect.center().x() - width // 2 - 4, rect.top() + 1, width + 8, NAME_BAR)
        painter.fillRect(tag, palette().colour("raised"))
        painter.setPen(palette().colour("text"))
        palette().small.write(painter, tag.adjusted(4, 0, -4, 0), words)


def _dashed_line() -> QPen:
    pen = QPen(palette().colour("accent"), 1)
    pen.setDashPattern([2.0, 3.0])
    return pen
