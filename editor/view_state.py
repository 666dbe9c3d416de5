"""How the user looks at the document and works on it: tool, switches. Not part of the document, never undone."""

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from editor.timeline.model import ItemId


class Tool(StrEnum):
    SELECT = "select"
    TRACK_SELECT = "track select forward"
    RAZOR = "razor"
    RIPPLE = "ripple"
    ROLL = "roll"
    SLIP = "slip"
    SLIDE = "slide"
    HAND = "hand"
    ZOOM = "zoom"


class KeyframePlace(NamedTuple):
    """A keyframe of a generated clip, by its frame: counted from the first new one, at the timeline's rate."""

    clip_id: ItemId
    at: int


class ViewState(QObject):
    """Each switch is a property with one signal for all: `changed` tells the name of the one that did."""

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool = Tool.SELECT
        self._snapping = True
        self._linked = True
        self._inserting = False
        self._keyframe: KeyframePlace | None = None

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        if tool is not self._tool:
            self._tool = tool
            self.changed.emit("tool")

    @property
    def snapping(self) -> bool:
        return self._snapping

    def set_snapping(self, on: bool) -> None:
        if on != self._snapping:
            self._snapping = on
            self.changed.emit("snapping")

    @property
    def linked(self) -> bool:
        """Whether clips that are linked are selected, moved and trimmed together."""
        return self._linked

    def set_linked(self, on: bool) -> None:
        if on != self._linked:
            self._linked = on
            self.changed.emit("linked")

    @property
    def inserting(self) -> bool:
        """Whether what is dropped pushes the rest aside (insert) or lies over it (overwrite)."""
        return self._inserting

    def set_inserting(self, on: bool) -> None:
        if on != self._inserting:
            self._inserting = on
            self.changed.emit("inserting")

    @property
    def keyframe(self) -> KeyframePlace | None:
        """The one that was clicked last, whether it is there any more or not."""
        return self._keyframe

    def choose_keyframe(self, keyframe: KeyframePlace | None) -> None:
        if keyframe != self._keyframe:
            self._keyframe = keyframe
            self.changed.emit("keyframe")
