"""The rows of the command table that change how fast clips play: of the Clip menu."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.actions import timing
from editor.session import Session
from editor.timeline.model import TrackKind
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_CLIPS, has_clips, when
from editor.view_state import Line
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.rendering import Renders

NO_TIMING = tr("Select a clip that plays at another speed")


def timing_commands(session: Session, ask: Callable[[], None], renders: "Renders") -> Iterator[Command]:
    """ask: opens the Speed/Duration dialog."""
    clips = when(has_clips, session)
    yield Command("speed", tr("Speed/Duration…"), ask, "Ctrl+R", "gauge", clips, NO_CLIPS)
    yield Command("reverse-clip", tr("Reverse"), partial(timing.reverse, session), "", "", clips, NO_CLIPS,
                  checked=when(timing.are_reversed, session))  # fmt: skip
    yield Command("insert-freeze", tr("Insert Freeze Frame"), partial(timing.insert_freeze_frame, session),
                  "", "snowflake", clips, NO_CLIPS)  # fmt: skip
    yield Command("freeze", tr("Freeze Clip"), partial(timing.toggle_freeze, session), "", "", clips, NO_CLIPS,
                  label_now=lambda: tr("Unfreeze Clip") if timing.are_frozen(session)
                  else tr("Freeze Clip"))  # fmt: skip
    yield Command("speed-curve", tr("Speed Curve"), partial(timing.toggle_curve, session), "", "", clips, NO_CLIPS,
                  checked=lambda: session.view.line_of(TrackKind.VIDEO) is Line.SPEED)  # fmt: skip
    yield Command("render-replace", tr("Render and Replace"), renders.start, "", "", renders.can, NO_TIMING)
