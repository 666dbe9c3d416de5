"""The picture of a file at any time, in any order, from one open file."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np

from engine.errors import MediaDamaged, NotAVideo
from engine.media.colour import effective_matrix, to_array
from engine.media.info import MediaInfo, VideoInfo
from engine.media.inspection import inspect_media
from engine.media.opening import NOTHING_TO_SEE
from engine.media.read import STEPS_BACK, Frame, seconds
from engine.media.reel import Moment, Reel
from engine.media.scaling import exact_bgra, to_bgra

NEAR = Fraction(1)  # seconds ahead that are decoded through where the index does not tell of a key frame between
SOON = 4  # frames ahead to a key frame that are decoded through: the index may tell of it before it is shown
REMEMBERED = 64 << 20  # bytes of decoded frames kept behind: about twenty of 1080p, for steps back
ENDLESS = Fraction(10**9)  # seconds a still can be shown
Form = tuple[tuple[int, int] | None, bool]  # size, quick


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, and the stretch of time it is shown in: any time in [start, end) gives the same one."""

    image: np.ndarray  # [height, width, 4] uint8 BGRA, upright, straight alpha; not to be written into
    start: Fraction  # seconds from the file's first frame
    end: Fraction
    damaged: bool = False  # the last good picture, in the place of one that cannot be decoded


@dataclass(frozen=True, slots=True)
class Stored:
    """A frame as it is decoded, in the file's own code, of the film `video`."""

    frame: av.VideoFrame
    video: VideoInfo
    damaged: bool = False  # as Shown's


@dataclass(frozen=True, slots=True)
class Place:
    """A moment, and when it gives way to the next."""

    moment: Moment
    start: Fraction
    end: Fraction
    damaged: bool


class Decoder:
    """One open film or still, used by one thread at a time. Sequential pictures decode forward, jumps seek.

    Raises MediaMissing, NotAVideo (also where there is only sound), MediaDamaged (not one frame can be decoded) or
    MediaError. Later, `picture` and the others raise these where not one frame can be shown: a file that was there
    may be gone.
    """

    def __init__(self, path: Path, info: MediaInfo | None = None, look_up: Callable[[], None] = lambda: None) -> None:
        """info: what inspect_media said of the file, where that is known, to save asking again.

        look_up: called between two frames that are decoded; what it raises ends that, and later it goes on from there.
        """
        self.info = info or inspect_media(Path(path))
        if self.info.video is None:
            raise NotAVideo(f"{Path(path).name} holds only sound.", do=NOTHING_TO_SEE)
        self.video: VideoInfo = self.info.video
        effective_matrix(self.video.colour, self.video.width, self.video.height)  # raises for what cannot be shown
        self._look_up = look_up
        self._reel = Reel(Path(path), self.video)
        self._run: deque[Moment] = deque()  # frames in a row; the last one is ahead of what was asked for
        self._more: Iterator[Moment] | None = None  # what comes after them; None where that is not known
        self._kept = 2  # how many of them are remembered
        self._from_start = False  # the first of them is the file's first
        self._ended = False
        self._key: tuple[Fraction, Moment] | None = None  # by the index, and as decoded
        self._made: tuple[Moment, Form, np.ndarray] | None = None  # the picture given last

    def picture(self, time: Fraction, size: tuple[int, int] | None = None, quick: bool = False) -> Shown:
        """The picture shown at `time`, before the first and after the last frame these.

        size: (width, height) to scale to; without one, exactly what read_frames gives, in 8 bits. quick: for pictures
        that pass by, see scaling.to_bgra.
        """
        with self._damage_in_words():
            place = self._place(time)
            return Shown(self._image(place.moment, size, quick), place.start, place.end, place.damaged)

    def frame(self, time: Fraction) -> Frame:
        """The frame shown at `time`, exactly as read_frames gives it: RGB(A), uint8 or uint16."""
        with self._damage_in_words():
            frame = self._place(time).moment.frame
            return Frame(to_array(frame, self.video.rotation), seconds(frame, self.video))

    def stored(self, time: Fraction) -> Stored:
        """The frame shown at `time`, as it is: neither turned upright nor converted."""
        with self._damage_in_words():
            place = self._place(time)
            return Stored(place.moment.frame, self.video, place.damaged)

    def keyframe_picture(self, time: Fraction, size: tuple[int, int] | None = None) -> Shown:
        """The key frame before `time`, or the very picture where that is at hand: quick enough for dragging."""
        return self.near_picture(time, ENDLESS, size)

    def near_picture(self, time: Fraction, tolerance: Fraction, size: tuple[int, int] | None = None) -> Shown:
        """A key frame at most `tolerance` seconds before `time` where there is one, else the picture at `time`."""
        with self._damage_in_words():
            moment = None if self.holds(time) else self._key_moment(time, time - tolerance)
            if moment is not None:
                return Shown(self._image(moment, size), moment.start, moment.start + 1 / self.video.rate)
        return self.picture(time, size)

    def holds(self, time: Fraction) -> bool:
        """Whether nothing has to be decoded for the picture at `time`."""
        if not self._run or (time < self._run[0].start and not self._from_start):
            return False
        return self._ended or time < self._run[-1].start

    def begins(self, time: Fraction) -> Fraction:
        """Where decoding for `time` begins: where it was left, or a key frame; `time` where it is held, or unknown."""
        if self.holds(time):
            return time
        if self._more is not None and self._is_ahead(time):
            return self._run[-1].start
        key = self._reel.key_before(time) if self._reel.can_seek else None
        return time if key is None else min(key, time)

    def close(self) -> None:
        self._run.clear()
        self._more = self._key = self._made = None
        self._reel.close()

    @contextmanager
    def _damage_in_words(self) -> Iterator[None]:
        """What FFmpeg makes of sizes, formats and times that cannot be."""
        try:
            yield
        except (av.FFmpegError, ValueError, OverflowError, MemoryError) as error:
            name = self.info.path.name
            raise MediaDamaged(f"{name} is damaged: {error}.", do="Take another copy of it.") from error

    def _place(self, time: Fraction) -> Place:
        self._reach(max(time, Fraction(0)))
        behind = sum(moment.start > time for moment in self._run)
        index = max(len(self._run) - 1 - behind, 0)
        moment, later = self._run[index], next(islice(self._run, index + 1, None), None)
        end = later.start if later else self._end_after(moment)
        whole = moment.start + 1 / self.video.rate  # what a damaged place begins after
        if moment.start not in self._reel.breaks:
            return Place(moment, moment.start, max(end, moment.start), False)
        if time < whole:
            return Place(moment, moment.start, min(end, whole), False)
        return Place(moment, whole, max(end, whole), True)

    def _end_after(self, moment: Moment) -> Fraction:
        still = self.info.duration == 0
        return ENDLESS if still else max(self.info.duration, moment.start + 1 / self.video.rate)

    def _reach(self, time: Fraction) -> None:
        """After this, the run holds the frame shown at `time` and, where there is one, the next."""
        if not self.holds(time) and (self._more is None or not self._is_ahead(time)):
            self._seek(time)
        while not self._ended and self._run[-1].start <= time:
            self._look_up()
            self._pull()
            while len(self._run) > self._kept and self._run[1].start <= time:
                self._run.popleft()
                self._from_start = False

    def _is_ahead(self, time: Fraction) -> bool:
        """Whether decoding on gets to `time` at least as soon as a seek."""
        if not self._run or time < self._run[-1].start:
            return False
        last, key = self._run[-1].start, self._reel.key_before(time)
        return time - last <= NEAR if key is None else key <= last + SOON / self.video.rate

    def _seek(self, time: Fraction) -> None:
        margin = 2 / self.video.rate if self.video.interlaced else Fraction(0)  # the deinterlacer looks behind
        steps = STEPS_BACK if self._reel.can_seek else ()
        for start in (time - margin - back for back in steps if time - margin - back > 0):
            self._begin(self._reel.from_key_before(start), False)
            if self._run and self._run[0].start <= time:
                return
        self._begin(self._reel.from_start(), True)
        if not self._run:
            raise MediaDamaged(f"No frame of {self.info.path.name} can be decoded.", do=NOTHING_TO_SEE)

    def _begin(self, moments: Iterator[Moment], from_start: bool) -> None:
        self._run.clear()
        self._more, self._from_start, self._ended = moments, from_start, False
        self._pull()
        if self.video.interlaced and not from_start and not self._ended:  # made without the frame before it
            self._run.clear()
            self._pull()

    def _pull(self) -> None:
        moment = next(self._more, None) if self._more else None
        if moment is None:
            self._ended = True
        else:
            self._run.append(moment)
            self._kept = max(REMEMBERED // memory(moment.frame), 2)

    def _key_moment(self, time: Fraction, earliest: Fraction) -> Moment | None:
        if not self._reel.can_seek or self.info.duration == 0:
            return None
        key = self._reel.key_before(max(time, Fraction(0)))
        if key is not None and key < earliest:
            return None
        if self._key and self._key[0] == key:
            return self._key[1]
        self._more = None  # the file is read from elsewhere now
        moment = self._reel.key_moment(max(time, Fraction(0)), earliest)
        self._key = (key, moment) if moment and key is not None else None
        return moment

    def _image(self, moment: Moment, size: tuple[int, int] | None, quick: bool = False) -> np.ndarray:
        form = size, quick
        if self._made and self._made[0] is moment and self._made[1] == form:
            return self._made[2]
        image = self._converted(moment.frame, size, quick)
        image.setflags(write=False)  # it is given again where it is asked for again
        self._made = (moment, form, image)
        return image

    def _converted(self, frame: av.VideoFrame, size: tuple[int, int] | None, quick: bool) -> np.ndarray:
        rotation = self.video.rotation
        whole = (self.video.width, self.video.height)
        turned = (frame.height, frame.width) if rotation % 180 else (frame.width, frame.height)
        if size is None and turned == whole:
            return exact_bgra(frame, rotation)
        return to_bgra(frame, rotation, size or whole, quick)  # some files change size on the way


def memory(frame: av.VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
