"""The source monitor's document: any file, at its own size and rate, with marks of its own."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.source import Source, timeline_of
from editor.timeline import edits
from editor.timeline.invariants import check
from editor.timeline.model import Media
from tests.editor.actions.files import FILES, FILM, MUSIC, STILL
from tests.editor.timeline.drawing import film


def mark(source: Source, start: int | None, end: int | None) -> None:
    source.document.apply("Mark", edits.set_marks(source.document.timeline, start, end))


@pytest.mark.parametrize("media", FILES, ids=lambda media: media.name)
def test_any_file_is_a_timeline_on_which_all_holds(media: Media) -> None:
    timeline = timeline_of(media)
    check(timeline)
    assert timeline.duration > 0


def test_a_film_is_shown_whole_at_its_own_size_and_rate() -> None:
    timeline = timeline_of(film("wide", 50, Fraction(25), 1280))
    assert (int(timeline.rate), timeline.width, timeline.duration, len(timeline.tracks)) == (25, 1280, 50, 2)


def test_sound_is_stepped_in_frames_and_a_still_lasts_five_seconds() -> None:
    assert timeline_of(MUSIC).duration == 62
    assert timeline_of(STILL).duration == 120


def test_a_file_shorter_than_a_frame_has_one() -> None:
    assert timeline_of(replace(FILM, duration=Fraction(1, 100))).duration == 1


def test_nothing_is_marked_until_it_is() -> None:
    source = Source()
    assert (source.media, source.marked) == (None, None)
    source.open(FILM)
    assert source.marked is None


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [(12, 36, (0.5, 1)), (12, None, (0.5, 1.5)), (None, 36, (0, 1.5))],
)
def test_marks_are_told_in_the_files_own_seconds(
    start: int | None, end: int | None, seconds: tuple[float, float]
) -> None:
    source = Source()
    source.open(FILM)
    mark(source, start, end)
    assert source.marked is not None
    assert (float(source.marked.start), float(source.marked.duration)) == seconds


def test_each_file_keeps_its_marks_while_others_are_looked_at() -> None:
    source = Source()
    source.open(FILM)
    mark(source, 12, 36)
    source.open(MUSIC)
    assert source.marked is None
    source.close()
    source.open(FILM)
    assert (source.document.timeline.mark_in, source.document.timeline.mark_out) == (12, 36)


def test_opening_the_same_file_again_changes_nothing() -> None:
    source = Source()
    source.open(FILM)
    mark(source, 12, 36)
    before = source.document.timeline
    source.open(FILM)
    assert source.document.timeline is before


def test_a_file_that_was_replaced_by_a_shorter_one_keeps_its_marks_as_far_as_it_reaches() -> None:
    source = Source()
    source.open(FILM)
    mark(source, 12, 36)
    source.open(replace(FILM, duration=Fraction(1)))
    assert (source.document.timeline.mark_in, source.document.timeline.mark_out) == (12, 24)
    check(source.document.timeline)


def test_closed_it_is_empty() -> None:
    source = Source()
    source.open(FILM)
    source.close()
    assert (source.media, source.document.timeline.duration) == (None, 0)
