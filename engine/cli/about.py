"""What a file is and how a take was made, as sentences."""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from engine.asking.again import NO_ORIGIN, Fate, FoundSource, TakeInfo
from engine.cli.said import said
from engine.cli.words import duration, frame_rate
from engine.finishing.colours.encodings import encoding_of
from engine.media.info import AudioInfo, MediaInfo, VideoInfo
from engine.requests import Adapter, Expert, Request, Source

NOT_SETTINGS = ("outputs", "takes", "model", "seed", "path")  # told otherwise
RATES = ("rate", "speed")  # numbers; all other fractions are seconds
FATES = {
    Fate.THERE: "is there, unchanged",
    Fate.CHANGED: "has changed: what is in it is not what the take was made from",
    Fate.GONE: "is not there",
}


def as_printed(text: str) -> str:
    """Text out of a file may hold what moves a terminal's cursor, or is no text at all: each such sign is a "?"."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text)


def file_in_words(media: MediaInfo) -> Iterator[str]:
    yield f"{media.path.name}: {duration(float(media.duration))}." if media.duration else f"{media.path.name}: a still."
    if media.video:
        yield f"Picture: {_picture(media.video)}."
        yield f"Colour: {_colour(media.video)}."
    yield f"Sound: {_sound(media.audio)}." if media.audio else "Sound: none."
    yield from (f"Note: {note}" for note in media.notes)


def _picture(video: VideoInfo) -> str:
    rate = "a varying rate, usually " if video.variable else ""
    scanned = ", interlaced" if video.interlaced else ""
    return f"{video.width} x {video.height} at {rate}{frame_rate(video.rate)} fps, {video.codec}{scanned}"


def _colour(video: VideoInfo) -> str:
    layout = {"rgb": "RGB", "gray": "grey"}.get(video.chroma, ":".join(video.chroma))
    alpha = ", with transparency" if video.alpha else ""
    spread = "full" if video.colour.full_range or video.chroma == "rgb" else "limited"
    return f"{encoding_of(video).name}, {spread} range, {video.bit_depth} bits, {layout}{alpha}"


def _sound(audio: AudioInfo) -> str:
    return f"{audio.codec}, {audio.sample_rate} Hz, {audio.layout}"


def take_info_in_words(info: TakeInfo | None) -> Iterator[str]:
    if info is None:
        yield f"It does not say how it was made. {NO_ORIGIN}"
        return
    origin = info.origin
    yield f"A take of Longtake {origin.longtake} ({task_of(origin.asked)}), number {origin.number + 1} of its job."
    yield f"Made by {origin.model} ({origin.request.model}), seed {origin.seed}."
    yield from (f"  {name}: {value}" for name, value in _settings(origin.asked))
    told = said(origin.asked)
    yield from (f"  {name}: ours, since none was given" for name in (told.ours if told else ()))
    yield from map(_source_in_words, info.sources)
    yield from (f"Note: {note}" for note in info.notes)
    if all(source.fate is Fate.THERE for source in info.sources):
        yield f'Make it again: longtake again "{info.path}"'


def task_of(request: Request) -> str:
    """The command's name: ExtendRequest is "extend"."""
    return type(request).__name__.removesuffix("Request").lower()


def _source_in_words(source: FoundSource) -> str:
    moved = "" if source.path == source.mark.path else f" (now {source.path})"
    return f"Source: {source.mark.path}{moved} {FATES[source.fate]}."


def _settings(value: Any) -> Iterator[tuple[str, str]]:
    """Name and value of all that is not as it is anyway, however deep it stands in the request."""
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        if field.name in NOT_SETTINGS or item == field.default or item is None:
            continue
        if field.name == "draft":
            yield field.name, _part(item)
        elif isinstance(item, Source):
            yield from ((f"{field.name}'s {name}", text) for name, text in _settings(item))
        elif dataclasses.is_dataclass(item):
            yield from _settings(item)
        else:
            yield field.name.replace("_", " "), _value(field.name, item)


def _value(name: str, item: Any) -> str:
    if name == "sigmas":
        return f"an own matrix, {len(item)} x {len(item[0])} (one row a step and a last one, one value a latent frame)"
    if isinstance(item, tuple):
        return ", ".join(_value(name, each) for each in item)
    if isinstance(item, Source):
        return item.path.name
    if isinstance(item, Adapter):
        return _adapter(item)
    if dataclasses.is_dataclass(item):
        fields = dataclasses.fields(item)
        return " ".join(f"{field.name} {_value(field.name, getattr(item, field.name))}" for field in fields)
    if isinstance(item, Fraction):
        return frame_rate(item) if name in RATES else f"{float(item):g} s"
    return f"{item:g}" if isinstance(item, float) else str(item)


def _part(source: Source) -> str:
    """draft.mp4 from 1.5 s to 2 s"""
    ends = {"from": source.start, "to": source.end}
    return " ".join([source.path.name, *(f"{word} {float(at):g} s" for word, at in ends.items() if at is not None)])


def _adapter(adapter: Adapter) -> str:
    """/models/pusa.pt strength 1.4 high-noise"""
    strength = [] if adapter.strength is None else [f"strength {adapter.strength:g}"]
    expert = [] if adapter.expert is Expert.BOTH else [adapter.expert.value]
    return " ".join([str(adapter.path), *strength, *expert])
