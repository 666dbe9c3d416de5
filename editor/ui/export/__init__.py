"""Exporting as the user sees it: the dialog, what it remembers, the queue."""

from editor.ui.export.dialog import ExportDialog
from editor.ui.export.shelf import ExportShelf

__all__ = ["ExportDialog", "ExportShelf"]
