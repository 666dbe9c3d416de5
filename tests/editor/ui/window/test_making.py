"""What the window tells of jobs and takes."""

from dataclasses import replace

import pytest

from editor.actions import comparing, generating
from editor.job_store import JobProject
from editor.jobs import JobRow, JobState
from editor.timeline.model import ItemId, Task
from editor.ui.window.main_window import MainWindow
from tests.editor.ui.generation.scene import BIRD, GAP, SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, told
from tests.engine.fakes import HeldHost


def asked(window: MainWindow) -> JobRow:
    """surf is being extended."""
    generating.extend_after(window.session, SURF, 24, window.desk.wishes(Task.AFTER))
    return window.session.jobs.rows[0]


def test_a_finished_clip_is_told_with_its_model_and_can_be_reviewed(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        row = asked(window)
        assert isinstance(stage.host, HeldHost)
        stage.host.let_go()
        await hands.until(lambda: told(window), "the news")
        (toast,) = window.toasts.standing
        assert toast.title == "surf, after is ready"
        assert "Built-in model" in toast.words
        toast.button.click()
        session = window.session
        made = ItemId(row.clip_id)
        assert session.document.selection == {made}
        start = session.document.timeline.range_of(made).start
        assert session.playback.is_playing, "over the join, from a second and a half before it"
        assert session.playback.loop_range == comparing.around(session.document.timeline, start)
        assert session.playback.frame >= start - 36

    run(story())


def test_before_a_clip_the_join_that_is_reviewed_is_at_the_end(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        generating.extend_before(window.session, SURF, 48, window.desk.wishes(Task.BEFORE), real_first=False)
        assert isinstance(stage.host, HeldHost)
        stage.host.let_go()
        await hands.until(lambda: told(window), "the news")
        (toast,) = window.toasts.standing
        toast.button.click()
        session = window.session
        end = session.document.timeline.range_of(ItemId(session.jobs.rows[0].clip_id)).end
        assert end - 36 <= session.playback.frame < end

    run(story())


def test_a_take_for_a_deleted_clip_is_told_to_be_in_the_pool(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        row = asked(window)
        window.session.document.select([ItemId(row.clip_id)])
        window.actions_by_id["delete"].trigger()
        assert isinstance(stage.host, HeldHost)
        stage.host.let_go()
        await hands.until(lambda: told(window), "the news")
        assert told(window)[0].endswith("is in the media pool")

    run(story())


def test_a_failure_is_told_once_until_it_is_tried_again(window: MainWindow) -> None:
    jobs = window.session.jobs
    failed = replace(asked(window), state=JobState.FAILED, error="The disk is full. Free some space.")
    for _ in range(3):
        jobs.changed.emit(failed)
    (toast,) = window.toasts.standing
    assert toast.title == f"{failed.title} failed"
    assert toast.words == "The disk is full. Free some space."
    jobs.changed.emit(replace(failed, state=JobState.QUEUED))
    jobs.changed.emit(failed)
    assert len(window.toasts.standing) == 1
    assert window.toasts.standing != [toast], "it was told anew"


def test_what_lacked_memory_is_offered_to_be_made_smaller_and_hidden_no_failure_is_told(window: MainWindow) -> None:
    jobs = window.session.jobs
    failed = replace(asked(window), state=JobState.FAILED, error="It did not fit.", lacked_memory=True)
    jobs.changed.emit(failed)
    assert window.toasts.standing[0].button.text() == "Retry smaller"
    window.generative.hide(True)
    jobs.changed.emit(replace(failed, state=JobState.QUEUED))
    jobs.changed.emit(failed)
    assert len(window.toasts.standing) == 1


def test_retry_on_the_news_of_a_failure_queues_it_again(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(window.session.jobs, "retry", tried.append)
    row = asked(window)
    window.session.jobs.changed.emit(replace(row, state=JobState.FAILED, error="It failed."))
    window.toasts.standing[0].button.click()
    assert tried == [row.id]


def test_revealing_a_job_goes_to_its_clip_where_that_still_is(window: MainWindow) -> None:
    row = asked(window)
    window.jobs.reveal_wanted.emit(row)
    session = window.session
    assert session.document.selection == {ItemId(row.clip_id)}
    assert session.playback.frame == session.document.timeline.range_of(ItemId(row.clip_id)).start
    session.document.select(())
    window.jobs.reveal_wanted.emit(replace(row, clip_id="gone"))
    assert told(window) == ["This clip is not on the timeline any more."]
    window.jobs.reveal_wanted.emit(replace(row, clip_id="gone", project=JobProject("other", "Big Swell")))
    assert told(window)[-1] == "This clip is in the project Big Swell."
    assert session.document.selection == frozenset()


def test_the_generate_menu_is_about_what_is_selected(window: MainWindow) -> None:
    def labels() -> list[str]:
        return [row.label for row in window.making.rows() if row.label]

    select = window.session.document.select
    select([SURF])
    assert labels()[:3] == ["Generative Extend", "Bridge to Next Clip…", "Smooth Cut to Next Clip…"]
    select([GAP])
    assert labels()[0] == "Bridge Gap…"
    for nothing in ([], [SURF, BIRD]):
        select(nothing)
        nothing_yet = "Select a picture clip or a gap between two to make frames for it"
        assert labels() == ["Generate in Gap…", nothing_yet]
