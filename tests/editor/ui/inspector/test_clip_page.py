"""A clip of imported media: what is told of it, and how typed timecode trims it."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtTest import QTest

from editor.timeline import edits
from editor.timeline.model import Clip, Media, TrackId
from editor.ui.inspector.about_media import about
from editor.ui.inspector.clip_page import ClipPage, handles_in_words
from tests.editor.timeline.drawing import scene
from tests.editor.ui.generation.scene import BIRD, SURF, SURF_SOUND, a_timeline
from tests.editor.ui.inspector.conftest import Hand


def length(hand: Hand, clip_id: str = SURF) -> int:
    return next(clip.duration for track in hand.timeline.tracks for clip in track.clips if clip.id == clip_id)


def test_a_clip_tells_its_file_its_edges_and_its_handles(hand: Hand) -> None:
    hand.select(SURF)
    assert isinstance(hand.page, ClipPage)
    assert hand.words() == [
        "surf", "surf.mp4, 1280 × 720, 24 fps", "In", "00:00:05:00", "Out", "00:00:09:23",
        "Duration", "00:00:05:00", "120 frames", "Speed", "Handles", "120 frames before, none after",
    ]  # fmt: skip


def test_its_sound_selected_alone_is_told_as_sound(hand: Hand) -> None:
    hand.select(SURF_SOUND)
    assert "surf.mp4, 48 kHz, stereo" in hand.words()


def test_the_picture_is_the_clips_first_frame_once_it_has_come(hand: Hand) -> None:
    hand.select(SURF)
    thumbnail = hand.page.head.thumbnail
    thumbnail.grab()
    assert hand.thumbnails.asked[-1] == ("surf", Fraction(5))
    hand.thumbnails.come("#204060")
    assert thumbnail.grab().toImage().pixelColor(30, 20) == QColor("#204060")


def test_a_longer_duration_stops_at_the_end_of_the_media_and_says_so(hand: Hand) -> None:
    hand.select(SURF)
    trimming = hand.page.trimming
    hand.enter(trimming.length, "10.")
    assert length(hand) == 120
    assert trimming.length.text() == "00:00:05:00"
    assert "No further: the media ends here." in hand.words()
    hand.enter(trimming.length, "3.")
    assert length(hand) == 72
    assert not trimming.note.isVisible()


def test_typed_timecode_moves_from_where_the_edge_is_and_trims_the_sound_too(hand: Hand) -> None:
    hand.select(SURF)
    hand.enter(hand.page.trimming.end, "-12")
    assert (length(hand), length(hand, SURF_SOUND)) == (108, 108)
    assert (hand.page.trimming.end.text(), hand.page.trimming.length.text()) == ("00:00:09:11", "00:00:04:12")
    assert hand.undo == "Trim"
    hand.enter(hand.page.trimming.start, "+12")
    assert hand.timeline.range_of(SURF).start == 12
    assert hand.page.trimming.start.text() == "00:00:05:12"
    hand.enter(hand.page.trimming.end, "00:00:08:00")
    assert length(hand) == 61


def test_arrow_keys_trim_by_a_frame(hand: Hand) -> None:
    hand.select(SURF)
    end = hand.page.trimming.end
    end.setFocus()
    QTest.keyClick(end, Qt.Key.Key_Down)
    assert length(hand) == 119


def test_an_edge_stops_at_its_neighbour_at_the_start_and_at_one_frame_and_says_which(hand: Hand) -> None:
    hand.select(BIRD)
    hand.enter(hand.page.trimming.start, "-9.")
    assert "No further: the media begins here." in hand.words()
    hand.enter(hand.page.trimming.length, "0")
    assert length(hand, BIRD) == 1
    assert "No further: a clip keeps at least one frame." in hand.words()
    hand.select(SURF)
    hand.enter(hand.page.trimming.start, "-1")
    assert "No further: the timeline begins here." in hand.words()


def test_a_neighbour_in_the_way_is_told(show: Callable[..., Hand]) -> None:
    hand = show(scene(V1="A10 .3 B10"))
    hand.select("A")
    hand.enter(hand.page.trimming.length, "+8")
    assert length(hand, "A") == 13
    assert "No further: the next clip, or a linked one, is in the way." in hand.words()


def test_an_edit_elsewhere_is_shown_at_once_and_ends_the_note(hand: Hand) -> None:
    hand.select(SURF)
    hand.enter(hand.page.trimming.length, "10.")
    page = hand.page
    hand.document.apply("Trim", edits.trim(hand.timeline, SURF, edits.Edge.END, -20))
    assert hand.page is page
    assert page.trimming.length.text() == "00:00:04:04"
    assert not page.trimming.note.isVisible()


def test_on_a_locked_track_nothing_can_be_typed_and_the_field_says_why(hand: Hand) -> None:
    hand.document.apply("Lock", edits.change_track(hand.timeline, TrackId("v1"), locked=True))
    hand.select(SURF)
    field = hand.page.trimming.length
    assert (field.isEnabled(), field.tip_words.reason) == (False, "V1 is locked")


def test_what_was_typed_for_a_clip_that_is_gone_is_dropped(hand: Hand) -> None:
    hand.select(SURF)
    field = hand.page.trimming.length
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "3.")
    hand.document.apply("Delete", edits.lift(hand.timeline, [SURF]))
    assert hand.errors == []
    assert hand.undo == "Delete"


def test_names_too_long_for_the_inspector_are_told_by_the_tip(show: Callable[..., Hand], tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    name = "a very long name that nobody will ever be able to read in three hundred pixels"
    hand = show(edits.rename(timeline, SURF, name))
    hand.select(SURF)
    label = hand.page.head.name
    assert label.text().endswith("…")
    middle = QPointF(label.rect().center())
    label.enterEvent(QEnterEvent(middle, middle, middle))
    assert label.tip_words.text == name
    label.leaveEvent(QEvent(QEvent.Type.Leave))
    short = hand.page.head.about
    short.enterEvent(QEnterEvent(middle, middle, middle))
    assert short.tip_words.text == ""


def test_handles_are_told_in_words() -> None:
    timeline = scene(V1="A10~0 B10~0/3 C10~ D10~2/0")
    told = [handles_in_words(timeline, clip) for clip in timeline.tracks[0].items if isinstance(clip, Clip)]
    assert told == [
        "None, all of the media is used",
        "No frames before, 3 after",
        "As long as you like",
        "2 frames before, none after",
    ]


def test_media_is_told_by_what_it_has(tmp_path: Path) -> None:
    surf: Media = a_timeline(tmp_path).media[0]
    assert about(replace(surf, duration=Fraction(0))) == "surf.mp4, 1280 × 720"
    assert surf.picture is not None
    film = replace(surf, picture=replace(surf.picture, rate=Fraction(24000, 1001)))
    assert about(film) == "surf.mp4, 1280 × 720, 23.976 fps"


def test_a_typed_speed_changes_the_clip_and_its_sound(hand: Hand) -> None:
    hand.select(SURF)
    field = hand.page.speed.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "200")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (length(hand), length(hand, SURF_SOUND)) == (60, 60)
    assert field.text() == "200 %"


def test_the_pitch_of_a_clip_at_another_speed_can_go_with_it(hand: Hand) -> None:
    hand.select(SURF)
    speed = hand.page.speed
    assert not speed.pitch.isVisible()
    hand.document.apply("Speed", edits.set_speed(hand.timeline, [SURF], Fraction(2)))
    assert speed.pitch.isVisible()
    QTest.mouseClick(speed.pitch, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    timings = [hand.timeline.clip(clip_id).timing for clip_id in (SURF, SURF_SOUND)]
    assert [timing.keeps_pitch for timing in timings if timing] == [False, False]
    assert not speed.pitch.isChecked()


def test_in_and_out_of_a_reversed_clip_are_the_frames_it_shows(hand: Hand) -> None:
    hand.document.apply("Reverse", edits.reverse(hand.timeline, [SURF]))
    hand.select(SURF)
    trimming = hand.page.trimming
    assert (trimming.start.text(), trimming.end.text()) == ("00:00:09:23", "00:00:05:00")
    hand.enter(trimming.end, "00:00:06:00")
    assert length(hand) == 96
    assert trimming.end.text() == "00:00:06:00"
