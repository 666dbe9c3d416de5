"""The rows of the menus: each works, or says why not."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from editor.actions import generating, remaking
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import ItemId, Made, Take, Task
from editor.ui.generation.clip_menu import clip_rows, cut_rows, gap_rows
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.generated_menu import generated_rows
from editor.ui.generation.rows import MenuRow, every_row
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, SURF_SOUND, a_media, a_session, a_timeline


def named(rows: list[MenuRow], label: str) -> MenuRow:
    (row,) = [row for row in every_row(tuple(rows)) if row.label == label]
    return row


def labels(rows: list[MenuRow]) -> list[str]:
    return [row.label for row in rows]


def with_takes(session: Session, clip_id: ItemId, count: int, folder: Path) -> None:
    timeline = session.document.timeline
    generation = timeline.clip(clip_id).generation
    assert generation is not None
    for number in range(count):
        media = a_media(folder, f"take {number}", made=Made(generation, "Longtake built-in model", seed=number))
        timeline = edits.add_take(timeline, clip_id, media, Take(media.id, Fraction(39, 24)), choose=False)
    session.document.apply("Takes", timeline)


def pending(session: Session) -> ItemId:
    made = generating.extend_after(session, SURF, 48, Wishes())
    assert made is not None
    return made


def test_a_clip_offers_all_that_can_be_made_of_it(desk: GenerationDesk, session: Session) -> None:
    session.playback.seek(172)
    rows = clip_rows(desk, SURF)
    assert labels(rows) == [
        "Generative Extend",
        "Bridge to Next Clip…",
        "Smooth Cut to Next Clip…",
        "Regenerate",
    ]
    extend = rows[0].submenu
    assert [(row.label, row.shortcut, row.detail) for row in extend if not row.is_line][:4] == [
        ("After…", "Alt+Shift+G", ""),
        ("Before…", "", ""),
        ("To Playhead", "", "2 s 4 f"),
        ("To Next Clip", "", "2 s 20 f"),
    ]
    assert extend[-1].is_note
    assert extend[-1].label == "surf.mp4 has no real footage left after its out point, so every frame will be new."


def test_what_can_not_be_done_says_why(desk: GenerationDesk, session: Session, tmp_path: Path) -> None:
    rows = clip_rows(desk, BIRD)
    session.playback.seek(200)  # in bird
    assert named(clip_rows(desk, BIRD), "To Playhead").reason == "The playhead stands in the clip."
    assert named(rows, "To Next Clip").reason == "There is no gap after the clip."
    assert named(rows, "Bridge to Next Clip…").reason == "No clip follows on this track."
    (tmp_path / "bird.mp4").unlink()
    assert named(clip_rows(desk, BIRD), "After…").reason == "bird is offline: relink it first."


def test_no_row_is_dead(desk: GenerationDesk, session: Session, tmp_path: Path) -> None:
    clip_id = pending(session)
    with_takes(session, clip_id, 2, tmp_path)
    for rows in (clip_rows(desk, SURF), clip_rows(desk, clip_id), cut_rows(desk, SURF)):
        for row in every_row(tuple(rows)):
            assert row.is_line or row.is_note or row.run or row.submenu
            assert row.enabled or row.reason


def test_sound_is_not_offered_what_it_can_not_do(desk: GenerationDesk) -> None:
    assert clip_rows(desk, SURF_SOUND) == []
    assert cut_rows(desk, SURF_SOUND) == []


def test_a_gap_between_two_clips_can_be_bridged(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        rows = gap_rows(desk, GAP)
        assert labels(rows) == ["Bridge Gap…", "Extend Clip Before It…", "Generate in Gap…"]
        run_row = rows[0].run
        assert run_row is not None
        run_row()
        assert desk.dialog is not None
        assert desk.dialog.task is Task.BRIDGE
        desk.dialog.reject()

    run(story())


def test_a_cut_offers_both_of_its_sides(tmp_path: Path, window: Window, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, gap=0), tmp_path, jobs)
    rows = cut_rows(GenerationDesk(session, window, window.panel), SURF)
    assert labels(rows) == [
        "Bridge to Next Clip…",
        "Smooth Cut…",
        "Extend Clip Before the Cut…",
        "Extend Clip After the Cut…",
        "Generate Handles",
    ]
    assert all(row.enabled for row in rows)


def test_what_can_not_be_made_anew_says_why(desk: GenerationDesk, session: Session) -> None:
    def reason(label: str, clip_id: ItemId = SURF) -> str:
        return named(clip_rows(desk, clip_id), label).reason

    session.playback.seek(172)
    assert reason("Smooth Cut to Next Clip…") == "There is a gap after the clip: bridge it instead."
    assert reason("Smooth Cut to Next Clip…", BIRD) == "No clip follows on this track."
    assert reason("Regenerate In to Out…") == "Mark a range within the clip first (I, O)."
    assert reason("Repair Frame") == "The playhead does not stand in the clip."
    assert reason("Make Loop…") == ""


def test_a_clip_can_be_slowed_down_to_three_speeds(desk: GenerationDesk, session: Session, jobs: FakeJobs) -> None:
    slower = named(clip_rows(desk, SURF), "Regenerate").submenu[-3:]
    assert [(row.label.removeprefix("Slow Down to "), row.detail) for row in slower] == [
        ("50%", "10 s"),
        ("25%", "20 s"),
        ("10%", "50 s"),
    ]
    assert slower[1].run is not None
    slower[1].run()
    assert [row.title for row in jobs.rows] == ["Slow down: surf, 20 s"]
    made = session.document.timeline.tracks[0].items[0].id
    assert named(clip_rows(desk, made), "Slow Down to 50%").reason == "surf, slow is still being made."


def test_a_marked_range_and_the_frame_under_the_playhead_can_be_made_anew(
    desk: GenerationDesk, session: Session, jobs: FakeJobs
) -> None:
    session.document.replace(edits.set_marks(session.document.timeline, 40, 60))
    session.playback.seek(50)
    rows = clip_rows(desk, SURF)
    assert named(rows, "Regenerate In to Out…").detail == "20 f"
    run_row = named(rows, "Repair Frame").run
    assert run_row is not None
    run_row()
    assert [row.title for row in jobs.rows] == ["Repair frame: surf, 1 f"]


def test_to_next_clip_needs_no_dialog(desk: GenerationDesk, session: Session, jobs: FakeJobs) -> None:
    run_row = named(clip_rows(desk, SURF), "To Next Clip").run
    assert run_row is not None
    run_row()
    assert jobs.rows[0].title == "Extend after: surf, 2 s 20 f"
    assert jobs.rows[0].request.sampling.seed > 0


def test_a_clip_that_is_being_made_can_be_cancelled_and_retried(
    desk: GenerationDesk, session: Session, jobs: FakeJobs
) -> None:
    clip_id = pending(session)
    rows = generated_rows(desk, clip_id)
    assert named(rows, "Takes").submenu[0].label == "surf, after: no take yet"
    assert "Cancel Job" in labels(rows)
    for verb, held in (("Hold Job", True), ("Let Job Go On", False)):
        named(generated_rows(desk, clip_id), verb).run()
        assert jobs.rows[0].held is held
    assert named(rows, "New Take").reason == "Its first takes are still being made."
    jobs.become("job 1", JobState.FAILED)
    assert "Retry" in labels(generated_rows(desk, clip_id))
    jobs.rows = ()
    assert "Generate" in labels(generated_rows(desk, clip_id))


def test_where_several_jobs_of_a_clip_wait_they_can_be_cancelled_together(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, tmp_path: Path
) -> None:
    clip_id = pending(session)
    with_takes(session, clip_id, 1, tmp_path)
    assert not any(label.startswith("Cancel All") for label in labels(generated_rows(desk, clip_id)))
    generating.new_take(session, clip_id)
    run_row = named(generated_rows(desk, clip_id), "Cancel All 2 Jobs of This Clip").run
    assert run_row is not None
    run_row()
    assert {row.state for row in jobs.rows} == {JobState.CANCELLED}


def test_the_lane_is_asked_for_from_the_menu_where_there_is_one(desk: GenerationDesk, session: Session) -> None:
    wanted: list[ItemId] = []
    desk.lane_wanted.connect(wanted.append)
    made = generating.extend_after(session, SURF, 24, Wishes())
    assert made is not None
    lane = named(generated_rows(desk, made), "Keep ↔ Free Lane")
    assert lane.run is not None
    lane.run()
    assert wanted == [made]
    slowed = remaking.slow_down(session, BIRD, Fraction(1, 2))
    lane = named(generated_rows(desk, slowed), "Keep ↔ Free Lane")
    assert not lane.enabled
    assert "measured" in lane.reason


def test_takes_are_chosen_from_the_menu(desk: GenerationDesk, session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = pending(session)
    with_takes(session, clip_id, 3, tmp_path)
    jobs.put(replace(jobs.rows[0], state=JobState.DONE))
    rows = generated_rows(desk, clip_id)
    head, *takes = named(rows, "Takes").submenu[:4]
    assert head.label == "surf, after: take 1 of 3"
    assert [(row.label, row.shortcut, row.checked) for row in takes] == [
        ("Take 1", "1", True),
        ("Take 2", "2", False),
        ("Take 3", "3", False),
    ]
    assert takes[1].run is not None
    takes[1].run()
    assert session.document.timeline.clip(clip_id).active == 1
    assert named(rows, "New Take").enabled
