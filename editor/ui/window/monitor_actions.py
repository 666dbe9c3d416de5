"""The buttons under a monitor: the same verbs as the keys', on this monitor wherever the keyboard's focus is."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QAction

from editor.actions import marking
from editor.session import Session
from editor.ui.viewer import MonitorActions
from editor.ui.window.actions import Actions
from editor.ui.window.errors import Perform

SOURCE = (("ph.download-simple", "insert"), ("ph.arrow-line-down", "overwrite"))
PROGRAM = (("ph.bookmark-simple", "marker"), ("ph.bounding-box", "transform-box"))
Further = tuple[tuple[str, str], ...]  # icon and command


def monitor_actions(
    actions: Actions, session: Session, full_screen: Callable[[], None], further: Further, perform: Perform
) -> MonitorActions:
    """session: as seen by this monitor. further: commands that it has beside what moves a playhead."""
    playback = session.playback
    on = partial(_like, actions, perform)
    return MonitorActions(
        mark_in=on("mark-in", partial(marking.mark_in, session)),
        mark_out=on("mark-out", partial(marking.mark_out, session)),
        previous_edit=on("previous-edit", partial(marking.previous_edit, session)),
        step_back=on("step-back", partial(playback.step, -1)),
        play=on("play", playback.toggle),
        step_forward=on("step-on", partial(playback.step, 1)),
        next_edit=on("next-edit", partial(marking.next_edit, session)),
        loop=_loop(actions, session, on),
        further=[(icon, actions[name]) for icon, name in further],
        full_screen=on("full-screen", full_screen),
    )


def _like(actions: Actions, perform: Perform, name: str, run: Callable[[], Any]) -> QAction:
    """With a command's words and keys for its tip; the keys themselves stay the command's."""
    action = QAction(actions[name].text(), actions)
    actions.keymap.changed.connect(lambda: action.setShortcuts(actions[name].shortcuts()))
    action.setShortcuts(actions[name].shortcuts())
    action.triggered.connect(lambda: perform(run))
    return action


def _loop(actions: Actions, session: Session, on: Callable[[str, Callable[[], Any]], QAction]) -> QAction:
    playback = session.playback

    def toggle() -> None:
        playback.loop = not playback.loop
        actions.refresh()

    action = on("loop", toggle)
    action.setCheckable(True)
    playback.loop_changed.connect(lambda: action.setChecked(playback.loop))
    return action
