"""The shortcut editor."""

from editor.ui.shortcuts.dialog import ShortcutsDialog

__all__ = ["ShortcutsDialog"]
