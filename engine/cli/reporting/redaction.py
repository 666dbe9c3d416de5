"""What says who somebody is, taken out of a report: folders, names of user and machine, tokens."""

import getpass
import os
import platform
import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER, NAME, SECRET = "(folder)", "(name)", "(secret)"
SUM = re.compile(r"[0-9a-f]{64}")  # a file's own, in which a short name may stand by chance
# Any other absolute path; its last part stays. "1.5 GB/s", "24000/1001" and "and/or" are none.
PATHS = re.compile(r"(?<![\w.)])(?:[A-Za-z]:[\\/]|/)(?:[^\s\\/\"']+[\\/])+")
TOKENS = re.compile(r"\b(?:hf|gh[pousr]|sk|api)[_-][A-Za-z0-9_-]{8,}")
SECRETS = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|CREDENTIAL", re.IGNORECASE)  # in names of variables
SHORTEST_NAME, SHORTEST_SECRET = 3, 6  # characters; shorter ones stand in any word


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked for, the longest first."""

    folders: Sequence[str]
    names: Sequence[str]
    secrets: Sequence[str]


def known(folders: Iterable[Path] = ()) -> Known:
    """Of this user on this machine. folders: more of them, as those that models lie in."""
    home = Path.home()
    places = {str(home), tempfile.gettempdir(), str(Path.cwd()), *map(str, folders)}
    names = {home.name, platform.node(), platform.node().partition(".")[0]}
    with suppress(OSError, KeyError, ImportError):  # a user whom the system does not know
        names.add(getpass.getuser())
    secrets = {value for name, value in os.environ.items() if SECRETS.search(name)}
    return Known(
        _longest(each for each in places if len(Path(each).parts) > 1),
        _longest(each for each in names if len(each) >= SHORTEST_NAME),
        _longest(each for each in secrets if len(each) >= SHORTEST_SECRET),
    )


def _longest(found: Iterable[str]) -> list[str]:
    return sorted(found, key=len, reverse=True)


def redacted(value: Any, what: Known) -> Any:
    """The same lists and tables with every text in them redacted; names of fields are our own and stay."""
    if isinstance(value, dict):
        return {key: redacted(item, what) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item, what) for item in value]
    return _text(value, what) if isinstance(value, str) else value


def _text(text: str, what: Known) -> str:
    if SUM.fullmatch(text):
        return text
    for secret in what.secrets:
        text = text.replace(secret, SECRET)
    text = TOKENS.sub(SECRET, text)
    for folder in what.folders:
        text = re.sub(rf"{re.escape(folder)}[\\/]?", f"{FOLDER}/", text)
    text = PATHS.sub(f"{FOLDER}/", text)
    for name in what.names:
        text = re.sub(re.escape(name), NAME, text, flags=re.IGNORECASE)
    return re.sub(rf"{re.escape(FOLDER)}/(?:[^\s\\/\"']+[\\/])+", f"{FOLDER}/", text)
