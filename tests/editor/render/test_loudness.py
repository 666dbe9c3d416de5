"""How loud clips are: volume, pan, fades and transitions, by hand-computed samples."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.render.loudness import balance, gains
from editor.render.sound import Mixer
from editor.render.voices import FADE, sample_at, voices
from editor.timeline import edits
from editor.timeline.looks import QUIET, Curve, Level, Point
from editor.timeline.model import DIP_TO_BLACK, Clip, Item, ItemId, Media, Timeline, Transition
from tests.editor.render.counted import clip, film
from tests.editor.render.test_sound import sounding

FRAME = 2000  # samples of 48000 a second at 24 frames
EDGE = round(FADE * 48_000)
PART = 0.25
FLAT = Curve(0.0)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Media:
    """Two seconds of samples that are all alike, so that what is heard is the gain."""
    level = np.full((96_000, 2), PART, np.float32)
    return film(tmp_path_factory.mktemp("media") / "steady.mp4", 48, sound=level)


def gains_of(value: Timeline, at: int, count: int = 1) -> np.ndarray:
    """[count, channel] of the only voice there."""
    (voice,) = voices(value, at, count)
    return gains(voice, at, at + count)


def level(volume: Curve = FLAT, pan: Curve = FLAT) -> Level:
    return Level(volume, pan)


def heard(media: Media, **changes: object) -> Timeline:
    return sounding((media,), [replace(clip(media, 24, Fraction(1, 4)), **changes)])  # type: ignore[arg-type]


def test_six_decibels_less_is_half_as_loud_in_the_mix(steady: Media) -> None:
    loud = Mixer().mix(heard(steady), 12 * FRAME, 100)
    less = Mixer().mix(heard(steady, level=level(Curve(-6.0206))), 12 * FRAME, 100)
    assert np.allclose(less, loud / 2, atol=1e-4)
    assert loud.max() > PART / 2


def test_between_two_points_the_volume_goes_in_a_straight_line_of_decibels(steady: Media) -> None:
    value = heard(steady, level=level(Curve(0.0, (Point(4, -20.0), Point(14, 0.0)))))
    assert gains_of(value, 2 * FRAME)[0, 0] == pytest.approx(0.1)
    assert gains_of(value, 9 * FRAME)[0, 0] == pytest.approx(10 ** (-10 / 20))
    assert gains_of(value, 11 * FRAME + FRAME // 2)[0, 0] == pytest.approx(10 ** (-5 / 20))
    assert gains_of(value, 20 * FRAME)[0, 0] == 1


def test_the_lowest_volume_is_silence(steady: Media) -> None:
    assert not Mixer().mix(heard(steady, level=level(Curve(QUIET))), 0, 24 * FRAME).any()


def test_pan_keeps_the_power_and_changes_nothing_in_the_middle(steady: Media) -> None:
    sides = balance(np.array([-1.0, -0.5, 0.0, 1.0]))
    assert np.allclose((sides**2).sum(axis=1), 2)
    assert np.allclose(sides[2], 1)
    assert np.allclose(sides[3], [0, 2**0.5], atol=1e-9)
    mixed = Mixer().mix(heard(steady, level=level(pan=Curve(1.0))), 12 * FRAME, 100)
    assert np.abs(mixed[:, 0]).max() < 1e-9
    assert mixed[:, 1].max() > PART


def test_a_fade_rises_evenly_over_its_frames_and_falls_over_the_last_ones(steady: Media) -> None:
    value = heard(steady, fade_in=10, fade_out=4)
    assert gains_of(value, 5 * FRAME)[0, 0] == pytest.approx(0.5, abs=1e-4)
    assert gains_of(value, 15 * FRAME)[0, 0] == 1
    assert gains_of(value, 23 * FRAME)[0, 0] == pytest.approx(0.25, abs=1e-4)
    assert gains_of(value, 24 * FRAME - 1)[0, 0] < 0.001


def test_a_cut_in_one_piece_of_sound_is_only_bare_where_both_sides_are_as_loud(steady: Media) -> None:
    left = clip(steady, 12)
    right = clip(steady, 12, Fraction(1, 2))
    for change, edge in ((Level(), 0), (level(Curve(-3.0)), EDGE)):
        value = sounding((steady,), [left, replace(right, level=change)])
        assert voices(value, 0, 1)[0].fade_out == edge
    faded = sounding((steady,), [left, replace(right, fade_in=3)])
    assert voices(faded, 0, 1)[0].fade_out == EDGE


def crossing(left: Clip, right: Clip, media: Media, kind: str | None = None) -> Timeline:
    transition = Transition(ItemId("mix"), 4, 4)
    items: list[Item] = [left, replace(transition, kind=kind) if kind else transition, right]
    return sounding((media,), items)


def test_the_two_of_a_cross_fade_keep_their_power_and_halves_of_one_piece_their_level(steady: Media) -> None:
    left, apart, joined = clip(steady, 12), clip(steady, 12, Fraction(1, 4)), clip(steady, 12, Fraction(1, 2))
    for right, power in ((apart, 2), (joined, 1)):
        value, at = crossing(left, right, steady), 10 * FRAME
        parts = [gains(voice, at, at + 3 * FRAME)[:, 0] for voice in voices(value, at, 3 * FRAME)]
        assert len(parts) == 2
        assert np.allclose(sum(part**power for part in parts), 1, atol=1e-6)


def test_a_dip_on_a_sound_track_goes_through_silence(steady: Media) -> None:
    value = crossing(clip(steady, 12), clip(steady, 12, Fraction(1, 4)), steady, DIP_TO_BLACK)
    assert gains_of(value, 10 * FRAME)[0, 0] == pytest.approx(0.5, abs=1e-4)
    assert gains_of(value, 12 * FRAME - 1)[0, 0] < 0.001
    assert gains_of(value, 14 * FRAME)[0, 0] == pytest.approx(0.5, abs=1e-4)


def test_points_stand_at_the_very_sample_of_their_frame_whatever_the_rate(tmp_path: Path, steady: Media) -> None:
    rate = Fraction(30000, 1001)
    points = (Point(0, 0.0), Point(7, -20.0))
    value = sounding((steady,), [replace(clip(steady, 24), level=level(Curve(0.0, points)))], rate=rate)
    assert gains_of(value, sample_at(value, 7))[0, 0] == pytest.approx(0.1, rel=1e-3)


@pytest.mark.parametrize("at", [4, 9, 20])
def test_a_fade_that_is_split_sounds_as_it_did(steady: Media, at: int) -> None:
    whole = heard(steady, fade_in=10, fade_out=6)
    split = edits.split_all(whole, at)
    assert len(voices(split, 0, 24 * FRAME)) == 2
    assert np.allclose(Mixer().mix(split, 0, 24 * FRAME), Mixer().mix(whole, 0, 24 * FRAME), atol=1e-6)


def test_a_part_of_a_split_fade_that_stands_alone_begins_without_a_click(steady: Media) -> None:
    split = edits.split_all(heard(steady, fade_in=10), 5)
    track = split.tracks[-1]
    first = next(track.clips)
    alone = edits.lift(split, [first.id])
    assert gains_of(alone, 5 * FRAME)[0, 0] < 0.01
    assert gains_of(alone, 5 * FRAME + EDGE)[0, 0] == pytest.approx(0.5, abs=0.02)
