"""The inspector: what is selected, in numbers and words that can be changed."""

from editor.ui.inspector.inspector import Inspector

__all__ = ["Inspector"]
