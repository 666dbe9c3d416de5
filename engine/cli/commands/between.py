"""New frames between known ones of one clip, or in the place of others: loop, smooth, complete, repair."""

import argparse
import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

from engine.asking import complete_request, loop_request, repair_request, smooth_request
from engine.cli.commands.latents import hole_between
from engine.cli.commands.numbers import numbers
from engine.cli.commands.options import (
    EPILOG,
    Commands,
    Parser,
    RateOf,
    add_clip,
    add_encoding,
    add_length,
    add_part,
    length_of,
    moment_of,
)
from engine.cli.commands.wishes import add_wishes, settings_of
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
    add_clip(command)
    add_part(command)
    add_encoding(command, "--encoding", "the clip's")
    add_length(command)
    add_wishes(command)


def _add_smooth(commands: Commands) -> None:
    command = _task(commands, "smooth", "a cut between two clips made smooth, without changing how long they are")
    command.add_argument("first", type=Path, metavar="A", help="the clip before the cut")
    command.add_argument("second", type=Path, metavar="B", help="the clip after it")
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
    add_clip(command)
    command.add_argument("--in", dest="start", metavar="TIME", help="where the new part starts")
    command.add_argument("--out", dest="end", metavar="TIME", help="where the clip's own goes on")
    text = "the latents that are kept instead of both times, as PUSA has it: all between 0,20 is made anew"
    command.add_argument("--cond_position", metavar="L,L", help=text)
    command.add_argument(
        "--freedom",
        default="1",
        metavar="X[,X...]",
        help="how free the part's own frames are, spread over it: 0 keep, 1 made anew (default); 0,0.4,0 changes its "
        "middle and leaves its shoulders",
    )
    add_encoding(command, "--encoding", "the clip's")
    add_wishes(command, Sound.LEAVE)


def _add_repair(commands: Commands) -> None:
    command = _task(commands, "repair", "single frames, or runs of them, made anew from those beside them")
    add_clip(command)
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
    rate = partial(rate_of, options.clip)
    return loop_request(
        options.clip,
        seconds=length_of(options, rate),
        output=options.output,
        start=moment_of(options.start, rate),
        end=moment_of(options.end, rate),
        encoding=options.encoding,
        **settings_of(options, rate),
    )


def _smooth(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    rate = partial(rate_of, options.first)
    return smooth_request(
        options.first,
        options.second,
        each_side=_each_side(options, rate_of),
        output=options.output,
        first_end=moment_of(options.first_end, rate),
        second_start=moment_of(options.second_start, partial(rate_of, options.second)),
        first_encoding=options.first_encoding,
        second_encoding=options.second_encoding,
        **settings_of(options, rate),
    )


def _complete(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    rate = partial(rate_of, options.clip)
    start, end = _part(options, rate)
    return complete_request(
        options.clip,
        start=start,
        end=end,
        output=options.output,
        encoding=options.encoding,
        freedom=numbers("Freedom", options.freedom),
        **settings_of(options, rate),
    )


def _part(options: argparse.Namespace, rate: Callable[[], Fraction]) -> tuple[Fraction, Fraction]:
    typed = options.start, options.end
    if options.cond_position is not None and typed == (None, None):
        return hole_between(options.cond_position, rate())
    if None in typed or options.cond_position is not None:
        raise RequestError("A part has two ends.", do="Give --in and --out, or --cond_position alone.")
    return parse_time(options.start, rate), parse_time(options.end, rate)


def _repair(options: argparse.Namespace, rate_of: RateOf) -> BetweenRequest:
    return repair_request(
        options.clip,
        marked=runs(options.marked),
        output=options.output,
        encoding=options.encoding,
        **settings_of(options, partial(rate_of, options.clip)),
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
