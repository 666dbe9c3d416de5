"""Generative Extend: how long, how, and what it would cost, at the cut it is about."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from editor.actions import extending, generating
from editor.actions.extending import Laid, in_words
from editor.actions.known import known_in, rate_shown, stretch_of, take_frames
from editor.actions.model_view import View, extension_views
from editor.session import Session
from editor.timeline.model import ItemId, Task
from editor.timeline.rational_time import TimeRange, covering_frames
from editor.ui.generation.generate_dialog import GenerateDialog, IntentPanel, at
from editor.ui.generation.layout_rows import Row
from editor.ui.generation.strip import Real, Strip, new_words, real_words, shown_side
from editor.ui.timeline.overlay import Intent
from editor.ui.widgets.button import Button
from editor.ui.widgets.label import Label
from editor.ui.widgets.segmented import Segmented
from editor.words import tr, trn

WIDTH = 620
STRIP = (72, 264)  # pixels: height, and the width of what is new


class ExtendDialog(GenerateDialog):
    """task: AFTER or BEFORE. frames: a length to begin with, else the one chosen last."""

    verb = tr("Generative Extend")

    def __init__(
        self,
        session: Session,
        window: QWidget,
        panel: IntentPanel,
        clip_id: ItemId,
        task: Task,
        frames: int | None = None,
    ) -> None:
        self.clip_id = clip_id
        self._asked = frames
        name = session.document.timeline.clip(clip_id).name
        super().__init__(session, window, panel, task, f"{self.verb}, {tr(task.value)}", name, WIDTH)
        if frames is not None:
            self.set_frames(frames)
        session.playback.frame_changed.connect(self._show_shortcuts)

    def strip_size(self) -> tuple[int, int]:
        return STRIP

    def lay(self) -> Laid:
        wishes, rule, real_first = self.chosen.wishes, self.chosen.rule, self.chosen.real_first
        return extending.extended(self.timeline, self.clip_id, self.frames, self.task, wishes, rule, real_first)

    def perform(self) -> ItemId | None:
        extend = generating.extend_before if self.task is Task.BEFORE else generating.extend_after
        chosen = self.chosen
        return extend(self.session, self.clip_id, self.frames, chosen.wishes, chosen.rule, chosen.real_first)

    def apart(self) -> frozenset[ItemId]:
        return frozenset(self.timeline.linked(self.timeline.clip(self.clip_id)))

    def is_possible(self) -> bool:
        return self.timeline.has(self.clip_id)

    def strip(self, laid: Laid) -> Strip:
        clip = laid.timeline.clip(self.clip_id)
        side = shown_side(laid.timeline, clip, self.task)
        place = laid.timeline.range_of(laid.clip_id or self.clip_id)
        before, after = (None, side) if self.task is Task.BEFORE else (side, None)
        words = new_words(laid.new) if laid.new else real_words(laid.real)
        real = Real(real_words(laid.real), laid.real / laid.timeline.rate) if laid.real and laid.new else None
        ends = at(laid.timeline, place.start), at(laid.timeline, place.end)
        return Strip(before, after, words, first=ends[0], last=ends[1], real=real)

    def views(self, laid: Laid) -> tuple[View, ...]:
        stretch = stretch_of(laid.timeline, laid.timeline.clip(self.clip_id), self.task)
        rate, known = rate_shown(laid.timeline, stretch), known_in(laid.timeline, stretch)
        new = take_frames(laid.timeline, stretch, max(1, laid.new))
        return extension_views(rate, known, new, at_start=self.task is Task.BEFORE)

    def intent(self, laid: Laid, view: View) -> Intent:
        """Where frames will stand, the real ones first; and what is seen for them, those among it."""
        place, real = self.timeline.range_of(self.clip_id), laid.real
        before = self.task is Task.BEFORE
        seen_frames = self._seen_frames(view, place.duration + real)
        seen = TimeRange(place.start - real if before else place.end + real - seen_frames, seen_frames)
        context = ((self.clip_id, seen),)
        start = max(0, place.start - self.frames) if before else place.end + real
        coming = TimeRange(place.start - real if before else place.end, real) if real else None
        track = laid.timeline.track_of(laid.clip_id or self.clip_id)
        if all(track.id != each.id for each in self.timeline.tracks):  # a track is added: there is no place to show yet
            return Intent(self.timeline.track_of(self.clip_id).id, start, 0, context, coming)
        return Intent(track.id, start, laid.new, context, coming)

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        self.to_playhead = Button(tr("To playhead"), small=True)
        self.to_next = Button(tr("To next clip") if self.task is Task.AFTER else tr("To clip before"), small=True)
        self.to_playhead.clicked.connect(self._extend_to_playhead)
        self.to_next.clicked.connect(self._extend_to_next)
        return Row(tr("Length"), self.length, self.count, self.to_playhead, self.to_next, 1)

    def middle_rows(self) -> Sequence[QWidget]:
        left = extending.handles(self.timeline, self.clip_id, self.task)
        if not left:
            return ()
        first = tr("Real footage first ({length} left)", length=in_words(left, self.timeline))
        self.footage = Segmented([(True, first), (False, tr("Generate from here"))], self.chosen.real_first)
        self.footage.chosen.connect(lambda real_first: self.choose(real_first=real_first))
        return (Row(tr("Footage"), self.footage, 1),)

    def advanced_rows(self) -> Sequence[QWidget]:
        return (Row(tr("Neighbours"), self.rule, 1),)

    def show_length(self, laid: Laid | None) -> None:
        if laid is not None:
            real = tr(", {real} of them real", real=laid.real) if laid.real and laid.new else ""
            self.count.set_text(trn("{count} frame{real}", "{count} frames{real}", self.frames, real=real))
        self._show_shortcuts()

    def _seen_frames(self, view: View, most: int) -> int:
        """How much of the timeline is under the bracket."""
        seen, timeline = view.before or view.after, self.timeline
        if seen is None:
            return 0
        stretch = stretch_of(timeline, timeline.clip(self.clip_id), self.task)
        return min(most, covering_frames(seen.span / rate_shown(timeline, stretch), timeline.rate))

    def _show_shortcuts(self, *_: object) -> None:
        is_before = self.task is Task.BEFORE
        reach, gap = self._to_playhead(), self._gap()
        elsewhere = (
            tr("The playhead does not stand before the clip")
            if is_before
            else tr("The playhead does not stand after the clip")
        )
        no_gap = tr("There is no gap before the clip") if is_before else tr("There is no gap after the clip")
        self.to_playhead.set_disabled_reason(None if reach else elsewhere)
        self.to_next.set_disabled_reason(None if gap else no_gap)

    def _to_playhead(self) -> int:
        if not self.is_possible():
            return 0
        wanted = extending.to_playhead(self.timeline, self.clip_id, self.session.playback.frame)
        return wanted[1] if wanted is not None and wanted[0] is self.task else 0

    def _gap(self) -> int:
        if not self.is_possible():
            return 0
        return extending.gap_beside(self.timeline, self.clip_id, self.task) or 0

    def _extend_to_playhead(self) -> None:
        self.set_frames(self._to_playhead() or self.frames)

    def _extend_to_next(self) -> None:
        self.set_frames(self._gap() or self.frames)

    def _end(self) -> None:
        self.session.playback.frame_changed.disconnect(self._show_shortcuts)
        super()._end()
