"""How fast clips play: Speed/Duration, reverse and freezes, as the menus and the dialog do them."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from editor.actions.selecting import needed_under_playhead, selected_clips
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind, new_id
from editor.timeline.timing import ONE, PLAIN
from editor.view_state import Line
from editor.words import tr

FREEZE_SECONDS = 2  # Premiere's length of an inserted freeze frame


@dataclass(frozen=True, slots=True)
class SpeedChange:
    """What the Speed/Duration dialog asks for."""

    speed: Fraction
    keeps_pitch: bool = True
    ripple: bool = False


def meant(session: Session) -> list[Clip]:
    """The selected clips; without any, those under the playhead on the tracks that are aimed at. Raises EditError."""
    return selected_clips(session) or needed_under_playhead(session)


def speed_of(clip: Clip) -> Fraction:
    """As the dialog shows it; along a curve what it plays of its media on an average."""
    timing = clip.timing or PLAIN
    return timing.played(clip.duration) / clip.duration if timing.ramp else timing.speed


def set_speed(session: Session, ids: Iterable[ItemId], asked: SpeedChange) -> None:
    """Raises EditError."""
    after = edits.set_speed(
        session.document.timeline,
        ids,
        asked.speed,
        ripple=asked.ripple,
        keeps_pitch=asked.keeps_pitch,
        linked=session.view.linked,
    )
    session.document.apply(tr("Speed/Duration"), after)


def frames_at(timeline: Timeline, clip_id: ItemId, speed: Fraction) -> int:
    """How long a clip is at a speed, where nothing is in its way. Raises EditError for one that cannot be."""
    alone = edits.set_speed(timeline, [clip_id], abs(speed), ripple=True, linked=False)
    return alone.clip(clip_id).duration


def speed_for(timeline: Timeline, clip: Clip, frames: int) -> Fraction:
    """At which speed a clip plays what it plays in so many frames."""
    timing = clip.timing or PLAIN
    played = Fraction(clip.duration) if timing.holds else timeline.source_range(clip).duration * timeline.rate
    return played / frames


def set_keeps_pitch(session: Session, clip_id: ItemId, on: bool) -> None:
    after = edits.set_keeps_pitch(session.document.timeline, clip_id, on, session.view.linked)
    session.document.apply(tr("Keep Pitch"), after)


def is_heard_with(timeline: Timeline, clip: Clip) -> bool:
    """Whether a clip is sound, or is linked with some."""
    linked = timeline.linked(clip)
    return any(timeline.track_of(clip_id).kind is TrackKind.AUDIO for clip_id in linked)


def reverse(session: Session) -> None:
    timeline, ids = session.document.timeline, [clip.id for clip in meant(session)]
    session.document.apply(tr("Reverse"), edits.reverse(timeline, ids, session.view.linked))


def insert_freeze_frame(session: Session) -> None:
    """What the picture clip under the playhead shows there, held for two seconds; and it selected. Raises EditError."""
    timeline, frame = session.document.timeline, session.playback.frame
    clip, made = _picture_under_playhead(session), ItemId(new_id())
    frames = round(FREEZE_SECONDS * timeline.rate)
    session.document.apply(tr("Insert Freeze Frame"), edits.insert_freeze(timeline, clip.id, frame, frames, made))
    session.document.select([made])


def toggle_freeze(session: Session) -> None:
    """All of the picture clip under the playhead holds what it shows there; one that does plays on again."""
    timeline, clip = session.document.timeline, _picture_under_playhead(session)
    if is_frozen(clip):
        after = edits.set_speed(timeline, [clip.id], ONE, linked=False)
        session.document.apply(tr("Unfreeze"), after)
    else:
        session.document.apply(tr("Freeze Clip"), edits.freeze(timeline, clip.id, session.playback.frame))


def toggle_curve(session: Session) -> None:
    """Show the line of the speed on picture clips, to be bent there; or no line again."""
    shown = session.view.line_of(TrackKind.VIDEO) is Line.SPEED
    session.view.show_line(TrackKind.VIDEO, Line.NOTHING if shown else Line.SPEED)


def is_frozen(clip: Clip) -> bool:
    return clip.timing is not None and clip.timing.holds


def are_reversed(session: Session) -> bool:
    clips = selected_clips(session)
    return bool(clips) and all(clip.timing is not None and clip.timing.is_backward for clip in clips)


def are_frozen(session: Session) -> bool:
    """The pictures among what is selected."""
    timeline = session.document.timeline
    clips = [clip for clip in selected_clips(session) if timeline.track_of(clip.id).kind is TrackKind.VIDEO]
    return bool(clips) and all(is_frozen(clip) for clip in clips)


def _picture_under_playhead(session: Session) -> Clip:
    """The topmost one. Raises EditError."""
    timeline = session.document.timeline
    clips = [clip for clip in needed_under_playhead(session) if timeline.track_of(clip.id).kind is TrackKind.VIDEO]
    if not clips:
        raise EditError(tr("No picture is under the playhead."), tr("Put the playhead on a picture clip."))
    return clips[-1]


def in_words(clip: Clip) -> str:
    """On the clip and in the inspector: 50 %, −100 %, freeze, curve; empty at its own speed."""
    timing = clip.timing
    if timing is None:
        return ""
    if timing.holds:
        return "freeze"
    return "curve" if timing.ramp else percent(timing.speed)


def percent(speed: Fraction) -> str:
    """50 %; −33.33 %"""
    value = f"{abs(float(speed)) * 100:.2f}".rstrip("0").rstrip(".")
    return f"{'−' if speed < 0 else ''}{value} %"


def read_percent(text: str) -> Fraction:
    """50; 33,3 %; -100. Raises EditError."""
    bare = text.strip().removesuffix("%").strip().replace(",", ".").replace("−", "-")
    try:
        return Fraction(bare) / 100
    except (ValueError, ZeroDivisionError):
        raise EditError(tr("“{strip}” is no speed.", strip=text.strip()), tr("Type per cent, as 50.")) from None
