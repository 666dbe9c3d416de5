"""Windows where pictures are given on the way: what each makes and is given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import RequestError
from engine.generation.pictures.layout import LONG, Place, Spot, Window, windows
from engine.generation.sampling.latents import fit_frames

MOST = 33


@st.composite
def ways(draw: st.DrawFn) -> tuple[int, list[Spot], int]:
    """New frames, what is given on the way and after it, and known frames before it."""
    count = draw(st.integers(1, 150))
    spots, reached = [], 0
    for skipped, length in draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=4)):
        start = reached + skipped
        stop = min(start + length, count)
        if start < stop:
            spots.append(Spot(range(start, stop), (draw(st.sampled_from([0.0, 0.3])),)))
            reached = stop
    after = draw(st.integers(0, 16))
    if after:
        spots.append(Spot(range(count, count + after)))
    return count, spots, draw(st.integers(0, 13))


@given(ways())
@settings(max_examples=60, deadline=None)
def test_every_new_frame_is_made_once_or_lies_in_a_stretch_that_is_kept(way: tuple[int, list[Spot], int]) -> None:
    count, spots, known = way
    found = windows(count, spots, known, MOST)
    made = [frame for window in found for frame in window.new]
    assert made == sorted(set(made))
    left = set(range(count)) - set(made)
    assert all(any(frame in spot.frames and spot.kept and len(spot.frames) >= LONG for spot in spots) for frame in left)


@given(ways())
@settings(max_examples=60, deadline=None)
def test_every_window_fits_the_model_and_is_given_frames_that_are_there(way: tuple[int, list[Spot], int]) -> None:
    count, spots, known = way
    for window in windows(count, spots, known, MOST):
        assert window.frames <= MOST
        assert window.frames == fit_frames(window.frames)
        assert window.start >= -known, "a window begins with frames that are known or made before"
        assert window.context + len(window.new) <= window.frames
        for place in window.places:
            assert place.at + place.count <= window.frames
            assert place.count == 1 or place.at == 0 or place.at % 4 == 1, "a stretch begins where a group does"
            if place.spot is not None:
                assert place.first + place.count <= len(spots[place.spot].frames)
        assert len(window.noise) == (window.frames - 1) // 4 + 1


def test_start_and_end_stand_at_latents_0_and_20_of_81_frames() -> None:
    [window] = windows(81, [Spot(range(1), (0.2,)), Spot(range(80, 81), (0.5,))], 0, 81)
    assert window.noise.tolist() == pytest.approx([0.2, *[1.0] * 19, 0.5])


def test_a_picture_a_second_into_a_new_clip_of_24_frames_a_second_is_in_latent_6() -> None:
    [window] = windows(48, [Spot(range(24, 25), (0.3,))], 0, 81)
    assert window.held(6) == range(21, 25)
    assert window.noise.tolist() == pytest.approx([*[1.0] * 6, 0.3, *[1.0] * 6])


def test_after_a_clip_the_same_picture_stands_as_much_later_as_the_context_is_long() -> None:
    [window] = windows(48, [Spot(range(24, 25), (0.3,))], 13, 81, (0.0, 0.3, 0.4, 0.5))
    assert window.held(10) == range(24, 28)
    assert window.noise[:5].tolist() == pytest.approx([0, 0.3, 0.4, 0.5, 1])
    assert window.noise[10].item() == pytest.approx(0.3)
    assert window.held(0) == range(-13, -12)


def test_what_lies_ahead_is_hinted_at_the_more_firmly_the_nearer_it_is() -> None:
    first, second, third = windows(60, [Spot(range(59, 60))], 13, MOST)
    hints = [place.noise[0] for window in (first, second) for place in window.places if place.spot == 0]
    assert [place.at for window in (first, second) for place in window.places if place.spot == 0] == [32, 32]
    assert 0.4 <= hints[1] < hints[0] < 1
    assert third.places[-1] == Place(13 + 59 - third.new.start, 1, (0.0,), 0)


def test_a_kept_stretch_is_led_to_and_gone_on_from() -> None:
    before, after = windows(60, [Spot(range(20, 36))], 0, 81)
    assert (before.new, after.new) == (range(20), range(36, 60))
    assert before.places == (Place(21, 12, (0.0,), 0, 1),)
    assert after.places == (Place(0, 13, (0.0,)),)


def test_a_freed_stretch_is_made_with_the_rest() -> None:
    [window] = windows(60, [Spot(range(20, 36), (0.5,))], 0, 81)
    assert window.new == range(60)
    assert window.places == (Place(21, 12, (0.5,), 0, 1),)


def test_a_clip_that_follows_is_met_where_a_group_begins() -> None:
    [window] = windows(10, [Spot(range(10, 26))], 13, 81)
    assert window.places[1:] == (Place(25, 12, (0.0,), 0, 2),)


def test_two_pictures_in_one_latent_are_as_free_as_the_freer() -> None:
    [window] = windows(12, [Spot(range(5, 6), (0.6,)), Spot(range(7, 8), (0.1,))], 0, 81)
    assert window.noise.tolist() == pytest.approx([1, 1, 0.6, 1])


def test_a_model_that_sees_too_few_frames_is_told() -> None:
    with pytest.raises(RequestError, match="no room"):
        windows(100, [Spot(range(100, 116))], 13, 17)


def test_a_drafts_freedom_is_spread_over_all_new_frames() -> None:
    first, second = windows(40, [], 13, MOST)
    assert isinstance(first, Window)
    assert first.drafted((0.0, 1.0), 40)[:5] == pytest.approx([0, 0, 0, 0, 0])
    assert second.drafted((0.0, 1.0), 40)[4] == pytest.approx(second.new.start / 39)
