"""Knowing a file again by what is in it, without reading all of it."""

from hashlib import blake2b
from pathlib import Path

PART = 1 << 16  # bytes read at the head, in the middle and at the tail


def content_fingerprint(path: Path) -> str:
    """The file's size, and a hash of its head, middle and tail: files that differ elsewhere only count as the same.

    Raises OSError.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        digest = blake2b(digest_size=16)
        for place in (0, max(size // 2 - PART // 2, 0), max(size - PART, 0)):
            file.seek(place)
            digest.update(file.read(PART))
    return f"{size}-{digest.hexdigest()}"
