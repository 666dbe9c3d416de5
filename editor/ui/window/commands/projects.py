"""The File menu's rows of the command table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.project import sample
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_CLIPS, has_clips, when
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def file_commands(window: "MainWindow") -> Iterator[Command]:
    files, media = window.files, window.media_files
    some = when(has_clips, window.session)
    yield Command("new", tr("New Project"), files.new, "Ctrl+N")
    yield Command("open", tr("Open…"), files.open, "Ctrl+O", "folder-open")
    yield Command("open-sample", tr("Open Sample Project"), files.open_sample, enabled=sample.is_here,
                  reason=tr("It was not drawn when Longtake was installed"))  # fmt: skip
    yield Command("save", tr("Save"), files.save, "Ctrl+S")
    yield Command("save-as", tr("Save As…"), files.save_as, "Ctrl+Shift+S")
    yield Command("import", tr("Import…"), media.ask_and_import, "Ctrl+I", "download-simple")
    yield Command("relink", tr("Relink Missing Media…"), media.relink_missing, enabled=media.has_missing,
                  reason=tr("No media file is missing"))  # fmt: skip
    yield Command("relink-folder", tr("Relink From Folder…"), media.relink_in_folder, enabled=media.has_missing,
                  reason=tr("No media file is missing"))  # fmt: skip
    yield Command("export", tr("Export…"), window.exporting.open, "Ctrl+M", "export", some, NO_CLIPS)
    yield Command("quit", tr("Quit"), window.close, "Ctrl+Q")
