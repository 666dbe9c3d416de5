"""Keyframes: the pictures that a generated clip is given, placed, moved, set freer and taken away."""

from collections.abc import Callable
from dataclasses import replace

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.generated_sound import made_with
from editor.timeline.edits.media_pool import add_media
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, ItemId, Keyframe, Media, Purpose, Timeline, TrackKind
from editor.timeline.rational_time import to_frames
from editor.words import tr


def place_keyframe(timeline: Timeline, clip_id: ItemId, media: Media, keyframe: Keyframe) -> Timeline:
    """A picture of `media` given to a generated clip, in the place of one at the same frame.

    Raises EditError on a locked track, for a clip that takes none, and where the frame is none of those it was asked
    for.
    """
    clip, generation = _asked(timeline, clip_id)
    if media.picture is None:
        raise EditError(tr("{name} has no picture.", name=media.name), tr("Choose a still or a film."))
    if not 0 <= keyframe.at < generation.frames:
        raise EditError(tr("That frame is none of the new ones."), tr("Choose a frame within the generated clip."))
    others = (other for other in generation.keyframes if other.at != keyframe.at)
    after = tuple(sorted((*others, keyframe), key=lambda each: each.at))
    return _asking(add_media(timeline, media), clip, generation, after)


def move_keyframe(timeline: Timeline, clip_id: ItemId, at: int, by: int) -> Timeline:
    """As far as it goes between its neighbours. Raises EditError where there is none, or on a locked track."""
    least, most = keyframe_limits(timeline, clip_id, at)
    place = at + max(least, min(by, most))
    return _with(timeline, clip_id, lambda each: replace(each, at=place) if each.at == at else each)


def keyframe_limits(timeline: Timeline, clip_id: ItemId, at: int) -> tuple[int, int]:
    """How many frames earlier (below 0) and later it can go. Raises EditError where there is none."""
    _, generation = _asked(timeline, clip_id)
    places = [each.at for each in generation.keyframes]
    if at not in places:
        raise EditError(tr("This keyframe is not there any more."), tr("Select another one."))
    earlier = max((place + 1 for place in places if place < at), default=0)
    later = min((place - 1 for place in places if place > at), default=generation.frames - 1)
    return earlier - at, later - at


def set_keyframe_noise(timeline: Timeline, clip_id: ItemId, at: int, noise: float) -> Timeline:
    """noise: 0 keep to 1 free. Raises EditError on a locked track."""
    free = max(0.0, min(noise, 1.0))
    return _with(timeline, clip_id, lambda each: replace(each, noise=free) if each.at == at else each)


def remove_keyframe(timeline: Timeline, clip_id: ItemId, at: int) -> Timeline:
    """Nothing where it is gone. Raises EditError on a locked track."""
    return _with(timeline, clip_id, lambda each: None if each.at == at else each)


def why_no_keyframe(timeline: Timeline, clip_id: ItemId) -> str:
    """Why a clip takes none, for the user; empty where it does."""
    clip, track = timeline.clip(clip_id), timeline.track_of(clip_id)
    if clip.generation is None or track.kind is not TrackKind.VIDEO:
        return tr("Keyframes are given to generated pictures: select a generated clip.")
    if clip.generation.purpose == Purpose.SLOW:
        return tr("Between a clip's own frames there is no room for keyframes.")
    if clip.timing is not None:
        return tr("Keyframes stand at frames of a take: play the clip at 100 % first (Ctrl+R).")
    return tr("{label} is locked.", label=timeline.label(track)) if track.locked else ""


def first_new_frame(timeline: Timeline, clip: Clip) -> int:
    """Where on the timeline the first of the frames that a generated clip was asked for stands, or would, if a trim
    has hidden it."""
    return timeline.range_of(clip.id).start - to_frames(clip.source_start, timeline.rate)


def keyframe_at(clip: Clip, at: int) -> Keyframe | None:
    keyframes = clip.generation.keyframes if clip.generation else ()
    return next((each for each in keyframes if each.at == at), None)


def has_changed(timeline: Timeline, clip: Clip) -> bool:
    """Whether what a clip is asked for now is not what the take it plays was given."""
    media = timeline.media_of(clip)
    made = media.made.generation if media is not None and media.made is not None else None
    if clip.generation is None or made is None:
        return False
    curve = clip.generation.curve
    return clip.generation.keyframes != made.keyframes or (bool(curve) and curve != made.curve)


def _asked(timeline: Timeline, clip_id: ItemId) -> tuple[Clip, Generation]:
    clip = find_clip(timeline, clip_id)[2]
    if refusal := why_no_keyframe(timeline, clip_id):
        raise EditError(refusal)
    assert clip.generation is not None, "refused before"
    return clip, clip.generation


def _with(timeline: Timeline, clip_id: ItemId, change: Callable[[Keyframe], Keyframe | None]) -> Timeline:
    """The clip's keyframes, each changed or, where that is None, taken away."""
    clip, generation = _asked(timeline, clip_id)
    after = tuple(new for each in generation.keyframes if (new := change(each)) is not None)
    return _asking(timeline, clip, generation, after)


def _asking(timeline: Timeline, clip: Clip, generation: Generation, keyframes: tuple[Keyframe, ...]) -> Timeline:
    """The clip with these, and its sound, which is asked for together with it."""
    if keyframes == generation.keyframes:
        return timeline
    now = replace(generation, keyframes=keyframes)
    alike = [each for each in made_with(timeline, clip) if not timeline.track_of(each).locked]
    return change_clips(timeline, alike, lambda each: replace(each, generation=now))
