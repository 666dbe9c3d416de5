"""Coded pictures taken over from a file as they are: which can be, and the pictures themselves."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import av

from engine.errors import MediaError
from engine.media.coding import Coding
from engine.media.colour import effective_matrix
from engine.media.h264 import Parameters, annex_b, is_instant, parameters_of
from engine.media.info import MediaInfo, VideoInfo
from engine.media.opening import open_source, picture_stream
from engine.media.tone_mapping import kind_of

LOOK_BACK = 2  # seconds before a place to begin reading, where the index goes by decoding time
# What an encoder writes, and how FFmpeg calls the same in a file: the codec, and its profile or its four letters.
ALIKE = {
    ("prores_ks", "standard"): ("prores", "apcn"),
    ("prores_ks", "hq"): ("prores", "apch"),
    ("dnxhd", "dnxhr_hq"): ("dnxhd", "DNXHR HQ"),
    ("dnxhd", "dnxhr_hqx"): ("dnxhd", "DNXHR HQX"),
    ("libx264", ""): ("h264", ""),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Frames of a file, counted at its rate, whose coded pictures need no others."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class CodedPicture:
    data: bytes
    frame: int  # of the file, as it is shown
    is_key: bool


class PictureSource:
    """One open file. Raises MediaError types when it is opened."""

    def __init__(self, path: Path, info: MediaInfo) -> None:
        self._stack = ExitStack()
        self._info = info
        assert info.video is not None
        self.video: VideoInfo = info.video
        self._container = self._stack.enter_context(open_source(path))
        self._stream = picture_stream(self._container, path.name)
        self.parameters: Parameters | None = None
        if self._stream.codec_context.name == "h264":
            self.parameters = parameters_of(self._stream.codec_context.extradata or b"")

    def close(self) -> None:
        self._stack.close()

    def matches(self, target: VideoInfo, coding: Coding) -> bool:
        """Whether the pictures of an export coded so can stand beside this file's own."""
        video, context = self.video, self._stream.codec_context
        codec, kind = ALIKE.get((coding.codec, coding.options.get("profile", "")), ("", ""))
        if context.name != codec or kind not in ("", context.codec_tag, context.profile):
            return False
        if codec == "h264" and self.parameters is None:
            return False
        return context.pix_fmt == coding.pixel_format and alike(video, target)

    def spans(self, first: int, count: int) -> tuple[list[Span], int]:
        """Within these frames, the most that can be taken over; and how many frames decoding runs ahead of showing."""
        if self.parameters is None:
            return ([Span(first, count)] if self._listed >= set(range(first, first + count)) else []), 0
        return self._closed_groups(first, count)

    def pictures(self, span: Span) -> Iterator[CodedPicture]:
        """Those of the span, in decoding order; of H.264 in Annex B. Raises MediaError where reading breaks off."""
        for packet, frame in self._packets(span.first, span.first + span.count):
            if span.first <= frame < span.first + span.count:
                data = bytes(packet)
                data = annex_b(data, self.parameters) if self.parameters else data
                yield CodedPicture(data, frame, bool(packet.is_keyframe))

    @cached_property
    def _listed(self) -> set[int]:
        """Frames that the file's index lists, each a key frame."""
        time_base = self._stream.time_base
        assert time_base is not None
        entries = [entry for entry in self._stream.index_entries if entry.is_keyframe]
        return {round((entry.timestamp * time_base - self.video.start) * self.video.rate) for entry in entries}

    def _closed_groups(self, first: int, count: int) -> tuple[list[Span], int]:
        """Groups that begin with an instantaneous refresh and show nothing beyond themselves."""
        assert self.parameters is not None
        spans: list[Span] = []
        group: list[int] = []
        delay = 0
        for packet, frame in self._packets(first, first + count):
            if packet.is_keyframe:
                spans, group = [*spans, *closed(group, first, first + count)], []
                if not is_instant(bytes(packet), self.parameters):
                    continue
            elif not group:
                continue
            group.append(frame)
            delay = max(delay, len(group) - 1 - (frame - group[0]))
        return joined(spans), delay

    def _packets(self, first: int, end: int) -> Iterator[tuple[av.Packet, int]]:
        """From a key frame at or before `first` to the key frame at or after `end`, in decoding order."""
        time_base, rate = self._stream.time_base, self.video.rate
        assert time_base is not None
        start = self.video.start + max(Fraction(first) / rate - LOOK_BACK, Fraction(0))
        try:
            self._container.seek(int(start / time_base), stream=self._stream)
            for packet in self._container.demux(self._stream):
                if packet.pts is None:
                    return
                frame = round((packet.pts * time_base - self.video.start) * rate)
                if packet.is_keyframe and frame >= end:
                    yield packet, frame
                    return
                yield packet, frame
        except av.FFmpegError as error:
            raise MediaError(f"{self._info.path.name} cannot be read on.", do="Take another copy of it.") from error


def alike(video: VideoInfo, target: VideoInfo) -> bool:
    """Whether pictures mean the same in both."""
    if video.rotation or video.sample_aspect != 1 or video.interlaced or video.variable or video.alpha:
        return False
    if video.colour.full_range or kind_of(video.colour):
        return False
    same_size = (video.width, video.height) == (target.width, target.height)
    matrices = [effective_matrix(each.colour, each.width, each.height) for each in (video, target)]
    return same_size and video.rate == target.rate and matrices[0] == matrices[1]


def closed(group: list[int], first: int, end: int) -> list[Span]:
    """The group as a span, where it is whole, and within [first, end)."""
    if not group or group[0] < first or group[0] + len(group) > end:
        return []
    return [Span(group[0], len(group))] if sorted(group) == list(range(group[0], group[0] + len(group))) else []


def joined(spans: list[Span]) -> list[Span]:
    """Spans that follow on each other, as one."""
    result: list[Span] = []
    for span in spans:
        if result and result[-1].first + result[-1].count == span.first:
            result[-1] = Span(result[-1].first, result[-1].count + span.count)
        else:
            result.append(span)
    return result
