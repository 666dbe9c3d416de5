"""What the bytes of a file should add up to, and what they do."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ModelError

SHA256, GIT = "sha256", "git"  # git: SHA-1 of the size and the bytes, by which a hub names its small files
FORMS = {SHA256: re.compile(r"[0-9a-f]{64}"), GIT: re.compile(r"[0-9a-f]{40}")}
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sum:
    """kind: SHA256 or GIT. Raises ModelError where `hex` cannot be one."""

    kind: str
    hex: str

    def __post_init__(self) -> None:
        if not FORMS[self.kind].fullmatch(self.hex):
            what = f"The server gave no usable checksum ({self.hex[:70]!r})."
            raise ModelError(what, do="Try another mirror, or later.")

    def __str__(self) -> str:
        return f"{'SHA-256' if self.kind == SHA256 else 'Git sum'} {self.hex}"


class Running:
    """Both sums of what it was given so far, of a file that has `size` bytes in the end."""

    def __init__(self, size: int) -> None:
        self._sha256 = hashlib.sha256()
        self._git = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)

    def add(self, data: bytes) -> None:
        self._sha256.update(data)
        self._git.update(data)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    def like(self, wanted: Sum) -> Sum:
        """Of the kind of `wanted`."""
        return Sum(wanted.kind, self.sha256 if wanted.kind == SHA256 else self._git.hexdigest())


def chunks(path: Path, count: int | None = None) -> Iterable[bytes]:
    """Of a file, or of its first `count` bytes. Raises OSError."""
    left = path.stat().st_size if count is None else count
    with path.open("rb") as file:
        while left and (data := file.read(min(CHUNK, left))):
            left -= len(data)
            yield data


def summed(path: Path) -> Running:
    """Of the whole file. Raises OSError."""
    running = Running(path.stat().st_size)
    for data in chunks(path):
        running.add(data)
    return running
