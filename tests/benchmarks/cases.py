"""Clips whose missing second is known: the last of what was seen, the second itself, what follows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path

import cv2
import numpy as np

from engine.media.probe import probe
from engine.media.read import read_frames
from engine.training.footage import HELD_OUT, make_clip

FOOTAGE = Path(__file__).resolve().parents[2] / "../shared/footage"
SEEN = 1.5  # seconds before the missing ones: a second to predict from, half a second for the back-test
LARGEST = 640  # wider footage is halved until it fits, so a run takes minutes

# File; first and last second of a stretch without cuts; the moments after which a second is missing; what it shows.
STRETCHES = (
    ("surf.mp4", 0.0, 8.0, (1.5, 4.0, 6.0), "surfer"),
    ("snow.mp4", 0.0, 2.0, (0.6, 1.0), "snow"),
    ("bunny.webm", 2.3, 11.7, (5.0, 8.0), "slow tilt"),
    ("bunny.webm", 11.9, 15.6, (13.2,), "stream"),
    ("bunny.webm", 15.8, 22.8, (17.2, 19.0), "bird"),
    ("bunny.webm", 23.1, 30.0, (24.5, 27.0), "forest and title"),
    ("planes_failing_audio.mp4", 0.0, 8.4, (1.5, 5.5), "plane and field"),
    ("bars_timecode.mp4", 0.0, 10.0, (4.0,), "test card"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """before, truth, after: [frame, height, width, 3] uint8 of one unbroken shot, in playing order.

    flow: [frame, height, width, 2] float32, exact backward flow in pixels of truth's frames, then after's, or None.
    """

    name: str
    rate: float
    before: np.ndarray
    truth: np.ndarray
    after: np.ndarray
    flow: np.ndarray | None = None


def procedural(clips: int, seconds: float) -> Iterator[Case]:
    """Scenes never trained on, 640x360 at 24 fps."""
    rate, seen, missing, after = 24.0, round(SEEN * 24), round(seconds * 24), 24
    for seed in range(HELD_OUT, HELD_OUT + clips):
        clip = make_clip(seed, seen + missing + after, 640, 360, rate)
        before, truth, rest = np.split(clip.frames, (seen, seen + missing))
        yield Case(f"{seed}: {clip.caption}", rate, before, truth, rest, clip.flow[seen:])


def footage(clips: int, seconds: float) -> Iterator[Case]:
    """Real and animated clips, the same for every run; none where the folder is absent."""
    rounds = zip_longest(*([(*stretch[:3], at, stretch[4]) for at in stretch[3]] for stretch in STRETCHES))
    places = [place for each in rounds for place in each if place]  # every stretch once before any comes again
    for file, start, end, at, shows in places[:clips] if FOOTAGE.is_dir() else []:
        yield _cut_out(FOOTAGE / file, (max(start, at - SEEN), at, at + seconds, min(end, at + seconds + 1)), shows)


def _cut_out(path: Path, moments: tuple[float, float, float, float], shows: str) -> Case:
    video = probe(path).video
    assert video is not None
    rate = float(video.rate)
    first, last = Fraction(moments[0]), Fraction(moments[3])
    frames = np.stack([_fitted(frame.image) for frame in read_frames(path, first, last)])
    before, truth, after = np.split(frames, [round((moment - moments[0]) * rate) for moment in moments[1:3]])
    return Case(f"{path.stem} {moments[1]:g} s: {shows}", rate, before, truth, after)


def _fitted(frame: np.ndarray) -> np.ndarray:
    while frame.shape[1] > LARGEST:
        frame = cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return frame
