"""Where a project says its media is: relative to its own folder where that is near, and absolute as well."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

from editor.timeline.otio.errors import WrongField
from editor.words import tr


def pack_path(path: str, folder: Path | None) -> dict[str, str]:
    """`relative` (with forward slashes) for what is below or beside the project's folder; `absolute` for all.

    A file's name can be bytes that are no text; those are written as `quoted` instead.
    """
    if "\0" in path:
        raise WrongField(tr("should be a path, and holds a zero"), "path")
    if not _is_text(path):
        return {"quoted": quote_from_bytes(os.fsencode(path))}
    relative = _relative(path, folder)
    return {"absolute": path} if relative is None else {"relative": relative, "absolute": path}


def unpack_path(value: dict[str, Any], folder: Path | None) -> str:
    """Raises WrongField. What looks like a URL is the name of a file."""
    paths = {name: value[name] for name in ("relative", "absolute", "quoted") if name in value}
    for name, path in paths.items():
        if not isinstance(path, str) or "\0" in path:
            raise WrongField(tr("should be a path"), name)
    if "quoted" in paths:
        return _unquoted(paths["quoted"])
    if "relative" in paths and folder is not None:
        return os.path.normpath(os.path.join(folder, str(paths["relative"])))
    if "absolute" not in paths:
        raise WrongField(tr("is missing"), "absolute")
    return str(paths["absolute"])


def as_url(path: str, folder: Path | None) -> str:
    """What other programs find the file by: a relative URL where it is near, file:// else."""
    relative = _relative(path, folder)
    if relative is not None:
        return quote_from_bytes(os.fsencode(relative))
    return Path(path).as_uri() if Path(path).is_absolute() else quote_from_bytes(os.fsencode(path))


def _relative(path: str, folder: Path | None) -> str | None:
    """None where it is far, or where the way back would not give the very same path."""
    if folder is None or not os.path.isabs(path):
        return None
    near = folder if folder.parent == Path(folder.anchor) else folder.parent
    if not Path(path).is_relative_to(near):
        return None
    relative = os.path.relpath(path, folder)
    return Path(relative).as_posix() if os.path.normpath(folder / relative) == path else None


def _unquoted(path: str) -> str:
    found = os.fsdecode(unquote_to_bytes(path))
    if "\0" in found:
        raise WrongField(tr("should be a path"), "quoted")
    return found


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
