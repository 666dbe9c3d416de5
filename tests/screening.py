"""What was seen and heard while a timeline played, held beside what its files hold."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtGui import QImage

from editor.playback import Playback
from editor.timeline.model import Clip, Timeline, Track, TrackKind, Transition
from engine.media.read import read_frames
from engine.media.sound import read_sound
from tests.editor.playback.test_sync import Recorder
from tests.hands import Hands

SMALL = (64, 36)  # pixels in which pictures are compared
SOON = 1e-6  # seconds: a clock read just before a frame's time means that frame
LATE = 3  # frames after its own at which a picture may still be shown


class Screening:
    """From now on: each picture that is shown while it plays, small, and the frame whose time it was by the clock of
    the sound."""

    def __init__(self, playback: Playback, output: Recorder, rate: Fraction) -> None:
        """It plays from its start; rate: frames per second."""
        self._playback, self._output, self._rate = playback, output, rate
        self.seen: list[tuple[int, np.ndarray]] = []
        playback.picture_ready.connect(self._see)

    def close(self) -> None:
        self._playback.picture_ready.disconnect(self._see)

    def _see(self, picture: QImage) -> None:
        if self._playback.is_playing:
            self.seen.append((int((self._output.seconds() + SOON) * self._rate), small(rgb(picture))))

    def off(self, expected: list[np.ndarray]) -> list[tuple[int, float]]:
        """Of each picture: by how many frames it came late, and how far it is from what the files hold there, as mean
        grey levels. expected: of each frame of the timeline."""
        found = []
        for frame, picture in self.seen:
            near = range(max(0, frame - LATE), min(frame + 1, len(expected)))
            distance, late = min((apart(picture, expected[at]), frame - at) for at in near)
            found.append((late, distance))
        return found

    def likeness(self, expected: np.ndarray) -> float:
        """Of what was heard to [sample, channel]: 1 = the same, at the same samples."""
        heard = self._output.samples
        count = min(len(heard), len(expected))
        return float(np.corrcoef(heard[:count].ravel(), expected[:count].ravel())[0, 1])


async def at_rest(hands: Hands) -> np.ndarray:
    """What the program monitor shows of the frame that the playhead stands on, small."""
    playback = hands.session.playback
    await hands.until(lambda: playback.is_exact, "the picture", 30)
    assert playback.picture is not None
    return small(rgb(playback.picture))


def rgb(picture: QImage) -> np.ndarray:
    """[height, width, 3] uint8"""
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.width(), 4)
    return pixels[..., 2::-1]


def small(image: np.ndarray) -> np.ndarray:
    return cv2.resize(image, SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


def pictures_of(timeline: Timeline) -> list[np.ndarray]:
    """Of each frame of the lowest picture track, small, from the clips' own files: cuts and dissolves at full speed."""
    track = _first(timeline, TrackKind.VIDEO)
    shown = [np.zeros((SMALL[1], SMALL[0], 3), np.float32)] * timeline.duration
    for clip in track.clips:
        start = timeline.range_of(clip.id).start
        shown[start : start + clip.duration] = _own(timeline, clip, 0, clip.duration)
    for index, item in enumerate(track.items):
        if isinstance(item, Transition):
            _lay(timeline, track, index, item, shown)
    return shown


def _lay(timeline: Timeline, track: Track, index: int, transition: Transition, shown: list[np.ndarray]) -> None:
    """A dissolve over the cut between its neighbours."""
    left, right = track.items[index - 1], track.items[index + 1]
    assert isinstance(left, Clip)
    assert isinstance(right, Clip)
    before, after = transition.in_offset, transition.out_offset
    going = _own(timeline, left, left.duration - before, left.duration + after)
    coming = _own(timeline, right, -before, after)
    for at, (old, new) in enumerate(zip(going, coming, strict=True)):
        part = (at + 0.5) / (before + after)
        shown[track.starts[index] - before + at] = (1 - part) * old + part * new


def _own(timeline: Timeline, clip: Clip, first: int, end: int) -> Iterator[np.ndarray]:
    media = timeline.media_of(clip)
    assert media is not None
    start = clip.source_start + first / timeline.rate
    frames = read_frames(Path(media.path), start, start + (end - first) / timeline.rate)
    return (small(frame.image) for frame in frames)


def sound_of(timeline: Timeline) -> np.ndarray:
    """[sample, channel]: the clips of the first sound track one after another, from their own files."""
    rate = timeline.sample_rate
    heard = np.zeros((int(timeline.duration / timeline.rate * rate), 2), np.float32)
    for clip in _first(timeline, TrackKind.AUDIO).clips:
        media, length = timeline.media_of(clip), clip.duration / timeline.rate
        assert media is not None
        sound = read_sound(Path(media.path), clip.source_start, clip.source_start + length)
        assert sound is not None
        start = int(timeline.range_of(clip.id).start / timeline.rate * rate)
        times = np.arange(int(length * rate)) / rate
        own = np.arange(len(sound.samples)) / sound.rate
        part = np.stack([np.interp(times, own, channel) for channel in sound.samples.T], axis=1)
        heard[start : start + len(part)] = part
    return heard


def _first(timeline: Timeline, kind: TrackKind) -> Track:
    return next(track for track in timeline.tracks if track.kind is kind)
