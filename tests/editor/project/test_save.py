"""Saving: whatever goes wrong, what was saved before is whole."""

import errno
import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest

from editor.project import backups
from editor.project.disk import SUFFIX, replace_file, sweep
from editor.project.errors import SaveFailed
from editor.project.reading import read
from editor.project.save import content_to_save, save
from editor.timeline.model import Timeline
from editor.timeline.otio.errors import ProjectError
from editor.timeline.otio_file import Project
from tests.editor.project.conftest import marked
from tests.editor.project.faults import NEVER, Fault, failing

NOW = 1_800_000_000.0


def put(path: Path, timeline: Timeline, sequence: int) -> None:
    save(path, content_to_save(path, Project(timeline, "id", sequence)), path.parent.parent / "kept", NOW)


def test_a_saved_project_opens_as_it_was(path: Path, timeline: Timeline) -> None:
    put(path, timeline, 3)
    project = read(path)
    assert (project.timeline, project.project_id, project.sequence, project.notes) == (timeline, "id", 3, ())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_whichever_call_to_the_disk_fails_the_project_opens_and_a_second_try_works(
    path: Path, timeline: Timeline, code: int
) -> None:
    put(path, timeline, 1)
    with failing(Fault(NEVER)) as counted:
        put(path, timeline, 1)
    assert counted.calls > 10
    told = 0
    for at in range(1, counted.calls + 1):
        is_told = _save_with_a_fault(path, marked(timeline), at, code)
        assert read(path).timeline in ([timeline, marked(timeline)] if is_told else [marked(timeline)])
        assert not list(path.parent.glob(f".*{SUFFIX}"))
        put(path, timeline, 1)
        told += is_told
    assert told > 5


def _save_with_a_fault(path: Path, timeline: Timeline, at: int, code: int) -> bool:
    """Whether it was told; a backup that fails is only logged."""
    logging.disable(logging.WARNING)
    try:
        with failing(Fault(at, code)):
            put(path, timeline, 2)
    except SaveFailed as error:
        return bool(error.what and error.kept and error.do)
    finally:
        logging.disable(logging.NOTSET)
    return False


@pytest.mark.parametrize(
    ("code", "what", "do"),
    [
        (errno.ENOSPC, "disk is full", "another disk"),
        (errno.EROFS, "can't be written to", "another folder"),
        (errno.EIO, "the disk reports: Input/output error", "another disk"),
    ],
)
def test_the_message_says_what_is_wrong_with_the_disk(
    path: Path, timeline: Timeline, code: int, what: str, do: str
) -> None:
    with failing(Fault(3, code)), pytest.raises(SaveFailed, match=what) as caught:
        put(path, timeline, 1)
    assert do in caught.value.do


def test_a_folder_that_is_gone_is_told(tmp_path: Path, timeline: Timeline) -> None:
    with pytest.raises(SaveFailed, match="folder is not there any more"):
        put(tmp_path / "gone" / "night.otio", timeline, 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_and_a_copy_proposed(path: Path, timeline: Timeline) -> None:
    path.parent.chmod(0o555)
    try:
        with pytest.raises(SaveFailed, match="can't be written to") as caught:
            put(path, timeline, 1)
    finally:
        path.parent.chmod(0o755)
    assert "Save a copy" in caught.value.do


def test_a_timeline_that_does_not_hold_together_is_never_written(path: Path, timeline: Timeline) -> None:
    put(path, timeline, 1)
    with pytest.raises(ProjectError, match="does not hold together"):
        put(path, replace(timeline, markers=timeline.markers * 2), 2)
    assert read(path).timeline == timeline


def test_a_timeline_that_would_not_open_again_is_never_written(path: Path, timeline: Timeline) -> None:
    put(path, timeline, 1)
    with pytest.raises(ProjectError):
        put(path, replace(timeline, width=2**40), 2)
    assert read(path).timeline == timeline


def test_what_interrupted_saves_left_is_swept_and_nothing_else(path: Path, timeline: Timeline) -> None:
    put(path, timeline, 1)
    with failing(Fault(NEVER)), pytest.raises(KeyboardInterrupt):
        replace_file(path, b"", before=_interrupt)
    mine = [path.with_name(f".{'0' * 12}-12345678{SUFFIX}"), path.with_name("notes.tmp")]
    for other in mine:
        other.touch()
    assert sweep(path) == 0
    stale = _stale(path)
    assert sweep(path) == 1
    assert not stale.exists()
    assert all(other.exists() for other in (path, *mine))


def _interrupt() -> None:
    raise KeyboardInterrupt


def _stale(path: Path) -> Path:
    """A temporary file of the kind that a killed save leaves."""
    names: list[Path] = []
    replace_file(path, path.read_bytes(), before=lambda: names.extend(path.parent.glob(f".*{SUFFIX}")))
    left = next(name for name in names if "000000000000" not in name.name)
    left.touch()
    return left


def test_who_may_read_a_project_stays_as_it_was(path: Path, timeline: Timeline) -> None:
    put(path, timeline, 1)
    path.chmod(0o640)
    put(path, timeline, 2)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_project_goes_on_pointing_to_it(path: Path, timeline: Timeline) -> None:
    put(path, timeline, 1)
    link = path.with_name("link.otio")
    link.symlink_to(path)
    put(link, marked(timeline), 2)
    assert link.is_symlink()
    assert read(path).sequence == 2


def test_the_version_before_is_kept(tmp_path: Path, path: Path, timeline: Timeline) -> None:
    put(path, timeline, 1)
    put(path, marked(timeline), 2)
    (backup,) = backups.found_in(tmp_path / "kept")
    assert read(backup.path).sequence == 1


def test_backups_thin_out_with_age(tmp_path: Path) -> None:
    """Saved every minute for ten days: 6 within the hour, 8 hours, 5 days, and no more than that."""
    made = [backups.Backup(tmp_path, number, int(NOW) + 60 * number) for number in range(14_400)]
    kept: list[backups.Backup] = []
    for backup in made:
        kept = [backup, *kept]
        superfluous = backups.superfluous(kept)
        kept = [one for one in kept if one not in superfluous]
    ages = [(made[-1].when - backup.when) / 3600 for backup in kept]
    assert len(kept) <= 19
    assert ages[0] == 0
    assert sum(age < 1 for age in ages) >= 5
    assert sum(age < 8 for age in ages) >= 12
    assert max(ages) > 3 * 24


def test_a_clock_set_back_by_years_costs_no_new_backup(tmp_path: Path, path: Path, timeline: Timeline) -> None:
    for number, now in enumerate((NOW, NOW + 60, NOW - 3e8, NOW - 3e8 + 60)):
        path.write_bytes(content_to_save(path, Project(timeline, "id", number)))
        backups.keep(path, tmp_path / "kept", now)
        assert read(backups.found_in(tmp_path / "kept")[0].path).sequence == number


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_never_opened(path: Path, make: object) -> None:
    make(path)  # type: ignore[operator]
    with pytest.raises(ProjectError, match="it is no file"):
        read(path)


def test_media_that_moved_with_nobody_is_found_where_it_was(tmp_path: Path, path: Path, timeline: Timeline) -> None:
    """The project was copied to another folder, the media was not."""
    (tmp_path / "shot.mp4").touch()
    put(path, timeline, 1)
    other = tmp_path / "a" / "b" / "night.otio"
    other.parent.mkdir(parents=True)
    other.write_bytes(path.read_bytes())
    shot, take = read(other).timeline.media
    assert shot.path == str(tmp_path / "shot.mp4")
    assert take.path == str(tmp_path / "a" / "take.mp4")
