"""Shows the page that fits the selection, and keeps it true while the document changes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from editor.actions.selecting import only_clip, selected_clips
from editor.timeline.model import Clip, Gap, ItemId, Timeline
from editor.timeline.timecode import format_timecode
from editor.ui.inspector.clip_page import ClipPage
from editor.ui.inspector.gap_page import GapPage
from editor.ui.inspector.generated_page import GeneratedPage
from editor.ui.inspector.page import Page, Ways
from editor.ui.widgets import EmptyState, Label, Line, Panel, PanelHead

Kind = tuple[type[Page] | str, ItemId | None]


class Inspector(Panel):
    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways = ways
        self._kind: Kind | None = None
        self.page: QWidget = QWidget()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PanelHead("Inspector"))
        column.addWidget(Line())
        column.addWidget(self._scroll, 1)
        session = ways.session
        session.document.timeline_changed.connect(self._look)
        session.document.selection_changed.connect(self._look)
        session.jobs.changed.connect(self._hear)
        self._look()

    def _look(self, *_: object) -> None:
        kind = self._wanted()
        if kind != self._kind:
            self._kind = kind
            self._show(kind)
        elif isinstance(self.page, Page):
            self.page.refresh()

    def _hear(self, row: object) -> None:
        if isinstance(self.page, GeneratedPage):
            self._look()

    def _wanted(self) -> Kind:
        session = self._ways.session
        clip = only_clip(session)
        if clip is not None:
            return (GeneratedPage if clip.is_generated else ClipPage, clip.id)
        clips = selected_clips(session)
        if clips:
            return (several_in_words(session.document.timeline, clips), None)
        timeline = session.document.timeline
        gaps = [item_id for item_id in session.document.selection if isinstance(timeline.item(item_id), Gap)]
        return (GapPage, gaps[0]) if len(gaps) == 1 else ("", None)

    def _show(self, kind: Kind) -> None:
        what, item_id = kind
        if isinstance(what, str):
            self.page = several_page(what) if what else nothing()
        else:
            assert item_id is not None, "a page is about an item"
            self.page = what(self._ways, item_id)  # type: ignore[arg-type]
        self._scroll.setWidget(self.page)


def several_in_words(timeline: Timeline, clips: list[Clip]) -> str:
    places = [timeline.range_of(clip.id) for clip in clips]
    frames = max(place.end for place in places) - min(place.start for place in places)
    return f"{len(clips)} clips selected, {format_timecode(frames, timeline.rate, timeline.drop_frame)} in all"


def several_page(words: str) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 16, 16, 16)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    column.addWidget(Label(words, "text", "dim", wrap=True))
    return page


def nothing() -> QWidget:
    return EmptyState("ph.sliders-horizontal", words="Select a clip or a gap to see its settings")
