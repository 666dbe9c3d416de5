"""Several clips: how many, what time they cover, and how fast they play."""

from editor.actions.selecting import leads, selected_clips
from editor.timeline.model import ItemId
from editor.ui.inspector.page import Page, Span, Value, Ways
from editor.ui.inspector.speed_row import SpeedRow
from editor.ui.widgets import Label
from editor.words import tr


class SeveralPage(Page):
    """It shows the selection as it is; `item_id` is that of some clip in it."""

    def __init__(self, ways: Ways, item_id: ItemId) -> None:
        super().__init__(ways, item_id)
        self.title, self.where, self.span = Label("", "title"), Value("", "text", "dim"), Span()
        self.add(self.title)
        self.add(self.where)
        self.add_space(4)
        self.add(self.span)
        self.speed = SpeedRow(self, lambda: leads(selected_clips(ways.session)))
        self.refresh()

    def refresh(self) -> None:
        """A clip and its linked sound count as one."""
        timeline, clips = self.timeline, selected_clips(self.ways.session)
        places = [timeline.range_of(clip.id) for clip in clips]
        start, end = min(place.start for place in places), max(place.end for place in places)
        labels = dict.fromkeys(timeline.label(timeline.track_of(clip.id)) for clip in clips)
        self.title.set_text(tr("{leads} clips selected", leads=len(leads(clips))))
        self.where.set_text(tr("On {names}", names=", ".join(labels)))
        self.span.show_span(timeline, start, end - start)
        self.speed.refresh()
