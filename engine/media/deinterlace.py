"""Whole frames out of interlaced ones."""

from collections.abc import Iterable, Iterator

import av
from av.filter import Graph
from av.video.stream import VideoStream


def deinterlaced(frames: Iterable[av.VideoFrame], stream: VideoStream) -> Iterator[av.VideoFrame]:
    """One frame for each of `frames`, at the same times (bwdif, FFmpeg's best for stills and motion alike)."""
    graph = Graph()
    source = graph.add_buffer(template=stream, time_base=stream.time_base)
    bwdif = graph.add("bwdif", mode="send_frame", deint="interlaced")
    graph.link_nodes(source, bwdif, graph.add("buffersink")).configure()
    for frame in frames:
        graph.vpush(frame)
        yield from ready(graph)
    graph.vpush(None)
    yield from ready(graph)


def ready(graph: Graph) -> Iterator[av.VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
