"""A foreign timeline comes onto ours, after what is there, as one step."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from editor.actions import interchange
from editor.actions.foreign_timeline import placed, stand_in
from editor.interchange import asking
from editor.interchange.foreign import (
    Foreign,
    ForeignClip,
    ForeignGap,
    ForeignMarker,
    ForeignMedia,
    ForeignTrack,
    ForeignTransition,
)
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import Timeline, TrackKind, new_timeline
from editor.timeline.timing import Timing
from tests.editor.actions.bench import on_bench
from tests.editor.timeline.drawing import drawn, film, scene

PAL = Fraction(25)
SURF = ForeignClip("surf", 25, 0, Fraction(1))
V1 = ForeignTrack(TrackKind.VIDEO, "", (SURF, ForeignTransition(3, 3), ForeignClip("bird", 50, 1, Fraction(1))))
A1 = ForeignTrack(TrackKind.AUDIO, "", (SURF,))
MEDIA = (ForeignMedia("surf", "/surf.mp4", True), ForeignMedia("bird", "/bird.mp4", True))
FILES = [film("surf", 240), film("bird", 240)]


def foreign(*tracks: ForeignTrack, **changes: Any) -> Foreign:
    return replace(Foreign("Cut", PAL, 90_000, media=MEDIA, tracks=tracks or (V1, A1)), **changes)


def put(timeline: Timeline, cut: Foreign) -> Timeline:
    after = placed(timeline, cut, FILES)
    check(after)
    return after


def test_an_empty_timeline_takes_its_rate_size_and_timecode() -> None:
    after = put(new_timeline(), foreign(width=1280, height=720))
    assert (after.rate, after.width, after.height, after.start_frame) == (PAL, 1280, 720, 90_000)
    assert not after.is_fresh
    assert [item.duration for item in after.tracks[0].items] == [25, 0, 50]


def test_it_comes_after_what_is_there_at_the_same_moments_of_another_rate() -> None:
    after = put(scene(V1="A24", V2="", A1=""), foreign())
    surf, bird = list(after.tracks[0].clips)[1:]
    assert after.rate == 24
    assert (after.range_of(surf.id).start, surf.duration, bird.duration) == (24, 24, 48)
    assert surf.source_start == 1


def test_picture_and_sound_of_one_take_are_linked_again() -> None:
    after = put(new_timeline(), foreign())
    surf, bird = after.tracks[0].clips
    assert len(after.linked(surf)) == 2
    assert bird.link is None


def test_the_sound_of_its_pictures_comes_along_where_it_has_no_sound_tracks() -> None:
    after = put(new_timeline(), foreign(V1))
    assert [clip.name for clip in after.tracks[2].clips] == ["surf", "bird"]
    assert all(len(after.linked(clip)) == 2 for clip in after.tracks[0].clips)


def test_tracks_that_are_missing_are_made_and_locked_ones_are_left_alone() -> None:
    after = put(scene("V1", V1="A24", A1=""), foreign(V1, V1, A1))
    assert len([each for each in after.tracks if each.kind is TrackKind.VIDEO]) == 3
    assert drawn(after)["V1"] == "A24"


def test_backward_half_and_held_clips_play_the_same_frames() -> None:
    speeds = [Fraction(-1), Fraction(1, 2), Fraction(0)]
    track = ForeignTrack(TrackKind.VIDEO, "", tuple(replace(SURF, speed=speed) for speed in speeds))
    after = put(new_timeline(), foreign(track, A1))
    backward, half, held = after.tracks[0].clips
    assert backward.timing == Timing(Fraction(-1))
    assert after.moment(backward, 24) == 1, "its last frame is the earliest"
    assert after.moment(half, 24) == 1 + Fraction(12, 25)
    assert after.moment(held, 24) == 1


def test_a_clip_longer_than_its_file_ends_with_it() -> None:
    long = ForeignTrack(TrackKind.VIDEO, "", (replace(SURF, duration=500), replace(SURF, name="next")))
    after = put(new_timeline(), foreign(long, A1))
    first, following = after.tracks[0].clips
    assert first.duration == 225, "ten seconds less the first one, at 25 a second"
    assert after.range_of(following.id).start == 500


def test_markers_come_with_their_notes() -> None:
    after = put(scene(V1="A24", V2="", A1=""), foreign(markers=(ForeignMarker(25, 0, "Set", "wave"),)))
    assert [(each.at, each.name, each.note) for each in after.markers] == [(48, "Set", "wave")]


def test_a_file_that_is_not_there_is_as_long_as_what_plays_of_it() -> None:
    media = stand_in(foreign(), 0)
    assert (media.duration, media.path) == (2, "/surf.mp4")
    assert media.picture is not None
    assert media.sound is not None
    silent = stand_in(foreign(V1), 1)
    assert silent.sound is None


def test_importing_is_one_step_and_tells_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = on_bench(new_timeline())
    there = bench.service.holds(tmp_path / "surf.mp4", duration=Fraction(10))
    media = (ForeignMedia("surf", str(there), True), ForeignMedia("bird", "/nowhere/bird.mp4"))
    monkeypatch.setattr(asking, "read", lambda path, rate: foreign(media=media, notes=("A note.",)))
    taken = asyncio.run(interchange.import_timeline(bench.session, tmp_path / "cut.xml"))
    assert (taken.clips, taken.missing, taken.notes) == (3, 1, ("A note.",))
    assert bench.steps == ["Import Timeline"]
    assert bench.service.asked == [there]
    assert [each.name for each in bench.timeline.media] == ["surf", "bird"]
    assert bench.timeline.media[0].fingerprint
    bench.document.undo_stack.undo()
    assert bench.timeline.media == ()


def test_a_timeline_of_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = on_bench(new_timeline())
    monkeypatch.setattr(asking, "read", lambda path, rate: foreign(ForeignTrack(TrackKind.VIDEO)))
    with pytest.raises(EditError, match="nothing on the timeline in"):
        asyncio.run(interchange.import_timeline(bench.session, tmp_path / "cut.xml"))
    assert bench.steps == []


def test_a_gap_keeps_its_place() -> None:
    after = put(new_timeline(), foreign(ForeignTrack(TrackKind.VIDEO, "", (ForeignGap(10), SURF)), A1))
    assert after.range_of(next(after.tracks[0].clips).id).start == 10
