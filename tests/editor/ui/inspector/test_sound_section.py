"""The Effects tab changes how loud the selected sounds are, each drag one undo step."""

from PySide6.QtWidgets import QApplication

from editor.timeline import edits
from editor.timeline.edits import PAN, VOLUME
from editor.timeline.model import Clip, ItemId
from tests.editor.ui.generation.scene import SURF, SURF_SOUND
from tests.editor.ui.inspector.conftest import Hand
from tests.editor.ui.inspector.test_effects import drag, enter


def clip(hand: Hand) -> Clip:
    return hand.timeline.clip(ItemId(SURF_SOUND))


def test_volume_pan_and_fades_of_a_sound_are_set_shown_and_put_back(hand: Hand) -> None:
    hand.select(SURF_SOUND)
    hand.inspector.show_effects()
    QApplication.processEvents()
    sound = hand.page.sounds
    assert not hand.page.pictures.isVisible()
    drag(sound.volume.slider, 0.7, 0.5, 0.3)
    assert hand.document.undo_stack.count() == 1
    assert VOLUME.curve_of(clip(hand)).value < -20
    enter(sound.volume.field, "-6")
    enter(sound.pan.field, "-40")
    assert (VOLUME.curve_of(clip(hand)).value, PAN.curve_of(clip(hand)).value) == (-6.0, -0.4)
    assert (sound.volume.field.text(), sound.pan.field.text()) == ("−6.0 dB", "−40 L")
    enter(sound.fades.fields[edits.Edge.END], "12")
    assert clip(hand).fade_out == 12
    sound.section.reset.emit()
    assert clip(hand).level is None


def test_a_volume_that_changes_is_shown_as_it_is_at_the_playhead(hand: Hand) -> None:
    timeline = hand.timeline
    for at, value in ((0, -20.0), (20, 0.0)):
        timeline = edits.add_point(timeline, ItemId(SURF_SOUND), VOLUME, at, value)
    hand.document.replace(timeline)
    hand.select(SURF, SURF_SOUND)
    hand.inspector.show_effects()
    hand.playback.seek(10)
    assert hand.page.sounds.volume.field.text() == "−10.0 dB"
    assert not hand.page.pictures.isHidden()
