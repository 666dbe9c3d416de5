"""Every frame of a clip has its own look, and equal looks are equal pictures."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.render.layers import Showing, layers
from editor.timeline import edits
from editor.timeline.looks import Curve, Grade, Look, Point
from editor.timeline.model import (
    DIP_TO_BLACK,
    DIP_TO_WHITE,
    DISSOLVE,
    Clip,
    Item,
    ItemId,
    Picture,
    Timeline,
    Transition,
)
from tests.editor.render.counted import RATE, clip, media_of, timeline, track

A = media_of(Path("/media/a.mp4"), Fraction(10), Picture(128, 64, RATE))


def of(*items: Item) -> Timeline:
    return timeline([track(items)], [A])


def opacities(value: Timeline) -> list[float]:
    shots = [[each.shot for each in layers(value, frame)] for frame in range(value.duration)]
    return [shot[0].appearance.opacity if shot and shot[0].appearance else float(bool(shot)) for shot in shots]


def test_a_clip_without_a_look_or_with_one_that_changes_nothing_is_shown_as_it_is() -> None:
    plain = clip(A, 4)
    assert layers(of(plain), 2) == layers(of(replace(plain, look=Look())), 2)
    assert layers(of(plain), 2)[0].shot.appearance is None


def test_fades_come_from_nothing_and_go_to_nothing() -> None:
    fading = replace(clip(A, 8), fade_in=2, fade_out=4)
    assert opacities(of(fading)) == [0.25, 0.75, 1, 1, 0.875, 0.625, 0.375, 0.125]


@pytest.mark.parametrize("kind", [DISSOLVE, DIP_TO_BLACK])
def test_a_clip_that_turns_into_another_does_not_fade_there_as_well(kind: str) -> None:
    one, other = replace(clip(A, 8), fade_in=4, fade_out=6), replace(clip(A, 8, Fraction(3), "other"), fade_in=6)
    seen = opacities(of(one, Transition(ItemId("between"), 2, 2, kind), other))
    assert seen == [0.125, 0.375, 0.625, 0.875, *[1] * 12]


def test_opacity_is_that_of_its_curve_at_each_frame() -> None:
    look = Look(Curve(1.0, (Point(0, 0.0), Point(4, 1.0))))
    assert opacities(of(replace(clip(A, 6), look=look))) == [0, 0.25, 0.5, 0.75, 1, 1]  # of 0 nothing is decoded


def test_cutting_a_clip_changes_no_frames_look() -> None:
    look = Look(Curve(1.0, (Point(3, 0.2), Point(9, 0.9))), grade=Grade(exposure=1))
    whole = of(replace(clip(A, 12, name="whole"), look=look))
    cut = edits.split(whole, [ItemId("whole")], 5, linked=False)
    assert [layers(cut, frame) for frame in range(12)] == [layers(whole, frame) for frame in range(12)]


@pytest.mark.parametrize(("kind", "colour"), [(DIP_TO_BLACK, Showing.BLACK), (DIP_TO_WHITE, Showing.WHITE)])
def test_a_dip_goes_into_its_colour_and_out_of_it_again(kind: str, colour: Showing) -> None:
    one, other = clip(A, 10, Fraction(1)), clip(A, 10, Fraction(3), "other")
    value = of(one, Transition(ItemId("dip"), 2, 2, kind), other)
    shown = [layers(value, frame)[0] for frame in range(7, 13)]
    assert [each.mix for each in shown] == [0, Fraction(1, 4), Fraction(3, 4), Fraction(3, 4), Fraction(1, 4), 0]
    assert [each.incoming.showing for each in shown[1:-1] if each.incoming] == [colour] * 4
    assert [each.shot.time for each in shown] == [
        *(1 + Fraction(frame, 24) for frame in (7, 8, 9)),
        *(3 + Fraction(frame, 24) for frame in (0, 1, 2)),
    ]


def test_a_pending_clip_wears_its_look_as_well() -> None:
    asked = of(replace(clip(A, 4), fade_in=4))
    (item,) = asked.tracks[0].items
    assert isinstance(item, Clip)
    assert layers(replace(asked, media=()), 0)[0].shot.appearance is not None
