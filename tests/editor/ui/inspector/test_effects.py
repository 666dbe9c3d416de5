"""The Effects tab changes how the selected pictures look, each drag one undo step."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from editor.timeline import edits
from editor.timeline.looks import Curve, Look, Point, Transform
from editor.timeline.model import ItemId
from editor.ui.inspector.effects.picture import PictureSections
from editor.ui.widgets import NumberField
from tests.editor.ui.generation.scene import BIRD, SURF, SURF_SOUND
from tests.editor.ui.inspector.conftest import Hand


@pytest.fixture
def effects(hand: Hand) -> Hand:
    """Surf is selected, with its sound."""
    hand.select(SURF, SURF_SOUND)
    hand.inspector.show_effects()
    QApplication.processEvents()
    return hand


def sections(hand: Hand) -> PictureSections:
    found = hand.page.pictures
    assert isinstance(found, PictureSections)
    return found


def look(hand: Hand, clip_id: ItemId = SURF) -> Look:
    return hand.timeline.clip(clip_id).look or Look()


def drag(widget: QWidget, *places: float) -> None:
    """By the mouse, through these parts of its width."""
    points = [QPointF(part * widget.width(), widget.height() / 2) for part in places]
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=points[0].toPoint())
    for point in points[1:]:
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        held = Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(QEvent.Type.MouseMove, point, widget.mapToGlobal(point), none, left, held)
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=points[-1].toPoint())


def enter(field: NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_slider_dragged_is_seen_at_once_and_is_one_undo_step(effects: Hand) -> None:
    seen: list[float] = []
    effects.document.timeline_changed.connect(lambda *_: seen.append(look(effects).grade.saturation))
    slider = sections(effects).rows["Saturation"].slider
    drag(slider, 0.5, 0.7, 0.9)
    drag(slider, 0.9, 0.2)
    assert len(set(seen)) >= 3
    assert effects.document.undo_stack.count() == 2
    assert effects.undo == "Saturation"
    effects.document.undo_stack.undo()
    assert look(effects).grade.saturation > 1
    effects.document.undo_stack.undo()
    assert effects.timeline.clip(SURF).look is None
    assert slider.value == 100


def test_numbers_are_typed_in_the_units_that_are_shown(effects: Hand) -> None:
    rows = sections(effects).rows
    enter(rows["Position X"].field, "320")
    enter(rows["Scale"].field, "50")
    enter(rows["Rotation"].field, "-12.5")
    enter(rows["Exposure"].field, "0.75")
    transform = look(effects).transform
    assert (transform.x, transform.scale, transform.rotation) == (0.25, 0.5, -12.5)
    assert look(effects).grade.exposure == 0.75
    assert [rows[name].field.text() for name in ("Position X", "Scale", "Rotation", "Exposure")] == [
        "320", "50 %", "−12.5°", "+0.75",
    ]  # fmt: skip


def test_a_row_and_a_section_go_back_to_what_they_were(effects: Hand) -> None:
    picture = sections(effects)
    enter(picture.rows["Contrast"].field, "120")
    enter(picture.rows["Tint"].field, "30")
    effects.click(picture.rows["Tint"].back)
    assert (look(effects).grade.tint, look(effects).grade.contrast) == (0, 1.2)
    picture.sections["Colour"].reset.emit()
    assert effects.timeline.clip(SURF).look is None
    assert effects.undo == "Reset Colour"


def test_several_clips_are_changed_together(effects: Hand) -> None:
    effects.select(SURF, BIRD, SURF_SOUND)
    assert effects.words()[0] == "2 clips"
    enter(sections(effects).rows["Saturation"].field, "0")
    assert look(effects).grade.saturation == look(effects, BIRD).grade.saturation == 0
    assert effects.document.undo_stack.count() == 1


def test_what_is_typed_goes_to_all_even_where_the_first_has_it_already(effects: Hand) -> None:
    bird = edits.change_look(effects.timeline, [BIRD], lambda look: replace(look, transform=Transform(scale=0.5)))
    effects.document.apply("Smaller", bird)
    effects.select(SURF, BIRD)
    enter(sections(effects).rows["Scale"].field, "100")
    assert effects.timeline.clip(BIRD).look is None


def test_opposite_sides_of_a_crop_leave_something(effects: Hand) -> None:
    rows = sections(effects).rows
    enter(rows["Crop left"].field, "80")
    enter(rows["Crop right"].field, "80")
    assert look(effects).crop.left + look(effects).crop.right < 1


def test_mirroring_is_a_switch(effects: Hand) -> None:
    effects.click(sections(effects).flips.across)
    assert (look(effects).transform.flip_x, look(effects).transform.flip_y) == (True, False)
    effects.click(sections(effects).flips.across)
    assert effects.timeline.clip(SURF).look is None


def test_where_opacity_has_points_it_is_set_at_the_playhead(effects: Hand) -> None:
    curve = Curve(1.0, (Point(0, 1.0), Point(20, 0.0)))
    timeline = edits.change_look(effects.timeline, [SURF], lambda look: replace(look, opacity=curve))
    effects.document.apply("Points", timeline)
    effects.playback.seek(10)
    assert sections(effects).opacity.field.text() == "50 %"
    enter(sections(effects).opacity.field, "80")
    assert look(effects).opacity.points == (Point(0, 1.0), Point(10, 0.8), Point(20, 0.0))


def test_fades_are_typed_as_timecode(effects: Hand) -> None:
    fade_in, fade_out = sections(effects).fades.fields.values()
    effects.enter(fade_in, "12")
    effects.enter(fade_out, "1.")
    clip = effects.timeline.clip(SURF)
    assert (clip.fade_in, clip.fade_out) == (12, 24)


def test_a_table_that_is_none_is_refused_and_the_picture_stays(effects: Hand, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.cube", tmp_path / "good.cube"
    bad.write_text("nothing")
    good.write_text("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n")
    sections(effects).table.chosen.emit(str(bad))
    assert "bad.cube cannot be used" in effects.errors[0].what
    assert effects.timeline.clip(SURF).look is None
    sections(effects).table.chosen.emit(str(good))
    assert look(effects).grade.lut == str(good)
    assert sections(effects).rows["Amount"].isVisible()
    effects.click(sections(effects).table.remove)
    assert effects.timeline.clip(SURF).look is None


def test_on_a_locked_track_nothing_can_be_changed_and_the_tip_says_why(effects: Hand) -> None:
    track = effects.timeline.track_of(SURF)
    effects.document.apply("Lock", edits.change_track(effects.timeline, track.id, locked=True))
    row = sections(effects).rows["Scale"]
    assert not row.field.isEnabled()
    assert row.slider.tip_words.reason == "V1 is locked"


def test_what_is_folded_stays_so_for_the_next_clip(effects: Hand) -> None:
    effects.click(sections(effects).sections["Crop"].head)
    effects.select()
    effects.select(BIRD)
    assert not sections(effects).sections["Crop"].is_open
    assert sections(effects).sections["Colour"].is_open


def test_picture_and_sound_are_shown_as_they_are_selected(effects: Hand) -> None:
    effects.select(SURF)
    assert (effects.page.pictures.isVisible(), effects.page.sounds.isVisible()) == (True, False)
    effects.select(SURF_SOUND)
    assert (effects.page.pictures.isVisible(), effects.page.sounds.isVisible()) == (False, True)
    effects.select(SURF, SURF_SOUND)
    assert (effects.page.pictures.isVisible(), effects.page.sounds.isVisible()) == (True, True)


def test_without_a_clip_the_tab_says_what_to_do(effects: Hand) -> None:
    effects.select()
    assert effects.words() == ["Select a clip to see its effects"]
    effects.select(SURF)
    assert effects.words()[0] == "surf"


def test_the_diamond_makes_a_picture_move_and_then_values_are_set_at_the_playhead(effects: Hand) -> None:
    picture = sections(effects)
    effects.playback.seek(0)
    effects.click(picture.motion.point)
    assert effects.undo == "Add Motion Point"
    effects.playback.seek(10)
    enter(picture.rows["Scale"].field, "200")
    assert [(point.at, point.scale) for point in look(effects).motion] == [(0, 1.0), (10, 2.0)]
    effects.playback.seek(5)
    assert picture.rows["Scale"].field.text() == "150 %"
    assert not picture.motion.point.isChecked()
    effects.click(picture.motion.previous)
    assert effects.playback.frame == 0
    assert picture.motion.point.isChecked()
    assert picture.motion.point.accessibleName() == "Remove motion point"
    assert not picture.motion.previous.isEnabled()
    effects.click(picture.motion.point)
    assert [point.at for point in look(effects).motion] == [10]
    picture.sections["Transform"].reset.emit()
    assert effects.timeline.clip(SURF).look is None


def test_the_menu_beside_it_pushes_in_smoothly_and_takes_the_motion_away(effects: Hand) -> None:
    row = sections(effects).motion
    menu = {action.text(): action for action in row.menu().actions()}
    assert not menu["Remove Motion"].isEnabled()
    menu["Push In"].trigger()
    assert len(look(effects).motion) == 2
    effects.click(row.smooth)
    assert all(point.smooth for point in look(effects).motion)
    menu = {action.text(): action for action in row.menu().actions()}
    menu["Remove Motion"].trigger()
    assert not look(effects).motion


def test_beside_the_clip_there_is_nowhere_to_put_a_point(effects: Hand) -> None:
    row = sections(effects).motion
    effects.playback.seek(effects.timeline.range_of(SURF).end + 5)
    assert not row.point.isEnabled()
    assert row.point.tip_words.reason == "Put the playhead on the selected picture first"


def test_values_that_differ_are_a_dash_and_what_is_typed_is_set_for_all(hand: Hand) -> None:
    turned = edits.change_look(hand.timeline, [SURF], lambda _: Look(transform=Transform(rotation=20.0)))
    hand.document.apply("Turn", turned)
    hand.select(SURF, BIRD)
    hand.inspector.show_effects()
    row = sections(hand).rows["Rotation"]
    assert row.field.text() == "–"
    assert row.back.isVisible()
    assert sections(hand).rows["Scale"].field.text() == "100 %"
    enter(row.field, "20")
    assert (row.field.text(), look(hand, BIRD).transform.rotation) == ("20.0°", 20.0)
