"""Looking at a join again and again, and at what another take would make of it; nothing here is an edit."""

from fractions import Fraction

from editor.actions.extending import in_words
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, Media, Timeline
from editor.timeline.rational_time import TimeRange
from editor.words import tr

AROUND = Fraction(3, 2)  # seconds on either side of a join, that are played again and again
ONE_TAKE = tr("There is one take of this clip: make another one first.")


def why_no_comparison(timeline: Timeline, clip_id: ItemId) -> str:
    """For the user; empty where there is something to compare."""
    return "" if len(timeline.clip(clip_id).takes) > 1 else ONE_TAKE


def around(timeline: Timeline, join: int) -> TimeRange:
    """What is played of a join: so much before it and after it, as far as there is anything."""
    reach = max(1, round(AROUND * timeline.rate))
    return TimeRange(join - reach, 2 * reach).intersection(TimeRange(0, timeline.duration))


def toggle_loop(session: Session, join: int) -> None:
    """Play around a join again and again; where that is what plays, stop."""
    playback, span = session.playback, around(session.document.timeline, join)
    if playback.loop_range == span and playback.is_playing:
        playback.pause()
        playback.loop_range = None
        return
    playback.loop_range = span
    playback.seek(span.start)
    playback.play()


def off_join(timeline: Timeline, join: int, frame: int) -> str:
    """Join + 1 s 3 f; Join - 12 f; At the join"""
    if frame == join:
        return tr("At the join")
    return tr("Join {which} {length}", which="+" if frame > join else "-", length=in_words(abs(frame - join), timeline))


def name_in_words(timeline: Timeline, clip_id: ItemId) -> str:
    """surf, after; of a clip that was split and so has a take of its own in each part: surf, after (part 1 of 2)."""
    clip, track = timeline.clip(clip_id), timeline.track_of(clip_id)
    starts = sorted({part.source_start for part in edits.parts_of(timeline, clip_id) if part.id in track.indices})
    if len(starts) < 2:
        return clip.name
    number = starts.index(clip.source_start) + 1
    return tr("{name} (part {number} of {count})", name=clip.name, number=number, count=len(starts))


def shot_at(timeline: Timeline, clip_id: ItemId, frame: int) -> tuple[Media, Fraction] | None:
    """What a clip's track shows at a frame: the file, and the moment in it in seconds. None where there is no file."""
    track = timeline.track_of(clip_id)
    index = track.index_at(frame)
    item = track.items[index] if index is not None else None
    media = timeline.media_of(item) if isinstance(item, Clip) else None
    if index is None or media is None or not isinstance(item, Clip):
        return None
    return media, timeline.moment(item, frame - track.starts[index])
