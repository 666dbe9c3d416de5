"""The File menu's rows of the command table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_CLIPS, has_clips, when

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def file_commands(window: "MainWindow") -> Iterator[Command]:
    files, media = window.files, window.media_files
    some = when(has_clips, window.session)
    yield Command("new", "New Project", files.new, "Ctrl+N")
    yield Command("open", "Open…", files.open, "Ctrl+O", "folder-open")
    yield Command("save", "Save", files.save, "Ctrl+S")
    yield Command("save-as", "Save As…", files.save_as, "Ctrl+Shift+S")
    yield Command("import", "Import…", media.ask_and_import, "Ctrl+I", "download-simple")
    yield Command("relink", "Relink Missing Media…", media.relink_missing, enabled=media.has_missing,
                  reason="No media file is missing")  # fmt: skip
    yield Command("relink-folder", "Relink From Folder…", media.relink_in_folder, enabled=media.has_missing,
                  reason="No media file is missing")  # fmt: skip
    yield Command("export", "Export…", window.exporting.open, "Ctrl+M", "export", some, NO_CLIPS)
    yield Command("quit", "Quit", window.close, "Ctrl+Q")
