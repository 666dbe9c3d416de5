"""Shows the page that fits the selection and the tab, and keeps it true while the document changes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from editor.actions.selecting import only_clip, selected_clips
from editor.jobs import JobRow
from editor.timeline.edits import made_with
from editor.timeline.model import Gap, ItemId, Transition
from editor.ui.inspector.clip_page import ClipPage
from editor.ui.inspector.dissolve_page import DissolvePage
from editor.ui.inspector.effects.page import EffectsPage
from editor.ui.inspector.gap_page import GapPage
from editor.ui.inspector.generated_page import GeneratedPage
from editor.ui.inspector.page import Page, Ways
from editor.ui.inspector.several_page import SeveralPage
from editor.ui.widgets import EmptyState, Line, Panel
from editor.words import tr

Kind = tuple[type[Page], ItemId] | None  # which page, about what; None = nothing is selected
TABS = (tr("Inspector"), tr("Effects"))
ANY = ItemId("")  # for a page that is about all that is selected
NOTHING = tr("Select a clip or a gap to see its settings")


class Inspector(Panel):
    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways = ways
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(tr("Inspector"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._made_tabs())
        column.addWidget(Line())
        column.addWidget(self._scroll, 1)
        session = ways.session
        session.document.timeline_changed.connect(self._look)
        session.document.selection_changed.connect(self._look)
        session.jobs.changed.connect(self._hear)
        session.jobs.forgotten.connect(self._look)
        session.models.changed.connect(self._look)
        session.view.changed.connect(self._look_at_view)
        self._kind: Kind = None
        self._showed_effects = False
        self.page: QWidget = self._nothing()
        self._scroll.setWidget(self.page)
        self._look()

    @property
    def shows_effects(self) -> bool:
        return self.tabs.currentIndex() == TABS.index(tr("Effects"))

    def show_effects(self) -> None:
        self.tabs.setCurrentIndex(TABS.index(tr("Effects")))

    def _made_tabs(self) -> QHBoxLayout:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("What is shown of the selection"))
        for name in TABS:
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self._look)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        return row

    def _look(self, *_: object) -> None:
        kind = self._wanted()
        if (kind, self.shows_effects) != (self._kind, self._showed_effects):
            self._kind, self._showed_effects = kind, self.shows_effects
            self._show(self._nothing() if kind is None else kind[0](self._ways, kind[1]))
        elif isinstance(self.page, Page):
            self.page.refresh()

    def _look_at_view(self, name: str) -> None:
        if name == "generative":
            self._look()

    def _hear(self, row: JobRow) -> None:
        if isinstance(self.page, GeneratedPage) and self.page.item_id == row.clip_id:
            self.page.refresh()

    def _wanted(self) -> Kind:
        session = self._ways.session
        clip, clips = only_clip(session), selected_clips(session)
        if self.shows_effects:
            return (EffectsPage, ANY) if clips else None
        if clip is not None:
            page = GeneratedPage if clip.is_generated and session.view.generative else ClipPage
            return page, made_with(session.document.timeline, clip)[0]
        if clips:
            return SeveralPage, clips[0].id
        others = list(session.document.selection)
        if len(others) != 1:
            return None
        pages = {Gap: GapPage, Transition: DissolvePage}
        return pages[type(session.document.timeline.item(others[0]))], others[0]

    def _show(self, page: QWidget) -> None:
        """The old one goes later: it may be what asked for this."""
        self._scroll.takeWidget().deleteLater()
        self.page = page
        self._scroll.setWidget(page)

    def _nothing(self) -> QWidget:
        words = tr("Select a clip to see its effects") if self.shows_effects else NOTHING
        return EmptyState("ph.sliders-horizontal", words=words)
