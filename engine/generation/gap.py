"""What is to be made: new frames after known ones, before known ones, or between two sides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

import numpy as np

from engine.errors import RequestError
from engine.finishing.colours.encodings import REC709, Encoding
from engine.generation.clips import Clip, head_like, open_clip, read_head, read_tail
from engine.motion.carry import carry, carry_between
from engine.motion.cuts import cuts
from engine.motion.flow import shrunk, working_size
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import Direction, ExtendRequest, GapRequest

READING = "Reading"
SEEN_WIDTH = 640  # pixels of the longer side at which other colours than Rec.709's are shown to a model: twice the 320
# at which motion is measured
MOST_NEW = 3000  # frames: their motion takes about a gigabyte while it is worked out


@dataclass(frozen=True, slots=True)
class Gap:
    """`count` frames missing at a `rate`. Neither side is known of a clip that is all new.

    before, after: [n, height, width, 3 or 4] known frames in playing order, or None. encoding: of their colours.
    """

    before: np.ndarray | None
    after: np.ndarray | None
    rate: Fraction
    count: int
    encoding: Encoding = REC709

    @property
    def duration(self) -> Fraction:
        return self.count / self.rate


class Predictor(Protocol):
    """Says where pixels move; engine.motion.floor is the classical one."""

    def continue_motion(self, context: np.ndarray, rate: float, count: int) -> Motion: ...

    def connect(self, first: np.ndarray, second: np.ndarray, rate: float, count: int) -> tuple[Motion, Motion]: ...


@dataclass(frozen=True, slots=True)
class Motions:
    """Through the gap, in its playing order: of the last frame before it, and of the first after it."""

    before: Motion | None
    after: Motion | None

    @property
    def maker(self) -> str:
        known = self.before or self.after
        assert known is not None, "a gap has a side"
        return known.maker


def clips_of(request: GapRequest) -> tuple[Clip, ...]:
    return tuple(open_clip(source) for source in request.sources)


def new_frames(request: GapRequest, clip: Clip) -> int:
    """Whole frames of the clip; RequestError if there is not even one, or more than motion is held in memory for."""
    count = round(request.duration * clip.video.rate)
    if count < 1:
        raise RequestError(
            f"{float(request.duration):.3g} s is less than one frame of this clip.",
            do=f"Ask for at least {float(1 / clip.video.rate):.3f} s.",
        )
    if count > MOST_NEW:
        raise RequestError(
            f"{float(request.duration):.6g} s are {count} frames of this clip; {MOST_NEW} can be made at once.",
            do=f"Ask for at most {int(MOST_NEW / clip.video.rate)} s, and extend the result again if you need more.",
        )
    return count


def read_gap(request: GapRequest, clips: tuple[Clip, ...], report: Report) -> Gap:
    """Read the known frames beside the gap, all at the first clip's rate and size. Raises MediaError types."""
    rate, count = clips[0].video.rate, new_frames(request, clips[0])
    report(READING, 0, len(clips))
    starts = isinstance(request, ExtendRequest) and request.direction is Direction.BEFORE
    before = None if starts else read_tail(clips[0])
    report(READING, 1, len(clips))
    if isinstance(request, ExtendRequest):
        return Gap(before, read_head(clips[0]) if starts else None, rate, count, clips[0].encoding)
    return Gap(before, head_like(clips[1], clips[0]), rate, count, clips[0].encoding)


def seen(gap: Gap) -> Gap:
    """The gap as models see it, in Rec.709. Where its colours are others, it is as small as motion needs it, without a
    fourth channel; otherwise it is the gap itself."""
    if gap.encoding.is_rec709:
        return gap
    before, after = (None if side is None else _as_rec709(side, gap.encoding) for side in (gap.before, gap.after))
    return Gap(before, after, gap.rate, gap.count)


def _as_rec709(frames: np.ndarray, encoding: Encoding) -> np.ndarray:
    size = working_size(frames.shape[1], frames.shape[2], SEEN_WIDTH)
    return encoding.to_rec709(np.stack([shrunk(frame, size) for frame in frames[..., :3]]))


def told_of_cuts(gap: Gap) -> tuple[str, ...]:
    """Where the known frames hold a cut: only the shot beside the gap is looked at."""
    gap, notes = seen(gap), []
    if gap.before is not None and (found := cuts(gap.before[..., :3])):
        shot = float((len(gap.before) - found[-1]) / gap.rate)
        notes.append(f"There is a cut {shot:.2f} s before the end of what is known; only what follows it is looked at.")
    if gap.after is not None and (found := cuts(gap.after[..., :3])):
        shot = float(found[0] / gap.rate)
        notes.append(f"There is a cut {shot:.2f} s after the new frames; only what comes before it is looked at.")
    return tuple(notes)


def onward(gap: Gap) -> np.ndarray:
    """The known frames of a gap with one side, ordered towards it: before a clip's start, time runs backwards."""
    if gap.before is not None:
        return gap.before
    assert gap.after is not None, "a gap has a side"
    return gap.after[::-1]


def predicted(gap: Gap, predictor: Predictor) -> Motions:
    gap, rate = seen(gap), float(gap.rate)
    if gap.before is not None and gap.after is not None:
        return Motions(*predictor.connect(gap.before[..., :3], gap.after[..., :3], rate, gap.count))
    motion = predictor.continue_motion(onward(gap)[..., :3], rate, gap.count)
    if gap.before is not None:
        return Motions(motion, None)
    return Motions(None, replace(motion, displacement=motion.displacement[::-1]))


def rendered(gap: Gap, motions: Motions) -> Iterator[np.ndarray]:
    """The new frames in playing order, made of the known ones' pixels."""
    if motions.before is not None and motions.after is not None:
        assert gap.before is not None
        assert gap.after is not None
        return carry_between(gap.before, gap.after, (motions.before, motions.after))
    motion = motions.before or motions.after
    assert motion is not None, "a gap has a side"
    return carry(onward(gap), motion)
