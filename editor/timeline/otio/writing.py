"""A timeline as OpenTimelineIO's objects, with what only we know under metadata["longtake"]."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from editor.timeline.model import Clip, Item, Marker, Media, MediaId, Take, Timeline, Track, TrackKind, Transition
from editor.timeline.otio.media_paths import as_url, pack_path
from editor.timeline.otio.values import pack_fields

OURS = "longtake"
Object = dict[str, Any]

# What OpenTimelineIO has a place for, and is not said twice.
IN_TIMELINE = ("name", "tracks", "markers", "media")
IN_TRACK = ("name", "kind", "items")
IN_CLIP = ("name", "duration", "active", "enabled")
IN_GAP = ("duration",)
IN_TRANSITION = ("in_offset", "out_offset", "kind")
IN_MARKER = ("name", "at", "duration")
IN_MEDIA = ("path",)
TABLE = "lut"  # where a clip's .cube file is, as media's paths are told; an older Longtake reads the look's own


def write_timeline(timeline: Timeline, folder: Path | None) -> Object:
    """folder: where the project is, for its media's paths. Raises WrongField."""
    writer = TimelineWriter(timeline, folder)
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {OURS: writer.settings()},
        "name": timeline.name,
        "global_start_time": writer.time(timeline.start_frame),
        "tracks": writer.stack(),
    }


def take_key(index: int) -> str:
    """What a take is called among a clip's media references."""
    return f"take {index + 1}"


class TimelineWriter:
    def __init__(self, timeline: Timeline, folder: Path | None) -> None:
        self._timeline = timeline
        self._folder = folder
        self._rate = float(timeline.rate)
        self._media = {media.id: media for media in timeline.media}
        self._references: dict[MediaId, Object] = {}

    def settings(self) -> Object:
        return pack_fields(self._timeline, *IN_TIMELINE) | {
            "media": [write_media(media, self._folder) for media in self._timeline.media]
        }

    def stack(self) -> Object:
        return self._composition("Stack.1", "tracks") | {
            "markers": [self._marker(marker) for marker in self._timeline.markers],
            "children": [self._track(track) for track in self._timeline.tracks],
        }

    def time(self, frames: int | Fraction) -> Object:
        return rational_time(float(frames), self._rate)

    def _range(self, start: int | Fraction, duration: int) -> Object:
        return time_range(self.time(start), self.time(duration))

    def _composition(self, schema: str, name: str, own: Object | None = None) -> Object:
        """What every thing on a timeline has."""
        return {
            "OTIO_SCHEMA": schema,
            "metadata": {} if own is None else {OURS: own},
            "name": name,
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": True,
            "color": None,
        }

    def _track(self, track: Track) -> Object:
        off = track.hidden if track.kind is TrackKind.VIDEO else track.muted
        return self._composition("Track.1", track.name, pack_fields(track, *IN_TRACK)) | {
            "enabled": not off,
            "children": [self._item(item) for item in track.items],
            "kind": track.kind.value,
        }

    def _item(self, item: Item) -> Object:
        if isinstance(item, Clip):
            return self._clip(item)
        if isinstance(item, Transition):
            return self._transition(item)
        own = pack_fields(item, *IN_GAP)
        return self._composition("Gap.1", "", own) | {"source_range": self._range(0, item.duration)}

    def _clip(self, clip: Clip) -> Object:
        start = self._timeline.moment(clip, 0) * self._timeline.rate
        own = pack_fields(clip, *IN_CLIP)
        if clip.look is not None and clip.look.grade.lut:
            own[TABLE] = pack_path(clip.look.grade.lut, self._folder)
        return self._composition("Clip.2", clip.name, own) | {
            "source_range": self._range(start, clip.duration),
            "enabled": clip.enabled,
            "media_references": self._takes(clip),
            "active_media_reference_key": take_key(clip.active),
        }

    def _takes(self, clip: Clip) -> Object:
        if clip.takes:
            return {take_key(index): self._take(take) for index, take in enumerate(clip.takes)}
        if clip.generation is None:
            return {take_key(clip.active): _reference("MissingReference.1", clip.name)}
        kind = f"{OURS}.{clip.generation.task.value}"
        generator = {"generator_kind": kind, "parameters": {"prompt": clip.generation.prompt}}
        return {take_key(clip.active): _reference("GeneratorReference.1", clip.name) | generator}

    def _take(self, take: Take) -> Object:
        """The same object for the same media: it is only read."""
        if take.media not in self._references:
            self._references[take.media] = self._reference_to(self._media.get(take.media))
        return self._references[take.media]

    def _reference_to(self, media: Media | None) -> Object:
        if media is None:
            return _reference("MissingReference.1", "")
        url = {"target_url": as_url(media.path, self._folder)}
        return _reference("ExternalReference.1", media.name) | {"available_range": _available(media)} | url

    def _transition(self, transition: Transition) -> Object:
        whole = self._composition("Transition.1", "", pack_fields(transition, *IN_TRANSITION))
        parts = {name: whole[name] for name in ("OTIO_SCHEMA", "metadata", "name")}
        return parts | {
            "in_offset": self.time(transition.in_offset),
            "out_offset": self.time(transition.out_offset),
            "transition_type": transition.kind,
        }

    def _marker(self, marker: Marker) -> Object:
        return {
            "OTIO_SCHEMA": "Marker.2",
            "metadata": {OURS: pack_fields(marker, *IN_MARKER)},
            "name": marker.name,
            "color": "GREEN",
            "marked_range": self._range(marker.at, marker.duration),
            "comment": "",
        }


def write_media(media: Media, folder: Path | None) -> Object:
    return pack_fields(media, *IN_MEDIA) | {"path": pack_path(media.path, folder)}


def _available(media: Media) -> Object | None:
    """Counted in the file's own frames, or samples where it has no picture."""
    if media.duration == 0:
        return None
    rate = media.picture.rate if media.picture else Fraction(media.sound.sample_rate if media.sound else 1000)
    return time_range(rational_time(0.0, float(rate)), rational_time(float(media.duration * rate), float(rate)))


def _reference(schema: str, name: str) -> Object:
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": name,
        "available_range": None,
        "available_image_bounds": None,
    }


def rational_time(value: float, rate: float) -> Object:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": value}


def time_range(start: Object, duration: Object) -> Object:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": start, "duration": duration}
