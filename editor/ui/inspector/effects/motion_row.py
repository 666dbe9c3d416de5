"""The row of the Effects page that lets a picture move: a point at the playhead, the ones beside it, and presets."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.actions import motion
from editor.session import Session
from editor.ui.inspector.effects.value_row import LABEL
from editor.ui.inspector.page import Ways
from editor.ui.widgets import IconButton, Label, Menu
from editor.words import tr

PRESETS: tuple[tuple[str, Callable[[Session], None]], ...] = (
    (tr("Push In"), motion.push_in),
    (tr("Pull Out"), motion.pull_out),
)


class MotionRow(QWidget):
    """Follows what is selected and the playhead, by `show_motion`."""

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways, self._session = ways, ways.session
        self._reason: str | None = None
        self.previous = IconButton("ph.caret-left", tr("Previous motion point"), size=24, icon_size=16)
        self.point = IconButton("ph.diamond", tr("Add motion point"), checkable=True, size=24, icon_size=16)
        self.next = IconButton("ph.caret-right", tr("Next motion point"), size=24, icon_size=16)
        self.smooth = IconButton("ph.path", tr("Smooth motion"), checkable=True, size=24, icon_size=16)
        self.more = IconButton("ph.dots-three", tr("Motion presets"), size=24, icon_size=16)
        self._lay_out()
        self.previous.clicked.connect(partial(self._perform, partial(motion.go, way=-1)))
        self.next.clicked.connect(partial(self._perform, partial(motion.go, way=1)))
        self.point.clicked.connect(partial(self._perform, motion.toggle_point))
        self.smooth.clicked.connect(partial(self._perform, motion.toggle_smooth))
        self.more.clicked.connect(lambda: self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height()))))

    def show_motion(self) -> None:
        session, here = self._session, motion.is_at_point(self._session)
        self.point.setChecked(here)
        self.point.set_tip(tr("Remove motion point") if here else tr("Add motion point"))
        self.point.setAccessibleName(tr("Remove motion point") if here else tr("Add motion point"))
        self.smooth.setChecked(motion.is_smooth(session))
        elsewhere = None if motion.here(session) else tr("Put the playhead on the selected picture first")
        self.point.set_disabled_reason(self._reason or elsewhere)
        still = None if motion.has_points(session) else tr("Add a motion point first")
        self.smooth.set_disabled_reason(self._reason or still)
        for button, way in ((self.previous, -1), (self.next, 1)):
            button.set_disabled_reason(None if motion.has_point(session, way) else tr("No motion point is there"))

    def set_disabled_reason(self, reason: str | None) -> None:
        """Why nothing may be changed; looking is no change."""
        self._reason = reason
        self.more.set_disabled_reason(reason)
        self.show_motion()

    def menu(self) -> Menu:
        """Made anew each time it opens."""
        menu = Menu(parent=self)
        for name, run in PRESETS:
            menu.addAction(name, partial(self._perform, run))
        menu.addSeparator()
        remove = menu.addAction(tr("Remove Motion"), partial(self._perform, motion.clear))
        remove.setEnabled(motion.has_points(self._session))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _perform(self, run: Callable[[Session], None], *_: object) -> None:
        self._ways.perform(partial(run, self._session))
        self.show_motion()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        words = Label(tr("Motion"), "text", "dim")
        words.setFixedWidth(LABEL - row.spacing())
        row.addWidget(words)
        for button in (self.previous, self.point, self.next, self.smooth):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.more)
