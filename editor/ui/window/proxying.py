"""The window's part in proxies: it follows the pool, shows how far they are, and keeps the user's switches."""

from functools import partial
from typing import TYPE_CHECKING

from editor.actions.proxying import can_have_one, delete_proxies, make_proxies, stop_proxies
from editor.render.proxies import State
from editor.timeline.model import Media, MediaId
from editor.ui.generation.rows import MenuRow
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

USED, AUTOMATIC = "use_proxies", "automatic_proxies"  # the settings' names


class Proxying:
    def __init__(self, window: "MainWindow") -> None:
        self._window, self._proxies = window, window.session.proxies
        self._pool: tuple[Media, ...] = ()
        settings, document = window.session.settings, window.session.document
        self._proxies.automatic = bool(settings.number(AUTOMATIC, 1))
        self._proxies.use(bool(settings.number(USED, 1)))
        self._proxies.switched.connect(self._show_otherwise)
        self._proxies.failed.connect(window.show_error)
        self._proxies.changed.connect(self._show_progress)
        document.timeline_changed.connect(self._follow)
        document.replaced.connect(self._follow)

    @property
    def is_used(self) -> bool:
        return self._proxies.used

    def toggle_used(self) -> None:
        self._proxies.use(not self._proxies.used)
        self._window.session.settings.set({USED: int(self._proxies.used)})

    @property
    def is_automatic(self) -> bool:
        return self._proxies.automatic

    def toggle_automatic(self) -> None:
        self._proxies.automatic = not self._proxies.automatic
        self._window.session.settings.set({AUTOMATIC: int(self._proxies.automatic)})

    def rows(self, chosen: list[MediaId]) -> list[MenuRow]:
        """Of a menu about media; none where it cannot have any."""
        session = self._window.session
        films = [
            media for media in map(session.document.timeline.media_by_id.__getitem__, chosen) if can_have_one(media)
        ]
        stands = {self._proxies.progress(media.path).state for media in films}
        rows = []
        if stands & {State.NONE, State.FAILED}:
            rows.append(MenuRow(tr("Make Proxies"), partial(make_proxies, session, chosen), icon="ph.film-strip"))
        if stands & {State.WAITING, State.MAKING}:
            rows.append(MenuRow(tr("Stop Making Proxies"), partial(stop_proxies, session, chosen)))
        if State.READY in stands:
            rows.append(MenuRow(tr("Delete Proxies"), partial(delete_proxies, session, chosen)))
        return rows

    def _follow(self, *_: object) -> None:
        pool = self._window.session.document.timeline.media
        if pool is not self._pool:
            self._pool = pool
            self._proxies.follow(pool)

    def _show_progress(self, path: str) -> None:
        self._window.pool.model.show_proxy(path, self._proxies.progress(path))

    def _show_otherwise(self) -> None:
        for playback in (self._window.session.playback, self._window.session.source_playback):
            playback.forget_pictures()
