"""The story of a take that is kept in part: points dragged in the lane, and the next take made by those numbers."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.actions import generating
from editor.actions.noise_lane import Part, columns_of
from editor.actions.requesting import Wishes
from editor.presets import freedom
from editor.timeline.model import Clip, Generation
from editor.ui.timeline.noise_lane.shape import y_of
from engine.requests import BUILT_IN_NETWORK, ExtendRequest, Plan
from tests.hands import Hands
from tests.story import ALT, CTRL, FRAMES, MAKING, SHIFT, Story, footage_of_ours, no_job_left, story
from tests.test_mending_story import on_the_timeline, seen

__all__ = ["footage_of_ours", "story"]
Key, LEFT, NONE = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NEW = 24  # frames: two groups

pytestmark = pytest.mark.timeout(300)


def test_points_are_dragged_and_the_next_take_is_made_by_them(story: Story, footage_of_ours: tuple[Path, Path]) -> None:
    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, footage_of_ours[0])
        await a_first_take(hands)
        hands.click_frame(hands.track("V1"), FRAMES + 3)
        await hands.press(Key.Key_K, ALT)
        await hands.until(lambda: hands.window.noise_lane.planner.is_current, "the plan", MAKING)
        groups = columns_of(plan(hands))
        context = max(place for place, column in enumerate(groups) if column.part is Part.SEEN)
        await drag(hands, context, 0.25)
        await drag(hands, context + 1, 0.1)
        await drag(hands, context + 2, 0.2)
        assert generation(hands).noise == (*freedom("Natural").noise[:-1], 0.25)
        assert generation(hands).curve == (0.1, 0.2)
        await hands.press(Key.Key_T, CTRL | SHIFT)
        request = hands.session.jobs.rows[-1].request
        assert isinstance(request, ExtendRequest)
        assert request.context.noise == generation(hands).noise
        assert request.sampling.freedom == generation(hands).curve
        await hands.until(lambda: len(made(hands).takes) == 2, "the next take", MAKING)
        await no_job_left(hands)
        assert await hands.session.jobs.plan(request) == plan(hands), "the lane shows what the job was made by"
        assert_the_matrix_is_painted(hands)
        [take] = hands.session.jobs.rows[-1].takes
        assert take.like_draft is not None
        assert take.like_draft > 0.9, "what is hardly free moves as it did"
        assert len(seen(hands, made(hands))) == NEW

    story(day)


async def a_first_take(hands: Hands) -> None:
    natural = freedom("Natural")
    wishes = Wishes(takes=1, steps=1, model=BUILT_IN_NETWORK, preset=natural.name, noise=natural.noise)
    generating.extend_after(hands.session, hands.clips("V1")[0].id, NEW, wishes, real_first=False)
    await hands.until(lambda: made(hands).takes, "the first take", MAKING)
    await no_job_left(hands)


async def drag(hands: Hands, place: int, value: float) -> None:
    """A group's point, by the mouse."""
    lane, start = hands.window.noise_lane, hands.start_of(made(hands).id)
    column, viewport = columns_of(plan(hands))[place], hands.window.timeline_panel.viewport
    x = round(viewport.x_of(start) + (column.start + column.stop) / 2 * viewport.scale)
    y = round(y_of(lane.view.values[place]))
    by = round(y_of(value) - y_of(lane.view.values[place]))
    QTest.mousePress(lane.view.plot, LEFT, NONE, QPoint(x, y))
    for part in (by // 2, by):
        QTest.mouseMove(lane.view.plot, QPoint(x, y + part))
    QTest.mouseRelease(lane.view.plot, LEFT, NONE, QPoint(x, y + by))
    for _ in range(20):  # a pixel is 0.7 %: the rest by key, as a user does it
        off = round((value - lane.view.plot.values[place]) * 100)
        if off == 0:
            break
        QTest.keyClick(lane.view.plot, Key.Key_Up if off > 0 else Key.Key_Down, SHIFT)
    await hands.until(lambda: lane.planner.is_current, "the plan", MAKING)
    assert columns_of(plan(hands))[place].noise == pytest.approx(value)


def assert_the_matrix_is_painted(hands: Hands) -> None:
    """Cell by cell, in the ramp's colours: what is kept is darker than what is free."""
    lane = hands.window.noise_lane
    hands.click(lane.view.matrix_button)
    grid, sigmas = lane.view.matrix.grid, plan(hands).sigmas
    image = grid.grab().toImage()
    cells = [(row, place) for row in range(len(sigmas) - 1) for place in range(len(sigmas[0]))]
    light = {cell: image.pixelColor(grid.cell_rect(*cell).center().toPoint()).lightness() for cell in cells[1:]}
    for one, other in pairwise(cells[1:]):
        if abs(grid.value(*one) - grid.value(*other)) > 0.05:
            assert (light[one] > light[other]) is (grid.value(*one) > grid.value(*other))
    assert [grid.value(*cell) for cell in cells] == [sigmas[row][place] for row, place in cells]


def made(hands: Hands) -> Clip:
    return hands.clips("V1")[1]


def generation(hands: Hands) -> Generation:
    found = made(hands).generation
    assert found is not None
    return found


def plan(hands: Hands) -> Plan:
    found = hands.window.noise_lane.planner.plan
    assert found is not None
    return found
