"""The small picture of each job: the newest frame that is there of it; before that, what it starts from."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtGui import QPixmap

from editor.document import Document
from editor.jobs import JobRow
from editor.timeline.model import ItemId

HEIGHT = 22  # pixels


class JobPictures:
    def __init__(self, document: Document, thumbnails: Any) -> None:
        self._document, self._thumbnails = document, thumbnails
        self._previews: dict[str, tuple[Path, QPixmap]] = {}  # by job, with the file it was read from

    def of(self, row: JobRow, scale: float) -> QPixmap | None:
        """scale: the screen's pixels to a logical one. None where nothing is there yet."""
        if row.previews:
            path = row.previews[-1][1]
            known = self._previews.get(row.id)
            if known is None or known[0] != path:  # progress is told more often than frames come
                self._previews[row.id] = path, QPixmap(str(path))
            preview = self._previews[row.id][1]
            if not preview.isNull():
                return preview
        return self._start_of(row, scale)

    def forget(self, job_id: str) -> None:
        self._previews.pop(job_id, None)

    def _start_of(self, row: JobRow, scale: float) -> QPixmap | None:
        timeline, clip_id = self._document.timeline, ItemId(row.clip_id)
        generation = timeline.clip(clip_id).generation if timeline.has(clip_id) else None
        source = generation.sources[0] if generation is not None and generation.sources else None
        media = timeline.media_by_id.get(source.media) if source is not None else None
        if source is None or media is None:
            return None
        moment = source.frame_beside(is_first=False, rate=Fraction(10))
        image = self._thumbnails.image(media, moment, round(HEIGHT * scale))
        return None if image is None else QPixmap.fromImage(image)
