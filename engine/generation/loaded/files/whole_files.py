"""Files that weights are mapped from: whether they are still as long as they were."""

from collections.abc import Iterable
from pathlib import Path

from engine.errors import ModelError
from engine.models.files.weight_files import DAMAGED, weight_files


class WholeFiles:
    """Looked at before each reading: whoever touches what is missing from a mapping dies at once. It can still happen
    within the milliseconds of one tensor's reading, which is why a process of its own does it."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """paths: files, or folders of them. Raises ModelError."""
        files = [file for path in paths for file in (weight_files(path) if path.is_dir() else (path,))]
        self._sizes = {file: _size(file) for file in files}

    def check(self) -> None:
        """Raise ModelError if one is shorter now, or gone."""
        for file, size in self._sizes.items():
            if _size(file) < size:
                raise ModelError(f"{file.name} was cut short while the model was loaded from it.", do=DAMAGED)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        do = "Connect its disk again, or choose another model."
        raise ModelError(f"{file.name} cannot be read any more: {error}.", do=do) from error
