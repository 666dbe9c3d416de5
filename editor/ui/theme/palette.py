"""The theme as a Qt palette, for what neither the style sheet nor our own painting reaches."""

from PySide6.QtGui import QColor, QPalette

from editor.ui.theme.colours import Tokens

_ROLE = QPalette.ColorRole
_COLOURS = {
    _ROLE.Window: "panel",
    _ROLE.WindowText: "text",
    _ROLE.Base: "field",
    _ROLE.AlternateBase: "panel",
    _ROLE.ToolTipBase: "raised",
    _ROLE.ToolTipText: "text",
    _ROLE.PlaceholderText: "faint",
    _ROLE.Text: "text",
    _ROLE.Button: "raised",
    _ROLE.ButtonText: "text",
    _ROLE.BrightText: "text",
    _ROLE.Light: "hover",
    _ROLE.Midlight: "line2",
    _ROLE.Mid: "line",
    _ROLE.Dark: "bg",
    _ROLE.Shadow: "well",
    _ROLE.Highlight: "accent_bg_hover",
    _ROLE.HighlightedText: "text",
    _ROLE.Accent: "accent",
    _ROLE.Link: "accent_text",
    _ROLE.LinkVisited: "accent_text",
}
_TEXTS = (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText)


def palette(tokens: Tokens) -> QPalette:
    made = QPalette()
    for role, name in _COLOURS.items():
        made.setColor(role, QColor(getattr(tokens, name)))
    for role in _TEXTS:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return made
