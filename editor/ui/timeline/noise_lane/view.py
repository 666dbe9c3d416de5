"""The lane on screen: its plot under a clip's track, its card beside that, and the matrix over both."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from editor.actions.noise_lane import Part, asked, columns_of, preset_before, preset_now, why_fixed
from editor.document import Document
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline.noise_lane.card import LaneCard
from editor.ui.timeline.noise_lane.matrix import MatrixPopover
from editor.ui.timeline.noise_lane.planner import Planner
from editor.ui.timeline.noise_lane.plot import NoisePlot
from editor.ui.timeline.noise_lane.shape import HEIGHT, group_size, shape_of
from editor.ui.timeline.panel import TimelinePanel
from editor.ui.widgets import Button
from editor.ui.widgets.pointer_dialog import POINTER_HEIGHT
from editor.ui.widgets.pressable import mixed
from editor.words import tr
from engine.requests import Plan

BESIDE = 18  # pixels between the last group and the button beside it
EDGE = 12  # pixels free at the lane's edges, and at the window's
ADDS = tr("Double-click adds a keyframe (K).")
NOTHING_PLANNED = tr("This model does not tell how it divides these frames.")
NOTHING_SEEN = tr("It is made without known frames: there are none to keep.")


class LaneView(QObject):
    """Of one clip, or of none: then nothing of it is seen."""

    def __init__(self, document: Document, panel: TimelinePanel, planner: Planner, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._panel, self._planner = document, panel, planner
        self.clip_id: ItemId | None = None
        self.plot, self.card = NoisePlot(panel.lanes), LaneCard(panel.headers)
        self.matrix_button = MatrixButton(self.plot)
        self.matrix = MatrixPopover(window)
        self.plot.hide()
        self.card.hide()
        self.matrix_button.clicked.connect(self.open_matrix)
        self.plot.chosen_changed.connect(self._show_matrix)
        viewport = panel.viewport
        for signal in (viewport.scrolled, viewport.rescaled, viewport.arranged, viewport.resized):
            signal.connect(self._place)
        planner.changed.connect(self.show)

    def stand(self, clip_id: ItemId | None) -> None:
        """Under the track that a clip is on now."""
        self.clip_id = clip_id
        track = None if clip_id is None else self._timeline.track_of(clip_id).id
        self._panel.viewport.keep_room(track, HEIGHT)
        for part in (self.plot, self.card):
            part.setVisible(clip_id is not None)
        self._place()
        self.show()
        if clip_id is None and self.matrix.isVisible():
            self.matrix.reject()

    def reveal(self) -> None:
        """All of it in sight, where that can be."""
        if self.clip_id is not None:
            self._panel.reveal(self.clip_id)
            viewport = self._panel.viewport
            viewport.scroll_by(0, max(0, self._top(self.clip_id) + HEIGHT - viewport.size.height()))

    def show(self) -> None:
        """As the clip and the plan are now."""
        if self.clip_id is None:
            return
        clip = self._timeline.clip(self.clip_id)
        assert clip.generation is not None, "another clip has no lane"
        self.card.show_preset(preset_now(clip.generation), preset_before(self._timeline, clip))
        self.card.lock(self._why_locked(clip.id))
        self._show_plan()
        self._show_matrix()

    def show_playhead(self, frame: int) -> None:
        if self.clip_id is not None:
            self.plot.show_playhead(self._panel.viewport.x_of(frame))

    def open_matrix(self) -> None:
        """Below its button, where there is room, else above."""
        self._show_matrix()
        self.matrix.refit()
        window, button = self.plot.window(), self.matrix_button
        middle, away = button.mapTo(window, button.rect().center()), button.height() // 2 + 2
        end = middle.y() + away + POINTER_HEIGHT + self.matrix.panel.height()
        self.matrix.prefers_below = end + EDGE < window.height()
        self.matrix.open_at(middle + QPoint(0, away if self.matrix.prefers_below else -away))
        self.matrix.begin()

    @property
    def values(self) -> tuple[float, ...]:
        """Of each group: as the plan has it, or as a plan will that is on its way."""
        plan, clip_id = self._planner.plan, self.clip_id
        if plan is None or clip_id is None:
            return ()
        if self._planner.is_current:
            return tuple(column.noise for column in columns_of(plan))
        return asked(self._timeline, clip_id, plan)

    @property
    def _timeline(self) -> Timeline:
        return self._document.timeline

    def _top(self, clip_id: ItemId) -> int:
        viewport = self._panel.viewport
        return viewport.row_of(self._timeline.place(clip_id)[0]).bottom - viewport.top

    def _place(self, *_: object) -> None:
        if self.clip_id is not None:
            top = self._top(self.clip_id)
            self.plot.setGeometry(0, top, self._panel.viewport.size.width(), HEIGHT)
            self.card.place(top, self._panel.headers.width())
            self._show_plan()

    def _show_plan(self) -> None:
        clip_id, plan = self.clip_id, self._planner.plan
        has_groups = plan is not None and bool(plan.latents)
        self.matrix_button.setVisible(has_groups)
        self.show_playhead(self._panel.stage.playback.frame)
        if clip_id is None or plan is None or not has_groups:
            self.plot.show_words(self._planner.why or NOTHING_PLANNED)
            self.card.show_help("")
            return
        shape = shape_of(self._timeline, clip_id, plan, self._panel.viewport)
        fixed = [why_fixed(self._timeline, clip_id, plan, column) for column in shape.columns]
        self.plot.show_shape(shape, self.values, fixed)
        self.card.show_help(help_words(plan, fixed))
        most = self.plot.width() - self.matrix_button.width() - EDGE
        self.matrix_button.move(min(most, round(shape.spans[-1][1]) + BESIDE), EDGE)

    def _show_matrix(self) -> None:
        plan = self._planner.plan
        if plan is not None and plan.latents:
            self.matrix.show_plan(plan, self.plot.chosen)

    def _why_locked(self, clip_id: ItemId) -> str:
        if self._timeline.track_of(clip_id).locked:
            return tr("The track is locked.")
        columns = columns_of(self._planner.plan) if self._planner.plan else ()
        sees = not columns or any(column.part is Part.SEEN for column in columns)
        return "" if sees else NOTHING_SEEN


def help_words(plan: Plan, fixed: list[str]) -> str:
    """fixed: why each group stays as it is, if it does."""
    reasons = [reason for reason in fixed if reason]
    return tr(
        "One point holds {group_size} frames. {reasons}",
        group_size=group_size(columns_of(plan)),
        reasons=reasons[-1] if reasons else ADDS,
    )


class MatrixButton(Button):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Matrix"), "ph.grid-four", parent=parent)
        self.set_tip(tr("What the sampler gets, step by step"))
        self.resize(self.sizeHint())
        self.hide()

    def _fill(self) -> QColor | str:
        return mixed("gen_bg", "generated_bar", self.lit)

    def _ink(self) -> QColor | str:
        return "gen_text"
