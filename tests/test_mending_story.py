"""The story of what is made within and between clips: a smooth cut, a part made anew, a repaired frame, a loop."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from editor.actions import generating, slowing
from editor.actions.finalising import why_no_final
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.project.reading import read
from editor.timeline.model import Clip
from editor.timeline.rational_time import TimeRange
from engine.media.read import read_frames
from engine.requests import BUILT_IN_NETWORK
from tests.hands import Hands
from tests.story import CODING, CTRL, FRAMES, MAKING, Story, footage_of_ours, no_job_left, story
from tests.test_stories import save_as

__all__ = ["footage_of_ours", "story"]
Key = Qt.Key
SIDE = 4  # frames of each clip that a smooth cut replaces
MARKED = TimeRange(20, 8)
LOOP = 8  # frames
HEAD = 6

pytestmark = pytest.mark.timeout(300)


def test_a_clip_gets_a_head_a_loop_and_half_its_speed_a_cut_is_smoothed_a_part_made_anew_and_a_frame_repaired(
    story: Story, footage_of_ours: tuple[Path, Path], tmp_path: Path
) -> None:
    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, *footage_of_ours)
        before = hands.session.document.timeline.tracks
        await smooth_the_cut(hands)
        await hands.press(Key.Key_Z, CTRL)
        assert hands.session.document.timeline.tracks == before
        await loop_the_first(hands, footage_of_ours[0])
        await hands.press(Key.Key_Z, CTRL)
        await slow_the_first_down(hands, footage_of_ours[0])
        await hands.press(Key.Key_Z, CTRL)
        await make_a_head(hands, footage_of_ours[0])
        await hands.press(Key.Key_Z, CTRL)
        await make_a_part_anew(hands, footage_of_ours[0])
        await repair_a_frame(hands, footage_of_ours[0])
        assert hands.session.document.timeline.duration == 2 * FRAMES
        assert lengths(hands, "A1") == [FRAMES, FRAMES], "sound stays as it was throughout"
        await save_as(hands, tmp_path / "film.otio")
        generated = read(tmp_path / "film.otio").timeline.tracks[0].generated
        assert [clip.generation and clip.generation.purpose for clip in generated] == ["repair", "anew"]

    story(day)


async def on_the_timeline(hands: Hands, *paths: Path) -> None:
    """One after the other from frame 0, so wide that a frame can be pointed at."""
    document = hands.session.document
    await hands.window.welcome([])
    hands.drop_files(hands.window.pool, paths)
    await hands.until(lambda: len(document.timeline.media) == len(paths), "the media", 30)
    for number, path in enumerate(paths):
        hands.drop_media([path.stem], hands.track("V1"), FRAMES * number)
    for _ in range(3):
        await hands.press(Key.Key_Equal)


async def smooth_the_cut(hands: Hands) -> None:
    hands.click_frame(hands.track("V1"), 10)
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Smooth Cut to Next Clip…")
    await queue(hands, SIDE)
    assert hands.session.jobs.rows[-1].title == "Smooth cut: harbour to meadow, 8 f"
    clip = await made(hands, 1)
    assert lengths(hands) == [FRAMES - SIDE, 2 * SIDE, FRAMES - SIDE]
    first, new, second = (seen(hands, each) for each in (hands.clips("V1")[0], clip, hands.clips("V1")[2]))
    hard = apart(first[-1], second[0])
    assert max(apart(first[-1], new[0]), apart(new[-1], second[0])) < hard / 2, "no join is the hard cut"


async def loop_the_first(hands: Hands, path: Path) -> None:
    """Its file goes away before the engine reads it, and comes back."""
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Regenerate", "Make Loop…")
    hidden = path.with_suffix(".away")
    await queue(hands, LOOP)
    path.rename(hidden)
    failed = lambda: any(row.state is JobState.FAILED for row in hands.session.jobs.rows)  # noqa: E731
    await hands.until(failed, "the failure", MAKING)
    assert hands.clips("V1")[1].is_pending, "the clip stays, to be retried"
    hidden.rename(path)
    menu = await hands.right_click(hands.track("V1"), FRAMES + 3)
    await hands.pick(menu, "Retry")
    clip = await made(hands, 1)
    assert lengths(hands) == [FRAMES, LOOP, FRAMES], "what follows has moved"
    own, new = seen(hands, hands.clips("V1")[0]), seen(hands, clip)
    jump = apart(own[-1], own[0])
    assert max(apart(own[-1], new[0]), apart(new[-1], own[0])) < jump / 2, "no join is the jump back"


async def slow_the_first_down(hands: Hands, path: Path) -> None:
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Regenerate", "Slow Down to 50%")
    clip = await made(hands, 0)
    assert lengths(hands) == [2 * FRAMES, FRAMES]
    assert lengths(hands, "A1") == [FRAMES, FRAMES]
    assert clip.generation is not None
    assert clip.generation.speed in slowing.SPEEDS
    own, new = [frame.image for frame in read_frames(path)], seen(hands, clip)
    assert len(new) == 2 * FRAMES
    assert max(apart(new[2 * at], own[at]) for at in range(FRAMES)) < CODING, "its own frames are all there"
    between = [apart(new[2 * at + 1], own[at]) / apart(own[at], own[at + 1]) for at in range(FRAMES - 1)]
    assert 0.2 < min(between) < max(between) < 0.9, "and something lies between any two"


async def make_a_head(hands: Hands, path: Path) -> None:
    """New frames before a clip's start, which lead to it."""
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Generative Extend", "Before…")
    await queue(hands, HEAD)
    clip = await made(hands, 0)
    assert lengths(hands) == [HEAD, FRAMES, FRAMES]
    own, new = [frame.image for frame in read_frames(path)], seen(hands, clip)
    steps = [apart(*pair) for pair in pairwise(own)]
    assert 0.5 * min(steps) < apart(new[-1], own[0]) < 2 * max(steps), "it joins as the clip's own frames do"
    assert apart(new[0], own[0]) > apart(new[-1], own[0]), "and moves towards it"


async def make_a_part_anew(hands: Hands, path: Path) -> None:
    hands.session.playback.seek(MARKED.start)
    await hands.press(Key.Key_I)
    hands.session.playback.seek(MARKED.end - 1)
    await hands.press(Key.Key_O)
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Regenerate", "Regenerate In to Out…")
    await queue(hands, MARKED.duration)
    clip = await made(hands, 1)
    assert lengths(hands)[:3] == [MARKED.start, MARKED.duration, FRAMES - MARKED.end]
    own = [frame.image for frame in read_frames(path)]
    held = np.mean([apart(own[MARKED.start - 1], frame) for frame in own[MARKED.start : MARKED.end]])
    off = np.mean([apart(one, other) for one, other in zip(seen(hands, clip), own[MARKED.start :], strict=False)])
    assert off < held / 2, "it moves as the clip does"


async def repair_a_frame(hands: Hands, path: Path) -> None:
    hands.session.playback.seek(12)
    menu = await hands.right_click(hands.track("V1"), 6)
    await hands.pick(menu, "Regenerate", "Repair Frame")
    clip = await made(hands, 1)
    assert lengths(hands)[:3] == [12, 1, MARKED.start - 13]
    own = [frame.image for frame in read_frames(path)]
    (frame,) = seen(hands, clip)
    assert apart(frame, own[12]) < apart(own[11], own[12]) / 2, "better than the frame before it held"


async def queue(hands: Hands, frames: int) -> None:
    """One take, that long."""
    dialog = hands.window.desk.dialog
    assert dialog is not None
    hands.click(dialog.rows.takes, dialog.rows.takes.part(0).center())
    dialog.set_frames(frames)
    await hands.press(Key.Key_Return, widget=dialog)


async def made(hands: Hands, index: int) -> Clip:
    await hands.until(lambda: hands.clips("V1")[index].takes, "the take", MAKING)
    await no_job_left(hands)
    return hands.clips("V1")[index]


def lengths(hands: Hands, label: str = "V1") -> list[int]:
    return [clip.duration for clip in hands.clips(label)]


def seen(hands: Hands, clip: Clip) -> list[np.ndarray]:
    """What a clip plays, out of its file."""
    timeline = hands.session.document.timeline
    media, source = timeline.media_of(clip), timeline.source_range(clip)
    assert media is not None
    return [frame.image for frame in read_frames(Path(media.path), source.start, source.end)][: clip.duration]


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Grey levels, mean over a frame."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_a_draft_that_plays_is_finalised(story: Story, footage_of_ours: tuple[Path, Path]) -> None:
    """Its next take moves as it does, and is a draft no more."""

    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, footage_of_ours[0])
        hands.click_frame(hands.track("V1"), 10)
        wishes = Wishes(takes=1, steps=1, model=BUILT_IN_NETWORK)
        clip_id = generating.extend_after(hands.session, hands.clips("V1")[0].id, LOOP, wishes, real_first=False)
        assert clip_id is not None
        draft = await made(hands, 1)
        menu = await hands.right_click(hands.track("V1"), FRAMES + 3)
        await hands.pick(menu, "Takes", "Finalise Take")
        assert hands.session.jobs.rows[-1].title.startswith("Finalise take 1")
        await hands.until(lambda: len(hands.clips("V1")[1].takes) == 2, "the final", MAKING)
        await no_job_left(hands)
        [told] = hands.session.jobs.rows[-1].takes
        assert told.like_draft is not None
        assert told.like_draft > 0.9
        generating.choose_take(hands.session, clip_id, 2)
        final = hands.clips("V1")[1]
        assert len(seen(hands, final)) == len(seen(hands, draft)) == LOOP
        assert "made in full" in why_no_final(hands.session, clip_id)

    story(day)
