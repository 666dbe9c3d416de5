"""What can be laid over the program's picture: the box of the selected clip, and safe areas."""

from editor.session import Session
from editor.ui.viewer import Monitor
from editor.ui.viewer.safe_areas import SafeAreas
from editor.ui.viewer.transform_box import TransformBox
from editor.ui.window.errors import Perform


def lay_over(monitor: Monitor, session: Session, perform: Perform) -> None:
    """Below whatever else lies there; each follows its switch."""
    monitor.area.overlays[:0] = [SafeAreas(session.view), TransformBox(session, perform)]
    for signal in (session.view.changed, session.document.selection_changed, session.playback.frame_changed):
        signal.connect(lambda *_: monitor.update_overlays())
