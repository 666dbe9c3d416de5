"""Moving what was fetched to another folder: stopped at any time, it goes on when it is asked for again."""

import argparse
import shlex
from pathlib import Path

from engine.cli.commands.models_get import GetView
from engine.cli.commands.options import EPILOG, Commands, add_talk
from engine.cli.words import as_json
from engine.errors import Cancelled
from engine.hosts.protocol import Host

NAME = "move"
TEXT = "move what was fetched to another folder or disk: each file is checked there before it is deleted here"


def add(commands: Commands) -> None:
    """To those of the command `models`."""
    command = commands.add_parser(NAME, help=TEXT, description=TEXT, epilog=EPILOG)
    command.add_argument("into", type=Path, metavar="FOLDER", help="where it is to lie; made if there is none")
    command.add_argument("--from", dest="out_of", type=Path, metavar="FOLDER", help="default: where models get puts it")
    add_talk(command)


def answer(options: argparse.Namespace, _: Host) -> str:
    """In words or as JSON. Raises LongtakeError types."""
    from engine.models.getting.moving import KEPT, move
    from engine.models.getting.offers import usual_folder
    from engine.models.getting.watch import Watch

    view = GetView()
    out_of = options.out_of or usual_folder()
    try:
        moved = move(out_of, options.into, Watch(view))
    except KeyboardInterrupt:
        again = f"models move {shlex.quote(str(options.into))} --from {shlex.quote(str(out_of))}"
        raise Cancelled("Stopped.", kept=KEPT, do=f"Go on with: {again}") from None
    finally:
        view.close()
    if options.json:
        return as_json({"command": "models", "task": NAME, "moved": moved})
    return f"{moved.files} files were moved, each checked by its sum.\nInto: {moved.folder}. See: models list."
