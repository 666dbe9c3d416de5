"""How the user looks at the document and works on it: tool, switches. Not part of the document, never undone."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from editor.timeline.model import ItemId, TrackKind
from editor.words import tr


class Tool(StrEnum):
    SELECT = "select"
    TRACK_SELECT = "track select forward"
    TRACK_SELECT_BACK = "track select backward"
    RAZOR = "razor"
    RIPPLE = "ripple"
    ROLL = "roll"
    SLIP = "slip"
    SLIDE = "slide"
    EXTEND = "generative extend"
    HAND = "hand"
    ZOOM = "zoom"


SNAP_REACH = 9  # pixels


class Line(StrEnum):
    """What is drawn along the clips of a kind of track, to be edited there."""

    NOTHING = "nothing"
    VOLUME = "volume"
    PAN = "pan"
    OPACITY = "opacity"
    SPEED = "speed"
    MOTION = "motion"  # no line: points that are always shown


class CurvePoint(NamedTuple):
    """A point of a clip's line, by its frame of the clip."""

    clip_id: ItemId
    line: Line
    at: int


class KeyframePlace(NamedTuple):
    """A keyframe of a generated clip, by its frame: counted from the first new one, at the timeline's rate."""

    clip_id: ItemId
    at: int


class Trimming(StrEnum):
    """What follows when an edit point is moved."""

    TRIM = "trim"  # nothing
    RIPPLE = "ripple"  # everything after it
    ROLL = "roll"  # the clip on the other side gives or takes


class EditPoint(NamedTuple):
    """The end of one clip, the start of another, or both: then the cut between them is rolled."""

    left: ItemId | None  # the clip that ends there
    right: ItemId | None
    trimming: Trimming

    @property
    def clips(self) -> tuple[ItemId, ...]:
        return tuple(each for each in (self.left, self.right) if each is not None)


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
        self._lines = {TrackKind.VIDEO: Line.NOTHING, TrackKind.AUDIO: Line.VOLUME}
        self._point: CurvePoint | None = None
        self._scrubbing_sounds = True
        self._generative = True
        self._edit_point: EditPoint | None = None
        self._transform_box = False
        self._safe_areas = False
        self._snap_reach = SNAP_REACH
        self._still_seconds = Fraction(5)  # Premiere's default
        self._transition_seconds = Fraction(1)  # Premiere's and Resolve's default

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
    def snap_reach(self) -> int:
        """How near an edge has to come to another to go there, in pixels."""
        return self._snap_reach

    def set_snap_reach(self, pixels: int) -> None:
        if pixels != self._snap_reach:
            self._snap_reach = pixels
            self.changed.emit("snap_reach")

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

    @property
    def generative(self) -> bool:
        """Whether anything is shown that makes frames."""
        return self._generative

    def set_generative(self, on: bool) -> None:
        if on != self._generative:
            self._generative = on
            if self._tool is Tool.EXTEND:
                self.set_tool(Tool.SELECT)
            self.changed.emit("generative")

    @property
    def transition_seconds(self) -> Fraction:
        """How long a transition is made, where there is media for it."""
        return self._transition_seconds

    def set_transition_seconds(self, seconds: Fraction) -> None:
        if seconds != self._transition_seconds:
            self._transition_seconds = seconds
            self.changed.emit("transition_seconds")

    @property
    def still_seconds(self) -> Fraction:
        """How long a still is put down for."""
        return self._still_seconds

    def set_still_seconds(self, seconds: Fraction) -> None:
        if seconds != self._still_seconds:
            self._still_seconds = seconds
            self.changed.emit("still_seconds")

    @property
    def transform_box(self) -> bool:
        """Whether the selected picture has a box in the monitor, by which it is moved."""
        return self._transform_box

    def set_transform_box(self, on: bool) -> None:
        if on != self._transform_box:
            self._transform_box = on
            self.changed.emit("transform_box")

    @property
    def safe_areas(self) -> bool:
        return self._safe_areas

    def set_safe_areas(self, on: bool) -> None:
        if on != self._safe_areas:
            self._safe_areas = on
            self.changed.emit("safe_areas")

    def line_of(self, kind: TrackKind) -> Line:
        return self._lines[kind]

    def show_line(self, kind: TrackKind, line: Line) -> None:
        if line is not self._lines[kind]:
            self._lines[kind] = line
            self._point = None
            self.changed.emit("line")

    @property
    def point(self) -> CurvePoint | None:
        """The one that was clicked last, whether it is there any more or not."""
        return self._point

    def choose_point(self, point: CurvePoint | None) -> None:
        if point != self._point:
            self._point = point
            self.changed.emit("point")

    @property
    def scrubbing_sounds(self) -> bool:
        """Whether what the playhead is dragged over is heard."""
        return self._scrubbing_sounds

    def set_scrubbing_sounds(self, on: bool) -> None:
        if on != self._scrubbing_sounds:
            self._scrubbing_sounds = on
            self.changed.emit(tr("scrubbing sounds"))

    @property
    def edit_point(self) -> EditPoint | None:
        """The one that was chosen last, whether it is there any more or not."""
        return self._edit_point

    def choose_edit_point(self, point: EditPoint | None) -> None:
        if point != self._edit_point:
            self._edit_point = point
            self.changed.emit("edit_point")
