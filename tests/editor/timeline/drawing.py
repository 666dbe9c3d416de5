"""Timelines as drawings: `V1="A10 .5 B10"` is a clip of 10 frames, a gap of 5, and a clip of 10.

A10     a clip, its id and name A, with 20 frames of media on either side of what plays
A10~3   with 3 frames on either side; A10~0/7 with none before and 7 behind; A10~ a still
A10*    still to be generated
A10=x   linked with what else has =x
.5      a gap
+2/3    a transition, 2 frames before the cut and 3 after it

`drawn` gives the same back: A10@3 plays media 3 frames later than it was drawn with.
"""

import re
from fractions import Fraction

from editor.timeline.model import (
    Clip,
    Gap,
    Generation,
    Item,
    ItemId,
    Media,
    MediaId,
    Picture,
    SoundTrack,
    Stretch,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    Transition,
)
from editor.timeline.rational_time import MediaRange

RATE = Fraction(24)
PICTURE = Picture(1920, 1080, RATE)
SOUND = SoundTrack(48_000, 2)
TOKEN = re.compile(r"(?P<name>[A-Za-z]\w*?)(?P<frames>\d+)(?P<rest>.*)")


def scene(locked: str = "", loose: str = "", markers: tuple = (), **tracks: str) -> Timeline:
    """A timeline of tracks as drawn. locked, loose: the labels of tracks that are locked, or have no sync lock."""
    media: dict[str, Media] = {}
    made = [
        Track(
            TrackId(label),
            TrackKind.VIDEO if label[0] == "V" else TrackKind.AUDIO,
            items=tuple(_item(token, label, index, media) for index, token in enumerate(drawing.split())),
            locked=label in locked.split(),
            sync_locked=label not in loose.split(),
        )
        for label, drawing in tracks.items()
    ]
    return Timeline("Scene", RATE, 1920, 1080, tuple(made), markers, tuple(media.values()))


def _item(token: str, label: str, index: int, media: dict[str, Media]) -> Item:
    item_id = ItemId(f"{label}.{index}")
    if token.startswith("."):
        return Gap(item_id, int(token[1:]))
    if token.startswith("+"):
        before, after = token[1:].split("/")
        return Transition(item_id, int(before), int(after))
    return _clip(token, media)


def _clip(token: str, media: dict[str, Media]) -> Clip:
    match = TOKEN.fullmatch(token)
    assert match, token
    name, frames, rest = match["name"], int(match["frames"]), match["rest"]
    rest, _, link = rest.partition("=")
    clip = Clip(ItemId(name), name, frames, link=link or None)
    if rest == "*":
        return Clip(ItemId(name), name, frames, link=link or None, generation=generation())
    before, after = _handles(rest)
    media[name] = Media(MediaId(name), f"/{name}.mp4", name, _length(rest, frames + before + after), PICTURE, SOUND)
    return Clip(clip.id, name, frames, (Take(MediaId(name)),), source_start=before / RATE, link=clip.link)


def _handles(rest: str) -> tuple[int, int]:
    if rest in ("", "~"):
        return 20, 20
    before, _, after = rest[1:].partition("/")
    return int(before), int(after or before)


def _length(rest: str, frames: int) -> Fraction:
    return Fraction(0) if rest == "~" else frames / RATE


def generation(task: Task = Task.AFTER, seed: int = 0, source: str | None = None) -> Generation:
    sources = () if source is None else (Stretch(MediaId(source), MediaRange(Fraction(0), Fraction(1))),)
    return Generation(task, sources, seed=seed)


def film(name: str, frames: int = 48, rate: Fraction = RATE, width: int = 1920) -> Media:
    return Media(MediaId(name), f"/{name}.mp4", name, frames / rate, Picture(width, 1080, rate), SOUND)


def clip_of(media: Media, frames: int, name: str = "new") -> Clip:
    return Clip(ItemId(name), name, frames, (Take(media.id),))


def drawn(timeline: Timeline) -> dict[str, str]:
    """Every track as a drawing, by its label."""
    return {timeline.label(track): draw(timeline, track) for track in timeline.tracks}


def draw(timeline: Timeline, track: Track) -> str:
    return " ".join(_token(timeline, item) for item in track.items)


def _token(timeline: Timeline, item: Item) -> str:
    if isinstance(item, Gap):
        return f".{item.duration}"
    if isinstance(item, Transition):
        return f"+{item.in_offset}/{item.out_offset}"
    name = item.name.replace(" ", "")
    media = timeline.media_of(item)
    usual = Fraction(20) if media else Fraction(0)
    later = item.source_start * timeline.rate - usual
    return f"{name}{item.duration}" + (f"@{later}" if later else "")
