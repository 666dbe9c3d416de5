"""Whole stories: what a user does in the real window, with the real engine in its real child process."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.jobs import JobState
from editor.project.reading import read
from editor.timeline.model import Gap
from engine.media.probe import probe
from engine.media.read import read_frames
from tests.hands import Hands
from tests.story import (
    ALT,
    CODING,
    CTRL,
    MAKING,
    NEW,
    SHIFT,
    Key,
    Story,
    footage_of_ours,
    no_job_left,
    story,
)

__all__ = ["footage_of_ours", "story"]

pytestmark = pytest.mark.timeout(300)


def test_a_film_is_cut_extended_bridged_saved_and_exported(
    story: Story, footage_of_ours: tuple[Path, Path], tmp_path: Path
) -> None:
    async def day(hands: Hands) -> None:
        window, document = hands.window, hands.session.document
        await window.welcome([])
        await import_by_dialog(hands, *footage_of_ours)
        await cut_them(hands)
        before = document.timeline.tracks
        await extend_the_first(hands)
        await another_take(hands)
        await bridge_the_gap(hands)
        await undo_all_and_redo_all(hands, before)
        await save_as(hands, tmp_path / "film.otio")
        await export_to(hands, tmp_path / "film.mp4")
        assert hands.session.project.is_saved

    story(day)


async def import_by_dialog(hands: Hands, *paths: Path) -> None:
    await hands.press(Key.Key_I, CTRL)
    await hands.answer_file_dialog(*paths)
    await hands.until(lambda: len(hands.session.document.timeline.media) == 2, "the media", 30)


async def cut_them(hands: Hands) -> None:
    """harbour on the timeline, its last quarter cut off; after a gap of a second, meadow."""
    hands.drop_media(["harbour"], hands.track("V1"), 0)
    timeline = hands.session.document.timeline
    assert (timeline.width, timeline.height, timeline.rate) == (192, 108, 24), "the first clip sets size and rate"
    for _ in range(4):
        await hands.press(Key.Key_Equal)
    await hands.press(Key.Key_C)
    hands.click_frame(hands.track("V1"), 36)
    assert [clip.duration for clip in hands.clips("V1")] == [36, 12]
    assert [clip.duration for clip in hands.clips("A1")] == [36, 12], "the linked sound is cut along"
    await hands.press(Key.Key_V)
    hands.click_frame(hands.track("V1"), 42)
    await hands.press(Key.Key_Delete)
    hands.drop_media(["meadow"], hands.track("V1"), 60)
    assert [type(item) for item in hands.track("V1").items][1] is Gap


async def extend_the_first(hands: Hands) -> None:
    """The cut-off quarter comes back from the handle; it is real, so it is used first, and the rest is made."""
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Generative Extend", "After…")
    dialog = hands.window.desk.dialog
    assert dialog is not None
    dialog.set_frames(12 + NEW)
    await hands.press(Key.Key_Return, widget=dialog)
    real, made = hands.clips("V1")[:2]
    assert (real.duration, made.duration) == (48, NEW), "placeholder and handle stand at once, of exact length"
    assert made.is_pending
    await hands.until(lambda: hands.clips("V1")[1].takes, "the first take", MAKING)
    await no_job_left(hands)


async def another_take(hands: Hands) -> None:
    hands.click_frame(hands.track("V1"), 52)
    made = len(hands.clips("V1")[1].takes)
    await hands.press(Key.Key_T, CTRL | SHIFT)
    await hands.until(lambda: len(hands.clips("V1")[1].takes) == made + 1, "one more take", MAKING)
    assert hands.clips("V1")[1].active == 0, "a new take does not take the place of the chosen one by itself"
    await hands.press(Key.Key_2)
    assert hands.clips("V1")[1].active == 1
    await hands.press(Key.Key_1)
    assert hands.clips("V1")[1].active == 0


async def bridge_the_gap(hands: Hands) -> None:
    """What is left of the gap; extending had used up the rest of it."""
    gap = next((item for item in hands.track("V1").items if isinstance(item, Gap)), None)
    if gap is None:
        left = hands.clips("V1")[1]
        hands.click_frame(hands.track("V1"), hands.start_of(left.id) + 3)
        await hands.press(Key.Key_G, SHIFT)
    else:
        menu = await hands.right_click(hands.track("V1"), hands.start_of(gap.id) + gap.duration // 2)
        await hands.pick(menu, "Bridge Gap…")
    dialog = hands.window.desk.dialog
    assert dialog is not None
    await hands.press(Key.Key_Return, widget=dialog)
    await hands.until(lambda: hands.clips("V1")[2].takes, "the bridge", MAKING)
    await no_job_left(hands)


async def undo_all_and_redo_all(hands: Hands, before: tuple[Any, ...]) -> None:
    document = hands.session.document
    finished = document.timeline
    steps = 0
    while document.undo_stack.canUndo():
        await hands.press(Key.Key_Z, CTRL)
        steps += 1
        assert steps < 100
        if document.timeline.tracks == before:
            cut = steps
    assert document.timeline.duration == 0
    assert cut < steps, "on the way back the cut stood as it was before anything was made"
    assert len([media for media in document.timeline.media if media.made]) >= 3, "takes stay in the pool"
    for _ in range(steps):
        await hands.press(Key.Key_Z, CTRL | SHIFT)
    assert document.timeline == finished


async def save_as(hands: Hands, path: Path) -> None:
    await hands.press(Key.Key_S, CTRL)
    await hands.answer_file_dialog(path)
    await hands.until(lambda: hands.window.top.state.full_text.startswith("Saved"), "the project to be saved")
    saved = read(path).timeline
    assert saved == hands.session.document.timeline
    made = [media for media in saved.media if media.made]
    assert all(Path(media.path).parent == path.with_suffix(".assets") for media in made), "takes come along"


async def export_to(hands: Hands, path: Path) -> None:
    await hands.press(Key.Key_M, CTRL)
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    assert dialog.path == path, "beside the project, by its name"
    hands.click(dialog.start)
    await hands.until(path.exists, "the film", MAKING)
    await hands.until(lambda: hands.window.exporting.dialog is None, "the export to end")
    timeline = hands.session.document.timeline
    frames = [frame.image for frame in read_frames(path)]
    assert len(frames) == timeline.duration
    info = probe(path)
    assert info.audio is not None
    assert info.video is not None
    assert info.video.rate == timeline.rate
    await compare(hands, frames)


async def compare(hands: Hands, frames: list[np.ndarray]) -> None:
    """What was exported is what is seen: each clip's first and last frame, straight from its own file."""
    timeline = hands.session.document.timeline
    for clip in hands.clips("V1"):
        media, source = timeline.media_of(clip), timeline.source_range(clip)
        assert media is not None
        own = [frame.image for frame in read_frames(Path(media.path), source.start, source.end)]
        start = hands.start_of(clip.id)
        for within in (0, clip.duration - 1):
            difference = np.abs(frames[start + within].astype(int) - own[within].astype(int)).mean()
            assert difference < CODING, f"frame {within} of {clip.name}"


def test_an_edge_pulled_out_undone_while_it_is_made_and_redone_brings_the_finished_take_back(
    story: Story, footage_of_ours: tuple[Path, Path]
) -> None:
    async def change_of_mind(hands: Hands) -> None:
        document = hands.session.document
        await hands.window.welcome([])
        hands.drop_files(hands.window.pool, footage_of_ours[:1])
        await hands.until(lambda: document.timeline.media, "the media", 30)
        hands.drop_media(["harbour"], hands.track("V1"), 0)
        await hands.press(Key.Key_G)
        hands.pull(hands.track("V1"), document.timeline.duration, f"+{NEW}")
        assert [clip.name for clip in hands.clips("V1")] == ["harbour", "harbour, after"]
        await hands.until(lambda: any(row.state is JobState.RUNNING for row in hands.session.jobs.rows), "the job")
        await hands.press(Key.Key_Z, CTRL)
        assert [clip.name for clip in hands.clips("V1")] == ["harbour"]
        await hands.until(lambda: any(media.made for media in document.timeline.media), "the take in the pool", MAKING)
        await hands.press(Key.Key_Z, CTRL | SHIFT)
        made = hands.clips("V1")[1]
        assert (made.duration, len(made.takes) >= 1) == (NEW, True)
        await no_job_left(hands)

    story(change_of_mind)


def test_a_failure_stands_on_the_clip_with_its_reason_and_retry_makes_it_good(
    story: Story, footage_of_ours: tuple[Path, Path]
) -> None:
    async def mishap(hands: Hands) -> None:
        document, jobs = hands.session.document, hands.session.jobs
        await hands.window.welcome([])
        hands.drop_files(hands.window.pool, footage_of_ours[:1])
        await hands.until(lambda: document.timeline.media, "the media", 30)
        hands.drop_media(["harbour"], hands.track("V1"), 0)
        hands.click_frame(hands.track("V1"), 10)
        await hands.press(Key.Key_G, ALT | SHIFT)
        dialog = hands.window.desk.dialog
        assert dialog is not None
        dialog.set_frames(NEW)
        hands.click(dialog.rows.takes, dialog.rows.takes.part(0).center())
        await hands.press(Key.Key_Return, widget=dialog)
        hidden = footage_of_ours[0].rename(footage_of_ours[0].with_suffix(".away"))  # before the engine has started
        await hands.until(lambda: any(row.state is JobState.FAILED for row in jobs.rows), "the failure", MAKING)
        assert "harbour.mp4" in (jobs.rows[0].error or "")
        assert hands.clips("V1")[1].is_pending, "the clip stays, to be retried"
        hidden.rename(footage_of_ours[0])
        hands.click_frame(hands.track("V1"), 55)
        menu = await hands.right_click(hands.track("V1"), 55)
        await hands.pick(menu, "Retry")
        await hands.until(lambda: hands.clips("V1")[1].takes, "the take", MAKING)
        await no_job_left(hands)

    story(mishap)


KILLED = """
import asyncio, os, sys
from pathlib import Path
os.environ.update(QT_QPA_PLATFORM="offscreen")
from PySide6.QtWidgets import QApplication
import qasync
from editor.ui import theme
from editor.actions import marking
from tests.story import open_window
app = QApplication([])
theme.apply(app, "dark")
loop = qasync.QEventLoop(app)
asyncio.set_event_loop(loop)
async def work():
    window = open_window(Path(sys.argv[1]))
    await window.welcome([])
    await window.files.take_in([Path(sys.argv[2])])
    session = window.session
    from editor.actions import placing
    placing.append(session, [session.document.timeline.media[0].id])
    for frame in range(5):
        session.playback.seek(frame)
        marking.add_marker(session)
    session.project.flush()
    print("ready", flush=True)
    await asyncio.sleep(60)
with loop:
    loop.run_until_complete(work())
"""


def test_after_a_kill_everything_that_was_done_is_offered_and_comes_back(
    story: Story, footage_of_ours: tuple[Path, Path], tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[1]
    arguments = [sys.executable, "-c", KILLED, str(tmp_path), str(footage_of_ours[0])]
    with subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGKILL)

    async def next_morning(hands: Hands) -> None:
        welcome = asyncio.ensure_future(hands.window.welcome([]))
        await hands.answer_question("Recover")
        await welcome
        timeline = hands.session.document.timeline
        assert [marker.at for marker in timeline.markers] == [0, 1, 2, 3, 4]
        assert [clip.name for clip in hands.clips("V1")] == ["harbour"]
        assert not hands.session.project.is_saved

    story(next_morning)
