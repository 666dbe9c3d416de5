"""What gestures work on: the document, how it is looked at, and who is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt

from editor.actions.context import Sights
from editor.actions.edge_pulling import Pull
from editor.actions.extending import Laid
from editor.actions.placing import Excerpt
from editor.document import Document
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, MarkerId, MediaId, Task, Timeline, TrackId
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.viewport import Viewport
from editor.view_state import KeyframePlace, ViewState


class ExtenderSource(Protocol):
    """What `Extender` is to the timeline."""

    def refusal(self, pull: Pull) -> str: ...

    def furthest(self, pull: Pull) -> int: ...

    def lay(self, pull: Pull, frames: int) -> Laid: ...

    def cost(self, laid: Laid) -> str: ...

    def ask(self, pull: Pull, frames: int) -> None: ...

    def sights(self, pull: Pull) -> Sights: ...

    def remember_context(self, task: Task, asked: int) -> None: ...

    def change_context(self, clip_id: ItemId, asked: int) -> None: ...


class PlaybackSource(Protocol):
    """What `Playback` is to the timeline."""

    frame_changed: Any
    loop_changed: Any

    @property
    def frame(self) -> int: ...

    @property
    def loop_range(self) -> TimeRange | None: ...

    @property
    def speed(self) -> float: ...

    def seek(self, frame: int) -> None: ...

    def scrub(self, frame: int) -> None: ...


def _ignore(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What the timeline asks others to do.

    menu(kind, id, frame, global position): kind is clip, gap, cut (id: the clip before it), transition, track, marker
    or empty (id: the track, if any).
    dropped(media ids, track, frame, whether to insert, what of them); files_dropped(paths, track, frame). track is None
    below all.
    given(a file, or the id of one in the pool; where): a picture dropped on a generated clip.
    refused(error): an edit that could not be made.
    """

    menu: Callable[[str, str | None, int, QPoint], None] = _ignore
    dropped: Callable[[tuple[MediaId, ...], TrackId | None, int, bool, Excerpt], None] = _ignore
    files_dropped: Callable[[tuple[Path, ...], TrackId | None, int], None] = _ignore
    opened: Callable[[Clip], None] = _ignore
    refused: Callable[[EditError], None] = _ignore
    marker: Callable[[], None] = _ignore  # the tool bar's: one at the playhead
    typed: Callable[[int], None] = _ignore  # a number of frames, to move what is selected by
    track_opened: Callable[[TrackId], None] = _ignore  # by a double click
    marker_opened: Callable[[MarkerId], None] = _ignore  # by a double click
    given: Callable[[Path | MediaId, KeyframePlace], None] = _ignore
    extender: ExtenderSource | None = None  # without it edges are only trimmed


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is, and which keys are held."""

    x: int
    y: int
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def at(self) -> QPoint:
        return QPoint(self.x, self.y)

    @property
    def ctrl(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ControlModifier)

    @property
    def shift(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def alt(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)


@dataclass(frozen=True, slots=True)
class Stage:
    document: Document
    view: ViewState
    playback: PlaybackSource
    viewport: Viewport
    callbacks: Callbacks = field(default_factory=Callbacks)

    @property
    def timeline(self) -> Timeline:
        return self.document.timeline

    def apply(self, name: str, edit: Callable[[], Timeline]) -> None:
        """One undo step, or the reason why not."""
        try:
            self.document.apply(name, edit())
        except EditError as error:
            self.callbacks.refused(error)

    def is_linked(self, pointer: Pointer) -> bool:
        """Alt parts for one gesture what is linked."""
        return self.view.linked and not pointer.alt

    def with_partners(self, ids: Iterable[ItemId], linked: bool) -> frozenset[ItemId]:
        """Those clips, and what is linked to them."""
        chosen = set(ids)
        if linked:
            for item_id in tuple(chosen):
                item = self.timeline.item(item_id)
                if isinstance(item, Clip) and item.link is not None:
                    chosen.update(self.timeline.links[item.link])
        return frozenset(chosen)

    def companions(self, ids: Iterable[ItemId], linked: bool) -> frozenset[ItemId]:
        """What is selected and moved with those clips: groups, and what is linked."""
        return self.with_partners(edits.grouped(self.timeline, ids) if linked else ids, linked)

    def free(self, ids: Iterable[ItemId]) -> frozenset[ItemId]:
        """Those that are not on locked tracks: what is linked is edited without its locked part, as in Premiere."""
        return frozenset(item_id for item_id in ids if not self.timeline.track_of(item_id).locked)
