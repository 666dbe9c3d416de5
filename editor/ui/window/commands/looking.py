"""The rows of the command table about how the user looks at things: tools, panels, zoom, help."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.ui.timeline.panel import TimelinePanel
from editor.ui.timeline.tool_strip import TOOLS
from editor.ui.window.command import Command
from editor.view_state import Tool, ViewState
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def tool_commands(view: ViewState) -> Iterator[Command]:
    """Those of the tool strip, by its words up to the colon: what a held key does there is for the tip."""
    for tool, icon, tip, key in TOOLS:
        label = tr("{tool} Tool", tool=tip.partition(":")[0].title())
        icon_name = icon.removeprefix("ph.")
        run = partial(view.set_tool, tool)
        yield Command(f"tool-{tool}", label, run, key, icon_name, checked=_is_held(view, tool))


def view_commands(window: "MainWindow") -> Iterator[Command]:
    switches = window.switches
    yield Command("full-screen", tr("Full Screen Picture"), switches.toggle_full_screen, "`; F11", "corners-out",
                  checked=lambda: switches.is_full_screen)  # fmt: skip
    yield Command("theme", tr("Light Theme"), switches.toggle_theme, checked=lambda: switches.is_light)
    yield Command("generative", tr("Hide Everything Generative"), lambda: window.generative.toggle(),
                  checked=lambda: not window.session.view.generative)  # fmt: skip
    yield Command("inspector", tr("Inspector"), switches.toggle_inspector, "Ctrl+4",
                  checked=lambda: switches.shows_inspector)  # fmt: skip
    yield Command("jobs", tr("Jobs"), switches.toggle_jobs, "Ctrl+5", checked=lambda: switches.shows_jobs)
    yield Command("models", tr("Models…"), window.models.open, "Ctrl+6", "cube")
    yield Command("preferences", tr("Preferences…"), lambda: window.preferences.open(), "Ctrl+,", "gear-six")


def zoom_commands(panel: TimelinePanel) -> Iterator[Command]:
    yield Command("zoom-in", tr("Zoom In"), panel.zoom_in, "=", "magnifying-glass-plus", repeats=True)
    yield Command("zoom-out", tr("Zoom Out"), panel.zoom_out, "-", "magnifying-glass-minus", repeats=True)
    yield Command("zoom-fit", tr("Zoom to Fit"), panel.fit, "\\")


def help_commands(window: "MainWindow") -> Iterator[Command]:
    yield Command("help", tr("Longtake Help"), window.show_help, icon="question")
    yield Command("shortcuts", tr("Keyboard Shortcuts…"), window.shortcuts.open, "F1")
    yield Command("about", tr("About Longtake"), window.show_about)


def _is_held(view: ViewState, tool: Tool) -> Callable[[], bool]:
    return lambda: view.tool is tool
