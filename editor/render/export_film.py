"""The timeline as a film: H.264 with AAC, exactly as many frames and samples as it is long."""

import os
from collections.abc import Iterator
from pathlib import Path

from editor.render.compose import compose
from editor.render.decoders import ExactPictures
from editor.render.exported import Exported
from editor.render.layers import layers
from editor.render.sound import CHANNELS, Mixer
from editor.render.voices import audible_tracks, sample_at, voices
from editor.timeline.model import Clip, Media, Timeline, Track, TrackKind
from editor.timeline.rational_time import TimeRange
from engine.errors import MediaMissing, RequestError
from engine.media.ahead import ahead
from engine.media.colour import BT709
from engine.media.info import AudioInfo, ColourTags, VideoInfo
from engine.media.read import Frame
from engine.media.sound import Sound
from engine.media.target import output_errors, refuse_sources
from engine.media.write import write_film
from engine.progress import Report

STAGE = "Exporting"
BLOCK = 1 << 14  # samples


def export_film(timeline: Timeline, path: Path, span: TimeRange, report: Report, work: Path | None = None) -> Exported:
    """Write the frames of `span` to `path`, which appears when all of it is there.

    work: the name it has until then, in the same folder. Raises RequestError (nothing to export, or a clip is still to
    be made), MediaError types, OutputError (also where `path` is media of the project), NoSpace or Cancelled; what
    stood under `path` before is untouched then.
    """
    check(timeline, span)
    sources = [Path(media.path) for media in timeline.media]
    refuse_sources(path, sources)
    work = work or path
    pictures, mixer = ExactPictures(), Mixer()
    try:
        with ahead(frames(timeline, span, pictures, report)) as coming:
            count = write_film(work, coming, video_of(timeline), audio_of(timeline, span), sound(timeline, span, mixer))
    finally:
        mixer.close()
        pictures.close()
    rename(work, path, sources)
    return Exported(path, count, notes(pictures, mixer))


def notes(pictures: ExactPictures, mixer: Mixer) -> tuple[str, ...]:
    """What is in the film in the place of what could not be read."""
    still = (f"{Path(path).name} is damaged: a picture stands still there." for path in sorted(pictures.damaged))
    silent = (f"The sound of {Path(path).name} cannot be read: it is silent." for path in sorted(mixer.failed))
    return *still, *silent


def check(timeline: Timeline, span: TimeRange) -> None:
    """Raises RequestError or MediaMissing for what would not be in the film as the user means it."""
    if span.duration <= 0:
        do = "Put a clip on the timeline, or clear the in and out points."
        raise RequestError("There is nothing to export.", do=do)
    used = list(clips_in(timeline, span))
    pending = list({clip.link or clip.id: clip for clip in used if clip.is_pending}.values())  # with its sound, one
    if pending:
        which = f"{pending[0].name} is" if len(pending) == 1 else f"{len(pending)} clips are"
        raise RequestError(
            f"{which} still to be made.", do="Wait for them, or delete or disable them, then export again."
        )
    gone = [media.path for media in media_of(timeline, used) if not Path(media.path).is_file()]
    if gone or any(timeline.media_of(clip) is None for clip in used):
        what = f"There is no file {gone[0]}." if gone else "The media of a clip is missing."
        raise MediaMissing(what, do="Relink it, or delete the clips made of it.")


def clips_in(timeline: Timeline, span: TimeRange) -> Iterator[Clip]:
    """Those that are seen or heard. Handles of a dissolve that begins just outside are left to the reader."""
    seen = [track for track in timeline.tracks if track.kind is TrackKind.VIDEO and not track.hidden]
    for track in [*seen, *audible_tracks(timeline)]:
        yield from (clip for index, clip in placed_clips(track) if track.range_at(index).overlaps(span))


def placed_clips(track: Track) -> Iterator[tuple[int, Clip]]:
    return ((index, item) for index, item in enumerate(track.items) if isinstance(item, Clip) and item.enabled)


def media_of(timeline: Timeline, clips: list[Clip]) -> Iterator[Media]:
    found = (timeline.media_of(clip) for clip in clips)
    return (media for media in dict.fromkeys(found) if media is not None)


def frames(timeline: Timeline, span: TimeRange, pictures: ExactPictures, report: Report) -> Iterator[Frame]:
    """Times from 0."""
    size = timeline.width, timeline.height
    for index in range(span.duration):
        report(STAGE, index, span.duration)
        yield Frame(compose(layers(timeline, span.start + index), size, pictures), index / timeline.rate)
    report(STAGE, span.duration, span.duration)


def sound(timeline: Timeline, span: TimeRange, mixer: Mixer) -> Iterator[Sound]:
    """From the first frame's first sample on; the writer takes as much as the picture is long."""
    for start in range(sample_at(timeline, span.start), sample_at(timeline, span.end), BLOCK):
        count = min(BLOCK, sample_at(timeline, span.end) - start)
        yield Sound(mixer.mix(timeline, start, count), timeline.sample_rate)


def video_of(timeline: Timeline) -> VideoInfo:
    return VideoInfo(timeline.width, timeline.height, timeline.rate, colour=ColourTags(BT709, BT709, BT709))


def audio_of(timeline: Timeline, span: TimeRange) -> AudioInfo | None:
    """None where nothing is to be heard in the whole of it."""
    start = sample_at(timeline, span.start)
    heard = voices(timeline, start, sample_at(timeline, span.end) - start)
    return AudioInfo(timeline.sample_rate, CHANNELS, "stereo", "aac") if heard else None


def rename(work: Path, path: Path, sources: list[Path]) -> None:
    """Under its own name, once more only if that is no source."""
    if work == path:
        return
    try:
        refuse_sources(path, sources)
        with output_errors(path):
            os.replace(work, path)
    finally:
        work.unlink(missing_ok=True)
