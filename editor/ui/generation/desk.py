"""Where frames are asked for: opens the dialog at its cut, one at a time, and runs the verbs that need none."""

from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from editor.actions import extending, filling, generating, making_handles, mending, remaking
from editor.actions.filling import Room
from editor.actions.generating import random_seed
from editor.actions.remembering import remembered
from editor.actions.requesting import Wishes, why_no_bridge, why_no_source
from editor.actions.selecting import only_clip
from editor.session import Session
from editor.timeline.edits import made_with
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, ItemId, Purpose, Task, TrackId, TrackKind
from editor.ui.generation.anew_dialog import AnewDialog
from editor.ui.generation.bridge_dialog import BridgeDialog
from editor.ui.generation.extend_dialog import ExtendDialog
from editor.ui.generation.fill_dialog import FillDialog
from editor.ui.generation.generate_dialog import GenerateDialog
from editor.ui.generation.handles_dialog import HandlesDialog
from editor.ui.generation.loop_dialog import LoopDialog
from editor.ui.generation.smooth_dialog import SmoothDialog
from editor.ui.timeline.overlay import Intent
from editor.words import tr


class TimelinePanel(Protocol):
    """What the timeline panel is to this; all is in its own pixels."""

    def show_intent(self, intent: Intent | None) -> None: ...

    def rect_of(self, item_id: ItemId) -> QRect: ...

    def x_of(self, frame: int) -> int: ...

    def top_of(self, track_id: TrackId) -> int: ...

    def reveal(self, item_id: ItemId) -> None: ...

    def mapTo(self, parent: QWidget, position: QPoint) -> QPoint: ...  # noqa: N802 - Qt's name


class GenerationDesk(QObject):
    """queued(clip id or None): a dialog's Queue was pressed, and what it makes stands on the timeline. lane_wanted(clip
    id): what its next take keeps and what it frees is to be shown, or not any more."""

    queued = Signal(object)
    keyframe_wanted = Signal()  # at the playhead
    settings_wanted = Signal(object)  # of the take that a clip, by its id, plays
    send_wanted = Signal(object)  # the id of a clip a take of which is to be sent back
    compare_wanted = Signal(object)  # the id of a clip whose takes are to be compared
    lane_wanted = Signal(object)
    models_wanted = Signal()  # which are here is to be shown
    adapter_wanted = Signal()  # a file of one is to be chosen for the dialog

    def __init__(self, session: Session, window: QWidget, panel: TimelinePanel) -> None:
        super().__init__(window)
        self.session, self._window, self._panel = session, window, panel
        self.dialog: GenerateDialog | None = None

    def extend(self, clip_id: ItemId, task: Task = Task.AFTER, frames: int | None = None) -> GenerateDialog:
        """Raises EditError where the clip can't be continued."""
        _refuse(why_no_source(self.session.document.timeline, clip_id, task))
        dialog = ExtendDialog(self.session, self._window, self._panel, clip_id, task, frames)
        place = self.session.document.timeline.range_of(clip_id)
        return self._open(dialog, self._stand(place.start if task is Task.BEFORE else place.end, clip_id))

    def bridge(self, left_id: ItemId, right_id: ItemId) -> GenerateDialog:
        """Raises EditError where one of the clips can't be continued."""
        _refuse(why_no_bridge(self.session.document.timeline, left_id, right_id))
        dialog = BridgeDialog(self.session, self._window, self._panel, left_id, right_id)
        timeline = self.session.document.timeline
        middle = (timeline.range_of(left_id).end + timeline.range_of(right_id).start) // 2
        return self._open(dialog, self._stand(middle, left_id))

    def generate_handles(self, left_id: ItemId, right_id: ItemId, task: Task | None = None) -> GenerateDialog:
        """For a dissolve over the cut between two clips. task: which side of it, else what can be done.

        Raises EditError where none can be made.
        """
        timeline = self.session.document.timeline
        task = task or making_handles.side_to_make(timeline, left_id, right_id)
        _refuse(making_handles.why_no_handles(timeline, left_id, right_id, task))
        dialog = HandlesDialog(self.session, self._window, self._panel, left_id, right_id, task)
        return self._open(dialog, self._stand(timeline.range_of(right_id).start, left_id))

    def generate_handles_here(self) -> GenerateDialog:
        """At the cut that a dissolve would be put over. Raises EditError."""
        return self.generate_handles(*making_handles.cut_to_cover(self.session))

    def smooth_cut(self, left_id: ItemId) -> GenerateDialog:
        """At the cut after a clip. Raises EditError where it can't be made smooth."""
        timeline = self.session.document.timeline
        _refuse(mending.why_no_smooth_cut(timeline, left_id))
        right = extending.neighbour(timeline, left_id)
        assert right is not None, "refused before"
        dialog = SmoothDialog(self.session, self._window, self._panel, left_id, right.id)
        return self._open(dialog, self._stand(timeline.range_of(right.id).start, left_id))

    def regenerate(self, clip_id: ItemId) -> GenerateDialog:
        """What lies from In to Out of a clip. Raises EditError where they do not lie within it."""
        timeline = self.session.document.timeline
        _refuse(mending.why_no_range(timeline, clip_id))
        range_ = mending.marked(timeline)
        assert range_ is not None, "refused before"
        dialog = AnewDialog(self.session, self._window, self._panel, clip_id, range_)
        return self._open(dialog, self._stand(range_.start, clip_id))

    def make_loop(self, clip_id: ItemId) -> GenerateDialog:
        """Raises EditError where the clip can't be continued."""
        timeline = self.session.document.timeline
        _refuse(mending.why_no_loop(timeline, clip_id))
        dialog = LoopDialog(self.session, self._window, self._panel, clip_id)
        return self._open(dialog, self._stand(timeline.range_of(clip_id).end, clip_id))

    def fill(self, room: Room) -> GenerateDialog:
        """Where nothing is. Raises EditError on a locked or a sound track."""
        _refuse(filling.why_no_room(self.session.document.timeline, room.track_id))
        dialog = FillDialog(self.session, self._window, self._panel, room)
        middle = room.start + (room.frames or dialog.frames) // 2
        at = QPoint(self._panel.x_of(middle), self._panel.top_of(room.track_id))
        return self._open(dialog, self._panel.mapTo(self._window, at))

    def fill_selected(self) -> GenerateDialog:
        """The selected gap, or where nothing is at the playhead. Raises EditError."""
        room = filling.room_meant(self.session)
        if room is None:
            raise EditError(tr("There is no empty stretch to fill."), filling.NO_ROOM)
        return self.fill(room)

    def repair_frame(self, clip_id: ItemId) -> None:
        remaking.repair_frame(self.session, clip_id, self.wishes(Task.BRIDGE, Purpose.REPAIR))

    def slow_down(self, clip_id: ItemId, speed: Fraction) -> None:
        remaking.slow_down(self.session, clip_id, speed)

    def extend_selected(self, task: Task = Task.AFTER) -> GenerateDialog:
        """The picture of the clip that is selected. Raises EditError."""
        return self.extend(self._needed_picture().id, task)

    def bridge_selected(self) -> GenerateDialog:
        """Over the selected gap, or from the selected clip to the next. Raises EditError."""
        timeline = self.session.document.timeline
        gaps = [item_id for item_id in self.session.document.selection if isinstance(timeline.item(item_id), Gap)]
        sides = extending.around_gap(timeline, gaps[0]) if len(gaps) == 1 else None
        if sides is not None:
            return self.bridge(sides[0].id, sides[1].id)
        left = self._needed_picture()
        right = extending.neighbour(timeline, left.id)
        if right is None:
            raise EditError(
                tr("No clip follows {name}.", name=left.name),
                tr("Choose two clips side by side, or the gap between them."),
            )
        return self.bridge(left.id, right.id)

    def extend_to_playhead(self, clip_id: ItemId) -> None:
        wanted = extending.to_playhead(self.session.document.timeline, clip_id, self.session.playback.frame)
        task = wanted[0] if wanted else Task.AFTER
        generating.extend_to_playhead(self.session, clip_id, self.wishes(task))

    def extend_to_next(self, clip_id: ItemId) -> None:
        generating.extend_to_next(self.session, clip_id, self.wishes(Task.AFTER))

    def wishes(self, task: Task, purpose: str = "") -> Wishes:
        """The last ones of this task and purpose, with a seed of their own."""
        return replace(remembered(self.session.settings, task, purpose).wishes, seed=random_seed())

    def toggle_lane(self, clip_id: ItemId) -> None:
        self.lane_wanted.emit(clip_id)

    def selected_picture(self) -> Clip | None:
        """The picture of the clip that is selected, if one alone is."""
        timeline, clip = self.session.document.timeline, only_clip(self.session)
        linked = timeline.linked(clip) if clip else ()
        pictures = (each for each in linked if timeline.track_of(each).kind is TrackKind.VIDEO)
        return next((timeline.clip(each) for each in pictures), None)

    def selected_generated(self) -> ItemId | None:
        """The generated clip that is selected, if one alone is: what the take keys work on."""
        clip = only_clip(self.session)
        if clip is None or not clip.is_generated:
            return None
        return made_with(self.session.document.timeline, clip)[0]

    def close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _open(self, dialog: GenerateDialog, at: QPoint) -> GenerateDialog:
        self.close_dialog()
        self.dialog = dialog
        dialog.closed.connect(self._forget)
        dialog.queued.connect(self.queued)
        dialog.models_wanted.connect(self.models_wanted)
        dialog.adapter_wanted.connect(self.adapter_wanted)
        dialog.open_at(at)
        dialog.begin()
        return dialog

    def _forget(self) -> None:
        self.dialog = None

    def _stand(self, frame: int, clip_id: ItemId) -> QPoint:
        """In the window: a frame of the timeline, at the top of a clip's track, brought into sight."""
        if self._panel.rect_of(clip_id).isEmpty():
            self._panel.reveal(clip_id)
        top = self._panel.rect_of(clip_id).top()
        return self._panel.mapTo(self._window, QPoint(self._panel.x_of(frame), top))

    def _needed_picture(self) -> Clip:
        clip = self.selected_picture()
        if clip is None:
            raise EditError(tr("No picture clip is selected."), tr("Select one first."))
        return clip


def _refuse(reason: str) -> None:
    if reason:
        raise EditError(reason)
