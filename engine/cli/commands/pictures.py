"""Pictures as they are typed, each with its time and its noise; sizes as 1280x720."""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.asking import Given
from engine.cli.commands.numbers import numbers
from engine.cli.times import parse_time
from engine.errors import RequestError

PICTURE = re.compile(r"(?P<path>.+?)(?:@(?P<time>[^@~/\\]+))?(?:~(?P<noise>[^@~/\\]+))?")
SIZE = re.compile(r"(\d{1,5})[xX×](\d{1,5})")


@dataclass(frozen=True, slots=True)
class Picture:
    """As it was typed; None where nothing is said."""

    path: Path
    time: str | None = None
    noise: float | None = None


def add_keyframes(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--keyframe",
        action="append",
        default=[],
        metavar="PICTURE@TIME[~NOISE]",
        help="a still or a clip that the new frames come to, at a time from the first of them; as often as there are "
        "pictures; noise: how free it is, 0 keep (default) to 1 free",
    )


def keyframes_of(options: argparse.Namespace, rate: Callable[[], Fraction]) -> list[Given]:
    """rate: of the new frames, asked for where a time is timecode. Raises RequestError."""
    return [_keyframe(picture(text), rate) for text in options.keyframe]


def picture(text: str) -> Picture:
    """still.png@1.5~0.3; what is a file's name as it stands is taken as one."""
    if Path(text).exists():
        return Picture(Path(text))
    match = PICTURE.fullmatch(text)
    if match is None:
        raise RequestError("A picture has no name.", do="Write it as still.png, still.png@1.5 or still.png@1.5~0.3.")
    noise = match["noise"]
    return Picture(Path(match["path"]), match["time"], None if noise is None else numbers("Noise", noise)[0])


def size(text: str) -> tuple[int, int]:
    """1280x720"""
    match = SIZE.fullmatch(text)
    if match is None:
        raise RequestError(f"{text[:40]!r} is no size.", do="Write it as 1280x720.")
    return int(match[1]), int(match[2])


def _keyframe(typed: Picture, rate: Callable[[], Fraction]) -> Given:
    if typed.time is None:
        raise RequestError(
            f"{typed.path.name} has no time.", do="Write it as PICTURE@TIME, with the time from the first new frame."
        )
    return typed.path, parse_time(typed.time, rate), typed.noise or 0.0
