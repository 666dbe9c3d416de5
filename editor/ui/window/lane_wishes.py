"""What the timeline's lanes ask of others, as the window does it."""

from functools import partial
from typing import TYPE_CHECKING

from editor.actions import edit_points, placing
from editor.actions.edge_pulling import Extender
from editor.timeline.model import Clip
from editor.ui.timeline.stage import Callbacks

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def lane_wishes(window: "MainWindow") -> Callbacks:
    session, perform = window.session, window.perform
    return Callbacks(
        menu=window.menus.open,
        dropped=lambda *what: perform(partial(placing.drop, session, *what)),
        files_dropped=lambda paths, track, frame: perform(
            partial(window.media_files.take_in_at, list(paths), track, frame, session.view.inserting)
        ),
        extender=Extender(session, perform),
        given=lambda what, place: perform(partial(window.keyframes.take, what, place)),
        opened=partial(_open_clip, window),
        refused=window.show_error,
        marker=lambda: perform(window.markers.add_or_edit),
        typed=lambda frames: perform(partial(edit_points.move_typed, session, frames)),
        marker_opened=window.markers.edit,
        track_opened=lambda track_id: perform(partial(window.naming.track, track_id)),
    )


def _open_clip(window: "MainWindow", clip: Clip) -> None:
    media = window.session.document.timeline.media_of(clip)
    if media is not None:
        window.open_media(media.id)
