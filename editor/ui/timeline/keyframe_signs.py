"""Where the keyframes of a clip stand on it: a picture, a chip with its freedom, and a diamond at its frame."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from editor.timeline.model import Clip, Keyframe, Timeline
from editor.timeline.rational_time import to_frames
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting.generating import FOOT
from editor.ui.timeline.painting.palette import palette
from editor.words import tr

DIAMOND = 11  # pixels across
CHIP = 17
CHIP_ICON, PAD = 12, 5
HIGHEST, LOWEST = 53, 20  # of the picture
GAP = 3
GRIP = 8  # pixels around a diamond that take hold of it


@dataclass(frozen=True, slots=True)
class Sign:
    """One keyframe on screen. card and chip are empty where there is no room for them."""

    keyframe: Keyframe
    words: str
    card: QRect
    chip: QRect
    diamond: QPoint

    def contains(self, at: QPoint) -> bool:
        grip = QRect(self.diamond.x() - GRIP, self.diamond.y() - GRIP, 2 * GRIP, 2 * GRIP)
        return any(part.contains(at) for part in (self.card, self.chip, grip))


def signs(timeline: Timeline, clip: Clip, rect: QRect) -> list[Sign]:
    """From left to right; those that a trim hides are left out. rect: where the clip is painted."""
    if clip.generation is None or not clip.generation.keyframes or clip.timing is not None:
        return []
    hidden, found = to_frames(clip.source_start, timeline.rate), []
    for keyframe in clip.generation.keyframes:
        if 0 <= keyframe.at - hidden < clip.duration:
            middle = rect.left() + round((keyframe.at - hidden + 0.5) * (rect.width() + 1) / clip.duration)
            found.append(_sign(timeline, keyframe, middle, _body(clip, rect)))
    return found


def sign_at(timeline: Timeline, clip: Clip, rect: QRect, at: QPoint) -> Sign | None:
    """The topmost one there: later ones lie over earlier ones."""
    return next((sign for sign in reversed(signs(timeline, clip, rect)) if sign.contains(at)), None)


def _body(clip: Clip, rect: QRect) -> QRect:
    """What of the clip is theirs: of one that is being made, not the words at its foot."""
    return rect.adjusted(0, NAME_BAR, 0, -FOOT // 2 if clip.is_pending else 0)


def _sign(timeline: Timeline, keyframe: Keyframe, middle: int, body: QRect) -> Sign:
    diamond = QPoint(middle, body.bottom() - GAP - DIAMOND // 2)
    words = words_of(timeline, keyframe)
    chip = QRect(0, 0, palette().small.width(words) + CHIP_ICON + 3 * PAD, CHIP)
    top = diamond.y() - DIAMOND // 2 - GAP - CHIP
    if top < body.top() or chip.width() > body.width():
        return Sign(keyframe, words, QRect(), QRect(), diamond)
    chip.moveTopLeft(QPoint(_within(middle, chip.width(), body), top))
    height = min(HIGHEST, top - body.top() - 2 * GAP)
    card = QRect(0, 0, round(height * _aspect(timeline, keyframe)), height)
    if height < LOWEST or card.width() > body.width():
        return Sign(keyframe, words, QRect(), chip, diamond)
    card.moveTopLeft(QPoint(_within(middle, card.width(), body), top - GAP - height))
    return Sign(keyframe, words, card, chip, diamond)


def words_of(timeline: Timeline, keyframe: Keyframe) -> str:
    """Still 0.20; Frame 0.35"""
    return f"{tr('Still') if is_still(timeline, keyframe) else tr('Frame')} {keyframe.noise:.2f}"


def is_still(timeline: Timeline, keyframe: Keyframe) -> bool:
    media = timeline.media_by_id.get(keyframe.media)
    return media is None or media.is_still


def _within(middle: int, width: int, body: QRect) -> int:
    """Its left edge: over the middle, as far as the clip goes."""
    return max(body.left() + GAP, min(middle - width // 2, body.right() + 1 - GAP - width))


def _aspect(timeline: Timeline, keyframe: Keyframe) -> float:
    media = timeline.media_by_id.get(keyframe.media)
    picture = media.picture if media else None
    return min(2.5, max(0.5, picture.width / picture.height)) if picture else 16 / 9
