"""The folder of proxies: each under what its film is known again by, those not used longest going first."""

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

MOST = 16 << 30  # bytes; an hour of film is about 2 GB
SHARE = 4  # and at most a quarter of what is free on that disk


class ProxyFolder:
    """May be deleted at any time. Nothing is kept beside the files: a folder from the last start serves on."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most

    def place(self, film: Path) -> Path:
        """Where its proxy is, or will be. Raises OSError where the film cannot be read."""
        from engine.media.fingerprint import content_fingerprint
        from engine.media.proxies import FORMAT  # late, since it brings numpy and FFmpeg

        return self._folder / f"{content_fingerprint(film)}-{FORMAT}.mov"

    def find(self, film: Path) -> Path | None:
        """Its proxy, which counts as used from now on."""
        try:
            place = self.place(film)
            os.utime(place)
        except OSError:
            return None
        return place

    def bound(self, most: int) -> None:
        """To so many bytes, from the next proxy on."""
        self._most = most

    def clear(self) -> None:
        """Also of the proxies that other projects use."""
        with suppress(OSError):
            for path in self._folder.glob("*.mov"):
                self.drop(path)

    def drop(self, proxy: Path) -> None:
        with suppress(OSError):
            proxy.unlink()

    def clear_unfinished(self) -> None:
        """What a process that was ended has left."""
        with suppress(OSError):
            for path in self._folder.glob(".*.part"):
                self.drop(path)

    def make_room(self, used: Collection[Path]) -> bool:
        """Removes the oldest that are not `used` until the bytes are within the bound; whether they are."""
        with suppress(OSError):
            files = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.glob("*.mov"))
            total = sum(size for _, size, _ in files)
            most = min(self._most, total + shutil.disk_usage(self._folder).free // SHARE)
            for _, size, path in files:
                if total > most and path not in used:
                    self.drop(path)
                    total -= size
            return total <= most
        return True
