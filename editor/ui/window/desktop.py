"""What is asked of the user's desktop."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from editor.words import tr
from engine.errors import LongtakeError


def show_in_file_manager(path: Path) -> None:
    """A folder, or the one that a file is in. Raises LongtakeError where nothing can show it."""
    folder = path if path.is_dir() else path.parent
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        raise LongtakeError(
            tr("No file manager could be opened for {folder}.", folder=folder), do=tr("Look for the folder yourself.")
        )


def show_page(path: Path, anchor: str = "") -> None:
    """A page on the disk, in the user's browser. Raises LongtakeError where there is none."""
    page = QUrl.fromLocalFile(str(path))
    page.setFragment(anchor)
    if not QDesktopServices.openUrl(page):
        raise LongtakeError(tr("No browser could be opened."), do=tr("Open {path} yourself.", path=path))
