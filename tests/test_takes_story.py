"""The story of two takes: looked at beside each other and around their join, one is chosen, and the edit stays."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from editor.timeline import edits
from editor.timeline.model import Clip, Made, Media, MediaId, Picture, Take
from editor.timeline.rational_time import TimeRange
from engine.media.write import timed, write_film
from tests.hands import Hands
from tests.screening import at_rest, rgb
from tests.story import ALT, CTRL, FRAMES, NEW, SHIFT, SIZE, Key, Story, footage_of_ours, story
from tests.test_mending_story import on_the_timeline

__all__ = ["footage_of_ours", "story"]
RED, BLUE = (200, 40, 40), (40, 40, 200)
CLOSE = 12  # grey levels that coding may change
AROUND = 36  # frames that are played before a join again and again

pytestmark = pytest.mark.timeout(300)


def test_takes_are_compared_and_one_is_chosen_and_only_that_changes_the_edit(
    story: Story, footage_of_ours: tuple[Path, Path], tmp_path: Path
) -> None:
    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, footage_of_ours[0])
        await ask_for_more(hands)
        for number, colour in enumerate((RED, BLUE), 1):
            arrive(hands, film(tmp_path / f"take {number}.mp4", colour), number)
        await change_by_number(hands)
        await compare_and_leave(hands)
        await compare_and_use(hands)
        await loop_around_the_join(hands)

    story(day)


async def ask_for_more(hands: Hands) -> None:
    """The clip's end is dragged past its media; the queue is held, so that the test brings the takes."""
    hands.session.jobs.set_paused(True)
    await hands.press(Key.Key_G)
    hands.pull(hands.track("V1"), FRAMES, f"+{NEW}")
    await hands.press(Key.Key_V)
    assert generated(hands).is_pending


def film(path: Path, colour: tuple[int, int, int]) -> Path:
    """A second of it."""
    images = (np.full((SIZE.height, SIZE.width, 3), colour, np.uint8) for _ in range(24))
    write_film(path, timed(images, SIZE.rate), SIZE)
    return path


def arrive(hands: Hands, path: Path, number: int) -> None:
    """As a finished job brings it."""
    clip = generated(hands)
    assert clip.generation is not None
    told = Made(clip.generation, "Longtake built-in model", seed=number)
    picture = Picture(SIZE.width, SIZE.height, SIZE.rate)
    media = Media(MediaId(path.stem), str(path), path.stem, Fraction(1), picture, made=told)
    take = Take(media.id, Fraction(1, 4))
    hands.session.document.amend(lambda timeline: edits.add_take(timeline, clip.id, media, take, False))


async def change_by_number(hands: Hands) -> None:
    hands.click_frame(hands.track("V1"), FRAMES + 6)
    await hands.press(Key.Key_2)
    assert generated(hands).active == 1
    await hands.press(Key.Key_Up, ALT)
    assert generated(hands).active == 0
    await to_the_new_frames(hands)
    assert is_close((await at_rest(hands)).mean((0, 1)), RED)


async def compare_and_leave(hands: Hands) -> None:
    """Take 1 is to the left of the line, take 2 to the right; the line is dragged."""
    document, before = hands.session.document, hands.session.document.timeline
    steps, heights = document.undo_stack.index(), hands.window.regions.left.sizes()
    await hands.press(Key.Key_Backslash, ALT)
    await to_the_new_frames(hands)
    await hands.until(lambda: is_close(seen_at(hands, 0.25), RED), "take 1 to the left")
    await hands.until(lambda: is_close(seen_at(hands, 0.75), BLUE), "take 2 to the right")
    area = hands.window.program.area
    place = area.picture_rect()
    hands.drag(place.center(), QPoint(place.left() + place.width() * 9 // 10, place.center().y()), widget=area)
    assert is_close(seen_at(hands, 0.75), RED)
    assert is_close(seen_at(hands, 0.95), BLUE)
    await hands.press(Key.Key_1)
    await hands.press(Key.Key_2)
    await hands.press(Key.Key_Escape)
    assert document.timeline is before
    assert document.undo_stack.index() == steps
    assert not hands.window.comparing.is_open
    await hands.until(lambda: hands.window.regions.left.sizes() == heights, "the timeline to be as high as before", 3)


async def compare_and_use(hands: Hands) -> None:
    document, before = hands.session.document, hands.session.document.timeline
    await hands.press(Key.Key_Backslash, ALT)
    await hands.press(Key.Key_2)
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Escape)
    assert generated(hands).active == 1
    await to_the_new_frames(hands)
    assert is_close((await at_rest(hands)).mean((0, 1)), BLUE)
    await hands.press(Key.Key_Z, CTRL)
    assert document.timeline == before, "one step"
    await hands.press(Key.Key_Z, CTRL | SHIFT)


async def loop_around_the_join(hands: Hands) -> None:
    playback, before = hands.session.playback, hands.session.document.timeline
    seen: list[int] = []
    playback.frame_changed.connect(seen.append)
    await hands.press(Key.Key_L, ALT)
    assert playback.loop_range == TimeRange(FRAMES - AROUND, AROUND + NEW)
    await hands.until(lambda: came_round(seen), "the join to be played again", 20)
    await hands.press(Key.Key_L, ALT)
    playback.frame_changed.disconnect(seen.append)
    assert not playback.is_playing
    assert min(seen) >= FRAMES - AROUND
    assert hands.session.document.timeline is before, "no mark was set for it"


def came_round(frames: list[int]) -> bool:
    """From behind the join to before it."""
    return any(frame > FRAMES and FRAMES - AROUND <= after < FRAMES for frame, after in pairwise(frames))


async def to_the_new_frames(hands: Hands) -> None:
    await hands.press(Key.Key_End)
    for _ in range(3):
        await hands.press(Key.Key_Left)
    assert hands.session.playback.frame == FRAMES + NEW - 3


def generated(hands: Hands) -> Clip:
    return hands.clips("V1")[1]


def seen_at(hands: Hands, share: float) -> np.ndarray:
    """[3]: the colour that the program monitor shows at a part of its picture's width, in its middle."""
    area = hands.window.program.area
    place = area.picture_rect()
    at = QPoint(place.left() + round(share * place.width()), place.center().y() + place.height() // 5)
    image = rgb(area.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
    return image[at.y(), at.x()]


def is_close(colour: np.ndarray, wanted: tuple[int, int, int]) -> bool:
    return bool(np.abs(colour - np.array(wanted, float)).max() <= CLOSE)
