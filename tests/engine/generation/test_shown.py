"""Frames beside new ones are read as a clip shows them: backward, held, far apart, at another rate."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.asking.rechecked import rechecked
from engine.errors import ContextTooShort, RequestError
from engine.generation.clips import in_grid_of, open_clip, read_head, read_tail
from engine.generation.generate import plan, run
from engine.media.read import read_frames
from engine.progress import Report
from engine.requests import ExtendRequest, FrameRange, Outputs, RepairRequest, Shown, Source
from tests.engine.media.clips import make_film


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """48 frames, 24 a second."""
    return make_film(tmp_path_factory.mktemp("shown") / "clip.mp4", 48)


@pytest.fixture(scope="module")
def filmed(film: Path) -> list[np.ndarray]:
    return [frame.image for frame in read_frames(film)]


def source(film: Path, *frames: int, rate: int = 24) -> Source:
    return Source(film, shown=Shown(tuple(Fraction(frame, 24) for frame in frames), Fraction(rate)))


@pytest.mark.parametrize(
    "frames",
    [(30, 29, 28, 27, 26), (3, 3, 3, 3, 3), (0, 2, 5, 9, 14), (47, 1, 46, 0, 12)],
    ids=["backward", "held", "along a curve", "far apart"],
)
def test_known_frames_come_in_the_order_they_are_shown(film: Path, filmed: list[np.ndarray], frames: tuple) -> None:
    clip = open_clip(source(film, *frames))
    for read in (read_tail(clip), read_head(clip)):
        assert len(read) == len(frames)
        assert all(np.array_equal(image, filmed[frame]) for image, frame in zip(read, frames, strict=True))


def test_a_moment_within_a_frame_means_that_frame(film: Path, filmed: list[np.ndarray]) -> None:
    moments = tuple(Fraction(2 * frame + 1, 48) for frame in range(5))
    read = read_tail(open_clip(Source(film, shown=Shown(moments, Fraction(24)))))
    assert all(np.array_equal(image, filmed[frame]) for frame, image in enumerate(read))


def test_a_second_clip_as_it_is_shown_is_brought_to_the_first_ones_rate(film: Path, filmed: list[np.ndarray]) -> None:
    slow, plain = open_clip(source(film, 8, 7, 6, 5, 4, rate=12)), open_clip(Source(film))
    came = list(in_grid_of(slow, plain))
    assert [frame.time for frame in came] == [Fraction(tick, 24) for tick in range(10)]
    assert all(np.array_equal(frame.image, filmed[8 - tick // 2]) for tick, frame in enumerate(came))


def test_new_frames_come_at_the_rate_the_known_ones_are_shown_at(
    tmp_path: Path, film: Path, filmed: list[np.ndarray]
) -> None:
    frames = tuple(range(28, 8, -1))
    request = ExtendRequest(source(film, *frames, rate=12), Fraction(1, 2), Outputs(tmp_path))
    assert "20 frames of it are looked at as it plays, at 12 a second." in plan(request).notes
    (take,) = run(request, Report())
    assert (take.rate, take.new) == (12, FrameRange(20, 6))
    made = [frame.image for frame in read_frames(take.path)]
    assert np.abs(made[19].astype(int) - filmed[9]).mean() < 2  # the take's context, re-encoded
    assert corner(made[25]) < corner(made[20]) < corner(made[19])  # the square goes on backward


def corner(image: np.ndarray) -> float:
    """The middle of the square's columns."""
    return float(np.nonzero((image[25:35, :, 2] < 90) & (image[25:35, :, 0] > 180))[1].mean())


def test_fewer_frames_than_show_how_it_moves_are_refused(film: Path) -> None:
    with pytest.raises(ContextTooShort):
        open_clip(source(film, 1, 2, 3, 4))


def test_frames_as_shown_out_of_a_file_are_held_to_the_rules(tmp_path: Path, film: Path) -> None:
    request = ExtendRequest(source(film, *range(9)), Fraction(1), Outputs(tmp_path))
    assert rechecked(request) is request
    for shown in (Shown((Fraction(-1),), Fraction(24)), Shown((Fraction(1),), Fraction(0))):
        with pytest.raises(RequestError):
            rechecked(replace(request, source=replace(request.source, shown=shown)))
    with pytest.raises(RequestError, match="as it was filmed"):
        rechecked(RepairRequest(source(film, *range(9)), (FrameRange(3, 1),), outputs=Outputs(tmp_path)))


def test_a_take_says_which_frames_it_was_made_from(film: Path) -> None:
    from engine.wire import from_json, to_json

    asked = source(film, 5, 4, 3, 2, 1)
    assert from_json(Source, to_json(asked)) == asked
