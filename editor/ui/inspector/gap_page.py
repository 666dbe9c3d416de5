"""A gap: how long it is, and what can become of it."""

from editor.actions import editing
from editor.actions.extending import around_gap
from editor.timeline.model import ItemId, TrackKind
from editor.ui.inspector.page import Page, Span, Value, Ways
from editor.ui.widgets import Button, Label
from editor.words import tr


class GapPage(Page):
    def __init__(self, ways: Ways, gap_id: ItemId) -> None:
        super().__init__(ways, gap_id)
        self.title, self.between, self.span = Label("", "title"), Value("", "text", "dim"), Span()
        self.add(self.title)
        self.add(self.between)
        self.add_space(4)
        self.add(self.span)
        self.add_line()
        self.close_gap = Button(tr("Close gap"), shortcut="Del")
        self.close_gap.clicked.connect(lambda: self.perform(lambda: editing.close_gap(ways.session, gap_id)))
        self.bridge = Button(tr("Bridge…"), icon="ph.intersect", shortcut="Shift+G")
        self.bridge.clicked.connect(lambda: ways.bridge_gap(gap_id))
        self.fill = Button(tr("Generate in gap…"), icon="ph.sparkle", shortcut="Alt+G", kind="generate")
        self.fill.clicked.connect(lambda: ways.fill_gap(gap_id))
        self.add(self.close_gap, self.bridge)
        self.add(self.fill)
        self.refresh()

    def refresh(self) -> None:
        timeline = self.timeline
        track, place = timeline.track_of(self.item_id), timeline.range_of(self.item_id)
        label, around = timeline.label(track), around_gap(timeline, self.item_id)
        self.title.set_text(tr("Gap on {label}", label=label))
        self.between.set_text(
            tr("Between {first} and {second}", first=around[0].name, second=around[1].name)
            if around
            else tr("At the start of the track")
        )
        self.span.show_span(timeline, place.start, place.duration)
        locked = tr("{label} is locked", label=label) if track.locked else None
        self.close_gap.set_disabled_reason(locked)
        self.bridge.set_disabled_reason(locked)
        self.fill.set_disabled_reason(locked)
        generates = track.kind is TrackKind.VIDEO and self.ways.session.view.generative
        self.fill.setVisible(generates)
        self.bridge.setVisible(around is not None and generates)
