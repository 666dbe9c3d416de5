"""Timelines to cut in."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from editor.timeline.model import (
    Clip,
    Gap,
    Generation,
    ItemId,
    Join,
    Made,
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
)
from editor.timeline.rational_time import MediaRange

RATE = Fraction(24)
PICTURE = Picture(1280, 720, RATE)


def a_media(folder: Path, name: str, seconds: int = 30, sound: bool = True) -> Media:
    path = folder / f"{name}.mp4"
    path.touch()
    return Media(MediaId(name), str(path), name, Fraction(seconds), PICTURE, SoundTrack(48_000, 2) if sound else None)


def a_clip(name: str, media: str, frames: int, start: int = 5, link: str | None = None) -> Clip:
    return Clip(ItemId(name), name, frames, (Take(MediaId(media)),), source_start=Fraction(start), link=link)


def a_cut(folder: Path) -> Timeline:
    """V1: a 0..100, b 100..200, gap, c 250..350. V2: empty. A1: the sound of a and b. A2: empty. Handles everywhere.

    a and its sound are linked, b and its sound are not.
    """
    media = (a_media(folder, "surf"), a_media(folder, "bird"))
    picture = (
        a_clip("a", "surf", 100, link="one"),
        a_clip("b", "bird", 100),
        Gap(ItemId("gap"), 50),
        a_clip("c", "surf", 100, start=10),
    )
    sound = (a_clip("a sound", "surf", 100, link="one"), a_clip("b sound", "bird", 100))
    tracks = (
        Track(TrackId("v1"), TrackKind.VIDEO, "Picture", picture, targeted=True),
        Track(TrackId("v2"), TrackKind.VIDEO, "Cutaways"),
        Track(TrackId("a1"), TrackKind.AUDIO, "Location", sound, targeted=True),
        Track(TrackId("a2"), TrackKind.AUDIO, "Ambience"),
    )
    return Timeline("Big Swell", RATE, 1280, 720, tracks, media=media)


def generation(task: Task = Task.AFTER, media: str = "bird") -> Generation:
    return Generation(task, (Stretch(MediaId(media), MediaRange(Fraction(0), Fraction(5))),))


def with_pending(timeline: Timeline, frames: int = 50) -> Timeline:
    """The gap of V1 filled by a clip that is asked for: `pending`."""
    pending = Clip(ItemId("pending"), "bird, after", frames, generation=generation())
    return replace_item(timeline, ItemId("gap"), pending)


def with_made(timeline: Timeline, folder: Path, verdict: str = "good") -> Timeline:
    """The same, made: `made`."""
    holds = Join("start", "good", "The join holds")
    made = Made(generation(), "Longtake built-in model", verdict=verdict, joins=(holds,))
    media = replace(a_media(folder, "made"), made=made)
    clip = Clip(ItemId("made"), "bird, after", 50, (Take(media.id, Fraction(1)),), generation=generation())
    return replace(replace_item(timeline, ItemId("gap"), clip), media=(*timeline.media, media))


def replace_item(timeline: Timeline, item_id: ItemId, new: Clip) -> Timeline:
    row, index = timeline.place(item_id)
    track = timeline.tracks[row]
    items = (*track.items[:index], new, *track.items[index + 1 :])
    tracks = (*timeline.tracks[:row], replace(track, items=items), *timeline.tracks[row + 1 :])
    return replace(timeline, tracks=tracks)
