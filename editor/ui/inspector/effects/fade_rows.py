"""Two rows of the Effects page: how long the selected clips come from nothing, and go to it."""

from functools import partial

from editor.actions import fading
from editor.timeline.edits import Edge, fade_of
from editor.timeline.model import Clip, TrackKind
from editor.ui.inspector.effects.value_row import LABEL
from editor.ui.inspector.page import Row, Ways
from editor.ui.widgets import TimecodeField
from editor.words import tr

NAMES = {Edge.START: tr("Fade in"), Edge.END: tr("Fade out")}


class FadeRows:
    """Of pictures, or of sounds: what is typed is set on all of them."""

    def __init__(self, ways: Ways, kind: TrackKind) -> None:
        self._ways, self._kind = ways, kind
        self.fields = {edge: self._field(edge) for edge in Edge}
        self.rows = [Row(NAMES[edge], LABEL, (field,)) for edge, field in self.fields.items()]

    def show_clip(self, clip: Clip, reason: str | None) -> None:
        """reason: why they cannot be changed."""
        timeline = self._ways.session.document.timeline
        for edge, field in self.fields.items():
            field.set_rate(timeline.rate, timeline.drop_frame)
            field.set_frame(fade_of(clip, edge))
            field.set_disabled_reason(reason)

    def _field(self, edge: Edge) -> TimecodeField:
        field = TimecodeField(self._ways.session.document.timeline.rate, least=0, name=NAMES[edge])
        field.entered.connect(partial(self._enter, edge))
        return field

    def _enter(self, edge: Edge, frames: int) -> None:
        self._ways.perform(partial(fading.set_fade, self._ways.session, self._kind, edge, frames))
