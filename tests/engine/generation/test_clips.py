"""What is read from a user's clips, and how a second clip is fitted to the first."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.generation.clips import Clip, fitted, open_clip, read_tail, told_of_second
from engine.media.info import ColourTags, MediaInfo, VideoInfo
from engine.media.read import read_frames
from engine.requests import Source
from tests.engine.media.clips import SMALL, make_film


def clip_of(video: VideoInfo, end: Fraction | None = None) -> Clip:
    path = Path("second.mp4")
    return Clip(Source(path, None, end), MediaInfo(path, video, None, Fraction(2)), video)


def lit(frame: np.ndarray) -> tuple[int, int]:
    """Height and width of what is not black."""
    rows, columns = np.nonzero(frame.any(axis=2))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("stretch", [("0.51", "0.76"), ("0.3", "0.9"), (None, "0.52"), ("0.1", None)])
def test_a_stretch_holds_as_many_frames_as_are_read_of_it_and_begins_with_the_first(tmp_path, stretch):
    start, end = (None if moment is None else Fraction(moment) for moment in stretch)
    clip = open_clip(Source(make_film(tmp_path / "clip.mp4"), start, end))
    frames = list(read_frames(clip.source.path, start, end))
    assert clip.frames == len(frames)
    assert clip.start == frames[0].time
    assert np.array_equal(read_tail(clip)[-1], frames[-1].image)


def test_a_second_clip_with_wide_pixels_keeps_its_shape_among_square_ones():
    wide = replace(SMALL, width=96, height=96, sample_aspect=Fraction(4, 3))
    assert lit(fitted(np.full((96, 96, 3), 200, np.uint8), wide, SMALL)) == (96, 128)
    square = replace(SMALL, width=128, height=96)
    assert lit(fitted(np.full((96, 128, 3), 200, np.uint8), square, wide)) == (96, 96)


def test_a_second_clip_is_laid_over_black_where_the_first_has_no_transparency():
    frame = np.full((96, 128, 4), 200, np.uint8)
    frame[..., 3] = 51
    laid = fitted(frame, replace(SMALL, alpha=True), SMALL)
    assert laid.shape == (96, 128, 3)
    assert (laid == 40).all()


def test_what_is_done_to_a_second_clip_is_told():
    other = replace(SMALL, rate=Fraction(25), alpha=True, bit_depth=10, sample_aspect=Fraction(2))
    hdr = replace(other, colour=ColourTags(9, 16, 9))
    told = " ".join(told_of_second(clip_of(hdr), clip_of(SMALL)))
    for words in ("24 frames a second", "128x96", "over black", "8 bits", "other colours"):
        assert words in told
    bt601 = replace(SMALL, colour=ColourTags(6, 6, 6))
    assert told_of_second(clip_of(bt601), clip_of(SMALL)) == ()


def test_an_end_beyond_the_clips_own_is_told():
    assert "2.00 s" in clip_of(SMALL, Fraction(5)).notes()[0]
    assert clip_of(SMALL, Fraction(2)).notes() == ()
