"""Project settings, asked for: what would become of the edit is told before it is done."""

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from editor.timeline import edits
from editor.timeline.edits import ProjectSettings
from editor.timeline.errors import EditError
from editor.timeline.model import Timeline
from editor.timeline.timecode import can_drop, frame_of, nominal_rate, number_of
from editor.ui.widgets import Button, Choice, Label, NumberField, PointerDialog, TextField, TimecodeField
from editor.words import tr

WIDTH, LABEL = 460, 108  # pixels
SIZES = (
    ((1920, 1080), tr("Full HD")),
    ((1280, 720), "HD"),
    ((3840, 2160), tr("Ultra HD")),
    ((4096, 2160), tr("DCI 4K")),
    ((1080, 1920), tr("Upright")),
    ((1080, 1080), tr("Square")),
)
OTHER = (0, 0)
SAMPLE_RATES = (32_000, 44_100, 48_000, 96_000)


class ProjectDialog(PointerDialog):
    """changed: by OK or Return, what the project is to be like."""

    changed = Signal(object)

    def __init__(self, window: QWidget, timeline: Timeline) -> None:
        super().__init__(window, tr("Project settings"), icon="ph.sliders-horizontal", width=WIDTH, tone="dim")
        self._timeline = timeline
        self._wanted = edits.settings_of(timeline)
        self.error = ""
        self._make()
        self._lay_out()
        self._connect()
        self._show()

    def take_keyboard(self) -> None:
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def _make(self) -> None:
        now = self._wanted
        self.name = TextField(now.name, tr("Name"), tr("Name of the project"))
        self.format: Choice[tuple[int, int]] = Choice([*SIZES, (OTHER, tr("Another"))], name=tr("Size"))
        self.width_field, self.height_field = (
            NumberField(2, 8192, side, 2, lambda value: f"{value:.0f}", name)
            for name, side in ((tr("Width in pixels"), now.width), (tr("Height in pixels"), now.height))
        )
        rates = sorted({*edits.STANDARD_RATES, now.rate})
        self.rate = Choice(
            [(rate, tr("{rate} fps", rate=rate_words(rate))) for rate in rates],
            now.rate,
            name=tr("Frame rate"),
        )
        self.start = TimecodeField(now.rate, now.start_frame, least=0, name=tr("Timecode of the first frame"))
        self.drop = QCheckBox(tr("Drop-frame"))
        samples = sorted({*SAMPLE_RATES, now.sample_rate})
        sampled = [(each, tr("{rate:g} kHz", rate=each / 1000)) for each in samples]
        self.samples = Choice(sampled, now.sample_rate, name=tr("Sound"))
        self.note = Label("", "small", "dim", wrap=True)
        self.cancel, self.done = Button(tr("Cancel"), kind="quiet"), Button("OK", kind="primary")

    def _lay_out(self) -> None:
        self._add_row(tr("Name"), self.name)
        self._add_row(tr("Size"), self.format, self.width_field, Label("×", "text", "dim"), self.height_field)
        self._add_row(tr("Frame rate"), self.rate)
        self._add_row(tr("Starts at"), self.start, self.drop)
        self._add_row(tr("Sound"), self.samples)
        self.body.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.done)
        self.body.addLayout(buttons)

    def _add_row(self, label: str, *controls: QWidget) -> None:
        row, name = QHBoxLayout(), Label(label, "text", "dim")
        row.setSpacing(8)
        name.setFixedWidth(LABEL)
        name.setBuddy(controls[0])
        for each in (name, *controls):
            row.addWidget(each)
        if not isinstance(controls[0], TextField):
            row.addStretch(1)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda name: self._want(name=name.strip()))
        self.format.chosen.connect(self._choose_size)
        self.width_field.settled.connect(lambda width: self._want(width=round(width)))
        self.height_field.settled.connect(lambda height: self._want(height=round(height)))
        self.rate.chosen.connect(self._choose_rate)
        self.start.entered.connect(lambda frame: self._want(start_frame=frame))
        self.drop.clicked.connect(lambda drops: self._count_by(self._wanted.rate, drops))
        self.samples.chosen.connect(lambda rate: self._want(sample_rate=rate))
        self.cancel.clicked.connect(self.reject)
        self.done.clicked.connect(self.finish)
        self.closed.connect(self.deleteLater)

    def _want(self, **changes: object) -> None:
        self._wanted = replace(self._wanted, **changes)  # type: ignore[arg-type]
        self._show()

    def _choose_size(self, size: tuple[int, int]) -> None:
        if size == OTHER:
            self.width_field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._want(width=size[0], height=size[1])

    def _choose_rate(self, rate: Fraction) -> None:
        self._count_by(rate, self._wanted.drop_frame and can_drop(rate))

    def _count_by(self, rate: Fraction, drops: bool) -> None:
        self._want(rate=rate, drop_frame=drops, start_frame=start_at(self._wanted, rate, drops))

    def _show(self) -> None:
        """How it would be, and what would become of what is there."""
        wanted = self._wanted
        size = (wanted.width, wanted.height)
        self.format.set_value(size if size in dict(SIZES) else OTHER)
        self.width_field.set_value(wanted.width)
        self.height_field.set_value(wanted.height)
        self.rate.set_value(wanted.rate)
        self.start.set_rate(wanted.rate, wanted.drop_frame)
        self.start.set_frame(wanted.start_frame)
        self.drop.setEnabled(can_drop(wanted.rate))
        self.drop.setToolTip("" if can_drop(wanted.rate) else tr("Only at 29.97 and 59.94 frames per second"))
        self.drop.setChecked(wanted.drop_frame)
        self.samples.set_value(wanted.sample_rate)
        self._tell()
        self.refit()

    def _tell(self) -> None:
        try:
            self.error, words = "", edits.what_changes(self._timeline, self._wanted)
        except EditError as error:
            self.error = words = str(error)
        self.note.set_text(words)
        self.note.setVisible(bool(words))
        self.done.set_disabled_reason(self.error or None)

    def finish(self) -> None:
        self.done.setFocus()  # what is still being typed in a field is entered
        if not self.error and not self.start.error:
            self.accept()
            self.changed.emit(self._wanted)


def rate_words(rate: Fraction) -> str:
    """23.976, 25, 29.97."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def start_at(settings: ProjectSettings, rate: Fraction, drops: bool) -> int:
    """What the same start timecode counts when it is counted otherwise; of its frames those that there are."""
    number = number_of(settings.start_frame, settings.rate, settings.drop_frame)
    seconds, frames = divmod(number, nominal_rate(settings.rate))
    return frame_of(seconds * nominal_rate(rate) + min(frames, nominal_rate(rate) - 1), rate, drops)
