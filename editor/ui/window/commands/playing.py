"""The rows of the command table that move a playhead and mark: in the monitor that has the keyboard."""

from collections.abc import Callable, Iterator
from functools import partial

from editor.actions import marking
from editor.session import Session
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import (
    NO_CLIPS,
    NO_MARKERS,
    NO_MARKS,
    has_any_marks,
    has_clips,
    has_markers,
    when,
)

Hand = Callable[[], Session]  # the session as seen by the monitor that keys go to


def mark_commands(session: Session, hand: Hand) -> Iterator[Command]:
    """Markers, and marks around clips, are the timeline's alone."""
    marked, markers, clips = (when(each, session) for each in (has_any_marks, has_markers, has_clips))
    back = partial(marking.previous_marker, session)
    yield Command("mark-in", "Mark In", _at(hand, marking.mark_in), "I")
    yield Command("mark-out", "Mark Out", _at(hand, marking.mark_out), "O")
    yield Command("mark-clip", "Mark Clip", partial(marking.mark_clip, session), "X", "", clips, NO_CLIPS)
    yield Command("clear-marks", "Clear In and Out", _at(hand, marking.clear_marks), "Alt+X", "", marked, NO_MARKS)
    yield Command("to-in", "Go to In", _at(hand, marking.go_to_in), "Shift+I", "", marked, NO_MARKS)
    yield Command("to-out", "Go to Out", _at(hand, marking.go_to_out), "Shift+O", "", marked, NO_MARKS)
    yield Command("marker", "Add Marker", partial(marking.add_marker, session), "M", "bookmark-simple")
    yield Command("next-marker", "Next Marker", partial(marking.next_marker, session), "Shift+M", "", markers,
                  NO_MARKERS)  # fmt: skip
    yield Command("previous-marker", "Previous Marker", back, "Ctrl+Shift+M", "", markers, NO_MARKERS)


def transport_commands(hand: Hand) -> Iterator[Command]:
    yield Command("play", "Play or Pause", lambda: hand().playback.toggle(), "Space", "play-fill")
    yield Command("reverse", "Play Backward", lambda: hand().playback.shuttle(-1), "J")
    yield Command("stop", "Stop", lambda: hand().playback.shuttle(0), "K")
    yield Command("forward", "Play Forward", lambda: hand().playback.shuttle(1), "L")
    yield _step("step-back", "Step Back", lambda: hand().playback.step(-1), "Left", "caret-left")
    yield _step("step-on", "Step Forward", lambda: hand().playback.step(1), "Right", "caret-right")
    yield _step("second-back", "Back a Second", lambda: _go_seconds(hand(), -1), "Shift+Left")
    yield _step("second-on", "On a Second", lambda: _go_seconds(hand(), 1), "Shift+Right")
    yield _step("previous-edit", "Previous Edit", _at(hand, marking.previous_edit), "Up", "skip-back")
    yield _step("next-edit", "Next Edit", _at(hand, marking.next_edit), "Down", "skip-forward")
    yield Command("to-start", "Go to Start", _at(hand, marking.go_to_start), "Home")
    yield Command("to-end", "Go to End", _at(hand, marking.go_to_end), "End")
    yield Command("loop", "Loop", lambda: _toggle_loop(hand()), "Ctrl+Shift+L", "repeat",
                  checked=lambda: hand().playback.loop)  # fmt: skip


def _at(hand: Hand, verb: Callable[[Session], None]) -> Callable[[], None]:
    return lambda: verb(hand())


def _step(name: str, label: str, run: Callable[[], None], keys: str, icon: str = "") -> Command:
    """What goes on while its key is held."""
    return Command(name, label, run, keys, icon, repeats=True)


def _go_seconds(session: Session, seconds: int) -> None:
    session.playback.step(seconds * max(1, round(session.document.timeline.rate)))


def _toggle_loop(session: Session) -> None:
    session.playback.loop = not session.playback.loop
