"""The row under a monitor: where the playhead stands, what moves it, how the picture is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.ui.guarded import guarded
from editor.ui.viewer.picture_area import FIT
from editor.ui.widgets import Choice, IconButton, Label, Menu, TimecodeField
from editor.words import tr

HEIGHT = 44
ZOOMS = ((FIT, tr("Fit")), (25, "25 %"), (50, "50 %"), (75, "75 %"), (100, "100 %"), (150, "150 %"), (200, "200 %"))
QUALITIES = ((1, tr("Full")), (2, "1/2"), (4, "1/4"), (8, "1/8"))
# Pixels: below the first the choices go, below the second also what does not move the playhead.
NARROW, NARROWER, LEAST = 560, 430, 320
PROXY = tr("The picture is read from small copies. An export never is.")
NOTHING = tr("There is nothing to play yet")


@dataclass(frozen=True, slots=True)
class MonitorActions:
    """The verbs a monitor's buttons share with the menus. further: with their icons, after loop."""

    mark_in: QAction
    mark_out: QAction
    previous_edit: QAction
    step_back: QAction
    play: QAction
    step_forward: QAction
    next_edit: QAction
    loop: QAction | None = None
    further: Sequence[tuple[str, QAction]] = ()
    full_screen: QAction | None = None

    @property
    def all(self) -> tuple[QAction, ...]:
        named = (self.mark_in, self.mark_out, self.previous_edit, self.step_back, self.play, self.step_forward,
                 self.next_edit, self.loop, *(action for _, action in self.further), self.full_screen)  # fmt: skip
        return tuple(action for action in named if action is not None)


class Transport(QWidget):
    """entered: a frame typed into the timecode."""

    entered = Signal(int)

    def __init__(self, rate: Fraction, actions: MonitorActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._there = True
        self._buttons: list[IconButton] = []
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(LEAST)  # what does not fit goes, instead of holding the window open
        self.timecode = TimecodeField(rate, flat=True, least=0, name=tr("Go to timecode"))
        self.timecode.entered.connect(self.entered)
        self.zoom = Choice(ZOOMS, FIT, flat=True, name=tr("Size of the picture"))
        self.quality = Choice(QUALITIES, 1, flat=True, name=tr("Quality of the preview"))
        left, self._row, right = (_row() for _ in range(3))
        left.addWidget(self.timecode)
        left.addStretch(1)
        self._add_moves(actions)
        right.addStretch(1)
        self._add_views(actions, right)
        whole = _row()
        whole.setContentsMargins(8, 0, 8, 0)
        whole.addLayout(left, 1)  # as much room on either side: what moves the playhead stands in the middle
        whole.addLayout(self._row)
        whole.addLayout(right, 1)
        self.setLayout(whole)

    def show_playing(self, playing: bool) -> None:
        self.play_button.set_icon("ph.pause-fill" if playing else "ph.play-fill")

    @property
    def says_proxy(self) -> bool:
        return bool(self._proxy.full_text)

    def show_proxy(self, by_proxy: bool) -> None:
        """Whether what is seen was read from proxies."""
        self._proxy.set_text(tr("Proxy") if by_proxy else "")
        self._tell_views()

    def show_there(self, there: bool) -> None:
        """Whether there is anything to look at: without, only what moves the playhead stays, disabled."""
        self._there = there
        self.timecode.setEnabled(there)
        for button in self._buttons:
            button.block("" if there else NOTHING)
        self._show_fitting()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_fitting()

    def _show_fitting(self) -> None:
        for widgets, least, needs in (
            (self._views, NARROW, True),
            (self._marks, NARROWER, False),
            (self._after, NARROWER, True),
        ):
            for widget in widgets:
                widget.setVisible(self.width() >= least and (self._there or not needs))
        self.views.setVisible(NARROWER <= self.width() < NARROW and self._there)

    def _tell_views(self) -> None:
        """The button of a narrow monitor: amber while proxies are read, or less than all of the picture is."""
        quality, proxy = self.quality, self.says_proxy
        self.views.setChecked(proxy or quality.value != 1)
        about = tr("Picture: {zoom}, quality {quality}", zoom=self.zoom.words, quality=quality.words.lower())
        self.views.set_tip(f"{about}. {PROXY}" if proxy else about)
        self.views.setAccessibleName(f"{about}, {tr('Proxy')}" if proxy else about)

    def _open_views(self) -> None:
        """All that a wide monitor has its choices for."""
        self._tell_views()  # the press has turned it
        menu = Menu(parent=self)
        for choice in (self.zoom, self.quality):
            menu.add_head(choice.accessibleName())
            choice.add_rows(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.views.mapToGlobal(QPoint(0, self.views.height() + 4)))

    def _add_moves(self, actions: MonitorActions) -> None:
        self.play_button = self._button("ph.play-fill", actions.play, icon_size=20)
        backward = (("ph.skip-back", actions.previous_edit), ("ph.caret-left", actions.step_back))
        forward = (("ph.caret-right", actions.step_forward), ("ph.skip-forward", actions.next_edit))
        after = (*((("ph.repeat", actions.loop),) if actions.loop else ()), *actions.further)
        self._marks = self._group((("ph.mark-in", actions.mark_in), ("ph.mark-out", actions.mark_out)))
        self._row.addSpacing(6)
        self._group(backward)
        self._row.addSpacing(3)
        self._row.addWidget(self.play_button)
        self._row.addSpacing(3)
        self._group(forward)
        self._row.addSpacing(6)
        self._after = self._group(after)

    def _add_views(self, actions: MonitorActions, row: QHBoxLayout) -> None:
        self._proxy = Label("", "small", "dim")
        self._proxy.setToolTip(PROXY)
        self._views: list[QWidget] = [self._proxy, self.zoom, self.quality]
        self.views = IconButton("ph.gauge", tr("How the picture is shown"), checkable=True)
        self.views.clicked.connect(self._open_views)
        for choice in (self.zoom, self.quality):
            choice.value_shown.connect(self._tell_views)
        for widget in (*self._views, self.views):
            row.addWidget(widget)
        self._tell_views()
        if actions.full_screen is not None:
            self._views.append(self._button("ph.corners-out", actions.full_screen))
            row.addWidget(self._views[-1])

    def _group(self, buttons: Sequence[tuple[str, QAction]]) -> list[QWidget]:
        made: list[QWidget] = [self._button(icon, action) for icon, action in buttons]
        for button in made:
            self._row.addWidget(button)
        return made

    def _button(self, icon: str, action: QAction, icon_size: int = 16) -> IconButton:
        button = IconButton(icon, action.text(), icon_size=icon_size, ink="text" if icon == "ph.play-fill" else "dim")
        button.set_action(action)
        self._buttons.append(button)
        button.setAutoRepeat(icon in ("ph.caret-left", "ph.caret-right"))
        return button


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    return row
