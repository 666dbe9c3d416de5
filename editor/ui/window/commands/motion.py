"""The rows of the command table about pictures that move along their clip."""

from collections.abc import Iterator
from functools import partial

from editor.actions import motion
from editor.actions.by_kind import pictures
from editor.session import Session
from editor.ui.window.command import Command
from editor.ui.window.commands.framing import NO_PICTURE
from editor.words import tr

NOT_HERE = tr("Select a picture under the playhead first")
NO_POINT = tr("No motion point of the selected pictures is there")
NO_MOTION = tr("Add a motion point first")


def motion_commands(session: Session) -> Iterator[Command]:
    def there() -> bool:
        return bool(pictures(session))

    moving, point = partial(motion.has_points, session), partial(partial, motion.has_point, session)
    yield Command("motion-point", tr("Add Motion Point"), partial(motion.toggle_point, session), "Ctrl+Alt+M",
                  "diamond", lambda: bool(motion.here(session)), NOT_HERE,
                  label_now=lambda: _label(session))  # fmt: skip
    yield Command("previous-motion-point", tr("Previous Motion Point"), partial(motion.go, session, -1), "Ctrl+Alt+[",
                  "", point(-1), NO_POINT)  # fmt: skip
    yield Command("next-motion-point", tr("Next Motion Point"), partial(motion.go, session, 1), "Ctrl+Alt+]",
                  "", point(1), NO_POINT)  # fmt: skip
    yield Command("smooth-motion", tr("Smooth Motion"), partial(motion.toggle_smooth, session), "", "", moving,
                  NO_MOTION, checked=partial(motion.is_smooth, session))  # fmt: skip
    yield Command("push-in", tr("Push In"), partial(motion.push_in, session), "", "", there, NO_PICTURE)
    yield Command("pull-out", tr("Pull Out"), partial(motion.pull_out, session), "", "", there, NO_PICTURE)
    yield Command("remove-motion", tr("Remove Motion"), partial(motion.clear, session), "", "", moving, NO_MOTION)


def _label(session: Session) -> str:
    return tr("Remove Motion Point") if motion.is_at_point(session) else tr("Add Motion Point")
