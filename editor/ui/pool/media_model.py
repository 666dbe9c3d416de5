"""The media pool as a Qt model: what of the timeline's media is listed, in which order, and what is used."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from editor.timeline.model import Media, MediaId, Timeline, Track

MEDIA_MIME = "application/x-longtake-media"  # ids, one a line
MEDIA = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Kind(StrEnum):
    """What the chips above the list filter by."""

    ALL = "All"
    VIDEO = "Video"
    SOUND = "Sound"
    STILLS = "Stills"
    GENERATED = "Generated"


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
    """Lists in order of import. renamed: the user typed another name for a media."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Media, ...] = ()
        self._listed: list[Media] = []
        self._rows: dict[MediaId, int] = {}
        self._used: set[MediaId] = set()
        self._by_track: list[tuple[Track, frozenset[MediaId]]] = []
        self._words, self._kind = "", Kind.ALL

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

    def show_timeline(self, timeline: Timeline) -> None:
        self._look_up_used(timeline.tracks)
        if timeline.media is not self._all:
            self._all = timeline.media
            self._list()
        elif self._listed:
            self._tell_changed(0, len(self._listed) - 1)

    def filter(self, words: str, kind: Kind) -> None:
        self._words, self._kind = words.casefold().strip(), kind
        self._list()

    def is_used(self, media_id: MediaId) -> bool:
        """Whether a clip on the timeline has it, if only as a take."""
        return media_id in self._used

    def row_of(self, media_id: MediaId) -> int | None:
        return self._rows.get(media_id)

    def tell_arrived(self, media_id: str) -> None:
        row = self._rows.get(MediaId(media_id))
        if row is not None:
            self._tell_changed(row, row)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._listed)

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
        return f"{media.path}\n{made_by(media)}".strip() if role == Qt.ItemDataRole.ToolTipRole else None

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
        self._listed = [media for media in self._all if self._is_wanted(media)]
        self._rows = {media.id: row for row, media in enumerate(self._listed)}
        self.endResetModel()

    def _is_wanted(self, media: Media) -> bool:
        if self._kind is not Kind.ALL and kind_of(media) is not self._kind:
            return False
        return self._words in shown_name(media).casefold()

    def _look_up_used(self, tracks: Sequence[Track]) -> None:
        """Tracks that are as they were are not gone through again."""
        known = {id(track): ids for track, ids in self._by_track}
        self._by_track = [(track, known.get(id(track)) or _media_on(track)) for track in tracks]
        self._used = set().union(*(ids for _, ids in self._by_track))

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))


def _media_on(track: Track) -> frozenset[MediaId]:
    return frozenset(take.media for clip in track.clips for take in clip.takes)


def made_by(media: Media) -> str:
    """The model that made it, for a generated one."""
    return f"Made by {media.made.model}" if media.made is not None else ""
