"""The story of pictures that are given: on a generated clip, and where nothing was."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from editor.actions import generating
from editor.actions.requesting import Wishes
from editor.timeline import edits
from editor.timeline.model import Clip, Keyframe, Task
from editor.ui.generation.fill_dialog import FillDialog
from editor.ui.inspector.generated_page import GeneratedPage
from editor.ui.timeline.keyframe_signs import signs
from engine.requests import BUILT_IN_NETWORK
from tests.hands import LEFT, NONE, Hands
from tests.story import ALT, CTRL, FRAMES, MAKING, SHIFT, Story, footage_of_ours, no_job_left, story
from tests.test_mending_story import made, on_the_timeline, seen

__all__ = ["footage_of_ours", "story"]
Key = Qt.Key
LENGTH = 12  # frames that are made
DROPPED, DRAGGED, KEPT = 3, 6, 9  # new frames
CLOSE = 28.0  # dB, to what was given: what coding leaves of it

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A soft picture unlike the footage."""
    noise = np.random.default_rng(7).integers(0, 256, (9, 16, 3), dtype=np.uint8)
    path = tmp_path / "poster.png"
    cv2.imwrite(str(path), cv2.resize(noise, (192, 108), interpolation=cv2.INTER_CUBIC))
    return path


def test_a_still_is_seen_in_the_next_take_of_the_clip_it_is_dropped_on_and_where_a_gap_is_filled_from_it(
    story: Story, footage_of_ours: tuple[Path, Path], still: Path
) -> None:
    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, footage_of_ours[0])
        wishes = Wishes(takes=1, steps=1, model=BUILT_IN_NETWORK)
        generating.extend_after(hands.session, hands.clips("V1")[0].id, LENGTH, wishes, real_first=False)
        await made(hands, 1)
        await place_the_still(hands, still)
        await drag_it(hands)
        await set_it_freer_and_back(hands)
        await make_a_take_with_it(hands, still)
        await keep_a_frame_and_delete_it(hands)
        await read_its_file_and_make_it_again(hands)
        await fill_what_follows(hands, still)

    story(day)


async def into_the_pool(hands: Hands, still: Path) -> None:
    count = len(hands.session.document.timeline.media)
    hands.drop_files(hands.window.pool, [still])
    await hands.until(lambda: len(hands.session.document.timeline.media) > count, "the still")


async def place_the_still(hands: Hands, still: Path) -> None:
    await into_the_pool(hands, still)
    hands.drop_media(["poster"], hands.track("V1"), FRAMES + DROPPED)
    assert [clip.duration for clip in hands.clips("V1")] == [FRAMES, LENGTH], "it covers nothing"
    assert [each.at for each in keyframes(hands)] == [DROPPED]
    assert edits.has_changed(hands.session.document.timeline, generated(hands)), "no take has it yet"


async def drag_it(hands: Hands) -> None:
    start = diamond(hands, 0)
    viewport = hands.window.timeline_panel.viewport
    by = viewport.x_of(FRAMES + DRAGGED) - viewport.x_of(FRAMES + DROPPED)
    QTest.mousePress(hands.lanes, LEFT, NONE, start)
    for step in (2, 1):
        QTest.mouseMove(hands.lanes, start + QPoint(by // step, 0))
    QTest.mouseRelease(hands.lanes, LEFT, NONE, start + QPoint(by, 0))
    assert [each.at for each in keyframes(hands)] == [DRAGGED]
    await hands.press(Key.Key_Right)
    await hands.press(Key.Key_Right)
    assert [each.at for each in keyframes(hands)] == [DRAGGED + 2], "the arrow keys move what is selected"
    await hands.press(Key.Key_Z, CTRL)
    assert [each.at for each in keyframes(hands)] == [DRAGGED], "and are one undo step"
    hands.click(hands.lanes, diamond(hands, 0))


async def set_it_freer_and_back(hands: Hands) -> None:
    page = hands.window.inspector.page
    assert isinstance(page, GeneratedPage)
    slider = page.keyframes.freedom
    assert slider.isVisible()
    hands.click(slider, QPoint((slider.width() - 52) // 2, slider.height() // 2))
    (keyframe,) = keyframes(hands)
    assert 0.35 <= keyframe.noise <= 0.65
    await hands.press(Key.Key_Up)
    assert keyframes(hands)[0].noise == pytest.approx(keyframe.noise + 0.05)
    for _ in range(2):
        await hands.press(Key.Key_Z, CTRL)
    assert keyframes(hands)[0].noise == 0


async def make_a_take_with_it(hands: Hands, still: Path) -> None:
    await hands.press(Key.Key_T, CTRL | SHIFT)
    await hands.until(lambda: len(generated(hands).takes) == 2, "the take", MAKING)
    await no_job_left(hands)
    assert psnr(seen(hands, generated(hands))[DRAGGED], still) < CLOSE / 2, "the first take does not know it"
    await hands.press(Key.Key_2)
    assert generated(hands).active == 1
    assert psnr(seen(hands, generated(hands))[DRAGGED], still) > CLOSE
    assert not edits.has_changed(hands.session.document.timeline, generated(hands))


async def keep_a_frame_and_delete_it(hands: Hands) -> None:
    hands.session.playback.seek(FRAMES + KEPT)
    await hands.press(Key.Key_K)
    await hands.until(lambda: len(keyframes(hands)) == 2, "the keyframe")
    kept, take = keyframes(hands)[1], generated(hands).take
    assert take is not None
    assert (kept.at, kept.media) == (KEPT, take.media), "the frame that is shown, of the take in use"
    hands.click(hands.lanes, diamond(hands, 1))
    await hands.press(Key.Key_Delete)
    assert [each.at for each in keyframes(hands)] == [DRAGGED], "the clip stays"


async def read_its_file_and_make_it_again(hands: Hands) -> None:
    menu = await hands.right_click(hands.track("V1"), FRAMES + 2)
    await hands.pick(menu, "Takes", "Take Settings…")
    await hands.until(lambda: hands.window.take_settings.dialog, "the settings")
    dialog = hands.window.take_settings.dialog
    assert dialog is not None
    assert "poster.png" in dialog.values["Made from"].full_text
    hands.click(dialog.copy)
    assert '"noise": 0.0' in QGuiApplication.clipboard().text()
    hands.click(dialog.again)
    await hands.until(lambda: len(generated(hands).takes) == 3, "the take", MAKING)
    await no_job_left(hands)
    before = seen(hands, generated(hands))
    await hands.press(Key.Key_3)
    assert np.array_equal(before, seen(hands, generated(hands))), "bit by bit"


async def fill_what_follows(hands: Hands, still: Path) -> None:
    """From a still, after the last clip."""
    end = hands.session.document.timeline.duration
    hands.session.playback.seek(end)
    await hands.press(Key.Key_G, ALT)
    dialog = hands.window.desk.dialog
    assert isinstance(dialog, FillDialog)
    dialog.set_frames(LENGTH)
    await nothing_comes_of_words_alone(hands, dialog)
    hands.click(dialog.rows.takes, dialog.rows.takes.part(0).center())
    choose(dialog.first, next(media.id for media in hands.session.document.timeline.media if media.is_still))
    await hands.until(dialog.queue_button.isEnabled, "the queue button", MAKING)
    await hands.press(Key.Key_Return, widget=dialog)
    new = hands.clips("V1")[2]
    assert new.generation is not None
    assert (new.generation.task, new.duration, hands.start_of(new.id)) == (Task.NEW, LENGTH, end)
    new = await made(hands, 2)
    assert len(seen(hands, new)) == LENGTH
    assert psnr(seen(hands, new)[0], still) > CLOSE, "it begins with the picture"


async def nothing_comes_of_words_alone(hands: Hands, dialog: FillDialog) -> None:
    choose(dialog.first, "")
    await hands.until(lambda: not dialog.queue_button.isEnabled(), "the engine's refusal", MAKING)
    assert "from words alone" in dialog.test.refusal


def choose(choice, value: str) -> None:  # type: ignore[no-untyped-def]
    """By its menu."""
    index = [option[0] for option in choice._options].index(value)
    choice.menu().actions()[index].trigger()


def generated(hands: Hands) -> Clip:
    return hands.clips("V1")[1]


def keyframes(hands: Hands) -> tuple[Keyframe, ...]:
    generation = generated(hands).generation
    assert generation is not None
    return generation.keyframes


def diamond(hands: Hands, number: int) -> QPoint:
    rect = hands.window.timeline_panel.surface.rect_of(generated(hands).id)
    return signs(hands.session.document.timeline, generated(hands), rect)[number].diamond


def psnr(frame: np.ndarray, still: Path) -> float:
    """dB, of a frame (RGB) to a still."""
    picture = cv2.cvtColor(cv2.imread(str(still)), cv2.COLOR_BGR2RGB)
    return float(cv2.PSNR(frame, picture))
