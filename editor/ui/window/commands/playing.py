"""The rows of the command table that move a playhead and mark: in the monitor that has the keyboard."""

from collections.abc import Callable, Iterator
from functools import partial

from editor.actions import keyframing, lines, marking, motion
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
from editor.words import tr

FREER = 0.05  # that a key makes a keyframe
Hand = Callable[[], Session]  # the session as seen by the monitor that keys go to


def mark_commands(session: Session, hand: Hand, mark: Callable[[], None]) -> Iterator[Command]:
    """Markers, and marks around clips, are the timeline's alone. mark: adds one, or edits the one that is there."""
    marked, markers, clips = (when(each, session) for each in (has_any_marks, has_markers, has_clips))
    back = partial(marking.previous_marker, session)
    yield Command("mark-in", tr("Mark In"), _at(hand, marking.mark_in), "I")
    yield Command("mark-out", tr("Mark Out"), _at(hand, marking.mark_out), "O")
    yield Command("mark-clip", tr("Mark Clip"), partial(marking.mark_clip, session), "X", "", clips, NO_CLIPS)
    yield Command("clear-marks", tr("Clear In and Out"), _at(hand, marking.clear_marks), "Alt+X", "", marked, NO_MARKS)
    yield Command("to-in", tr("Go to In"), _at(hand, marking.go_to_in), "Shift+I", "", marked, NO_MARKS)
    yield Command("to-out", tr("Go to Out"), _at(hand, marking.go_to_out), "Shift+O", "", marked, NO_MARKS)
    yield Command("marker", tr("Add Marker"), mark, "M", "bookmark-simple")
    yield Command("next-marker", tr("Next Marker"), partial(marking.next_marker, session), "Shift+M", "", markers,
                  NO_MARKERS)  # fmt: skip
    yield Command("previous-marker", tr("Previous Marker"), back, "Ctrl+Shift+M", "", markers, NO_MARKERS)


def transport_commands(session: Session, hand: Hand, keyframe: Callable[[], object]) -> Iterator[Command]:
    """session: the timeline's. keyframe: places one at its playhead."""
    here = partial(_in_timeline, session, hand)
    yield Command("play", tr("Play or Pause"), lambda: hand().playback.toggle(), "Space", "play-fill")
    yield Command("reverse", tr("Play Backward"), lambda: hand().playback.shuttle(-1), "J")
    yield Command("stop", tr("Stop, or Add Keyframe"), lambda: _stop(session, hand(), keyframe), "K")
    yield Command("forward", tr("Play Forward"), lambda: hand().playback.shuttle(1), "L")
    yield _step("step-back", tr("Step Back"), lambda: _go(here(), hand(), -1), "Left", "caret-left")
    yield _step("step-on", tr("Step Forward"), lambda: _go(here(), hand(), 1), "Right", "caret-right")
    yield _step("second-back", tr("Back a Second"), lambda: _go(here(), hand(), -_second(hand())), "Shift+Left")
    yield _step("second-on", tr("On a Second"), lambda: _go(here(), hand(), _second(hand())), "Shift+Right")
    yield _step("previous-edit", tr("Previous Edit"), lambda: _go_edit(here(), hand(), 1), "Up", "skip-back")
    yield _step("next-edit", tr("Next Edit"), lambda: _go_edit(here(), hand(), -1), "Down", "skip-forward")
    yield Command("to-start", tr("Go to Start"), _at(hand, marking.go_to_start), "Home")
    yield Command("to-end", tr("Go to End"), _at(hand, marking.go_to_end), "End")
    yield Command("loop", tr("Loop"), lambda: _toggle_loop(hand()), "Ctrl+Shift+L", "repeat",
                  checked=lambda: hand().playback.loop)  # fmt: skip


def _at(hand: Hand, verb: Callable[[Session], None]) -> Callable[[], None]:
    return lambda: verb(hand())


def _step(name: str, label: str, run: Callable[[], None], keys: str, icon: str = "") -> Command:
    """What goes on while its key is held."""
    return Command(name, label, run, keys, icon, repeats=True)


def _in_timeline(session: Session, hand: Hand) -> Session | None:
    """None where keys go to the source monitor, in which there are no keyframes."""
    return session if hand() is session else None


def _go(timeline: Session | None, at_hand: Session, frames: int) -> None:
    """The selected keyframe, motion point, or point of a line; without one, the playhead."""
    movers = (keyframing.move_chosen, motion.move_chosen, lines.move_chosen)
    if timeline is None or not any(move(timeline, frames) for move in movers):
        at_hand.playback.step(frames)


def _go_edit(timeline: Session | None, at_hand: Session, up: int) -> None:
    """The selected keyframe freer or less free, or a line's point up or down; without one, the playhead to the
    previous edit, or the next one."""
    if timeline is None or not (keyframing.free_chosen(timeline, up * FREER) or lines.raise_chosen(timeline, up)):
        (marking.previous_edit if up > 0 else marking.next_edit)(at_hand)


def _stop(session: Session, at_hand: Session, keyframe: Callable[[], object]) -> object:
    """K stops, as everywhere; standing on a generated clip there is nothing to stop, and it places a keyframe."""
    plays, hidden = at_hand.playback.speed != 0, not session.view.generative
    if at_hand is not session or plays or hidden or keyframing.under_playhead(session) is None:
        at_hand.playback.shuttle(0)
        return None
    return keyframe()


def _second(session: Session) -> int:
    """In frames."""
    return max(1, round(session.document.timeline.rate))


def _toggle_loop(session: Session) -> None:
    session.playback.loop = not session.playback.loop
