"""Files into the media pool, and back again when they have moved."""

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Media, MediaId, Picture, SoundTrack, Timeline, new_id
from engine.errors import LongtakeError
from engine.media.info import MediaInfo

SUFFIXES = (
    "mp4 m4v mov mkv webm avi mts m2ts ts mpg mpeg mxf ogv gif wav mp3 flac aac m4a ogg opus aif aiff png jpg jpeg webp"
)


async def import_files(session: Session, paths: Iterable[Path]) -> tuple[list[Media], list[LongtakeError]]:
    """Inspect the files beside the window and put those that can be read into the pool, as one edit.

    Folders are looked through. A file that is in the pool already is not taken twice: it comes back as it stands there.
    """
    files = [file for path in paths for file in files_in(path)]
    known = {media.path: media for media in session.document.timeline.media}
    asked = [asyncio.wrap_future(session.service.inspect(file)) for file in files if str(file) not in known]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    found, failed = [], []
    for answer in answers:
        if isinstance(answer, MediaInfo):
            found.append(media_from(answer))
        elif isinstance(answer, LongtakeError):
            failed.append(answer)
        elif isinstance(answer, BaseException):
            raise answer
    if found:
        session.document.apply("Import", with_media(session.document.timeline, found))
    return [*(known[str(file)] for file in files if str(file) in known), *found], failed


def with_media(timeline: Timeline, found: Sequence[Media]) -> Timeline:
    for media in found:
        timeline = edits.add_media(timeline, media)
    return timeline


def files_in(path: Path) -> list[Path]:
    """The file itself, or a folder's media in order of name, hidden ones left out."""
    path = path.absolute()
    if not path.is_dir():
        return [path]
    names = sorted(path.rglob("*"))
    return [name for name in names if name.suffix[1:].lower() in SUFFIXES.split() and not name.name.startswith(".")]


def media_from(info: MediaInfo) -> Media:
    video, audio = info.video, info.audio
    picture = video and Picture(
        round(video.width * video.sample_aspect),
        video.height,
        video.rate,
        video.variable,
        video.alpha,
        video.bit_depth,
    )
    sound = audio and SoundTrack(audio.sample_rate, audio.channels)
    path = str(info.path)
    return Media(MediaId(new_id()), path, info.path.stem, info.duration, picture, sound, os.path.getsize(path))


async def relink(session: Session, media_id: MediaId, path: Path) -> None:
    """Another file in the place of one that is missing: its clips play it from now on, also after an undo.

    Raises LongtakeError where it cannot be read or is too short for a clip that plays it.
    """
    info = await asyncio.wrap_future(session.service.inspect(path.absolute()))
    media = session.document.timeline.media_by_id[media_id]
    found = replace(media_from(info), id=media_id, name=media.name, made=media.made)
    session.document.amend(lambda timeline: edits.change_media(timeline, found))
    session.thumbnails.forget(media_id)


def missing(timeline: Timeline) -> list[Media]:
    return [media for media in timeline.media if not Path(media.path).is_file()]


def rename(session: Session, media_id: MediaId, name: str) -> None:
    """As shown; the file keeps its own name."""
    timeline = session.document.timeline
    media = replace(timeline.media_by_id[media_id], name=name)
    session.document.apply("Rename", edits.change_media(timeline, media))


def remove_media(session: Session, media_ids: Iterable[MediaId]) -> None:
    """Out of the pool; the files stay where they are. Raises EditError for what is in use."""
    timeline = session.document.timeline
    for media_id in media_ids:
        timeline = edits.remove_media(timeline, media_id)
    session.document.apply("Remove From Pool", timeline)
