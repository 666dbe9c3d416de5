"""What clips look like, and what is not drawn one by one."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from editor.timeline import edits
from editor.timeline.model import Clip, Gap, ItemId, MediaId, Take, Track, TrackId, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.timeline.detail import runs
from editor.ui.timeline.painting.filmstrips import fineness
from editor.ui.timeline.painting.generating import share_done, words
from engine.progress import Progress
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fakes import Row, State


def shown(desk: Desk) -> QImage:
    return desk.panel.lanes.grab().toImage()


def count(image: QImage, rect: QRect, colour: str) -> int:
    """Pixels of that very colour."""
    part = image.copy(rect)
    places = ((x, y) for x in range(part.width()) for y in range(part.height()))
    return sum(part.pixelColor(x, y).name() == colour for x, y in places)


def written(image: QImage, rect: QRect) -> int:
    """Pixels as bright as letters are."""
    part = image.copy(rect)
    places = ((x, y) for x in range(part.width()) for y in range(part.height()))
    return sum(part.pixelColor(x, y).lightness() > 140 for x, y in places)


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 12), st.integers(0, 400), st.integers(1, 400))
def test_runs_cover_what_is_asked_for_once_and_in_order(
    lengths: list[int], least: int, start: int, duration: int
) -> None:
    items = tuple(
        Clip(ItemId(str(i)), "", length) if i % 3 else Gap(ItemId(str(i)), length) for i, length in enumerate(lengths)
    )
    track = Track(TrackId("t"), TrackKind.VIDEO, items=items)
    found = list(runs(track, TimeRange(start, duration), least))
    for run in found:
        assert run.is_single or all(items[i].duration < least for i in range(run.first, run.last))
        assert run.range == TimeRange(track.starts[run.first], sum(i.duration for i in items[run.first : run.last]))
    for before, after in pairwise(found):
        assert before.last == after.first
    covered = {i for run in found for i in range(run.first, run.last)}
    for index, item in enumerate(items):
        if item.duration and track.range_at(index).overlaps(TimeRange(start, duration)):
            assert index in covered


def test_ten_thousand_clips_in_a_window_are_a_few_runs() -> None:
    items = tuple(Clip(ItemId(str(i)), "", 24) for i in range(10_000))
    track = Track(TrackId("t"), TrackKind.VIDEO, items=items)
    assert len(list(runs(track, TimeRange(0, 240_000), least=720))) == 1


@pytest.mark.parametrize(("span", "halvings"), [(4.0, 0), (2.0, 1), (16.0, -2), (0.01, 6)])
def test_pictures_are_asked_for_on_a_grid_that_zooming_keeps(span: float, halvings: int) -> None:
    assert fineness(span) == halvings


def test_a_filmstrip_has_pictures_side_by_side_from_the_start_of_the_clip(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(4, 0)
    body = desk.panel.surface.rect_of(ItemId("b")).adjusted(0, 18, 0, 0)
    width = round(body.height() * 16 / 9)
    image = shown(desk)
    black = [
        x
        for x in range(body.left() + 5, body.right() - 5)
        if image.pixelColor(x, body.center().y()).name() == "#000000"
    ]
    assert black == [body.left() + width * n - 1 for n in range(1, len(black) + 1)]
    assert len(black) == (body.width() - 1) // width


def test_a_waveform_is_drawn_on_sound(desk: Desk) -> None:
    body = desk.panel.surface.rect_of(ItemId("b sound")).adjusted(0, 18, 0, 0)
    assert count(shown(desk), body, "#4f9a8f") > body.width()


def test_a_selected_clip_has_an_amber_outline_and_its_lamp_lies_above_it(desk: Desk, tmp_path: Path) -> None:
    desk.document.apply("Take", cuts.with_made(desk.timeline, tmp_path))
    rect = desk.panel.surface.rect_of(ItemId("made"))
    assert count(shown(desk), rect.adjusted(20, -2, -20, -rect.height() + 1), "#f2b84b") == 0
    desk.select("made")
    image = shown(desk)
    assert count(image, QRect(rect.left() + 20, rect.top() - 2, 40, 2), "#f2b84b") == 80
    assert image.pixelColor(rect.left(), rect.top() + 9).name() == "#4dc98a"


def test_a_disabled_clip_is_faint(desk: Desk) -> None:
    at = desk.panel.surface.rect_of(ItemId("b")).topLeft() + QPoint(120, 9)
    before = shown(desk).pixelColor(at)
    desk.document.apply("Disable", edits.set_enabled(desk.timeline, [ItemId("b")], False))
    assert shown(desk).pixelColor(at).lightness() < before.lightness()


def test_a_clip_at_the_end_of_its_media_has_a_triangle_there(desk: Desk) -> None:
    rect = desk.panel.surface.rect_of(ItemId("c"))
    corner = QPoint(rect.right() - 2, rect.top() + 3)
    assert shown(desk).pixelColor(corner).lightness() < 100
    desk.document.apply("Trim", edits.trim(desk.timeline, ItemId("c"), edits.Edge.END, 10_000))
    desk.panel.viewport.zoom_to(1.2, 0)
    rect = desk.panel.surface.rect_of(ItemId("c"))
    assert shown(desk).pixelColor(rect.right() - 2, rect.top() + 3).lightness() > 180


def test_what_a_model_saw_is_tinted_at_the_end_of_its_source(desk: Desk, tmp_path: Path) -> None:
    bare = shown(desk)
    desk.document.apply("Take", cuts.with_made(desk.timeline, tmp_path))
    image = shown(desk)
    seen, unseen = desk.at("v1", 194), desk.at("v1", 150)
    assert image.pixelColor(seen) != bare.pixelColor(seen)
    assert image.pixelColor(unseen) == bare.pixelColor(unseen)
    edge = QRect(desk.at("v1", 200 - 37).x() - 2, seen.y(), 5, 1)
    assert count(image, edge, "#a98cf5") == 2


def test_a_generating_clip_tells_step_and_time_left_in_words_and_in_a_line(desk: Desk) -> None:
    row = Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 2, 4, 47.3))
    assert words(row) == "Step 3/4, 0:48"
    assert words(replace(row, state=State.QUEUED)) == "Queued"
    assert words(replace(row, state=State.FAILED, error="Out of memory\nMore")) == "Out of memory"
    desk.document.apply("Generative Extend", cuts.with_pending(desk.timeline))
    desk.jobs.put(row)
    rect = desk.panel.surface.rect_of(ItemId("pending"))
    assert (
        count(shown(desk), QRect(rect.left(), rect.bottom() - 1, rect.width(), 1), "#a98cf5") >= rect.width() // 2 - 4
    )


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_the_line_in_a_generating_clip_tells_of_the_whole_job(desk: Desk, share: float) -> None:
    """Stages begin anew at 0, and each take has its own."""
    desk.document.apply("Generative Extend", cuts.with_pending(desk.timeline))
    desk.jobs.put(Row("job", ItemId("pending"), State.RUNNING, Progress("Writing", 0, 4, 9.0, share)))
    rect = desk.panel.surface.rect_of(ItemId("pending"))
    line = QRect(rect.left(), rect.bottom() - 1, rect.width(), 1)
    assert count(shown(desk), line, "#a98cf5") == pytest.approx(share * rect.width(), abs=5)  # the dashes cross it


def test_a_job_that_is_being_stopped_says_so_and_keeps_its_line(desk: Desk) -> None:
    row = Row("job", ItemId("pending"), State.RUNNING, Progress("Stopping", 0, 1, None, 0.5))
    assert words(row) == "Stopping"
    assert share_done(row) == 0.5
    assert share_done(replace(row, progress=Progress("Stopping", 0, 1))) == 0
    assert share_done(replace(row, progress=Progress("Reading", 0, 0))) == 0
    assert share_done(replace(row, progress=None)) is None
    assert share_done(None) is None


def test_previews_appear_in_a_generating_clip_where_their_frames_stand(desk: Desk, tmp_path: Path) -> None:
    picture = QImage(160, 90, QImage.Format.Format_RGB32)
    picture.fill(0xFF00FF00)
    picture.save(str(tmp_path / "preview.png"))
    desk.document.apply("Generative Extend", cuts.with_pending(desk.timeline))
    frames, rect = desk.timeline.clip(ItemId("pending")).duration, desk.panel.surface.rect_of(ItemId("pending"))
    first, last = rect.left() + rect.width() // 20, rect.right() - rect.width() // 20
    for index, there, elsewhere in ((0, first, last), (frames - 1, last, first)):
        previews = ((index, tmp_path / "preview.png"),)
        desk.jobs.put(Row("job", ItemId("pending"), State.RUNNING, Progress("Making", 2, 4), previews))
        image = shown(desk)
        assert image.pixelColor(there, rect.top() + 30).name() == "#00ff00"
        assert image.pixelColor(elsewhere, rect.top() + 30).name() != "#00ff00"


def test_a_dissolve_lies_over_its_cut(desk: Desk) -> None:
    bare = shown(desk)
    timeline = edits.add_transition(desk.timeline, ItemId("a"), ItemId("b"), 24, ItemId("x"))
    desk.document.apply("Cross Dissolve", timeline)
    image = shown(desk)
    for frame, differs in ((92, True), (108, True), (80, False), (120, False)):
        at = desk.at("v1", frame) + QPoint(0, 20)
        assert (image.pixelColor(at) != bare.pixelColor(at)) is differs, frame


def test_an_empty_timeline_says_what_to_do(desk: Desk) -> None:
    rect = desk.panel.viewport.row_rect(0)
    empty = replace(desk.timeline, tracks=tuple(replace(track, items=()) for track in desk.timeline.tracks))
    desk.document.apply("Delete", empty)
    middle = QRect(rect.left() + 300, rect.center().y() - 6, 500, 12)
    assert written(shown(desk), middle) > 100
    desk.document.undo_stack.undo()
    assert written(shown(desk), middle) == 0


def test_a_long_clip_keeps_its_name_in_sight(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(20, 0)
    desk.panel.viewport.scroll_to(500)
    rect = desk.panel.viewport.row_rect(0)
    assert written(shown(desk), QRect(0, rect.top() + 3, 40, 16)) > 5


def test_the_light_theme_is_painted_in_its_own_colours(desk: Desk) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    at = desk.panel.surface.rect_of(ItemId("b")).topLeft() + QPoint(120, 9)
    assert shown(desk).pixelColor(at).name() == "#3d424b"
    theme.apply(app, "light")
    try:
        assert shown(desk).pixelColor(at).name() == "#c4c9d2"
    finally:
        theme.apply(app, "dark")


def test_a_clip_of_a_file_with_no_end_and_no_pictures_yet_is_painted_plain(desk: Desk, tmp_path: Path) -> None:
    still = replace(cuts.a_media(tmp_path, "still", sound=False), duration=Fraction(0))
    clip = Clip(ItemId("gap"), "still", 50, (Take(MediaId("still")),))
    timeline = cuts.replace_item(desk.timeline, ItemId("gap"), clip)
    desk.document.apply("Add", replace(timeline, media=(*timeline.media, still)))
    rect = desk.panel.surface.rect_of(ItemId("gap"))
    assert shown(desk).pixelColor(rect.topLeft() + QPoint(80, 9)).name() == "#3d424b"
