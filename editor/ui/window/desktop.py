"""What is asked of the user's desktop."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from engine.errors import LongtakeError


def show_in_file_manager(path: Path) -> None:
    """The folder that a file is in. Raises LongtakeError where nothing can show it."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
        raise LongtakeError(f"No file manager could be opened for {path.parent}.", do="Look for the folder yourself.")
