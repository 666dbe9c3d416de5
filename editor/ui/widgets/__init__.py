"""Our own controls: they read the theme while painting and tell what the user did."""

from editor.ui.widgets.button import Button, IconButton
from editor.ui.widgets.choice import Choice
from editor.ui.widgets.fields import PromptField, SearchField, TextField
from editor.ui.widgets.label import Label, Line
from editor.ui.widgets.lamp import Lamp, ProgressLine
from editor.ui.widgets.menu import Menu
from editor.ui.widgets.number_field import NumberField
from editor.ui.widgets.panel import Chip, EmptyState, Panel, PanelHead, Section
from editor.ui.widgets.pointer_dialog import PointerDialog
from editor.ui.widgets.segmented import Segmented
from editor.ui.widgets.slider import Slider
from editor.ui.widgets.timecode_field import TimecodeField
from editor.ui.widgets.tip import Words

__all__ = [
    "Button",
    "Chip",
    "Choice",
    "EmptyState",
    "IconButton",
    "Label",
    "Lamp",
    "Line",
    "Menu",
    "NumberField",
    "Panel",
    "PanelHead",
    "PointerDialog",
    "ProgressLine",
    "PromptField",
    "SearchField",
    "Section",
    "Segmented",
    "Slider",
    "TextField",
    "TimecodeField",
    "Words",
]
