"""A generated clip: its takes and their lamps, what it was asked for, how its job stands, and the join in words."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest

from editor.actions import generating, remaking
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.timeline import edits
from editor.timeline.edits.track_items import change_clips
from editor.timeline.model import ItemId
from editor.ui import theme
from editor.ui.comparing.joins import join_frame
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.store import Choice
from engine.progress import Progress
from engine.requests import Adapter
from tests.editor.ui.generation.scene import SURF
from tests.editor.ui.inspector.conftest import BLUER, JOIN, Hand


def three(hand: Hand) -> ItemId:
    """Takes that need a look, hold, and needed another model."""
    return hand.generate(("check", BLUER), ("good", JOIN), ("poor", JOIN))


def choose(hand: Hand, number: int) -> None:
    hand.click(hand.page.takes.cells[number - 1])


# Asked for


def test_it_tells_what_it_was_asked_for_and_names_its_model(hand: Hand) -> None:
    three(hand)
    words = hand.words()
    for pair in (
        ("surf, after", "Extends surf.mp4"),
        ("Prompt", "Spray"),
        ("Length", "00:00:02:00"),
        ("00:00:02:00", "48 frames"),
        ("Keep ↔ Free", "Natural"),
        ("Seed", "48 203 117"),
        ("Model", "Longtake built-in model"),
        ("Motion", "Camera motion"),
    ):
        assert words[words.index(pair[0]) + 1] == pair[1]
    assert words[-1] == "Original frames of surf.mp4 are untouched."


def test_the_numbers_behind_keep_and_free_are_in_the_tip(hand: Hand) -> None:
    three(hand)
    assert hand.page.curve.tip_words.text == "0, 30, 40, 50 % free"


def test_the_sketch_shows_how_free_the_next_take_is_and_opens_its_lane(hand: Hand) -> None:
    clip_id = three(hand)
    generation = hand.timeline.clip(clip_id).generation
    assert generation is not None
    asked = replace(generation, noise=(0.1, 0.2), curve=(1.0, 0.3))
    hand.document.apply("Keep", change_clips(hand.timeline, [clip_id], lambda clip: replace(clip, generation=asked)))
    assert [level for _, level in hand.page.curve.levels()] == [0.1, 0.2, 1.0, 0.3]
    hand.click(hand.page.curve)
    hand.click(hand.page.lane)
    assert hand.lanes == [clip_id, clip_id]


def test_without_a_prompt_there_is_no_row_for_it(hand: Hand) -> None:
    clip_id = generating.extend_after(hand.session, SURF, 48, Wishes())
    assert clip_id is not None
    hand.select(clip_id)
    assert "Length" in hand.words()
    assert "Prompt" not in hand.words()


def test_what_it_was_asked_for_can_be_copied(hand: Hand) -> None:
    three(hand)
    hand.click(hand.page.copy)
    assert '"seed": 48203117' in QGuiApplication.clipboard().text()


def test_its_length_is_trimmed_and_stops_where_the_take_ends(hand: Hand) -> None:
    clip_id = three(hand)
    hand.enter(hand.page.trimming.length, "1.")
    assert hand.timeline.clip(clip_id).duration == 24
    hand.enter(hand.page.trimming.length, "9.")
    assert hand.timeline.clip(clip_id).duration == 48
    assert "No further: the media ends here." in hand.words()


# Takes


def test_each_take_has_a_lamp_and_the_one_that_plays_an_outline_on_all_four_sides(hand: Hand) -> None:
    three(hand)
    choose(hand, 2)
    takes = hand.page.takes
    assert [cell.verdict.lamp for cell in takes.cells] == ["warn", "ok", "bad"]
    assert [cell.isChecked() for cell in takes.cells] == [False, True, False]
    amber = QColor(theme.tokens.accent)
    image, other = takes.cells[1].grab().toImage(), takes.cells[0].grab().toImage()
    width, foot = takes.cells[1].width(), takes.cells[1].height() - 24 + 3
    edges = [(width // 2, 0), (0, 30), (width - 1, 30), (width // 2, foot)]
    assert [image.pixelColor(*edge) for edge in edges] == [amber] * 4
    assert amber not in [other.pixelColor(*edge) for edge in edges]


def test_a_press_plays_a_take_and_pressing_it_again_changes_nothing(hand: Hand) -> None:
    clip_id = three(hand)
    choose(hand, 3)
    assert hand.timeline.clip(clip_id).active == 2
    assert hand.undo == "Use Take 3"
    steps = hand.document.undo_stack.count()
    choose(hand, 3)
    assert (hand.document.undo_stack.count(), hand.page.takes.cells[2].isChecked()) == (steps, True)


def test_a_take_is_chosen_by_the_keyboard_too(hand: Hand) -> None:
    clip_id = three(hand)
    cell = hand.page.takes.cells[1]
    cell.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(cell, Qt.Key.Key_Space)
    assert hand.timeline.clip(clip_id).active == 1


def test_a_take_tells_how_it_joins_and_who_made_it(hand: Hand) -> None:
    three(hand)
    tips = [cell.tip_words for cell in hand.page.takes.cells]
    assert tips[0].text == "3.0 ΔE bluer after the cut. Longtake built-in model, seed 48203117"
    assert tips[2].text == "This motion needs Wan. Longtake built-in model, seed 48203119"
    assert [tip.shortcut for tip in tips] == ["1", "2", "3"]


def test_pictures_of_takes_are_of_their_new_frames(hand: Hand) -> None:
    three(hand)
    hand.page.takes.cells[0].grab()
    name, time = hand.thumbnails.asked[-1]
    assert (name, float(time * 24)) == ("take 1", 63)


def test_a_fourth_take_begins_a_row_and_none_is_cut_off(hand: Hand) -> None:
    clip_id = three(hand)
    hand.add_take(clip_id, 3, "good", JOIN)
    strip = hand.page.takes
    QGuiApplication.processEvents()
    rows = [cell.y() for cell in strip.cells]
    assert rows[0] == rows[1] == rows[2] < rows[3]
    assert strip.new.y() > rows[0]
    assert max(cell.geometry().bottom() for cell in [*strip.cells, strip.new]) < strip.height()
    assert max(cell.geometry().right() for cell in [*strip.cells, strip.new]) <= strip.width() + 2


@pytest.mark.parametrize("which", ["cell", "button"])
def test_one_more_take_is_asked_for(hand: Hand, which: str) -> None:
    three(hand)
    hand.click(hand.page.takes.new if which == "cell" else hand.page.new_take)
    assert hand.jobs.rows[-1].title == "New take: surf, after"
    assert hand.jobs.rows[-1].state is JobState.QUEUED


# How it joins


def test_a_good_take_says_the_join_holds_and_what_was_measured(hand: Hand) -> None:
    three(hand)
    choose(hand, 2)
    assert hand.lamps() == {"The join holds": "ok"}
    words = hand.words()
    start = words.index("The join holds")
    assert words[start + 1 : start + 3] == ["Brightness", "0.02 stop brighter"]
    assert words.index("Tested: good.") > words.index("Sharpness")


def test_a_join_that_holds_but_was_tested_poor_is_red_and_says_why_before_the_measures(hand: Hand) -> None:
    three(hand)
    choose(hand, 3)
    assert hand.lamps() == {"This motion needs Wan": "bad"}
    words = hand.words()
    start = words.index("This motion needs Wan")
    assert words[start + 1 : start + 3] == ["Tested: poor.", "Brightness"]
    assert words.count("Tested: poor.") == 1


def test_frames_beyond_what_the_test_stands_behind_need_a_look_until_they_are_trimmed_away(hand: Hand) -> None:
    clip_id = hand.generate(frames=36)
    hand.add_take(clip_id, 0, "good", JOIN, believable=Fraction(1, 2))
    assert hand.lamps() == {"Good for half a second, then look": "warn"}
    assert hand.page.takes.cells[0].verdict.lamp == "warn"
    assert "Good for half a second, then look" in hand.page.takes.cells[0].tip_words.text
    hand.enter(hand.page.trimming.length, "12")
    assert hand.timeline.clip(clip_id).duration == 12
    assert hand.lamps() == {"The join holds": "ok"}
    assert hand.page.takes.cells[0].verdict.lamp == "ok"


def test_the_first_takes_come_before_any_other(hand: Hand) -> None:
    hand.generate()
    hand.click(hand.page.new_take)
    assert len(hand.jobs.rows) == 1
    assert [str(error) for error in hand.errors] == [
        "Its first takes are still being made. Wait for them, or cancel them first."
    ]


def test_heading_and_take_have_the_same_lamp_whichever_plays(hand: Hand) -> None:
    three(hand)
    for number in (1, 2, 3):
        choose(hand, number)
        (lamp,) = hand.lamps().values()
        assert hand.page.takes.cells[number - 1].verdict.lamp == lamp


def test_a_take_that_was_not_measured_has_no_lamp_at_all(hand: Hand) -> None:
    hand.generate(("good",))
    assert "The join was not measured" in hand.words()
    assert hand.lamps() == {}
    assert hand.page.takes.cells[0].verdict.lamp == ""


def test_the_join_can_be_looped_and_the_takes_compared_where_there_are_two(hand: Hand) -> None:
    clip_id = hand.generate(("good", JOIN))
    assert hand.page.compare.tip_words.reason == "There is one take of this clip: make another one first."
    hand.click(hand.page.compare)
    hand.add_take(clip_id, 1, "good", JOIN)
    hand.click(next(each for each in hand.page.seam.findChildren(type(hand.page.new_take)) if each.text() == "Loop"))
    hand.click(hand.page.compare)
    assert (hand.looped, hand.compared) == ([clip_id], [clip_id])


def test_a_take_has_a_menu_of_its_own_and_the_clip_a_speed(hand: Hand) -> None:
    clip_id = three(hand)
    cell = hand.page.takes.cells[2]
    at = cell.rect().center()
    QGuiApplication.sendEvent(cell, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, cell.mapToGlobal(at)))
    assert hand.menus == [(clip_id, 2)]
    assert hand.page.speed.field.text() == "100 %"


def remedy_of(hand: Hand) -> str:
    QGuiApplication.processEvents()  # it shows itself
    button = hand.page.seam.remedy
    return button.text() if button is not None and button.isVisible() else ""


def test_a_join_that_shows_has_one_button_that_helps_and_one_that_holds_has_none(hand: Hand) -> None:
    three(hand)
    assert remedy_of(hand) == "Another take"
    hand.click(hand.page.seam.remedy)
    assert hand.jobs.rows[-1].title == "New take: surf, after"
    choose(hand, 2)
    assert remedy_of(hand) == ""


def test_too_many_frames_are_trimmed_by_a_button_and_undo_brings_them_back(hand: Hand) -> None:
    clip_id = hand.generate(frames=36)
    hand.add_take(clip_id, 0, "good", JOIN, believable=Fraction(1, 2))
    assert remedy_of(hand) == "Fewer frames"
    hand.click(hand.page.seam.remedy)
    assert (hand.timeline.clip(clip_id).duration, hand.undo) == (12, "Fewer Frames")
    assert remedy_of(hand) == ""
    hand.document.undo_stack.undo()
    assert hand.timeline.clip(clip_id).duration == 36


def test_the_button_is_reached_and_pressed_by_the_keyboard(hand: Hand) -> None:
    three(hand)
    button = hand.page.seam.remedy
    assert (button.accessibleName(), button.tip_words.text) == ("Another take", "One more take, with a new seed")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(hand.jobs.rows) == 2


def test_both_joins_of_a_bridge_are_shown_and_the_worse_one_is_meant(hand: Hand) -> None:
    out = replace(BLUER, end="end", words="3.0 ΔE bluer before the cut")
    clip_id = hand.generate(("good", JOIN, out))
    assert hand.lamps() == {
        "3.0 ΔE bluer before the cut": "warn",
        "Into the bridge": "ok",
        "Out of the bridge": "warn",
    }
    assert "The join holds" in hand.words()
    assert join_frame(hand.timeline, hand.timeline.clip(clip_id)) == hand.timeline.range_of(clip_id).end


def test_a_take_of_an_older_version_shows_the_numbers_it_was_stored_with(hand: Hand) -> None:
    clip_id = hand.generate()
    hand.add_take(clip_id, 0, "good", seam=(("jump", 0.9), ("colour", 8.0)))
    words = hand.words()
    start = words.index("The join was measured, not judged")
    assert words[start + 1 : start + 5] == ["At the join", "0.9 times the clip's own step", "Colour", "8.0 ΔE apart"]
    assert hand.lamps() == {}
    assert hand.page.takes.cells[0].verdict.lamp == ""


def test_a_heading_longer_than_the_inspector_is_wide_is_not_cut_off(hand: Hand) -> None:
    hand.generate(("good", replace(BLUER, words="The picture stands still for a while after the cut")))
    heading = hand.page.seam.heading
    QGuiApplication.processEvents()
    assert heading.wordWrap()
    assert heading.height() >= 2 * heading.fontMetrics().height()


# Its job


def test_while_it_is_made_it_tells_the_step_the_time_left_and_can_be_cancelled(hand: Hand) -> None:
    hand.generate()
    making = hand.page.making
    assert making.words.full_text.startswith("Queued")
    hand.job(state=JobState.RUNNING, progress=Progress("Making frames", 2, 4, 48.0, 0.6))
    assert making.words.full_text == "Step 3/4, 0:48 left"
    assert (making.progress.share, making.progress.isVisible()) == (0.6, True)
    hand.click(making.cancel)
    assert hand.jobs.rows[-1].state is JobState.CANCELLED
    assert "Cancelled. Nothing was made." in hand.words()


def test_what_failed_says_why_and_can_be_tried_again(hand: Hand) -> None:
    hand.generate()
    row = hand.job(state=JobState.FAILED, error="This machine ran out of memory. Close other programs.")
    assert "This machine ran out of memory. Close other programs." in hand.words()
    assert not hand.page.making.progress.isVisible()
    hand.click(hand.page.making.retry)
    assert hand.jobs.retried == [row.id]


def test_once_its_takes_are_there_nothing_is_said_of_the_job(hand: Hand) -> None:
    clip_id = hand.generate()
    assert not hand.page.takes.isVisible()
    hand.add_take(clip_id, 0, "good", JOIN)
    hand.job(state=JobState.DONE)
    assert not hand.page.making.isVisible()
    assert len(hand.page.takes.cells) == 1
    assert hand.lamps() == {"The join holds": "ok"}


def test_a_new_take_being_made_is_told_beside_those_that_are_there(hand: Hand) -> None:
    three(hand)
    hand.click(hand.page.new_take)
    assert hand.page.making.isVisible()
    assert hand.page.takes.isVisible()
    hand.job(state=JobState.CANCELLED)
    assert "Cancelled. The takes that were made are kept." in hand.words()


def test_another_clips_job_is_none_of_its_business(hand: Hand) -> None:
    three(hand)
    before = hand.words()
    hand.jobs.changed.emit(hand.jobs.rows[-1])
    assert hand.words() == before


def test_undoing_the_extension_leaves_the_inspector_empty(hand: Hand) -> None:
    hand.generate()
    hand.document.undo_stack.undo()
    assert hand.words()[-1] == "Select a clip or a gap to see its settings"


def test_a_disabled_clip_says_so(hand: Hand) -> None:
    clip_id = three(hand)
    hand.document.apply("Disable", edits.set_enabled(hand.timeline, [clip_id], False))
    assert "surf, after, disabled" in hand.words()


def test_what_is_slowed_down_tells_nothing_of_chance_and_has_no_other_take(hand: Hand) -> None:
    clip_id = remaking.slow_down(hand.session, SURF, Fraction(1, 2))
    hand.add_take(clip_id, 0, "")
    hand.jobs.become(hand.jobs.rows[-1].id, JobState.DONE)
    hand.select(clip_id)
    words = hand.words()
    assert words[words.index("surf, slow") + 1 :].count("Slows down surf.mp4") == 1
    assert not {"Keep ↔ Free", "Seed", "The join was not measured"} & set(words)
    assert not hand.page.new_take.isEnabled()
    assert not hand.page.takes.new.isEnabled()


def test_what_is_made_anew_says_of_what(hand: Hand) -> None:
    hand.select(remaking.make_loop(hand.session, SURF, 24, Wishes()))
    words = hand.words()
    assert words[words.index("surf, loop") + 1 :].count("Loops surf.mp4") == 1
    assert "Keep ↔ Free" in words


def test_a_model_that_has_gone_or_lacks_something_is_said_to(hand: Hand) -> None:
    style = Adapter(Path("/loras/style.safetensors"), 0.8)
    clip_id = generating.extend_after(hand.session, SURF, 48, Wishes(model="wan", adapters=(style,), steps=None))
    assert clip_id is not None
    hand.select(clip_id)
    told = []
    for missing in (None, ("VAE",), ()):
        if missing is not None:
            hand.session.models.choices = (*BUILT_INS, Choice("wan", "Wan 2.1 T2V 14B", "wan", missing=missing))
            hand.session.models.changed.emit()
        words = hand.words()
        told.append(words[words.index("Model") + 1])
    names = ["wan with style", "Wan 2.1 T2V 14B with style", "Wan 2.1 T2V 14B with style"]
    assert told == [f"{names[0]}, not here", f"{names[1]}. Missing: VAE", names[2]]
    assert words[words.index("Adapters") + 1] == "style at 0.8"
