"""Opacity, transform, crop and colour of the selected pictures, all of them changed together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.actions import lines, looks
from editor.actions.by_kind import why_locked
from editor.timeline.edits import OPACITY
from editor.timeline.looks import Crop, Grade, Look, Transform
from editor.timeline.model import Clip, Timeline, TrackKind
from editor.ui.inspector.effects import values
from editor.ui.inspector.effects.fade_rows import FadeRows
from editor.ui.inspector.effects.flip_row import FlipRow
from editor.ui.inspector.effects.motion_row import MotionRow
from editor.ui.inspector.effects.table_row import TableRow
from editor.ui.inspector.effects.value_row import ValueRow
from editor.ui.inspector.effects.values import Number
from editor.ui.inspector.page import Ways
from editor.ui.widgets import Line, Section
from editor.words import tr

FOLDED = "folded effects"  # the setting's name


class PictureSections(QWidget):
    """Shows the values of the selected pictures, and a dash where they are not the same."""

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways = ways
        self._session = ways.session
        self.rows: dict[str, ValueRow] = {}  # by the names of their numbers
        self._numbers: dict[str, Number] = {}
        self.sections: dict[str, Section] = {}
        self._folded = {title for title in self._session.settings.text(FOLDED).split(",") if title}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.opacity = ValueRow(tr("Opacity"), (0, 100), (0, 100), 1, 100, lambda value: f"{value:.0f} %")
        self.fades = FadeRows(ways, TrackKind.VIDEO)
        self.motion, self.flips, self.table = MotionRow(ways), FlipRow(), TableRow()
        self._add_sections()
        self._connect()

    def show_clips(self, clips: Sequence[Clip]) -> None:
        """The selected pictures, of which there is one at least."""
        look = clips[0].look or Look()
        self.show_at_playhead(clips)
        self.flips.show_transform(look.transform)
        self.table.show_path(look.grade.lut)
        self.rows[values.TABLE_PART.name].setVisible(bool(look.grade.lut))
        reason = why_locked(self._session, clips) or None
        self.fades.show_clip(clips[0], reason)
        self.flips.set_disabled_reason(reason)
        self.motion.set_disabled_reason(reason)
        self.table.set_disabled_reason(reason)
        for row in (self.opacity, *self.rows.values()):
            row.set_disabled_reason(reason)

    def show_at_playhead(self, clips: Sequence[Clip]) -> None:
        """The values there."""
        seen = [self._look_there(clip) for clip in clips]
        for name, row in self.rows.items():
            row.show_values([self._numbers[name].shown(look, self._timeline) for look in seen])
        self.motion.show_motion()
        self.opacity.show_values([round(100 * lines.value_at(self._session, clip, OPACITY), 3) for clip in clips])

    def _look_there(self, clip: Clip) -> Look:
        look = clip.look or Look()
        return replace(look, transform=look.transform_at(lines.frame_of(self._session, clip)))

    # made once

    def _add_sections(self) -> None:
        reset_opacity = partial(looks.reset_opacity, self._session)
        self._add(tr("Opacity"), [self.opacity, *self.fades.rows], reset_opacity)
        still = self._reset(tr("Transform"), transform=Transform(), motion=())
        moved = self._made(values.position(self._timeline)), self._made((values.SCALE, values.ROTATION))
        self._add(tr("Transform"), [*chain(*moved), self.motion, self.flips], still)
        self._add(tr("Crop"), self._made(values.CROP), self._reset(tr("Crop"), crop=Crop()))
        colour = [*self._made(values.COLOUR), self.table, *self._made((values.TABLE_PART,))]
        self._add(tr("Colour"), colour, self._reset(tr("Colour"), grade=Grade()))

    def _add(self, title: str, rows: Sequence[QWidget], reset: Callable[[], Any]) -> None:
        if self.sections:
            self._column.addWidget(Line())
        section = self.sections[title] = Section(title, resettable=True, open_=title not in self._folded)
        section.folded.connect(partial(self._remember_fold, title))
        section.reset.connect(lambda: self._ways.perform(reset))
        for row in rows:
            section.body.addWidget(row)
        self._column.addWidget(section)

    def _made(self, numbers: Sequence[Number]) -> list[ValueRow]:
        for number in numbers:
            limits, typed = (number.low, number.high), (number.least, number.most)
            row = ValueRow(number.name, limits, typed, number.step, number.rest, number.say)
            row.changed.connect(partial(self._change, number))
            self.rows[number.name], self._numbers[number.name] = row, number
        return [self.rows[number.name] for number in numbers]

    def _connect(self) -> None:
        session, perform = self._session, self._ways.perform
        self.opacity.changed.connect(
            lambda value, stroke: perform(partial(lines.set_value, session, OPACITY, value / 100, ("opacity", stroke)))
        )
        self.table.chosen.connect(lambda path: perform(partial(looks.set_table, session, path)))
        self.flips.changed.connect(self._flip)

    # what happens

    @property
    def _timeline(self) -> Timeline:
        return self._session.document.timeline

    def _change(self, number: Number, value: float, stroke: int) -> None:
        timeline = self._timeline
        change = partial(number.changed, shown=value, timeline=timeline)
        self._ways.perform(partial(looks.change, self._session, number.name, change, (number.name, stroke)))

    def _flip(self, across: bool, down: bool) -> None:
        def change(look: Look) -> Look:
            return replace(look, transform=replace(look.transform, flip_x=across, flip_y=down))

        self._ways.perform(partial(looks.change, self._session, tr("Flip"), change))

    def _reset(self, what: str, **parts: Any) -> Callable[[], None]:
        return partial(looks.change, self._session, tr("Reset {what}", what=what), partial(replace, **parts))

    def _remember_fold(self, title: str, folded: bool) -> None:
        self._folded = self._folded | {title} if folded else self._folded - {title}
        self._session.settings.set({FOLDED: ",".join(sorted(self._folded))})
