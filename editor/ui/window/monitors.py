"""The verbs of the two monitors: the program's are the window's own, the source's work on the source."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction

from editor.actions import marking
from editor.ui.viewer import MonitorActions
from editor.ui.window.menus import Actions

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def program_actions(actions: Actions) -> MonitorActions:
    return MonitorActions(
        mark_in=actions["mark-in"],
        mark_out=actions["mark-out"],
        previous_edit=actions["previous-edit"],
        step_back=actions["step-back"],
        play=actions["play"],
        step_forward=actions["step-on"],
        next_edit=actions["next-edit"],
        loop=actions["loop"],
        further=(("ph.bookmark-simple", actions["marker"]),),
        full_screen=actions["full-screen"],
    )


def source_actions(window: "MainWindow") -> MonitorActions:
    """The same verbs, on the source's own document and playback; and the two that bring it to the timeline."""
    playback, document = window.session.source_playback, window.session.source.document

    def action(text: str, run: Callable[[], Any]) -> QAction:
        made = QAction(text, window)
        made.triggered.connect(lambda: window.perform(run))
        return made

    return MonitorActions(
        mark_in=action("Mark In", lambda: marking.mark_in_at(document, playback.frame)),
        mark_out=action("Mark Out", lambda: marking.mark_out_at(document, playback.frame)),
        previous_edit=action("Go to Start", lambda: playback.seek(0)),
        step_back=action("Step Back", lambda: playback.step(-1)),
        play=action("Play or Pause", playback.toggle),
        step_forward=action("Step Forward", lambda: playback.step(1)),
        next_edit=action("Go to End", lambda: playback.seek(document.timeline.duration)),
        further=(
            ("ph.download-simple", window.actions_by_id["insert"]),
            ("ph.arrow-line-down", window.actions_by_id["overwrite"]),
        ),
    )
