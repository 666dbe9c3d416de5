"""Which tracks stand where, from top to bottom."""

from collections.abc import Mapping
from dataclasses import dataclass

from editor.timeline.model import Timeline, TrackId, TrackKind

LEAST_HEIGHT, MOST_HEIGHT = 28, 240
BETWEEN = 1  # pixels between tracks of one kind
SPLIT = 5  # between picture and sound
CLIP_INSET = 2  # a clip stands that far inside its track
NAME_BAR = 18
PICTURE_HEIGHTS = (88, 56, 44)  # V1, V2, V3 and above
SOUND_HEIGHTS = (60, 44)  # A1, A2 and below


@dataclass(frozen=True, slots=True)
class Row:
    """One track on screen."""

    index: int  # of the track in the timeline
    track_id: TrackId
    kind: TrackKind
    number: int  # 1 for V1 and A1
    top: int  # pixels from the top of the first row
    height: int
    below: int = 0  # pixels kept free under it, for what belongs to a clip of it

    @property
    def bottom(self) -> int:
        """The first pixel below it."""
        return self.top + self.height

    @property
    def label(self) -> str:
        return f"{'V' if self.kind is TrackKind.VIDEO else 'A'}{self.number}"


def default_height(kind: TrackKind, number: int) -> int:
    heights = PICTURE_HEIGHTS if kind is TrackKind.VIDEO else SOUND_HEIGHTS
    return heights[min(number, len(heights)) - 1]


def arrange(timeline: Timeline, heights: Mapping[TrackId, int], room: Mapping[TrackId, int]) -> tuple[Row, ...]:
    """Top to bottom: the highest picture track first, V1 above the split, then sound from A1 down.

    room: pixels to keep free under a track.
    """
    rows: list[Row] = []
    top = 0
    for index, number in _order(timeline):
        track = timeline.tracks[index]
        if rows:
            top += BETWEEN if rows[-1].kind is track.kind else SPLIT
        height = heights.get(track.id, default_height(track.kind, number))
        rows.append(Row(index, track.id, track.kind, number, top, height, room.get(track.id, 0)))
        top += height + rows[-1].below
    return tuple(rows)


def _order(timeline: Timeline) -> list[tuple[int, int]]:
    """Of each track, top to bottom: its index, and its number among its kind."""
    pictures = [index for index, track in enumerate(timeline.tracks) if track.kind is TrackKind.VIDEO]
    sounds = [index for index, track in enumerate(timeline.tracks) if track.kind is TrackKind.AUDIO]
    numbered = [(index, number) for number, index in enumerate(pictures, 1)]
    return [*reversed(numbered), *((index, number) for number, index in enumerate(sounds, 1))]
