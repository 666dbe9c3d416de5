"""Send Take Back: a take as a film that the editor it came from can put beside its source, at the source's timecode."""

import asyncio
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from editor.interchange import asking
from editor.interchange.formats import EDL, OTIO
from editor.interchange.timecodes import seconds_of
from editor.render.exporting.settings import ExportSettings
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits.track_items import tail
from editor.timeline.errors import EditError
from editor.timeline.fading import without_fades
from editor.timeline.model import (
    Clip,
    Gap,
    Generation,
    ItemId,
    Media,
    MediaId,
    Stretch,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    new_id,
)
from editor.timeline.rational_time import to_frames
from editor.timeline.timecode import can_drop, format_timecode
from editor.words import tr
from engine.errors import LongtakeError
from engine.media.info import FileTimecode

USUAL = "prores-hq"
OWN = {"h264": "h264", "hevc": "h265", "av1": "av1", "prores": "prores-422", "dnxhd": "dnxhr-hq"}  # presets by codecs
NO_TIMECODE = FileTimecode()
REEL_LENGTH = 32  # characters


@dataclass(frozen=True, slots=True)
class Origin:
    """What a take continues. name: of its source; "" where it was made of words alone. form: a preset of its codec."""

    name: str = ""
    timecode: FileTimecode = NO_TIMECODE
    form: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """timeline: the take alone, handles on either side. place: where its first frame stands on the whole timeline."""

    clip: Clip
    timeline: Timeline
    timecode: str  # of the film's first frame
    reel: str
    place: int
    before: int  # frames of handle in front


def why_nothing_to_send(timeline: Timeline, clip: Clip) -> str:
    """For the user; empty where there is a take."""
    media = timeline.media_of(clip)
    if media is None or not clip.is_generated or media.picture is None:
        return tr("Nothing is made of this clip yet.")
    return "" if Path(media.path).is_file() else tr("{name} is offline: relink it first.", name=media.name)


async def origin_of(session: Session, clip_id: ItemId) -> Origin:
    """Read from the source's file; nothing is known of one that is not there."""
    timeline = session.document.timeline
    stretch = source_of(timeline.clip(clip_id).generation)
    media = timeline.media_by_id.get(stretch.media) if stretch else None
    if media is None:
        return Origin()
    path = Path(media.path)
    if not path.is_file():
        return Origin(path.name)
    try:
        timecode = await asyncio.to_thread(asking.timecode, path)
        info = await asyncio.wrap_future(session.service.inspect(path))
    except LongtakeError:  # the take can be sent all the same
        return Origin(path.name)
    return Origin(path.name, timecode, OWN.get(info.video.codec, "") if info.video else "")


def source_of(generation: Generation | None) -> Stretch | None:
    """What it goes on from: of a bridge, what comes first."""
    return generation.sources[0] if generation is not None and generation.sources else None


def sending_of(timeline: Timeline, clip_id: ItemId, take: int, handles: int, origin: Origin) -> Sending:
    """take: from 0. handles: frames at most on either side. Raises EditError where there is nothing to send."""
    clip = replace(timeline.clip(clip_id), active=take)
    if refusal := why_nothing_to_send(timeline, clip):
        raise EditError(refusal)
    before, after = (min(handles, each) for each in edits.handles(timeline, clip))
    longer = tail(timeline, replace(clip, duration=clip.duration + after), -before)
    place = timeline.range_of(clip_id).start
    timecode = timecode_of(timeline, clip, place, before, origin)
    reel = (origin.timecode.reel or Path(origin.name).stem or clip.name)[:REEL_LENGTH]
    return Sending(clip, _alone(timeline, longer), timecode, reel, place, before)


def timecode_of(timeline: Timeline, clip: Clip, place: int, before: int, origin: Origin) -> str:
    """The source's goes on over the cut; of what has no source, the sequence's own."""
    rate, stretch = timeline.rate, source_of(clip.generation)
    if stretch is None:
        frame, drops = timeline.start_frame + place - before, timeline.drop_frame
    else:
        media = timeline.media_by_id.get(stretch.media)
        source_rate = media.picture.rate if media and media.picture else rate
        moment = seconds_of(origin.timecode.text, source_rate) + first_moment(timeline, clip, stretch)
        frame, drops = to_frames(moment, rate) - before, ";" in origin.timecode.text
    return format_timecode(max(0, frame), rate, drops and can_drop(rate))


def first_moment(timeline: Timeline, clip: Clip, stretch: Stretch) -> Fraction:
    """Seconds of the source at which the clip's first frame would stand if the source went on."""
    generation, within = clip.generation, clip.source_start
    assert generation is not None, "asked of generated clips only"
    if generation.task is Task.BEFORE:
        return stretch.range.start - generation.frames / timeline.rate + within
    return (stretch.range.start if generation.comes_first else stretch.range.end) + within


def settings_of(sending: Sending, form: str) -> ExportSettings:
    return ExportSettings(preset=form, timecode=sending.timecode, reel=sending.reel)


def _alone(timeline: Timeline, clip: Clip) -> Timeline:
    """The take in its own size, without what is laid over it on the timeline; with its sound."""
    media = timeline.media_of(clip)
    assert media is not None, "refused before"
    assert media.picture is not None, "refused before"
    plain = replace(without_fades(clip), takes=tuple(filter(None, (clip.take,))), active=0, look=None)
    plain = replace(plain, enabled=True, link=None, group=None)
    tracks = [Track(TrackId(new_id()), TrackKind.VIDEO, items=(plain,))]
    if media.sound is not None:
        heard = replace(plain, id=ItemId(new_id()), generation=None)
        tracks.append(Track(TrackId(new_id()), TrackKind.AUDIO, items=(heard,)))
    alone = Timeline(clip.name, timeline.rate, media.picture.width, media.picture.height, tuple(tracks))
    return replace(alone, media=timeline.media, sample_rate=timeline.sample_rate)


async def write_places(timeline: Timeline, sending: Sending, film: Path) -> list[Path]:
    """An EDL and an OTIO beside the film that put it where the take stands. Raises LongtakeError."""
    placed = _placed(timeline, sending, film)
    written = []
    for form in (EDL, OTIO):
        written += await asyncio.to_thread(asking.write, placed, form, film.with_suffix(form.suffix))
    return written


def _placed(timeline: Timeline, sending: Sending, film: Path) -> Timeline:
    of_take = sending.timeline.media_of(next(sending.timeline.tracks[0].clips))
    assert of_take is not None, "it was sent"
    duration = sending.timeline.duration / timeline.rate
    media = Media(MediaId(new_id()), str(film), film.stem, duration, of_take.picture)
    start = sending.before / timeline.rate
    clip = Clip(ItemId(new_id()), film.stem, sending.clip.duration, (Take(media.id),), source_start=start)
    lead = (Gap(ItemId(new_id()), sending.place),) if sending.place else ()
    track = Track(TrackId(new_id()), TrackKind.VIDEO, items=(*lead, clip))
    whole = replace(timeline, tracks=(track,), media=(media,), markers=(), folders=(), mark_in=None, mark_out=None)
    return replace(whole, name=film.stem)
