"""The report of a join: true continuations read as good, planted faults do not, and it is told in words."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.errors import RequestError
from engine.finishing.joins.report import join_report, told
from engine.finishing.joins.seam import Seam, known_side, measure_seam, seam_beside
from engine.finishing.joins.traits import HELPS, Kind
from engine.media.read import read_frames, read_head
from engine.requests import End, Join, Measure, Verdict
from engine.training.footage import HELD_OUT, make_clip
from tests.benchmarks.verdict_faults import AHEAD, FAULTS, KNOWN, brighter, held, recoloured, true

SIZE = (640, 360)


@pytest.fixture(scope="module")
def shots() -> list[np.ndarray]:
    """Procedural shots that move steadily; [frame, height, width, 3] uint8."""
    return [make_clip(HELD_OUT + seed, KNOWN + AHEAD, *SIZE, 24.0).frames for seed in (0, 3)]


def report(shot: np.ndarray, new: np.ndarray | None = None, **how: object) -> Join:
    following = shot[KNOWN:] if new is None else new
    return join_report(End.START, shot[:KNOWN], following, following, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def seam(shots: list[np.ndarray]) -> Seam:
    """Of a true continuation."""
    return measure_seam(shots[1][:KNOWN], shots[1][KNOWN:])


def test_a_shots_own_next_frames_hold(shots: list[np.ndarray]) -> None:
    for shot in shots:
        for frames in (shot, shot[::-1]):
            found = report(np.ascontiguousarray(frames))
            assert (found.verdict, found.words, found.remedy) == (Verdict.GOOD, "The join holds", None)
            assert [each.label for each in found.measures] == [
                "Brightness", "Colour", "At the join", "Motion", "Sharpness",
            ]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_not_called_good(shots: list[np.ndarray], fault: str) -> None:
    seams = [seam_beside(known_side(shot[:KNOWN]), FAULTS[fault](shot[:KNOWN], shot[KNOWN:])) for shot in shots]
    assert Verdict.GOOD not in [told(End.START, seam, seam).verdict for seam in seams]


def test_real_footage_continued_by_itself_is_nearly_always_called_good(footage: Path) -> None:
    """n = 16; tests/benchmarks/verdicts.py has more of it."""
    verdicts = []
    for file, start in (("surf.mp4", 0), ("surf.mp4", 4), ("snow.mp4", 0), ("bunny.webm", 6)):
        frames = read_frames(footage / file, Fraction(start), Fraction(start + 2))
        small = np.stack([cv2.resize(frame.image, SIZE, interpolation=cv2.INTER_AREA) for frame in frames])
        for shot in (small, small[::-1]):
            verdicts += [report(shot[at : at + KNOWN + 9]).verdict for at in (0, 18)]
    assert len(verdicts) == 16
    assert sum(verdict is not Verdict.GOOD for verdict in verdicts) <= 1


def test_the_published_extension_of_the_surf_clip_shows_and_says_why(footage: Path) -> None:
    context = np.stack([frame.image for frame in read_head(footage / "surf.mp4", 13)])
    extended = np.stack([frame.image for frame in read_head(footage / "surf_extended_by_pusa_wan21.mp4", 22)])[13:]
    following = np.stack([frame.image for frame in read_head(footage / "surf.mp4", 22)])[13:]
    found = join_report(End.START, context, extended, extended)
    assert found.verdict is Verdict.POOR
    assert found.numbers == found.generated
    mended = join_report(End.START, context, extended, following)
    assert (mended.verdict, mended.remedy) == (Verdict.GOOD, None)
    assert mended.words.endswith("after the cut: matched")


# In words


@pytest.mark.parametrize(
    ("change", "words", "kind"),
    [
        ({"brightness": 0.4}, "0.4 stop brighter after the cut", Kind.LIGHT),
        ({"brightness": -0.4}, "0.4 stop darker after the cut", Kind.LIGHT),
        ({"blue_yellow": -9.0, "colour": 9.9, "own_colour": 1.0}, "8.9 ΔE bluer after the cut", Kind.LIGHT),
        ({"green_red": 5.0, "colour": 6.0, "own_colour": 1.0}, "5.0 ΔE redder after the cut", Kind.LIGHT),
        ({"contrast": 1.3}, "Contrast 30 % higher after the cut", Kind.LIGHT),
        ({"saturation": 0.7}, "30 % less saturated after the cut", Kind.LIGHT),
        ({"sharpness": 0.6}, "40 % softer after the cut", Kind.DETAIL),
        ({"focus": 1.4}, "40 % sharper after the cut", Kind.DETAIL),
        ({"grain": 0.4}, "60 % less grain after the cut", Kind.DETAIL),
        ({"freeze": 20.0}, "The picture stands still after the cut", Kind.STILLNESS),
        ({"stall": 20.0}, "The picture stands still after the cut", Kind.STILLNESS),
        ({"jump": 0.1, "hesitation": 0.1}, "The picture hesitates after the cut", Kind.MOTION),
        ({"jump": 4.0}, "The picture jumps after the cut", Kind.MOTION),
        (
            {"speed_jump": 0.9, "speed_step": 1.0, "speed_change": 6.0},
            "The motion is faster after the cut",
            Kind.MOTION,
        ),
        (
            {"speed_jump": 0.9, "speed_step": -1.0, "speed_change": -6.0},
            "The motion is slower after the cut",
            Kind.MOTION,
        ),
        ({"turn": 1.8}, "The motion runs back after the cut", Kind.MOTION),
        ({"later_jump": 6.0}, "The picture jumps again soon after the cut", Kind.LATER),
        ({"flicker": 5.0}, "The light flickers soon after the cut", Kind.LATER),
        ({"drift": 7.0}, "Colour drifts by 7.0 ΔE after the cut", Kind.LATER),
    ],
)
def test_what_is_off_is_said_in_words_with_the_first_remedy_that_can_be_had(
    seam: Seam, change: dict[str, float], words: str, kind: Kind
) -> None:
    off = replace(seam, **change)
    found = told(End.START, off, off)
    assert (found.words, found.remedy) == (words, HELPS[kind][0])
    assert told(End.START, off, off, HELPS[kind][1:]).remedy is HELPS[kind][1]
    assert told(End.START, off, off, ()).remedy is None


def test_what_was_off_and_is_matched_is_said_too(seam: Seam) -> None:
    found = told(End.START, replace(seam, brightness=0.4), replace(seam, brightness=0.0))
    assert (found.verdict, found.words, found.remedy) == (
        Verdict.GOOD,
        "0.4 stop brighter after the cut: matched",
        None,
    )
    assert found.measures[0] == Measure("Brightness", "0.4 stop brighter → as the clip's own", Verdict.GOOD)


def test_at_the_end_of_new_frames_it_is_told_of_before_the_cut(seam: Seam) -> None:
    off = replace(seam, brightness=0.4)
    assert told(End.END, off, off).words == "0.4 stop brighter before the cut"
    assert told(End.END, off, seam).words == "0.4 stop brighter before the cut: matched"


def test_where_a_bridges_colour_goes_is_not_held_against_it(seam: Seam) -> None:
    off = replace(seam, drift=20.0)
    assert told(End.START, off, off).verdict is Verdict.POOR
    assert told(End.START, off, off, bridge=True).words == "The join holds"


def test_what_shows_is_told_before_what_needs_a_look(seam: Seam) -> None:
    off = replace(seam, sharpness=0.7, blue_yellow=-20.0, colour=20.0)
    found = told(End.START, off, off)
    assert found.verdict is Verdict.POOR
    assert "bluer" in found.words
    assert {each.label: each.verdict for each in found.measures}["Sharpness"] is Verdict.CHECK


# Whatever it is given


def test_a_still_picture_that_goes_on_still_holds(shots: list[np.ndarray]) -> None:
    still = np.repeat(shots[0][:1], KNOWN, axis=0)
    assert join_report(End.START, still, still, still).verdict is Verdict.GOOD
    assert join_report(End.START, still, 255 - still, 255 - still).verdict is Verdict.POOR


def test_a_black_clip_that_goes_on_black_holds_and_one_that_lights_up_does_not() -> None:
    black = np.zeros((KNOWN, 90, 160, 3), np.uint8)
    assert join_report(End.START, black, black, black).verdict is Verdict.GOOD
    assert join_report(End.START, black, black + 80, black + 80).verdict is Verdict.POOR


@pytest.mark.parametrize("per_frame", [-0.04, 0.04])
def test_a_fade_that_goes_on_as_a_fade_holds(shots: list[np.ndarray], per_frame: float) -> None:
    stops = per_frame * (np.arange(KNOWN + 9) - KNOWN)
    fading = np.stack([brighter(float(stop), frame) for stop, frame in zip(stops, shots[1], strict=False)])
    assert report(fading).words == "The join holds"
    assert report(fading).numbers["brightness"] == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("new", [1, 2, 3])
@pytest.mark.parametrize("known", [1, 2, 4])
def test_few_frames_are_measured_as_far_as_they_go(shots: list[np.ndarray], known: int, new: int) -> None:
    context, following = shots[1][KNOWN - known : KNOWN], shots[1][KNOWN : KNOWN + new]
    assert join_report(End.START, context, following, following).verdict is Verdict.GOOD
    darker = recoloured(partial(brighter, -0.5), context, following)
    assert join_report(End.START, context, darker, darker).verdict is not Verdict.GOOD


@pytest.mark.parametrize("size", [(16, 16), (18, 33), (7, 5)])
def test_tiny_pictures_are_measured(shots: list[np.ndarray], size: tuple[int, int]) -> None:
    tiny = np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in shots[1]])
    assert np.isfinite(list(report(tiny).numbers.values())).all()


def deep(frames: np.ndarray) -> np.ndarray:
    return frames.astype(np.uint16) * 257


def with_alpha(frames: np.ndarray) -> np.ndarray:
    return np.concatenate([frames, np.zeros_like(frames[..., :1])], axis=-1)


@pytest.mark.parametrize("kind", [deep, with_alpha])
def test_depth_and_alpha_change_nothing(shots: list[np.ndarray], kind: Callable[[np.ndarray], np.ndarray]) -> None:
    plain, other = report(shots[1]).numbers, report(kind(shots[1])).numbers
    assert other == pytest.approx(plain, abs=0.15, rel=0.06)


def test_generated_frames_may_be_smaller_and_shallower_than_the_finished_ones(shots: list[np.ndarray]) -> None:
    shot = shots[1]
    small = np.stack([cv2.resize(frame, (320, 180), interpolation=cv2.INTER_AREA) for frame in shot[KNOWN:]])
    found = join_report(End.START, deep(shot[:KNOWN]), small, deep(shot[KNOWN:]))
    assert found.verdict is Verdict.GOOD
    assert found.generated["sharpness"] < 0.8
    assert found.words.endswith("softer after the cut: matched")


def test_nothing_to_measure_is_refused_in_words(shots: list[np.ndarray]) -> None:
    with pytest.raises(RequestError, match="known frames"):
        join_report(End.START, shots[0][:0], shots[0], shots[0])


def test_a_verdict_takes_a_fraction_of_a_second_at_720p(shots: list[np.ndarray]) -> None:
    large = np.stack([cv2.resize(frame, (1280, 720)) for frame in shots[0]])
    start = cv2.getTickCount()
    report(large)
    assert (cv2.getTickCount() - start) / cv2.getTickFrequency() < 5


def test_true_frames_and_held_ones_are_what_they_say(shots: list[np.ndarray]) -> None:
    known, following = shots[0][:KNOWN], shots[0][KNOWN:]
    assert np.array_equal(true(known, following), following[:9])
    assert np.array_equal(held(known, following)[8], known[-1])
