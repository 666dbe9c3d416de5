"""The keyframes of a generated clip in the inspector: how many, and how free the selected one is."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.actions import keyframing, remaking
from editor.actions.keyframing import Shown
from editor.timeline import edits
from editor.timeline.model import ItemId
from editor.ui.inspector.keyframe_section import CHANGED, HINT
from editor.view_state import KeyframePlace
from tests.editor.ui.generation.scene import SURF, a_media
from tests.editor.ui.inspector.conftest import JOIN, Hand


@pytest.fixture
def clip_id(hand: Hand) -> ItemId:
    """A clip with a take; then it is given a still at its 13th new frame."""
    clip_id = hand.generate(("good", JOIN))
    still = replace(a_media(hand.folder, "still"), duration=Fraction(0))
    keyframing.place_picture(hand.session, KeyframePlace(clip_id, 12), Shown(still))
    return clip_id


def noise(hand: Hand, clip_id: ItemId) -> float:
    keyframe = edits.keyframe_at(hand.timeline.clip(clip_id), 12)
    assert keyframe is not None
    return keyframe.noise


def test_without_keyframes_it_says_how_to_give_one(hand: Hand) -> None:
    hand.generate(("good", JOIN))
    assert HINT in hand.words()
    assert not hand.page.keyframes.freedom.isVisible()
    assert CHANGED not in hand.words()


def test_the_selected_one_is_told_and_set_freer_in_one_step(hand: Hand, clip_id: ItemId) -> None:
    assert "still, at new frame 13" in hand.words()
    assert CHANGED in hand.words(), "the take was made without it"
    slider = hand.page.keyframes.freedom
    assert slider.isVisible()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert noise(hand, clip_id) == pytest.approx(0.5)
    assert hand.undo == "Keyframe Keep ↔ Free"
    hand.document.undo_stack.undo()
    assert noise(hand, clip_id) == 0
    assert slider.value == 0, "it follows"


def test_it_goes_when_another_thing_is_selected(hand: Hand, clip_id: ItemId) -> None:
    hand.session.view.choose_keyframe(None)
    assert not hand.page.keyframes.freedom.isVisible()
    assert hand.page.keyframes.count.full_text == "1"


def test_the_selected_one_is_deleted(hand: Hand, clip_id: ItemId) -> None:
    hand.click(hand.page.keyframes.delete)
    assert hand.undo == "Delete Keyframe"
    assert HINT in hand.words()


def test_a_clip_that_was_slowed_has_none(hand: Hand) -> None:
    slow = remaking.slow_down(hand.session, SURF, Fraction(1, 2))
    hand.select(slow)
    assert not hand.page.keyframes.isVisible()
