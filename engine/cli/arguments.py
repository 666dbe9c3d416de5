"""What can be typed: commands, options and the requests they become."""

import argparse
import sys
from pathlib import Path

from engine.cli.commands import TASKS, info, models, report
from engine.cli.commands.examples import dress
from engine.cli.commands.options import EPILOG, Commands, Parser, RateOf, add_talk
from engine.requests import Request

ABOUT = """\
Makes film clips longer, bridges two, makes frames within one. The clips are never touched.
Without a command, or with files alone, it opens the window."""


def parser(version: str) -> argparse.ArgumentParser:
    root = Parser(
        prog=_program(),
        description=ABOUT,
        epilog=f"{_program()} COMMAND --help tells more of each.\n\n{EPILOG}",
    )
    root.add_argument("--version", action="version", version=f"Longtake {version}")
    commands = root.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for task in TASKS:
        task.add(commands)
    info.add(commands)
    models.add(commands)
    _add_demo(commands)
    report.add(commands)
    dress(commands.choices, _program())
    return root


def _program() -> str:
    name = Path(sys.argv[0]).name
    return f"python {name}" if name.endswith(".py") else "longtake"


def _add_demo(commands: Commands) -> None:
    command = commands.add_parser("demo", help="make sample clips, extend and bridge them, and draw what came out")
    command.add_argument("-o", "--output", type=Path, default=Path("out"), metavar="FOLDER", help="default: out")
    add_talk(command)


def request_from(options: argparse.Namespace, rate_of: RateOf) -> Request:
    """The request that was typed. rate_of: asks a file for its frame rate, only where frames or timecode need it.

    Raises RequestError, or what `rate_of` raises.
    """
    task = next(task for task in TASKS if options.command in task.NAMES)
    return task.request(options, rate_of)
