"""Snapping on screen: within some pixels an edge goes where others are."""

from collections.abc import Iterable
from math import ceil

from editor.timeline.model import ItemId
from editor.timeline.snapping import snap, snap_move, snap_points
from editor.ui.timeline.stage import Stage


class Magnet:
    """The snap points of one gesture, gathered when it begins."""

    def __init__(self, stage: Stage, still: Iterable[ItemId] = (), playhead: bool = True) -> None:
        self._stage = stage
        self._points = snap_points(stage.timeline, frozenset(still), stage.playback.frame if playhead else None)

    @property
    def _tolerance(self) -> int:
        reach, scale = self._stage.view.snap_reach, self._stage.viewport.scale
        return max(1, ceil(reach / scale)) if scale < reach else 0

    def shift(self, edges: Iterable[int], by: int) -> tuple[int, int | None]:
        """How far to move those edges, and the frame they land on where that is a snap point."""
        found = snap_move([edge + by for edge in edges], self._points, self._tolerance)
        return (by + found[0], found[1]) if found is not None else (by, None)

    def edge(self, frame: int) -> tuple[int, int | None]:
        """The snap point nearby, or the frame itself."""
        found = snap(frame, self._points, self._tolerance)
        return (frame, None) if found is None else (found, found)
