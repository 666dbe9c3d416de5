"""One clip: name bar, body and the small signs on it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPolygonF

from editor.timeline.model import Clip, Timeline, TrackKind
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting import generating
from editor.ui.timeline.painting.facts import FactBook, Facts
from editor.ui.timeline.painting.filmstrips import Filmstrips
from editor.ui.timeline.painting.palette import palette
from editor.ui.timeline.painting.waveforms import Waveforms
from editor.ui.timeline.sources import JobSource, Presence, ThumbnailSource

PLAIN = 12  # pixels; a narrower clip is two blocks of colour
NAMED = 44  # a wider one has a name: of less only a letter would be left
MARKED = 26  # a wider one that was generated has its sign
PADDING = 7
ICON = 12
WHOLE_TAKE = 128  # from this width on "Take 2/3", below "2/3"
SHORT_TAKE = 72
DISABLED = 0.45
TRIANGLE = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clip is painted, and what of it can be seen."""

    rect: QRect
    sight: QRect  # what is to be painted now; never more than the window
    kind: TrackKind
    ground: str  # the lane's colour
    ratio: float  # device pixels to a logical one


class ClipPainter:
    """Paints clips of one document."""

    def __init__(self, thumbnails: ThumbnailSource, jobs: JobSource, presence: Presence) -> None:
        self._thumbnails = thumbnails
        self._jobs = jobs
        self._presence = presence
        self.facts = FactBook()
        self._filmstrips = Filmstrips(thumbnails)
        self._waveforms = Waveforms()

    def forget_files(self) -> None:
        """What was drawn from them may be of another file now."""
        self._filmstrips.forget()
        self._waveforms.forget()

    def paint(self, painter: QPainter, timeline: Timeline, clip: Clip, place: Place) -> None:
        if not clip.enabled:
            painter.setOpacity(painter.opacity() * DISABLED)
        if clip.is_pending:
            generating.paint(painter, clip, self._jobs.row_of_clip(clip.id), place.rect, place.sight)
        else:
            self._paint_made(painter, clip, self.facts.of(timeline, clip, place.kind), place)
        if not clip.enabled:
            painter.setOpacity(painter.opacity() / DISABLED)

    def _paint_made(self, painter: QPainter, clip: Clip, facts: Facts, place: Place) -> None:
        colours = palette().of_clip[facts.look]
        missing = facts.media is None or self._presence.is_missing(facts.media)
        rect, body = place.rect, place.rect.adjusted(0, NAME_BAR, 0, 0)
        painter.fillRect(rect, palette().offline.bar if missing else colours.bar)
        painter.fillRect(body, palette().offline.body if missing else colours.body)
        if rect.width() < PLAIN:
            return
        if missing:
            _paint_offline(painter, body)
        else:
            self._paint_body(painter, facts, body, place)
            if facts.at_media_start or facts.at_media_end:
                _paint_media_ends(painter, facts, rect)
        palette().round_off(painter, rect, place.ground, place.ratio)
        if rect.width() >= (MARKED if facts.look == "generated" else NAMED):
            _paint_bar(painter, clip, facts, place, missing)

    def _paint_body(self, painter: QPainter, facts: Facts, body: QRect, place: Place) -> None:
        assert facts.media is not None
        if place.kind is TrackKind.VIDEO:
            self._filmstrips.paint(painter, facts, body, place.sight, place.ratio)
        elif (peaks := self._thumbnails.peaks(facts.media)) is not None:
            self._waveforms.paint(painter, facts, peaks, body, place.sight)


def _paint_bar(painter: QPainter, clip: Clip, facts: Facts, place: Place, missing: bool) -> None:
    """The name sticks to the left edge of the window, the take to the right edge of the clip."""
    rect = place.rect
    look, left = palette(), max(rect.left(), 0) + PADDING
    right, top = rect.right() - PADDING, rect.top()
    if facts.verdict and rect.left() >= 0:
        left += PADDING  # the lamp lies there
    painter.setPen(look.offline.text if missing else look.of_clip[facts.look].text)
    if take := take_label(clip, rect.width()):
        width = look.small.width(take)
        look.small.write(painter, QRect(right - width, top, width + 1, NAME_BAR), take)
        right -= width + PADDING
    icon = "ph.link-break" if missing else facts.icon
    if icon and right - left > ICON:
        ink = "picture_text" if missing else f"{facts.look}_text"
        pixmap = look.icon(icon, ink, ICON, place.ratio)
        painter.drawPixmap(left, top + (NAME_BAR - ICON) // 2, pixmap)
        left += ICON + 5
    if right - left > ICON:
        look.clips.write(painter, QRect(left, top, right + 1 - left, NAME_BAR), clip.name)


def take_label(clip: Clip, width: int) -> str:
    if clip.generation is None or not clip.takes or width < SHORT_TAKE:
        return ""
    number = f"{clip.active + 1}/{len(clip.takes)}"
    return f"Take {number}" if width >= WHOLE_TAKE else number


def _paint_offline(painter: QPainter, body: QRect) -> None:
    words = "Offline, relink…"
    width = palette().small.width(words)
    if body.width() > width + 2 * PADDING and body.height() >= 14:
        painter.setPen(palette().colour("dim"))
        left = body.center().x() - width // 2
        palette().small.write(painter, QRect(left, body.top(), width, body.height()), words)


def _paint_media_ends(painter: QPainter, facts: Facts, rect: QRect) -> None:
    """A triangle where the file has no more: there a trim stops, and generating begins."""
    if rect.width() < 3 * TRIANGLE:
        return
    left, right, top = rect.left(), rect.right() + 1, rect.top()
    if facts.at_media_end:
        _triangle(painter, right, right - TRIANGLE, top)
    if facts.at_media_start:
        _triangle(painter, left, left + TRIANGLE, top)


def _triangle(painter: QPainter, corner: int, inner: int, top: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(255, 255, 255, 217))
    points = (QPointF(corner, top), QPointF(inner, top), QPointF(corner, top + TRIANGLE))
    painter.drawPolygon(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
