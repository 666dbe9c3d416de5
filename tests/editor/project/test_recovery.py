"""After a crash: what was not saved is offered, once, and nothing is overwritten or deleted."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import pytest

from editor.project import recovery
from editor.project.errors import ProjectError, RecoveryFailed
from editor.project.open_project import OpenProject
from editor.project.places import sessions_in
from editor.project.reading import read
from editor.project.replay import files_of
from editor.timeline.model import Timeline
from tests.editor.project.conftest import Clock, crash, edit, marked


@pytest.fixture
def restarted(tmp_path: Path, timeline: Timeline, clock: Clock) -> Iterator[OpenProject]:
    """What the next start finds itself with, before the user chose."""
    opened = OpenProject(replace(timeline, name="Fresh"), tmp_path / "app", clock)
    yield opened
    opened.close(discard=True)


def test_an_unsaved_project_is_offered_after_a_crash(
    project: OpenProject, timeline: Timeline, restarted: OpenProject
) -> None:
    last = edit(project, timeline, 5)
    crash(project)
    (offer,) = restarted.recoverable()
    assert (offer.name, offer.path, offer.edits, offer.lost) == ("Untitled", None, 5, 0)
    assert restarted.recover(offer) == last
    assert (restarted.path, restarted.sequence, restarted.is_saved) == (None, 5, False)


def test_edits_after_the_last_save_are_offered_and_the_file_waits_for_the_user(
    project: OpenProject, timeline: Timeline, path: Path, restarted: OpenProject
) -> None:
    saved = project.save(timeline, path)
    last = edit(project, saved, 3)
    crash(project)
    (offer,) = restarted.recoverable()
    assert (offer.path, offer.edits) == (path, 3)
    assert restarted.recover(offer) == last
    assert read(path).timeline == saved
    assert restarted.path == path
    restarted.save(last)
    assert read(path).timeline == last


def test_nothing_is_offered_after_a_crash_right_after_a_save(
    project: OpenProject, timeline: Timeline, path: Path, restarted: OpenProject
) -> None:
    edit(project, project.save(timeline, path), 2)
    project.save(project._state.timeline)
    crash(project)
    assert restarted.recoverable() == []


def test_nothing_is_offered_of_a_session_that_lives_or_was_closed(
    project: OpenProject, timeline: Timeline, restarted: OpenProject
) -> None:
    edit(project, timeline, 2)
    project.flush()
    assert restarted.recoverable() == []
    project.close(discard=True)
    assert restarted.recoverable() == []


def test_a_session_closed_by_the_system_shutting_down_is_offered(
    project: OpenProject, timeline: Timeline, restarted: OpenProject
) -> None:
    edit(project, timeline, 2)
    project.close(discard=False)
    (offer,) = restarted.recoverable()
    assert offer.edits == 2


def test_what_was_recovered_is_offered_again_only_after_another_crash(
    project: OpenProject, timeline: Timeline, restarted: OpenProject, tmp_path: Path, clock: Clock
) -> None:
    last = edit(project, timeline, 2)
    crash(project)
    restarted.recover(restarted.recoverable()[0])
    assert restarted.recoverable() == []
    crash(restarted)
    third = OpenProject(timeline, tmp_path / "app", clock)
    (offer,) = third.recoverable()
    assert third.recover(offer) == last
    third.close(discard=True)


def test_a_recovery_that_died_before_its_own_journal_was_there_hides_nothing(
    project: OpenProject, timeline: Timeline, restarted: OpenProject, tmp_path: Path
) -> None:
    """Found by tests.soak.save_kills: whichever of the two folders is looked at first."""
    edit(project, timeline, 2)
    crash(project)
    (offer,) = restarted.recoverable()
    recovery.begin_recovery(offer)
    for name in ("0", "f" * 32):
        died = sessions_in(tmp_path / "app") / name
        died.mkdir()
        recovery.go_on_in(offer, died)
        assert [one.folder for one in restarted.recoverable()] == [offer.folder]


def test_the_furthest_session_is_first_whatever_the_clock_did(tmp_path: Path, timeline: Timeline, clock: Clock) -> None:
    chance = random.Random(4)
    app = tmp_path / "app"
    for count in chance.sample(range(1, 30), 12):
        clock.now = 1_800_000_000 + chance.uniform(-3e8, 3e8)
        one = OpenProject(timeline, app, clock)
        edit(one, timeline, count)
        crash(one)
    project = OpenProject(timeline, app, clock)
    sequences = [offer.sequence for offer in project.recoverable()]
    assert sequences == sorted(sequences, reverse=True)
    assert len(sequences) == 12
    project.close(discard=True)


def test_where_the_file_was_saved_by_somebody_else_since_recovery_does_not_claim_it(
    project: OpenProject, timeline: Timeline, path: Path, restarted: OpenProject
) -> None:
    edit(project, project.save(timeline, path), 2)
    crash(project)
    other = marked(marked(marked(timeline)))
    restarted.open(path)
    restarted.save(other)
    (offer,) = restarted.recoverable()
    restarted.recover(offer)
    assert restarted.path is None
    assert restarted.name == "night recovered"
    with pytest.raises(ProjectError, match="no name yet"):
        restarted.save(offer.load())
    assert read(path).timeline == other


def test_a_recovery_that_brings_the_editor_down_is_put_aside_at_the_third_start(
    project: OpenProject, timeline: Timeline, restarted: OpenProject
) -> None:
    edit(project, timeline, 2)
    crash(project)
    for _ in range(recovery.TRIES):
        (offer,) = restarted.recoverable()
        recovery.begin_recovery(offer)
    assert restarted.recoverable() == []
    assert list((offer.folder / recovery.ASIDE).iterdir())
    assert restarted.recoverable() == []


def test_a_journal_that_can_not_be_read_is_put_aside_whole(
    project: OpenProject, timeline: Timeline, restarted: OpenProject, tmp_path: Path
) -> None:
    edit(project, timeline, 2)
    crash(project)
    folder = next(
        one for one in sessions_in(tmp_path / "app").iterdir() if one.is_dir() and not recovery.is_running(one)
    )
    (file,) = files_of(folder)
    file.write_bytes(b"\0" * 100)
    assert restarted.recoverable() == []
    assert (folder / recovery.ASIDE / file.name).read_bytes() == b"\0" * 100


def test_sessions_are_kept_for_a_week_after_they_are_over(
    project: OpenProject, timeline: Timeline, restarted: OpenProject, clock: Clock, tmp_path: Path
) -> None:
    edit(project, timeline, 2)
    crash(project)
    (offer,) = restarted.recoverable()
    restarted.discard(offer)
    clock.now += recovery.KEEP - 60
    assert restarted.recoverable() == []
    assert files_of(offer.folder)
    clock.now += 120
    restarted.recoverable()
    assert not offer.folder.exists()


def test_a_session_nobody_answered_for_is_never_removed(
    project: OpenProject, timeline: Timeline, restarted: OpenProject, clock: Clock
) -> None:
    edit(project, timeline, 2)
    crash(project)
    clock.now += 100 * recovery.KEEP
    assert len(restarted.recoverable()) == 1


def test_of_two_windows_only_one_recovers_a_session(
    project: OpenProject, timeline: Timeline, restarted: OpenProject, tmp_path: Path, clock: Clock
) -> None:
    edit(project, timeline, 2)
    crash(project)
    (offer,) = restarted.recoverable()
    other = OpenProject(timeline, tmp_path / "app", clock)
    other.recover(other.recoverable()[0])
    with pytest.raises(RecoveryFailed, match="another window"):
        restarted.recover(offer)
    other.close(discard=True)


def test_what_could_not_be_read_is_told(project: OpenProject, timeline: Timeline, restarted: OpenProject) -> None:
    project.flush()
    edit(project, timeline, 4)
    crash(project)
    (offer,) = restarted.recoverable()
    (file,) = files_of(offer.folder)
    file.write_bytes(file.read_bytes()[:-3])
    (offer,) = restarted.recoverable()
    assert len(restarted.recover(offer).markers) == len(timeline.markers) + 3
    assert restarted.notes == ("1 of its last edits could not be read.",)


def test_edits_made_while_a_thread_saves_are_all_there_after_a_crash(
    project: OpenProject, timeline: Timeline, path: Path, restarted: OpenProject
) -> None:
    with ThreadPoolExecutor(1) as thread:
        for _ in range(10):
            timeline = edit(project, timeline)
            saving = thread.submit(project.save, timeline, path)
            while not wait([saving], timeout=0.002).done:
                timeline = edit(project, timeline)
            assert read(path).timeline == saving.result()
    last = edit(project, timeline)
    crash(project)
    (offer,) = restarted.recoverable()
    assert restarted.recover(offer) == last
    assert restarted.path == path
