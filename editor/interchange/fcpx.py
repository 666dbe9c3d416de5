"""FCPXML by OpenTimelineIO's adapter, with exact times.

The adapter counts in whole frames a second and rounds down, so that 23.976 is 23 to it and frame 29 of 25 a second
becomes 28. It is given whole rates; the times in its XML are stretched afterwards, or before it reads, by exactly what
the true rate differs, and it is lent a reader of times that rounds to the nearest frame.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio

from editor.timeline.model import Timeline
from editor.timeline.timecode import nominal_rate

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'
UNREAD = ("title", "mc-clip", "sync-clip", "audition", "caption")  # what the adapter stumbles over
TIMES = ("offset", "start", "duration", "tcStart")
TIME = re.compile(r"(-?\d+(?:\.\d+)?)(?:/(\d+))?s")


def written(plain: Any, timeline: Timeline) -> str:
    """plain: the otio.schema.Timeline, counted at a whole rate."""
    with _nearest(timeline.rate) as adapter:
        root = ElementTree.fromstring(adapter.write_to_string(plain).encode())
    _stretch(root, Fraction(nominal_rate(timeline.rate)) / timeline.rate)
    for form in root.iter("format"):
        form.attrib.pop("name", None)
        form.attrib.update(frameDuration=_seconds(1 / timeline.rate), width=str(timeline.width))
        form.set("height", str(timeline.height))
    for project in root.iter("project"):
        project.attrib.pop("uid", None)
    _lay_inside(root)
    for sequence in root.iter("sequence"):
        sequence.set("tcStart", _seconds(timeline.start_frame / timeline.rate))
        sequence.set("tcFormat", "DF" if timeline.drop_frame else "NDF")
    ElementTree.indent(root)
    return HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def read(text: str) -> tuple[Any, Fraction, int, int]:
    """What the adapter makes of it, counted at a whole rate; the true rate; the first frame's number; how many things
    are gaps that are none there.

    Raises ValueError or whatever else the adapter does for what is no FCPXML.
    """
    root = ElementTree.fromstring(text.encode())
    sequence = root.find(".//sequence")
    rates = {form.get("id"): _time(form.get("frameDuration", "")) for form in root.iter("format")}
    frame = rates.get(sequence.get("format")) if sequence is not None else None
    if sequence is None or not frame:
        raise ValueError("there is no sequence with a frame rate in it")
    rate = 1 / frame
    start = round(_time(sequence.get("tcStart", "")) * rate)
    emptied = _tidy(root)
    _stretch(root, rate / nominal_rate(rate))
    for form in root.iter("format"):
        form.set("frameDuration", f"1/{nominal_rate(rate)}s")
    with _nearest(rate) as adapter:
        return adapter.read_from_string(ElementTree.tostring(root)), rate, start, emptied


def _tidy(root: ElementTree.Element) -> int:
    """Files are named where the adapter looks for them; titles, generators and the like become gaps: how many."""
    for asset in root.iter("asset"):
        inner = asset.find("media-rep")  # from version 1.9 on
        if not asset.get("src") and inner is not None:
            asset.set("src", inner.get("src", ""))
    known = {each.get("id") for name in ("asset", "media") for each in root.iterfind(f"./resources/{name}")}
    playing = [each for each in root.iter() if each.tag in ("video", "audio", "ref-clip", "asset-clip")]
    odd = [each for each in root.iter() if each.tag in UNREAD] + [
        each for each in playing if each.get("ref") not in known
    ]
    for each in odd:
        each.tag = "gap"
        for child in list(each):
            each.remove(child)
    return len(odd)


def _lay_inside(root: ElementTree.Element) -> None:
    """What a clip holds lies at its file's own timecode, from which the clip takes its part; the adapter says 0."""
    starts = {asset.get("id"): asset.get("start", "0s") for asset in root.iter("asset")}
    for clip in root.iter("clip"):
        for inner in (*clip.findall("video"), *clip.findall("gap")):
            source = inner if inner.tag == "video" else inner.find("audio")
            start = starts.get(source.get("ref"), "0s") if source is not None else "0s"
            inner.set("offset", start)
            if source is not None:
                source.set("start", start)


def _stretch(root: ElementTree.Element, by: Fraction) -> None:
    for element in root.iter():
        for name in TIMES:
            if name in element.attrib:
                element.set(name, _seconds(_time(element.attrib[name]) * by))


def _time(text: str) -> Fraction:
    """Seconds; 0 for what is no time."""
    match = TIME.fullmatch(text)
    return Fraction(match[1]) / int(match[2] or 1) if match else Fraction(0)


def _seconds(time: Fraction) -> str:
    return f"{time.numerator}s" if time.denominator == 1 else f"{time.numerator}/{time.denominator}s"


@contextmanager
def _nearest(rate: Fraction) -> Iterator[Any]:
    """The adapter's module: it reads times to the nearest frame, knows this rate, and asks no program about files."""
    adapter, whole = otio.adapters.from_name("fcpx_xml").module(), nominal_rate(rate)
    reader, durations = adapter.FcpxXml, dict(adapter.FRAMERATE_FRAMEDURATION)

    def read_time(text: str | None, fps: float) -> Any:
        return otio.opentime.RationalTime(round(_time(text or "") * int(fps)), int(fps))

    def count(self: Any, text: str | None, _format_id: str) -> int:
        return round(_time(text or "") * whole)

    kept = adapter.to_rational_time, adapter.format_name, reader._number_of_frames
    adapter.to_rational_time, adapter.format_name, reader._number_of_frames = read_time, _nameless, count
    adapter.FRAMERATE_FRAMEDURATION[whole] = f"1/{whole}s"
    try:
        yield adapter
    finally:
        adapter.to_rational_time, adapter.format_name, reader._number_of_frames = kept
        adapter.FRAMERATE_FRAMEDURATION.clear()
        adapter.FRAMERATE_FRAMEDURATION.update(durations)


def _nameless(rate: float, path: str) -> str:
    """A format's size says more than a name, for which the adapter would start ffprobe."""
    return ""
