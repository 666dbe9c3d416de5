"""From press to release: which gesture it is, what it shows, and what ends it."""

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt

from editor.timeline.model import Clip, Gap, Timeline, Transition
from editor.ui.timeline.bands import Held
from editor.ui.timeline.gestures.choosing import begin
from editor.ui.timeline.gestures.dropping import Drop
from editor.ui.timeline.gestures.envelopes import put_point
from editor.ui.timeline.gestures.gesture import Gesture
from editor.ui.timeline.gestures.looking import Pan
from editor.ui.timeline.hits import Hit, Part
from editor.ui.timeline.hover import Hover
from editor.ui.timeline.job_buttons import JobButtons
from editor.ui.timeline.overlay import NOTHING
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.surface import Surface
from editor.view_state import KeyframePlace


class Pointing:
    """One gesture at a time. Nothing reaches the document before the release; Escape drops it."""

    def __init__(self, stage: Stage, surface: Surface, hover: Hover, buttons: JobButtons) -> None:
        self._stage, self._surface, self._hover, self._buttons = stage, surface, hover, buttons
        self._gesture: Gesture | None = None
        self._drop: Drop | None = None
        self._typed = ""
        stage.document.timeline_changed.connect(self._see_what_is_left)
        hover.buttons = lambda pointer: buttons.at(hover.hit(pointer), pointer) is not None

    @property
    def is_busy(self) -> bool:
        return self._gesture is not None

    @property
    def cursor(self) -> Qt.CursorShape | None:
        return self._gesture.cursor if self._gesture is not None else None

    def press(self, pointer: Pointer, button: Qt.MouseButton) -> None:
        if self.is_busy:
            return
        hit = self._hover.hit(pointer)
        if button is not Qt.MouseButton.MiddleButton:
            self._stage.view.choose_keyframe(_keyframe_of(hit))
            self._stage.view.choose_edit_point(None)
            self._stage.view.choose_point(None)
        if button is Qt.MouseButton.MiddleButton:
            self._begin(Pan(self._stage, pointer))
        elif button is Qt.MouseButton.RightButton:
            self._select_for_menu(hit)
        elif button is Qt.MouseButton.LeftButton and not self._buttons.press(hit, pointer):
            self._begin(begin(self._stage, hit, pointer))

    def drag(self, pointer: Pointer) -> bool:
        """False where nothing is dragged."""
        if self._gesture is None:
            return False
        self._surface.show_overlay(self._gesture.drag(pointer))
        return True

    @property
    def scrolls(self) -> bool:
        return self._gesture is not None and self._gesture.scrolls

    def _see_what_is_left(self, before: Timeline, after: Timeline) -> None:
        """A take may arrive and a clip may go while something is dragged."""
        if self._gesture is not None and not all(after.has(item_id) for item_id in self._gesture.needs):
            self.cancel()

    def release(self, pointer: Pointer) -> None:
        gesture = self._gesture
        if gesture is not None:
            gesture.drag(pointer)
            self.cancel()
            gesture.release(pointer)

    def cancel(self) -> None:
        self._gesture = self._drop = None
        self._typed = ""
        self._surface.show_overlay(NOTHING)

    def key(self, key: Qt.Key, text: str) -> bool:
        """Escape and what is typed while dragging; False for what is none of ours."""
        if self._gesture is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._take_typed()
        elif text and text in "+-0123456789":
            self._typed = text if text in "+-" else self._typed + text
            self._take_typed()
        return True

    def open(self, pointer: Pointer) -> None:
        hit = self._hover.hit(pointer)
        item = self._stage.timeline.item(hit.item_id) if hit.item_id is not None else None
        if hit.grip is not None and hit.grip.held is Held.LINE and hit.item_id is not None:
            put_point(self._stage, hit.item_id, hit.grip.at)
        elif isinstance(item, Clip) and hit.is_clip:
            self._stage.callbacks.opened(item)

    # the menu

    def ask_menu(self, at: QPoint, on_screen: QPoint) -> None:
        self.cancel()
        hit = self._hover.hit(Pointer(at.x(), at.y()))
        self._select_for_menu(hit)
        kind, item_id = _menu_of(hit)
        if kind == "empty" and hit.track is not None:
            item_id = self._stage.timeline.tracks[hit.track].id
        frame = max(0, self._stage.viewport.frame_at(at.x()))
        self._stage.callbacks.menu(kind, item_id, frame, on_screen)

    def place_of_selection(self) -> QPoint:
        """Where a menu that was asked for by the keyboard belongs."""
        size = self._stage.viewport.size
        chosen = sorted(self._stage.document.selection, key=lambda item: self._surface.rect_of(item).left())
        if not chosen:
            return QPoint(size.width() // 2, size.height() // 2)
        centre = self._surface.rect_of(chosen[0]).center()
        if isinstance(self._stage.timeline.item(chosen[0]), Transition):
            centre.setX(_beside_cut(self._surface.rect_of(chosen[0])))
        return QPoint(max(8, min(centre.x(), size.width() - 8)), max(8, min(centre.y(), size.height() - 8)))

    def _select_for_menu(self, hit: Hit) -> None:
        document = self._stage.document
        if hit.item_id is None:
            document.select(())
        elif hit.item_id not in document.selection:
            item = self._stage.timeline.item(hit.item_id)
            linked = self._stage.view.linked and not isinstance(item, Gap)
            document.select(self._stage.companions({hit.item_id}, linked))

    # from outside

    def enter(self, mime: QMimeData) -> bool:
        self._drop = Drop(self._stage, mime)
        return self._drop.is_welcome

    def hover_drop(self, pointer: Pointer) -> None:
        if self._drop is not None:
            self._surface.show_overlay(self._drop.drag(pointer))

    def drop(self, pointer: Pointer) -> None:
        dropped = self._drop
        self.cancel()
        if dropped is not None:
            dropped.drop(pointer)

    def _begin(self, gesture: Gesture) -> None:
        self._gesture = gesture
        self._typed = ""
        self._surface.show_hover(None)
        self._surface.show_overlay(gesture.drag(gesture.pressed))

    def _take_typed(self) -> None:
        if self._gesture is not None and self._typed.lstrip("+-"):
            self._surface.show_overlay(self._gesture.type(int(self._typed)))


def _beside_cut(rect: QRect) -> int:
    """A place on a transition that is its own: its middle is the cut's, and its ends are trimmed."""
    return rect.left() + rect.width() // 4


def _keyframe_of(hit: Hit) -> KeyframePlace | None:
    return None if hit.keyframe is None or hit.item_id is None else KeyframePlace(hit.item_id, hit.keyframe)


def _menu_of(hit: Hit) -> tuple[str, str | None]:
    if hit.keyframe is not None:
        return "keyframe", hit.item_id
    if hit.cut is not None:
        return "cut", hit.cut[0]
    if hit.part is Part.GAP:
        return "gap", hit.item_id
    if hit.is_transition:
        return "transition", hit.item_id
    return ("clip", hit.item_id) if hit.is_clip else ("empty", None)
