"""Generate Handles: how long the dissolve is to be for which a clip is continued."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from editor.actions import making_handles
from editor.actions.extending import Laid
from editor.actions.remembering import remembered
from editor.session import Session
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.model import ItemId, Task
from editor.ui.generation.extend_dialog import ExtendDialog
from editor.ui.generation.generate_dialog import IntentPanel
from editor.ui.generation.layout_rows import Row
from editor.ui.widgets.label import Label
from editor.words import tr


class HandlesDialog(ExtendDialog):
    """task: AFTER the clip before the cut, or BEFORE the one behind it. Begins with the default dissolve's length."""

    verb = tr("Generate Handles")

    def __init__(
        self, session: Session, window: QWidget, panel: IntentPanel, left_id: ItemId, right_id: ItemId, task: Task
    ) -> None:
        self.left_id, self.right_id = left_id, right_id
        frames = max(2, round(session.view.transition_seconds * session.document.timeline.rate))
        super().__init__(session, window, panel, right_id if task is Task.BEFORE else left_id, task, frames)

    def lay(self) -> Laid:
        wishes = self.chosen.wishes
        return making_handles.with_handles_made(
            self.timeline, self.left_id, self.right_id, self.frames, self.task, wishes
        )

    def perform(self) -> ItemId | None:
        wishes = self.chosen.wishes
        return making_handles.make_handles(self.session, self.left_id, self.right_id, self.frames, self.task, wishes)

    def apart(self) -> frozenset[ItemId]:
        """Both clips: what is covered of one plays under the dissolve as before."""
        sides = (self.timeline.clip(each) for each in (self.left_id, self.right_id))
        return frozenset(item for clip in sides for item in self.timeline.linked(clip))

    def is_possible(self) -> bool:
        has_both = self.timeline.has(self.left_id) and self.timeline.has(self.right_id)
        return has_both and are_neighbours(self.timeline, self.left_id, self.right_id)

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        return Row(tr("Dissolve"), self.length, self.count, 1)

    def middle_rows(self) -> Sequence[QWidget]:
        return ()

    def advanced_rows(self) -> Sequence[QWidget]:
        return ()

    def remember(self) -> None:
        """The length is the dissolve's, and no wish for the next extension."""
        last = remembered(self.session.settings, self.task, self.purpose)
        self.remember_length(last.seconds)

    def _show_shortcuts(self, *_: object) -> None:
        """There are none: a dissolve ends nowhere in particular."""
