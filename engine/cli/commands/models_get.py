"""Fetching published models: what there is, what would come, and the fetching itself."""

import argparse
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.commands.options import EPILOG, Commands, add_talk
from engine.cli.words import as_json, duration
from engine.errors import Cancelled, RequestError
from engine.hosts.protocol import Host
from engine.models.on_disk.presets import size_in_words
from engine.models.on_disk.store import Store
from engine.requests import Room

if TYPE_CHECKING:
    from engine.models.getting.coming import Coming, ComingFile, Got
    from engine.models.getting.offers import Offer
    from engine.models.getting.watch import Came

NAME, TOKEN = "get", "token"
TEXT = "what can be fetched, and fetching it: resumed after any cut, each file checked, shared parts once"
TOKEN_TEXT = "keep an access token in the system's keychain, for models that are not for everybody"
EVERY = 10.0  # seconds between two lines where there is no terminal
ESTIMATED = "Times are estimated, not measured, until a model has run here."
ASK = "Fetch one with: models get PRESET [--form FORM] [--into FOLDER]. Nothing was fetched, and nobody was asked."


def add(commands: Commands) -> None:
    """To those of the command `models`."""
    command = commands.add_parser(NAME, help=TEXT, description=TEXT, epilog=EPILOG)
    command.add_argument("preset", nargs="?", metavar="PRESET", help="left out: what there is")
    command.add_argument("--form", default="", metavar="FORM", help="fp8 (usual), q4 (GGUF) or 16-bit")
    command.add_argument("--into", type=Path, metavar="FOLDER", help="default: this program's own data folder")
    command.add_argument("--dry-run", action="store_true", help="ask the hub which files would come, fetch nothing")
    add_talk(command)
    token = commands.add_parser(TOKEN, help=TOKEN_TEXT, description=TOKEN_TEXT, epilog=EPILOG)
    token.add_argument("--forget", action="store_true", help="take it out of the keychain")
    add_talk(token)


def answer(options: argparse.Namespace, host: Host) -> str:
    """In words or as JSON. Raises LongtakeError types."""
    if options.preset is None:
        return _offers(options, host)
    return _look(options) if options.dry_run else _get(options)


def answer_token(options: argparse.Namespace, _: Host) -> str:
    """The token is typed or piped in, for others can read what stands on a command line. Raises LongtakeError."""
    from engine.models.getting.keychain import forget_token, keep_token

    if options.forget:
        forget_token()
        return _said(options, "The token is no longer in the keychain.")
    told = _typed()
    if not told:
        raise RequestError("There was no token.", do="Type or pipe it in: models token < FILE.")
    keep_token(told)
    return _said(options, "The token is in the system's keychain.")


def _said(options: argparse.Namespace, words: str) -> str:
    return as_json({"command": "models", "task": TOKEN}) if options.json else words


def _typed() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    from getpass import getpass

    return getpass("Access token: ").strip()


def _offers(options: argparse.Namespace, host: Host) -> str:
    from engine.models.getting.offers import offers

    found = offers(Store().shelf())
    rooms = host.rooms(tuple(each.model for each in found))
    if options.json:
        told = [{"offer": each, "room": room} for each, room in zip(found, rooms.rooms, strict=True)]
        return as_json({"command": "models", "task": NAME, "machine": rooms.machine, "offers": told})
    lines = (line for pair in zip(found, rooms.rooms, strict=True) for line in _offer(*pair))
    return "\n".join([f"Machine: {rooms.machine}. {ESTIMATED}", *lines, "", ASK])


def _offer(offer: "Offer", room: Room) -> Iterator[str]:
    more = f", and adapters whose size the hub tells: {len(offer.unknown)}" if offer.unknown else ""
    state = "is here" if offer.is_here else f"about {size_in_words(offer.bytes)}{more}"
    yield f"{offer.preset.id} --form {offer.form}: {offer.preset.title}: {state}."
    yield f"  Can: {', '.join(offer.abilities)}. Licence: {', '.join(offer.licences)}."
    yield f"  Here: {room.words}."


def _look(options: argparse.Namespace) -> str:
    from engine.models.getting.getting import look

    found = look(options.preset, options.form, options.into)
    if options.json:
        return as_json({"command": "models", "task": NAME, "coming": found})
    return "\n".join(_coming(found))


def _coming(found: "Coming") -> Iterator[str]:
    yield f"{found.title}, {found.form}: {size_in_words(found.left)} of {size_in_words(found.total)} are to come."
    for each in found.files:
        yield f"  {each.repository}/{each.file}: {_state(each)}, {each.licence}"
        yield f"    {each.sum}, at {each.revision}; checked {each.checked}"
    yield f"Into: {found.folder}. Nothing was fetched."


def _state(file: "ComingFile") -> str:
    size = size_in_words(file.size)
    if file.elsewhere:
        return f"{size}, as {file.elsewhere} seems to be"
    if not file.left:
        return f"{size}, here"
    return size if file.left == file.size else f"{size}, of which {size_in_words(file.left)} are to come"


def _get(options: argparse.Namespace) -> str:
    from engine.models.getting.getting import get
    from engine.models.getting.part import KEPT
    from engine.models.getting.watch import Watch

    view = GetView()
    try:
        got = get(options.preset, Watch(view), options.form, options.into)
    except KeyboardInterrupt:
        raise Cancelled("Stopped.", kept=KEPT, do=f"Go on with: {_again(options)}") from None
    finally:
        view.close()
    return as_json({"command": "models", "task": NAME, "got": got}) if options.json else _got(got)


def _again(options: argparse.Namespace) -> str:
    """What was typed, to be typed again."""
    form = f" --form {options.form}" if options.form else ""
    into = f" --into {shlex.quote(str(options.into))}" if options.into else ""
    return f"models get {options.preset}{form}{into}"


def _got(got: "Got") -> str:
    there = f" {len(got.there)} were here already." if got.there else ""
    told = f"{len(got.fetched)} files came, each checked by its sum.{there}"
    return f"{told}\nInto: {got.folder}, which models are looked for in from now on. See: models list."


class GetView:
    """One line on a terminal, written over; now and then a line elsewhere."""

    def __init__(self) -> None:
        self._stream, self._told, self._width = sys.stderr, 0.0, 0

    def __call__(self, came: "Came") -> None:
        now = time.monotonic()
        if not self._stream.isatty() and now - self._told < EVERY:
            return
        self._told, text = now, came_in_words(came)
        with suppress(BrokenPipeError):  # whoever read it may have stopped
            end = "\r" if self._stream.isatty() else "\n"
            print(text.ljust(self._width) if end == "\r" else text, end=end, file=self._stream, flush=True)
        self._width = len(text)

    def close(self) -> None:
        if self._width and self._stream.isatty():
            print(file=self._stream, flush=True)


def came_in_words(came: "Came") -> str:
    """a.safetensors: 1.2 GB of 14.3 GB, 35 MB/s, 6 min left"""
    if came.state:
        return f"{came.file}: {came.state}"
    speed = "" if came.speed is None else f", {size_in_words(round(came.speed))}/s"
    left = "" if came.seconds_left is None else f", {duration(came.seconds_left)} left"
    return f"{came.file}: {size_in_words(came.done)} of {size_in_words(came.total)}{speed}{left}"
