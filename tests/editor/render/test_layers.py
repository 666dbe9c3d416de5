"""What is seen at a frame of the timeline."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.render.layers import Showing, layers
from editor.timeline.model import (
    Clip,
    Gap,
    Generation,
    ItemId,
    Media,
    Picture,
    Stretch,
    Task,
    Timeline,
    Transition,
)
from editor.timeline.rational_time import MediaRange
from tests.editor.render.counted import RATE, clip, media_of, timeline, track

A = media_of(Path("/media/a.mp4"), Fraction(10), Picture(128, 64, RATE))
B = media_of(Path("/media/b.mp4"), Fraction(10), Picture(128, 64, RATE))
STILL = media_of(Path("/media/still.png"), Fraction(0), Picture(128, 64, RATE))


def of(*tracks: list, media: tuple[Media, ...] = (A, B, STILL), rate: Fraction = RATE) -> Timeline:
    return timeline([track(items, name=f"V{row}") for row, items in enumerate(tracks)], media, rate)


def paths(value: Timeline, frame: int) -> list[list[str]]:
    return [[shot.path for shot, _ in layer.shots] for layer in layers(value, frame)]


def test_tracks_are_seen_from_the_bottom_to_the_top() -> None:
    assert paths(of([clip(A, 10)], [clip(B, 10)]), 5) == [[A.path], [B.path]]


def test_nothing_is_seen_in_a_gap_after_the_end_and_before_the_start() -> None:
    value = of([Gap(ItemId("gap"), 5), clip(A, 10)])
    assert [len(layers(value, frame)) for frame in (-1, 0, 4, 5, 14, 15)] == [0, 0, 0, 1, 1, 0]


def test_hidden_tracks_and_disabled_clips_are_not_seen() -> None:
    value = of([clip(A, 10)], [replace(clip(B, 10), enabled=False)])
    assert paths(value, 5) == [[A.path]]
    assert paths(replace(value, tracks=(replace(value.tracks[0], hidden=True), value.tracks[1])), 5) == []


def test_a_clip_of_another_rate_shows_the_exact_moment_of_its_media() -> None:
    value = of([clip(A, 100, start=Fraction(1, 3))], rate=Fraction(30000, 1001))
    assert layers(value, 7)[0].shot.time == Fraction(1, 3) + Fraction(7 * 1001, 30000)


def test_a_still_is_the_same_picture_all_along() -> None:
    value = of([clip(STILL, 10)])
    assert layers(value, 0) == layers(value, 9)


@pytest.fixture
def dissolving() -> Timeline:
    """A for 20 frames, B for 20; from 4 before the cut to 6 after it one turns into the other."""
    return of([clip(A, 20, Fraction(1)), Transition(ItemId("mix"), 4, 6), clip(B, 20, Fraction(2))])


def test_a_dissolve_goes_evenly_from_one_clip_to_the_other(dissolving: Timeline) -> None:
    mixes = [layers(dissolving, frame)[0].mix for frame in range(15, 27)]
    assert mixes == [0, *(Fraction(2 * step + 1, 20) for step in range(10)), 0]
    assert paths(dissolving, 15) == [[A.path]]
    assert paths(dissolving, 16) == paths(dissolving, 25) == [[A.path, B.path]]
    assert paths(dissolving, 26) == [[B.path]]


def test_a_dissolve_plays_the_handles_of_both_clips(dissolving: Timeline) -> None:
    before, after = layers(dissolving, 16)[0], layers(dissolving, 25)[0]
    assert before.incoming is not None
    assert before.incoming.time == 2 - Fraction(4, 24)
    assert after.shot.time == 1 + Fraction(25, 24)


@pytest.mark.parametrize("side", [0, 2])
def test_a_dissolve_with_a_clip_that_is_not_shown_does_not_exist(dissolving: Timeline, side: int) -> None:
    items = list(dissolving.tracks[0].items)
    shown = items[side]
    assert isinstance(shown, Clip)
    for instead in (replace(shown, enabled=False), Gap(ItemId("gap"), 20)):
        items[side] = instead
        value = replace(dissolving, tracks=(track(items),))
        assert all(layer.incoming is None for frame in range(40) for layer in layers(value, frame))


def test_a_pending_clip_holds_the_frame_that_it_will_continue() -> None:
    generation = Generation(Task.AFTER, (Stretch(A.id, MediaRange(Fraction(0), Fraction(2))),))
    value = of([Clip(ItemId("new"), "new", 10, generation=generation)])
    (layer,) = layers(value, 3)
    assert (layer.shot.showing, layer.shot.path, layer.shot.time) == (Showing.PENDING, A.path, Fraction(47, 24))
    assert layers(value, 3) == layers(value, 9)


def test_a_pending_clip_before_its_source_holds_the_first_frame_of_that() -> None:
    generation = Generation(Task.BEFORE, (Stretch(A.id, MediaRange(Fraction(3), Fraction(2))),))
    assert layers(of([Clip(ItemId("new"), "new", 10, generation=generation)]), 0)[0].shot.time == 3


def test_media_that_is_not_in_the_pool_is_missing() -> None:
    assert layers(of([clip(A, 10)], media=()), 0)[0].shot.showing is Showing.MISSING


def test_an_edit_elsewhere_leaves_the_layers_equal() -> None:
    one = of([clip(A, 20)])
    cut = of([clip(A, 10, name="left"), clip(A, 10, Fraction(10, 24), name="right")])
    assert [layers(one, frame) for frame in range(20)] == [layers(cut, frame) for frame in range(20)]
