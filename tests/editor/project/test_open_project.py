"""The open project: what it is called, where its media goes, and what save, open and close leave behind."""

import errno
import json
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.document import Document
from editor.project import backups, recovery
from editor.project.errors import ProjectError, ProjectInUse, SaveFailed
from editor.project.open_project import OpenProject
from editor.project.places import backups_in, sessions_in
from editor.project.reading import read
from editor.timeline.model import Media, MediaId, SoundTrack, Timeline
from tests.editor.project.conftest import Clock, edit, marked
from tests.editor.project.faults import NEVER, Fault, failing

SOUND = SoundTrack(48_000, 2)


def with_take(project: OpenProject, timeline: Timeline, name: str = "new") -> Timeline:
    """Something was generated: a file in the folder for it, and in the pool."""
    file = project.assets / f"{name}.mp4"
    file.write_bytes(name.encode())
    after = replace(timeline, media=(*timeline.media, Media(MediaId(name), str(file), name, Fraction(1), sound=SOUND)))
    project.record("New Take", timeline, after)
    return after


def path_of(timeline: Timeline, name: str = "new") -> Path:
    return Path(timeline.media_by_id[MediaId(name)].path)


def test_a_new_project_has_no_file_and_nothing_to_save(project: OpenProject) -> None:
    assert (project.path, project.name, project.sequence, project.is_saved) == (None, "Untitled", 0, True)


def test_saving_gives_it_its_name_and_edits_make_it_unsaved(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    last = edit(project, timeline, 2)
    assert not project.is_saved
    assert project.save(last, path) == last
    assert (project.path, project.name, project.is_saved) == (path, "night", True)
    edit(project, last)
    assert not project.is_saved
    assert read(path).sequence == 2


def test_opening_goes_on_with_the_sequence_of_the_file(
    project: OpenProject, timeline: Timeline, path: Path, tmp_path: Path
) -> None:
    last = edit(project, timeline, 3)
    project.save(last, path)
    project_id = project.project_id
    project.new(timeline)
    assert project.path is None
    assert project.open(path) == last
    assert (project.sequence, project.project_id, project.name) == (3, project_id, "night")
    assert project.is_saved


def test_a_project_that_can_not_be_opened_leaves_the_open_one_alone(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    project.save(edit(project, timeline), path)
    broken = path.with_name("broken.otio")
    broken.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ProjectError, match=r"broken\.otio can't be opened"):
        project.open(broken)
    assert project.path == path
    edit(project, timeline)
    project.flush()
    assert [other.name for other in path.parent.glob(".*.lock")] == [".night.otio.lock"]


def test_recording_what_stands_already_counts_nothing(project: OpenProject, timeline: Timeline) -> None:
    project.record("Nothing", timeline, timeline)
    project.record("The same again", timeline, replace(timeline))
    assert project.sequence == 0


def test_a_documents_edits_undo_and_redo_are_all_journalled(
    project: OpenProject, timeline: Timeline, qtbot: object
) -> None:
    document = Document(timeline)
    document.timeline_changed.connect(lambda before, after: project.record("Edit", before, after))
    document.apply("Add Marker", marked(timeline))
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert project.sequence == 3


def test_media_of_an_unsaved_project_comes_along_at_the_first_save(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    made = with_take(project, timeline)
    saved = project.save(made, path)
    assert path_of(saved) == path.with_name("night.assets") / "new.mp4"
    assert path_of(saved).read_bytes() == b"new"
    assert read(path).timeline == saved
    assert project.is_saved
    assert project.assets == path.with_name("night.assets")


def test_undo_finds_media_that_came_along(project: OpenProject, timeline: Timeline, path: Path, qtbot: object) -> None:
    document = Document(timeline)
    document.timeline_changed.connect(lambda before, after: project.record("Edit", before, after))
    document.apply("New Take", with_take(project, timeline))
    document.apply("Add Marker", marked(document.timeline))
    saved = project.save(document.timeline, path)
    document.amend(project.relocated)
    assert document.timeline == saved
    document.undo_stack.undo()
    assert path_of(document.timeline) == path_of(saved)
    document.undo_stack.redo()
    assert document.timeline == saved


def test_the_originals_go_once_nothing_needs_them(project: OpenProject, timeline: Timeline, path: Path) -> None:
    made = with_take(project, timeline)
    saved = project.save(made, path)
    assert path_of(made).exists()
    project.close(discard=False)
    assert not path_of(made).exists()
    assert path_of(saved).read_bytes() == b"new"


def test_a_take_that_was_on_its_way_during_the_first_save_comes_along_at_the_next(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    folder = project.assets
    saved = project.save(edit(project, timeline), path)
    late = folder / "late.mp4"
    late.write_bytes(b"late")
    after = replace(saved, media=(*saved.media, Media(MediaId("late"), str(late), "late", Fraction(1), sound=SOUND)))
    project.record("New Take", saved, after)
    assert path_of(project.save(after), "late") == path.with_name("night.assets") / "late.mp4"


def test_saving_under_another_name_leaves_the_first_project_whole(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    first = project.save(with_take(project, timeline), path)
    first_id = project.project_id
    other = path.with_name("day.otio")
    second = project.save(first, other)
    assert path_of(second) == path.with_name("day.assets") / "new.mp4"
    assert read(path).timeline == first
    assert path_of(first).exists()
    assert read(other).project_id == project.project_id != first_id
    assert project.relocated(first) == second


def test_media_of_the_same_name_is_never_overwritten(project: OpenProject, timeline: Timeline, path: Path) -> None:
    folder = path.with_name("night.assets")
    folder.mkdir()
    (folder / "new.mp4").write_bytes(b"the user's own")
    saved = project.save(with_take(project, timeline), path)
    assert path_of(saved).name == "new 2.mp4"
    assert (folder / "new.mp4").read_bytes() == b"the user's own"


def test_where_disks_have_no_links_media_is_copied(
    project: OpenProject, timeline: Timeline, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    made = with_take(project, timeline)
    saved = project.save(made, path)
    assert path_of(saved).read_bytes() == b"new"
    assert not path_of(saved).samefile(path_of(made))


def test_footage_is_left_where_it_is(project: OpenProject, timeline: Timeline, path: Path, tmp_path: Path) -> None:
    footage = tmp_path / "shot.mp4"
    footage.write_bytes(b"film")
    project.save(timeline, path)
    project.close(discard=False)
    assert footage.read_bytes() == b"film"


def test_media_survives_a_recovery_of_an_unsaved_project(
    project: OpenProject, timeline: Timeline, tmp_path: Path, clock: Clock, path: Path
) -> None:
    made = with_take(project, timeline)
    project.close(discard=False)
    again = OpenProject(timeline, tmp_path / "app", clock)
    (offer,) = again.recoverable()
    recovered = again.recover(offer)
    clock.now += 2 * recovery.KEEP
    again.recoverable()
    assert not path_of(made).exists()
    assert path_of(recovered).read_bytes() == b"new"
    assert path_of(again.save(recovered, path)).parent == path.with_name("night.assets")
    again.close(discard=False)


def test_whichever_call_to_the_disk_fails_a_save_can_be_tried_again(
    tmp_path: Path, timeline: Timeline, clock: Clock
) -> None:
    calls = _calls_of_a_save(tmp_path / "counted", timeline, clock)
    for at in range(1, calls + 1, 2):
        folder = tmp_path / str(at)
        project = OpenProject(timeline, folder / "app", clock)
        project.flush()
        made = with_take(project, timeline)
        with failing(Fault(at, errno.ENOSPC)):
            _try_to_save(project, made, folder / "night.otio")
        saved = project.save(made, folder / "night.otio")
        assert read(folder / "night.otio").timeline == saved
        assert path_of(saved).read_bytes() == b"new"
        project.close(discard=False)


def _calls_of_a_save(folder: Path, timeline: Timeline, clock: Clock) -> int:
    project = OpenProject(timeline, folder / "app", clock)
    project.flush()
    made = with_take(project, timeline)
    with failing(Fault(NEVER)) as counted:
        project.save(made, folder / "night.otio")
    project.close(discard=False)
    assert counted.calls > 15
    return counted.calls


def _try_to_save(project: OpenProject, timeline: Timeline, path: Path) -> None:
    try:
        project.save(timeline, path)
    except SaveFailed as error:
        assert error.kept  # noqa: PT017 - it may as well have gone well: a backup, the journal


def test_a_project_open_elsewhere_can_be_opened_as_a_copy(
    project: OpenProject, timeline: Timeline, path: Path, tmp_path: Path, clock: Clock
) -> None:
    first = project.save(with_take(project, timeline), path)
    other = OpenProject(timeline, tmp_path / "app", clock)
    with pytest.raises(ProjectInUse):
        other.open(path)
    assert other.open(path, as_copy=True) == first
    assert (other.path, other.name, other.is_saved) == (None, "night copy", False)
    assert other.project_id != project.project_id
    with pytest.raises(ProjectInUse):
        other.save(first, path)
    copied = other.save(first, path.with_name("copy.otio"))
    assert path_of(copied) == path.with_name("copy.assets") / "new.mp4"
    other.close(discard=False)


def test_a_project_is_free_once_it_is_closed_or_left(
    project: OpenProject, timeline: Timeline, path: Path, tmp_path: Path, clock: Clock
) -> None:
    saved = project.save(timeline, path)
    project.save(saved, path.with_name("other.otio"))
    other = OpenProject(timeline, tmp_path / "app", clock)
    assert other.open(path) == saved
    project.close(discard=False)
    other.open(path.with_name("other.otio"))
    other.close(discard=False)
    assert not list(path.parent.glob(".*"))


def test_what_somebody_else_saved_over_the_open_project_is_kept_beside_it(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    saved = project.save(edit(project, timeline), path)
    older = path.read_bytes()
    project.save(edit(project, saved, 2))
    path.write_bytes(older)  # as a synchronised folder may do
    last = edit(project, marked(marked(saved)))
    project.save(last)
    assert read(path).timeline == last
    assert read(path.with_name("night (saved elsewhere).otio")).timeline == saved
    (note,) = project.notes
    assert note == "night.otio had been changed by somebody else; that version is night (saved elsewhere).otio now."
    project.save(edit(project, last))
    assert not project.notes


def test_earlier_versions_are_kept_in_app_data(
    project: OpenProject, timeline: Timeline, path: Path, clock: Clock, tmp_path: Path
) -> None:
    for _ in range(4):
        timeline = project.save(edit(project, timeline), path)
        clock.now += 700
    kept = backups.found_in(backups_in(tmp_path / "app") / project.project_id)
    assert [read(backup.path).sequence for backup in kept] == [3, 2, 1]


def test_what_is_given_up_is_kept_for_a_week(
    project: OpenProject, timeline: Timeline, tmp_path: Path, clock: Clock
) -> None:
    edit(project, timeline)
    project.flush()
    project.new(timeline)
    project.flush()
    assert project.recoverable() == []
    assert len([folder for folder in sessions_in(tmp_path / "app").iterdir() if folder.is_dir()]) == 2
    clock.now += recovery.KEEP + 1
    project.recoverable()
    assert len([folder for folder in sessions_in(tmp_path / "app").iterdir() if folder.is_dir()]) == 1


def test_an_edit_made_while_the_save_runs_stays_unsaved(project: OpenProject, timeline: Timeline, path: Path) -> None:
    first = edit(project, timeline)
    edit(project, first)
    project.save(first, path)
    assert not project.is_saved
    assert (read(path).timeline, read(path).sequence) == (first, 1)


def test_what_a_newer_version_keeps_in_the_file_survives_opening_and_saving(
    project: OpenProject, timeline: Timeline, path: Path
) -> None:
    project.save(timeline, path)
    data = json.loads(path.read_bytes())
    data["metadata"]["longtake"]["grades"] = [1]
    path.write_text(json.dumps(data))
    opened = project.open(path)
    assert project.notes
    project.save(edit(project, opened))
    assert json.loads(path.read_bytes())["metadata"]["longtake"]["grades"] == [1]


def test_a_damaged_project_has_earlier_versions_to_open(
    project: OpenProject, timeline: Timeline, path: Path, tmp_path: Path
) -> None:
    first = project.save(with_take(project, timeline), path)
    project.save(edit(project, first))
    project.new(timeline)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ProjectError, match="backups"):
        project.open(path)
    (backup,) = project.earlier_versions(path)
    assert project.open_earlier(backup, path) == first
    assert (project.path, project.name, project.is_saved) == (None, "night earlier", False)
    project.save(first, path)
    assert read(path).timeline == first


def test_an_app_data_folder_that_can_not_be_written_to_stops_nobody_from_editing_and_saving(
    tmp_path: Path, timeline: Timeline, path: Path, clock: Clock
) -> None:
    (tmp_path / "full").write_bytes(b"")  # a file where the folder should be
    project = OpenProject(timeline, tmp_path / "full" / "app", clock)
    last = edit(project, timeline)
    with pytest.raises(SaveFailed, match="not being journalled"):
        project.flush()
    assert project.journal_error is not None
    project.save(last, path)
    assert read(path).timeline == last
    project.close(discard=False)
