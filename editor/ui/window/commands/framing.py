"""The rows of the command table about how pictures look, and what lies over the program's."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.actions import looks
from editor.actions.by_kind import pictures
from editor.session import Session
from editor.ui.window.command import Command
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

NO_PICTURE = tr("Select a clip with a picture first")


def framing_commands(window: "MainWindow") -> Iterator[Command]:
    view = window.session.view
    yield Command("transform-box", tr("Transform Box"), lambda: view.set_transform_box(not view.transform_box),
                  icon="bounding-box", checked=lambda: view.transform_box)  # fmt: skip
    yield Command("safe-areas", tr("Safe Areas"), lambda: view.set_safe_areas(not view.safe_areas), "Ctrl+'",
                  "frame-corners", checked=lambda: view.safe_areas)  # fmt: skip
    yield Command("effects", tr("Effects"), lambda: _show_effects(window), "Shift+5", "sliders-horizontal")


def look_commands(session: Session) -> Iterator[Command]:
    def there() -> bool:
        return bool(pictures(session))

    yield Command("fill-frame", tr("Fill Frame"), partial(looks.fill_frame, session), enabled=there, reason=NO_PICTURE)
    yield Command("flip", tr("Flip Left to Right"), partial(looks.flip, session), enabled=there, reason=NO_PICTURE)
    yield Command("reset-effects", tr("Reset Effects"), partial(looks.reset, session), enabled=there, reason=NO_PICTURE)


def _show_effects(window: "MainWindow") -> None:
    """Wherever the inspector is."""
    if not window.switches.shows_inspector:
        window.switches.toggle_inspector()
    window.inspector.show_effects()
