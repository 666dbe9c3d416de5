"""Keyframes in the window: K, the keys of the selected one, its menu, and pictures from the desktop."""

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QPoint, Qt

from editor.actions import generating, keyframing
from editor.actions.keyframing import Shown
from editor.actions.requesting import Wishes
from editor.timeline.model import ItemId, Keyframe, Media
from editor.ui.generation.keyframe_menu import keyframe_rows
from editor.ui.window.main_window import MainWindow
from editor.view_state import KeyframePlace
from tests.editor.ui.generation.scene import SURF, a_media
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, told
from tests.hands import row

Key = Qt.Key


def asked(window: MainWindow) -> ItemId:
    """12 frames after surf, of which nothing is made yet; the playhead stands on the fifth."""
    clip_id = generating.extend_after(window.session, SURF, 12, Wishes(takes=1), real_first=False)
    assert clip_id is not None
    window.session.document.select([clip_id])
    window.session.playback.seek(window.session.document.timeline.range_of(clip_id).start + 4)
    return clip_id


def still(stage: Stage) -> Media:
    return replace(a_media(stage.folder, "still"), duration=Fraction(0))


def keyframes(window: MainWindow, clip_id: ItemId) -> list[Keyframe]:
    generation = window.session.document.timeline.clip(clip_id).generation
    assert generation is not None
    return list(generation.keyframes)


def test_k_asks_for_a_picture_while_nothing_is_made_of_the_clip(
    window: MainWindow, hands: Hands, stage: Stage, run: Run
) -> None:
    async def story() -> None:
        clip_id = asked(window)
        await hands.press(Key.Key_K)
        await hands.answer_file_dialog(stage.file("poster.mp4"))
        await hands.until(lambda: keyframes(window, clip_id), "the keyframe")
        (keyframe,) = keyframes(window, clip_id)
        assert keyframe.at == 4
        assert window.session.document.timeline.media_by_id[keyframe.media].name == "poster"

    run(story())


def test_k_stops_what_plays_and_says_nothing_where_there_is_no_generated_clip(
    window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        clip_id = asked(window)
        window.session.playback.play(1.0)
        await hands.press(Key.Key_K)
        assert window.session.playback.speed == 0
        assert keyframes(window, clip_id) == []
        window.session.playback.seek(2)
        await hands.press(Key.Key_K)
        assert told(window) == []

    run(story())


def test_the_keys_of_the_selected_keyframe_are_the_playheads_again_without_one(
    window: MainWindow, hands: Hands, stage: Stage, run: Run
) -> None:
    async def story() -> None:
        clip_id, before = asked(window), window.session.playback.frame
        keyframing.place_picture(window.session, KeyframePlace(clip_id, 2), Shown(still(stage)))
        for key in (Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_Up, Key.Key_Up, Key.Key_Down):
            await hands.press(key)
        assert [(each.at, each.noise) for each in keyframes(window, clip_id)] == [(3, 0.05)]
        await hands.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert keyframes(window, clip_id)[0].at == 11, "a second is more than there is room for"
        assert window.session.playback.frame == before
        await hands.press(Key.Key_Delete)
        assert keyframes(window, clip_id) == []
        await hands.press(Key.Key_Right)
        assert window.session.playback.frame == before + 1

    run(story())


def test_the_menu_of_a_keyframe_says_how_exactly_it_is_kept(
    window: MainWindow, hands: Hands, stage: Stage, run: Run
) -> None:
    async def story() -> None:
        clip_id = asked(window)
        place = KeyframePlace(clip_id, 2)
        keyframing.place_picture(window.session, place, Shown(still(stage)))
        window.menus.open("keyframe", clip_id, 0, QPoint(5, 5))
        menu = window.menus.shown
        assert menu is not None
        assert row(menu, "Keep Exactly").isChecked()
        row(menu, "Keep Roughly").trigger()
        assert keyframes(window, clip_id)[0].noise == 0.5
        menu.close()
        window.session.view.choose_keyframe(None)
        assert keyframe_rows(window.session) == []

    run(story())


def test_a_file_from_the_desktop_is_imported_and_given(
    window: MainWindow, stage: Stage, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        clip_id = asked(window)
        window.timeline_panel.stage.callbacks.given(stage.file("poster.mp4"), KeyframePlace(clip_id, 7))
        await hands.until(lambda: keyframes(window, clip_id), "the keyframe")
        assert [each.at for each in keyframes(window, clip_id)] == [7]
        window.timeline_panel.stage.callbacks.given(stage.file("bad.png"), KeyframePlace(clip_id, 8))
        await hands.until(lambda: told(window), "the reason")
        assert told(window) == ["bad.png cannot be read."]

    run(story())
