"""The rows of an export's settings: what can be chosen depends on the preset."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.render.exporting.form import may_copy, quality_of
from editor.render.exporting.hardware import maker_of
from editor.render.exporting.presets import Preset, preset_of
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.ui.widgets import Choice, Label, Segmented, Slider
from editor.words import tr

LABEL = 104
HEIGHTS = (2160, 1440, 1080, 720, 540)
RATES = tuple(Fraction(text) for text in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60"))
LEAST_RATE, MOST_RATE, RATE_STEP = 1.0, 120.0, 1.0  # Mbit/s
USUAL_RATE = 20
YES, NO = "yes", "no"
COPIES_TIP = tr(
    "Parts of the timeline that play a file as it is keep its own coded pictures: quicker, and without loss"
)
PROVENANCE_TIP = tr("Generated parts are named in the file (XMP, IPTC digital source type)")


class SettingsForm(QWidget):
    """changed: the user has changed something, and `settings` is another."""

    changed = Signal()

    def __init__(self, timeline: Timeline, settings: ExportSettings, encoders: Sequence[str]) -> None:
        super().__init__()
        self._timeline, self._encoders = timeline, tuple(encoders)
        self.settings = settings
        self._make_controls()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._size_row = form_row(tr("Size"), self.size_choice, self.rate)
        self._quality_row = form_row(tr("Quality"), self.by, self.quality, self.bit_rate, stretched=(1, 2))
        self._code_row = form_row(tr("Pixels"), self.pixels, self.encoder)
        self._copies_row = form_row(tr("Untouched parts"), self.copies)
        self._provenance_row = form_row(tr("Generated parts"), self.provenance)
        for row in (self._size_row, self._quality_row, self._code_row, self._copies_row, self._provenance_row):
            column.addWidget(row)
        self._listen()
        self.show_settings(settings)

    def show_settings(self, settings: ExportSettings) -> None:
        """All of them anew; nothing is told."""
        self.settings = settings
        preset = preset_of(settings.preset)
        has_picture = bool(preset.codec)
        self._show_size(settings)
        self._show_quality(preset, settings)
        self._show_code(preset, settings)
        self.copies.set_value(YES if settings.copies else NO)
        self.provenance.set_value(YES if settings.provenance else NO)
        self._size_row.setVisible(has_picture)
        self._quality_row.setVisible(preset.quality is not None)
        self._code_row.setVisible(has_picture)
        self._copies_row.setVisible(may_copy(settings))

    def set_encoders(self, encoders: Sequence[str]) -> None:
        """Those that were found to work."""
        self._encoders = tuple(encoders)
        self._show_code(preset_of(self.settings.preset), self.settings)

    def _make_controls(self) -> None:
        timeline = self._timeline
        own = tr("As the sequence, {width} × {height}", width=timeline.width, height=timeline.height)
        heights = [(0, own), *((height, f"{height}p") for height in HEIGHTS if height != timeline.height)]
        self.size_choice: Choice[int] = Choice(heights, name=tr("Size of the picture"))
        rates = [
            (None, tr("{number:.5g} fps", number=float(timeline.rate))),
            *((rate, tr("{number:.5g} fps", number=float(rate))) for rate in RATES),
        ]
        shown = [pair for pair in rates if pair[0] != timeline.rate]
        self.rate: Choice[Fraction | None] = Choice(shown, name=tr("Frames per second"))
        self.by: Segmented[str] = Segmented([("quality", tr("Constant")), ("rate", tr("Bit rate"))])
        self.by.setAccessibleName(tr("Quality"))
        self.quality = Slider(-51, 0, -14, say=lambda value: f"{-value:.0f}", rest=None)
        self.quality.setAccessibleName(tr("Quality: low figures are better"))
        self.bit_rate = Slider(
            LEAST_RATE,
            MOST_RATE,
            USUAL_RATE,
            RATE_STEP,
            say=lambda value: tr("{rate:.0f} Mbit/s", rate=value),
            words_width=72,
        )
        self.bit_rate.setAccessibleName(tr("Bit rate"))
        self.pixels: Choice[str] = Choice([("", "")], name=tr("Depth and chroma"))
        self.encoder: Choice[str] = Choice([("", "")], name=tr("What encodes"))
        self.copies: Segmented[str] = Segmented([(YES, tr("Copied")), (NO, tr("Encoded anew"))])
        self.copies.set_tip(COPIES_TIP)
        self.copies.setAccessibleName(tr("Untouched parts"))
        self.provenance: Segmented[str] = Segmented([(YES, tr("Named in the file")), (NO, tr("Not named"))])
        self.provenance.set_tip(PROVENANCE_TIP)
        self.provenance.setAccessibleName(tr("Generated parts"))

    def _listen(self) -> None:
        self.size_choice.chosen.connect(lambda value: self._change(height=value))
        self.rate.chosen.connect(lambda value: self._change(rate=value))
        self.by.chosen.connect(lambda value: self._change(bit_rate=USUAL_RATE * 1000 if value == "rate" else 0))
        self.quality.moved.connect(lambda value: self._change(quality=round(-value)))
        self.bit_rate.moved.connect(lambda value: self._change(bit_rate=round(value) * 1000))
        self.pixels.chosen.connect(lambda value: self._change(pixel_format=value))
        self.encoder.chosen.connect(lambda value: self._change(encoder=value))
        self.copies.chosen.connect(lambda value: self._change(copies=value == YES))
        self.provenance.chosen.connect(lambda value: self._change(provenance=value == YES))

    def _change(self, **values: object) -> None:
        self.show_settings(replace(self.settings, **values))  # type: ignore[arg-type]
        self.changed.emit()

    def _show_size(self, settings: ExportSettings) -> None:
        heights = [0, *(height for height in HEIGHTS if height != self._timeline.height)]
        self.size_choice.set_value(settings.height if settings.height in heights else 0)
        rates = [None, *(rate for rate in RATES if rate != self._timeline.rate)]
        self.rate.set_value(settings.rate if settings.rate in rates else None)

    def _show_quality(self, preset: Preset, settings: ExportSettings) -> None:
        if preset.quality is None:
            return
        by_rate = bool(settings.bit_rate)
        self.by.set_value("rate" if by_rate else "quality")
        self.quality.set_range(-preset.quality.least, -preset.quality.best)
        self.quality.set_value(-quality_of(preset, settings))
        self.bit_rate.set_value((settings.bit_rate or USUAL_RATE * 1000) / 1000)
        self.quality.setVisible(not by_rate)
        self.bit_rate.setVisible(by_rate)

    def _show_code(self, preset: Preset, settings: ExportSettings) -> None:
        if not preset.formats:
            return
        names = [name for name, _ in preset.formats]
        self.pixels.set_options(preset.formats)
        self.pixels.set_value(settings.pixel_format if settings.pixel_format in names else names[0])
        working = [encoder for encoder in preset.hardware if encoder in self._encoders]
        self.encoder.set_options([("", tr("Processor")), *((encoder, maker_of(encoder)) for encoder in working)])
        self.encoder.set_value(settings.encoder if settings.encoder in working else "")
        self.encoder.setVisible(bool(preset.hardware))
        self.encoder.set_disabled_reason(None if working else tr("No hardware encoder for it works on this machine"))


def form_row(name: str, *widgets: QWidget, stretched: tuple[int, ...] = ()) -> QWidget:
    """A label and controls. stretched: which of these take all the room there is."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    label = Label(name, "text", "dim")
    label.setFixedWidth(LABEL)
    row.addWidget(label)
    for index, widget in enumerate(widgets):
        row.addWidget(widget, 1 if index in stretched else 0)
    if not stretched:
        row.addStretch(1)
    return holder
