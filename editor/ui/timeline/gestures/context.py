"""Dragging the bracket around what a model looks at of a clip."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt

from editor.actions.context import Sight, Sights, warning
from editor.timeline.edits.track_items import change_clips
from editor.timeline.model import ItemId, Task
from editor.ui.timeline import brackets
from editor.ui.timeline.gestures.gesture import Gesture
from editor.ui.timeline.overlay import Bracket, Bubble, Overlay, Result
from editor.ui.timeline.stage import ExtenderSource, Pointer, Stage
from editor.words import tr, trn


class DragContext(Gesture):
    """From one number of frames that the model takes to the next: 1, 5, 9, 13 ... Nothing but that changes."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeHorCursor

    def __init__(self, stage: Stage, pressed: Pointer, bracket: Bracket, extender: ExtenderSource) -> None:
        super().__init__(stage, pressed)
        self._bracket, self._extender = bracket, extender
        self._chosen = bracket.sights.now
        self._at = pressed
        self._typed: int | None = None

    @property
    def needs(self) -> frozenset[ItemId]:
        about = self._bracket.about
        return frozenset({self._bracket.clip_id, *([about] if about is not None else [])})

    def drag(self, pointer: Pointer) -> Overlay:
        self._at = pointer
        if self._typed is not None:
            return self.type(self._typed)
        by = self.stage.viewport.exact_frame_at(pointer.x) - self.grabbed
        shown = brackets.range_of(self.stage.timeline, self._bracket).duration
        wanted = shown + (-by if self._bracket.at_end else by)
        return self._choose(lambda sight: abs(sight.reach(self._bracket.at_end) - wanted))

    def type(self, frames: int) -> Overlay:
        self._typed = frames
        return self._choose(lambda sight: abs(sight.asked - abs(frames)))

    def release(self, pointer: Pointer) -> None:
        asked, bracket = self._chosen.asked, self._bracket
        if self._chosen == bracket.sights.now:
            return
        if bracket.about is None:
            self._extender.remember_context(Task.AFTER if bracket.at_end else Task.BEFORE, asked)
        else:
            self._extender.change_context(bracket.about, asked)

    def _choose(self, distance: Callable[[Sight], float]) -> Overlay:
        """The nearest, and of several the one that changes least."""
        now, choices = self._bracket.sights.now, self._bracket.sights.choices
        self._chosen = min(choices, key=lambda sight: (distance(sight), abs(sight.asked - now.asked)))
        bracket = replace(self._bracket, sights=Sights(self._chosen, choices))
        bubble = Bubble(lead_words(bracket), sight_words(self.stage, bracket), self._at.x, self._at.y)
        return Overlay(brackets=(bracket,), bubble=bubble, result=self._result(bracket))

    def _result(self, bracket: Bracket) -> Result | None:
        """The lane is tinted as the generated clip asks."""
        if bracket.about is None:
            return None
        timeline, asked = self.stage.timeline, self._chosen.asked
        generation = timeline.clip(bracket.about).generation
        assert generation is not None, "it was generated"
        changed = replace(generation, context=asked)
        after = change_clips(timeline, [bracket.about], lambda clip: replace(clip, generation=changed))
        return Result(after, timeline.range_of(bracket.clip_id).start)


def lead_words(bracket: Bracket) -> str:
    asked = bracket.sights.now.asked
    return trn("{count} frame", "{count} frames", asked)


def sight_words(stage: Stage, bracket: Bracket) -> str:
    """Of which clip they are, over how long, and what is in their way."""
    timeline, frames = stage.timeline, bracket.frames
    name = timeline.clip(bracket.clip_id).name
    seconds = float(frames / timeline.rate)
    last = tr("of the last {seconds:.1f} s of {name}", seconds=seconds, name=name)
    first = tr("of the first {seconds:.1f} s of {name}", seconds=seconds, name=name)
    words = last if bracket.at_end else first
    refusal = warning(timeline, bracket.clip_id, frames, bracket.at_end)
    return f"{words}. {refusal}" if refusal else words
