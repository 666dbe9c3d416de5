"""The story of touches to a clip: its speed, its look, how loud it is, notes beside it; and all of it undone."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from editor.timeline.edits import VOLUME, Edge
from editor.timeline.looks import Look
from editor.timeline.model import Clip
from editor.ui.inspector.effects.page import EffectsPage
from editor.ui.timeline import bands
from editor.ui.timeline.bands import BANDS
from editor.view_state import Line
from engine.media.read import read_frames
from engine.media.sound import read_sound
from tests.engine.finishing.test_sound import level
from tests.hands import Hands
from tests.screening import apart, at_rest, small
from tests.story import CTRL, FRAMES, SHIFT, Key, Story, footage_of_ours, story
from tests.test_export_story import export
from tests.test_mending_story import on_the_timeline
from tests.test_stories import save_as

__all__ = ["footage_of_ours", "story"]
CLOSE = 1.5  # grey levels that scaling and coding may change, mean over a picture
FREEZE = 48  # frames: two seconds
HELD = 60  # the frame at which a freeze frame is put in
FADE = 12  # frames
QUIETER = -12.0  # dB
SILENT = -60.0  # dB of full scale
LOOKED_AT = (1, 30, HELD + 10, HELD + FREEZE + 7)  # frames that are seen in the monitor and in the export

pytestmark = pytest.mark.timeout(300)


def test_a_clip_is_slowed_reversed_frozen_coloured_faded_and_noted_and_all_is_undone_and_redone(
    story: Story, footage_of_ours: tuple[Path, Path], tmp_path: Path
) -> None:
    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, footage_of_ours[0])
        await hands.press(Key.Key_S)
        assert not hands.session.view.snapping, "places are named exactly"
        own = [small(frame.image) for frame in read_frames(footage_of_ours[0])]
        before, steps = hands.session.document.timeline, hands.session.document.undo_stack.index()
        await slow_down(hands, own)
        await reverse(hands, own)
        await freeze(hands, own)
        await take_the_colour_out(hands, own)
        await make_it_quieter_and_fade_it(hands)
        await note_places_and_go_there(hands)
        await undo_and_redo(hands, before, steps)
        await save_as(hands, tmp_path / "film.otio")
        seen = {frame: await seen_at(hands, frame) for frame in LOOKED_AT}
        await export(hands, "h264", tmp_path / "film.mp4")
        compare(tmp_path / "film.mp4", seen)
        listen(tmp_path / "film.mp4", footage_of_ours[0])

    story(day)


async def slow_down(hands: Hands, own: list[np.ndarray]) -> None:
    hands.click_frame(hands.track("V1"), 10)
    await hands.press(Key.Key_R, CTRL)
    dialog = hands.window.speeds.dialog
    assert dialog is not None
    await hands.write("50", dialog.speed)
    assert dialog.length.frame == 2 * FRAMES
    await hands.press(Key.Key_Return, widget=dialog.speed)
    assert lengths(hands) == ([2 * FRAMES], [2 * FRAMES])
    await go_to(hands, 61)
    assert apart(await at_rest(hands), own[30]) < CLOSE, "each frame is seen twice"


async def reverse(hands: Hands, own: list[np.ndarray]) -> None:
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Speed", "Reverse")
    assert lengths(hands) == ([2 * FRAMES], [2 * FRAMES])
    await go_to(hands, 1)
    assert apart(await at_rest(hands), own[FRAMES - 1]) < CLOSE
    await go_to(hands, HELD)
    assert apart(await at_rest(hands), own[17]) < CLOSE


async def freeze(hands: Hands, own: list[np.ndarray]) -> None:
    """Two seconds of what is seen are put in at the playhead."""
    await go_to(hands, HELD)
    menu = await hands.right_click(hands.track("V1"), 10)
    await hands.pick(menu, "Speed", "Insert Freeze Frame")
    assert lengths(hands)[0] == [HELD, FREEZE, 2 * FRAMES - HELD]
    held = await at_rest(hands)
    await go_to(hands, HELD + FREEZE - 1)
    assert apart(await at_rest(hands), held) == 0
    await go_to(hands, HELD + FREEZE + 2)
    assert apart(await at_rest(hands), own[16]) < CLOSE, "it goes on where it was held"


async def take_the_colour_out(hands: Hands, own: list[np.ndarray]) -> None:
    """By a slider of the Effects tab, dragged to its end."""
    hands.click_frame(hands.track("V1"), 10)
    inspector = hands.window.inspector
    hands.click(inspector.tabs, inspector.tabs.tabRect(1).center())
    page = inspector.page
    assert isinstance(page, EffectsPage)
    slider = page.pictures.rows["Saturation"].slider
    await hands.until(lambda: slider.width() > 60, "the page to be laid out")
    steps = hands.session.document.undo_stack.index()
    middle = slider.height() // 2
    hands.drag(QPoint(slider.width() // 2, middle), QPoint(0, middle), widget=slider)
    assert hands.session.document.undo_stack.index() == steps + 1
    assert (first(hands).look or Look()).grade.saturation == 0
    await go_to(hands, 1)
    picture = await at_rest(hands)
    assert np.ptp(picture, axis=2).max() <= 3, "grey"
    assert np.ptp(own[FRAMES - 1], axis=2).max() > 10


async def make_it_quieter_and_fade_it(hands: Hands) -> None:
    """The line on the sound is dragged down, and a handle in from the corner."""
    sound = hands.clips("A1")[0]
    place, band = hands.place(sound.id), BANDS[Line.VOLUME]
    x = place.left() + 120
    spots = [QPoint(x, round(bands.y_of(band, place, value))) for value in (0.0, QUIETER)]
    hands.drag(spots[0], spots[1])
    assert VOLUME.curve_of(hands.clips("A1")[0]).value == pytest.approx(QUIETER, abs=1)
    handle = bands.handle_of(sound, place, Edge.START)
    viewport = hands.window.timeline_panel.viewport
    hands.drag(handle, handle + QPoint(viewport.x_of(FADE) - viewport.x_of(0), 0))
    assert hands.clips("A1")[0].fade_in == FADE


async def note_places_and_go_there(hands: Hands) -> None:
    playback = hands.session.playback
    await go_to(hands, 20)
    await hands.press(Key.Key_M)
    await hands.press(Key.Key_A, CTRL | SHIFT)
    await hands.write("+24")
    await hands.press(Key.Key_Return)
    assert playback.frame == 44
    await hands.press(Key.Key_M)
    assert [marker.at for marker in hands.session.document.timeline.markers] == [20, 44]
    await hands.press(Key.Key_Home)
    await hands.press(Key.Key_M, SHIFT)
    await hands.press(Key.Key_M, SHIFT)
    assert playback.frame == 44
    field = hands.window.program.transport.timecode
    hands.click(field)
    await hands.write("115", field)
    await hands.press(Key.Key_Return, widget=field)
    assert playback.frame == 24 + 15, "digits fill in from the right"


async def undo_and_redo(hands: Hands, before: object, steps: int) -> None:
    document = hands.session.document
    finished = document.timeline
    done = document.undo_stack.index() - steps
    assert done == 8, "one step for each touch"
    for _ in range(done):
        await hands.press(Key.Key_Z, CTRL)
    assert document.timeline == before
    for _ in range(done):
        await hands.press(Key.Key_Z, CTRL | SHIFT)
    assert document.timeline == finished


async def seen_at(hands: Hands, frame: int) -> np.ndarray:
    await go_to(hands, frame)
    return await at_rest(hands)


def compare(film: Path, seen: dict[int, np.ndarray]) -> None:
    """What was exported is what was seen."""
    frames = [small(frame.image) for frame in read_frames(film)]
    assert len(frames) == 2 * FRAMES + FREEZE
    assert max(apart(frames[at], picture) for at, picture in seen.items()) < CLOSE


def listen(film: Path, source: Path) -> None:
    """It comes in, is as quiet as was asked for, and rests while the picture does."""
    own, heard = read_sound(source), read_sound(film)
    assert own is not None
    assert heard is not None
    frame = heard.rate // 24
    parts = [level(heard.samples[at * frame : (at + 1) * frame]) for at in range(2 * FRAMES + FREEZE)]
    assert parts[1] < parts[FADE // 2] < parts[FADE + 4]
    assert np.mean(parts[20:50]) == pytest.approx(level(own.samples) + QUIETER, abs=1.5)
    assert max(parts[HELD + 3 : HELD + FREEZE - 3]) < SILENT


async def go_to(hands: Hands, frame: int) -> None:
    """By a click on the ruler."""
    ruler = hands.window.timeline_panel.ruler
    hands.click(ruler, QPoint(hands.window.timeline_panel.viewport.x_of(frame) + 1, ruler.height() // 2))
    assert hands.session.playback.frame == frame


def lengths(hands: Hands) -> tuple[list[int], list[int]]:
    """Of pictures and sounds."""
    return [clip.duration for clip in hands.clips("V1")], [clip.duration for clip in hands.clips("A1")]


def first(hands: Hands) -> Clip:
    return hands.clips("V1")[0]
