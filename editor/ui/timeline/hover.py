"""What the pointer does when no button is held."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.ui.timeline import brackets, hits
from editor.ui.timeline.bands import Held, band_of, band_on, grip_at
from editor.ui.timeline.gestures import context
from editor.ui.timeline.gestures.choosing import TRIMMING, cursor_over
from editor.ui.timeline.gestures.cutting import blade
from editor.ui.timeline.hits import Hit
from editor.ui.timeline.keyframe_signs import words_of
from editor.ui.timeline.motion_signs import motion_grip_at
from editor.ui.timeline.overlay import NOTHING, Bubble, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.surface import Surface
from editor.view_state import Tool
from editor.words import tr


class Hover:
    """Lights up what is under the pointer, and shows the razor's blade."""

    def __init__(self, stage: Stage, surface: Surface) -> None:
        self._stage, self._surface = stage, surface
        self.buttons: Callable[[Pointer], bool] = lambda pointer: False
        stage.view.changed.connect(self._forget)

    def hit(self, pointer: Pointer) -> Hit:
        stage = self._stage
        found = hits.hit(stage.timeline, stage.viewport, pointer.at)
        found = found if stage.view.generative else replace(found, keyframe=None)
        if found.track is None or not found.is_clip or found.keyframe is not None or found.item_id is None:
            return found
        clip, kind = stage.timeline.clip(found.item_id), stage.timeline.tracks[found.track].kind
        rect = self._surface.rect_of(clip.id)
        band = band_on(band_of(stage.view, kind), stage.timeline, clip)
        return replace(found, grip=motion_grip_at(clip, rect, pointer.at) or grip_at(band, clip, rect, pointer.at))

    def move(self, pointer: Pointer) -> None:
        if self._stage.view.tool is Tool.RAZOR:
            self._surface.show_hover(None)
            self._surface.show_overlay(blade(self._stage, pointer, None))
            return
        hit = self.hit(pointer)
        self._surface.show_overlay(self._told_of(hit, pointer))
        if hit.item_id is None or hit.is_transition:
            self._surface.show_hover(None)
        else:
            self._surface.show_hover((hit.item_id, hit.is_clip and self._stage.view.tool in TRIMMING))

    def leave(self) -> None:
        self._surface.show_hover(None)
        self._surface.show_overlay(NOTHING)

    def _told_of(self, hit: Hit, pointer: Pointer) -> Overlay:
        """What can be said or taken hold of where the pointer is."""
        if hit.keyframe is not None:
            return self._about_keyframe(hit, pointer)
        if hit.grip is not None and hit.grip.held is Held.POINT and self._stage.view.tool is Tool.SELECT:
            return self._about_point(hit, pointer)
        if hit.grip is not None and hit.grip.held is Held.MOTION and self._stage.view.tool is Tool.SELECT:
            words = tr("Drag or ←→ move it, Del deletes it")
            return Overlay(bubble=Bubble(tr("Motion point"), words, pointer.x, pointer.y))
        tool, bracket = brackets.of_tool(self._stage, hit, pointer), brackets.held(self._stage, hit, pointer)
        overlay = NOTHING if tool is None else Overlay(brackets=(tool,))
        if bracket is None:
            return overlay
        words = tr("{sight}. Drag to change", sight=context.sight_words(self._stage, bracket))
        return replace(overlay, bubble=Bubble(context.lead_words(bracket), words, pointer.x, pointer.y))

    def _about_point(self, hit: Hit, pointer: Pointer) -> Overlay:
        """Its tip: what it is worth."""
        assert hit.grip is not None, "a point was hit"
        assert hit.item_id is not None, "of a clip"
        clip = self._stage.timeline.clip(hit.item_id)
        band = band_of(self._stage.view, self._stage.timeline.track_of(clip.id).kind)
        assert band is not None, "whose line is shown"
        value = band.words(band.envelope.curve_of(clip).at(hit.grip.at))
        return Overlay(bubble=Bubble(value, tr("Drag or ←→ ↑↓ move it, Del deletes it"), pointer.x, pointer.y))

    def _about_keyframe(self, hit: Hit, pointer: Pointer) -> Overlay:
        """Its tip: what it is, and what can be done with it."""
        timeline = self._stage.timeline
        assert hit.item_id is not None, "a clip was hit"
        assert hit.keyframe is not None, "and a keyframe of it"
        keyframe = edits.keyframe_at(timeline.clip(hit.item_id), hit.keyframe)
        assert keyframe is not None, "it was hit"
        name = timeline.media_by_id[keyframe.media].name
        words = tr(
            "{name}, new frame {at}. Drag or ←→ move it, ↑↓ free it, Del deletes it", name=name, at=keyframe.at + 1
        )
        return Overlay(bubble=Bubble(words_of(timeline, keyframe), words, pointer.x, pointer.y))

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        if self.buttons(pointer):
            return Qt.CursorShape.PointingHandCursor
        hit = self.hit(pointer)
        if brackets.held(self._stage, hit, pointer) is not None:
            return Qt.CursorShape.SizeHorCursor
        return cursor_over(self._stage, hit)

    def _forget(self, name: str) -> None:
        if name == "tool":
            self._surface.show_hover(None)
            self._surface.show_overlay(NOTHING)
