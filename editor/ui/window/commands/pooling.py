"""The rows of the command table about the media pool."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_MEDIA
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.pooling import Pooling

NO_CLIP = tr("Select one clip that has media first")


def pool_commands(pooling: "Pooling") -> Iterator[Command]:
    has_clip = pooling.has_clip_media
    yield Command("new-folder", tr("New Folder…"), pooling.new_folder, icon="folder-plus")
    yield Command(
        "remove-unused", tr("Remove Unused"), pooling.remove_unused, enabled=pooling.has_media, reason=NO_MEDIA
    )
    yield Command("reveal-media", tr("Reveal in Media Pool"), pooling.reveal, enabled=has_clip, reason=NO_CLIP)
    yield Command("show-file", tr("Show in File Manager"), pooling.show_file, enabled=has_clip, reason=NO_CLIP)
    yield Command("properties", tr("Properties"), pooling.show_properties, enabled=has_clip, reason=NO_CLIP)
