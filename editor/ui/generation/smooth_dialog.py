"""Smooth Cut: frames on both sides of a cut made anew, with nothing moved."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from editor.actions import mending, remaking
from editor.actions.extending import Laid
from editor.timeline.edits import Rule
from editor.timeline.model import Clip, ItemId, Purpose
from editor.ui.generation.bridge_dialog import BridgeDialog
from editor.ui.generation.layout_rows import Row
from editor.ui.widgets.label import Label
from editor.words import tr, trn


class SmoothDialog(BridgeDialog):
    """Its length is that of one side."""

    purpose = Purpose.SMOOTH

    def name(self) -> str:
        return tr("Smooth cut")

    @property
    def may_be_heard(self) -> bool:
        return False

    def parts(self) -> tuple[Clip, Clip]:
        """What is left of both."""
        return mending.parts_beside_cut(self.timeline, self.left_id, self.right_id, self.frames)

    def lay(self) -> Laid:
        return mending.smoothed(self.timeline, self.left_id, self.right_id, self.frames, self.chosen.wishes)

    def perform(self) -> ItemId | None:
        return remaking.smooth_cut(self.session, self.left_id, self.right_id, self.frames, self.chosen.wishes)

    def is_possible(self) -> bool:
        return super().is_possible() and not mending.why_no_smooth_cut(self.timeline, self.left_id)

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        return Row(tr("Each side"), self.length, self.count, 1)

    def advanced_rows(self) -> Sequence[QWidget]:
        return ()

    def show_length(self, laid: Laid | None) -> None:
        self.count.set_text(trn("{count} frame of each clip", "{count} frames of each clip", self.frames))

    def _restart(self) -> None:
        self.chosen = replace(self.chosen, rule=Rule.OVERWRITE)
        super()._restart()
