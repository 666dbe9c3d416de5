"""OpenTimelineIO's objects as a timeline: what another program changed in them holds, what only we know is kept."""

from dataclasses import replace
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

from editor.timeline.looks import Look
from editor.timeline.model import (
    Clip,
    Gap,
    Generation,
    Item,
    ItemId,
    Marker,
    MarkerId,
    Media,
    MediaId,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    Transition,
    new_id,
)
from editor.timeline.otio import writing
from editor.timeline.otio.errors import WrongField
from editor.timeline.otio.fields import MAX_RATE, all_of, bounded, inside, ours, read_time, schema_of
from editor.timeline.otio.media_paths import unpack_path
from editor.timeline.otio.values import unpack, unpack_fields
from editor.timeline.otio.writing import take_key
from editor.timeline.rational_time import to_frames
from editor.words import tr

MAX_FRAMES = 10**9  # 193 days at 60 frames a second
MAX_SIDE = 65_536  # pixels
Object = dict[str, Any]


def read_timeline(data: Any, folder: Path | None) -> tuple[Timeline, tuple[str, ...]]:
    """The timeline, and what had to be put right in it, in sentences. Raises WrongField."""
    schema_of(data, "Timeline.1")
    settings = ours(data, _settings)
    media = ours(data, lambda own: _pool(own, folder))
    reader = TimelineReader(settings["rate"], {one.id for one in media}, folder)
    tracks, markers = inside(data, "tracks", reader.stack)
    timeline = Timeline(name=_name(data), tracks=tracks, markers=markers, media=media, **settings)
    return timeline, tuple(reader.notes)


def _settings(own: Any) -> Object:
    found = unpack_fields(Timeline, own, *writing.IN_TIMELINE)
    bounded(found["rate"], Fraction(1, MAX_RATE), MAX_RATE, "rate")
    bounded(found["width"], 1, MAX_SIDE, "width")
    bounded(found["height"], 1, MAX_SIDE, "height")
    for name in ("mark_in", "mark_out", "start_frame"):
        if found.get(name) is not None:
            bounded(found[name], -MAX_FRAMES, MAX_FRAMES, name)
    if "sample_rate" in found:
        bounded(found["sample_rate"], 1, 10 * MAX_RATE, "sample_rate")
    return found


def _pool(own: Any, folder: Path | None) -> tuple[Media, ...]:
    media = all_of(own, "media", lambda value: read_media(value, folder))
    if len({one.id for one in media}) < len(media):
        raise WrongField(tr("holds two files under one id"), "media")
    return tuple(media)


def read_media(value: Any, folder: Path | None) -> Media:
    path = inside(value, "path", lambda paths: _path(paths, folder))
    media = Media(path=path, **unpack_fields(Media, value, *writing.IN_MEDIA))
    bounded(media.duration, 0, MAX_FRAMES, "duration")
    if media.picture is not None:
        bounded(media.picture.rate, Fraction(1, MAX_RATE), MAX_RATE, "picture", "rate")
    if media.sound is not None:
        bounded(media.sound.sample_rate, 1, 10 * MAX_RATE, "sound", "sample_rate")
    return media


def _path(paths: Any, folder: Path | None) -> str:
    if not isinstance(paths, dict):
        raise WrongField(tr("should be an object"))
    return unpack_path(paths, folder)


class TimelineReader:
    """Reads what stands on the tracks; collects what had to be put right."""

    def __init__(self, rate: Fraction, media: set[MediaId], folder: Path | None) -> None:
        self.notes: list[str] = []
        self._rate = rate
        self._media = media
        self._folder = folder
        self._ids: set[str] = set()

    def stack(self, value: Any) -> tuple[tuple[Track, ...], tuple[Marker, ...]]:
        schema_of(value, "Stack.1")
        tracks = all_of(value, "children", self._track)
        markers = sorted(all_of(value, "markers", self._marker), key=lambda marker: marker.at)
        return tuple(sorted(tracks, key=lambda track: track.kind is TrackKind.AUDIO)), tuple(markers)

    def _own(self, value: Any, kind: Any, without: tuple[str, ...]) -> Object | None:
        """What only we know of it; None for what another program put there. Its id is like no other."""
        metadata = inside(value, "metadata", lambda found: found)
        if not isinstance(metadata, dict):
            raise WrongField(tr("should be an object"), "metadata")
        if writing.OURS not in metadata:
            return None
        own: Object = ours(value, lambda found: unpack_fields(kind, found, *without))
        if own["id"] in self._ids:
            own["id"] = new_id()
        self._ids.add(own["id"])
        return own

    def _track(self, value: Any) -> Track:
        schema_of(value, "Track.1")
        own = self._own(value, Track, writing.IN_TRACK) or {"id": TrackId(new_id())}
        kind = inside(value, "kind", lambda found: unpack(TrackKind, found))
        own["hidden" if kind is TrackKind.VIDEO else "muted"] = not _enabled(value)
        items = all_of(value, "children", self._item)
        return Track(kind=kind, name=_name(value), items=tuple(_tidy(items)), **own)

    def _item(self, value: Any) -> Item:
        match schema_of(value, "Clip.2", "Gap.1", "Transition.1"):
            case "Clip.2":
                return self._clip(value)
            case "Gap.1":
                own = self._own(value, Gap, writing.IN_GAP) or {"id": ItemId(new_id())}
                return Gap(duration=self._duration(value), **own)
        return self._transition(value)

    def _clip(self, value: Any) -> Item:
        own = self._own(value, Clip, writing.IN_CLIP)
        if own is None:
            self.notes.append(
                tr("The clip {name!r}, which another program added, was left out: a gap is there.", name=_name(value))
            )
            return Gap(ItemId(new_id()), self._duration(value))
        takes: tuple[Take, ...] = own.get("takes", ())
        for index, take in enumerate(takes):
            if take.media not in self._media:
                raise WrongField(
                    tr("is of a file that is not in the pool"), "metadata", writing.OURS, "takes", f"[{index}]"
                )
        if own.get("look") is not None:
            own["look"] = ours(value, lambda found: self._look(own["look"], found))
        _check_shown(own.get("generation"))
        duration, active = self._duration(value), _active(value, takes)
        own["source_start"] = self._source_start(value, own.get("source_start", Fraction(0)), takes, active)
        if not duration:
            raise WrongField(tr("should be at least one frame long"), "source_range")
        return Clip(name=_name(value), duration=duration, active=active, enabled=_enabled(value), **own)

    def _look(self, look: Look, own: Any) -> Look:
        """Its table is where the project's folder now has it."""
        if not look.grade.lut or writing.TABLE not in own:
            return look
        path = inside(own, writing.TABLE, lambda paths: _path(paths, self._folder))
        return replace(look, grade=replace(look.grade, lut=path))

    def _source_start(self, value: Any, start: Fraction, takes: tuple[Take, ...], active: int) -> Fraction:
        """The exact one, unless another program has moved it."""
        origins = [take.start for take in takes] or [Fraction(0)]
        frames, rate = inside(value, "source_range", lambda found: inside(found, "start_time", read_time))
        found = frames / rate
        if any(isclose(found, start + origin, rel_tol=1e-9, abs_tol=1e-6) for origin in origins):
            return start
        return Fraction(found).limit_denominator(1_000_000) - (origins[active] if takes else 0)

    def _transition(self, value: Any) -> Transition:
        own = self._own(value, Transition, writing.IN_TRANSITION) or {"id": ItemId(new_id())}
        offsets = [inside(value, name, self._frames) for name in ("in_offset", "out_offset")]
        return Transition(
            in_offset=offsets[0],
            out_offset=offsets[1],
            kind=inside(value, "transition_type", lambda found: unpack(str, found)),
            **own,
        )

    def _marker(self, value: Any) -> Marker:
        schema_of(value, "Marker.2")
        own = self._own(value, Marker, writing.IN_MARKER) or {"id": MarkerId(new_id())}
        start = inside(value, "marked_range", lambda found: inside(found, "start_time", self._frames))
        duration = inside(value, "marked_range", lambda found: inside(found, "duration", self._frames))
        return Marker(at=start, duration=duration, name=_name(value), **own)

    def _duration(self, value: Any) -> int:
        frames: int = inside(value, "source_range", lambda found: inside(found, "duration", self._frames))
        return frames

    def _frames(self, value: Any) -> int:
        """Whole frames of the timeline, whatever rate another program counts in."""
        count, rate = read_time(value)
        is_ours = isclose(rate, self._rate, rel_tol=1e-9)
        frames = round(count) if is_ours else to_frames(Fraction(count / rate), self._rate)
        bounded(frames, 0, MAX_FRAMES)
        return frames


def _check_shown(generation: Generation | None) -> None:
    """Frames that a source is shown as have a rate, and there is one at least."""
    for stretch in generation.sources if generation is not None else ():
        if stretch.shown is not None:
            bounded(stretch.shown.rate, Fraction(1, MAX_RATE), MAX_RATE, "metadata", writing.OURS, "generation")
            bounded(len(stretch.shown.moments), 1, MAX_FRAMES, "metadata", writing.OURS, "generation")


def _name(value: Any) -> str:
    name: str = inside(value, "name", lambda found: unpack(str, found))
    return name


def _enabled(value: Any) -> bool:
    enabled: bool = inside(value, "enabled", lambda found: unpack(bool, found))
    return enabled


def _active(value: Any, takes: tuple[Take, ...]) -> int:
    """Which take plays, by its key."""
    key = inside(value, "active_media_reference_key", lambda found: unpack(str, found))
    keys = [take_key(index) for index in range(max(1, len(takes)))]
    if key not in keys:
        raise WrongField(tr("should be one of {names}", names=", ".join(keys[:9])), "active_media_reference_key")
    return keys.index(key)


def _tidy(items: list[Item]) -> list[Item]:
    """Adjacent gaps are one, none is empty or last, and a transition stands between two clips."""
    items = [item for item in items if not isinstance(item, Gap) or item.duration]
    items = [item for index, item in enumerate(items) if not isinstance(item, Transition) or _joins(items, index)]
    tidy: list[Item] = []
    for item in items:
        last = tidy[-1] if tidy else None
        if isinstance(item, Gap) and isinstance(last, Gap):
            tidy[-1] = Gap(last.id, last.duration + item.duration)
        else:
            tidy.append(item)
    return tidy[:-1] if tidy and isinstance(tidy[-1], Gap) else tidy


def _joins(items: list[Item], index: int) -> bool:
    return 0 < index < len(items) - 1 and all(isinstance(items[side], Clip) for side in (index - 1, index + 1))
