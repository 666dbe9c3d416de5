"""Timelines handed to other editors, and taken from them."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from editor.actions.foreign_timeline import placed, stand_in
from editor.actions.importing import known_again
from editor.interchange import asking
from editor.interchange.foreign import Foreign
from editor.interchange.formats import Format
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Media
from editor.words import tr
from engine.errors import LongtakeError
from engine.media.info import MediaInfo


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a foreign timeline. missing: files that are not where it says, nor near it."""

    clips: int
    missing: int
    notes: tuple[str, ...] = ()


async def export_timeline(session: Session, form: Format, path: Path) -> list[Path]:
    """The files written. Edits go on meanwhile; it is written as it stands now. Raises LongtakeError."""
    return await asyncio.to_thread(asking.write, session.document.timeline, form, path)


async def import_timeline(session: Session, path: Path) -> Taken:
    """Onto the timeline, after what is there, as one edit; its media into the pool.

    Raises LongtakeError for a file that cannot be read, and EditError where nothing is in it.
    """
    foreign = await asyncio.to_thread(asking.read, path.absolute(), session.document.timeline.rate)
    if not any(track.items for track in foreign.tracks):
        raise EditError(tr("There is nothing on the timeline in {name}.", name=path.name), tr("Choose another file."))
    files = await _files(session, foreign)
    before = session.document.timeline
    after = placed(before, foreign, files)
    session.document.apply(tr("Import Timeline"), after)
    added = sum(len(list(track.clips)) for track in after.tracks) - sum(len(list(each.clips)) for each in before.tracks)
    return Taken(added, sum(not os.path.isfile(media.path) for media in files), foreign.notes)


async def _files(session: Session, foreign: Foreign) -> list[Media]:
    """Its media in its own order: those of the pool where they are there already."""
    known = {os.path.realpath(media.path): media for media in session.document.timeline.media}
    asked = {}
    for file in foreign.media:
        place = os.path.realpath(file.path)
        if file.is_there and place not in known and place not in asked:
            asked[place] = asyncio.wrap_future(session.service.inspect(Path(file.path)))
    answers = await asyncio.gather(*asked.values(), return_exceptions=True)
    new = {}
    for place, answer in zip(asked, answers, strict=True):
        if isinstance(answer, MediaInfo):
            new[place] = await known_again(answer)
        elif not isinstance(answer, LongtakeError):
            raise answer
    known = new | {os.path.realpath(media.path): media for media in session.document.timeline.media}
    places = [os.path.realpath(file.path) for file in foreign.media]
    return [known.get(place) or stand_in(foreign, index) for index, place in enumerate(places)]
