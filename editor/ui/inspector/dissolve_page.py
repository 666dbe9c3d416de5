"""A transition: between which clips, of which kind, how long, and where about its cut."""

from collections.abc import Callable

from editor.actions import transitions
from editor.timeline import edits
from editor.timeline.edits import Alignment, Edge
from editor.timeline.model import ItemId
from editor.ui.inspector.page import Page, Value, Ways, frames_in_words
from editor.ui.widgets import Button, Choice, Label, TimecodeField
from editor.words import tr

ALIGNMENTS = (
    (Alignment.CENTRE, tr("Centre at cut")),
    (Alignment.START, tr("Start at cut")),
    (Alignment.END, tr("End at cut")),
    (None, tr("Off centre")),
)


class DissolvePage(Page):
    def __init__(self, ways: Ways, transition_id: ItemId) -> None:
        super().__init__(ways, transition_id)
        session, names = ways.session, transitions.NAMES[self.timeline.track_of(transition_id).kind]
        self.title, self.between = Label("", "title"), Value("", "text", "dim")
        self.kind = Choice(list(names.items()), name=tr("Kind of the transition"))
        self.kind.chosen.connect(lambda kind: self._do(lambda: transitions.set_kind(session, transition_id, kind)))
        self.alignment = Choice(ALIGNMENTS, name=tr("Where about the cut"))
        self.alignment.chosen.connect(self._align)
        self.length = self._field(tr("Duration"), lambda frames: transitions.set_length(session, transition_id, frames))
        self.before = self._field(tr("Before the cut"), self._edge(Edge.START), least=0)
        self.after = self._field(tr("Behind the cut"), self._edge(Edge.END), least=0)
        self.frames = Value("", "text", "dim")
        self.delete = Button(tr("Delete transition"), shortcut="Del")
        self.delete.clicked.connect(lambda: self._do(lambda: transitions.remove(session, transition_id)))
        self._lay_out(with_kind=len(names) > 1)
        self.refresh()

    def _lay_out(self, with_kind: bool) -> None:
        self.add(self.title)
        self.add(self.between)
        self.add_space(4)
        if with_kind:
            self.add_row(tr("Kind"), self.kind)
        self.add_row(tr("Duration"), self.length, self.frames)
        self.add_row(tr("Alignment"), self.alignment)
        self.add_row(tr("Before cut"), self.before)
        self.add_row(tr("Behind cut"), self.after)
        self.add_line()
        self.add(self.delete)

    def refresh(self) -> None:
        timeline = self.timeline
        track = timeline.track_of(self.item_id)
        left, transition, right = edits.transition_at(timeline, self.item_id)
        frames = transition.in_offset + transition.out_offset
        self.title.set_text(transitions.name_of(timeline, self.item_id))
        self.between.set_text(tr("Between {first} and {second}", first=left.name, second=right.name))
        self._show_kind(transition.kind, edits.KINDS[track.kind])
        self.alignment.set_value(edits.alignment_of(transition))
        self._show_frame(self.length, frames)
        self._show_frame(self.before, transition.in_offset)
        self._show_frame(self.after, transition.out_offset)
        self.frames.set_text(frames_in_words(frames))
        locked = tr("{label} is locked", label=timeline.label(track)) if track.locked else None
        for control in (self.length, self.before, self.after, self.kind, self.alignment, self.delete):
            control.set_disabled_reason(locked)

    def _show_kind(self, kind: str, known: tuple[str, ...]) -> None:
        """One of another program is played as the first."""
        self.kind.set_value(kind if kind in known else known[0])

    def _show_frame(self, field: TimecodeField, frames: int) -> None:
        field.set_rate(self.timeline.rate, self.timeline.drop_frame)
        field.set_frame(frames)

    def _field(self, name: str, enter: Callable[[int], None], least: int = 1) -> TimecodeField:
        field = TimecodeField(self.timeline.rate, drop_frame=self.timeline.drop_frame, least=least, name=name)
        field.entered.connect(lambda frames: self._do(lambda: enter(frames)))
        return field

    def _edge(self, edge: Edge) -> Callable[[int], None]:
        return lambda frames: transitions.move_edge(self.ways.session, self.item_id, edge, frames)

    def _align(self, alignment: Alignment | None) -> None:
        if alignment is not None:
            self._do(lambda: transitions.align(self.ways.session, self.item_id, alignment))
        self.refresh()

    def _do(self, edit: Callable[[], None]) -> None:
        """Where there is not enough media, the fields show again what is."""

        def done() -> None:
            try:
                edit()
            finally:
                if self.timeline.has(self.item_id):
                    self.refresh()

        self.perform(done)
