"""The noise matrix: every number that the sampler gets, as cells in a popover."""

import json
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from editor.actions.noise_lane import Column, Part, columns_of
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.timeline.noise_lane.shape import frames_in_words
from editor.ui.widgets import IconButton, Label, PointerDialog
from editor.ui.widgets.pressable import mixed
from editor.ui.widgets.shapes import rounded
from editor.words import tr, trn
from engine.requests import Plan

WIDTH = 424
ACROSS, DOWN = 16, 13  # pixels from cell to cell; one of them is free between two
NAMES, HEAD = 44, 28  # pixels left of the cells and above them
MOST_ROWS = 20  # that are as high as one of few; more share their height
MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
EXACT = 0.0051  # by which a product of two rounded numbers may be off


class MatrixPopover(PointerDialog):
    """Points at the button that opened it; stays true to the plan it is shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("Noise matrix"), "", width=WIDTH)
        self.grid = MatrixGrid()
        self.copy = IconButton("ph.copy", tr("Copy as JSON: what --sigmas takes"))
        self.copy.clicked.connect(self._copy)
        self.add_to_head(self.copy)
        self.place, self.product = Label("", "value"), Label("", "text", "dim")
        said, foot = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((said, (self.place, self.product)), (foot, (Ramp(),))):
            row.setContentsMargins(NAMES, 0, 0, 0)
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        foot.addWidget(Label(tr("What the sampler gets"), "small", "dim"))
        self.body.addWidget(self.grid)
        self.body.addLayout(said)
        self.body.addLayout(foot)
        self.grid.told.connect(self._tell)
        self._plan: Plan | None = None

    def show_plan(self, plan: Plan, chosen: int | None) -> None:
        """chosen: the place of the column that is chosen in the lane."""
        self._plan = plan
        steps, groups = len(plan.sigmas) - 1, len(plan.latents)
        told = trn("{count} step", "{count} steps", steps), trn("{count} frame group", "{count} frame groups", groups)
        self.subtitle.set_text(", ".join(told))
        self.grid.show_plan(plan, chosen)
        if self.isVisible():
            self.refit()

    def begin(self) -> None:
        """Once it is on screen: the cells have the keyboard."""
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell(self) -> None:
        self.place.set_text(self.grid.place_in_words)
        self.product.set_text(self.grid.value_in_words)

    def _copy(self) -> None:
        if self._plan is not None:
            QGuiApplication.clipboard().setText(json.dumps(self._plan.sigmas))


class MatrixGrid(QWidget):
    """told: another cell is touched, or the one that is holds another value."""

    told = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._sigmas: tuple[tuple[float, ...], ...] = ()
        self._chosen: int | None = None
        self.cell = (0, 0)  # row and place that is touched
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Noise of each frame group before each step"))
        theme.changed.connect(self.update)

    def show_plan(self, plan: Plan, chosen: int | None) -> None:
        self._columns, self._sigmas, self._chosen = columns_of(plan), plan.sigmas[:-1], chosen
        row, place = self.cell
        place = place if chosen is None else chosen
        self.updateGeometry()
        self._touch(min(row, len(self._sigmas) - 1), min(place, len(self._columns) - 1))

    def value(self, row: int, place: int) -> float:
        """The sigma before a step."""
        return self._sigmas[row][self._columns[place].index]

    @property
    def place_in_words(self) -> str:
        row, place = self.cell
        return tr("Step {row}, frames {frames}", row=row + 1, frames=frames_in_words(self._columns, place))

    @property
    def value_in_words(self) -> str:
        """0.18 = 0.20 × 0.92: how free the group is, times how far sampling has come; where that is what it is."""
        row, place = self.cell
        value, noise = self.value(row, place), self._columns[place].noise
        freest = max(self._columns, key=lambda column: column.noise)
        whole = self._sigmas[row][freest.index] / freest.noise if freest.noise else 0.0
        if abs(noise * whole - value) > EXACT:
            return f"{value:.2f}"
        return f"{value:.2f} = {noise:.2f} × {whole:.2f}"

    def cell_rect(self, row: int, place: int) -> QRectF:
        across, down = self._pitch()
        return QRectF(NAMES + place * across, HEAD + row * down, max(1.0, across - 1), max(1.0, down - 1))

    @guarded
    def sizeHint(self) -> QSize:
        rows = len(self._sigmas)
        return QSize(WIDTH - 32, HEAD + min(rows, MOST_ROWS) * DOWN)

    def _pitch(self) -> tuple[float, float]:
        columns, rows = max(1, len(self._columns)), max(1, len(self._sigmas))
        return min(ACROSS, (self.width() - NAMES) / columns), min(DOWN, (self.height() - HEAD) / rows)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        across, down = self._pitch()
        at = event.position()
        row, place = int((at.y() - HEAD) // down), int((at.x() - NAMES) // across)
        if 0 <= row < len(self._sigmas) and 0 <= place < len(self._columns):
            self._touch(row, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        row, place = self.cell[0] + move[0], self.cell[1] + move[1]
        self._touch(max(0, min(row, len(self._sigmas) - 1)), max(0, min(place, len(self._columns) - 1)))

    def _touch(self, row: int, place: int) -> None:
        self.cell = row, place
        self.setAccessibleDescription(f"{self.place_in_words}: {self.value_in_words}")
        self.update()
        self.told.emit()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_heads(painter)
            self._paint_steps(painter)
            for row in range(len(self._sigmas)):
                for place in range(len(self._columns)):
                    rounded(painter, self.cell_rect(row, place), 2, ramp(self.value(row, place)))
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell_rect(*self.cell).adjusted(-1, -1, 1, 1), 3, 3)

    def _paint_heads(self, painter: QPainter) -> None:
        """Seen and New frames over their columns; a diamond over each keyframe."""
        painter.setFont(theme.font("small"))
        for first, last in stretches(self._columns):
            is_seen = self._columns[first].part is Part.SEEN
            box = self.cell_rect(0, first).united(self.cell_rect(0, last))
            words, ink = (tr("Seen"), "gen_text") if is_seen else (tr("New frames"), "dim")
            painter.setPen(theme.colour(ink))
            if is_seen:
                painter.fillRect(QRectF(box.left(), HEAD - 6, box.width(), 2), theme.colour("gen"))
            room = QRectF(box.left() + (0 if is_seen else 5), 0, max(box.width(), 80.0), HEAD - 8)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            if is_seen and box.width() >= painter.fontMetrics().horizontalAdvance(words):
                room, flags = QRectF(box.left(), 0, box.width(), HEAD - 8), Qt.AlignmentFlag.AlignCenter
            painter.drawText(room, flags, words)
        for place, column in enumerate(self._columns):
            if column.part is Part.KEYFRAME:
                self._paint_diamond(painter, place)

    def _paint_diamond(self, painter: QPainter, place: int) -> None:
        middle = QPointF(self.cell_rect(0, place).center().x(), HEAD - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if place == self._chosen else "text"))
        painter.drawPolygon([middle + QPointF(*each) for each in ((0, -5), (5, 0), (0, 5), (-5, 0))])

    def _paint_steps(self, painter: QPainter) -> None:
        """Step 1, and every third one as far as there is room."""
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("dim"))
        every = max(1, round(3 * DOWN / self._pitch()[1]))
        for row in range(0, len(self._sigmas), every):
            box = self.cell_rect(row, 0)
            words = f"{row + 1}" if row else tr("Step 1")
            where = QRectF(0, box.center().y() - 8, NAMES - 8, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)


class Ramp(QWidget):
    """What the colours mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(190, 16)
        theme.changed.connect(self.update)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("dim"))
            painter.drawText(QRect(0, 0, 32, 16), Qt.AlignmentFlag.AlignVCenter, tr("Keep"))
            painter.drawText(QRect(162, 0, 28, 16), Qt.AlignmentFlag.AlignVCenter, tr("Free"))
            colours = QLinearGradient(34, 0, 154, 0)
            for at, colour in theme.NOISE_RAMP:
                colours.setColorAt(at, QColor(colour))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours)
            painter.drawRoundedRect(QRectF(34, 4, 120, 8), 4, 4)


def ramp(value: float) -> QColor:
    """Of 0 keep to 1 free."""
    stops = theme.NOISE_RAMP
    for (low, first), (high, second) in pairwise(stops):
        if value <= high:
            return mixed(QColor(first), QColor(second), (value - low) / (high - low))
    return QColor(stops[-1][1])


def stretches(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """First and last place of each run of columns that are seen, or that are not."""
    found: list[tuple[int, int]] = []
    for place, column in enumerate(columns):
        seen = column.part is Part.SEEN
        if found and (columns[found[-1][0]].part is Part.SEEN) is seen:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
