"""Numbers typed over the timeline: `+24` and Return moves the edit point, the selected clips, or the playhead."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from editor.actions.edit_points import frame_of, point_of
from editor.actions.selecting import leads
from editor.timeline.model import Clip
from editor.timeline.timecode import TimecodeError, parse_timecode
from editor.ui.timeline.gestures.gesture import length_words
from editor.ui.timeline.overlay import NOTHING, Bubble, Overlay
from editor.ui.timeline.stage import Stage
from editor.ui.timeline.surface import Surface
from editor.words import tr, trn

DIGITS = "0123456789.:;"
KEYPAD = Qt.KeyboardModifier.KeypadModifier
PLACE = 6  # pixels below the upper edge, where the bubble hangs


class Typing:
    """Begins with + anywhere, or with the number pad's minus; Return does it, Escape drops it."""

    def __init__(self, stage: Stage, surface: Surface) -> None:
        self._stage, self._surface = stage, surface
        self._text = ""

    @property
    def is_busy(self) -> bool:
        return bool(self._text)

    def begins(self, event: QKeyEvent) -> bool:
        """Whether the key is ours although nothing is typed yet: then no shortcut is meant."""
        if event.text() == "+":
            return not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return event.text() == "-" and bool(event.modifiers() & KEYPAD)

    def key(self, event: QKeyEvent) -> bool:
        """False for what is none of ours."""
        if not self.is_busy and not self.begins(event):
            return False
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif key == Qt.Key.Key_Escape:
            self.cancel()
        elif key == Qt.Key.Key_Backspace:
            self._show(self._text[:-1])
        elif text and text in "+-":
            self._show(text + self._text[1:])
        elif text and text in DIGITS:
            self._show(self._text + text)
        return True

    def cancel(self) -> None:
        if self.is_busy:
            self._text = ""
            self._surface.show_overlay(NOTHING)

    def _finish(self) -> None:
        frames = self._frames
        self.cancel()
        if frames:
            self._stage.callbacks.typed(frames)

    @property
    def _frames(self) -> int:
        """0 while it is none."""
        try:
            return parse_timecode(self._text, self._stage.timeline.rate)
        except TimecodeError:
            return 0

    def _show(self, text: str) -> None:
        self._text = text
        if not text:
            self._surface.show_overlay(NOTHING)
            return
        frames = self._frames
        words = f"{self._about()}  {length_words(abs(frames), self._stage.timeline.rate)}" if frames else self._about()
        self._surface.show_overlay(Overlay(bubble=Bubble(text.replace("-", "−"), words, self._x(), PLACE)))

    def _about(self) -> str:
        """What it would move."""
        timeline, document = self._stage.timeline, self._stage.document
        point = point_of(timeline, self._stage.view.edit_point)
        if point is not None:
            return tr("{trimming} the edit point", trimming=point.trimming)
        items = (timeline.item(item_id) for item_id in document.selection)
        clips = leads(item for item in items if isinstance(item, Clip))
        if not clips:
            return tr("move the playhead")
        return trn("move the clip", "move {count} clips", len(clips))

    def _x(self) -> int:
        stage = self._stage
        point = point_of(stage.timeline, stage.view.edit_point)
        frame = stage.playback.frame if point is None else frame_of(stage.timeline, point)
        return max(0, min(stage.viewport.x_of(frame), stage.viewport.size.width()))
