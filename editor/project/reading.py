"""Opens project files."""

import stat
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from editor.project.errors import ProjectError
from editor.timeline.edits.track_items import change_clips
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.otio.strict_json import MAX_BYTES
from editor.timeline.otio_file import Project, from_bytes
from editor.words import tr


@dataclass(frozen=True, slots=True)
class Opened:
    project: Project
    digest: str  # of the file's bytes, to know it again


def read(path: Path) -> Project:
    """The project in a file. Raises ProjectError."""
    return read_with_digest(path).project


def read_with_digest(path: Path, folder: Path | None = None) -> Opened:
    """folder: where its media's paths start from, if not where it is."""
    data = _content(path)
    project = from_bytes(data, folder or path.parent, path.name)
    check(project.timeline, path.name)
    return Opened(replace(project, timeline=_found_again(project)), digest_of(data))


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """Nothing where there is no such file, or none to be read."""
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return ""


def check(timeline: Timeline, name: str) -> None:
    """Raises ProjectError where the timeline holds together no more."""
    from editor.timeline.errors import EditError
    from editor.timeline.invariants import check as check_invariants

    try:
        check_invariants(timeline)
    except EditError as error:
        raise ProjectError(
            tr("{name} does not hold together. {what}", name=name, what=error.what),
            kept=tr("The file was not changed."),
            do=tr("Undo the last edit, or open an earlier version from the backups."),
        ) from error


def _content(path: Path) -> bytes:
    """Raises ProjectError; a pipe or a device is never opened, it could keep us waiting."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _no_project(path, tr("it is no file"))
        if status.st_size > MAX_BYTES:
            raise _no_project(
                path, tr("it is longer than the {max_bytes} MB a project may have", max_bytes=MAX_BYTES >> 20)
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _no_project(path, tr("it is not there")) from error
    except (OSError, ValueError) as error:
        raise _no_project(
            path, tr("the disk reports: {what}", what=getattr(error, "strerror", None) or error)
        ) from error


def _no_project(path: Path, why: str) -> ProjectError:
    return ProjectError(
        tr("{name} can't be opened: {why}.", name=path.name, why=why),
        kept=tr("Nothing was changed."),
        do=tr("Check where it is, or open an earlier version from the backups."),
    )


def _found_again(project: Project) -> Timeline:
    """Media and tables that are not where they should be, but still where they were when the project was saved."""
    media = tuple(
        replace(one, path=project.elsewhere[one.id])
        if one.id in project.elsewhere and not Path(one.path).exists() and Path(project.elsewhere[one.id]).exists()
        else one
        for one in project.timeline.media
    )
    timeline = project.timeline if media == project.timeline.media else replace(project.timeline, media=media)
    return change_clips(timeline, _lost_tables(project), lambda clip: _with_table(clip, project.tables[clip.id]))


def _lost_tables(project: Project) -> list[ItemId]:
    """Clips whose .cube file is not where it should be, but still where it was."""
    looks = {clip.id: clip.look for track in project.timeline.tracks for clip in track.clips}
    return [
        clip_id
        for clip_id, was in project.tables.items()
        if (look := looks[clip_id]) and not Path(look.grade.lut).exists() and Path(was).exists()
    ]


def _with_table(clip: Clip, path: str) -> Clip:
    assert clip.look is not None, "it has a table"
    return replace(clip, look=replace(clip.look, grade=replace(clip.look.grade, lut=path)))
