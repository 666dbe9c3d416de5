"""Sound that is being generated is seen as its picture is, and answers to the same job."""

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, TrackId
from editor.ui.timeline.painting import generating
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fakes import Progress, Row, State

SOUND = ItemId("pending sound")


def pending(desk: Desk, row: Row) -> None:
    """Frames 200 to 250 of V1 and of A1."""
    timeline = cuts.with_pending(desk.timeline)
    picture = replace(timeline.clip(ItemId("pending")), link="new")
    timeline = cuts.replace_item(timeline, picture.id, picture)
    desk.document.apply("Extend", edits.overwrite(timeline, 200, {TrackId("a1"): [replace(picture, id=SOUND)]}))
    desk.panel.viewport.zoom_to(4, 0)
    desk.jobs.put(row)


def corner(desk: Desk) -> QPoint:
    """Where the X and Retry are."""
    return desk.panel.surface.rect_of(SOUND).bottomRight() - QPoint(10, 10)


def test_the_x_and_retry_on_the_sound_are_those_of_its_picture(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 2, 4, 48.0)))
    desk.click(corner(desk))
    assert desk.jobs.cancelled == ["job"]
    desk.jobs.put(Row("job", ItemId("pending"), State.FAILED, error="Out of memory"))
    desk.click(corner(desk))
    assert desk.jobs.retried == ["job"]


def test_progress_is_painted_on_both_and_nothing_else(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending")))
    desk.panel.lanes.repaint()
    desk.jobs.put(Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 1, 4)))
    desk.panel.lanes.repaint()
    for track in ("v1", "a1"):
        assert desk.panel.surface.layer.painted.contains(desk.at(track, 225))
        assert not desk.panel.surface.layer.painted.contains(desk.at(track, 150))


def test_it_is_hatched_as_its_picture_is(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending")))
    image: QImage = desk.panel.lanes.grab().toImage()
    assert len(colours(image, desk, ItemId("a sound"))) == 1
    assert len(colours(image, desk, SOUND)) == len(colours(image, desk, ItemId("pending"))) > 2


def colours(image: QImage, desk: Desk, item_id: ItemId) -> set[str]:
    """Of a clip's body, along a line below its name."""
    rect = desk.panel.surface.rect_of(item_id)
    assert rect.height() > generating.NAME_BAR + generating.FOOT
    y = rect.top() + generating.NAME_BAR + 3
    return {image.pixelColor(x, y).name() for x in range(rect.left() + 10, rect.left() + 60)}


def test_it_is_selected_and_moved_with_its_picture(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending")))
    desk.drag(desk.at("v1", 225), desk.at("v1", 235))
    assert desk.starts("v1")["pending"] == desk.starts("a1")[SOUND] == 210
    assert isinstance(desk.timeline.item(SOUND), Clip)
