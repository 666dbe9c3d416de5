"""Where a file of a repository goes in the user's folder: beside its like, and never outside."""

import re
from pathlib import Path, PurePosixPath

from engine.errors import ModelError

REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9_][\w.+= -]{0,199}", re.ASCII)  # of a folder or file
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # what Windows takes for one


def target(folder: Path, repository: str, path: str) -> Path:
    """folder/owner--name/the/path. Raises ModelError where a name could lead elsewhere."""
    parts = PurePosixPath(path).parts
    if not REPOSITORY.fullmatch(repository) or ".." in repository or not path or "/".join(parts) != path:
        raise _strange(f"{repository}/{path}")
    for part in (*repository.split("/"), *parts):
        if not NAME.fullmatch(part) or DEVICES.fullmatch(part) or part[-1] in ". ":
            raise _strange(f"{repository}/{path}")
    place = folder.joinpath(repository.replace("/", "--"), *parts)
    if not place.resolve().is_relative_to(folder.resolve()):  # a link in between
        raise _strange(f"{repository}/{path}")
    return place


def _strange(name: str) -> ModelError:
    what = f"{name[:120]!a} is no name that a file may have here."
    return ModelError(what, kept="Nothing was written.", do="Choose another folder, or get it by hand.")
