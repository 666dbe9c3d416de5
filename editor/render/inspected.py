"""What media files hold, asked of each only once."""

import os
from functools import lru_cache
from pathlib import Path

from engine.media.info import MediaInfo
from engine.media.inspection import inspect_media

REMEMBERED = 256  # files


def inspected(path: Path) -> MediaInfo:
    """As inspect_media, which decodes the file's beginning; from memory while the file stays as it is."""
    try:
        state = os.stat(path)
    except OSError:
        return inspect_media(path)  # which says what is wrong
    return _inspected(path, state.st_size, state.st_mtime_ns)


@lru_cache(REMEMBERED)
def _inspected(path: Path, size: int, changed: int) -> MediaInfo:
    return inspect_media(path)
