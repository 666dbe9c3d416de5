"""A take made again from its own file."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.asking import again_request, take_info
from engine.cli.commands.options import EPILOG, Commands, RateOf, add_dry_run, add_talk
from engine.errors import RequestError
from engine.requests import Request

NAMES = ("again",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "again",
        help="make a take again from its own file",
        description="Makes the very take again, as a new file beside it: its sources have to be as they were.",
        epilog=EPILOG,
    )
    command.add_argument("take", type=Path, metavar="TAKE", help="a file that this program made")
    command.add_argument("-o", "--output", type=Path, metavar="FILM", help="the joined film as well (.mp4, .m4v, .mov)")
    add_sources(command)
    add_dry_run(command)
    add_talk(command)


def add_sources(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="where a source is now, by the path or the name it had (one that is beside the take is found)",
    )


def request(options: argparse.Namespace, rate_of: RateOf) -> Request:
    """rate_of: the take says all times itself."""
    info = take_info(options.take, moved(options.source))
    for note in info.notes:
        print(f"Note: {note}", file=sys.stderr)
    return again_request(info, options.output)


def moved(pairs: Sequence[str]) -> dict[str, Path]:
    """New places by old names, of "OLD=NEW"; the last "=" parts them where the new name has none."""
    places = {}
    for pair in pairs:
        old, _, new = pair.rpartition("=")
        if not old or not new:
            raise RequestError(f"{pair!r} does not say where a source is.", do="Write it as --source OLD=NEW.")
        places[old] = Path(new)
    return places
