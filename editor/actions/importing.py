"""Files into the media pool, and back again when they have moved."""

import asyncio
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from editor.render.media_match import files_below, is_missing
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Media, MediaId, Picture, SoundTrack, Timeline, Track, TrackKind, new_id
from editor.words import tr
from engine.errors import LongtakeError, MediaError
from engine.media.fingerprint import content_fingerprint
from engine.media.info import MediaInfo

SUFFIXES = (
    "mp4 m4v mov mkv webm avi mts m2ts ts mpg mpeg mxf ogv gif wav mp3 flac aac m4a ogg opus aif aiff png jpg jpeg webp"
)
STILLS = frozenset((".png", ".jpg", ".jpeg", ".webp"))  # what is a still by its name


class Imported(NamedTuple):
    """found: in the order of the files. notes: what is not as it should be with some, by the file's name."""

    found: list[Media]
    failed: list[LongtakeError]
    notes: dict[str, tuple[str, ...]]


async def import_files(session: Session, paths: Iterable[Path], folder: str = "") -> Imported:
    """Inspect the files beside the window and put those that can be read into the pool, as one edit.

    Folders are looked through. A file that is in the pool already, be it under another name, is not taken twice: it
    comes back as it stands there. folder: of the pool, for those that are new.
    """
    files, failed = await asyncio.to_thread(_files, list(paths))
    known = await asyncio.to_thread(_by_place, session.document.timeline.media)
    asked = {place: session.service.inspect(file) for place, file in files.items() if place not in known}
    answers = await asyncio.gather(*map(asyncio.wrap_future, asked.values()), return_exceptions=True)
    read = [(place, answer) for place, answer in zip(asked, answers, strict=True) if isinstance(answer, MediaInfo)]
    new = {place: replace(await known_again(info), folder=folder) for place, info in read}
    known = new | known | _by_place(session.document.timeline.media)  # some may have come in another way meanwhile
    failed += [answer for answer in answers if isinstance(answer, LongtakeError)]
    found = [known[place] for place in files if place in known]
    session.document.apply(tr("Import"), edits.add_media(session.document.timeline, *found))
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, LongtakeError):
            raise answer  # after what could be kept was
    notes = {answer.path.name: answer.notes for answer in answers if isinstance(answer, MediaInfo) and answer.notes}
    return Imported(found, failed, notes)


def _files(paths: Sequence[Path]) -> tuple[dict[str, Path], list[LongtakeError]]:
    """Each file once, by where it really lies; and the folders that hold none."""
    files: dict[str, Path] = {}
    failed: list[LongtakeError] = []
    for path in paths:
        found = files_in(path)
        for file in found:
            files.setdefault(os.path.realpath(file), file)
        if not found:
            failed.append(
                MediaError(
                    tr("There is no film, sound or still in {name}.", name=path.name), do=tr("Choose another folder.")
                )
            )
    return files, failed


def _by_place(pool: Iterable[Media]) -> dict[str, Media]:
    return {os.path.realpath(media.path): media for media in pool}


def files_in(path: Path) -> list[Path]:
    """The file itself, or a folder's media, those of inner folders last; what is hidden is left out."""
    path = path.absolute()
    if not path.is_dir():
        return [path]
    wanted = {f".{suffix}" for suffix in SUFFIXES.split()}
    return [file for file in files_below(path) if file.suffix.lower() in wanted and not file.name.startswith(".")]


def media_from(info: MediaInfo) -> Media:
    """With an id of its own."""
    path = str(info.path)
    return Media(MediaId(new_id()), path, info.path.stem, info.duration, _picture(info), _sound(info), _size(path))


async def known_again(info: MediaInfo) -> Media:
    """With what its content is told by, so that it is found when it has moved under another name."""
    media = media_from(info)
    try:
        return replace(media, fingerprint=await asyncio.to_thread(content_fingerprint, Path(media.path)))
    except OSError:  # gone since it was read
        return media


def _picture(info: MediaInfo) -> Picture | None:
    video = info.video
    if video is None:
        return None
    width = max(1, round(video.width * video.sample_aspect))
    return Picture(width, video.height, video.rate, video.variable, video.alpha, video.bit_depth)


def _sound(info: MediaInfo) -> SoundTrack | None:
    return None if info.audio is None else SoundTrack(info.audio.sample_rate, info.audio.channels)


def _size(path: str) -> int:
    """0 where it has gone since it was read."""
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


async def relink(session: Session, media_id: MediaId, path: Path) -> None:
    """Another file in the place of one that is missing: its clips play it from now on, also after an undo.

    Raises LongtakeError where it cannot be read or is not enough for a clip, and EditError where the media is gone.
    """
    info = await asyncio.wrap_future(session.service.inspect(path.absolute()))
    timeline = session.document.timeline
    media = timeline.media_by_id.get(media_id)
    if media is None:
        raise EditError(tr("This media is not in the pool any more."), tr("Import the file instead."))
    found = replace(await known_again(info), id=media_id, name=media.name, folder=media.folder)
    found = replace(found, made=media.made, encoding=media.encoding)
    _refuse_unfit(timeline, media, found)
    session.document.amend(lambda timeline: edits.change_media(timeline, found))
    session.thumbnails.forget(media_id)
    for playback in (session.playback, session.source_playback):
        playback.forget_pictures()
    if session.source.media is not None and session.source.media.id == media_id:
        session.source.open(found)


def _refuse_unfit(timeline: Timeline, media: Media, found: Media) -> None:
    """Raises MediaError for the first clip that the file is not enough for."""
    name = Path(found.path).name
    for clip, place, kind, end in _needs(timeline, media):
        part, word = (found.picture, tr("picture")) if kind is TrackKind.VIDEO else (found.sound, tr("sound"))
        if part is None:
            raise _unfit(
                tr(
                    "{name} has no {word}, which “{clip}” on {place} needs.",
                    name=name,
                    word=word,
                    clip=clip.name,
                    place=place,
                )
            )
        if not found.is_still and end - found.duration >= 1 / timeline.rate:
            lengths = tr(
                "up to {wanted:.1f} s, and it ends at {end:.1f} s",
                wanted=float(end),
                end=float(found.duration),
            )
            raise _unfit(
                tr(
                    "{name} is too short: “{clip}” on {place} needs it {lengths}.",
                    name=name,
                    clip=clip.name,
                    place=place,
                    lengths=lengths,
                )
            )


def _needs(timeline: Timeline, media: Media) -> Iterator[tuple[Clip, str, TrackKind, Fraction]]:
    """The clips that play a file or are generated from it, their tracks, and what of the file: up to which second."""
    for track in timeline.tracks:
        for clip in track.clips:
            for kind, end in _ends(timeline, track, clip, media):
                yield clip, timeline.label(track), kind, end


def _ends(timeline: Timeline, track: Track, clip: Clip, media: Media) -> Iterator[tuple[TrackKind, Fraction]]:
    for take in clip.takes:
        if take.media == media.id:
            end = timeline.source_range(replace(clip, takes=(take,), active=0)).end
            yield track.kind, end if media.is_still else min(end, media.duration)  # it may go beyond what there was
    for stretch in clip.generation.sources if clip.generation else ():
        if stretch.media == media.id:
            yield TrackKind.VIDEO, stretch.range.end
    for keyframe in clip.generation.keyframes if clip.generation else ():
        if keyframe.media == media.id:
            yield TrackKind.VIDEO, keyframe.start


def _unfit(what: str) -> MediaError:
    return MediaError(what, kept=tr("The clips wait for the old file as before."), do=tr("Choose another file."))


def missing(timeline: Timeline) -> list[Media]:
    return [media for media in timeline.media if is_missing(media)]


def rename(session: Session, media_id: MediaId, name: str) -> None:
    """As shown; the file and the clips keep their names. Raises EditError for no name."""
    if not (name := name.strip()):
        raise EditError(tr("Media needs a name."), tr("Type one."))
    timeline = session.document.timeline
    media = replace(timeline.media_by_id[media_id], name=name)
    session.document.apply(tr("Rename"), edits.change_media(timeline, media))


def interpret(session: Session, media_ids: Iterable[MediaId], encoding: str) -> None:
    """What the colours of files are coded as, for all that is made from them from now on; "" is as each says itself."""
    timeline = session.document.timeline
    for media_id in media_ids:
        media = replace(timeline.media_by_id[media_id], encoding=encoding)
        timeline = edits.change_media(timeline, media)
    session.document.apply(tr("Interpret Colours"), timeline)


def remove_media(session: Session, media_ids: Iterable[MediaId]) -> None:
    """Out of the pool; the files stay where they are. Raises EditError where one of them is in use."""
    timeline = session.document.timeline
    for media_id in media_ids:
        timeline = edits.remove_media(timeline, media_id)
    session.document.apply(tr("Remove From Pool"), timeline)
    if session.source.media is not None and session.source.media.id not in timeline.media_by_id:
        session.source.close()
