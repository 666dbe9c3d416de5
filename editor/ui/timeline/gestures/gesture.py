"""What every gesture is: something between a press and a release."""

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt

from editor.timeline.model import ItemId, Timeline
from editor.timeline.timecode import format_timecode
from editor.ui.timeline.magnet import Magnet
from editor.ui.timeline.overlay import NOTHING, Bubble, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.words import trn

THRESHOLD = 4  # pixels; a shorter way is a click


class Gesture:
    """`drag` follows the mouse and says what to show; `release` makes the edit; one that is dropped leaves nothing."""

    cursor: Qt.CursorShape | None = None
    scrolls = False  # on, when dragged past the edge of the window

    def __init__(self, stage: Stage, pressed: Pointer) -> None:
        self.stage = stage
        self.pressed = pressed
        self.grabbed = stage.viewport.exact_frame_at(pressed.x)

    @property
    def needs(self) -> frozenset[ItemId]:
        """What it works on: where an item of those goes while it is dragged, the gesture ends."""
        return frozenset()

    def drag(self, pointer: Pointer) -> Overlay:
        return NOTHING

    def release(self, pointer: Pointer) -> None:
        pass

    def type(self, frames: int) -> Overlay:
        """A number was typed while dragging."""
        return NOTHING


class FrameDrag(Gesture):
    """A drag that amounts to a number of frames: snapped, kept within limits, and overruled by typed digits."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeHorCursor
    name = ""  # of the undo step
    scrolls = True

    def __init__(self, stage: Stage, pressed: Pointer) -> None:
        super().__init__(stage, pressed)
        self.by = 0
        self.moved = False
        self.limited = False
        self._pointer = pressed
        self._typed = False
        self._magnet: Magnet | None = None

    # what a gesture says of itself

    def edges(self) -> tuple[int, ...]:
        """Frames that like to land on snap points."""
        return ()

    def still(self) -> frozenset[ItemId]:
        """What moves along and is therefore nothing to snap to."""
        return frozenset()

    @property
    def needs(self) -> frozenset[ItemId]:
        return self.still()

    def limits(self) -> tuple[int, int]:
        return -(10**9), 10**9

    def preview(self) -> Overlay:
        return NOTHING

    def words(self) -> str:
        """Beside the amount in the bubble."""
        return ""

    def edit(self) -> Timeline:
        return self.stage.timeline

    def clicked(self, pointer: Pointer) -> None:
        """It was no drag."""

    # what follows from it

    def drag(self, pointer: Pointer) -> Overlay:
        self._pointer = pointer
        far = abs(pointer.x - self.pressed.x) >= THRESHOLD or abs(pointer.y - self.pressed.y) >= THRESHOLD
        self.moved = self.moved or far
        if not self.moved:
            return NOTHING
        if self._typed:
            return self._shown(None)
        wanted, snapped = self._wanted(pointer)
        self.by = self._within(wanted)
        return self._shown(snapped if self.by == wanted else None)

    def type(self, frames: int) -> Overlay:
        self.moved = self._typed = True
        self.by = self._within(frames)
        return self._shown(None)

    def release(self, pointer: Pointer) -> None:
        if not self.moved:
            self.clicked(pointer)
            return
        self._pointer = pointer
        if self.changes():
            self.stage.apply(self.name, self.edit)

    def changes(self) -> bool:
        return self.by != 0

    @property
    def pointer(self) -> Pointer:
        return self._pointer

    def _wanted(self, pointer: Pointer) -> tuple[int, int | None]:
        by = round(self.stage.viewport.exact_frame_at(pointer.x) - self.grabbed)
        if not self.stage.view.snapping or pointer.shift:
            return by, None
        if self._magnet is None:
            self._magnet = Magnet(self.stage, self.still())
        return self._magnet.shift(self.edges(), by)

    def _within(self, by: int) -> int:
        low, high = self.limits()
        limited = max(low, min(by, high))
        self.limited = limited != by
        return limited

    def _shown(self, snap: int | None) -> Overlay:
        bubble = Bubble(self._amount(), self.words(), self._pointer.x, self._pointer.y)
        return replace(self.preview(), snap=snap, bubble=bubble)

    def _amount(self) -> str:
        sign = "−" if self.by < 0 else "+"
        return sign + length_words(abs(self.by), self.stage.timeline.rate)


def length_words(frames: int, rate: Fraction) -> str:
    """A length as timecode: never drop frame, which is for positions."""
    return format_timecode(frames, rate)


def frames_words(frames: int) -> str:
    return trn("1 frame", "{count} frames", frames)
