"""Keyframes as the window handles them: K, and pictures that are dropped on a generated clip."""

from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.actions import keyframing
from editor.session import Session
from editor.timeline.model import MediaId
from editor.view_state import KeyframePlace
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

PICTURES = tr("Stills and films (*.png *.jpg *.jpeg *.webp *.mp4 *.mov *.mkv *.webm *.m4v *.avi)")


class Keyframes:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    async def place(self) -> None:
        """At the playhead: the frame that is shown there, or, where nothing is made yet, a picture that is asked for.

        Raises EditError where no generated clip is under the playhead.
        """
        place = keyframing.needed_under_playhead(self._session)
        if not keyframing.place_shown(self._session, place):
            await self._ask(place)

    def take(self, what: Path | MediaId, place: KeyframePlace) -> Coroutine[Any, Any, None] | None:
        """What was dropped there: at once what is in the pool; a file has to be imported first. Raises EditError."""
        if isinstance(what, Path):
            return self._import(what, place)
        keyframing.place_media(self._session, place, what)
        return None

    async def _import(self, path: Path, place: KeyframePlace) -> None:
        for media in await self._window.media_files.import_paths([path]):
            keyframing.place_media(self._session, place, media.id)

    async def _ask(self, place: KeyframePlace) -> None:
        chosen = await self._window.media_files.ask(tr("Which picture is to be seen here?"), PICTURES)
        if chosen is not None:
            await self._import(chosen, place)

    @property
    def _session(self) -> Session:
        return self._window.session
