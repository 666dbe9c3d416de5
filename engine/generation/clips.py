"""What a run reads from the user's clips: known frames beside a join, and what to tell about them."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import ceil

import cv2
import numpy as np

from engine.errors import ContextTooShort, NotAVideo
from engine.finishing.colours.encodings import Encoding, Recoding, encoding_of
from engine.generation.shown import shown_frames
from engine.media.info import MediaInfo, VideoInfo
from engine.media.probe import probe
from engine.media.read import Frame, read_frames
from engine.media.write import over_black, shifted
from engine.requests import Source

CONTEXT_SECONDS = 1.6  # what motion prediction, background and handles are made from
CONTEXT_BYTES = 800_000_000  # of known frames kept at full size
FEWEST = 5  # frames: two latents of the smallest model


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a media file that has a picture. video: its picture as it plays, which may be at another rate."""

    source: Source
    info: MediaInfo
    video: VideoInfo

    @property
    def start(self) -> Fraction:
        return self._at_frame(self.source.start or Fraction(0))

    @property
    def end(self) -> Fraction:
        """Seconds from the first frame; no later than the file's own end."""
        wanted = self.info.duration if self.source.end is None else self.source.end
        return min(self._at_frame(wanted), self.info.duration)

    def _at_frame(self, time: Fraction) -> Fraction:
        """Where the first frame stands that `read_frames` counts as at or after `time`; varying rates have no grid."""
        own = self.info.video or self.video
        return time if own.variable else ceil(time * own.rate - Fraction(1, 4)) / own.rate

    @property
    def frames(self) -> int:
        """As many as the clip's rate and length say; the file may hold fewer."""
        if self.source.shown is not None:
            return len(self.source.shown.moments)
        return max(0, round((self.end - self.start) * self.video.rate))

    @property
    def length(self) -> Fraction:
        """Seconds that it plays."""
        return self.end - self.start if self.source.shown is None else self.frames / self.video.rate

    @property
    def most_context(self) -> int:
        """How many known frames a run reads."""
        size = (
            self.video.width
            * self.video.height
            * (4 if self.video.alpha else 3)
            * (2 if self.video.bit_depth > 8 else 1)
        )
        wanted = int(CONTEXT_SECONDS * self.video.rate) + 1
        return max(FEWEST, min(wanted, CONTEXT_BYTES // size, self.frames))

    @property
    def encoding(self) -> Encoding:
        """Of its colours. Raises RequestError where the source names one that there is not."""
        return encoding_of(self.video, self.source.encoding)

    def notes(self) -> tuple[str, ...]:
        """What the reader does to the picture, how a model sees it, and where less of it is used than was asked for."""
        notes = (*self.info.notes, *filter(None, [self.encoding.note()]))
        if self.source.shown is not None:
            seen = f"{self.frames} frames of it are looked at as it plays, at {float(self.video.rate):.6g} a second."
            return (*notes, seen)
        if self.source.end is None or self.source.end < self.info.duration + 1 / self.video.rate:
            return notes
        asked, length = float(self.source.end), float(self.info.duration)
        return (*notes, f"The clip is used up to its end at {length:.2f} s; {asked:.2f} s lies beyond it.")


def open_clip(source: Source) -> Clip:
    """Raises MediaMissing, NotAVideo, MediaError, ContextTooShort where the stretch holds too few frames, or
    RequestError where its colours are said to be coded as nothing we know."""
    info = probe(source.path)
    if info.video is None:
        raise NotAVideo(f"{source.path.name} has no picture.", do="Choose a video file.")
    encoding_of(info.video, source.encoding)
    clip = Clip(source, info, _as_it_plays(info.video, source))
    if clip.frames < FEWEST:
        raise _too_short(clip, clip.frames)
    return clip


def read_tail(clip: Clip) -> np.ndarray:
    """[n, height, width, 3 or 4]: the clip's last frames, in playing order."""
    count = clip.most_context
    if clip.source.shown is not None:
        return _stacked(clip, [frame.image for frame in frames_of(clip, slice(clip.frames - count, None))])
    start = max(clip.start, clip.end - (count + 1) / clip.video.rate)
    frames = _last(clip, start, count)
    if len(frames) < count and start > clip.start:
        frames = _last(clip, clip.start, count)  # a variable rate: fewer frames than the rate says
    return _stacked(clip, frames)


def read_head(clip: Clip) -> np.ndarray:
    """[n, height, width, 3 or 4]: the clip's first frames, in playing order."""
    count = clip.most_context
    return _stacked(clip, [frame.image for frame in islice(frames_of(clip, slice(count)), count)])


def frames_of(clip: Clip, part: slice = slice(None)) -> Iterator[Frame]:
    """The clip's frames in playing order, times from 0. part: of those alone that it shows otherwise than filmed."""
    if clip.source.shown is not None:
        return shown_frames(clip.source.path, clip.source.shown, part)
    return shifted(read_frames(clip.source.path, clip.start, clip.end), -clip.start)


def head_like(clip: Clip, like: Clip) -> np.ndarray:
    """As read_head, at the rate, size and depth and in the encoding of `like`."""
    frames = (frame.image for frame in in_grid_of(clip, like))
    return _stacked(clip, list(islice(frames, like.most_context)))


def in_grid_of(clip: Clip, like: Clip) -> Iterator[Frame]:
    """The clip's frames on the rate and in the size, depth and encoding of `like`, times from 0."""
    frames = frames_of(clip)
    if clip.video.rate != like.video.rate:
        frames = at_rate(frames, like.video.rate, round(clip.length * like.video.rate))
    recoding = Recoding(clip.encoding, like.encoding)
    depth = np.uint16 if like.video.bit_depth > 8 else np.uint8
    for frame in frames:
        image = frame.image if recoding.changes_nothing else recoding(frame.image, depth)
        yield Frame(fitted(image, clip.video, like.video), frame.time)


def told_of_second(clip: Clip, like: Clip) -> tuple[str, ...]:
    """What is done to a second clip so that it fits the first."""
    name, own, to = clip.source.path.name, clip.video, like.video
    before, after = clip.encoding.name, like.encoding.name
    told = {
        f"{name} is shown at the first clip's {float(to.rate):.6g} frames a second.": own.rate != to.rate,
        f"{name} is fitted into {to.width}x{to.height}.": shape(own) != shape(to),
        f"{name} is laid over black where it is transparent.": own.alpha and not to.alpha,
        f"{name} is reduced to 8 bits.": own.bit_depth > 8 >= to.bit_depth,
        f"{name} has other colours than the first clip: they are converted from {before} to {after}, and what that "
        "cannot hold is clipped.": before != after,
    }
    return tuple(note for note, holds in told.items() if holds)


def shape(video: VideoInfo) -> tuple[int, int, Fraction]:
    return video.width, video.height, video.sample_aspect


def fitted(frame: np.ndarray, own: VideoInfo, to: VideoInfo) -> np.ndarray:
    """A frame of a clip like `own` in another clip's size (bars where the shape differs), depth and channels."""
    return _sized(_deep(_channels(frame, to.alpha), to), to, own.sample_aspect / to.sample_aspect)


def at_rate(frames: Iterable[Frame], rate: Fraction, count: int) -> Iterator[Frame]:
    """`count` ticks of a grid of `rate` from 0 on, each with the frame shown then; the last one stays."""
    coming = iter(frames)
    shown = following = next(coming, None)
    for tick in range(count):
        while following is not None and following.time <= tick / rate:
            shown, following = following, next(coming, None)
        if shown is not None:
            yield replace(shown, time=tick / rate)


def _as_it_plays(video: VideoInfo, source: Source) -> VideoInfo:
    return video if source.shown is None else replace(video, rate=source.shown.rate, variable=False)


def _last(clip: Clip, start: Fraction, count: int) -> list[np.ndarray]:
    return list(deque((frame.image for frame in read_frames(clip.source.path, start, clip.end)), maxlen=count))


def _stacked(clip: Clip, frames: list[np.ndarray]) -> np.ndarray:
    if len(frames) < FEWEST:
        raise _too_short(clip, len(frames))
    return np.stack(frames)


def _too_short(clip: Clip, found: int) -> ContextTooShort:
    return ContextTooShort(
        f"{clip.source.path.name} has {found} frames there; at least {FEWEST} are needed to see how it moves.",
        do="Choose a longer clip or a longer part of it.",
    )


def _channels(frame: np.ndarray, alpha: bool) -> np.ndarray:
    if not alpha:
        return over_black(frame)
    if frame.shape[2] == 4:
        return frame
    return np.concatenate([frame, np.full_like(frame[..., :1], np.iinfo(frame.dtype).max)], -1)


def _deep(frame: np.ndarray, to: VideoInfo) -> np.ndarray:
    if (frame.dtype == np.uint16) == (to.bit_depth > 8):
        return frame
    return frame.astype(np.uint16) * 257 if to.bit_depth > 8 else (frame >> 8).astype(np.uint8)


def _sized(frame: np.ndarray, to: VideoInfo, aspect: Fraction) -> np.ndarray:
    """aspect: the frame's pixels are that much wider than those of `to`."""
    height, width = frame.shape[0], float(frame.shape[1] * aspect)
    if frame.shape[:2] == (to.height, to.width) and aspect == 1:
        return frame
    scale = min(to.width / width, to.height / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    canvas = np.zeros((to.height, to.width, frame.shape[2]), frame.dtype)
    top, left = (to.height - size[1]) // 2, (to.width - size[0]) // 2
    canvas[top : top + size[1], left : left + size[0]] = small
    return canvas
