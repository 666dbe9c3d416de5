"""What part of the timeline is in sight, and how large."""

from collections.abc import Iterable, Mapping
from math import floor

from PySide6.QtCore import QObject, QRect, QSize, Signal

from editor.document import Document
from editor.timeline.model import Timeline, TrackId
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.detail import Run
from editor.ui.timeline.geometry import CLIP_INSET, LEAST_HEIGHT, MOST_HEIGHT, Row, arrange

MOST_SCALE = 48.0  # pixels a frame
START_SCALE = 1.75  # 5 s of 24 frames are 210 pixels
FIT_MARGIN = 48  # pixels left free beside the whole
MINUTES_AT_LEAST = 10  # the smallest scale shows that much, however short the timeline
BELOW = 8  # pixels free under the last track


class Viewport(QObject):
    """Scale and scroll position: whole pixels, so that what is painted can be moved instead of painted again."""

    scrolled = Signal(int, int)  # the content moved by that many pixels to the left, and up
    rescaled = Signal()
    arranged = Signal()  # rows were added, removed or resized
    resized = Signal()  # the window
    resized_by_hand = Signal()  # some tracks

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self.scale = START_SCALE  # pixels a frame
        self.origin = 0  # pixels between frame 0 and the left edge
        self.top = 0  # pixels between the first row and the upper edge
        self.size = QSize(0, 0)
        self.heights: dict[TrackId, int] = {}
        self._room: dict[TrackId, int] = {}
        self.rows: tuple[Row, ...] = arrange(document.timeline, {}, {})
        self._row_of_track = {row.index: row for row in self.rows}
        document.timeline_changed.connect(self._follow)

    # frames and pixels

    def x_of(self, frame: int) -> int:
        return round(frame * self.scale) - self.origin

    def frame_at(self, x: float) -> int:
        """The frame that is shown there."""
        return floor((x + self.origin) / self.scale)

    def edge_at(self, x: float) -> int:
        """The nearest boundary between two frames."""
        return round((x + self.origin) / self.scale)

    def exact_frame_at(self, x: float) -> float:
        """Also between two frames."""
        return (x + self.origin) / self.scale

    def in_sight(self) -> TimeRange:
        first = self.frame_at(0)
        return TimeRange(first, self.frame_at(self.size.width()) + 1 - first)

    # tracks and pixels

    def row_at(self, y: int) -> Row | None:
        for row in self.rows:
            if row.top <= y + self.top < row.bottom + 1:
                return row
        return None

    def row_of(self, track_index: int) -> Row:
        return self._row_of_track[track_index]

    def row_rect(self, track_index: int) -> QRect:
        row = self.row_of(track_index)
        return QRect(0, row.top - self.top, self.size.width(), row.height)

    def rect_of(self, track_index: int, range: TimeRange) -> QRect:
        """Where a clip there is painted; a pixel stays free between neighbours."""
        row = self.row_of(track_index)
        left, right = self.x_of(range.start), self.x_of(range.end)
        width = max(1, right - left - 1)
        return QRect(left, row.top - self.top + CLIP_INSET, width, row.height - 2 * CLIP_INSET)

    def rects_of(self, track_index: int, runs: Iterable[Run]) -> list[tuple[Run, QRect]]:
        """rect_of, for many of one track from left to right."""
        row, scale, origin = self.row_of(track_index), self.scale, self.origin
        top, height = row.top - self.top + CLIP_INSET, row.height - 2 * CLIP_INSET
        found: list[tuple[Run, QRect]] = []
        end, right = -1, 0  # of the one before: most begin there
        for run in runs:
            left = right if run.start == end else round(run.start * scale) - origin
            end = run.end
            right = round(end * scale) - origin
            found.append((run, QRect(left, top, max(1, right - left - 1), height)))
        return found

    @property
    def rows_height(self) -> int:
        return self.rows[-1].bottom + self.rows[-1].below if self.rows else 0

    # scrolling

    @property
    def longest(self) -> int:
        """How far the origin can go: the end of the timeline comes to the middle."""
        ahead = round(self._document.timeline.duration * self.scale) - self.size.width() // 2
        return max(0, ahead)

    @property
    def lowest(self) -> int:
        return max(0, self.rows_height + BELOW - self.size.height())

    def scroll_to(self, origin: int, top: int | None = None) -> None:
        origin = max(0, min(origin, max(self.longest, self.origin)))
        top = self.top if top is None else max(0, min(top, self.lowest))
        by = (origin - self.origin, top - self.top)
        if by != (0, 0):
            self.origin, self.top = origin, top
            self.scrolled.emit(*by)

    def scroll_by(self, x: int, y: int = 0) -> None:
        self.scroll_to(self.origin + x, self.top + y)

    def scroll_on(self, pixels: int) -> None:
        """Also past the end, where something is being dragged to."""
        if pixels > 0:
            self.origin, before = self.origin + pixels, self.origin
            self.scrolled.emit(self.origin - before, 0)
        else:
            self.scroll_by(pixels)

    def show_frame(self, frame: int) -> None:
        """Bring a frame into sight: a page on, or where it is far away, to the first quarter."""
        x = self.x_of(frame)
        if not 0 <= x < self.size.width():
            self.scroll_to(self.origin + x - (0 if x > 0 else self.size.width() // 4))

    def resize(self, size: QSize) -> None:
        self.size = size
        self.scroll_to(self.origin, self.top)
        self.resized.emit()

    # zoom

    @property
    def least_scale(self) -> float:
        timeline = self._document.timeline
        frames = max(timeline.duration, round(MINUTES_AT_LEAST * 60 * timeline.rate))
        return max(1, self.size.width() - FIT_MARGIN) / frames

    def zoom_to(self, scale: float, anchor: float) -> None:
        """`anchor`: the x whose frame stays where it is."""
        frame = (self.origin + anchor) / self.scale
        scale = max(self.least_scale, min(scale, MOST_SCALE))
        if scale != self.scale:
            self.scale = scale
            self.origin = max(0, round(frame * scale - anchor))
            self.rescaled.emit()

    def fit(self) -> None:
        """All of the timeline, from its start."""
        frames = self._document.timeline.duration
        self.show_range(TimeRange(0, frames) if frames else TimeRange(0, round(30 * self._document.timeline.rate)))

    def show_range(self, range: TimeRange) -> None:
        wanted = (self.size.width() - FIT_MARGIN) / max(1, range.duration)
        self.scale = max(self.least_scale, min(wanted, MOST_SCALE))
        self.origin = round(range.start * self.scale)
        self.rescaled.emit()

    # rows

    def set_height(self, track_id: TrackId, height: int) -> None:
        height = max(LEAST_HEIGHT, min(height, MOST_HEIGHT))
        if self.heights.get(track_id) != height:
            self.heights[track_id] = height
            self._arrange(self._document.timeline)
            self.resized_by_hand.emit()

    def reset_height(self, track_id: TrackId) -> None:
        if self.heights.pop(track_id, None) is not None:
            self._arrange(self._document.timeline)
            self.resized_by_hand.emit()

    def set_heights(self, heights: Mapping[TrackId, int]) -> None:
        """Of all tracks, as they were left; those not named are as high as by default."""
        self.heights = {each: max(LEAST_HEIGHT, min(height, MOST_HEIGHT)) for each, height in heights.items()}
        self._arrange(self._document.timeline)

    def keep_room(self, track_id: TrackId | None, height: int = 0) -> None:
        """Pixels free under one track, and under no other."""
        room = {} if track_id is None else {track_id: height}
        if room != self._room:
            self._room = room
            self._arrange(self._document.timeline)

    def _follow(self, before: Timeline, after: Timeline) -> None:
        if [(t.id, t.kind) for t in before.tracks] != [(t.id, t.kind) for t in after.tracks]:
            self._arrange(after)

    def _arrange(self, timeline: Timeline) -> None:
        self.rows = arrange(timeline, self.heights, self._room)
        self._row_of_track = {row.index: row for row in self.rows}
        self.top = min(self.top, self.lowest)
        self.arranged.emit()
