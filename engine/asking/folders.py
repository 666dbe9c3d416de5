"""The places where takes and films appear."""

import tempfile
from pathlib import Path

from engine.requests import Outputs


def open_outputs(outputs: Outputs) -> None:
    """`open_folder` for the places where takes and film will appear; the takes' own folder comes with the first."""
    for goal in (outputs.folder, outputs.film or outputs.folder):
        open_folder(goal.parent)
    if outputs.folder.exists():
        open_folder(outputs.folder)


def open_folder(folder: Path) -> None:
    """Make the folder and try writing there, so that a long run does not end at a closed door.

    Raises OutputError, or NoSpace where the disk is full.
    """
    from engine.media.target import output_errors  # late: it brings PyAV

    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(1 << 16))
