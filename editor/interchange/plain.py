"""Our timeline as one of OpenTimelineIO's own, with nothing in it that only we know: for its adapters."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from editor.interchange.final_cut_7 import LINK
from editor.interchange.formats import FINAL_CUT_7, Format, Part, counting_rate
from editor.interchange.timecodes import seconds_of
from editor.timeline.model import Clip, Gap, Item, Media, MediaId, Timeline, Track, TrackKind, Transition
from editor.timeline.rational_time import to_frames
from editor.words import tr
from engine.media.info import FileTimecode

REEL = 8  # characters that CMX 3600 has for a reel's name


@dataclass(frozen=True, slots=True)
class Plain:
    """How a timeline is written. timecodes: of the pool's files that have one."""

    timeline: Timeline
    form: Format
    timecodes: Mapping[MediaId, FileTimecode]

    def whole(self) -> Any:
        """otio.schema.Timeline"""
        timeline = self.timeline
        written = otio.schema.Timeline(one_line(timeline.name), global_start_time=self._time(timeline.start_frame))
        size = {"media": {"video": {"format": {"samplecharacteristics": self._size()}}}}
        counted = {"timecode": {"displayformat": "DF" if timeline.drop_frame else "NDF"}}
        written.metadata["fcp_xml"] = size | counted
        written.tracks.extend([self.track(track) for track in timeline.tracks if track.items])
        if Part.MARKERS in self.form.holds:
            written.tracks.markers.extend([self._marker(each) for each in timeline.markers])
        return written

    def track(self, track: Track, lead: int = 0) -> Any:
        """lead: frames of nothing before it."""
        written = otio.schema.Track(one_line(track.name) or self.timeline.label(track), kind=track.kind.value)
        written.enabled = not (track.hidden if track.kind is TrackKind.VIDEO else track.muted)
        written.extend([self.gap(lead)] if lead else [])
        written.extend([made for item in track.items if (made := self._item(track, item)) is not None])
        return written

    def _item(self, track: Track, item: Item) -> Any:
        if isinstance(item, Gap):
            return self.gap(item.duration)
        if isinstance(item, Transition):
            return self._transition(track, item) if Part.TRANSITIONS in self.form.holds else None
        return self._clip(track, item) if self._is_written(item) else self.gap(item.duration)

    def _is_written(self, clip: Clip) -> bool:
        return bool(clip.takes) and (clip.enabled or Part.DISABLED in self.form.holds)

    def _transition(self, track: Track, item: Transition) -> Any:
        """None beside what is not written: a dissolve has two sides."""
        index = track.indices[item.id]
        beside = (track.items[index - 1], track.items[index + 1])
        if not all(isinstance(each, Clip) and self._is_written(each) for each in beside):
            return None
        offsets = self._time(item.in_offset), self._time(item.out_offset)
        return otio.schema.Transition(tr("Cross Dissolve"), otio.schema.TransitionTypes.SMPTE_Dissolve, *offsets)

    def _clip(self, track: Track, clip: Clip) -> Any:
        media = self.timeline.media_of(clip)
        written = otio.schema.Clip(one_line(clip.name), self._reference(media), self._range(clip, media))
        written.enabled = clip.enabled
        written.metadata["cmx_3600"] = {"reel": reel_name(self.reel(media))}
        written.metadata["fcp_xml"] = {"enabled": "TRUE" if clip.enabled else "FALSE"}
        if clip.link is not None and self.form is FINAL_CUT_7:
            written.metadata["fcp_xml"][LINK] = clip.link
        if track.kind is TrackKind.AUDIO:
            written.metadata["fcp_xml"]["sourcetrack"] = {"mediatype": "audio", "trackindex": "1"}
        written.effects.extend(self._speed(clip))
        return written

    def _speed(self, clip: Clip) -> list[Any]:
        timing = clip.timing
        if timing is None or timing.ramp or Part.SPEEDS not in self.form.holds:
            return []
        return [otio.schema.FreezeFrame() if timing.holds else otio.schema.LinearTimeWarp("", float(timing.speed))]

    def _range(self, clip: Clip, media: Media | None) -> Any:
        """From the earliest moment that it plays, in the source's own timecode, and as long as the clip is."""
        start = self.timeline.source_range(clip).start
        first = self.first_frame(media) + start * self.timeline.rate
        return otio.opentime.TimeRange(self._time(first), self._time(clip.duration))

    def _reference(self, media: Media | None) -> Any:
        if media is None:
            return otio.schema.MissingReference()
        frames = to_frames(media.duration, self.timeline.rate) or self.timeline.duration  # a still has no end
        available = otio.opentime.TimeRange(self._time(self.first_frame(media)), self._time(frames))
        written = otio.schema.ExternalReference(Path(media.path).as_uri(), available)
        written.name = one_line(Path(media.path).name)
        reel = self.reel(media)
        written.metadata["fcp_xml"] = {"timecode": {"reel": {"name": reel}}} if reel else {}
        return written

    def first_frame(self, media: Media | None) -> Fraction:
        """What its file calls its first frame, in frames of the timeline; 0 where it has no timecode."""
        text = self.timecodes[media.id].text if media and media.id in self.timecodes else ""
        if media is None or media.picture is None or not text:
            return Fraction(0)
        return seconds_of(text, media.picture.rate) * self.timeline.rate

    def reel(self, media: Media | None) -> str:
        """As the file says, else the file's own name."""
        if media is None:
            return ""
        known = self.timecodes.get(media.id)
        return (known.reel if known else "") or Path(media.path).stem

    def gap(self, frames: int) -> Any:
        return otio.schema.Gap(source_range=otio.opentime.TimeRange(self._time(0), self._time(frames)))

    def _marker(self, marker: Any) -> Any:
        span = otio.opentime.TimeRange(self._time(marker.at), self._time(marker.duration))
        return otio.schema.Marker(one_line(marker.name), span, comment=one_line(marker.note))

    def _size(self) -> dict[str, str]:
        return {"width": str(self.timeline.width), "height": str(self.timeline.height)}

    @property
    def rate(self) -> Fraction:
        return counting_rate(self.form, self.timeline.rate, self.timeline.drop_frame)

    def _time(self, frames: int | Fraction) -> Any:
        return otio.opentime.RationalTime(float(frames), float(self.rate))


def reel_name(name: str) -> str:
    """As an EDL has room for it."""
    return "".join(letter for letter in name.upper() if letter.isascii() and letter.isalnum())[:REEL] or "AX"


def one_line(text: str) -> str:
    """Without what XML has no place for, and no line of an EDL of its own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
