"""A timeline in a form that other editors write, as values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from editor.interchange.final_cut_7 import drops
from editor.interchange.finding import Files
from editor.interchange.foreign import (
    Foreign,
    ForeignClip,
    ForeignGap,
    ForeignMarker,
    ForeignMedia,
    ForeignTrack,
    ForeignTransition,
)
from editor.interchange.formats import EDL, FINAL_CUT_7, FINAL_CUT_X, IN_BUNDLE, OTIO, Format, format_of
from editor.interchange.timecodes import seconds_of
from editor.timeline.edits.media_pool import STANDARD_RATES
from editor.timeline.model import TrackKind
from editor.timeline.timecode import can_drop, nominal_rate
from editor.words import tr
from engine.errors import LongtakeError, RequestError
from engine.media.timecode import read_timecode

LARGEST = 32 << 20  # bytes of a file that is read
NEAR = Fraction(1, 500)  # frames per second by which a rate in floating point may be off a standard one
EMPTIED = tr("Titles, generators, multicam or synchronised clips are gaps ({} of them).")
ADAPTERS = {OTIO.id: "otio_json", FINAL_CUT_7.id: "fcp_xml"}


@dataclass(frozen=True, slots=True)
class Read:
    """What an adapter made of a file. rate: the true one, by which its frames are counted."""

    timeline: Any  # otio.schema.Timeline
    rate: Fraction
    start_frame: int = 0
    drop_frame: bool = False
    lead: int = 0  # frames of nothing before what the adapter found
    notes: tuple[str, ...] = ()


def read_timeline(path: Path, rate: Fraction) -> Foreign:
    """rate: frames per second where the file does not say, as an EDL. Raises RequestError."""
    form = format_of(path)
    if form is None:
        raise RequestError(
            tr("{name} is no timeline that we read.", name=path.name), do=tr("Choose an OTIO, XML, FCPXML or EDL file.")
        )
    read = _read(path / IN_BUNDLE if path.is_dir() else path, form, rate)
    return Translation(read, Files(path.parent)).foreign(path.stem)


def _read(path: Path, form: Format, rate: Fraction) -> Read:
    try:
        if path.stat().st_size > LARGEST:
            raise RequestError(tr("{name} is too large for a timeline.", name=path.name), do=tr("Choose another file."))
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        return READERS.get(form.id, _by_adapter)(text, form, rate)
    except OSError as error:
        raise RequestError(
            tr("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror),
            do=tr("Check that you may read it."),
        ) from error
    except RequestError:
        raise
    except Exception as error:  # adapters raise whatever their code meets
        what = tr("{name} cannot be read as {name_2} ({error}).", name=path.name, name_2=form.name, error=error)
        raise RequestError(
            what, do=tr("Write it anew in the program it comes from, or choose another form.")
        ) from error


def _by_adapter(text: str, form: Format, rate: Fraction) -> Read:
    timeline = first_timeline(otio.adapters.read_from_string(text, ADAPTERS[form.id]))
    found = exact(rate_of(timeline) or float(rate))
    start = timeline.global_start_time
    first = round(start.rescaled_to(float(found)).value) if start else 0
    return Read(timeline, found, first, drops(timeline) and can_drop(found))


def _final_cut_x(text: str, form: Format, rate: Fraction) -> Read:
    from editor.interchange import fcpx

    timeline, found, start, emptied = fcpx.read(text)
    notes = (EMPTIED.format(emptied),) if emptied else ()
    return Read(first_timeline(timeline), found, start, 'tcFormat="DF"' in text and can_drop(found), notes=notes)


def _edl(text: str, form: Format, rate: Fraction) -> Read:
    """It does not say its rate."""
    from editor.interchange import edl

    timeline, start, lead, drops = edl.read(text, rate)
    return Read(timeline, rate, start, drops, lead)


READERS = {FINAL_CUT_X.id: _final_cut_x, EDL.id: _edl}


def first_timeline(found: Any) -> Any:
    """Of what a file holds. Raises ValueError where there is no timeline in it."""
    if isinstance(found, otio.schema.Timeline):
        return found
    inner = found.find_children(descended_from_type=otio.schema.Timeline) if hasattr(found, "find_children") else []
    if not inner:
        raise ValueError("there is no sequence in it")
    return inner[0]


def rate_of(timeline: Any) -> float:
    """Frames per second of the first thing on it; 0 where there is nothing."""
    for track in timeline.tracks:
        for item in track:
            if isinstance(item, otio.core.Item):
                return float(item.trimmed_range().duration.rate)
    return 0.0


def exact(rate: float) -> Fraction:
    """The standard rate that is meant."""
    nearest = min(STANDARD_RATES, key=lambda each: abs(float(each) - rate))
    return nearest if abs(float(nearest) - rate) < NEAR else Fraction(rate).limit_denominator(1001)


@dataclass(frozen=True, slots=True)
class Translation:
    """From OpenTimelineIO's objects to our values; the files it names are looked for as they come."""

    read: Read
    files: Files
    notes: list[str] = field(default_factory=list)
    timecodes: dict[int, Fraction] = field(default_factory=dict)  # seconds that files count from, by their index

    def foreign(self, name: str) -> Foreign:
        timeline, read = self.read.timeline, self.read
        tracks = [self._track(each) for each in timeline.tracks if isinstance(each, otio.schema.Track)]
        width, height = self._size()
        return Foreign(
            timeline.name or name,
            read.rate,
            read.start_frame,
            read.drop_frame,
            tuple(tracks),
            tuple(self._marker(each) for each in timeline.tracks.markers),
            tuple(self.files.found),
            width,
            height,
            (*read.notes, *dict.fromkeys(self.notes)),
        )

    def _track(self, track: Any) -> ForeignTrack:
        kind = TrackKind.AUDIO if track.kind == otio.schema.TrackKind.Audio else TrackKind.VIDEO
        lead = (ForeignGap(self.read.lead),) if self.read.lead else ()
        return ForeignTrack(kind, str(track.name or ""), (*lead, *self._items(track)))

    def _items(self, track: Any) -> Iterator[ForeignClip | ForeignGap | ForeignTransition]:
        for item in track:
            if isinstance(item, otio.schema.Transition):
                yield ForeignTransition(self._frames(item.in_offset), self._frames(item.out_offset))
            elif frames := self._frames(item.trimmed_range().duration):
                yield self._clip(item, frames) if isinstance(item, otio.schema.Clip) else self._gap(item, frames)

    def _gap(self, item: Any, frames: int) -> ForeignGap:
        if not isinstance(item, otio.schema.Gap):
            self.notes.append(
                tr("“{name}” is a sequence within the sequence: there is a gap in its place.", name=item.name)
            )
        return ForeignGap(frames)

    def _clip(self, clip: Any, frames: int) -> ForeignClip:
        media = self.files.index_of(clip)
        start = self._start(clip, media) if media is not None else Fraction(0)
        enabled = clip.enabled and str(clip.metadata.get("fcp_xml", {}).get("enabled", "TRUE")).upper() != "FALSE"
        return ForeignClip(str(clip.name or ""), frames, media, max(start, Fraction(0)), enabled, self._speed(clip))

    def _start(self, clip: Any, media: int) -> Fraction:
        """Seconds of the file: what it counts from is said beside it, or stands in the file itself."""
        start = clip.trimmed_range().start_time
        available = clip.media_reference.available_range
        first = self._seconds(available.start_time) if available is not None else self._first(media)
        begun = self._seconds(start)
        return begun - first if begun >= first else begun

    def _first(self, media: int) -> Fraction:
        if media not in self.timecodes:
            self.timecodes[media] = timecode_seconds(self.files.found[media], self.read.rate)
        return self.timecodes[media]

    def _speed(self, clip: Any) -> Fraction:
        for effect in clip.effects:
            if isinstance(effect, otio.schema.FreezeFrame):
                return Fraction(0)
            if isinstance(effect, otio.schema.LinearTimeWarp):
                return Fraction(effect.time_scalar).limit_denominator(1000)
        return Fraction(1)

    def _marker(self, marker: Any) -> ForeignMarker:
        span = marker.marked_range
        words = str(marker.name or ""), str(getattr(marker, "comment", "") or "")
        return ForeignMarker(self._frames(span.start_time), self._frames(span.duration), *words)

    def _size(self) -> tuple[int, int]:
        """As Final Cut's XML says it; 0 where it does not."""
        node: Any = self.read.timeline.metadata.get("fcp_xml", {})
        for name in ("media", "video", "format", "samplecharacteristics"):
            node = node.get(name, {}) if hasattr(node, "get") else {}
        try:
            return int(node["width"]), int(node["height"])
        except (KeyError, TypeError, ValueError):
            return 0, 0

    def _seconds(self, time: Any) -> Fraction:
        """Exact: frames at whole rates are frames of the true one."""
        rate = exact(time.rate)
        if rate == nominal_rate(self.read.rate):
            rate = self.read.rate
        return Fraction(time.value) / rate

    def _frames(self, time: Any) -> int:
        return round(self._seconds(time) * self.read.rate)


def timecode_seconds(media: ForeignMedia, rate: Fraction) -> Fraction:
    """What a file's timecode counts from; 0 where it is not there or has none."""
    if not media.is_there:
        return Fraction(0)
    try:
        return seconds_of(read_timecode(Path(media.path)).text, rate)
    except LongtakeError:
        return Fraction(0)
