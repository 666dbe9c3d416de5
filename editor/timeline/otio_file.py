"""The project file: a genuine .otio whose content is our timeline, with its id, sequence number and hash."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from editor.timeline.model import ItemId, MediaId, Timeline
from editor.timeline.otio.errors import ProjectError, WrongField
from editor.timeline.otio.fields import inside, ours, schema_of
from editor.timeline.otio.reading import read_timeline
from editor.timeline.otio.strict_json import parse
from editor.timeline.otio.writing import OURS, TABLE, write_timeline
from editor.timeline.upgrades import MINOR, needed_for, upgrade
from editor.words import tr

Object = dict[str, Any]

HEADER = ("sha256", "version", "minor", "project", "sequence")
DIGEST = re.compile(rb'"sha256"\s*:\s*"([0-9a-f]{64})"')
EMPTY = b'"sha256":""'
CHANGED = tr("The project was changed outside Longtake; what that changed is shown.")


@dataclass(frozen=True)
class Project:
    """A timeline and what its file says about it."""

    timeline: Timeline
    project_id: str
    sequence: int  # counts every edit ever made; two copies of a project are told apart by it
    notes: tuple[str, ...] = ()  # what had to be put right on reading
    kept: Mapping[str, Any] = field(default_factory=dict)  # metadata that we do not know, for the next save
    elsewhere: Mapping[MediaId, str] = field(default_factory=dict)  # absolute paths, where the relative one fails
    tables: Mapping[ItemId, str] = field(default_factory=dict)  # the same of the .cube files of clips


def encode(timeline: Timeline, folder: Path | None = None) -> Object:
    """The timeline as JSON values. folder: where the project is, for relative paths. Raises ProjectError."""
    try:
        return write_timeline(timeline, folder)
    except WrongField as error:
        raise _unsavable(error) from error


def decode(data: Any, folder: Path | None = None) -> Timeline:
    """The timeline that `encode` wrote. Raises ProjectError."""
    try:
        return read_timeline(data, folder)[0]
    except WrongField as error:
        raise _unreadable(tr("The timeline"), error) from error


def to_bytes(project: Project, folder: Path | None = None) -> bytes:
    """The file's content. Raises ProjectError."""
    data = encode(project.timeline, folder)
    kept = dict(project.kept)
    header: Object = {"version": needed_for(project.timeline), "minor": MINOR}
    header |= {"project": project.project_id, "sequence": project.sequence}
    own = kept.pop(OURS, {}) | header | data["metadata"][OURS]
    data["metadata"] = {OURS: {"sha256": ""} | own} | kept
    # Half a character of a strange file name can't be written; in paths, where it matters, there is none.
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(errors="replace")
    return text.replace(EMPTY, b'"sha256":"%s"' % sha256(text).hexdigest().encode(), 1) + b"\n"


def from_bytes(data: bytes, folder: Path | None = None, name: str = tr("The project")) -> Project:
    """The project in a file of that name. Raises ProjectError, and nothing else."""
    try:
        return _project(parse(data), data, folder, name)
    except WrongField as error:
        raise _unreadable(name, error) from error


def _project(value: Any, data: bytes, folder: Path | None, name: str) -> Project:
    schema_of(value, "Timeline.1")
    own = inside(value, "metadata", lambda metadata: metadata.get(OURS) if isinstance(metadata, dict) else None)
    if own is None:
        raise _foreign(name)
    value = upgrade(value, ours(value, _version))
    timeline, notes = read_timeline(value, folder)
    project_id, sequence = ours(value, _header)
    if not is_intact(data):
        notes = (CHANGED, *notes)
    metadata = value["metadata"]
    elsewhere = _elsewhere(timeline, metadata[OURS])
    return Project(timeline, project_id, sequence, notes, _unknown(metadata), elsewhere, _tables(timeline, value))


def is_intact(data: bytes) -> bool:
    """Nobody but us has written it: the hash is that of the file with no hash in it."""
    found = DIGEST.search(data)
    if found is None:
        return False
    bare = data[: found.start()] + EMPTY + data[found.end() :]
    return sha256(bare.rstrip(b"\n")).hexdigest().encode() == found[1]


def _version(own: Any) -> Any:
    return inside(own, "version", lambda version: version)


def _header(own: Any) -> tuple[str, int]:
    project_id, sequence = (inside(own, name, lambda found: found) for name in ("project", "sequence"))
    if not isinstance(project_id, str) or not project_id:
        raise WrongField(tr("should be an id"), "project")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or sequence < 0:
        raise WrongField(tr("should be a count"), "sequence")
    return project_id, sequence


def _unknown(metadata: Object) -> Object:
    """What a newer version or another program keeps there."""
    known = {*HEADER, "media", *Timeline.__dataclass_fields__}
    ours = {name: value for name, value in metadata[OURS].items() if name not in known}
    return {name: value for name, value in metadata.items() if name != OURS} | ({OURS: ours} if ours else {})


def _elsewhere(timeline: Timeline, own: Object) -> dict[MediaId, str]:
    hints = (entry["path"].get("absolute") for entry in own["media"])
    return {media.id: hint for media, hint in zip(timeline.media, hints, strict=True) if hint and hint != media.path}


def _tables(timeline: Timeline, value: Object) -> dict[ItemId, str]:
    """Every clip's that is not where the project was saved with it."""
    items = (item for track in value["tracks"]["children"] for item in track["children"])
    owns = (item["metadata"].get(OURS, {}) for item in items)
    hints = {own["id"]: own[TABLE].get("absolute") for own in owns if isinstance(own.get(TABLE), dict)}
    looks = {clip.id: clip.look for track in timeline.tracks for clip in track.clips if clip.id in hints}
    paths = {clip_id: look.grade.lut for clip_id, look in looks.items() if look is not None}
    return {clip_id: hints[clip_id] for clip_id, path in paths.items() if hints[clip_id] not in (None, path)}


def _unreadable(name: str, error: WrongField) -> ProjectError:
    return ProjectError(
        tr("{name} can't be opened: {error}.", name=name, error=error),
        kept=tr("The file was not changed."),
        do=tr("Open an earlier version of it from the backups."),
    )


def _unsavable(error: WrongField) -> ProjectError:
    return ProjectError(
        tr("The timeline can't be saved: {error}.", error=error),
        kept=tr("What was saved before is as it was."),
        do=tr("Undo the last edits and save again."),
    )


def _foreign(name: str) -> ProjectError:
    return ProjectError(
        tr("{name} is another program's timeline.", name=name),
        kept=tr("The file was not changed."),
        do=tr("Choose Import Timeline in the File menu, which puts it on this one."),
    )
