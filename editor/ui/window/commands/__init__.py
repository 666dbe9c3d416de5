"""The table of commands: every verb of the editor that is always there, with its words and keys."""

from typing import TYPE_CHECKING

from editor.ui.window.command import Command
from editor.ui.window.commands.arranging import (
    arrange_commands,
    edit_point_commands,
    marker_commands,
    select_commands,
    track_commands,
)
from editor.ui.window.commands.comparing import compare_commands, take_commands
from editor.ui.window.commands.cutting import clip_commands, edit_commands, sequence_commands
from editor.ui.window.commands.framing import framing_commands, look_commands
from editor.ui.window.commands.generating import Chosen, generate_commands
from editor.ui.window.commands.interchange import interchange_commands
from editor.ui.window.commands.lane import lane_commands
from editor.ui.window.commands.looking import help_commands, tool_commands, view_commands, zoom_commands
from editor.ui.window.commands.motion import motion_commands
from editor.ui.window.commands.playing import mark_commands, transport_commands
from editor.ui.window.commands.pooling import pool_commands
from editor.ui.window.commands.projects import file_commands
from editor.ui.window.commands.proxies import proxy_commands
from editor.ui.window.commands.qualities import quality_commands
from editor.ui.window.commands.sounding import sound_commands
from editor.ui.window.commands.timing import timing_commands

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

__all__ = ["all_commands"]


def all_commands(window: "MainWindow") -> dict[str, Command]:
    """By id. What they do is in editor.actions; what concerns the window itself is the window's own."""
    session, chosen = window.session, Chosen(window.desk)
    groups = (
        file_commands(window),
        interchange_commands(window, chosen),
        edit_commands(session),
        clip_commands(session, window),
        timing_commands(session, window.speeds.ask, window.renders),
        arrange_commands(session, window),
        select_commands(session),
        edit_point_commands(session),
        track_commands(session),
        marker_commands(session, window),
        generate_commands(window.desk, chosen),
        take_commands(window.comparing, chosen),
        compare_commands(window.comparing, chosen),
        lane_commands(window.noise_lane),
        sound_commands(session, window.sounding),
        sequence_commands(session, window),
        mark_commands(session, window.at_hand, window.markers.add_or_edit),
        transport_commands(session, window.at_hand, window.keyframes.place),
        tool_commands(session.view),
        view_commands(window),
        framing_commands(window),
        look_commands(session),
        motion_commands(session),
        proxy_commands(window.proxying),
        quality_commands(window),
        pool_commands(window.pooling),
        zoom_commands(window.timeline_panel),
        help_commands(window),
    )
    return {command.id: command for group in groups for command in group}
