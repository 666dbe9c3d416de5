"""What a project can be opened from: nothing, its file, a copy or an earlier version of it, a session that crashed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from editor.project import sample
from editor.project.errors import ProjectError
from editor.project.journal import Origin
from editor.project.locks import FileLock
from editor.project.places import assets_beside
from editor.project.reading import read_with_digest
from editor.project.recovery import Recovered
from editor.timeline.model import Timeline, new_id
from editor.timeline.otio_file import Project
from editor.words import tr

UNTITLED = tr("Untitled")
Claim = Callable[[Path], FileLock | None]  # locks a project; raises ProjectInUse
Release = Callable[[FileLock | None], None]


@dataclass(frozen=True, slots=True)
class Opening:
    project: Project
    origin: Origin
    lock: FileLock | None = None
    homes: tuple[Path, ...] = ()  # generated media in these comes along at the next save


def from_nothing(timeline: Timeline) -> Opening:
    return _without_file(Project(timeline, new_id(), 0), UNTITLED)


def from_file(path: Path, claim: Claim, release: Release) -> Opening:
    """Raises ProjectInUse, ProjectError."""
    lock = claim(path)
    try:
        opened = read_with_digest(path)
    except ProjectError:
        release(lock)
        raise
    project = opened.project
    origin = Origin(project.project_id, path.stem, path, opened.digest, project.sequence)
    return Opening(project, origin, lock, (assets_beside(path),))


def from_copy(content: Path, of: Path, called: str) -> Opening:
    """Another project with that content; `of` stays as it is. Raises ProjectError."""
    project = replace(read_with_digest(content, of.parent).project, project_id=new_id(), sequence=1)
    return replace(_without_file(project, f"{of.stem} {called}"), homes=(assets_beside(of),))


def from_sample(path: Path) -> Opening:
    """The sample project, saved nowhere, with nothing in it that would be lost. Raises ProjectError."""
    return _without_file(replace(read_with_digest(path).project, project_id=new_id(), sequence=0), sample.NAME)


def from_session(offer: Recovered, timeline: Timeline, claim: Claim, release: Release) -> Opening:
    """With the file it was of, where that is as the session knew it; else it is another project, saved nowhere."""
    known = offer.session.origin
    project = Project(timeline, known.project_id, offer.sequence)
    if known.path is None:
        return _without_file(project, known.name)
    with suppress(ProjectError):  # gone, damaged or open elsewhere
        found = from_file(known.path, claim, release)
        if found.origin.digest in (known.digest, known.former):
            return replace(found, project=replace(found.project, timeline=timeline, sequence=offer.sequence, notes=()))
        release(found.lock)
    return _without_file(replace(project, project_id=new_id()), tr("{name} recovered", name=known.name))


def _without_file(project: Project, name: str) -> Opening:
    return Opening(project, Origin(project.project_id, name))
