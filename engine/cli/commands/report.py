"""A file of figures that somebody may send back by hand: what this machine did with which models."""

import argparse
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.cli.commands.options import Commands, add_talk
from engine.hosts.protocol import Host
from engine.models.asked import asked_model
from engine.models.chosen import is_built_in
from engine.models.on_disk.store import Store, choices, is_path
from engine.progress import Report
from engine.requests import BUILT_IN

NAME = "report"
USUAL = Path("longtake-report.md")
PATIENCE = 1800.0  # seconds for a model that nobody named
TEXT = "a file of figures to send back by hand: this machine, the models on it, what they did here; sends nothing"
ABOUT = """\
Writes a page about this machine, the models on it (with the sums of their files), and what the built-in model and
those you name make of a sample clip: time of each step, most memory, how the join came out. No prompts, folders,
names or tokens are in it, and it is sent nowhere: read it, then give it to whom you like."""


def add(commands: Commands) -> None:
    command = commands.add_parser(NAME, help=TEXT, description=ABOUT)
    command.add_argument("-o", "--output", type=Path, default=USUAL, metavar="FILE", help=f"default: {USUAL}")
    command.add_argument(
        "--model", action="append", default=[], metavar="NAME|PATH", help="tried as well; as often as there are models"
    )
    command.add_argument(
        "--all",
        action="store_true",
        help="try every model and preset that is here, fits, and is foretold to take no longer than 30 minutes",
    )
    command.add_argument("--no-sums", action="store_true", help="do not read models' files through, which takes long")
    add_talk(command)


def answer(options: argparse.Namespace, host: Host) -> str:
    """In words or as JSON. Raises OutputError, Cancelled, and as `_named` does."""
    from engine.cli.progress import progress_view  # late: the window's start does not need them
    from engine.cli.reporting.page import page
    from engine.cli.words import as_json
    from engine.media.target import new_file, output_errors

    named = (BUILT_IN, *map(_named, options.model))
    others = _here() if options.all else ()
    models = dict.fromkeys(named, math.inf) | {each: PATIENCE for each in others if each not in named}
    with new_file(options.output) as temporary, output_errors(options.output):
        with progress_view() as view:
            facts = _facts(options, models, host, Report(view))
        temporary.write_text(page(facts), "utf-8")
    if options.json:
        return as_json({"command": NAME, "file": options.output.absolute(), "report": facts})
    return f"The report is in {options.output.absolute()}. It was sent nowhere: read it, then give it to whom you like."


def _facts(options: argparse.Namespace, models: Mapping[str, float], host: Host, report: Report) -> dict[str, Any]:
    """models: by how many seconds each may take."""
    from engine.cli.reporting.machine import machine_facts, versions
    from engine.cli.reporting.measured import measured
    from engine.cli.reporting.models import models_here
    from engine.cli.reporting.redaction import known, redacted

    store = Store()
    facts = {
        "versions": versions(),
        "machine": machine_facts(),
        "models": models_here(store.shelf(), not options.no_sums, report),
        "measured": [measured(model, host, report.hear, patience=most) for model, most in models.items()],
    }
    folders = (*store.folders, *(Path(each).absolute().parent for each in models if is_path(each)))
    told: dict[str, Any] = redacted(facts, known(folders))
    return told


def _named(model: str) -> str:
    """A path in full. Raises ModelError where there is no such model, RequestError of half a preset."""
    if is_path(model):
        return str(Path(model).absolute())
    found = asked_model(model)
    if not is_built_in(found.model) and not is_path(found.model):
        Store().layout(found.model)
    return found.id


def _here() -> Iterator[str]:
    """Models and presets that are whole."""
    ready = (each for each in choices(Store().shelf()) if not each.missing)
    return (each.id for each in ready if not is_built_in(each.id))
