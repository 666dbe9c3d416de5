"""A take as a card: a strip of pictures around its join, how it joins, and what would help."""

from fractions import Fraction

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from editor.session import Session
from editor.timeline.model import Made, Media
from editor.ui import icons, theme
from editor.ui.generation.join import JoinVerdict
from editor.ui.generation.seam_words import REMEDIES, WORST
from editor.ui.guarded import guarded
from editor.ui.widgets import Button, shapes
from editor.ui.widgets.pressable import Pressable
from editor.words import tr
from engine.requests import Remedy

WIDE, LEAST, HIGH, STRIP = 407, 300, 116, 56
PAD, NUMBER, LAMP, RING, BADGE = 12, 20, 8, 15, 20
Shot = tuple[Media, Fraction] | None


class TakeCard(Pressable):
    """used_wanted: it was pressed twice. remedy_wanted: its button was."""

    used_wanted = Signal()
    remedy_wanted = Signal(object)

    def __init__(self, session: Session, number: int) -> None:
        """number: from 1."""
        super().__init__()
        self._session, self.number = session, number
        self._shots: tuple[Shot, ...] = ()
        self._cut = 0.5  # of the strip, where the join is
        self._letter, self._used = "", False
        self._seed = ""
        self.verdict: JoinVerdict | None = None
        self.remedy: Remedy | None = None
        self.button = Button("", small=True, kind="on_raised", icon="ph.arrows-clockwise", parent=self)
        self.button.clicked.connect(lambda: self.remedy_wanted.emit(self.remedy))
        self.ring_radius = 6
        self.setText(tr("Take {number}", number=number))
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_take(self, made: Made | None, verdict: JoinVerdict | None, used: bool, letter: str) -> None:
        """used: it plays. letter: A, B, or none."""
        self.verdict, self._used, self._letter = verdict, used, letter
        self._seed = tr("Seed {seed:,}", seed=made.seed).replace(",", " ") if made is not None else ""
        self._show_remedy(verdict.remedy if verdict is not None else None)
        words = verdict.words if verdict is not None else ""
        said = (
            tr("Take {number}", number=self.number),
            tr("side {letter}", letter=letter) if letter else "",
            tr("in use") if used else "",
            words,
            self._seed,
        )
        self.setAccessibleName(", ".join(part for part in said if part))
        words = tr("Take {number} is in use") if used else tr("Compare with take {number}")
        self.set_tip(words.format(number=self.number), str(self.number) if self.number <= 9 else "")
        self.update()

    def show_shots(self, shots: tuple[Shot, ...], cut: float) -> None:
        """shots: evenly over the strip. cut: where in it the join is, 0 to 1."""
        self._shots, self._cut = shots, cut
        self.update()

    def hear(self, media_id: str) -> None:
        if any(shot is not None and shot[0].id == media_id for shot in self._shots):
            self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(WIDE, HIGH)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, HIGH)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.used_wanted.emit()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect()
        fill = theme.colour("hover") if self.lit and not self._used else theme.colour("raised")
        shapes.rounded(painter, box, 6, fill)
        self._paint_strip(painter, QRect(2, 2, box.width() - 4, STRIP))
        self._paint_words(painter)
        if self._used:
            shapes.rounded(painter, box, 6, None, "accent")
            shapes.rounded(painter, box.adjusted(1, 1, -1, -1), 5, None, "accent")
        elif self._letter:
            shapes.rounded(painter, box, 6, None, "dim")

    def _show_remedy(self, remedy: Remedy | None) -> None:
        """Of a take that plays, the inspector shows it beside the measures."""
        self.remedy = Remedy.ANOTHER_TAKE if remedy is Remedy.FEWER_FRAMES else remedy
        self.button.setVisible(self.remedy is not None and not self._used)
        if self.remedy is not None:
            words = REMEDIES[self.remedy]
            self.button.setText(words.label)
            self.button.setAccessibleName(tr("{label} like take {number}", label=words.label, number=self.number))
            self.button.set_tip(words.tip)
        self._place_button()

    def _place_button(self) -> None:
        self.button.adjustSize()
        middle = STRIP + (HIGH - STRIP) // 2
        self.button.move(self.width() - PAD - self.button.width(), middle - self.button.height() // 2)

    def _paint_strip(self, painter: QPainter, strip: QRect) -> None:
        count = max(1, len(self._shots))
        for index, shot in enumerate(self._shots):
            left = strip.left() + index * strip.width() // count
            right = strip.left() + (index + 1) * strip.width() // count - 1
            cell = QRect(left, strip.top(), right - left, strip.height())
            shapes.rounded(painter, cell, 2, "well")
            picture = self._picture(shot, strip.height())
            if picture is not None:
                shapes.picture(painter, cell, picture, 2)
        x = strip.left() + round(self._cut * strip.width())
        painter.fillRect(x - 1, strip.top(), 2, strip.height(), theme.colour("on_badge"))
        lamp = self.verdict.lamp if self.verdict is not None else ""
        if lamp:
            centre = QPointF(x, strip.center().y() + 1)
            shapes.disc(painter, centre, RING, "lamp_ring")
            shapes.disc(painter, centre, LAMP, lamp)
        if self._letter:
            self._paint_letter(painter, QRect(strip.right() - BADGE - 6, strip.top() + 6, BADGE, BADGE))

    def _paint_letter(self, painter: QPainter, box: QRect) -> None:
        shapes.rounded(painter, box, 4, "badge")
        painter.setFont(theme.font("primary"))
        painter.setPen(theme.colour("on_badge"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._letter)

    def _paint_words(self, painter: QPainter) -> None:
        middle = STRIP + (HIGH - STRIP) // 2 + 1
        number = QRect(PAD, middle - 11, NUMBER, 22)
        shapes.rounded(painter, number, 4, None, "accent" if self._used else "line2")
        painter.setFont(theme.font("text"))
        painter.setPen(theme.colour("accent_text" if self._used else "dim"))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(self.number))
        right = self._paint_used(painter, middle) if self._used else self.button.x() if self.button.isVisible() else (
            self.width() - PAD
        )  # fmt: skip
        left = number.right() + 12
        words = self.verdict.words if self.verdict is not None else tr("Not measured")
        for text, role, tone, top in ((words, "value", "text", -18), (self.particulars, "text", "dim", 1)):
            painter.setFont(theme.font(role))
            painter.setPen(theme.colour(tone))
            line = QRect(left, middle + top, right - left - 10, 18)
            shown = QFontMetrics(theme.font(role)).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    @property
    def particulars(self) -> str:
        """What was measured, the worst of it, then the seed: "Colour: 8.9 ΔE bluer, seed 7"."""
        rows = [row for part in self.verdict.parts for row in part.rows] if self.verdict is not None else []
        worst = max(rows, key=lambda row: WORST.index(row.lamp), default=None)
        if worst is None:
            return self._seed
        measured = f"{worst.label}: {worst.value[:1].lower()}{worst.value[1:]}"
        return ", ".join(part for part in (measured, self._seed.lower()) if part)

    def _paint_used(self, painter: QPainter, middle: int) -> int:
        """ "In use", and where it begins."""
        words, metrics = tr("In use"), QFontMetrics(theme.font("value"))
        left = self.width() - PAD - metrics.horizontalAdvance(words)
        painter.setFont(theme.font("value"))
        painter.setPen(theme.colour("accent_text"))
        painter.drawText(QRect(left, middle - 9, self.width() - left, 18), Qt.AlignmentFlag.AlignVCenter, words)
        icons.paint(painter, "ph.check", QRect(left - 20, middle - 7, 14, 14), "accent_text")
        return left - 20

    def _picture(self, shot: Shot, height: int) -> QPixmap | None:
        if shot is None or shot[0].picture is None:
            return None
        pixels = round(height * self.devicePixelRatioF())
        image = self._session.thumbnails.image(shot[0], shot[1], pixels)
        return None if image is None else QPixmap.fromImage(image)
