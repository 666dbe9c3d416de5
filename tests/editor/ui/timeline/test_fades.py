"""Pictures that come into a clip while it is made, and the hatch that goes when it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from editor.timeline.model import ItemId
from editor.ui import theme
from editor.ui.timeline.fades import Fades
from editor.ui.timeline.painting import generating
from engine.progress import Progress
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fakes import Row, State

ROW = Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 2, 4, 47.3))


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fades(qtbot: QtBot, clock: Clock) -> Iterator[Fades]:
    theme.reduce_motion(False)
    fades = Fades(clock=clock)
    yield fades
    fades.deleteLater()


def with_preview(path: Path) -> Row:
    return replace(ROW, previews=((0, path),))


def test_a_preview_comes_in_a_fifth_of_a_second_over_the_one_before_it(
    fades: Fades, clock: Clock, qtbot: QtBot
) -> None:
    fades.hear(with_preview(Path("one.png")))
    clock.now += 0.1
    assert fades.coming("job", 0) == (None, pytest.approx(0.5))
    clock.now += 0.2
    with qtbot.waitSignal(fades.advanced) as told:
        pass
    assert told.args == [{"pending"}]
    assert fades.coming("job", 0) == (None, 1.0)
    fades.hear(with_preview(Path("two.png")))
    assert fades.coming("job", 0) == (Path("one.png"), 0.0)


def test_it_rests_once_all_have_come(fades: Fades, clock: Clock, qtbot: QtBot) -> None:
    fades.hear(with_preview(Path("one.png")))
    fades.finish(ItemId("pending"))
    assert fades.is_moving
    clock.now += 1
    qtbot.waitUntil(lambda: not fades.is_moving)
    assert fades.going() == {}


def test_what_has_not_changed_does_not_come_again(fades: Fades, clock: Clock) -> None:
    fades.hear(with_preview(Path("one.png")))
    clock.now += 1
    fades.hear(with_preview(Path("one.png")))
    assert fades.coming("job", 0) == (None, 1.0)


def test_with_reduced_motion_all_is_there_at_once(fades: Fades) -> None:
    theme.reduce_motion(True)
    fades.hear(with_preview(Path("one.png")))
    fades.finish(ItemId("pending"))
    assert (fades.coming("job", 0), fades.going(), fades.is_moving) == ((None, 1.0), {}, False)


def test_half_way_both_pictures_are_seen(qtbot: QtBot, tmp_path: Path) -> None:
    paths = {colour: tmp_path / f"{colour}.png" for colour in ("red", "blue")}
    for colour, path in paths.items():
        pixmap = QPixmap(64, 64)
        pixmap.fill(QColor(colour))
        pixmap.save(str(path))
    timeline = cuts.with_pending(cuts.a_cut(tmp_path))
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    row = with_preview(paths["blue"])
    with QPainter(image) as painter:
        clip = timeline.clip(ItemId("pending"))
        generating.paint(painter, clip, row, QRect(0, 0, 200, 100), lambda job, index: (paths["red"], 0.5))
    seen = image.pixelColor(10, 50)
    assert (seen.red() > 100, seen.blue() > 100) == (True, True)


def test_a_finished_clip_loses_its_hatch(desk: Desk, tmp_path: Path, until: Callable[..., None]) -> None:
    theme.reduce_motion(False)
    desk.document.replace(cuts.with_pending(desk.timeline))
    fades = desk.panel.surface.making.fades
    pending = desk.timeline.clip(ItemId("pending"))
    made = cuts.with_made(cuts.a_cut(tmp_path), tmp_path).clip(ItemId("made"))
    desk.document.apply("Take", cuts.replace_item(desk.timeline, pending.id, replace(pending, takes=made.takes)))
    assert set(fades.going()) == {"pending"}
    until(lambda: not fades.is_moving)
    assert fades.going() == {}


@pytest.fixture
def until(qtbot: QtBot) -> Callable[..., None]:
    return qtbot.waitUntil


def test_with_little_room_the_time_left_is_told_before_the_step() -> None:
    assert generating.fitting_words(ROW, 400) == "Step 3/4, 0:48"
    assert generating.fitting_words(ROW, 30) == "0:48"
    assert generating.fitting_words(replace(ROW, state=State.QUEUED), 5) == "Queued"
