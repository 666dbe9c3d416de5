"""Files as they were once, to tell later whether they are still the same."""

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WHOLE = 64 << 20  # bytes: up to here all of a file is hashed, in a tenth of a second
END = 16 << 20  # bytes hashed at either end of a larger one
REMEMBERED = 64  # files


@dataclass(frozen=True, slots=True)
class FileMark:
    """sha256: of all that is in it, or where not `whole`, of its first and last 16 MiB; "" if it could not be read."""

    path: Path
    size: int
    sha256: str
    whole: bool = True

    def same_content(self, other: "FileMark") -> bool:
        """Whether both were read and nothing tells them apart."""
        known = bool(self.sha256 and other.sha256)
        return known and (self.size, self.sha256, self.whole) == (other.size, other.sha256, other.whole)


def file_mark(path: Path) -> FileMark:
    """Of the file as it is now; when it was changed does not matter. Only of regular files: others may never end."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return FileMark(path, 0, "")
        digest = _sha256(path, found.st_size, (found.st_ino, found.st_mtime_ns, found.st_ctime_ns))
    except (OSError, ValueError):  # a name with a zero in it is a ValueError
        return FileMark(path, 0, "")
    return FileMark(path, found.st_size, digest, found.st_size <= WHOLE)


@lru_cache(REMEMBERED)
def _sha256(path: Path, size: int, stamp: tuple[int, ...]) -> str:
    """stamp: whatever else tells that a file was written anew; then it is read again."""
    with path.open("rb") as file:
        if size <= WHOLE:
            return hashlib.file_digest(file, "sha256").hexdigest()
        digest = hashlib.sha256(file.read(END))
        file.seek(-END, os.SEEK_END)
        digest.update(file.read(END))
        return digest.hexdigest()
