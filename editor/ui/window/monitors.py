"""Source and program: side by side, or where there is too little room, one behind the other under two tabs."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from editor.session import Session
from editor.ui.viewer import Monitor
from editor.ui.widgets import Label, Panel
from editor.ui.window.splitter import Splitter

HEAD = 36


def source_view(session: Session) -> Session:
    """The session as seen by the source monitor: its verbs work on what is looked at there."""
    return replace(session, document=session.source.document, playback=session.source_playback)


class Monitors(QWidget):
    """Also knows which of the two the keys mean that move a playhead or mark."""

    def __init__(self, session: Session, source: Monitor, program: Monitor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._source_view = session, source_view(session)
        self.source, self.program = source, program
        self._shared = self._alone = False
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for monitor in (source, program):
            self.tabs.addTab(monitor.head.title.full_text)
        self.tabs.setCurrentIndex(1)
        self.name = Label("", "text", "dim", elide=Qt.TextElideMode.ElideRight)
        self._head = Panel()
        self.splitter = Splitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self._connect()
        self._arrange()

    @property
    def shared(self) -> bool:
        """Whether they share one place."""
        return self._shared

    def set_shared(self, shared: bool) -> None:
        if shared is not self._shared:
            self._shared = shared
            self._arrange()

    def set_alone(self, alone: bool) -> None:
        """Whether the program has all the room, and a head that is not its own."""
        if alone is not self._alone:
            self._alone = alone
            self._arrange()

    def show_monitor(self, monitor: Monitor) -> None:
        """Where they share one place, this one is seen."""
        self.tabs.setCurrentIndex(1 if monitor is self.program else 0)

    def at_hand(self) -> Session:
        """As seen by the monitor that has the keyboard, the program where neither has."""
        source = self.source
        is_asked = source.has_keyboard or source.is_full_screen
        return self._source_view if is_asked and self._session.source.media is not None else self._session

    @property
    def asked(self) -> Monitor:
        return self.source if self.at_hand() is self._source_view else self.program

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._head)
        row.setContentsMargins(4, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.name, 1)
        self._head.setFixedHeight(HEAD)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.splitter, 1)
        for monitor in (self.source, self.program):
            self.splitter.addWidget(monitor)

    def _connect(self) -> None:
        session = self._session
        self.tabs.currentChanged.connect(self._arrange)
        self.tabs.tabBarClicked.connect(self._choose)
        for document in (session.document, session.source.document):
            document.timeline_changed.connect(self._tell_name)
        session.playback.frame_changed.connect(self._follow_program)
        session.playback.speed_changed.connect(self._follow_program)

    def _choose(self, index: int) -> None:
        """Whose tab was clicked gets the keys, too."""
        self.tabs.setCurrentIndex(index)
        self._chosen.setFocus()

    def _arrange(self, *_: object) -> None:
        chosen, had_keyboard = self._chosen, self.source.has_keyboard or self.program.has_keyboard
        self._head.setVisible(self._shared and not self._alone)
        for monitor in (self.source, self.program):
            monitor.head.setVisible(not self._shared and not self._alone)
            monitor.setVisible(monitor is self.program if self._alone else not self._shared or monitor is chosen)
        if self._shared and had_keyboard:  # else it goes wherever Qt thinks, such as into a text field
            chosen.setFocus()
        self._tell_name()

    @property
    def _chosen(self) -> Monitor:
        return self.program if self.tabs.currentIndex() == 1 else self.source

    def _tell_name(self, *_: object) -> None:
        self.name.set_text(self._chosen.head.name.full_text)

    def _follow_program(self, *_: object) -> None:
        """Whoever moves the timeline's playhead wants to see what is there, unless the keys belong to the source."""
        if self._shared and self.asked is self.program:
            self.show_monitor(self.program)
