"""What the lanes show: a kept layer of tracks, and over it what hovers, is dragged or plays."""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QRegion

from editor.actions.edit_points import frame_of, point_of
from editor.actions.keyframing import chosen_keyframe
from editor.document import Selection
from editor.timeline import edits
from editor.timeline.model import Clip, Gap, ItemId, MediaId, Timeline, TrackKind, Transition
from editor.ui import theme
from editor.ui.timeline import damage
from editor.ui.timeline.bands import band_of
from editor.ui.timeline.geometry import CLIP_INSET, SPLIT
from editor.ui.timeline.in_the_making import InTheMaking
from editor.ui.timeline.layer import Layer
from editor.ui.timeline.overlay import NOTHING, Intent, Overlay, Result
from editor.ui.timeline.painting import edit_points, envelopes
from editor.ui.timeline.painting.clips import ClipPainter
from editor.ui.timeline.painting.empty import paint_empty
from editor.ui.timeline.painting.joins import transition_range
from editor.ui.timeline.painting.lane import LanePainter, Scene
from editor.ui.timeline.painting.overlays import OverlayPainter, overlay_region, result_rect
from editor.ui.timeline.painting.palette import palette
from editor.ui.timeline.sources import JobSource, Presence, ThumbnailSource
from editor.ui.timeline.stage import Stage
from editor.view_state import Tool

HALO = 1  # pixels on each side of the playhead
REST = 80  # milliseconds without another scale, after which waveforms are drawn that were left out
AT_ONCE = 12  # of their pieces: about a millisecond


class Surface(QObject):
    """`changed(region)`: that has to be painted again."""

    changed = Signal(QRegion)
    viewed = Signal(object)  # tuple of View: what a gesture wants seen in the program monitor

    def __init__(self, stage: Stage, thumbnails: ThumbnailSource, jobs: JobSource) -> None:
        super().__init__(stage.viewport)
        self._stage = stage
        self.presence = Presence(self)
        self._clips = ClipPainter(thumbnails, jobs, self.presence)
        self._lanes = LanePainter(self._clips)
        self._over = OverlayPainter(stage.viewport, self._clips, self._lanes)
        self.layer = Layer(self._paint_layer)
        self._overlay = NOTHING
        self._intent: Intent | None = None
        self._hovered: tuple[ItemId, bool] | None = None
        self.making = InTheMaking(stage, self._over, self)
        self._clips.fade = self.making.fades.coming
        self._selection: Selection = stage.document.selection
        self._keyframe = stage.view.keyframe
        self._playhead = stage.playback.frame
        self._rest = QTimer(self)  # runs while the scale changes, and until all is drawn at that one
        self._rest.setSingleShot(True)
        self._follow(thumbnails, jobs)

    def _follow(self, thumbnails: ThumbnailSource, jobs: JobSource) -> None:
        document, viewport = self._stage.document, self._stage.viewport
        document.timeline_changed.connect(self.show_changes)
        self.making.changed.connect(lambda clip_id: self._renew(QRegion(self._around(clip_id))))
        document.selection_changed.connect(self.show_selection)
        viewport.scrolled.connect(self.scroll)
        viewport.rescaled.connect(self.rescale)
        self._rest.timeout.connect(self._refine)
        viewport.arranged.connect(self.repaint_all)
        self._stage.view.changed.connect(self.show_keyframe)
        self._stage.view.changed.connect(self.show_edit_point)
        self._stage.view.changed.connect(self.show_line)
        self._stage.view.changed.connect(self.show_generative)
        self._stage.playback.frame_changed.connect(self.move_playhead)
        thumbnails.arrived.connect(self.show_media)
        jobs.changed.connect(self.show_job)
        self.presence.changed.connect(self.repaint_all)
        theme.changed.connect(self.take_theme)

    # what has happened

    def repaint_all(self) -> None:
        self._renew(QRegion(QRect(QPoint(0, 0), self._stage.viewport.size)))

    def rescale(self) -> None:
        """While a wheel turns, only some of the waveforms are drawn anew at each scale."""
        self._rest.start(REST)
        self.repaint_all()

    @property
    def is_refining(self) -> bool:
        """Whether some waveforms may still be shown as they were at another scale."""
        return self._rest.isActive()

    def _refine(self) -> None:
        if self._clips.waveforms.is_unfinished:
            self._clips.waveforms.is_unfinished = False
            self.rescale()

    def take_theme(self) -> None:
        self._clips.forget_files()
        self.repaint_all()

    def show_changes(self, before: Timeline, after: Timeline) -> None:
        if [track.id for track in before.tracks] != [track.id for track in after.tracks]:
            self._drop_overlay()
        region = damage.damaged(before, after, self._stage.viewport)
        if self._hovered is not None and region is not None and before.has(self._hovered[0]):
            region += self._around(self._hovered[0], before)
        self._hovered = None
        if before.media is not after.media:
            self._clips.forget_files()
        emptied = bool(before.duration) is not bool(after.duration)
        self.repaint_all() if region is None or emptied else self._renew(region)

    def show_selection(self, selection: Selection) -> None:
        before, self._selection = self._selection, selection
        self._renew(damage.selection_region(self._stage.timeline, self._stage.viewport, before, selection))

    def show_media(self, media_id: MediaId) -> None:
        region = QRegion()
        for row in self._stage.viewport.rows:
            region += damage.media_region(self._stage.timeline, self._stage.viewport, row.index, {media_id})
        self._renew(region)

    def show_job(self, row: object) -> None:
        self.making.fades.hear(row)
        clip_id = ItemId(str(getattr(row, "clip_id", "")))
        timeline = self._stage.timeline
        if timeline.has(clip_id):
            for each in edits.made_with(timeline, timeline.clip(clip_id)):
                self._renew(QRegion(self._around(each)))

    def show_keyframe(self, name: str) -> None:
        """Another one is selected: the clips of both look different."""
        before, self._keyframe = self._keyframe, self._stage.view.keyframe
        for place in {before, self._keyframe} - {None} if name == "keyframe" else ():
            if place is not None and self._stage.timeline.has(place.clip_id):
                self._renew(QRegion(self._around(place.clip_id)))

    def show_generative(self, name: str) -> None:
        if name == "generative":
            self._clips.facts.show_generative(self._stage.view.generative)
            self.repaint_all()

    def show_line(self, name: str) -> None:
        """Another one is drawn along the clips, or another point of it is selected."""
        if name in ("line", "point"):
            self.repaint_all()

    def show_edit_point(self, name: str) -> None:
        if name == "edit_point":
            self.changed.emit(QRegion(QRect(QPoint(0, 0), self._stage.viewport.size)))

    def scroll(self, x: int, y: int) -> None:
        self.layer.scroll(-x, -y)
        if x:
            self.layer.invalidate(damage.sticky_region(self._stage.timeline, self._stage.viewport, self._selection, x))
        self.changed.emit(QRegion(QRect(QPoint(0, 0), self._stage.viewport.size)))

    def move_playhead(self, frame: int) -> None:
        before, self._playhead = self._playhead, frame
        self._stage.view.choose_keyframe(None)  # the arrow keys are the playhead's again
        self._stage.view.choose_point(None)
        self.changed.emit(QRegion(self._playhead_rect(before)) + self._playhead_rect(frame))

    # what lies over it

    @property
    def overlay(self) -> Overlay:
        return self._overlay

    def show_overlay(self, overlay: Overlay) -> None:
        before, self._overlay = self._overlay, overlay
        if before.views != overlay.views:
            self.viewed.emit(overlay.views)
        if before is not overlay:
            viewport = self._stage.viewport
            self.changed.emit(overlay_region(viewport, before) + overlay_region(viewport, overlay))
            for bracket in (*before.brackets, *overlay.brackets):
                if self._stage.timeline.has(bracket.clip_id):
                    self.changed.emit(QRegion(self._around(bracket.clip_id)))

    def _drop_overlay(self) -> None:
        """It lies on tracks as they were; all is painted anew with the tracks as they are."""
        before, self._overlay = self._overlay, NOTHING
        if before.views:
            self.viewed.emit(())

    def show_hover(self, hovered: tuple[ItemId, bool] | None) -> None:
        """A clip or gap, and whether it shows its trim handles."""
        before, self._hovered = self._hovered, hovered
        if before != hovered:
            ids = {each[0] for each in (before, hovered) if each is not None and self._stage.timeline.has(each[0])}
            for item_id in ids:
                self.changed.emit(QRegion(self._around(item_id)))

    def show_intent(self, intent: Intent | None) -> None:
        if intent != self._intent:
            self._intent = intent
            self.changed.emit(QRegion(QRect(QPoint(0, 0), self._stage.viewport.size)))

    # painting

    def paint(self, painter: QPainter, region: QRegion, size: QSize, ratio: float) -> None:
        self.layer.fit(size, ratio)
        self.layer.show(painter, region)
        painter.setClipRegion(region)
        sight, timeline = region.boundingRect(), self._stage.timeline
        if self._hovered is not None and timeline.has(self._hovered[0]):
            self._paint_hover(painter, *self._hovered)
        if self._intent is not None:
            self._over.paint_intent(painter, timeline, self._intent)
        self.making.paint(painter, self._overlay)
        if self._overlay.result is not None:
            self._paint_result(painter, self._overlay.result, sight)
        if self._overlay is not NOTHING:
            self._over.paint(painter, self._scene(), self._overlay, sight)
        self._paint_edit_point(painter)
        self._paint_playhead(painter)

    def _paint_edit_point(self, painter: QPainter) -> None:
        timeline, viewport = self._stage.timeline, self._stage.viewport
        point = point_of(timeline, self._stage.view.edit_point)
        if point is not None:
            lane = viewport.row_rect(timeline.place(point.clips[0])[0])
            edit_points.paint_edit_point(painter, point, viewport.x_of(frame_of(timeline, point)), lane)

    def _paint_hover(self, painter: QPainter, item_id: ItemId, trims: bool) -> None:
        item = self._stage.timeline.item(item_id)
        if isinstance(item, Clip) or (isinstance(item, Gap) and item_id not in self._selection):
            self._over.paint_hover(painter, self.rect_of(item_id), item, trims)
        is_free = trims and not self._stage.timeline.track_of(item_id).locked
        if isinstance(item, Clip) and is_free and self._stage.view.tool is Tool.SELECT:
            envelopes.paint_handles(painter, item, self.rect_of(item_id))

    def _paint_playhead(self, painter: QPainter) -> None:
        rect = self._playhead_rect(self._playhead)
        painter.fillRect(rect, palette().colour("playhead_halo"))
        painter.fillRect(rect.adjusted(HALO, 0, -HALO, 0), palette().colour("accent"))

    def _paint_layer(self, painter: QPainter, sight: QRect) -> None:
        stage, viewport = self._stage, self._stage.viewport
        self._clips.waveforms.allow(AT_ONCE if self._rest.isActive() else None)
        self._clips.chosen, self._clips.point = chosen_keyframe(stage.document, stage.view), stage.view.point
        self._clips.lines = {kind: band_of(stage.view, kind) for kind in TrackKind}
        self._paint_tracks(painter, self._scene(), sight)
        if not stage.timeline.duration:
            paint_empty(painter, viewport)

    def _paint_tracks(self, painter: QPainter, scene: Scene, sight: QRect) -> None:
        painter.fillRect(sight, palette().colour("bg"))
        for row in scene.viewport.rows:
            lane = scene.viewport.row_rect(row.index)
            if lane.top() - 4 <= sight.bottom() and sight.top() <= lane.bottom() + 4:
                self._lanes.paint(painter, scene, row, sight)
                self._paint_separator(painter, row.kind, lane)

    def _paint_result(self, painter: QPainter, result: Result, sight: QRect) -> None:
        """The tracks as they would be."""
        stage, seen = self._stage, result_rect(self._stage.viewport, result) & sight
        painter.save()
        painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
        self._paint_tracks(painter, Scene(result.timeline, stage.document.selection, stage.viewport), seen)
        painter.restore()

    def _scene(self) -> Scene:
        return Scene(self._stage.timeline, self._stage.document.selection, self._stage.viewport)

    def _paint_separator(self, painter: QPainter, kind: TrackKind, lane: QRect) -> None:
        """Below every track, save that the split is as wide as it is and has no line."""
        is_above_split = any(row.top - self._stage.viewport.top == lane.bottom() + 1 + SPLIT for row in self._sounds())
        if kind is TrackKind.AUDIO or not is_above_split:
            painter.fillRect(0, lane.bottom() + 1, lane.width(), 1, palette().colour("line"))

    def _sounds(self) -> tuple:
        return tuple(row for row in self._stage.viewport.rows if row.kind is TrackKind.AUDIO)[:1]

    # where things are

    def rect_of(self, item_id: ItemId) -> QRect:
        """Raises KeyError."""
        timeline = self._stage.timeline
        range_, item = timeline.range_of(item_id), timeline.item(item_id)
        if isinstance(item, Transition):
            range_ = transition_range(item, range_.start)
        return self._stage.viewport.rect_of(timeline.place(item_id)[0], range_)

    def _around(self, item_id: ItemId, timeline: Timeline | None = None) -> QRect:
        timeline = timeline or self._stage.timeline
        rect = self._stage.viewport.rect_of(timeline.place(item_id)[0], timeline.range_of(item_id))
        return rect.adjusted(-damage.SPILL, -2 * CLIP_INSET, damage.SPILL, 2 * CLIP_INSET)

    def _playhead_rect(self, frame: int) -> QRect:
        x = self._stage.viewport.x_of(frame)
        return QRect(x - HALO, 0, 1 + 2 * HALO, self._stage.viewport.size.height())

    def _renew(self, region: QRegion) -> None:
        self.layer.invalidate(region)
        self.changed.emit(region)
