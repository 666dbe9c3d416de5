"""What the dialogs do whose new frames lie between two known sides."""

from fractions import Fraction

from PySide6.QtWidgets import QWidget

from editor.actions.extending import Laid, in_words
from editor.actions.known import known_frames
from editor.actions.model_view import View, bridge_views
from editor.session import Session
from editor.timeline.model import Clip, ItemId, Task
from editor.timeline.rational_time import covering_frames, to_frames
from editor.ui.generation.generate_dialog import GenerateDialog, IntentPanel
from editor.ui.generation.strip import Side, Strip, new_words, shown_side
from editor.words import tr

WIDTH = 720
STRIP = (76, 192)  # pixels: height, and the width of what is new


class BetweenDialog(GenerateDialog):
    """Subclasses say between what, and what becomes of it."""

    lead = tr("Tried on both clips.")

    def __init__(self, session: Session, window: QWidget, panel: IntentPanel, title: str, about: str) -> None:
        super().__init__(session, window, panel, Task.BRIDGE, title, about, WIDTH)

    def parts(self) -> tuple[Clip, Clip]:
        """The clip that the new frames follow, and the one they lead to; or what is left of them."""
        raise NotImplementedError

    def strip_size(self) -> tuple[int, int]:
        return STRIP

    def apart(self) -> frozenset[ItemId]:
        return frozenset()  # that B moves, or that both give way, is worth telling

    def strip(self, laid: Laid) -> Strip:
        return Strip(*self._sides(), new_words(laid.new), in_words(laid.new, self.timeline))

    def views(self, laid: Laid) -> tuple[View, ...]:
        left, right = self.parts()
        first, second = self._sides()
        known = known_frames(self.timeline, left, Task.AFTER), known_frames(self.timeline, right, Task.BEFORE)
        at_first = known[0], to_frames(known[1] / second.rate, first.rate)
        new = covering_frames(laid.new / self.timeline.rate, first.rate)
        return bridge_views(first.rate, at_first, new)

    def seen_frames(self, view: View, most_left: int, most_right: int) -> tuple[int, int]:
        """How much of the timeline is under each bracket."""
        first = self._sides()[0]
        spans = [seen.span / first.rate if seen else Fraction(0) for seen in (view.before, view.after)]
        frames = [covering_frames(span, self.timeline.rate) for span in spans]
        return min(most_left, frames[0]), min(most_right, frames[1])

    def _sides(self) -> tuple[Side, Side]:
        left, right = self.parts()
        return shown_side(self.timeline, left, Task.AFTER), shown_side(self.timeline, right, Task.BEFORE)
