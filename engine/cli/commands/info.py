"""What a file is, and of a take, how it was made."""

import argparse
from pathlib import Path

from engine.cli.commands.options import EPILOG, Commands, add_talk

NAME = "info"


def add(commands: Commands) -> None:
    command = commands.add_parser(
        NAME, help="what a file is and, of a take, how it was made and whether it can be made again", epilog=EPILOG
    )
    command.add_argument("file", type=Path, metavar="FILE", help="a film, a still or a take")
    add_talk(command)


def answer(options: argparse.Namespace) -> str:
    """In words or as JSON. Raises MediaMissing, NotAVideo or MediaError."""
    from engine.asking import TakeInfo, take_info
    from engine.cli.about import as_printed, file_in_words, take_info_in_words, task_of
    from engine.cli.words import as_json
    from engine.media.inspection import inspect_media
    from engine.media.origin import read_origin

    media = inspect_media(options.file)
    take: TakeInfo | None = take_info(options.file) if read_origin(options.file) else None
    if options.json:
        told = {"task": task_of(take.origin.asked), "take": take, "notes": take.notes} if take else {"take": None}
        return as_printed(as_json({"command": NAME, "file": media, **told}))
    return as_printed("\n".join([*file_in_words(media), "", *take_info_in_words(take)]))
