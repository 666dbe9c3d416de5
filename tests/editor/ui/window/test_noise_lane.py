"""The lane under a generated clip, in the window: opened, dragged, stepped, closed, and true to the plan throughout."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.actions import generating
from editor.actions.noise_lane import NO_TAKE, NOT_GENERATED, spread
from editor.presets import freedom
from editor.timeline import edits
from editor.timeline.model import Generation, ItemId, Purpose, Task
from editor.ui import theme
from editor.ui.timeline.geometry import SPLIT
from editor.ui.timeline.noise_lane.planner import WAITING
from editor.ui.timeline.noise_lane.shape import HEIGHT, y_of
from editor.ui.window.main_window import MainWindow
from engine.errors import MediaMissing
from engine.requests import ExtendRequest, Plan, PlannedLatent, Request
from tests.editor.ui.generation.scene import BIRD, RATE, SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage
from tests.engine.fakes import HeldHost

ALT, SHIFT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
NEW, SEEN, STEPS = 24, 3, 4
Story = Callable[[], Coroutine[Any, Any, None]]


def plan_of(request: Request) -> Plan:
    """Three known groups and three new ones of eight frames, four steps."""
    assert isinstance(request, ExtendRequest)
    free = (1.0,) if request.sampling.draft is None else request.sampling.freedom
    noise = (*spread(request.context.noise, SEEN), *spread(free, 3))
    latents = tuple(
        PlannedLatent(8 * at, 8 * at + 8, value, at < 0) for at, value in zip(range(-SEEN, 3), noise, strict=True)
    )
    sigmas = tuple(tuple(value * (STEPS - step) / STEPS for value in noise) for step in range(STEPS + 1))
    return Plan("A model", RATE, 1280, 720, NEW, 24, 48, (), sigmas, "", latents)


@pytest.fixture(autouse=True)
def planning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HeldHost, "plan", lambda self, request: plan_of(request))


class Lane:
    """A clip after surf, made unless told otherwise, its lane, and a mouse that knows its groups."""

    def __init__(self, stage: Stage, window: MainWindow, hands: Hands) -> None:
        self.stage, self.window, self.hands = stage, window, hands
        self.lane = window.noise_lane
        self.clip_id = ItemId("")

    async def make(self, takes: bool = True) -> None:
        wishes = replace(self.window.desk.wishes(Task.AFTER), takes=1, preset="Natural", noise=freedom("Natural").noise)
        made = generating.extend_after(self.window.session, SURF, NEW, wishes)
        assert made is not None
        self.clip_id = made
        if takes:
            assert isinstance(self.stage.host, HeldHost)
            self.stage.host.let_go()
            await self.hands.until(lambda: self.window.session.document.timeline.clip(made).takes, "the take")
        self.window.session.document.select([made])
        self.window.timeline_panel.viewport.zoom_to(8.0, 0)

    async def open(self) -> None:
        await self.hands.press(Key.Key_K, ALT)
        await self.current()

    async def current(self) -> None:
        """The plan is of what the clip asks for now."""
        await self.hands.until(lambda: self.lane.planner.is_current, "the plan")

    @property
    def generation(self) -> Generation:
        found = self.window.session.document.timeline.clip(self.clip_id).generation
        assert found is not None
        return found

    @property
    def steps(self) -> int:
        return self.window.session.document.undo_stack.count()

    def at(self, place: int, value: float | None = None) -> QPoint:
        """In the plot: where a group's point stands, or would."""
        panel = self.window.timeline_panel
        start = self.window.session.document.timeline.range_of(self.clip_id).start
        x = panel.viewport.x_of(start + 8 * (place - SEEN) + 4)
        return QPointF(x, y_of(self.lane.view.plot.values[place] if value is None else value)).toPoint()

    def press(self, place: int) -> None:
        QTest.mousePress(self.lane.view.plot, LEFT, NONE, self.at(place))

    async def drag(self, place: int, value: float) -> None:
        self.press(place)
        QTest.mouseMove(self.lane.view.plot, self.at(place, (value + self.lane.view.plot.values[place]) / 2))
        QTest.mouseMove(self.lane.view.plot, self.at(place, value))
        QTest.mouseRelease(self.lane.view.plot, LEFT, NONE, self.at(place, value))
        await self.current()

    async def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        await self.hands.press(key, modifiers, self.lane.view.plot)


@pytest.fixture
def lane(stage: Stage, window: MainWindow, hands: Hands) -> Lane:
    return Lane(stage, window, hands)


def test_it_opens_under_the_clips_track_and_closes_again(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        viewport = lane.window.timeline_panel.viewport
        below = [row.top for row in viewport.rows]
        await lane.open()
        timeline = lane.window.session.document.timeline
        row = viewport.row_of(timeline.place(lane.clip_id)[0])
        assert lane.lane.view.plot.geometry().top() == row.bottom - viewport.top
        assert lane.lane.view.plot.height() == lane.lane.view.card.height() == HEIGHT
        audio = next(each for each in viewport.rows if each.label == "A1")
        assert audio.top == row.bottom + HEIGHT + SPLIT
        assert lane.lane.view.plot.values == tuple(column.noise for column in plan_of_lane(lane))
        assert lane.lane.view.card.presets.value == "Natural"
        assert not lane.lane.view.card.custom.isVisible()
        lane.hands.click(lane.lane.view.card.close_button)
        assert not lane.lane.is_open
        assert [row.top for row in viewport.rows] == below

    run(story())


def plan_of_lane(lane: Lane) -> tuple[PlannedLatent, ...]:
    plan = lane.lane.planner.plan
    assert plan is not None
    return plan.latents


def test_points_are_dragged_each_in_one_undo_step_and_the_plan_follows(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        before, steps = lane.generation, lane.steps
        await lane.drag(1, 0.8)
        await lane.drag(4, 0.3)
        assert lane.steps == steps + 2
        assert lane.generation.noise == pytest.approx((0.0, 0.8, 0.5), abs=0.01)
        assert lane.generation.curve == pytest.approx((1.0, 0.3, 1.0), abs=0.01)
        asked = (*lane.generation.noise, *lane.generation.curve)
        assert tuple(latent.noise for latent in plan_of_lane(lane)) == asked == lane.lane.view.plot.values
        card = lane.lane.view.card
        assert (card.presets.is_chosen, card.origin.full_text) == (False, "from Natural")
        lane.window.actions_by_id["undo"].trigger()
        assert lane.generation.curve == ()
        lane.window.actions_by_id["undo"].trigger()
        assert lane.generation == before
        await lane.current()
        assert lane.lane.view.plot.values == tuple(latent.noise for latent in plan_of_lane(lane))

    run(story())


def test_a_drag_that_is_given_up_changes_nothing(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        before, steps = lane.lane.view.plot.values, lane.steps
        lane.press(1)
        QTest.mouseMove(lane.lane.view.plot, lane.at(1, 1.0))
        assert lane.lane.view.plot.values[1] == pytest.approx(1.0, abs=0.02)
        await lane.key(Key.Key_Escape)
        QTest.mouseRelease(lane.lane.view.plot, LEFT, NONE, lane.at(1, 1.0))
        assert (lane.lane.view.plot.values, lane.steps) == (before, steps)

    run(story())


def test_keys_choose_a_point_and_move_it_and_leave_the_playhead_alone(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        playhead, steps = lane.window.session.playback.frame, lane.steps
        for key in (Key.Key_Home, Key.Key_Right, Key.Key_Up, Key.Key_Up):
            await lane.key(key)
        await lane.key(Key.Key_Down, SHIFT)
        assert lane.generation.noise == pytest.approx((0.0, 0.44, 0.5))
        assert lane.steps == steps + 1, "steps of one point in a row are one undo step"
        assert lane.window.session.playback.frame == playhead
        await lane.key(Key.Key_Escape)
        assert lane.window.timeline_panel.lanes.hasFocus()

    run(story())


def test_presets_and_reset_bring_numbers_of_a_table_back(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        await lane.drag(5, 0.5)
        lane.hands.click(lane.lane.view.card.reset_button)
        assert (lane.generation.preset, lane.generation.curve) == ("Natural", ())
        lane.hands.click(lane.lane.view.card.presets, lane.lane.view.card.presets.part(0).center())
        assert lane.generation.noise == freedom("Strict").noise
        await lane.current()
        assert lane.lane.view.plot.values == (0, 0, 0, 1, 1, 1)

    run(story())


def test_the_matrix_is_the_plans_and_can_be_read_and_copied(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        await lane.drag(4, 0.2)
        lane.hands.click(lane.lane.view.matrix_button)
        matrix, plan = lane.lane.view.matrix, lane.lane.planner.plan
        assert plan is not None
        assert matrix.isVisible()
        assert matrix.subtitle.full_text == "4 steps, 6 frame groups"
        for row, place in ((0, 0), (2, 4), (3, 5)):
            QTest.mouseMove(matrix.grid, matrix.grid.cell_rect(row, place).center().toPoint())
            assert matrix.grid.cell == (row, place)
            assert matrix.grid.value(row, place) == plan.sigmas[row][place]
        for key in (Key.Key_Up, Key.Key_Left):
            QTest.keyClick(matrix.grid, key)
        assert matrix.place.full_text == "Step 3, frames 33–40"
        assert matrix.product.full_text == "0.10 = 0.20 × 0.50"
        lane.hands.click(matrix.copy)
        assert json.loads(QGuiApplication.clipboard().text()) == [list(row) for row in plan.sigmas]
        await lane.drag(4, 0.8)
        assert matrix.product.full_text == "0.40 = 0.80 × 0.50", "it follows the lane"
        lane.lane.close()
        assert not matrix.isVisible()

    run(story())


def test_it_goes_with_zoom_scroll_moves_and_the_theme(lane: Lane, run: Run, qapp: QApplication) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        viewport, document = lane.window.timeline_panel.viewport, lane.window.session.document
        for change in (
            lambda: viewport.zoom_to(10.0, 100),
            lambda: viewport.scroll_to(viewport.origin + 70),
            lambda: document.apply("Move", edits.move(document.timeline, [lane.clip_id], 30, 0)),
            lambda: theme.apply(qapp, "light"),
        ):
            change()
            await lane.current()
            shown = painted(lane)
            for place in range(6):
                rim = lane.at(place) + QPoint(4, 0)
                assert shown.pixelColor(rim) != shown.pixelColor(rim.x(), 4), "a point stands there"
        assert document.timeline.has(lane.clip_id)
        theme.apply(qapp, "dark")

    run(story())


def painted(lane: Lane) -> QImage:
    return lane.lane.view.plot.grab().toImage()


def test_in_a_small_window_it_is_in_sight_with_its_presets_in_a_list(lane: Lane, run: Run) -> None:
    async def story() -> None:
        lane.window.resize(1280, 720)
        await lane.make()
        await lane.open()
        lanes, plot = lane.window.timeline_panel.lanes, lane.lane.view.plot
        assert plot.geometry().top() >= 0
        assert plot.geometry().bottom() < lanes.height()
        assert lane.lane.view.card.few.isVisible()
        assert not lane.lane.view.card.presets.isVisible()
        assert lane.lane.view.card.few.value == "Natural"

    run(story())


def test_it_follows_the_selection_to_what_has_a_lane_and_goes_with_its_clip(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        first, document = lane.clip_id, lane.window.session.document
        await lane.open()
        document.select([BIRD])
        assert lane.lane.clip_id == first, "a clip that was not generated leaves it where it is"
        wishes = lane.window.desk.wishes(Task.BEFORE)
        made = generating.extend_before(lane.window.session, BIRD, NEW, wishes, real_first=False)
        assert made is not None
        document.select([made])
        assert lane.lane.clip_id == made
        lane.window.actions_by_id["delete"].trigger()
        assert not lane.lane.is_open
        document.select([BIRD])
        action = lane.window.actions_by_id["noise-lane"]
        assert not action.isEnabled()
        assert action.toolTip() == NOT_GENERATED

    run(story())


def test_what_is_not_made_yet_says_that_new_frames_are_free(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make(takes=False)
        await lane.hands.press(Key.Key_K, ALT)
        await lane.hands.until(lambda: lane.lane.planner.why == WAITING, "the word that a job runs first")
        assert isinstance(lane.stage.host, HeldHost)
        for row in lane.window.session.jobs.rows:
            lane.window.session.jobs.cancel(row.id)
        await lane.current()
        before, steps = lane.lane.view.plot.values, lane.steps
        await lane.drag(4, 0.2)
        assert (lane.lane.view.plot.values, lane.steps) == (before, steps)
        assert NO_TAKE in lane.lane.view.card.help.full_text
        await lane.drag(1, 0.2)
        assert lane.generation.noise[1] == pytest.approx(0.2, abs=0.01)

    run(story())


def test_why_there_is_no_plan_is_told_in_the_lane(lane: Lane, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: HeldHost, request: Request) -> Plan:
        raise MediaMissing("surf.mp4 is gone.", do="Bring it back.")

    async def story() -> None:
        await lane.make()
        monkeypatch.setattr(HeldHost, "plan", refuse)
        await lane.hands.press(Key.Key_K, ALT)
        await lane.hands.until(lambda: "surf.mp4 is gone" in lane.lane.planner.why, "the reason")
        assert not lane.lane.view.matrix_button.isVisible()
        monkeypatch.setattr(HeldHost, "plan", lambda self, request: plan_of(request))
        lane.window.session.document.apply("Strict", strict(lane))
        await lane.current()
        assert lane.lane.view.matrix_button.isVisible()

    run(story())


def strict(lane: Lane) -> Any:
    from editor.actions.noise_lane import with_preset

    return with_preset(lane.window.session.document.timeline, lane.clip_id, "Strict")


def test_a_slowed_clip_has_no_lane_and_says_why(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        document = lane.window.session.document
        slow = replace(lane.generation, purpose=Purpose.SLOW.value)
        document.apply("Slow", edits.insert_generated(document.timeline, BIRD, 5, slow, ItemId("slow")))
        document.select([ItemId("slow")])
        assert "measured" in lane.lane.why_not()
        assert not lane.window.actions_by_id["noise-lane"].isEnabled()

    run(story())


def test_a_double_click_keeps_the_frame_that_is_shown_there(lane: Lane, run: Run) -> None:
    async def story() -> None:
        await lane.make()
        await lane.open()
        document = lane.window.session.document
        take = document.timeline.media_of(document.timeline.clip(lane.clip_id))
        assert take is not None
        Path(take.path).touch()
        lane.press(4)
        QTest.mouseRelease(lane.lane.view.plot, LEFT, NONE, lane.at(4))
        QTest.mouseDClick(lane.lane.view.plot, LEFT, NONE, lane.at(4))
        (keyframe,) = lane.generation.keyframes
        assert (keyframe.media, 8 <= keyframe.at < 16) == (take.id, True)
        await lane.current()

    run(story())
