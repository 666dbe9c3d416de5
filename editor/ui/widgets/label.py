"""Words: in one of the theme's faces and tones, cut with an ellipsis where they have to be."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.words import tr

_Elide = Qt.TextElideMode


class Label(QLabel):
    """role: one of the theme's faces; tone: text, dim, faint, accent_text, gen_text or bad.

    With `elide`, the label may be narrower than its words, and they end in an ellipsis (or begin, or both).
    """

    def __init__(
        self,
        text: str = "",
        role: str = "text",
        tone: str = "text",
        elide: Qt.TextElideMode = _Elide.ElideNone,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._full, self._elide = text, elide
        self._spaced = role == "prompt"  # lines 18 apart
        self.setFont(theme.font(role))
        self.setTextFormat(Qt.TextFormat.RichText if self._spaced else Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.set_tone(tone)
        if elide is not _Elide.ElideNone:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    @property
    def full_text(self) -> str:
        return self._full

    def set_text(self, text: str) -> None:
        self._full = text
        self._show()

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    @guarded
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self._elide is _Elide.ElideNone else QSize(0, hint.height())

    def _show(self) -> None:
        if self._spaced:
            self.setText(
                tr('<p style="line-height: 120%">{replace}</p>', replace=escape(self._full).replace(chr(10), "<br>"))
            )
        elif self._elide is _Elide.ElideNone:
            self.setText(self._full)
        else:
            self.setText(self.fontMetrics().elidedText(self._full, self._elide, self.width()))


class Line(QFrame):
    """A separator, 1 px."""

    def __init__(self, vertical: bool = False, tone: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.colour(self._tone))
        self.setPalette(palette)
