"""Where the parts of a model lie that a request names."""

from pathlib import Path

from engine.models.folder_layouts import Layout as Layout
from engine.models.folder_layouts import folder_layout
from engine.models.on_disk.store import Store


def layout(model: str | Path) -> Layout:
    """Of a model's folder, of a transformer's file with the other parts that go with it, or of a name on the shelf.

    Raises ModelError.
    """
    path = Path(model)
    return folder_layout(path) if path.is_dir() else Store().layout(model)
