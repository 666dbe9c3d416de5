"""Previews: small pictures spread over the new frames, which cost a run nothing if they cannot be written."""

import cv2
import numpy as np
import pytest

from engine.generation import previews
from engine.progress import Report
from engine.requests import Outputs


def show(frames, take):
    told = []
    report = Report(on_preview=lambda index, image: told.append((index, image)))
    passed = list(previews.shown(iter(frames), len(frames), take, report))
    assert all(one is other for one, other in zip(passed, frames, strict=True)), "frames are passed on as they are"
    return told


def red(count, channels=3, dtype=np.uint8):
    frame = np.zeros((180, 320, channels), dtype)
    frame[..., 0] = frame[..., 3:] = np.iinfo(dtype).max
    return [frame.copy() for _ in range(count)]


@pytest.mark.parametrize(("count", "indices"), [(1, [0]), (3, [0, 1, 2]), (48, [0, 5, 10, 16, 21, 26, 31, 37, 42, 47])])
def test_some_frames_are_shown_from_the_first_to_the_last(tmp_path, count, indices):
    told = show(red(count), tmp_path / "take.mp4")
    assert [index for index, _ in told] == indices
    assert all(image.is_file() for _, image in told)


@pytest.mark.parametrize(("channels", "dtype"), [(3, np.uint8), (4, np.uint8), (3, np.uint16), (4, np.uint16)])
def test_any_depth_becomes_a_small_jpeg_in_the_right_colours(tmp_path, channels, dtype):
    [(_, image)] = show(red(1, channels, dtype), tmp_path / "take.mp4")
    picture = cv2.imread(str(image))
    assert picture.shape == (90, 160, 3)
    blue, green, redness = picture.reshape(-1, 3).mean(0)
    assert redness > 245
    assert max(blue, green) < 10


def test_where_they_cannot_be_written_the_run_goes_on(tmp_path):
    (tmp_path / ".previews").touch()
    assert show(red(2), tmp_path / "take.mp4") == []


def test_they_stay_until_the_next_run_or_until_it_fails(tmp_path):
    outputs = Outputs(tmp_path)
    [(_, image)] = show(red(1), tmp_path / "take.mp4")
    with previews.kept(outputs):
        pass
    assert image.exists()
    with pytest.raises(ZeroDivisionError), previews.kept(outputs):
        raise ZeroDivisionError
    assert not image.exists()
    previews.clear(outputs)
