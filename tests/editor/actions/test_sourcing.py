"""From the source monitor onto the tracks: which three points say what, and the way back by match frame."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.actions import sourcing
from editor.timeline.errors import EditError
from editor.timeline.model import MediaId, TrackKind
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.actions.files import FILM, stocked
from tests.editor.timeline.drawing import film, scene


def loaded(name: str = "film", start: int | None = None, end: int | None = None, **tracks: str) -> Bench:
    """An empty cut, and a file of the pool in the source monitor, marked."""
    bench = on_bench(stocked(**(tracks or {"V1": "A100", "A1": "a100"})))
    bench.open_in_source(name, start, end)
    return bench


def put(bench: Bench) -> tuple[int, int, float]:
    """Where the new clip starts and ends, and from which second of the media it plays."""
    clip = next(clip for clip in bench.clips("V1") if clip.id in bench.selected)
    place = bench.timeline.range_of(clip.id)
    return place.start, place.end, float(clip.source_start)


def test_the_marked_part_lies_at_the_playhead_which_goes_to_its_end() -> None:
    bench = loaded(start=12, end=36)
    bench.playback.seek(10)
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (10, 34, 0.5)
    assert bench.playback.frame == 34
    assert bench.timeline.duration == 100
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (34, 58, 0.5)
    assert bench.steps == ["Overwrite", "Overwrite"]


def test_inserting_pushes_aside() -> None:
    bench = loaded(start=12, end=36)
    bench.playback.seek(10)
    sourcing.insert_from_source(bench.session)
    assert put(bench) == (10, 34, 0.5)
    assert bench.timeline.duration == 124
    assert bench.steps == ["Insert"]


def test_without_marks_all_of_it_is_taken() -> None:
    bench = loaded()
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (0, 48, 0)


def test_the_timelines_in_point_comes_before_the_playhead_and_is_used_up_in_the_same_step() -> None:
    bench = loaded(start=12, end=36)
    bench.mark(50, None)
    before = bench.timeline
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (50, 74, 0.5)
    assert (bench.timeline.mark_in, bench.timeline.mark_out) == (None, None)
    bench.document.undo_stack.undo()
    assert bench.timeline is before


def test_an_out_point_alone_is_where_the_piece_ends() -> None:
    bench = loaded(start=12, end=36)
    bench.mark(None, 60)
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (36, 60, 0.5)


def test_a_piece_that_would_have_to_begin_before_the_timeline_is_refused() -> None:
    bench = loaded(start=12, end=36)
    bench.mark(None, 20)
    with pytest.raises(EditError, match="begin before the timeline does"):
        sourcing.overwrite_from_source(bench.session)
    assert bench.steps == []


def test_both_marks_of_the_timeline_say_how_long_it_is_and_the_sources_in_where_it_begins() -> None:
    bench = loaded(start=12)
    bench.mark(50, 60)
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (50, 60, 0.5)


def test_with_the_sources_out_alone_the_piece_ends_there() -> None:
    bench = loaded(end=36)
    bench.mark(50, 62)
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (50, 62, 1)


def test_of_four_points_the_sources_out_gives_way() -> None:
    bench = loaded(start=12, end=14)
    bench.mark(50, 60)
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (50, 60, 0.5)


@pytest.mark.parametrize(("start", "end", "there"), [(24, None, 24), (None, 20, 20), (None, None, 48)])
def test_media_too_short_for_the_marked_range_is_refused_with_both_lengths(
    start: int | None, end: int | None, there: int
) -> None:
    bench = loaded(start=start, end=end)
    bench.mark(10, 90)
    with pytest.raises(EditError, match=rf"“film” has {there} frames for the 80 that are marked.*Alt\+X"):
        sourcing.overwrite_from_source(bench.session)
    assert bench.steps == []


def test_a_still_fills_any_range() -> None:
    bench = loaded("still")
    bench.mark(10, 90)
    sourcing.overwrite_from_source(bench.session)
    assert put(bench) == (10, 90, 0)


def test_sound_and_silent_film_go_to_their_own_kind_of_track() -> None:
    for name, kind in (("music", TrackKind.AUDIO), ("silent", TrackKind.VIDEO)):
        bench = loaded(name)
        sourcing.overwrite_from_source(bench.session)
        (clip_id,) = bench.document.selection
        assert bench.timeline.track_of(clip_id).kind is kind


def test_an_empty_source_monitor_says_how_to_fill_it() -> None:
    with pytest.raises(EditError, match="Double-click a clip in the media pool"):
        sourcing.insert_from_source(on_bench(stocked(V1="")).session)


def test_a_file_that_undo_took_out_of_the_pool_comes_back_with_the_edit() -> None:
    bench = loaded()
    bench.session.source.open(replace(FILM, id=MediaId("other")))
    sourcing.overwrite_from_source(bench.session)
    assert "other" in bench.timeline.media_by_id
    assert bench.drawn["V1"].startswith("film48")


# Match frame


def test_match_frame_shows_the_very_frame_that_plays() -> None:
    bench = on_bench(scene(V1=".10 A30"))
    bench.playback.seek(15)
    sourcing.match_frame(bench.session)
    assert bench.session.source.media == bench.timeline.media_by_id[MediaId("A")]
    assert bench.source_playback.frame == 25


def test_match_frame_counts_in_the_files_own_frames_and_never_shows_the_next_one() -> None:
    bench = on_bench(scene(V1="A30"))
    fast = replace(film("A", 200, Fraction(25)), duration=bench.timeline.media_by_id[MediaId("A")].duration)
    bench.document.replace(replace(bench.timeline, media=(fast,)))
    bench.playback.seek(23)
    sourcing.match_frame(bench.session)
    assert bench.source_playback.frame == 44  # 43 frames at 24 a second are 44.8 at 25


def test_the_topmost_picture_is_matched_unless_another_clip_is_selected() -> None:
    bench = on_bench(scene(V1="A30", V2="B30", A1="a30"), aimed="V1 V2 A1")
    sourcing.match_frame(bench.session)
    assert bench.session.source.media is not None
    assert bench.session.source.media.name == "B"
    bench.select("a")
    sourcing.match_frame(bench.session)
    assert bench.session.source.media.name == "a"


def test_what_is_not_made_yet_cannot_be_matched() -> None:
    bench = on_bench(scene(V1="G30*"))
    with pytest.raises(EditError, match="not made yet"):
        sourcing.match_frame(bench.session)
    bench.playback.seek(50)
    with pytest.raises(EditError, match="no clip under the playhead"):
        sourcing.match_frame(bench.session)


def test_a_file_is_opened_from_the_pool() -> None:
    bench = on_bench(stocked(V1=""))
    sourcing.open_in_source(bench.session, MediaId("music"))
    assert bench.session.source.media is not None
    assert bench.session.source.media.name == "music"


def test_what_is_marked_fills_the_marked_range_at_the_speed_that_it_takes() -> None:
    bench = loaded(start=12, end=60)
    bench.mark(10, 34)
    sourcing.fit_to_fill(bench.session)
    assert put(bench) == (10, 34, 0.5)
    assert {clip.timing.speed for clip in bench.clips("V1") if clip.timing} == {2}
    assert bench.timeline.source_range(bench.timeline.clip(next(iter(bench.selected)))).duration == 2
    assert (bench.timeline.mark_in, bench.playback.frame, bench.steps) == (None, 34, ["Fit to Fill"])


def test_fitting_needs_a_range_to_fill_and_something_that_moves() -> None:
    bench = loaded(start=12, end=60)
    with pytest.raises(EditError, match="No range is marked on the timeline"):
        sourcing.fit_to_fill(bench.session)
    bench = loaded("still")
    bench.mark(10, 34)
    with pytest.raises(EditError, match="has no speed"):
        sourcing.fit_to_fill(bench.session)
