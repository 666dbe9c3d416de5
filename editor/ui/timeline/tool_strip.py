"""The tools, one above the other."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.ui import theme
from editor.ui.widgets import IconButton
from editor.view_state import Tool, ViewState

WIDTH = 40
TOOLS = (
    (Tool.SELECT, "ph.cursor", "Selection: Shift adds, Alt parts picture and sound", "V"),
    (Tool.TRACK_SELECT, "ph.arrow-fat-lines-right", "Track select forward: Shift keeps to one track", "A"),
    (Tool.RAZOR, "ph.scissors", "Razor: Shift cuts all tracks", "C"),
    (Tool.RIPPLE, "ph.arrow-line-right", "Ripple", "B"),
    (Tool.ROLL, "ph.arrows-out-line-horizontal", "Roll", "N"),
    (Tool.SLIP, "ph.arrows-left-right", "Slip", "Y"),
    (Tool.SLIDE, "ph.arrows-in-line-horizontal", "Slide", "U"),
    (Tool.HAND, "ph.hand", "Hand", "H"),
    (Tool.ZOOM, "ph.magnifying-glass", "Zoom: Alt zooms out", "Z"),
)


class ToolStrip(QWidget):
    """The one in use is lit."""

    def __init__(self, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Tools")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(2)
        self.buttons = {tool: self._button(tool, icon, tip, key) for tool, icon, tip, key in TOOLS}
        for tool, button in self.buttons.items():
            if tool is Tool.HAND:
                layout.addSpacing(9)
            layout.addWidget(button)
        layout.addStretch(1)
        view.changed.connect(self._show)
        theme.changed.connect(self.update)
        self._show("tool")

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def _button(self, tool: Tool, icon: str, tip: str, key: str) -> IconButton:
        button = IconButton(icon, tip, key, checkable=True, icon_size=18, parent=self)
        button.clicked.connect(partial(self._choose, tool))
        return button

    def _choose(self, tool: Tool) -> None:
        self._view.set_tool(tool)
        self._show("tool")  # also where it was chosen already, and the press has put its light out

    def _show(self, name: str) -> None:
        if name == "tool":
            for tool, button in self.buttons.items():
                button.setChecked(tool is self._view.tool)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))
            hand = self.buttons[Tool.HAND].geometry()
            painter.fillRect(8, hand.top() - 6, WIDTH - 16, 1, theme.colour("line"))
