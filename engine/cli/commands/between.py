"""New frames between known ones of one clip, or in the place of others: loop, smooth, complete, repair."""

import argparse
import re
from fractions import Fraction
from pathlib import Path

from engine.asking import complete_request, loop_request, repair_request, smooth_request
from engine.cli.commands.options import (
    EPILOG,
    Commands,
    Parser,
    RateOf,
    add_encoding,
    add_length,
    add_wishes,
    length_of,
    moment_of,
    settings_of,
)
from engine.cli.times import parse_time
from engine.errors import RequestError
from engine.requests import BetweenRequest, FrameRange, Sound

NAMES = ("loop", "smooth", "complete", "repair")
EACH_SIDE = 6  # frames
RUN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")  # 12, 15-18


def add(commands: Commands) -> None:
    _add_loop(commands)
    _add_smooth(commands)
    _add_complete(commands)
    _add_repair(commands)


def _add_loop(commands: Commands) -> None:
    command = _task(commands, "loop", "new frames from a clip's end back to its start, to be played round and round")
    command.add_argument("clip", type=Path, metavar="CLIP")
    command.add_argument("--from", "--in", dest="start", metavar="TIME", help="use the clip from here on")
    command.add_argument("--to", "--out", dest="end", metavar="TIME", help="use the clip up to here")
    add_encoding(command, "--encoding", "the clip's")
    add_length(command)
    add_wishes(command)


def _add_smooth(commands: Commands) -> None:
    command = _task(commands, "smooth", "a cut between two clips made smooth, without changing how long they are")
    command.add_argument("first", type=Path, metavar="A")
    command.add_argument("second", type=Path, metavar="B")
    command.add_argument("--first-end", metavar="TIME", help="use A up to here")
    command.add_argument("--second-start", metavar="TIME", help="use B from here on")
    add_encoding(command, "--first-encoding", "A's")
    add_encoding(command, "--second-encoding", "B's")
    sides = command.add_mutually_exclusive_group()
    sides.add_argument("--each-side", metavar="S", help="how much of each clip beside the cut is made anew")
    sides.add_argument(
        "--each-side-frames", type=int, metavar="N", help=f"the same in frames of A (default: {EACH_SIDE})"
    )
    add_wishes(command, Sound.LEAVE)


def _add_complete(commands: Commands) -> None:
    command = _task(commands, "complete", "a part within a clip made anew; everything else stays as it is")
    command.add_argument("clip", type=Path, metavar="CLIP")
    command.add_argument("--in", dest="start", required=True, metavar="TIME", help="where the new part starts")
    command.add_argument("--out", dest="end", required=True, metavar="TIME", help="where the clip's own goes on")
    add_encoding(command, "--encoding", "the clip's")
    add_wishes(command, Sound.LEAVE)


def _add_repair(commands: Commands) -> None:
    command = _task(commands, "repair", "single frames, or runs of them, made anew from those beside them")
    command.add_argument("clip", type=Path, metavar="CLIP")
    text = "the frames, counted from 0, in order: 12,15-18"
    command.add_argument("--marked", required=True, metavar="N[-N][,...]", help=text)
    add_encoding(command, "--encoding", "the clip's")
    add_wishes(command, Sound.LEAVE)


def _task(commands: Commands, name: str, text: str) -> Parser:
    return commands.add_parser(name, help=text, epilog=EPILOG)


def request(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    asked = {"loop": _loop, "smooth": _smooth, "complete": _complete, "repair": _repair}
    return asked[options.command](options, rate_of)


def _loop(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    return loop_request(
        options.clip,
        seconds=length_of(options, options.clip, rate_of),
        output=options.output,
        start=moment_of(options.start, options.clip, rate_of),
        end=moment_of(options.end, options.clip, rate_of),
        encoding=options.encoding,
        **settings_of(options),
    )


def _smooth(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    return smooth_request(
        options.first,
        options.second,
        each_side=_each_side(options, rate_of),
        output=options.output,
        first_end=moment_of(options.first_end, options.first, rate_of),
        second_start=moment_of(options.second_start, options.second, rate_of),
        first_encoding=options.first_encoding,
        second_encoding=options.second_encoding,
        **settings_of(options),
    )


def _complete(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    return complete_request(
        options.clip,
        start=parse_time(options.start, lambda: rate_of(options.clip)),
        end=parse_time(options.end, lambda: rate_of(options.clip)),
        output=options.output,
        encoding=options.encoding,
        **settings_of(options),
    )


def _repair(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    return repair_request(
        options.clip,
        marked=runs(options.marked),
        output=options.output,
        encoding=options.encoding,
        **settings_of(options),
    )


def _each_side(options: argparse.Namespace, rate_of: RateOf) -> Fraction:
    if options.each_side is not None:
        return parse_time(options.each_side, lambda: rate_of(options.first))
    frames = EACH_SIDE if options.each_side_frames is None else options.each_side_frames
    if frames < 1:
        raise RequestError(f"There must be 1 frame or more on each side, not {frames}.", do="Correct it and run again.")
    return frames / rate_of(options.first)


def runs(text: str) -> tuple[FrameRange, ...]:
    """Of "12,15-18". Raises RequestError; whether the clip has such frames is seen when it is opened."""
    found = [RUN.fullmatch(part.strip()) for part in text.split(",")]
    pairs = [(int(match[1]), int(match[2] or match[1])) for match in found if match]
    if len(pairs) < len(found) or any(last < first for first, last in pairs):
        raise RequestError(
            f"{text[:40]!r} does not say which frames are marked.", do="Write numbers and runs of them as 12,15-18."
        )
    return tuple(FrameRange(first, last - first + 1) for first, last in pairs)
