"""What panels are made of: heads, sections that fold, chips, empty places."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.button import Button, IconButton
from editor.ui.widgets.label import Label
from editor.ui.widgets.pressable import Pressable, mixed
from editor.words import tr


class Panel(QWidget):
    """A surface of the theme's: panel, bg or well."""

    def __init__(self, surface: str = "panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.surface = surface

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.colour(self.surface))


class PanelHead(QWidget):
    """36 high: what the panel is, of what, and buttons at its right end."""

    def __init__(self, title: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(36)
        self.title = Label(title, "value")
        self.name = Label(name, "text", "dim", elide=Qt.TextElideMode.ElideRight)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 8, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.name, 1)

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)


class Section(QWidget):
    """A part of a panel under a caret; what is in it goes to `body`. `reset` tells that its button was pressed."""

    reset = Signal()
    folded = Signal(bool)

    def __init__(
        self,
        title: str,
        resettable: bool = False,
        open_: bool = True,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.head = SectionHead(title, quiet)
        self.head.clicked.connect(lambda: self.set_open(not self.is_open))
        self.inner = QWidget()
        self.body = QVBoxLayout(self.inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        if resettable:
            button = IconButton(
                "ph.arrow-counter-clockwise", tr("Reset {lower}", lower=title.lower()), size=22, icon_size=14
            )
            button.clicked.connect(self.reset)
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.inner)
        self.set_open(open_)

    @property
    def is_open(self) -> bool:
        return self.head.is_open

    def set_open(self, open_: bool) -> None:
        was = self.head.is_open
        self.head.is_open = open_
        self.inner.setVisible(open_)
        self.head.update()
        if was != open_:
            self.folded.emit(not open_)


class SectionHead(Pressable):
    """A caret and a title."""

    def __init__(self, title: str, quiet: bool = False) -> None:
        super().__init__()
        self.is_open = True
        self._quiet = quiet
        self.setText(title)
        self.setAccessibleName(title)
        self.setFixedHeight(28)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.font("value")).horizontalAdvance(self.text()) + 24, 28)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ink = mixed("dim", "text", self.lit)
            icons.paint(painter, "ph.caret-down" if self.is_open else "ph.caret-right", QRect(0, 8, 12, 12), ink)
            painter.setFont(theme.font("text" if self._quiet else "value"))
            painter.setPen(ink if self._quiet else theme.colour("text"))
            painter.drawText(self.rect().adjusted(18, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


class Chip(Pressable):
    """24 high: a filter that is chosen or not, or (not checkable) a word of news in violet."""

    def __init__(self, text: str, icon: str = "", count: str = "", generates: bool = False, news: bool = False) -> None:
        super().__init__()
        self._icon, self.count, self._generates, self._news = icon, count, generates, news
        self.ring_radius = 4
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(not news)
        self.setFixedHeight(20 if news else 24)
        if news:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_count(self, count: str) -> None:
        self.count = count
        self.updateGeometry()
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("small"))
        width = metrics.horizontalAdvance(self.text()) + 14
        width += 20 if self._icon else 0
        width += metrics.horizontalAdvance(self.count) + 6 if self.count else 0
        return QSize(width, self.height())

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._news or (self.isChecked() and self._generates):
                shapes.rounded(painter, self.rect(), 4, "gen_bg")
            elif self.isChecked():
                shapes.rounded(painter, self.rect(), 4, "hover")
            elif self.lit:
                shapes.rounded(painter, self.rect(), 4, theme.colour("hover", 0.6 * self.lit))
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        violet = self._generates or self._news
        ink = theme.colour("gen_text") if violet else mixed("dim", "text", 1.0 if self.isChecked() else self.lit)
        left = 7
        if self._icon:
            icons.paint(painter, self._icon, QRect(left, (self.height() - 14) // 2, 14, 14), ink)
            left += 20
        painter.setFont(theme.font("clip" if self.isChecked() and not violet else "small"))
        painter.setPen(ink)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.count:
            left += painter.fontMetrics().horizontalAdvance(self.text()) + 6
            painter.setPen(theme.colour("dim"))
            painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.count)


class EmptyState(QWidget):
    """An empty place says what to do next; `pressed` tells that its button was. `dashed`: things may be dropped."""

    pressed = Signal()

    def __init__(
        self,
        icon: str,
        title: str = "",
        words: str = "",
        button: str = "",
        shortcut: str = "",
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._dashed, self._dropping = icon, dashed, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(60)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 40, 12, 0)
        column.setSpacing(7)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        centre = Qt.AlignmentFlag.AlignHCenter
        for label in (Label(title, "title"), Label(words, "prompt", "dim")):
            label.setAlignment(centre)
            label.setVisible(bool(label.full_text))
            column.addWidget(label, 0, centre)
        self.button = Button(button, shortcut=shortcut)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.pressed)
        column.addSpacing(6)
        column.addWidget(self.button, 0, centre)
        theme.changed.connect(self.update)

    def set_dropping(self, dropping: bool) -> None:
        """Something that may be dropped here is over it."""
        self._dropping = dropping
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = self.rect().adjusted(0, 0, -1, -1)
            if self._dropping:
                shapes.rounded(painter, self.rect(), 6, "drop")
            if self._dashed:
                shapes.dashed(painter, self.rect(), 6, "accent" if self._dropping else "line2")
            top = min(
                (child.y() for child in self.findChildren(Label) if child.isVisible()), default=box.center().y() + 40
            )
            icons.paint(painter, self._icon, QRect(box.center().x() - 14, top - 42, 28, 28), "dim")
