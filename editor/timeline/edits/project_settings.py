"""What a whole timeline is like: its size, rate, timecode and sound, and what changing them does to what is on it."""

from dataclasses import dataclass, replace
from fractions import Fraction

from editor.timeline.edits.media_pool import at_rate
from editor.timeline.errors import EditError
from editor.timeline.model import Timeline, Transition
from editor.timeline.timecode import can_drop
from editor.words import tr, trn

SMALLEST, LARGEST = 16, 8192  # pixels; both even, as film encoders want it


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    name: str
    width: int
    height: int
    rate: Fraction  # frames per second
    start_frame: int  # what the timecode of frame 0 counts
    drop_frame: bool
    sample_rate: int


def settings_of(timeline: Timeline) -> ProjectSettings:
    return ProjectSettings(
        timeline.name,
        timeline.width,
        timeline.height,
        timeline.rate,
        timeline.start_frame,
        timeline.drop_frame,
        timeline.sample_rate,
    )


def change_settings(timeline: Timeline, wanted: ProjectSettings) -> Timeline:
    """With all that is on it at the same moments. Raises EditError where that cannot be."""
    if wanted == settings_of(timeline):
        return timeline
    _check_size(wanted.width, wanted.height)
    if wanted.rate != timeline.rate:
        _check_nothing_is_made(timeline)
    return replace(
        at_rate(timeline, wanted.rate),
        name=wanted.name or timeline.name,
        width=wanted.width,
        height=wanted.height,
        start_frame=wanted.start_frame,
        drop_frame=wanted.drop_frame and can_drop(wanted.rate),
        sample_rate=wanted.sample_rate,
        is_fresh=False,
    )


def what_changes(timeline: Timeline, wanted: ProjectSettings) -> str:
    """In words, what of the edit would be otherwise; "" where nothing would. Raises EditError as `change_settings`."""
    after = change_settings(timeline, wanted)
    if not after.duration:
        return ""
    words = []
    if (after.width, after.height) != (timeline.width, timeline.height):
        words.append(tr("Pictures are fitted into the new size."))
    if after.rate != timeline.rate:
        words.append(tr("Clips keep their moments, to the nearest frame."))
        lost = _transitions(timeline) - _transitions(after)
        if lost:
            words.append(
                trn(
                    "{count} transition no longer fit and would go.",
                    "{count} transitions no longer fit and would go.",
                    lost,
                )
            )
    return " ".join(words)


def _transitions(timeline: Timeline) -> int:
    return sum(isinstance(item, Transition) for track in timeline.tracks for item in track.items)


def _check_size(width: int, height: int) -> None:
    if any(side % 2 or not SMALLEST <= side <= LARGEST for side in (width, height)):
        raise EditError(
            tr("{width} × {height} is no size for a film.", width=width, height=height),
            tr("Both are even numbers from {smallest} to {largest}.", smallest=SMALLEST, largest=LARGEST),
        )


def _check_nothing_is_made(timeline: Timeline) -> None:
    pending = sum(clip.is_pending for track in timeline.tracks for clip in track.clips)
    if pending:
        clips = trn("a clip", "{count} clips", pending)
        raise EditError(
            tr("Frames are still to be made for {clips}, at this rate.", clips=clips),
            tr("Wait for them, or delete it first."),
        )
