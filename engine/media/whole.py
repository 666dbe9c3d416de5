"""Small files of our own that are there whole or not at all; they can be made again, so no disk is waited for."""

import os
from pathlib import Path

from engine.media.unfinished import unfinished


def write_whole(path: Path, content: bytes) -> None:
    """Makes the folder as well. Raises OSError; then nothing is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = unfinished(path)
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
