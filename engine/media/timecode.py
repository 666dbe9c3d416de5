"""The timecode and the reel name that a media file carries."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.media.info import FileTimecode
from engine.media.opening import open_source

TIMECODE, REELS = "timecode", ("reel_name", "reel")  # FFmpeg's names of them


def read_timecode(path: Path) -> FileTimecode:
    """From the file's header. Raises what opening.open_source raises."""
    with open_source(path) as container:
        tags = [dict(stream.metadata) for stream in container.streams]
        tags.insert(len(container.streams.video[:1]), dict(container.metadata))
    return FileTimecode(next(_of(tags, TIMECODE), ""), next(_of(tags, *REELS), ""))


def _of(tags: list[dict[str, str]], *names: str) -> Iterator[str]:
    """What is under one of these names, the picture's own and the file's first."""
    lowered: list[Mapping[str, str]] = [{name.lower(): value.strip() for name, value in each.items()} for each in tags]
    return (each[name] for each in lowered for name in names if each.get(name))
