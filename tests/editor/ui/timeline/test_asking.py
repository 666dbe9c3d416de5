"""What the timeline asks of others: menus, drops, jobs; and what it shows for them."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from editor.actions import placing
from editor.actions.placing import Excerpt
from editor.timeline import edits
from editor.timeline.model import ItemId, MediaId, TrackId, TrackKind
from editor.timeline.rational_time import MediaRange, TimeRange
from editor.ui import theme
from editor.ui.timeline.gestures.dropping import EXCERPT_MIME, packed
from editor.ui.timeline.overlay import NOTHING, Intent, Shift
from engine.progress import Progress
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fakes import Row, State

RIGHT, NONE, CTRL = Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def ask_menu(desk: Desk, at: QPoint, by: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse) -> None:
    lanes = desk.panel.lanes
    QApplication.sendEvent(lanes, QContextMenuEvent(by, at, lanes.mapToGlobal(at)))


def offer(desk: Desk, mime: QMimeData, at: QPoint, keys: Qt.KeyboardModifier = NONE, drop: bool = True) -> None:
    """Drag it over the lanes, and drop it."""
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    lanes = desk.panel.lanes
    QApplication.sendEvent(lanes, QDragEnterEvent(at, copy, mime, left, keys))
    QApplication.sendEvent(lanes, QDragMoveEvent(at, copy, mime, left, keys))
    if drop:
        QApplication.sendEvent(lanes, QDropEvent(QPointF(at), copy, mime, left, keys))


def from_pool(*ids: str) -> QMimeData:
    mime = QMimeData()
    mime.setData("application/x-longtake-media", "\n".join(ids).encode())
    return mime


@pytest.mark.parametrize(
    ("track", "frame", "menu", "selected"),
    [
        ("v1", 150, ("clip", "b", 150), {"b"}),
        ("v1", 225, ("gap", "gap", 225), {"gap"}),
        ("v1", 101, ("cut", "a", 101), {"b"}),
        ("v1", 99, ("cut", "a", 99), {"a", "a sound"}),
        ("v2", 150, ("empty", "v2", 150), set()),
    ],
)
def test_a_right_click_selects_and_asks_for_the_menu(
    desk: Desk, track: str, frame: int, menu: tuple, selected: set[str]
) -> None:
    desk.select("c")
    ask_menu(desk, desk.at(track, frame))
    assert desk.asked.menus == [menu]
    assert desk.document.selection == selected


def test_a_right_click_on_one_of_several_keeps_them_selected(desk: Desk) -> None:
    desk.select("b", "c")
    ask_menu(desk, desk.at("v1", 150))
    assert desk.document.selection == {"b", "c"}


def test_the_menu_key_asks_for_the_menu_of_what_is_selected(desk: Desk) -> None:
    desk.select("c")
    ask_menu(desk, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    assert desk.asked.menus == [("clip", "c", 299)]


def shown(desk: Desk) -> set[tuple[str, TimeRange]]:
    targets = desk.panel.surface.overlay.targets
    return {(str(desk.timeline.tracks[stand.track].id), stand.range) for stand in targets}


@pytest.mark.parametrize("track", ["v1", "v2", "a1", "a2"])
def test_media_dragged_from_the_pool_shows_where_it_lands(desk: Desk, track: str) -> None:
    offer(desk, from_pool("bird", "surf"), desk.at(track, 100), drop=False)
    expected = shown(desk)
    where = placing.aim(desk.timeline, TrackId(track))
    pieces = [(desk.timeline.media_by_id[MediaId(name)], None) for name in ("bird", "surf")]
    after, clips = placing.laid(desk.timeline, pieces, 100, where, insert=False)
    assert expected == {(str(after.track_of(clip).id), after.range_of(clip)) for clip in clips}
    assert len(expected) == 4


def test_below_all_tracks_it_shows_those_that_are_aimed_at(desk: Desk) -> None:
    below = QPoint(desk.at("v1", 100).x(), desk.panel.lanes.height() - 2)
    assert desk.panel.viewport.row_at(below.y()) is None
    offer(desk, from_pool("bird"), below, drop=False)
    assert shown(desk) == {("v1", TimeRange(100, 720)), ("a1", TimeRange(100, 720))}


def test_where_a_drop_would_be_refused_no_place_is_shown(desk: Desk) -> None:
    desk.document.apply("Lock Track", edits.change_track(desk.timeline, TrackId("v2"), locked=True))
    offer(desk, from_pool("bird"), desk.at("v2", 100), CTRL, drop=False)
    assert shown(desk) == set()
    assert desk.panel.surface.overlay.insertion is None
    offer(desk, from_pool("not in the pool any more"), desk.at("v1", 100), drop=False)
    assert shown(desk) == set()


def test_a_locked_counterpart_is_left_out(desk: Desk) -> None:
    desk.document.apply("Lock Track", edits.change_track(desk.timeline, TrackId("a1"), locked=True))
    offer(desk, from_pool("bird"), desk.at("v1", 100), drop=False)
    assert shown(desk) == {("v1", TimeRange(100, 720))}


def test_what_an_inserting_drop_would_push_on_is_shown_on_every_track_in_sync(desk: Desk) -> None:
    desk.document.apply("Sync Lock", edits.change_track(desk.timeline, TrackId("a2"), sync_locked=False))
    offer(desk, from_pool("bird"), desk.at("v2", 100), CTRL, drop=False)
    own_too = {Shift(0, 100, 720), Shift(1, 100, 720), Shift(2, 100, 720), Shift(3, 100, 720)}
    assert set(desk.panel.surface.overlay.shifts) == own_too
    offer(desk, from_pool("bird"), desk.at("v1", 100), CTRL, drop=False)
    assert {shift.track for shift in desk.panel.surface.overlay.shifts} == {0, 1, 2}
    offer(desk, from_pool("bird"), desk.at("v1", 100), drop=False)
    assert desk.panel.surface.overlay.shifts == ()


def test_dropped_media_is_handed_on_with_track_and_frame(desk: Desk) -> None:
    offer(desk, from_pool("bird", "surf"), desk.at("v2", 100))
    assert desk.asked.drops == [(("bird", "surf"), "v2", 100, False)]
    assert desk.panel.surface.overlay is NOTHING
    assert desk.steps == 0


def test_dropping_with_ctrl_inserts(desk: Desk) -> None:
    offer(desk, from_pool("bird"), desk.at("v1", 100), CTRL, drop=False)
    assert desk.panel.surface.overlay.insertion == 100
    offer(desk, from_pool("bird"), desk.at("v1", 100), CTRL)
    assert desk.asked.drops[0][3] is True


def test_dropped_media_snaps(desk: Desk) -> None:
    desk.view.set_snapping(True)
    offer(desk, from_pool("bird"), desk.at("v1", 203))
    assert desk.asked.drops[0][2] == 200


def test_files_are_handed_on_as_paths(desk: Desk, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "new.mp4"))])
    offer(desk, mime, desk.at("v1", 225))
    assert desk.asked.files == [((tmp_path / "new.mp4",), "v1", 225)]


def test_what_is_neither_media_nor_file_is_turned_away(desk: Desk) -> None:
    mime = QMimeData()
    mime.setText("hello")
    event = QDragEnterEvent(desk.at("v1", 100), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
    event.ignore()
    QApplication.sendEvent(desk.panel.lanes, event)
    assert not event.isAccepted()


def pending(desk: Desk, row: Row) -> None:
    desk.document.apply("Generative Extend", cuts.with_pending(desk.timeline))
    desk.panel.viewport.zoom_to(4, 0)
    desk.jobs.put(row)


def corner(desk: Desk) -> QPoint:
    """Where the X and Retry are."""
    rect = desk.panel.surface.rect_of(ItemId("pending"))
    return rect.bottomRight() - QPoint(10, 10)


def test_the_x_of_a_generating_clip_stops_its_job(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 2, 4, 48.0)))
    desk.click(corner(desk))
    assert desk.jobs.cancelled == ["job"]
    assert desk.document.selection == frozenset()


def test_retry_on_a_failed_clip_starts_it_again(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending"), State.FAILED, error="Out of memory"))
    desk.click(corner(desk))
    assert desk.jobs.retried == ["job"]


def test_beside_the_x_a_generating_clip_is_selected_and_moved_like_any_other(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending")))
    desk.drag(desk.at("v1", 225), desk.at("v2", 245))
    assert desk.starts("v2") == {"pending": 220}
    assert desk.jobs.cancelled == []


def test_progress_paints_the_clip_of_the_job_and_nothing_else(desk: Desk) -> None:
    pending(desk, Row("job", ItemId("pending")))
    desk.panel.lanes.repaint()
    desk.jobs.put(Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 1, 4)))
    desk.panel.lanes.repaint()
    assert desk.panel.surface.layer.painted.contains(desk.at("v1", 225))
    assert not desk.panel.surface.layer.painted.contains(desk.at("v1", 150))


def colour(desk: Desk, at: QPoint) -> str:
    image: QImage = desk.panel.lanes.grab().toImage()
    return image.pixelColor(at).name()


def test_the_lamp_at_the_join_tells_the_verdict(desk: Desk, tmp_path: Path) -> None:
    for verdict, expected in (("good", "#4dc98a"), ("check", "#ff9a5a"), ("poor", "#ff6b6b")):
        desk.document.apply("Take", cuts.with_made(desk.timeline, tmp_path, verdict))
        rect = desk.panel.surface.rect_of(ItemId("made"))
        assert colour(desk, QPoint(rect.left(), rect.top() + 9)) == expected
        desk.document.undo_stack.undo()


def test_a_dialogs_intent_is_shown_until_it_is_taken_back(desk: Desk) -> None:
    bare = desk.panel.lanes.grab().toImage()
    intent = Intent(TrackId("v1"), 200, 48, ((ItemId("b"), TimeRange(187, 13)),))
    desk.panel.show_intent(intent)
    shown = desk.panel.lanes.grab().toImage()
    for frame in (195, 230):
        assert shown.pixelColor(desk.at("v1", frame)) != bare.pixelColor(desk.at("v1", frame))
    desk.panel.show_intent(None)
    assert desk.panel.lanes.grab().toImage() == bare


def test_context_alone_can_be_tinted(desk: Desk) -> None:
    bare = desk.panel.lanes.grab().toImage()
    desk.panel.highlight_context(ItemId("b"), "end", 13)
    shown = desk.panel.lanes.grab().toImage()
    assert shown.pixelColor(desk.at("v1", 194)) != bare.pixelColor(desk.at("v1", 194))
    assert shown.pixelColor(desk.at("v1", 150)) == bare.pixelColor(desk.at("v1", 150))


def test_a_missing_file_is_shown_as_offline(desk: Desk) -> None:
    Path(desk.timeline.media[1].path).unlink()
    desk.panel.surface.presence.look_again()
    assert colour(desk, desk.at("v1", 180) - QPoint(0, 36)) == "#5a2d31"


def test_real_frames_that_come_in_are_outlined_plainly_before_the_new_ones(desk: Desk) -> None:
    box = desk.panel.viewport.rect_of(0, TimeRange(200, 20))
    intent = Intent(TrackId("v1"), 220, 28, ((ItemId("b"), TimeRange(207, 13)),), TimeRange(200, 20))
    desk.panel.show_intent(intent)
    image = desk.panel.lanes.grab().toImage()
    edge = [image.pixelColor(box.left(), y) for y in range(box.top(), box.bottom())]
    assert theme.colour("text") in edge
    desk.panel.show_intent(replace(intent, real=None))
    image = desk.panel.lanes.grab().toImage()
    assert theme.colour("text") not in [image.pixelColor(box.left(), y) for y in range(box.top(), box.bottom())]


def test_with_alt_only_what_goes_with_the_track_under_the_mouse_is_dropped(desk: Desk) -> None:
    for track in ("v2", "a1"):
        offer(desk, from_pool("bird"), desk.at(track, 100), Qt.KeyboardModifier.AltModifier, drop=False)
        (target,) = desk.panel.surface.overlay.targets
        assert desk.timeline.tracks[target.track].id == track
        offer(desk, from_pool("bird"), desk.at(track, 100), Qt.KeyboardModifier.AltModifier)
    assert [each.kind for each in desk.asked.excerpts] == [TrackKind.VIDEO, TrackKind.AUDIO]


def test_an_excerpt_is_as_long_as_it_says(desk: Desk) -> None:
    excerpt = Excerpt(TrackKind.VIDEO, MediaRange(Fraction(1), Fraction(1, 2)))
    mime = from_pool("bird")
    mime.setData(EXCERPT_MIME, packed(excerpt))
    offer(desk, mime, desk.at("v2", 100), drop=False)
    (target,) = desk.panel.surface.overlay.targets
    assert (target.range.start, target.range.duration) == (100, 12)
    offer(desk, mime, desk.at("v2", 100))
    assert desk.asked.excerpts == [excerpt]
