"""Sound at another speed, its pitch kept."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
import numpy as np
from av.filter import Graph

from engine.media.info import AudioInfo
from engine.media.sound import LAYOUTS, Sound

SLOWEST, FASTEST = Fraction(1, 4), Fraction(4)  # beyond that hardly anything can be made out
HALF, TWICE = Fraction(1, 2), Fraction(2)  # FFmpeg's atempo goes no slower, and beyond that drops samples unblended


def at_tempo(blocks: Iterable[Sound], audio: AudioInfo, speed: Fraction) -> Iterator[Sound]:
    """Blocks at the rate and channels of `audio`, made 1 / speed as long but for some hundredths of a second.

    By overlapping short stretches where they are alike (WSOLA, FFmpeg's atempo).
    """
    graph, given = _graph(audio, speed), 0
    for block in blocks:
        if len(block.samples):
            graph.push(_frame(block, audio, given))
            given += len(block.samples)
            yield from _ready(graph, audio)
        if block.lost:
            yield Sound(block.samples[:0], audio.sample_rate, round(block.lost / speed))
    graph.push(None)
    yield from _ready(graph, audio)


def steps(speed: Fraction) -> tuple[Fraction, ...]:
    """Factors of it, each one that can be done at once."""
    for most in (HALF, TWICE):
        if (speed < most) if most < 1 else (speed > most):
            return (most, *steps(speed / most))
    return (speed,)


def _graph(audio: AudioInfo, speed: Fraction) -> Graph:
    graph, rate = Graph(), audio.sample_rate
    source = graph.add_abuffer(
        format="flt", sample_rate=rate, layout=LAYOUTS[audio.channels], time_base=Fraction(1, rate)
    )
    tempos = [graph.add("atempo", tempo=f"{float(step):.12f}") for step in steps(speed)]
    graph.link_nodes(source, *tempos, graph.add("abuffersink")).configure()
    return graph


def _frame(block: Sound, audio: AudioInfo, at: int) -> av.AudioFrame:
    packed = np.ascontiguousarray(block.samples, np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=LAYOUTS[audio.channels])
    frame.sample_rate, frame.pts, frame.time_base = audio.sample_rate, at, Fraction(1, audio.sample_rate)
    return frame


def _ready(graph: Graph, audio: AudioInfo) -> Iterator[Sound]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, av.AudioFrame), "only sound went in"
        yield Sound(frame.to_ndarray().reshape(-1, audio.channels), audio.sample_rate)
