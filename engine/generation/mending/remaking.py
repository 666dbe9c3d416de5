"""What a loop, a smooth cut, a completion and a repair come down to, once their clips are known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from engine.errors import RequestError
from engine.generation.clips import FEWEST, Clip, open_clip
from engine.generation.gap import new_frames
from engine.generation.mending.holes import Hole, Made, Parts, bridge, hole_between, stretch
from engine.requests import (
    BUILT_IN,
    BUILT_IN_NETWORK,
    BetweenRequest,
    CompleteRequest,
    FrameRange,
    LoopRequest,
    RepairRequest,
    SmoothRequest,
)

NETWORK = {BUILT_IN: BUILT_IN_NETWORK}
Runs = Sequence[FrameRange]
MEAN_RATE = "The clip's rate varies: the part made anew has its mean rate of {:.6g} frames a second."


def parts_of(request: BetweenRequest) -> Parts:
    """From the clips' headers alone. Raises RequestError, or what open_clip raises."""
    match request:
        case LoopRequest():
            return _loop(request)
        case SmoothRequest():
            return _smooth_cut(request)
        case CompleteRequest():
            return _completion(request)
        case RepairRequest():
            return _repair(request)


def _loop(request: LoopRequest) -> Parts:
    """The clip, and new frames from its end to its start: what follows them is the clip again."""
    clip = open_clip(request.source)
    asked = replace(bridge(request, clip, clip, 0), duration=request.duration, loops=True)
    count = new_frames(asked, clip)
    hole = Hole(asked, clip, clip, count)
    return Parts((clip,), (hole,), (clip, Made(0, 0, count)))


def _smooth_cut(request: SmoothRequest) -> Parts:
    """A's end and B's start give way to as many new frames, at A's rate."""
    first, second = open_clip(request.first), open_clip(request.second)
    rate, each = first.video.rate, _each_side(request, first)
    cut = first.start + (first.frames - each) / rate
    before, after = stretch(first, first.start, cut), stretch(second, second.start + each / rate, second.end)
    for clip, left in ((first, before), (second, after)):
        if left.frames < FEWEST:
            raise _nothing_left(clip, each)
    count = first.frames + _frames_at(second, rate) - before.frames - _frames_at(after, rate)
    hole = Hole(bridge(request, before, after, count), before, after, count)
    tail = stretch(first, cut, cut + each / rate)
    head = stretch(second, after.start - (count - each) / rate, after.start)
    return Parts((first, second), (hole,), (before, Made(0, 0, count, (tail, head)), after))


def _completion(request: CompleteRequest) -> Parts:
    clip = open_clip(request.source)
    hole = stretch(clip, request.start, min(request.end, clip.end))
    if request.start < clip.start or _is_beyond(request.end, clip) or hole.start >= clip.end:
        raise RequestError(
            f"The clip runs from {float(clip.start):.3f} s to {float(clip.end):.3f} s; the part from "
            f"{float(request.start):.3f} s to {float(request.end):.3f} s is not within that.",
            do="Choose a part of the clip.",
        )
    if hole.frames < 1:
        raise RequestError(
            f"There is no frame of the clip from {float(request.start):.3f} s to {float(request.end):.3f} s.",
            do=f"Choose a part that is at least {float(1 / clip.video.rate):.3f} s long.",
        )
    before, after = stretch(clip, clip.start, hole.start), stretch(clip, hole.end, clip.end)
    under = stretch(clip, hole.start, hole.start + hole.frames / clip.video.rate)
    filled = hole_between(_after_its_own(request, under), before, after, hole.frames)
    filled = replace(filled, notes=(*filled.notes, *_told_of_rate(clip)))
    return Parts((clip,), (filled,), (*_own(before), Made(0, 0, hole.frames, (under,)), *_own(after)))


def _after_its_own(request: CompleteRequest, part: Clip) -> CompleteRequest:
    """Where its frames are to be kept in part, they are the draft; measured motion would know nothing of them."""
    if request.sampling.draft is not None or all(value == 1 for value in request.freedom):
        return request
    sampling = replace(request.sampling, draft=part.source, freedom=request.freedom)
    return replace(request, sampling=sampling, model=NETWORK.get(request.model, request.model))


def _told_of_rate(clip: Clip) -> tuple[str, ...]:
    return (MEAN_RATE.format(float(clip.video.rate)),) if clip.video.variable else ()


def _repair(request: RepairRequest) -> Parts:
    """A hole for each run of marked frames; for several at once where too few known ones lie between."""
    clip = open_clip(request.source)
    _check_marks(request.marked, clip)
    groups = _groups(request.marked)
    holes = tuple(_repair_of(request, clip, groups, index) for index in range(len(groups)))
    return Parts((clip,), holes, tuple(_repaired(clip, groups)))


def _repair_of(request: RepairRequest, clip: Clip, groups: Sequence[Runs], index: int) -> Hole:
    """What is marked elsewhere is not looked at."""
    group = groups[index]
    since = _end(groups[index - 1]) if index else 0
    until = groups[index + 1][0].start if index + 1 < len(groups) else clip.frames
    before, after = _frames_of(clip, since, group[0].start), _frames_of(clip, _end(group), until)
    hole = hole_between(request, before, after, _end(group) - group[0].start, f"r{index}" if len(groups) > 1 else "")
    return replace(hole, notes=(*hole.notes, *_told_of_group(group)))


def _told_of_group(group: Runs) -> tuple[str, ...]:
    if _end(group) - group[0].start == sum(run.count for run in group):
        return ()
    return (
        f"Frames {group[0].start} to {_end(group) - 1} are made as one: fewer than {FEWEST} known ones lie between "
        "those that are marked. Those between that are not marked stay as they are in the film.",
    )


def _repaired(clip: Clip, groups: Sequence[Runs]) -> Iterator[Clip | Made]:
    """The film's parts: the clip's own frames, with the marked ones' places taken."""
    reached = 0
    for index, group in enumerate(groups):
        for run in group:
            yield from _own(_frames_of(clip, reached, run.start))
            reached = run.start + run.count
            yield Made(index, run.start - group[0].start, run.count, (_frames_of(clip, run.start, reached),))
    yield from _own(_frames_of(clip, reached, clip.frames))


def _groups(marked: Runs) -> list[list[FrameRange]]:
    groups = [[marked[0]]]
    for run, following in pairwise(marked):
        if following.start - run.start - run.count < FEWEST:
            groups[-1].append(following)
        else:
            groups.append([following])
    return groups


def _check_marks(marked: Runs, clip: Clip) -> None:
    if clip.video.variable:
        raise RequestError(
            f"{clip.source.path.name} has a varying frame rate, so its frames cannot be told by their numbers.",
            do="Make the part anew by its times (complete), or give the file one rate first.",
        )
    if not marked or any(run.count < 1 for run in marked):
        raise RequestError("No frame is marked.", do="Mark at least one.")
    for run, following in pairwise(marked):
        if following.start < run.start + run.count:
            raise RequestError(
                f"The marked frames are not in order, or one is marked twice: {following.start} after "
                f"{run.start + run.count - 1}.",
                do="Name each frame once, from the first to the last.",
            )
    if marked[0].start < 0 or _end(marked) > clip.frames:
        wrong = marked[0].start if marked[0].start < 0 else _end(marked) - 1
        raise RequestError(
            f"Frame {wrong} is marked; the clip has {clip.frames} frames, from 0 to {clip.frames - 1}.",
            do="Mark frames of the clip.",
        )


def _frames_of(clip: Clip, first: int, end: int) -> Clip:
    """Half-open, counted from the clip's first frame; at its end everything the file holds."""
    start = clip.start + first / clip.video.rate
    return stretch(clip, start, clip.end if end == clip.frames else clip.start + end / clip.video.rate)


def _end(runs: Runs) -> int:
    return runs[-1].start + runs[-1].count


def _own(part: Clip) -> tuple[Clip, ...]:
    return (part,) if part.frames else ()


def _frames_at(clip: Clip, rate: Fraction) -> int:
    return round((clip.end - clip.start) * rate)


def _is_beyond(time: Fraction, clip: Clip) -> bool:
    return time > clip.end + 1 / clip.video.rate


def _each_side(request: SmoothRequest, first: Clip) -> int:
    each = round(request.each_side * first.video.rate)
    if each < 1:
        raise RequestError(
            f"{float(request.each_side):.3g} s is less than one frame of {first.source.path.name}.",
            do=f"Ask for at least {float(1 / first.video.rate):.3f} s on each side.",
        )
    return each


def _nothing_left(clip: Clip, each: int) -> RequestError:
    return RequestError(
        f"{each} frames on each side of the cut are to be made anew, of which {clip.source.path.name} has too few: at "
        f"least {FEWEST} more are needed to see how it moves, and it has {clip.frames} in all.",
        do="Make fewer frames anew, or use a longer part of the clip.",
    )
