"""What models need of a machine: this one, or one that is not here."""

import argparse
import re
from pathlib import Path

from engine.cli.commands.options import EPILOG, Commands, add_talk
from engine.errors import RequestError
from engine.hosts.protocol import Host
from engine.models.asked import asked_model
from engine.models.chosen import is_built_in
from engine.models.on_disk.store import Store, choices, is_path
from engine.requests import Rooms, Sampling

NAME = "plan"
TEXT = "what each model needs of this machine, where it would go, and about how long it would take"
SIZE = re.compile(r"(\d{2,5})x(\d{2,5})")
NONE = "No model is here but the built-in one. See: models add FOLDER."
ASSUMED = "Of a machine that is not here its speed is assumed: times are rough."


def add(commands: Commands) -> None:
    """To those of the command `models`."""
    command = commands.add_parser(NAME, help=TEXT, description=TEXT, epilog=EPILOG)
    command.add_argument(
        "--model", action="append", metavar="NAME|PATH", help="default: every model and preset that is here"
    )
    command.add_argument("--size", metavar="WxH", help="of the picture in pixels; default: what the model is made for")
    command.add_argument("--frames", type=int, metavar="N", help="at once; default: what the model is made for")
    command.add_argument(
        "--gpu", type=float, metavar="GB", help="of a machine that is not here: its GPU's memory; 0: none"
    )
    command.add_argument("--ram", type=float, metavar="GB", help="of such a machine; default: 32")
    add_talk(command)


def answer(options: argparse.Namespace, host: Host) -> str:
    """In words or as JSON. Raises RequestError."""
    from engine.cli.words import as_json

    models = tuple(map(_named, options.model)) if options.model else _here()
    rooms = _rooms(options, models, host)
    if options.json:
        told = [{"model": model, "room": room} for model, room in zip(models, rooms.rooms, strict=True)]
        return as_json({"command": "models", "task": NAME, "machine": rooms.machine, "models": told})
    lines = [f"{model}: {room.words}." for model, room in zip(models, rooms.rooms, strict=True)]
    assumed = [] if _is_this(options) else [ASSUMED]
    return "\n".join([f"Machine: {rooms.machine}.", *(lines or [NONE]), *assumed])


def _named(model: str) -> str:
    """A path in full. Raises RequestError where a preset lacks something."""
    return str(Path(model).absolute()) if is_path(model) else asked_model(model).id


def _here() -> tuple[str, ...]:
    """Models and presets that are whole."""
    ready = (each for each in choices(Store().shelf()) if not each.missing)
    return tuple(each.id for each in ready if not is_built_in(each.id))


def _rooms(options: argparse.Namespace, models: tuple[str, ...], host: Host) -> Rooms:
    asked = (options.gpu, options.ram, options.size, options.frames)
    if all(each is None for each in asked):
        return host.rooms(models)
    from engine.generation.memory.machine import imagined  # late: they bring torch
    from engine.generation.memory.plan import Sight, rooms

    if options.frames is not None and options.frames < 1:
        raise RequestError(f"A window has 1 frame or more, not {options.frames}.", do="Correct --frames.")
    machine = None if _is_this(options) else imagined(options.gpu or 0.0, 32.0 if options.ram is None else options.ram)
    width, height = _size(options.size) if options.size else (None, None)
    return rooms(models, machine, Sight(options.frames), Sampling(width=width, height=height))


def _is_this(options: argparse.Namespace) -> bool:
    return options.gpu is None and options.ram is None


def _size(text: str) -> tuple[int, int]:
    """(width, height)"""
    match = SIZE.fullmatch(text)
    if match is None:
        raise RequestError(f"{text[:40]!r} is no size.", do="Write --size as 1280x720.")
    return int(match[1]), int(match[2])
