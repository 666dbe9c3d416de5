"""What Slow Down does to the timeline, told before it is done."""

from dataclasses import replace
from fractions import Fraction
from math import ceil

from editor.actions.extending import Laid
from editor.actions.known import known_in
from editor.actions.requesting import MOST_NEW, why_no_source
from editor.timeline import edits
from editor.timeline.edits.track_items import change_clips
from editor.timeline.model import Clip, Generation, ItemId, Purpose, Stretch, Task, Timeline, new_id
from editor.timeline.timing import PLAIN
from editor.words import tr
from engine.requests import BUILT_IN, Sound

SPEEDS = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 10))  # that are offered


def slowed(timeline: Timeline, clip_id: ItemId, speed: Fraction) -> Laid:
    """A clip replaced by one as much longer; what follows moves, and its sound stays as it is. Raises EditError."""
    clip, made = timeline.clip(clip_id), ItemId(new_id())
    frames, media = frames_at(clip, speed), timeline.media_of(clip)
    assert media is not None, "a clip without a file is refused before"
    generation = slowing((Stretch(media.id, timeline.source_range(clip)),), speed, frames)
    return Laid(edits.replace_longer(timeline, clip_id, frames, generation, made), 0, frames, made, generation)


def slowing(sources: tuple[Stretch, ...], speed: Fraction, frames: int = 0) -> Generation:
    """Nothing of it is left to chance, so there is one take."""
    return Generation(
        task=Task.AFTER,
        sources=sources,
        model=BUILT_IN,
        frames=frames,
        sound=Sound.LEAVE.value,
        purpose=Purpose.SLOW.value,
        speed=speed,
    )


def frames_at(clip: Clip, speed: Fraction) -> int:
    """How long what a clip plays is at that speed of its media."""
    return ceil((clip.timing or PLAIN).played(clip.duration) / speed)


def why_no_slower(timeline: Timeline, clip_id: ItemId, speed: Fraction) -> str:
    """Why a clip can't be made slower, for the user; empty where it can."""
    clip = timeline.clip(clip_id)
    timing = clip.timing or PLAIN
    if timing.ramp or timing.speed <= 0:
        return tr("{name} does not play forward at one speed: give it one first (Ctrl+R).", name=clip.name)
    as_filmed = change_clips(timeline, [clip_id], lambda each: replace(each, timing=None))
    if refusal := why_no_source(as_filmed, clip_id):
        return refusal
    playing, media = timeline.source_range(clip), timeline.media_of(clip)
    assert media is not None, "a clip without a file is refused before"
    if playing.start < 0 or playing.end > media.duration:
        return tr("{name} plays more than its file has: trim it first.", name=clip.name)
    if known_in(timeline, Stretch(media.id, playing)) / speed > MOST_NEW:
        return tr("Too long: {most_new} frames can be made at once.", most_new=MOST_NEW)
    return ""
