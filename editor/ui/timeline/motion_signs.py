"""Where the motion points of a clip stand on it: small diamonds along its foot."""

from PySide6.QtCore import QPoint, QPointF, QRect

from editor.timeline import edits
from editor.timeline.model import Clip
from editor.ui.timeline.bands import Grip, Held, has_room, x_of

DIAMOND = 9  # pixels across
INSIDE = 7  # pixels that they stay away from the clip's edges
REACH = 6  # pixels around one that take hold of it


def motion_places(clip: Clip, rect: QRect) -> list[tuple[int, QPointF]]:
    """Of each point that the clip shows: its frame, and the diamond's middle. rect: where the clip is painted."""
    if not edits.motion_of(clip) or not has_room(rect):
        return []
    least, most, y = rect.left() + INSIDE, rect.right() - INSIDE, rect.bottom() - INSIDE
    shown = [point.at for point in edits.motion_of(clip) if 0 <= point.at < clip.duration]
    return [(at, QPointF(max(least, min(x_of(clip, rect, at), most)), y)) for at in shown]


def motion_grip_at(clip: Clip, rect: QRect, at: QPoint) -> Grip | None:
    """The nearest one under the pointer."""
    near = [((QPointF(at) - place).manhattanLength(), frame) for frame, place in motion_places(clip, rect)]
    distance, frame = min(near, default=(REACH + 1, 0))
    return Grip(Held.MOTION, frame) if distance <= REACH else None
