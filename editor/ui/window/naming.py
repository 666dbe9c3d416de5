"""Giving names: asks for one, then does it."""

from PySide6.QtWidgets import QWidget

from editor.actions import editing, tracks
from editor.actions.selecting import only_clip
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import TrackId
from editor.ui.window.questions import text_asked
from editor.words import tr


class Naming:
    """Each verb is a coroutine that ends when the question is answered."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self._session, self._window = session, window

    async def clip(self) -> None:
        """The selected one. Raises EditError where several are."""
        clip = only_clip(self._session)
        if clip is None:
            raise EditError(tr("Several clips are selected."), tr("Select one to rename it."))
        name = await text_asked(self._window, tr("Rename"), tr("Name of the clip"), clip.name)
        if name is not None and self._session.document.timeline.has(clip.id):
            editing.rename(self._session, clip.id, name)

    async def track(self, track_id: TrackId) -> None:
        track = self._session.document.timeline.track(track_id)
        name = await text_asked(self._window, tr("Rename track"), tr("Name of the track"), track.name)
        if name is not None:
            tracks.rename_track(self._session, track_id, name)
