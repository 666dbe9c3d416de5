"""Tensors that took long to make, kept on the disk until room is needed."""

import hashlib
import os
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import platformdirs
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, uint8

LEFT_BEHIND = 3600  # seconds after which nobody is still writing a file
NAME = "tensor"


def cache_folder(name: str) -> Path:
    """Where this program keeps what can be made again, on this system."""
    return platformdirs.user_cache_path("Longtake", appauthor=False) / name


class TensorCache:
    """Any number of processes may use a folder at once: a file is there whole or not at all."""

    def __init__(self, folder: Path, most: int) -> None:
        """most: bytes of all files together; where there are more, those that were not asked for longest leave."""
        self._folder, self._most = folder, most

    def cached(self, key: str, make: Callable[[], Tensor]) -> Tensor:
        """What `make` made for this key, now or before, on the CPU. A folder that cannot be used costs time alone."""
        path = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.safetensors"
        found = read_tensor(path, key)
        if found is None:
            found = make().detach().cpu().contiguous()
            with suppress(OSError, SafetensorError):  # a full disk, say
                self._write(path, key, found)
        return found

    def _write(self, path: Path, key: str, tensor: Tensor) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_tensor(path, key, tensor)
        self._make_room()

    def _make_room(self) -> None:
        """Another process may be doing the same: what is gone already is no concern."""
        for part in self._folder.glob("*.part"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > LEFT_BEHIND:
                    part.unlink()
        held = 0
        for _, size, path in sorted(_sizes(self._folder), reverse=True):
            held += size
            if held > self._most:
                path.unlink(missing_ok=True)


def write_tensor(path: Path, key: str, tensor: Tensor) -> None:
    """A file that is there whole or not at all. tensor: contiguous, on the CPU. Raises OSError, SafetensorError."""
    temporary = path.with_suffix(f".{uuid4().hex[:8]}.part")
    try:
        save_file({NAME: tensor}, temporary, {"key": key, "sum": _sum(tensor)})
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_tensor(path: Path, key: str) -> Tensor | None:
    """None where there is nothing, or nothing sound: it is made anew."""
    try:
        with safe_open(path, "pt") as opened:
            tensor, told = opened.get_tensor(NAME), opened.metadata() or {}
        if told != {"key": key, "sum": _sum(tensor)}:
            return None
        os.utime(path)  # asked for just now
    except (OSError, RuntimeError, SafetensorError):  # RuntimeError: it went while it was being opened
        return None
    return tensor


def _sum(tensor: Tensor) -> str:
    """safetensors itself does not notice a changed value."""
    return f"{zlib.crc32(tensor.reshape(-1).view(uint8).numpy().data):08x}"


def _sizes(folder: Path) -> list[tuple[int, int, Path]]:
    """(when it was last asked for, bytes, path)."""
    found = []
    for path in folder.glob("*.safetensors"):
        with suppress(OSError):
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    return found
