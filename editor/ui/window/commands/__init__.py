"""The table of commands: every verb of the editor that is always there, with its words and keys."""

from typing import TYPE_CHECKING

from editor.ui.window.command import Command
from editor.ui.window.commands.cutting import clip_commands, edit_commands, sequence_commands
from editor.ui.window.commands.generating import generate_commands
from editor.ui.window.commands.lane import lane_commands
from editor.ui.window.commands.looking import help_commands, tool_commands, view_commands, zoom_commands
from editor.ui.window.commands.playing import mark_commands, transport_commands
from editor.ui.window.commands.projects import file_commands

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

__all__ = ["all_commands"]


def all_commands(window: "MainWindow") -> dict[str, Command]:
    """By id. What they do is in editor.actions; what concerns the window itself is the window's own."""
    session = window.session
    groups = (
        file_commands(window),
        edit_commands(session),
        clip_commands(session, window),
        generate_commands(window.desk),
        lane_commands(window.noise_lane),
        sequence_commands(session),
        mark_commands(session, window.at_hand),
        transport_commands(session, window.at_hand, window.keyframes.place),
        tool_commands(session.view),
        view_commands(window),
        zoom_commands(window.timeline_panel),
        help_commands(window),
    )
    return {command.id: command for group in groups for command in group}
