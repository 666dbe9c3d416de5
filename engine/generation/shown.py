"""Frames read as a clip shows them that plays backward, at another speed, or along a curve."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from engine.media.info import VideoInfo
from engine.media.probe import probe
from engine.media.read import Frame, read_frames
from engine.requests import Shown

FAR = Fraction(1)  # seconds: moments so far apart are sought, not read through
LOOK_BACK = Fraction(1)  # seconds, for what is shown where frames have no grid


def shown_frames(path: Path, shown: Shown, part: slice = slice(None)) -> Iterator[Frame]:
    """One for each moment, times from 0 at the rate they are shown at; none where nothing can be read. part: of them.

    Raises what read_frames does.
    """
    moments, video = shown.moments[part], probe(path).video
    assert video is not None, "a clip has a picture"
    images: dict[Fraction, np.ndarray] = {}
    for run in _runs(sorted(set(moments))):
        images |= _images_at(path, video, run)
    there = [images[moment] for moment in moments if moment in images]
    return (Frame(image, number / shown.rate) for number, image in enumerate(there))


def _runs(moments: Sequence[Fraction]) -> Iterator[list[Fraction]]:
    """Those that are read in one go."""
    run: list[Fraction] = []
    for moment in moments:
        if run and moment - run[-1] > FAR:
            yield run
            run = []
        run.append(moment)
    if run:
        yield run


def _images_at(path: Path, video: VideoInfo, moments: Sequence[Fraction]) -> dict[Fraction, np.ndarray]:
    """moments: in order of time. A frame that begins within container rounding of a moment stands there."""
    images: dict[Fraction, np.ndarray] = {}
    start = max(Fraction(0), moments[0] - (LOOK_BACK if video.variable else 1 / video.rate))
    near = Fraction(0) if video.variable else 1 / (4 * video.rate)
    left, held = list(moments), None
    for frame in read_frames(path, start, moments[-1] + 2 / video.rate):
        while left and held is not None and frame.time > left[0] + near:
            images[left.pop(0)] = held
        held = frame.image
    return images if held is None else images | dict.fromkeys(left, held)
