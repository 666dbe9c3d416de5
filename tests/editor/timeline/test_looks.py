"""What is laid over a clip is sampled between its points, and stays where it is in the picture when the clip is cut."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from editor.timeline.looks import Curve, Level, Look, Point
from editor.timeline.timing import SpeedPoint, Timing

FALLING = Curve(1.0, (Point(10, 1.0), Point(20, 0.0)))


def test_a_curve_is_straight_between_its_points_and_level_outside_them() -> None:
    assert [FALLING.at(frame) for frame in (0, 10, 12.5, 20, 99)] == [1, 1, 0.75, 0, 0]
    assert Curve(0.4).at(7) == 0.4


@given(st.integers(-50, 50), st.floats(-100, 100))
def test_a_curve_moved_along_gives_the_same_values_as_much_later(by: int, frame: float) -> None:
    assert abs(FALLING.moved(by).at(frame + by) - FALLING.at(frame)) < 1e-9


def test_what_has_no_points_is_the_same_object_wherever_it_goes() -> None:
    look, level = Look(), Level()
    assert look.moved(5) is look
    assert level.moved(5) is level
    assert Look(FALLING).moved(3).opacity.points[0].at == 13


def test_a_speed_curve_plays_the_area_under_it() -> None:
    ramp = Timing(ramp=(SpeedPoint(0, Fraction(1)), SpeedPoint(10, Fraction(3)), SpeedPoint(20, Fraction(1))))
    assert ramp.played(10) == 20
    assert ramp.played(5) == Fraction(15, 2)
    assert ramp.played(30) == 50
    assert ramp.played(-4) == -4
    assert ramp.speed_at(15) == 2


@given(st.integers(-60, 60), st.integers(-60, 60), st.lists(st.integers(1, 16), min_size=1, max_size=5))
def test_a_speed_curve_cut_anywhere_goes_on_as_it_did(cut: int, frame: int, speeds: list[int]) -> None:
    whole = Timing(ramp=tuple(SpeedPoint(11 * place, Fraction(speed, 4)) for place, speed in enumerate(speeds)))
    rest = whole.moved(-cut)
    assert whole.played(cut) + rest.played(frame - cut) == whole.played(frame)
