"""The dialog of what holds for all projects."""

from editor.ui.preferences.dialog import PreferencesDialog
from editor.ui.preferences.wishes import Line, Page, Pick, Press, Size, Switch

__all__ = ["Line", "Page", "Pick", "PreferencesDialog", "Press", "Size", "Switch"]
