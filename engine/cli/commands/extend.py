"""New frames after a clip's end or before its start."""

import argparse
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from engine.asking import Settings, extend_request
from engine.cli.commands.latents import context_held
from engine.cli.commands.options import (
    EPILOG,
    Commands,
    RateOf,
    add_clip,
    add_encoding,
    add_length,
    add_part,
    length_of,
    moment_of,
)
from engine.cli.commands.pictures import add_keyframes, keyframes_of
from engine.cli.commands.wishes import add_wishes, settings_of
from engine.errors import RequestError
from engine.requests import ExtendRequest

NAMES = ("extend",)


def add(commands: Commands) -> None:
    command = commands.add_parser("extend", help="make a clip longer, after its end or before its start", epilog=EPILOG)
    add_clip(command)
    command.add_argument("--before", action="store_true", help="new frames before its start instead of after its end")
    add_part(command)
    add_encoding(command, "--encoding", "the clip's")
    add_length(command)
    add_keyframes(command)
    text = "the window's first latents as context instead of --context, as PUSA has it: 0,1,2,3 are 13 frames"
    command.add_argument("--cond_position", metavar="L,L", help=text)
    add_wishes(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> ExtendRequest:
    rate = partial(rate_of, options.clip)
    return extend_request(
        options.clip,
        seconds=length_of(options, rate),
        output=options.output,
        before=options.before,
        start=moment_of(options.start, rate),
        end=moment_of(options.end, rate),
        encoding=options.encoding,
        keyframes=keyframes_of(options, rate),
        **_settings(options, rate),
    )


def _settings(options: argparse.Namespace, rate: Callable[[], Fraction]) -> Settings:
    settings = settings_of(options, rate)
    if options.cond_position is not None:
        if options.context is not None:
            raise RequestError("Context was given as frames and as latents.", do="Leave one of them out.")
        settings["context"] = context_held(options.cond_position)
    return settings
