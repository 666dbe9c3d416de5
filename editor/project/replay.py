"""What a session's journal tells: read up to the first record that is bad."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.project import deltas
from editor.project.errors import RecoveryFailed
from editor.project.journal import SUFFIX, VERSION, Origin
from editor.project.records import unframed
from editor.timeline.model import Timeline
from editor.timeline.otio.errors import ProjectError, WrongField
from editor.timeline.otio.fields import inside
from editor.timeline.otio.media_paths import unpack_path
from editor.timeline.otio.strict_json import parse
from editor.timeline.otio.values import unpack
from editor.timeline.otio_file import decode
from editor.words import tr


@dataclass(frozen=True, slots=True)
class Replay:
    """A session as it ended."""

    origin: Origin
    timeline: Timeline
    sequence: int
    when: float  # of the last record that could be read, seconds since 1970
    edits: int = 0  # since the snapshot it begins with
    lost: int = 0  # records that could not be read


def replay(folder: Path, project_id: str | None = None) -> Replay:
    """The newest state that can be read whole. project_id: which project's it has to be. Raises RecoveryFailed."""
    errors: list[str] = []
    for path in files_of(folder):
        try:
            found = replay_file(path)
        except (OSError, ProjectError, WrongField) as error:
            errors.append(str(error))
            continue
        if project_id not in (None, found.origin.project_id):
            raise _failed(tr("it is another project's"))
        return found
    raise _failed("; ".join(errors) or tr("there is none"))


def files_of(folder: Path) -> list[Path]:
    """The newest first."""
    return sorted((path for path in folder.glob(f"*{SUFFIX}") if path.stem.isdigit()), reverse=True)


def replay_file(path: Path) -> Replay:
    """Raises OSError, ProjectError, WrongField where not even the snapshot can be read."""
    records = unframed(path.read_bytes())
    contents = iter(records.payloads)
    state, read = _begin(contents), 2
    for payload in contents:
        try:
            state = _after(state, parse(payload))
        except (WrongField, ProjectError):
            break  # from here on nothing can be told
        read += 1
    return replace(state, lost=records.lost + len(records.payloads) - read)


def _begin(payloads: Iterator[bytes]) -> Replay:
    head, snapshot = (_kind(next(payloads, b"{}"), kind) for kind in ("origin", "snapshot"))
    origin = _origin(head)
    _same_project(snapshot, origin)
    timeline = decode(inside(snapshot, "timeline", lambda value: value))
    return Replay(origin, timeline, _whole(snapshot, "sequence"), _number(snapshot, "when"))


def _kind(payload: bytes, kind: str) -> Any:
    value = parse(payload)
    if not isinstance(value, dict) or value.get("kind") != kind or value.get("version") != VERSION:
        raise WrongField(tr("should begin with {kind}", kind=kind))
    return value


def _after(state: Replay, record: Any) -> Replay:
    _same_project(record, state.origin)
    when, kind = _number(record, "when"), inside(record, "kind", lambda value: unpack(str, value))
    if kind == "origin":
        return replace(state, origin=_origin(record), when=when)
    if kind != "edit" or _whole(record, "sequence") != state.sequence + 1:
        raise WrongField(tr("should be the next edit"))
    timeline = deltas.apply(state.timeline, inside(record, "delta", _object))
    return replace(state, timeline=timeline, sequence=state.sequence + 1, when=when, edits=state.edits + 1)


def _same_project(record: Any, origin: Origin) -> None:
    if inside(record, "project", lambda value: value) != origin.project_id:
        raise WrongField(tr("should be of one project"))


def _origin(record: Any) -> Origin:
    project_id, name, digest, former = (
        inside(record, field, lambda value: unpack(str, value)) for field in ("project", "title", "digest", "former")
    )
    path = inside(record, "path", lambda value: None if value is None else Path(unpack_path(_object(value), None)))
    pending = inside(record, "pending", lambda value: unpack(bool, value))
    return Origin(project_id, name, path, digest, _whole(record, "saved"), pending, former)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongField(tr("should be an object"))
    return value


def _whole(record: Any, name: str) -> int:
    found: int = inside(record, name, lambda value: unpack(int, value))
    return found


def _number(record: Any, name: str) -> float:
    found: float = inside(record, name, lambda value: unpack(float, value))
    return found


def _failed(why: str) -> RecoveryFailed:
    return RecoveryFailed(
        tr("A session's journal can't be read: {why}.", why=why),
        kept=tr("It was put aside, not deleted."),
        do=tr("Open the project as it was last saved, or one of its backups."),
    )
