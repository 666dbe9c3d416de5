"""What all dialogs do: they lay out what is asked for as a value, show it, test it, and queue it."""

from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from editor.actions.extending import Laid, consequences
from editor.actions.generating import random_seed
from editor.actions.known import take_frames
from editor.actions.model_view import View, view_asked
from editor.actions.remembering import first, forget, remember, remembered
from editor.actions.requesting import request_of
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Task, Timeline
from editor.timeline.rational_time import to_frames
from editor.timeline.timecode import format_timecode
from editor.ui.generation.clip_test import Length
from editor.ui.generation.generation_form import GenerationForm
from editor.ui.generation.prospects import Prospects
from editor.ui.generation.strip import Strip
from editor.ui.timeline.overlay import Intent
from editor.words import tr
from engine.requests import Request


class IntentPanel(Protocol):
    """What the timeline panel is to a dialog."""

    def show_intent(self, intent: Intent | None) -> None: ...


class GenerateDialog(GenerationForm):
    """Subclasses say what is asked for; everything is laid out anew, as a value, whenever it changes."""

    queued = Signal(object)  # the id of the clip that is to be made, or None where real footage was enough
    models_wanted = Signal()  # which models are here is to be shown
    adapter_wanted = Signal()  # a file is to be chosen that is one

    def __init__(
        self, session: Session, window: QWidget, panel: IntentPanel, task: Task, title: str, about: str, width: int
    ) -> None:
        super().__init__(window, task, title, about, width)
        self.session = session
        self._panel = panel
        last = remembered(session.settings, task, self.purpose)
        self.frames = max(1, to_frames(last.seconds, self.timeline.rate))
        self.chosen = replace(last, wishes=replace(last.wishes, seed=random_seed()))
        self.request: Request | None = None
        self._queuing = False  # what changes then is what was asked for
        self.fill(session.thumbnails, session.models, self.timeline.rate, self.timeline.drop_frame)
        self.length.set_frame(self.frames)
        self.prospects = Prospects(session, self.verdict, self.room_line, self)
        self.test = self.prospects.test
        self.rows.offer_models()
        self._connect()
        self._restart()

    # What subclasses say

    def lay(self) -> Laid:
        """The timeline as it would be. Raises EditError."""
        raise NotImplementedError

    def strip(self, laid: Laid) -> Strip:
        raise NotImplementedError

    def views(self, laid: Laid) -> tuple[View, ...]:
        raise NotImplementedError

    def apart(self) -> frozenset[ItemId]:
        """The clips of which it need not be told that they change."""
        raise NotImplementedError

    def intent(self, laid: Laid, view: View) -> Intent:
        raise NotImplementedError

    def perform(self) -> ItemId | None:
        """Do it. Raises EditError."""
        raise NotImplementedError

    @property
    def may_be_heard(self) -> bool:
        """Whether there is a choice of what is heard under the new frames."""
        return True

    def show_length(self, laid: Laid | None) -> None:
        """What stands beside the length field."""

    def show_sight(self, laid: Laid) -> View:
        """On the strip at the top: what the model sees of the clips beside the new frames, and how it is changed."""
        views = self.views(laid)
        view = view_asked(views, self.chosen.wishes.context)
        self.context_strip.show_strip(self.strip(laid), views, view)
        self.rows.show_view(view)
        return view

    def measured(self, laid: Laid) -> tuple[int, int]:
        """How many frames a take has that covers the new ones, and how many pixels each: as its first source."""
        assert laid.generation is not None, "there is always something to be made"
        first = laid.generation.sources[0]
        media = laid.timeline.media_by_id[first.media]
        assert media.picture is not None, "a clip without a picture is refused before"
        return take_frames(laid.timeline, first, laid.new), media.picture.width * media.picture.height

    def is_possible(self) -> bool:
        """Whether the clips it is about are still there."""
        return all(self.timeline.has(clip_id) for clip_id in self.apart())

    # The rest

    @property
    def timeline(self) -> Timeline:
        return self.session.document.timeline

    def set_frames(self, frames: int) -> None:
        self.unread = ""
        if frames != self.frames:
            self.frames = frames
            self.length.set_frame(frames)
            self.refresh()

    def choose(self, **choices: object) -> None:
        """Of rule and real_first."""
        self.chosen = replace(self.chosen, **choices)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Show what would happen now, and test it where that is not known yet."""
        self.chosen = replace(self.chosen, wishes=self.rows.wishes)
        try:
            laid = self.lay()
        except EditError as error:
            self._show_refusal(str(error))
            return
        self.request = self._request(laid)
        view = self.show_sight(laid)
        self.rows.offer_sound(self.may_be_heard and self._has_sound(laid))
        self.show_length(laid)
        self._panel.show_intent(self.intent(laid, view) if laid.new else None)
        length = Length(laid.real, laid.new, self.timeline)
        self.prospects.ask(self.request, length, self.rows.model.refusal)
        self._show_cost(laid)
        self.fit()

    def queue(self) -> None:
        """Do it and close; what stands in the way is shown instead."""
        self.setFocus()  # what is being typed counts too
        if self.unread:
            self.cost.set_text(self.unread)
            self.unread = ""
            return
        if not self.queue_button.isEnabled():
            return
        self._queuing = True
        try:
            clip_id = self.perform()
        except EditError as error:
            self._show_refusal(str(error))
            return
        finally:
            self._queuing = False
        self.remember()
        self.accept()
        self.queued.emit(clip_id)

    def remember(self) -> None:
        """What was chosen, for the next time."""
        self.remember_length(self.frames / self.timeline.rate)

    def remember_length(self, seconds: Fraction) -> None:
        remember(self.session.settings, self.task, replace(self.chosen, seconds=seconds), self.purpose)

    def reset(self) -> None:
        """Back to the first choices there are; prompt and length stay."""
        forget(self.session.settings, self.task, self.purpose)
        kept = self.chosen.wishes
        new = first(self.purpose)
        self.chosen = replace(new, wishes=replace(new.wishes, prompt=kept.prompt, seed=kept.seed))
        self._restart()

    def _connect(self) -> None:
        self.length.entered.connect(self.set_frames)
        self.rows.changed.connect(self.refresh)
        self.rule.chosen.connect(lambda rule: self.choose(rule=rule))
        self.prospects.shorter.connect(self.set_frames)
        self.prospects.other.connect(self.rows.choose_model)
        self.prospects.told.connect(self.refresh)
        self.room_line.models_wanted.connect(self.models_wanted)
        self.rows.model.further_wanted.connect(self.models_wanted)
        self.rows.adapters.file_wanted.connect(self.adapter_wanted)
        self.session.models.changed.connect(self._offer_models)
        self.reset_button.clicked.connect(self.reset)
        self.session.document.timeline_changed.connect(self._follow)
        self.session.thumbnails.arrived.connect(self._show_pictures)
        self.closed.connect(self._end)

    def _offer_models(self) -> None:
        """Others may be here now, and the chosen one may be gone."""
        self.rows.offer_models()
        self.refresh()

    def _restart(self) -> None:
        self.rule.set_value(self.chosen.rule)
        self.rows.show_wishes(self.chosen.wishes)
        self.refresh()

    def _has_sound(self, laid: Laid) -> bool:
        """Whether a file that frames are made from has some."""
        sources = laid.generation.sources if laid.generation else ()
        return any(self.timeline.media_by_id[stretch.media].sound for stretch in sources)

    def _request(self, laid: Laid) -> Request | None:
        if laid.generation is None:
            return None
        return request_of(laid.timeline, laid.generation, laid.new, self.session.project.assets)

    def _show_cost(self, laid: Laid) -> None:
        made = frozenset((laid.clip_id,)) if laid.clip_id else frozenset[ItemId]()
        moves = consequences(self.timeline, laid.timeline, self.apart() | made)
        if self.request is None or laid.generation is None:
            self.allow("")
            self.cost.set_text(tr("No frames to make. {moves}.", moves=moves))
            return
        frames, pixels = self.measured(laid)
        self.cost.set_text(self.prospects.cost(self.request, frames, pixels, moves))
        self.allow(self.prospects.refusal(self.request, frames))

    def _show_refusal(self, why: str) -> None:
        self.request = None
        self.cost.set_text(why)
        self.prospects.drop()
        self._panel.show_intent(None)
        self.allow(why)
        self.fit()

    def _show_pictures(self, media_id: str) -> None:
        self.context_strip.update()

    def _follow(self) -> None:
        """The document is not ours alone: the dialog does not block it."""
        if self._queuing or not self.isVisible():
            return
        if self.is_possible():
            self.refresh()
        else:
            self.reject()

    def _end(self) -> None:
        self.prospects.close()
        self.session.models.changed.disconnect(self._offer_models)
        self.session.document.timeline_changed.disconnect(self._follow)
        self.session.thumbnails.arrived.disconnect(self._show_pictures)
        self._panel.show_intent(None)
        self.deleteLater()


def at(timeline: Timeline, frame: int) -> str:
    """A frame's timecode."""
    return format_timecode(frame, timeline.rate, timeline.drop_frame, timeline.start_frame)
