"""The story of exports: a range as stills, all of it for another editor, and what was coded once is not coded again."""

from pathlib import Path

import numpy as np
import pytest

from editor.render.exporting.presets import presets
from editor.render.proxies import State
from engine.media.probe import probe
from engine.media.read import read_frames
from tests.hands import Hands
from tests.story import ALT, CTRL, Key, Story, story
from tests.test_proxy_story import FRAMES, heavy, says_proxy

__all__ = ["heavy", "story"]
FIRST = 20  # frames that the razor takes off
MARKED = range(4, 12)  # frames of the timeline that are exported first
CODING = 1.0  # grey levels that ProRes HQ may change in brightness, mean over a frame
SIXTEEN_BITS = 257  # of them are one of 8 bits
PATIENCE = 60.0  # seconds an export may need on a busy machine

pytestmark = pytest.mark.timeout(300)


def test_an_edit_by_proxy_is_exported_from_the_film_itself_and_a_second_time_without_loss(
    story: Story, heavy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.render.proxies.making.PATIENCE", 0)

    async def day(hands: Hands) -> None:
        await edit_by_proxy(hands, heavy)
        own = [frame.image for frame in read_frames(heavy)][FIRST:]
        await export_stills(hands, tmp_path / "stills", own)
        await export_for_another_editor(hands, tmp_path / "film.mov", own)
        await export_that_again(hands, tmp_path / "film.mov", tmp_path / "again.mov")

    story(day)


async def edit_by_proxy(hands: Hands, path: Path) -> None:
    """At half the quality; the beginning is cut off."""
    await hands.window.welcome([])
    await hands.press(Key.Key_I, CTRL)
    await hands.answer_file_dialog(path)
    await hands.until(lambda: hands.session.document.timeline.media, "the media", 30)
    proxies = hands.session.proxies
    await hands.until(lambda: proxies.progress(str(path)).state is State.READY, "the proxy", PATIENCE)
    hands.drop_media([path.stem], hands.track("V1"), 0)
    await hands.pick_from_bar("View", "Quality of the Preview", "1/2 Quality")
    assert hands.window.program.quality == 2, "half as wide and high"
    hands.window.timeline_panel.lanes.setFocus()
    await hands.press(Key.Key_Backslash)
    await hands.press(Key.Key_Home)
    await presses(hands, FIRST, Key.Key_Right)
    await hands.press(Key.Key_Q)
    assert [clip.duration for clip in hands.clips("V1")] == [FRAMES - FIRST]
    await hands.press(Key.Key_End)
    await hands.press(Key.Key_Left)
    await hands.until(lambda: says_proxy(hands), "the proxy's picture")


async def export_stills(hands: Hands, folder: Path, own: list[np.ndarray]) -> None:
    """From in to out: every one of them is the film's own frame, to the bit."""
    await hands.press(Key.Key_Home)
    await presses(hands, MARKED.start, Key.Key_Right)
    await hands.press(Key.Key_I)
    await presses(hands, len(MARKED) - 1, Key.Key_Right)
    await hands.press(Key.Key_O)
    await export(hands, "png", folder)
    stills = [next(read_frames(path)).image for path in sorted(folder.glob("*.png"))]
    assert len(stills) == len(MARKED)
    assert all(np.array_equal(still, own[at]) for still, at in zip(stills, MARKED, strict=True))


async def export_for_another_editor(hands: Hands, path: Path, own: list[np.ndarray]) -> None:
    await hands.press(Key.Key_X, ALT)
    await export(hands, "prores-hq", path)
    video = probe(path).video
    assert video is not None
    assert (video.codec, video.bit_depth, video.rate) == ("prores", 10, 24)
    written = [luma(frame.image / SIXTEEN_BITS) for frame in read_frames(path)]
    assert max(np.abs(one - luma(other)).mean() for one, other in zip(written, own, strict=True)) < CODING


async def export_that_again(hands: Hands, path: Path, again: Path) -> None:
    """What was exported comes in, is laid behind the rest and cut; its frames are taken over as they are."""
    document = hands.session.document
    await hands.press(Key.Key_I, CTRL)
    await hands.answer_file_dialog(path)
    await hands.until(lambda: len(document.timeline.media) == 2, "the media", 30)
    hands.drop_media([path.stem], hands.track("V1"), document.timeline.duration)
    clip = hands.clips("V1")[1]
    hands.click_frame(hands.track("V1"), hands.start_of(clip.id) + 5)
    await hands.press(Key.Key_X)
    await export(hands, "prores-hq", again)
    assert any(f"{clip.duration} of them copied as they were" in toast.words for toast in hands.window.toasts.standing)
    pairs = zip(read_frames(path), read_frames(again), strict=True)
    assert all(np.array_equal(one.image, other.image) for one, other in pairs)


async def export(hands: Hands, preset: str, path: Path) -> None:
    """By the dialog: the preset by the arrow keys, the place typed."""
    await hands.press(Key.Key_M, CTRL)
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    dialog.preset.setFocus()
    names = list(presets())
    way = names.index(preset) - names.index(dialog.preset.value)  # what was chosen last is remembered
    for _ in range(abs(way)):
        await hands.press(Key.Key_Down if way > 0 else Key.Key_Up, widget=dialog.preset)
    assert dialog.preset.value == preset
    hands.click(dialog.choose)
    await hands.answer_file_dialog(path)
    assert dialog.path == path
    hands.click(dialog.start)
    await hands.until(lambda: hands.window.exporting.dialog is None, "the export to end", PATIENCE)
    assert path.exists()


def luma(image: np.ndarray) -> np.ndarray:
    """[height, width], of RGB; colour has twice as many lines in ProRes as in the film."""
    return image @ np.array((0.2126, 0.7152, 0.0722))


async def presses(hands: Hands, count: int, key: Key) -> None:
    for _ in range(count):
        await hands.press(key)
