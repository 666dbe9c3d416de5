"""The media pool as a Qt model: what of the timeline's media is listed, in which order, and what is used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from editor.render.proxies.state import NOTHING, Progress, State
from editor.timeline.model import Media, MediaId, Timeline, Track
from editor.ui.guarded import guarded
from editor.ui.pool.columns import Order, in_order
from editor.ui.pool.finding import Search
from editor.words import later, tr

MEDIA_MIME = "application/x-longtake-media"  # ids, one a line
MEDIA = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Uses = Mapping[MediaId, frozenset[str]]  # the links, or else ids, of the clips that have a file


class Kind(StrEnum):
    """What the chips above the list filter by."""

    ALL = later("All")
    VIDEO = later("Video")
    SOUND = later("Sound")
    STILLS = later("Stills")
    GENERATED = later("Generated")


class PresenceSource(Protocol):
    """Which files are where they should be; `changed` when that is no longer as it was."""

    changed: Any

    def is_missing(self, media: Media) -> bool: ...


def kind_of(media: Media) -> Kind:
    if media.made is not None:
        return Kind.GENERATED
    if media.picture is None:
        return Kind.SOUND
    return Kind.STILLS if media.is_still else Kind.VIDEO


def shown_name(media: Media) -> str:
    """The file's name as it is, unless the user gave another or it was generated."""
    path = PurePath(media.path)
    return path.name if media.made is None and media.name == path.stem else media.name


class MediaModel(QAbstractListModel):
    """Lists in order of import, or as it is told to. renamed: the user typed another name for a media."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Media, ...] = ()
        self._listed: list[Media] = []
        self._rows: dict[MediaId, int] = {}
        self._uses: dict[MediaId, int] = {}
        self._by_track: list[tuple[Track, Uses]] = []
        self._search, self._kind = Search(), Kind.ALL
        self.order, self.falling = Order.IMPORT, False
        self.is_missing: Callable[[Media], bool] = lambda media: False
        self.generative = True  # whether what was made is marked
        self._proxies: dict[str, Progress] = {}  # by path

    @property
    def counts(self) -> dict[Kind, int]:
        """How many there are of each kind there is."""
        counts = {Kind.ALL: len(self._all)}
        for media in self._all:
            counts[kind_of(media)] = counts.get(kind_of(media), 0) + 1
        return counts

    @property
    def listed(self) -> Sequence[Media]:
        return self._listed

    def show_timeline(self, timeline: Timeline) -> bool:
        """Whether it was listed anew, and the selection with that."""
        before = self._uses
        self._look_up_uses(timeline.tracks)
        listed_by_use = self._uses != before and (self.order is Order.USED or "used" in self._search.words)
        if timeline.media is not self._all or listed_by_use:
            self._all = timeline.media
            self._list()
            return True
        if self._listed:
            self._tell_changed(0, len(self._listed) - 1)
        return False

    def filter(self, words: str, kind: Kind, folder: str = "") -> None:
        """folder: only what is in it, or in one in it."""
        self._search, self._kind = Search(words, folder), kind
        self._list()

    def order_by(self, order: Order, falling: bool) -> None:
        self.order, self.falling = order, falling
        self._list()

    def set_generative(self, on: bool) -> None:
        self.generative = on
        if self._listed:
            self._tell_changed(0, len(self._listed) - 1)

    def is_used(self, media_id: MediaId) -> bool:
        """Whether a clip on the timeline has it, if only as a take."""
        return media_id in self._uses

    def uses(self, media: Media) -> int:
        """How many clips play it; a picture and its sound are one."""
        return self._uses.get(media.id, 0)

    def row_of(self, media_id: MediaId) -> int | None:
        return self._rows.get(media_id)

    def tell_arrived(self, media_id: str) -> None:
        row = self._rows.get(MediaId(media_id))
        if row is not None:
            self._tell_changed(row, row)

    def proxy_of(self, media: Media) -> Progress:
        return self._proxies.get(media.path, NOTHING)

    def show_proxy(self, path: str, progress: Progress) -> None:
        self._proxies[path] = progress
        for row, media in enumerate(self._listed):
            if media.path == path:
                self._tell_changed(row, row)

    @guarded
    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._listed)

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._listed):
            return None
        media = self._listed[index.row()]
        if role == MEDIA:
            return media
        if role == Qt.ItemDataRole.EditRole:
            return media.name
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown_name(media)
        if role != Qt.ItemDataRole.ToolTipRole:
            return None
        return "\n".join(filter(None, (media.path, made_by(media), proxy_words(self.proxy_of(media)))))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        media = self.data(index, MEDIA)
        name = str(value).strip()
        if media is None or not name or name == media.name:
            return False
        self.renamed.emit(media.id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def mimeData(self, indexes: Iterable[Index]) -> QMimeData:  # noqa: N802 - Qt's name
        mime = QMimeData()
        ids = [self._listed[index.row()].id for index in sorted(indexes, key=lambda index: index.row())]
        mime.setData(MEDIA_MIME, "\n".join(ids).encode())
        return mime

    def _list(self) -> None:
        self.beginResetModel()
        wanted = [media for media in self._all if self._is_wanted(media)]
        self._listed = in_order(wanted, self.order, self.falling, self.uses)
        self._rows = {media.id: row for row, media in enumerate(self._listed)}
        self.endResetModel()

    def _is_wanted(self, media: Media) -> bool:
        if self._kind is not Kind.ALL and kind_of(media) is not self._kind:
            return False
        return self._search.finds(media, shown_name(media), self.is_used(media.id), self.is_missing)

    def _look_up_uses(self, tracks: Sequence[Track]) -> None:
        """Tracks that are as they were are not gone through again."""
        known = {id(track): uses for track, uses in self._by_track}
        self._by_track = [(track, known.get(id(track)) or _uses_on(track)) for track in tracks]
        clips: dict[MediaId, frozenset[str]] = {}
        for _, uses in self._by_track:
            for media_id, links in uses.items():
                clips[media_id] = clips.get(media_id, frozenset()) | links
        self._uses = {media_id: len(links) for media_id, links in clips.items()}

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))


def _uses_on(track: Track) -> Uses:
    found: dict[MediaId, set[str]] = {}
    for clip in track.clips:
        for take in clip.takes:
            found.setdefault(take.media, set()).add(clip.link or clip.id)
    return {media_id: frozenset(links) for media_id, links in found.items()}


def made_by(media: Media) -> str:
    """The model that made it, for a generated one."""
    return tr("Made by {model}", model=media.made.model) if media.made is not None else ""


def proxy_words(progress: Progress) -> str:
    """How it stands with a film's proxy; "" where there is none."""
    match progress.state:
        case State.WAITING:
            return tr("Proxy waits")
        case State.MAKING:
            return tr("Proxy {part:.0%}", part=progress.part).replace("%", " %")
        case State.READY:
            return tr("Proxy ready")
        case State.FAILED:
            return tr("No proxy could be made")
        case State.NONE:
            return ""
