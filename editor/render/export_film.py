"""The timeline as a film, as stills or as sound alone: exactly as many frames and samples as it is long."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from editor.render.decoders import ExactPictures
from editor.render.exported import Exported
from editor.render.exporting.film import write_film_of
from editor.render.exporting.presets import Kind
from editor.render.exporting.provenance import xmp_of
from editor.render.exporting.settings import ExportSettings
from editor.render.exporting.sound import write_sound_of
from editor.render.exporting.stills import write_stills_of
from editor.render.exporting.work import Work
from editor.render.sound import Mixer
from editor.render.voices import audible_tracks
from editor.timeline.model import Clip, Media, Timeline, Track, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.words import tr, trn
from engine.errors import MediaMissing, RequestError
from engine.media.target import new_file, output_errors
from engine.media.unfinished import unfinished
from engine.progress import Report

SIDECAR = ".xmp"
LONGEST_NAME = 255  # bytes, of most file systems
USUAL = ExportSettings()
WRITERS = {Kind.FILM: write_film_of, Kind.STILLS: write_stills_of, Kind.SOUND: write_sound_of}


def export_film(
    timeline: Timeline,
    path: Path,
    span: TimeRange,
    report: Report,
    work: Path | None = None,
    settings: ExportSettings = USUAL,
) -> Exported:
    """Write the frames of `span` to `path`, which appears when all of it is there.

    work: the name it has until then, in the same folder. Raises RequestError (nothing to export, or a clip is still to
    be made), MediaError types, OutputError (also where `path` is media of the project), NoSpace or Cancelled; what
    stood under `path` before is untouched then.
    """
    check(timeline, span)
    xmp = xmp_of(timeline, span) if settings.provenance else ""
    export = Work(timeline, span, settings, report, work or unfinished(path), xmp)
    try:
        written = WRITERS[export.preset.kind](export, path)
    finally:
        export.close()
    told = notes(export.pictures, export.mixer)
    if xmp and export.preset.kind is not Kind.STILLS and not export.preset.is_boxed:
        told += write_beside(path, xmp)
    return Exported(path, written.frames, told, size_of(path), written.copied)


def size_of(path: Path) -> int:
    """Bytes, of a folder those of its files."""
    return sum(each.stat().st_size for each in (path.iterdir() if path.is_dir() else [path]))


def write_beside(path: Path, xmp: str) -> tuple[str, ...]:
    """For files that an XMP packet has no place in; what is to be said of it. Raises OutputError."""
    beside = path.with_name(path.name + SIDECAR)
    is_short = len(os.fsencode(beside.name)) <= LONGEST_NAME
    if not is_short:
        beside = path.with_name(shortened(path.name))
    with new_file(beside) as temporary, output_errors(path):
        temporary.write_text(xmp, encoding="utf-8")
    return () if is_short else (tr("The generated parts are named in {name}.", name=beside.name),)


def shortened(name: str) -> str:
    """A sidecar's name where the film's own leaves no room for the ending; another film's is another."""
    mark = f".{sha256(os.fsencode(name)).hexdigest()[:8]}{SIDECAR}"
    return os.fsencode(name)[: LONGEST_NAME - len(mark)].decode(errors="ignore") + mark


def notes(pictures: ExactPictures, mixer: Mixer) -> tuple[str, ...]:
    """What is in the film in the place of what could not be read."""
    still = (
        tr("{name} is damaged: a picture stands still there.", name=Path(path).name)
        for path in sorted(pictures.damaged)
    )
    silent = (
        tr("The sound of {name} cannot be read: it is silent.", name=Path(path).name) for path in sorted(mixer.failed)
    )
    ungraded = (error.what for error in pictures.tables.unreadable.values())
    return *still, *silent, *ungraded


def check(timeline: Timeline, span: TimeRange) -> None:
    """Raises RequestError or MediaMissing for what would not be in the film as the user means it."""
    if span.duration <= 0:
        do = tr("Put a clip on the timeline, or clear the in and out points.")
        raise RequestError(tr("There is nothing to export."), do=do)
    used = list(clips_in(timeline, span))
    pending = list({clip.link or clip.id: clip for clip in used if clip.is_pending}.values())  # with its sound, one
    if pending:
        raise RequestError(
            trn(
                "{name} is still to be made.", "{count} clips are still to be made.", len(pending), name=pending[0].name
            ),
            do=tr("Wait for them, or delete or disable them, then export again."),
        )
    gone = [media.path for media in media_of(timeline, used) if not Path(media.path).is_file()]
    if gone or any(timeline.media_of(clip) is None for clip in used):
        what = tr("There is no file {gone}.", gone=gone[0]) if gone else tr("The media of a clip is missing.")
        raise MediaMissing(what, do=tr("Relink it, or delete the clips made of it."))


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
