"""A timeline in a form that other editors read, as files."""

from collections.abc import Mapping
from pathlib import Path

import opentimelineio as otio

from editor.interchange.formats import EDL, FINAL_CUT_7, FINAL_CUT_X, OTIO, Format
from editor.interchange.plain import Plain, one_line
from editor.timeline.model import Clip, MediaId, Timeline, Track, TrackKind
from editor.timeline.timecode import can_drop
from editor.words import tr
from engine.errors import LongtakeError, RequestError
from engine.media.info import FileTimecode
from engine.media.target import new_file, output_errors
from engine.media.timecode import read_timecode

FREE = "nucoda"  # the style of EDL that says where each file lies


def write_timeline(timeline: Timeline, form: Format, path: Path) -> list[Path]:
    """The files written: of an EDL, which holds one track, one for each picture track.

    Raises RequestError where nothing is to be written or the form does not know the rate, OutputError or NoSpace.
    """
    if not any(isinstance(item, Clip) and item.takes for track in timeline.tracks for item in track.items):
        raise RequestError(tr("There is nothing to export."), do=tr("Put a clip on the timeline first."))
    texts = texts_of(Plain(timeline, form, timecodes_of(timeline)), path)
    for place, text in texts.items():
        with new_file(place) as temporary, output_errors(place):
            temporary.write_text(text, encoding="utf-8")
    return list(texts)


def timecodes_of(timeline: Timeline) -> dict[MediaId, FileTimecode]:
    """Of the files that play; one that cannot be read has none."""
    played = {take.media for track in timeline.tracks for clip in track.clips if (take := clip.take)}
    found = {}
    for media in timeline.media:
        if media.id in played:
            try:
                found[media.id] = read_timecode(Path(media.path))
            except LongtakeError:
                continue
    return found


def texts_of(plain: Plain, path: Path) -> Mapping[Path, str]:
    try:
        return WRITERS[plain.form.id](plain, path)
    except (otio.exceptions.OTIOError, ValueError) as error:
        what = tr("{name} cannot hold this timeline: {error}.", name=plain.form.name, error=error)
        raise RequestError(what, do=tr("Choose another form.")) from error


def _as_otio(plain: Plain, path: Path) -> Mapping[Path, str]:
    return {path: otio.adapters.write_to_string(plain.whole(), "otio_json")}


def _as_final_cut_7(plain: Plain, path: Path) -> Mapping[Path, str]:
    from editor.interchange import final_cut_7

    return {path: final_cut_7.written(plain.whole())}


def _as_final_cut_x(plain: Plain, path: Path) -> Mapping[Path, str]:
    """Everything hangs on the lowest picture track, which has to be as long as the whole and hold no dissolve."""
    from editor.interchange import fcpx

    whole, frames = plain.whole(), plain.timeline.duration
    pictures = [each for each in whole.tracks if each.kind == otio.schema.TrackKind.Video]
    if not pictures:
        pictures = [otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)]
        whole.tracks.insert(0, pictures[0])
    rest = frames - (pictures[0].duration().value if len(pictures[0]) else 0)
    if rest > 0:
        pictures[0].append(plain.gap(round(rest)))
    return {path: fcpx.written(whole, plain.timeline)}


def _as_edl(plain: Plain, path: Path) -> Mapping[Path, str]:
    tracks = [each for each in plain.timeline.tracks if each.kind is TrackKind.VIDEO and any(each.clips)]
    if not tracks:
        raise RequestError(tr("An EDL holds pictures, and there are none."), do=tr("Choose another form."))
    return {
        place: edl_of(plain, track) for place, track in zip(_names(path, plain.timeline, tracks), tracks, strict=True)
    }


def _names(path: Path, timeline: Timeline, tracks: list[Track]) -> list[Path]:
    """The first is called as was asked for, the others by their tracks."""
    return [path, *(path.with_name(f"{path.stem} {timeline.label(each)}{path.suffix}") for each in tracks[1:])]


def edl_of(plain: Plain, track: Track) -> str:
    """The record side begins at the sequence's own first timecode: a gap of as many frames leads."""
    timeline, alone = plain.timeline, otio.schema.Timeline(one_line(plain.timeline.name))
    alone.tracks.append(plain.track(track, lead=timeline.start_frame))
    alone.tracks[0].enabled = True
    text: str = otio.adapters.write_to_string(alone, "cmx_3600", rate=float(plain.rate), style=FREE)
    drops = timeline.drop_frame and can_drop(timeline.rate)
    return text.replace("\n\n", f"\nFCM: {'DROP FRAME' if drops else 'NON-DROP FRAME'}\n\n", 1)


WRITERS = {OTIO.id: _as_otio, FINAL_CUT_7.id: _as_final_cut_7, FINAL_CUT_X.id: _as_final_cut_x, EDL.id: _as_edl}
