"""The tools, one above the other."""

from functools import partial

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import IconButton, Menu
from editor.ui.widgets.keys_now import key_words
from editor.view_state import Tool, ViewState
from editor.words import tr

WIDTH = 40
MARGIN, SIDE, GAP, APART = 6, 28, 2, 9  # pixels; APART: between the tools that cut and those that look
TOOLS = (
    (Tool.SELECT, "ph.cursor", tr("Selection: Shift adds, Alt parts picture and sound"), "V"),
    (Tool.TRACK_SELECT, "ph.arrow-fat-lines-right", tr("Track select forward: Shift keeps to one track"), "A"),
    (
        Tool.TRACK_SELECT_BACK,
        "ph.arrow-fat-lines-left",
        tr("Track select backward: Shift keeps to one track"),
        "Shift+A",
    ),
    (Tool.RAZOR, "ph.scissors", tr("Razor: Shift cuts all tracks"), "C"),
    (Tool.RIPPLE, "ph.arrow-line-right", tr("Ripple"), "B"),
    (Tool.ROLL, "ph.arrows-out-line-horizontal", tr("Roll"), "N"),
    (Tool.SLIP, "ph.arrows-left-right", tr("Slip"), "Y"),
    (Tool.SLIDE, "ph.arrows-in-line-horizontal", tr("Slide"), "U"),
    (Tool.EXTEND, "ph.sparkle", tr("Generative Extend: drag an edge past the end of its media"), "G"),
    (Tool.HAND, "ph.hand", tr("Hand"), "H"),
    (Tool.ZOOM, "ph.magnifying-glass", tr("Zoom: Alt zooms out"), "Z"),
)
# Which go behind the dots where there is no room for all, the first of them first.
GIVING_WAY = (
    Tool.TRACK_SELECT_BACK, Tool.SLIDE, Tool.SLIP, Tool.ZOOM, Tool.HAND, Tool.ROLL, Tool.TRACK_SELECT, Tool.RIPPLE,
    Tool.RAZOR, Tool.EXTEND,
)  # fmt: skip


class ToolStrip(QWidget):
    """The one in use is lit, and seen; those without room are behind a button with three dots."""

    def __init__(self, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Tools"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        self.buttons = {tool: self._button(tool, icon, tip, key) for tool, icon, tip, key in TOOLS}
        for tool, button in self.buttons.items():
            if tool is Tool.HAND:
                layout.addSpacing(APART)
            layout.addWidget(button)
        self.more = IconButton("ph.dots-three", tr("More tools"), icon_size=18, parent=self)
        self.more.clicked.connect(self._open_more)
        layout.addWidget(self.more)
        layout.addStretch(1)
        view.changed.connect(self._show)
        theme.changed.connect(self.update)
        self._show("tool")

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 300)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        """Into those that are seen and the others."""
        tools = [tool for tool in self.buttons if tool is not Tool.EXTEND or self._view.generative]
        room = (self.height() - 2 * MARGIN - APART + GAP) // (SIDE + GAP)
        over = 0 if len(tools) <= room else len(tools) + 1 - room  # the dots need room, too
        self._behind = [tool for tool in GIVING_WAY if tool in tools and tool is not self._view.tool][:over]
        for tool, button in self.buttons.items():
            button.setVisible(tool in tools and tool not in self._behind)
        self.more.setVisible(bool(self._behind))

    def _open_more(self) -> None:
        menu = Menu(parent=self)
        for tool, icon, tip, key in TOOLS:
            if tool in self._behind:
                action = menu.addAction(icons.icon(icon), f"{tip.partition(':')[0]}\t{key_words(key)}")
                action.triggered.connect(partial(self._choose, tool))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(self.more.width() + GAP, 0)))

    def _button(self, tool: Tool, icon: str, tip: str, key: str) -> IconButton:
        generates = tool is Tool.EXTEND
        button = IconButton(icon, tip, key, checkable=True, icon_size=18, generates=generates, parent=self)
        button.clicked.connect(partial(self._choose, tool))
        return button

    def _choose(self, tool: Tool) -> None:
        self._view.set_tool(tool)
        self._show("tool")  # also where it was chosen already, and the press has put its light out

    def _show(self, name: str) -> None:
        if name == "tool":
            for tool, button in self.buttons.items():
                button.setChecked(tool is self._view.tool)
        if name in ("tool", "generative"):
            self._divide()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))
            hand = self.buttons[Tool.HAND]
            if hand.isVisible():
                painter.fillRect(8, hand.y() - 6, WIDTH - 16, 1, theme.colour("line"))
