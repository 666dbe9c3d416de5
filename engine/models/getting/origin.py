"""What is noted beside a file that was fetched: where it is from and what it added up to when it came."""

from dataclasses import asdict, dataclass
from pathlib import Path

from engine.models.contents.kept_headers import read_json, write_json
from engine.models.getting.hub import Remote

CHECKED = "against the hub's own sum"
ENDING = ".origin.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """checked: what its bytes were held against. written: of the file, in nanoseconds, so that a change is seen."""

    repository: str
    revision: str
    path: str
    size: int
    sum: str
    sha256: str
    licence: str
    checked: str = CHECKED
    written: int = 0


def note(path: Path, remote: Remote, sha256: str, licence: str, checked: str) -> None:
    """Raises OSError."""
    written = path.stat().st_mtime_ns
    told = Origin(
        remote.repository, remote.commit, remote.path, remote.size, str(remote.sum), sha256, licence, checked, written
    )
    write_json(path.with_name(path.name + ENDING), asdict(told))


def was_fetched(path: Path) -> bool:
    """Whether it came by us, whatever has become of it since."""
    return path.is_file() and not path.is_symlink() and path.with_name(path.name + ENDING).is_file()


def noted(path: Path) -> Origin | None:
    """None where nothing is noted, or the file has changed since."""
    try:
        told = Origin(**read_json(path.with_name(path.name + ENDING)))
        found = path.stat()
    except (OSError, TypeError):
        return None
    return told if (found.st_size, found.st_mtime_ns) == (told.size, told.written) else None
