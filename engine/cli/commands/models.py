"""The models that are here: listed, added, removed, verified, and what each needs of a machine."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from engine.cli.commands import models_get, models_move, models_plan
from engine.cli.commands.options import EPILOG, Commands, add_talk
from engine.cli.models_in_words import added_in_words, checked_in_words, shelf_in_words
from engine.cli.words import as_json
from engine.errors import ModelError
from engine.hosts.protocol import Host
from engine.models.on_disk.store import Shelf, Store, choices
from engine.requests import Expert

NAME = "models"
TEXTS = {
    "list": "what is here: models, presets, adapters, and what cannot be used and why",
    "add": "look for models in a folder (Hugging Face's cache, ComfyUI's models, any other); nothing is copied",
    "remove": "no longer look in a folder; its files stay where they are",
    "expert": "say which of two experts a file is for, where its name says it wrongly or not at all",
    "verify": "hold every tensor against the network it is for",
}


EXPERTS = {"high": Expert.HIGH, "low": Expert.LOW, "both": Expert.BOTH, "name": None}


def add(commands: Commands) -> None:
    command = commands.add_parser(NAME, help="which models are here, where they are, and whether they are sound")
    tasks = command.add_subparsers(dest="task", required=True, metavar="TASK")
    for task, text in TEXTS.items():
        add_talk(tasks.add_parser(task, help=text, description=text, epilog=EPILOG))
    for task in ("add", "remove"):
        tasks.choices[task].add_argument("path", type=Path, metavar="PATH", help="a folder, or one file")
    expert = tasks.choices["expert"]
    expert.add_argument("path", type=Path, metavar="FILE", help="a transformer or an adapter")
    expert.add_argument("expert", choices=list(EXPERTS), help="which it is for; name: as its name says")
    verify = tasks.choices["verify"]
    verify.add_argument("model", nargs="?", metavar="NAME|PATH", help="default: every model that is here")
    models_get.add(tasks)
    models_move.add(tasks)
    models_plan.add(tasks)
    verify.add_argument("--full", action="store_true", help="read every byte: SHA-256, and numbers that are none")


def answer(options: argparse.Namespace, host: Host) -> str:
    """In words or as JSON. Raises ModelError."""
    return ANSWERS[options.task](options, host)


def _list(options: argparse.Namespace, _: Host) -> str:
    store = Store()
    shelf = store.shelf()
    if options.json:
        told = {"folders": store.folders, "shelf": shelf, "choices": choices(shelf)}
        return as_json({"command": NAME, "task": "list", **told})
    return shelf_in_words(store.folders, shelf)


def _add(options: argparse.Namespace, _: Host) -> str:
    store = Store()
    store.add(options.path)
    shelf = _within(store.shelf(), options.path.expanduser().absolute())
    if options.json:
        return as_json({"command": NAME, "task": "add", "folders": store.folders, "shelf": shelf})
    return added_in_words(options.path, shelf)


def _within(shelf: Shelf, place: Path) -> Shelf:
    """What of it lies there."""
    return Shelf(
        tuple(each for each in shelf.models if each.layout.transformers[0].is_relative_to(place)),
        tuple(each for each in shelf.adapters if each.path.is_relative_to(place)),
        tuple(each for each in shelf.unusable if each.path.is_relative_to(place)),
    )


def _remove(options: argparse.Namespace, _: Host) -> str:
    store = Store()
    store.remove(options.path)
    if options.json:
        return as_json({"command": NAME, "task": "remove", "folders": store.folders})
    return f"{options.path} is no longer looked into. Its files are where they were."


def _expert(options: argparse.Namespace, _: Host) -> str:
    store = Store()
    store.say(options.path, EXPERTS[options.expert])
    if options.json:
        return as_json({"command": NAME, "task": "expert", "shelf": store.shelf()})
    return shelf_in_words(store.folders, store.shelf())


def _verify(options: argparse.Namespace, _: Host) -> str:
    """Raises ModelError where a single file is not sound."""
    from engine.cli.verified import checks  # late: it brings torch

    checked = []
    for each in checks(options.model, options.full):
        checked.append(each)
        print(f"{each.path}: {'not sound' if each.fault else 'sound'}", file=sys.stderr, flush=True)  # it takes long
    faults = [f"{each.path}: {each.fault}" for each in checked if each.fault]
    if faults:
        told = "\n".join(faults)
        what = f"{len(faults)} of {len(checked)} parts cannot be used:\n{told}"
        raise ModelError(what, do="Download or copy them again, or choose others.")
    if options.json:
        return as_json({"command": NAME, "task": "verify", "checked": checked})
    return checked_in_words(checked)


ANSWERS: dict[str, Callable[[argparse.Namespace, Host], str]] = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "expert": _expert,
    "verify": _verify,
    models_get.NAME: models_get.answer,
    models_get.TOKEN: models_get.answer_token,
    models_move.NAME: models_move.answer,
    models_plan.NAME: models_plan.answer,
}
