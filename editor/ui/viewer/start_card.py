"""What stands in the program monitor before anything is open: the ways to begin, and what this machine can do."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import Button, Label, Lamp, Line, shapes
from editor.ui.widgets.keys_now import key_words
from editor.ui.widgets.lamp import Level
from editor.ui.widgets.pressable import Pressable, mixed
from editor.words import tr

WIDTH, LEAST, WAY = 470, 400, 52  # pixels: of the card, and the height of a way to begin
KEYS = 60  # pixels that are left to a shortcut
RECENT = 2  # projects offered, in the room that the sample has before there are any


class StartCard(QWidget):
    """import_keys, open_keys: the Standard keys of what two of its rows do."""

    sample_wanted = Signal()
    import_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(Path)
    models_wanted = Signal()

    def __init__(self, import_keys: str = "", open_keys: str = "") -> None:
        super().__init__()
        self.card = _Card()
        rows = QVBoxLayout(self.card)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        self.sample, self.recent = _Ways(), _Ways()
        self.sample.column.addLayout(self._make_sample())
        self.sample.column.addWidget(Line())
        rows.addWidget(self.sample)
        rows.addWidget(self.recent)
        told = tr("The first clip sets size and frame rate")
        self.own = _Way("ph.film-strip", tr("Start with your own footage"), told, import_keys)
        self.own.clicked.connect(self.import_wanted)
        self.project = _Way(
            "ph.folder-open", tr("Open a project"), tr("A Longtake project, which is an OpenTimelineIO file"), open_keys
        )
        self.project.clicked.connect(self.open_wanted)
        between = Line()
        self._in_menus = (self.own, between, self.project)
        self._is_short, self._whole = False, QSize()
        for row in self._in_menus:
            rows.addWidget(row)
        self.machine = Lamp()
        self.machine.hide()
        self.about = Label(tr("Everything runs on this computer."), "text", "dim")
        self.plan = Label("", "text", "dim")
        self.models_button = Button(tr("Models…"), small=True)
        self.models_button.clicked.connect(self.models_wanted)
        self._generative = True
        self._lay_out()
        self.show_plan(self.about.full_text, "")

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card, 1000)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(10)
        column.addWidget(self.machine, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.about, 0, Qt.AlignmentFlag.AlignHCenter)
        plan = QHBoxLayout()
        plan.addStretch(1)
        plan.setSpacing(8)
        plan.addWidget(self.plan)
        plan.addWidget(self.models_button)
        plan.addStretch(1)
        column.addLayout(plan)
        column.addStretch(1)

    def show_ways(self, recent: Sequence[Path], has_sample: bool) -> None:
        """recent: projects, the newest first. The sample is for those who have none yet."""
        self.recent.clear()
        for project in recent[:RECENT]:
            title = tr("Go on with {name}", name=project.stem)
            way = _Way("ph.clock-counter-clockwise", title, str(project.parent))
            way.clicked.connect(partial(self.recent_wanted.emit, project))
            self.recent.column.addWidget(way)
            self.recent.column.addWidget(Line())
        self.recent.setVisible(bool(recent))
        self.sample.setVisible(has_sample and not recent)

    def show_machine(self, level: Level, words: str) -> None:
        """What can be generated here: "The built-in model is ready: a second at 720p takes about 9 s."."""
        self.machine.show_verdict(level, words)
        self.machine.setVisible(self._generative)

    def show_plan(self, machine: str, plan: str) -> None:
        """machine: what it is. plan: which other model could be had for it; empty: nothing is said of one."""
        self.about.set_text(machine)
        self.plan.set_text(plan)
        self._show_generative()

    def set_generative(self, on: bool) -> None:
        """Whether it is told what can be generated."""
        self._generative = on
        self._show_generative()

    def _show_generative(self) -> None:
        self.machine.setVisible(self._generative and bool(self.machine.words))
        for each in (self.plan, self.models_button):
            each.setVisible(self._generative and bool(self.plan.full_text))

    @guarded
    def minimumSizeHint(self) -> QSize:
        """With all of its rows, also while some are left out."""
        return self._whole if self._is_short else super().minimumSizeHint()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a very small screen what the File menu has as well goes, instead of lying over the rest."""
        super().resizeEvent(event)
        self._whole = self.minimumSizeHint()
        self._is_short = self.height() < self._whole.height()
        for row in self._in_menus:
            row.setVisible(not self._is_short)

    def _make_sample(self) -> QHBoxLayout:
        self.sample_button = Button(tr("Open"), kind="primary")
        self.sample_button.clicked.connect(self.sample_wanted)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Label(tr("Try the sample project"), "title"))
        told = tr("Three short shots, ready to extend and bridge. Opens at once, nothing to download.")
        words.addWidget(Label(told, "prompt", "dim", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(16, 13, 16, 13)
        row.setSpacing(16)
        row.addWidget(_SamplePicture())
        row.addLayout(words, 1)
        row.addWidget(self.sample_button)
        return row


class _Card(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(LEAST)
        self.setMaximumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        shapes.rounded(QPainter(self), self.rect(), 10, "panel", "line")


class _Ways(QWidget):
    """Rows of the card that come and go together, each with the line under it."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def clear(self) -> None:
        while (item := self.column.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()


class _Way(Pressable):
    """A row that is a button: icon, words, shortcut."""

    def __init__(self, icon: str, title: str, words: str, shortcut: str = "") -> None:
        super().__init__()
        self._icon, self._title, self._told, self._shortcut = icon, title, words, shortcut
        self.setAccessibleName(title)
        self.setFixedHeight(WAY)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 2, WAY)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shapes.rounded(painter, self.rect().adjusted(3, 3, -3, -3), 6, theme.colour("hover", self.lit))
        box = self.rect().translated(self.push)
        icons.paint(painter, self._icon, QRect(17, box.center().y() - 9, 20, 20), "dim")
        words = box.adjusted(51, 9, -16, -9)
        for line, face, ink, where in (
            (self._title, "value", "text", Qt.AlignmentFlag.AlignTop),
            (self._told, "text", "dim", Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(theme.font(face))
            painter.setPen(theme.colour(ink))
            room = words.width() - (KEYS if self._shortcut else 0)
            painter.drawText(words, where, painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideMiddle, room))
        painter.setFont(theme.font("small"))
        painter.setPen(mixed(theme.colour("faint"), theme.colour("dim"), self.lit))
        keys = key_words(self._shortcut) if self._shortcut else ""
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)


class _SamplePicture(QWidget):
    """Two shots and what comes after them, as a sign: painted, so that nothing has to be made for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(128, 72)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        image = icons.blank(self.size(), self.devicePixelRatioF())
        self._paint_scene(image_painter := QPainter(image))
        image_painter.end()
        shapes.picture(painter, self.rect(), image)

    def _paint_scene(self, painter: QPainter) -> None:
        sky = QLinearGradient(0, 0, 0, 44)
        for at, tone in ((0.0, "#2a3550"), (0.65, "#5b759b"), (1.0, "#c99a7a")):
            sky.setColorAt(at, QColor(tone))
        painter.fillRect(QRect(0, 0, 128, 44), sky)
        sea = QLinearGradient(0, 44, 0, 72)
        sea.setColorAt(0, QColor("#2d3d40"))
        sea.setColorAt(1, QColor("#141c1d"))
        painter.fillRect(QRect(0, 44, 128, 28), sea)
        shapes.disc(painter, QRect(77, 32, 14, 14).center().toPointF(), 13, QColor("#f6d9ae"))
        painter.setClipRect(QRect(89, 0, 39, 72))
        painter.fillRect(self.rect(), QColor(90, 72, 150, 110))
        shapes.hatch(painter, self.rect())
        painter.fillRect(QRect(88, 0, 2, 72), QColor("#d5cdf0"))
