"""What failed is made again from what there is now: files that have moved, clips that were trimmed, takes it has."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.placing_takes import TakePlacer
from editor.actions.requesting import Wishes
from editor.job_store import JobStore
from editor.jobs import JobRow, Jobs, JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge, Rule
from editor.timeline.errors import EditError
from editor.timeline.model import Generation, ItemId, Made, Media, Take, Timeline
from engine.errors import MediaMissing
from engine.progress import Report
from engine.requests import BUILT_IN_NETWORK, BridgeRequest, ExtendRequest, Request
from engine.requests import Take as EngineTake
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_media, a_session, a_take, a_timeline
from tests.engine.fakes import FakeHost

WISHES = Wishes(seed=40)
FRAME = Fraction(1, 24)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return listening(a_session(a_timeline(tmp_path), tmp_path, jobs))


def listening(session: Session) -> Session:
    """As in the window: finished takes are placed, and jobs ask what they are when they are tried again."""
    TakePlacer(session, session.document)
    return session


def extended(session: Session, **how: object) -> ItemId:
    clip_id = generating.extend_after(session, SURF, 48, WISHES, **how)  # type: ignore[arg-type]
    assert clip_id is not None
    return clip_id


def retried(session: Session, jobs: FakeJobs, clip_id: ItemId) -> JobRow:
    jobs.become(jobs.rows[-1].id, JobState.FAILED)
    generating.retry(session, clip_id)
    assert jobs.retried == [jobs.rows[-1].id]
    return jobs.rows[-1]


def edit(session: Session, change: Callable[[Timeline], Timeline]) -> None:
    session.document.apply("Edit", change(session.document.timeline))


def generation_of(session: Session, clip_id: ItemId) -> Generation:
    generation = session.document.timeline.clip(clip_id).generation
    assert generation is not None
    return generation


def relinked(media: Media, path: Path) -> Callable[[Timeline], Timeline]:
    path.touch()
    return lambda timeline: edits.change_media(timeline, replace(media, path=str(path)))


def source_end(row: JobRow) -> Fraction | None:
    assert isinstance(row.request, ExtendRequest)
    return row.request.source.end


def test_after_a_relink_it_is_made_from_the_file_where_it_is_now(
    session: Session, jobs: FakeJobs, tmp_path: Path
) -> None:
    clip_id = extended(session)
    edit(session, relinked(session.document.timeline.media[0], tmp_path / "found.mp4"))
    row = retried(session, jobs, clip_id)
    assert row.request.sources[0].path == tmp_path / "found.mp4"
    assert (row.request.outputs.job, row.state) == (row.id, JobState.QUEUED)


def test_after_a_trim_it_is_made_from_what_plays_at_the_cut_and_the_clip_knows(
    session: Session, jobs: FakeJobs
) -> None:
    clip_id = extended(session)
    edit(session, lambda timeline: edits.trim(timeline, SURF, Edge.END, -30))
    assert source_end(retried(session, jobs, clip_id)) == 10 - 30 * FRAME
    assert generation_of(session, clip_id).sources[0].range.end == 10 - 30 * FRAME
    session.document.undo_stack.undo()
    assert generation_of(session, clip_id).sources[0].range.end == 10 - 30 * FRAME, "that is what it is being made from"
    assert session.document.undo_stack.undoText() == "Generative Extend", "it is no step of its own"


def test_a_ripple_trim_is_followed_too(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    edit(session, lambda timeline: edits.ripple_trim(timeline, SURF, Edge.END, -30))
    assert source_end(retried(session, jobs, clip_id)) == 10 - 30 * FRAME


def test_parts_of_a_clip_that_waits_stay_parts_of_one(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    edit(session, lambda timeline: edits.split(timeline, [clip_id], 140))
    edit(session, lambda timeline: edits.trim(timeline, SURF, Edge.END, -30))
    retried(session, jobs, clip_id)
    parts = session.document.timeline.tracks[0].generated
    assert len(parts) == 2
    assert parts[0].generation == parts[1].generation == generation_of(session, clip_id)


@pytest.mark.parametrize("by", [-5, 5])
def test_a_cut_that_was_rolled_is_the_cut_it_was_asked_for_at(session: Session, jobs: FakeJobs, by: int) -> None:
    timeline = a_timeline(Path(session.document.timeline.media[0].path).parent, surf_ends=False)
    session.document.replace(timeline)
    clip_id = extended(session, real_first=False)
    edit(session, lambda timeline: edits.roll(timeline, SURF, clip_id, by))
    assert session.document.timeline.clip(SURF).duration == 120 + by
    assert source_end(retried(session, jobs, clip_id)) == Fraction(5)


def test_a_clip_that_was_moved_away_from_its_source_still_comes_from_its_cut(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    edit(session, lambda timeline: edits.move(timeline, [clip_id], 400))
    assert source_end(retried(session, jobs, clip_id)) == Fraction(10)


def test_a_clip_on_a_track_above_finds_its_source_below(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session, rule=Rule.ABOVE)
    edit(session, lambda timeline: edits.trim(timeline, SURF, Edge.END, -30))
    assert source_end(retried(session, jobs, clip_id)) == 10 - 30 * FRAME


def test_before_a_clip_its_first_frame_is_followed(session: Session, jobs: FakeJobs) -> None:
    clip_id = generating.extend_before(session, BIRD, 20, WISHES, real_first=False)
    assert clip_id is not None
    edit(session, lambda timeline: edits.trim(timeline, BIRD, Edge.START, 12))
    source = retried(session, jobs, clip_id).request.sources[0]
    assert (source.start, source.end) == (2 + 12 * FRAME, Fraction(10))


def test_a_bridge_follows_both_of_its_sides(session: Session, jobs: FakeJobs) -> None:
    clip_id = generating.bridge(session, SURF, BIRD, 68, WISHES)
    edit(session, lambda timeline: edits.trim(timeline, SURF, Edge.END, -10))
    edit(session, lambda timeline: edits.trim(timeline, BIRD, Edge.START, 4))
    request = retried(session, jobs, clip_id).request
    assert isinstance(request, BridgeRequest)
    assert (request.first.end, request.second.start) == (10 - 10 * FRAME, 2 + 4 * FRAME)


def with_take(session: Session, clip_id: ItemId, folder: Path, seed: int) -> None:
    made = Made(generation_of(session, clip_id), "Longtake built-in model", seed=seed)
    media = a_media(folder, f"take {seed}", made=made)
    take = Take(media.id, Fraction(39, 24))
    session.document.amend(lambda timeline: edits.add_take(timeline, clip_id, media, take, choose=False))


def test_takes_that_are_there_are_not_made_again(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_take(session, clip_id, tmp_path, 40)
    waiting = a_take(jobs.rows[0].request, tmp_path / "waiting.mp4", seed=42)
    jobs.put(replace(jobs.rows[0], takes=(waiting,)))
    request = retried(session, jobs, clip_id).request
    assert (request.takes, request.outputs.had) == (3, (0, 2))


def test_another_take_meets_the_cut_that_the_others_meet(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_take(session, clip_id, tmp_path, 40)
    edit(session, lambda timeline: edits.trim(timeline, SURF, Edge.END, -30))
    assert source_end(retried(session, jobs, clip_id)) == Fraction(10)


def test_a_new_take_that_failed_stays_the_take_it_was(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_take(session, clip_id, tmp_path, 40)
    jobs.become("job 1", JobState.DONE)
    generating.new_take(session, clip_id)
    asked = jobs.rows[1].request
    edit(session, relinked(session.document.timeline.media[0], tmp_path / "found.mp4"))
    request = retried(session, jobs, clip_id).request
    assert (request.takes, request.model, request.sampling) == (1, BUILT_IN_NETWORK, asked.sampling)
    assert (request.outputs.had, request.sources[0].path) == ((), tmp_path / "found.mp4")


def test_a_job_whose_clip_or_source_is_gone_is_run_as_it_was(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    row = jobs.rows[0]
    edit(session, lambda timeline: edits.lift(timeline, [SURF, clip_id]))
    jobs.become(row.id, JobState.CANCELLED)
    jobs.retry(row.id)
    assert jobs.rows[0].request == row.request
    session.document.undo_stack.undo()
    timeline = session.document.timeline
    session.document.replace(replace(timeline, media=timeline.media[1:]))
    jobs.become(row.id, JobState.CANCELLED)
    jobs.retry(row.id)
    assert jobs.rows[0].request == row.request


def test_takes_that_were_made_and_only_not_placed_are_placed(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    take = a_take(jobs.rows[0].request, tmp_path / "take.mp4")
    jobs.put(replace(jobs.rows[0], state=JobState.DONE, takes=(take,)))
    told: list[EngineTake] = []
    jobs.take_made.disconnect()
    jobs.take_made.connect(lambda _, take: told.append(take))
    generating.retry(session, clip_id)
    assert (told, len(jobs.rows)) == ([take], 1)
    take.path.unlink()
    generating.retry(session, clip_id)
    assert len(jobs.rows) == 2, "what is not there any more is made again"


def test_a_clip_that_waits_for_its_first_takes_gets_no_other(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    with pytest.raises(EditError, match="first takes are still being made"):
        generating.new_take(session, clip_id)
    assert len(jobs.rows) == 1


def test_a_new_take_of_what_is_offline_is_refused_before_it_fails(
    session: Session, jobs: FakeJobs, tmp_path: Path
) -> None:
    clip_id = extended(session)
    with_take(session, clip_id, tmp_path, 40)
    jobs.become("job 1", JobState.DONE)
    (tmp_path / "surf.mp4").unlink()
    with pytest.raises(EditError, match="surf is offline: relink it first"):
        generating.new_take(session, clip_id)


class ReadingHost(FakeHost):
    """Makes takes of files that are there."""

    def run(self, request: Request, report: Report) -> tuple[EngineTake, ...]:
        self.ran.append(request)
        for source in request.sources:
            if not source.path.is_file():
                raise MediaMissing(f"There is no file {source.path}.", do="Relink it.")
        return super().run(request, report)


def test_what_fails_at_the_next_start_as_its_source_has_moved_is_made_after_a_relink(
    qtbot: QtBot, tmp_path: Path
) -> None:
    first = Jobs(ReadingHost(), JobStore(tmp_path / "jobs.sqlite"))
    first.set_paused(True)
    session = a_session(a_timeline(tmp_path), tmp_path, first)
    clip_id = extended(session)
    first.close()
    moved = (tmp_path / "surf.mp4").rename(tmp_path / "moved.mp4")
    jobs = Jobs(ReadingHost(), JobStore(tmp_path / "jobs.sqlite"))
    session = replace(session, jobs=jobs)
    listening(session)
    qtbot.waitUntil(lambda: jobs.rows[0].state is JobState.FAILED)
    assert "There is no file" in (jobs.rows[0].error or "")
    edit(session, relinked(session.document.timeline.media[0], moved))
    jobs.take_made.disconnect()  # its takes are files in name only
    generating.retry(session, clip_id)
    qtbot.waitUntil(lambda: jobs.rows[0].state is JobState.DONE)
    jobs.close()


def split_in_two(session: Session, clip_id: ItemId) -> ItemId:
    """The right one of a generated clip's halves."""
    place = session.document.timeline.range_of(clip_id)
    edit(session, lambda timeline: edits.split(timeline, [clip_id], place.start + 20))
    track = session.document.timeline.track_of(clip_id)
    return track.items[track.indices[clip_id] + 1].id


def test_what_is_being_made_for_one_half_of_a_clip_is_not_asked_for_again_by_the_other(
    session: Session, jobs: FakeJobs
) -> None:
    right = split_in_two(session, extended(session))
    for again in (generating.retry, generating.new_take):
        with pytest.raises(EditError, match="being made"):
            again(session, right)
    assert len(jobs.rows) == 1


def test_new_takes_of_both_halves_of_a_clip_are_two_takes(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    left = extended(session)
    right = split_in_two(session, left)
    jobs.become(jobs.rows[0].id, JobState.DONE)
    media = a_media(tmp_path, "take 1")
    edit(session, lambda timeline: edits.add_take(timeline, left, media, Take(media.id), choose=True))
    generating.new_take(session, left)
    generating.new_take(session, right)
    first, second = (row.request.sampling.seed for row in jobs.rows[1:])
    assert second == first + 1
