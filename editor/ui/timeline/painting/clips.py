"""One clip: name bar, body and the small signs on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from editor.render.layers import without_crossed_fades
from editor.timeline.edits import made_with
from editor.timeline.model import Clip, Timeline, TrackKind
from editor.ui.theme.labels import sign_colour
from editor.ui.timeline.bands import Band, band_on
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting import envelopes, generating, keyframes, motion
from editor.ui.timeline.painting.facts import FactBook, Facts
from editor.ui.timeline.painting.filmstrips import Filmstrips
from editor.ui.timeline.painting.palette import ClipColours, palette
from editor.ui.timeline.painting.waveforms import Waveforms
from editor.ui.timeline.sources import JobSource, Presence, ThumbnailSource
from editor.view_state import CurvePoint, KeyframePlace, Line
from editor.words import tr

PLAIN = 12  # pixels; a narrower clip is two blocks of colour
NAMED = 44  # a wider one has a name: of less only a letter would be left
MARKED = 26  # a wider one that was generated has its sign
PADDING = 7
ICON = 12
CHANGED_TAKE = 240  # from this width on "Take 2/3, keyframes changed", where they have
WHOLE_TAKE = 128  # from this width on "Take 2/3", below "2/3"
SHORT_TAKE = 72
SPED = 64  # pixels of room from which on a name bar also says how fast the clip plays
DISABLED = 0.45
TRIANGLE = 8
BADGE_PADDING = 4
LABEL = 3  # pixels: the line of a label under a name bar that keeps its own colour


@dataclass(frozen=True, slots=True)
class Place:
    """Where clips of one row are painted, and what of it can be seen."""

    sight: QRect  # what is to be painted now; never more than the window
    kind: TrackKind
    ground: str  # the lane's colour
    ratio: float  # device pixels to a logical one


class Made(NamedTuple):  # made by the hundred for a repaint: a frozen dataclass takes four times as long
    """A clip that has media, as it is painted."""

    clip: Clip
    facts: Facts
    rect: QRect
    is_missing: bool
    apart: int  # frames out of sync

    @property
    def colours(self) -> ClipColours:
        return palette().offline if self.is_missing else palette().clip(self.facts.look, self.clip.label)


class ClipPainter:
    """Paints clips of one document."""

    def __init__(self, thumbnails: ThumbnailSource, jobs: JobSource, presence: Presence) -> None:
        self._thumbnails = thumbnails
        self._jobs = jobs
        self._presence = presence
        self.facts = FactBook()
        self.chosen: KeyframePlace | None = None  # the keyframe that is selected
        self.fade: generating.Fade = lambda job_id, index: (None, 1.0)
        self.lines: dict[TrackKind, Band | None] = {}  # what is drawn along the clips of each kind of track
        self.point: CurvePoint | None = None  # of a line: the one that is selected
        self._filmstrips = Filmstrips(thumbnails)
        self.waveforms = Waveforms()

    def forget_files(self) -> None:
        """What was drawn from them may be of another file now."""
        self._filmstrips.forget()
        self.waveforms.forget()

    def paint(self, painter: QPainter, timeline: Timeline, clips: Iterable[tuple[Clip, QRect]], place: Place) -> None:
        """Clips of one row, from left to right. What is alike is painted together: each call has its price."""
        made: list[Made] = []
        given: list[tuple[Clip, QRect]] = []
        for clip, rect in clips:
            asked = clip.generation if self.facts.generative and place.kind is TrackKind.VIDEO else None
            if asked is not None and asked.keyframes:
                given.append((clip, rect))
            if not clip.enabled:
                self._paint_faint(painter, timeline, clip, rect, place)
            elif clip.is_pending:
                self._paint_pending(painter, timeline, clip, rect, place)
            else:
                made.append(self._made(timeline, clip, rect, place.kind))
        self._paint_made(painter, made, place)
        for each in made:
            self._paint_points(painter, timeline, each, place)
        for clip, rect in given:
            chosen = self.chosen.at if self.chosen is not None and self.chosen.clip_id == clip.id else None
            keyframes.paint(painter, timeline, clip, rect, chosen, self._thumbnails)

    def _paint_points(self, painter: QPainter, timeline: Timeline, made: Made, place: Place) -> None:
        """Of a line and of motion, of which one may be selected."""
        chosen = self.point if self.point is not None and self.point.clip_id == made.clip.id else None
        in_motion = chosen.at if chosen is not None and chosen.line is Line.MOTION else None
        on_line = chosen.at if chosen is not None and chosen.line is not Line.MOTION else None
        band = band_on(self.lines.get(place.kind), timeline, made.clip)
        seen = _as_it_fades(timeline, made.clip)
        envelopes.paint(painter, seen, made.rect, band, on_line, place.kind, place.sight)
        motion.paint(painter, made.clip, made.rect, in_motion)

    def _paint_faint(self, painter: QPainter, timeline: Timeline, clip: Clip, rect: QRect, place: Place) -> None:
        painter.setOpacity(painter.opacity() * DISABLED)
        if clip.is_pending:
            self._paint_pending(painter, timeline, clip, rect, place)
        else:
            self._paint_made(painter, [self._made(timeline, clip, rect, place.kind)], place)
        painter.setOpacity(painter.opacity() / DISABLED)

    def _paint_pending(self, painter: QPainter, timeline: Timeline, clip: Clip, rect: QRect, place: Place) -> None:
        """Sound has the job of its picture, and nothing that could be looked at."""
        row = self._jobs.row_of_clip(made_with(timeline, clip)[0])
        generating.paint(painter, clip, row, rect, self.fade if place.kind is TrackKind.VIDEO else None)

    def _made(self, timeline: Timeline, clip: Clip, rect: QRect, kind: TrackKind) -> Made:
        known = self.facts.of(timeline, clip, kind)
        missing = known.media is None or self._presence.is_missing(known.media)
        return Made(clip, known.facts, rect, missing, known.apart)

    def _paint_made(self, painter: QPainter, made: list[Made], place: Place) -> None:
        chains = _chains(made, joined=painter.opacity() == 1)
        for chain in chains:
            _paint_grounds(painter, chain)
        detailed = [each for each in made if each.rect.width() >= PLAIN]
        for each in detailed:
            if each.is_missing:
                _paint_offline(painter, each.rect.adjusted(0, NAME_BAR, 0, 0))
            elif place.kind is TrackKind.VIDEO:
                self._filmstrips.paint(painter, each.facts, each.rect, place.sight, place.ratio)
            elif each.facts.media is not None and (peaks := self._thumbnails.peaks(each.facts.media)) is not None:
                self.waveforms.paint(painter, each.facts, peaks, each.rect, place.sight)
        for each in detailed:
            if (each.facts.at_media_start or each.facts.at_media_end) and not each.is_missing:
                _paint_media_ends(painter, each.facts, each.rect)
        for chain in chains:
            if chain[0].rect.width() >= PLAIN:
                palette().round_off(painter, [each.rect for each in chain], place.ground, place.ratio)
        _paint_bars(painter, detailed, place.ratio)


def _as_it_fades(timeline: Timeline, clip: Clip) -> Clip:
    """Without the fades in whose place a transition stands."""
    if not (clip.fade_in or clip.fade_out) or not timeline.has(clip.id):
        return clip
    row, index = timeline.place(clip.id)
    return without_crossed_fades(timeline.tracks[row], index, clip)


def _chains(made: list[Made], joined: bool) -> list[list[Made]]:
    """Neighbours that look alike: what lies under them is painted in one piece, as long as nothing shines through."""
    chains: list[list[Made]] = []
    end, before = -1, None
    for each in made:
        rect, alike = each.rect, (each.facts.look, each.is_missing, each.clip.label)
        left, width = rect.left(), rect.width()
        if joined and left == end and alike == before and width >= PLAIN:
            chains[-1].append(each)
        else:
            chains.append([each])
        end, before = left + width + 1, alike if width >= PLAIN else None
    return chains


def _paint_grounds(painter: QPainter, chain: list[Made]) -> None:
    """Name bars and bodies."""
    colours, rect = chain[0].colours, chain[0].rect.united(chain[-1].rect)
    painter.fillRect(rect, colours.bar)
    painter.fillRect(rect.adjusted(0, NAME_BAR, 0, 0), colours.body)
    label = sign_colour(chain[0].clip.label) if chain[0].facts.look == "generated" else None
    if label is not None:
        painter.fillRect(rect.left(), rect.top() + NAME_BAR - LABEL, rect.width(), LABEL, label)


def _paint_bars(painter: QPainter, made: list[Made], ratio: float) -> None:
    """The name sticks to the left edge of the window, the take to the right edge of the clip."""
    letters, inked = palette().clips, None
    for each in made:
        rect, generated = each.rect, each.facts.look == "generated"
        if rect.width() < (MARKED if generated else NAMED):
            continue
        left, right, top = max(rect.left(), 0) + PADDING, rect.right() - PADDING, rect.top()
        if each.apart or generated:
            left, right = _paint_around_name(painter, each, left, right)
            inked = None
        if inked is not (colours := each.colours):
            painter.setPen(colours.text)
            painter.setFont(letters.font)
            inked = colours
        icon = "ph.link-break" if each.is_missing else each.facts.icon
        if icon and right - left > ICON:
            ink = "picture_text" if each.is_missing else f"{each.facts.look}_text"
            painter.drawPixmap(left, top + (NAME_BAR - ICON) // 2, palette().icon(icon, ink, ICON, ratio))
            left += ICON + 5
        if each.facts.speed and right - left > SPED:
            right = _paint_speed(painter, each, left, right)
            painter.setFont(letters.font)
        if right - left > ICON:
            letters.put(painter, left, letters.top_in(top, NAME_BAR), right + 1 - left, each.clip.name)


def _paint_around_name(painter: QPainter, made: Made, left: int, right: int) -> tuple[int, int]:
    """How far it is out of sync, and which take plays; and between where the name has its place."""
    rect = made.rect
    if made.facts.verdict and rect.left() >= 0:
        left += PADDING  # the lamp lies there
    if made.apart:
        left += paint_badge(painter, QRect(left, rect.top(), right - left, NAME_BAR), made.apart)
    generated = made.facts.look == "generated"
    if generated and (take := take_label(made.clip, rect.width(), made.facts.has_changed)):
        painter.setPen(made.colours.text)
        width = palette().small.width(take)
        palette().small.write(painter, QRect(right - width, rect.top(), width + 1, NAME_BAR), take)
        right -= width + PADDING
    return left, right


def _paint_speed(painter: QPainter, made: Made, left: int, right: int) -> int:
    """Behind the name, as far as there is room for it; and up to where the name may go."""
    letters, words = palette().small, made.facts.speed
    width = letters.width(words)
    if width > right - left:
        return right
    place = min(right - width, left + palette().clips.width(made.clip.name) + 2 * PADDING)
    letters.write(painter, QRect(place, made.rect.top(), width + 1, NAME_BAR), words)
    return place - PADDING


def paint_badge(painter: QPainter, room: QRect, apart: int) -> int:
    """How many frames a clip is out of sync, as far as there is room for it; and how far to go on from there."""
    words, letters = badge_words(apart), palette().small
    width = letters.width(words) + 2 * BADGE_PADDING
    if width > room.width():
        return 0
    badge = QRectF(room.left() - 3, room.top() + 2, width, room.height() - 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette().colour("bad"))
    painter.drawRoundedRect(badge, 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(palette().colour("bg"))
    letters.write(painter, QRect(room.left() - 3 + BADGE_PADDING, room.top(), width, room.height()), words)
    return width + 2


def badge_words(apart: int) -> str:
    return f"{'+' if apart > 0 else '−'}{abs(apart)}"


def take_label(clip: Clip, width: int, has_changed: bool = False) -> str:
    """has_changed: what is asked for is not what the take was given."""
    if clip.generation is None or not clip.takes or width < SHORT_TAKE:
        return ""
    number = f"{clip.active + 1}/{len(clip.takes)}"
    if has_changed:
        return tr("Take {number}, changed since", number=number) if width >= CHANGED_TAKE else f"{number} *"
    return tr("Take {number}", number=number) if width >= WHOLE_TAKE else number


def _paint_offline(painter: QPainter, body: QRect) -> None:
    words = tr("Offline, relink…")
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
