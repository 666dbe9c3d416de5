"""What media files hold, asked of each only once."""

import os
import threading
from functools import lru_cache
from pathlib import Path

from engine.media.info import MediaInfo
from engine.media.inspection import inspect_media

REMEMBERED = 256  # files
_asking: dict[Path, threading.Lock] = {}  # two threads may come at once, for picture and for sound: one of them asks


def inspected(path: Path) -> MediaInfo:
    """As inspect_media, which decodes the file's beginning; from memory while the file stays as it is."""
    try:
        state = os.stat(path)
    except OSError:
        return inspect_media(path)  # which says what is wrong
    with _asking.setdefault(path, threading.Lock()):
        return _inspected(path, state.st_size, state.st_mtime_ns)


@lru_cache(REMEMBERED)
def _inspected(path: Path, size: int, changed: int) -> MediaInfo:
    return inspect_media(path)
