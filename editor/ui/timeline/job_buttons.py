"""The X and the Retry on clips that are being generated."""

from typing import Any

from editor.timeline.edits import made_with
from editor.timeline.model import Clip
from editor.ui.timeline.hits import Hit
from editor.ui.timeline.painting import generating
from editor.ui.timeline.sources import JobSource
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.surface import Surface


class JobButtons:
    """Works on the job of the clip that is clicked."""

    def __init__(self, stage: Stage, surface: Surface, jobs: JobSource) -> None:
        self._stage, self._surface, self._jobs = stage, surface, jobs

    def at(self, hit: Hit, pointer: Pointer) -> Any:
        """The job whose button is there; None where there is none."""
        if not hit.is_clip or hit.item_id is None:
            return None
        clip = self._stage.timeline.item(hit.item_id)
        if not isinstance(clip, Clip) or not clip.is_pending:
            return None
        row = self._jobs.row_of_clip(made_with(self._stage.timeline, clip)[0])
        button = generating.button_rect(row, self._surface.rect_of(clip.id))
        return row if button.contains(pointer.at) else None

    def press(self, hit: Hit, pointer: Pointer) -> bool:
        """Whether there was a button."""
        row = self.at(hit, pointer)
        if row is None:
            return False
        if generating.is_failed(row):
            self._jobs.retry(row.id)
        else:
            self._jobs.cancel(row.id)
        return True
