"""The name that a file, or a folder, has until all of it is there."""

import os
from pathlib import Path
from uuid import uuid4

LONGEST = 200  # bytes of its later name: file systems hold 255 in all


def unfinished(path: Path) -> Path:
    """A new hidden one in the same folder."""
    start = os.fsencode(path.name)[:LONGEST].decode(errors="ignore")
    return path.with_name(f".{start}.{uuid4().hex[:8]}.part")
