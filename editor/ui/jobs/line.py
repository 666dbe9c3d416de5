"""One job in the list: what it is, how far it has come, and what can be done about it."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from editor.jobs import JobRow, JobState
from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.jobs.words import STATES, model_words, repeated_words, share_done, step_words, time_words
from editor.ui.widgets import Button, IconButton, Label, Lamp, ProgressLine, shapes
from editor.ui.widgets.focus_ring import FocusRinged
from editor.words import tr, trn
from engine.requests import BridgeRequest, ExtendRequest

HEIGHT = 34
GRIP, PICTURE, TITLE = 14, 34, 86  # pixels from the left
_MIDDLE = Qt.TextElideMode.ElideMiddle
_RIGHT = Qt.TextElideMode.ElideRight
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
ENDS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
HOLD = Qt.Key.Key_P


class JobLine(FocusRinged, QWidget):
    """Columns stand at the same places in every line, so that they can be read downwards.

    With the keyboard on it: Up and Down go to other lines, with Alt they give it another turn, Delete cancels or
    removes it, P holds it and lets it go on. What it wants is told with its id; `move_wanted` and `step_wanted` with
    how far (down is above 0), `dragged` and `dropped` with where on the screen.
    """

    cancel_wanted = Signal(str)
    hold_wanted = Signal(str)
    go_on_wanted = Signal(str)
    retry_wanted = Signal(str)
    smaller_wanted = Signal(str)
    forget_wanted = Signal(str)
    reveal_wanted = Signal(str)
    review_wanted = Signal(str)
    log_wanted = Signal(str)
    move_wanted = Signal(str, int)
    step_wanted = Signal(str, int)
    dragged = Signal(str, QPointF)
    dropped = Signal(str, QPointF)
    let_go = Signal()  # a drag was dropped by Escape

    def __init__(self, row: JobRow) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ring_radius = 2
        self._picture: QPixmap | None = None
        self._drags = False
        self.title = Label(role="value", elide=_MIDDLE, parent=self)
        self.model = Label(tone="dim", elide=_RIGHT, parent=self)
        self.progress = ProgressLine(parent=self)
        self.step = Label(parent=self)
        self.lamp = Lamp(parent=self)
        self.time = Label(tone="dim", elide=_RIGHT, parent=self)
        self._make_buttons()
        self.show_row(row)

    def _make_buttons(self) -> None:
        self.smaller = Button(tr("Retry smaller"), small=True, parent=self)
        self.smaller.set_tip(tr("Shorter, or by a model that fits into memory"))
        self.retry = Button(tr("Retry"), small=True, parent=self)
        self.review = Button(tr("Review seam"), small=True, parent=self)
        self.reveal = Button(tr("Show clip"), small=True, parent=self)
        self.log = IconButton("ph.article", tr("Show log"), size=24, icon_size=14, parent=self)
        self.up = IconButton("ph.caret-up", tr("Earlier"), QKeySequence("Alt+Up"), size=24, icon_size=14, parent=self)
        self.hold = IconButton("ph.pause", tr("Hold"), size=24, icon_size=14, parent=self)
        self.hold.clicked.connect(self._hold)
        self.end = IconButton("ph.x", tr("Cancel"), size=24, icon_size=14, parent=self)
        for button, wanted in (
            (self.smaller, self.smaller_wanted),
            (self.retry, self.retry_wanted),
            (self.review, self.review_wanted),
            (self.reveal, self.reveal_wanted),
            (self.log, self.log_wanted),
        ):
            button.clicked.connect(lambda _=False, wanted=wanted: wanted.emit(self.row.id))
        self.up.clicked.connect(lambda: self.move_wanted.emit(self.row.id, -1))
        self.end.clicked.connect(self._end)
        self.buttons = (self.smaller, self.retry, self.review, self.reveal, self.log, self.hold, self.up, self.end)

    @property
    def waits(self) -> bool:
        return self.row.state is JobState.QUEUED

    def show_row(self, row: JobRow) -> None:
        self.row = row
        self.title.set_text(row.title)
        self.model.set_text(model_words(row))
        self.step.set_text(step_words(row))
        self.step.set_tone("text" if row.state is JobState.RUNNING else "dim")
        self.progress.set_share(share_done(row))
        self._show_verdict(row)
        self._show_buttons(row)
        self.tell_time(time.time())
        self.setAccessibleName(f"{row.title}, {tr('on hold') if row.held else STATES[row.state]}")
        self._place()
        self.update()

    def show_picture(self, picture: QPixmap | None) -> None:
        self._picture = picture
        self.update()

    def tell_time(self, now: float) -> None:
        if not self.waits:
            self.time.set_text(time_words(self.row, now))

    def tell_use(self, number: int | None) -> None:
        """Of one that is done: the number of its take that plays; None where none of them does."""
        if self.row.state is JobState.DONE and number is not None:
            self.lamp.show_verdict("ok", tr("Done, take {number} in use", number=number), repeated_words(self.row))

    def tell_turn(self, words: str, first: bool) -> None:
        """Of one that waits. first: of those that do."""
        self.time.set_text(words)
        self.up.set_disabled_reason(tr("It is the next one") if first else None)

    def _show_verdict(self, row: JobRow) -> None:
        if row.state is JobState.DONE:
            count = len(row.takes)
            self.lamp.show_verdict(
                "ok",
                trn("Done, {count} take", "Done, {count} takes", count),
                repeated_words(row),
            )
        elif row.state is JobState.FAILED:
            self.lamp.show_verdict("bad", tr("Failed"), row.error or "")
        elif row.state is JobState.CANCELLED:
            kept = tr(", {takes} kept", takes=len(row.takes)) if row.takes else ""
            self.lamp.show_verdict("warn", tr("Cancelled{kept}", kept=kept))
        ended = row.state.is_final
        self.lamp.setVisible(ended)
        self.lamp.setToolTip(row.error or " ".join(dict.fromkeys(note for take in row.takes for note in take.notes)))
        self.progress.setVisible(not ended)
        self.step.setVisible(not ended)

    def _show_buttons(self, row: JobRow) -> None:
        has_join = isinstance(row.request, ExtendRequest | BridgeRequest)
        self.smaller.setVisible(row.state is JobState.FAILED and row.lacked_memory)
        self.retry.setVisible(row.state in (JobState.FAILED, JobState.CANCELLED))
        self.review.setVisible(row.state is JobState.DONE and has_join)
        self.reveal.setVisible(row.state is JobState.DONE and not has_join)
        self.log.setVisible(not self.waits)
        self.up.setVisible(self.waits)
        self._show_hold(row)
        self.end.set_tip(tr("Remove from the list") if row.state.is_final else tr("Cancel"), QKeySequence("Del"))

    def _show_hold(self, row: JobRow) -> None:
        """One that runs and is held is still on its way to stop."""
        runs, key = row.state is JobState.RUNNING, QKeySequence(HOLD)
        self.hold.setVisible(not row.state.is_final)
        self.hold.set_icon("ph.play" if row.held else "ph.pause")
        if row.held:
            self.hold.set_tip(tr("Let it go on"), key)
        else:
            self.hold.set_tip(tr("Stop and hold: the takes made are kept") if runs else tr("Hold: others pass it"), key)
        self.hold.setAccessibleName(tr("Let it go on") if row.held else tr("Hold"))
        self.hold.set_disabled_reason(tr("It stops at its next step") if runs and row.held else None)

    def _hold(self) -> None:
        (self.go_on_wanted if self.row.held else self.hold_wanted).emit(self.row.id)

    def _end(self) -> None:
        (self.forget_wanted if self.row.state.is_final else self.cancel_wanted).emit(self.row.id)

    # the keyboard

    def event(self, event: QEvent) -> bool:
        """Its own keys, before they are shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = Qt.Key(event.key()), MOVES.get(Qt.Key(event.key()))
        if not self._is_ours(event):
            super().keyPressEvent(event)
        elif key is Qt.Key.Key_Escape:
            self._drags = False
            self.let_go.emit()
        elif key is HOLD:
            self.hold.click()
        elif step is None:
            self._end()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(self.row.id, step)
        else:
            self.step_wanted.emit(self.row.id, step)

    def _is_ours(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_Escape:
            return self._drags
        return (key in MOVES and held in (none, alt)) or (key in ENDS and held == none) or self._is_hold(key, held)

    def _is_hold(self, key: int, held: Qt.KeyboardModifier) -> bool:
        return key == HOLD and held == Qt.KeyboardModifier.NoModifier and not self.row.state.is_final

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drags = self.waits and event.position().x() < PICTURE

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drags:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.row.id, event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.unsetCursor()
        if self._drags:
            self._drags = False
            self.dropped.emit(self.row.id, event.globalPosition())

    # how it looks

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """As in the design at 1920: the model at 388, progress at 730, the time at 1022."""
        width, height = self.width(), self.height()
        model, progress = max(250, round(width * 0.202)), max(420, round(width * 0.38))
        line = min(206, max(60, round(width * 0.107)))
        step = progress + line + 10
        when = step + 78
        right = self._place_buttons(
            (self.end, self.up, self.hold, self.log), (self.retry, self.smaller, self.review, self.reveal)
        )
        self.title.setGeometry(TITLE, 0, model - TITLE - 16, height)
        self.model.setGeometry(model, 0, progress - model - 16, height)
        self.progress.setGeometry(progress, (height - 4) // 2, line, 4)
        self.step.setGeometry(step, 0, 70, height)
        self.time.setGeometry(when, 0, max(0, right - when - 12), height)
        reach = right - 12 if self.row.state is JobState.FAILED else when - 8
        self.lamp.setGeometry(progress, 0, max(0, reach - progress), height)

    def _place_buttons(self, signs: Sequence[QAbstractButton], worded: Sequence[QAbstractButton]) -> int:
        """From the right; where the room for words ends."""
        right, height = self.width() - 14, self.height()
        for buttons, gap in ((signs, 4), (worded, 8)):
            for button in buttons:
                if not button.isHidden():
                    button.adjustSize()
                    right -= button.width()
                    button.move(right, (height - button.height()) // 2)
                    right -= gap
        return right

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(QRect(0, 0, self.width(), 1), theme.colour("line"))
            if self.waits:
                icons.paint(painter, "ph.dots-six-vertical", QRect(GRIP, (self.height() - 14) // 2, 14, 14), "dim")
            box = QRect(PICTURE, (self.height() - 22) // 2, 40, 22)
            if self._picture is None:
                shapes.rounded(painter, box, 3, "raised")
            else:
                shapes.picture(painter, box, self._picture, 3)
