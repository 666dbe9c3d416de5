"""The rows of the command table about how the user looks at things: tools, panels, zoom, help."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.ui.timeline.panel import TimelinePanel
from editor.ui.window.command import Command
from editor.view_state import Tool, ViewState

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

TOOLS = (
    (Tool.SELECT, "Selection Tool", "V", "cursor"),
    (Tool.TRACK_SELECT, "Track Select Forward Tool", "A", "arrow-fat-lines-right"),
    (Tool.RAZOR, "Razor Tool", "C", "scissors"),
    (Tool.RIPPLE, "Ripple Tool", "B", "arrow-line-right"),
    (Tool.ROLL, "Roll Tool", "N", "arrows-out-line-horizontal"),
    (Tool.SLIP, "Slip Tool", "Y", "arrows-left-right"),
    (Tool.SLIDE, "Slide Tool", "U", "arrows-in-line-horizontal"),
    (Tool.HAND, "Hand Tool", "H", "hand"),
    (Tool.ZOOM, "Zoom Tool", "Z", "magnifying-glass"),
)


def tool_commands(view: ViewState) -> Iterator[Command]:
    for tool, label, key, icon in TOOLS:
        yield Command(f"tool-{tool}", label, partial(view.set_tool, tool), key, icon, checked=_is_held(view, tool))


def view_commands(window: "MainWindow") -> Iterator[Command]:
    switches = window.switches
    yield Command("full-screen", "Full Screen Picture", switches.toggle_full_screen, "`; F11", "corners-out",
                  checked=lambda: switches.is_full_screen)  # fmt: skip
    yield Command("theme", "Light Theme", switches.toggle_theme, checked=lambda: switches.is_light)
    yield Command("inspector", "Inspector", switches.toggle_inspector, "Ctrl+4",
                  checked=lambda: switches.shows_inspector)  # fmt: skip
    yield Command("jobs", "Jobs", switches.toggle_jobs, "Ctrl+5", checked=lambda: switches.shows_jobs)


def zoom_commands(panel: TimelinePanel) -> Iterator[Command]:
    yield Command("zoom-in", "Zoom In", panel.zoom_in, "=", "magnifying-glass-plus", repeats=True)
    yield Command("zoom-out", "Zoom Out", panel.zoom_out, "-", "magnifying-glass-minus", repeats=True)
    yield Command("zoom-fit", "Zoom to Fit", panel.fit, "\\")


def help_commands(window: "MainWindow") -> Iterator[Command]:
    yield Command("shortcuts", "Keyboard Shortcuts", window.show_shortcuts, "F1")
    yield Command("about", "About Longtake", window.show_about)


def _is_held(view: ViewState, tool: Tool) -> Callable[[], bool]:
    return lambda: view.tool is tool
