"""Render and Replace: a clip as it plays, at its speed, backward or held, made into a film that plays as it is."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from editor.actions.importing import media_from
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits.track_items import change_clips, tail
from editor.timeline.errors import EditError
from editor.timeline.fading import without_fades
from editor.timeline.model import Clip, ItemId, Media, Take, Timeline, Track, TrackId, TrackKind, new_id
from editor.timeline.rational_time import to_seconds
from editor.words import tr
from engine.errors import MediaError

HANDLE_SECONDS = 1  # on either side, as far as there is media: for dissolves and trims
SUFFIX = ".mov"


@dataclass(frozen=True, slots=True)
class Rendering:
    """timeline: the clip alone. before: frames of it in front of what plays."""

    clip: Clip
    timeline: Timeline
    before: int
    path: Path


def why_no_rendering(timeline: Timeline, clip_id: ItemId) -> str:
    """Why a clip cannot be made into a film of its own, for the user; empty where it can."""
    clip, track = timeline.clip(clip_id), timeline.track_of(clip_id)
    media = timeline.media_of(clip)
    if track.locked:
        return tr("{label} is locked.", label=timeline.label(track))
    if track.kind is not TrackKind.VIDEO:
        return tr("Sound is not rendered: choose the picture.")
    if media is None or media.picture is None:
        return tr("{name} is still being made.", name=clip.name)
    if not Path(media.path).is_file():
        return tr("{name} is offline: relink it first.", name=clip.name)
    return (
        ""
        if clip.timing is not None
        else tr("{name} plays as it was filmed: there is nothing to render.", name=clip.name)
    )


def rendering_of(timeline: Timeline, clip_id: ItemId, folder: Path) -> Rendering:
    """What is to be rendered: in the picture's own size, without what is laid over it. Raises EditError."""
    if refusal := why_no_rendering(timeline, clip_id):
        raise EditError(refusal)
    clip, media = timeline.clip(clip_id), timeline.media_of(timeline.clip(clip_id))
    assert media is not None, "refused before"
    assert media.picture is not None, "refused before"
    most = round(HANDLE_SECONDS * timeline.rate)
    before, after = (min(most, each) for each in edits.handles(timeline, clip))
    longer = tail(timeline, replace(clip, duration=clip.duration + after), -before)
    plain = replace(without_fades(longer), look=None, enabled=True, link=None, group=None, generation=None)
    plain = replace(plain, takes=tuple(filter(None, (clip.take,))), active=0)
    alone = Timeline(
        timeline.name,
        timeline.rate,
        media.picture.width,
        media.picture.height,
        (Track(TrackId(new_id()), TrackKind.VIDEO, items=(plain,)),),
        media=(media,),
    )
    return Rendering(clip, alone, before, _unused(folder, tr("{name}, as it plays", name=clip.name)))


async def place(session: Session, rendering: Rendering) -> None:
    """The film in the clip's place, as one edit. Raises EditError where the clip was changed meanwhile."""
    media = media_from(await asyncio.wrap_future(session.service.inspect(rendering.path)))
    timeline = session.document.timeline
    session.document.apply(tr("Render and Replace"), replaced(timeline, rendering, media))


def replaced(timeline: Timeline, rendering: Rendering, media: Media) -> Timeline:
    """Raises EditError, and MediaError where the film is not what was asked for."""
    was, rate = rendering.clip, timeline.rate
    now = timeline.clip(was.id) if timeline.has(was.id) else None
    if now is None or _playing(now) != _playing(was):
        raise EditError(tr("“{name}” was changed while it was rendered.", name=was.name), tr("Render it again."))
    if media.picture is None or media.duration < to_seconds(rendering.before + was.duration, rate):
        raise MediaError(
            tr("The film that was rendered is not whole."), kept=tr("The clip is as it was."), do=tr("Try again.")
        )
    start = to_seconds(rendering.before, rate)

    def change(clip: Clip) -> Clip:
        return replace(clip, takes=(Take(media.id),), active=0, source_start=start, timing=None, generation=None)

    return change_clips(edits.add_media(timeline, media), [was.id], change)


def _playing(clip: Clip) -> tuple[object, ...]:
    return clip.take, clip.source_start, clip.duration, clip.timing


def _unused(folder: Path, name: str) -> Path:
    """A name that no file there has."""
    bare = "".join(letter if letter.isalnum() or letter in " ,.-_()" else "_" for letter in name).strip(". ") or "clip"
    paths = (folder / f"{bare}{f' {number}' if number > 1 else ''}{SUFFIX}" for number in range(1, 10_000))
    return next(path for path in paths if not path.exists())
