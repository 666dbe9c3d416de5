"""What is painted again is all that changed: afterwards the lanes look as if they were painted anew."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Marker, MarkerId, Take, Task, Timeline, TrackId, new_id
from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.timeline.overlay import Intent
from editor.view_state import Tool
from engine.progress import Progress
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fakes import Row, State

STEPS = 40


class Hands:
    """Does one thing or another, by chance."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk = desk
        self.chance = Random(seed)

    def act(self) -> str:
        acts = {
            "edit": self._edit, "undo": self._desk.document.undo_stack.undo, "select": self._select,
            "hover": self._hover, "job": self._tell_of_job, "intend": self._intend, "scroll": self._scroll,
            "playhead": lambda: self._desk.playback.seek(self.chance.randrange(0, 600)),
            "tool": lambda: self._desk.view.set_tool(self.chance.choice(list(Tool))),
            "zoom": lambda: self._desk.panel.viewport.zoom_to(self.chance.choice([0.3, 0.9, 2.0, 3.1]), 200),
            "height": self._heighten, "drag": self._drag, "arrive": self._arrive,
        }  # fmt: skip
        name = self.chance.choices(list(acts), [8 if name == "edit" else 1 for name in acts])[0]
        acts[name]()
        return name

    def _edit(self) -> None:
        self._desk.document.apply("Edit", replace(edited(self._desk.timeline, self.chance)))

    def _clips(self) -> list[ItemId]:
        return [clip.id for track in self._desk.timeline.tracks for clip in track.clips]

    def _select(self) -> None:
        items = [item.id for track in self._desk.timeline.tracks for item in track.items]
        self._desk.document.select(self.chance.sample(items, min(len(items), 2)))

    def _hover(self) -> None:
        self._desk.move(self._somewhere())

    def _somewhere(self) -> QPoint:
        lanes = self._desk.panel.lanes
        return QPoint(self.chance.randrange(lanes.width()), self.chance.randrange(lanes.height()))

    def _tell_of_job(self) -> None:
        pending = [clip for track in self._desk.timeline.tracks for clip in track.clips if clip.is_pending]
        for clip in pending[:1]:
            share = self.chance.random()
            progress = Progress("Making", self.chance.randrange(4), 4, 9.0, share if share < 0.7 else None)
            self._desk.jobs.put(Row("job", clip.id, self.chance.choice(list(State)), progress))

    def _intend(self) -> None:
        clips, track = self._clips(), self.chance.choice(self._desk.timeline.tracks)
        at = self.chance.randrange(0, 400)
        context = tuple((clip, TimeRange(self._desk.timeline.range_of(clip).start, 13)) for clip in clips[:1])
        self._desk.panel.show_intent(Intent(track.id, at, 40, context) if self.chance.random() < 0.6 else None)

    def _scroll(self) -> None:
        self._desk.panel.viewport.scroll_by(self.chance.randrange(-200, 200), self.chance.randrange(-30, 30))

    def _heighten(self) -> None:
        track = self.chance.choice(self._desk.timeline.tracks)
        self._desk.panel.viewport.set_height(track.id, self.chance.randrange(28, 120))

    def _drag(self) -> None:
        """Some way, and not let go: Escape ends it."""
        start = self._somewhere()
        self._desk.press(start)
        for _ in range(3):
            self._desk.move(self._somewhere())
        QTest.keyClick(self._desk.panel.lanes, Qt.Key.Key_Escape)
        self._desk.release(start)

    def _arrive(self) -> None:
        self._desk.thumbnails.arrived.emit(self.chance.choice(self._desk.timeline.media).id)


def edited(timeline: Timeline, chance: Random) -> Timeline:
    """Some edit or other."""
    clips = [clip.id for track in timeline.tracks for clip in track.clips]
    track = chance.choice(timeline.tracks).id
    at, by = chance.randrange(0, 500), chance.randrange(-60, 60)
    some: ItemId = chance.choice(clips) if clips else ItemId("")
    pending = ItemId(new_id())
    task = chance.choice((Task.AFTER, Task.BEFORE))
    choices: list[Callable[[], Timeline]] = [
        lambda: edits.overwrite(timeline, at, {track: [fresh(timeline)]}),
        lambda: edits.insert(timeline, at, {track: [fresh(timeline)]}),
        lambda: edits.lift(timeline, [some]),
        lambda: edits.extract(timeline, [some]),
        lambda: edits.move(timeline, [some], by),
        lambda: edits.move(timeline, timeline.linked(timeline.clip(some)), by),
        lambda: edits.trim(timeline, some, chance.choice(list(Edge)), by),
        lambda: edits.ripple_trim(timeline, some, chance.choice(list(Edge)), by),
        lambda: edits.slip(timeline, some, by, linked=chance.random() < 0.5),
        lambda: edits.split_all(timeline, at),
        lambda: edits.set_enabled(timeline, [some], chance.random() < 0.5),
        lambda: edits.change_track(timeline, TrackId(track), muted=chance.random() < 0.5),
        lambda: edits.change_track(timeline, TrackId(track), locked=chance.random() < 0.5),
        lambda: edits.rename(timeline, some, f"renamed {at}"),
        lambda: edits.insert_generated(timeline, some, 40, cuts.generation(task, "surf"), pending),
        lambda: taken(timeline, some),
        lambda: edits.add_marker(timeline, Marker(MarkerId(str(at % 5)), at, "marked")),
        lambda: edits.set_marks(timeline, at, at + 50),
        lambda: edits.unlink(timeline, [some]),
        lambda: edits.link(timeline, [clips[0], clips[-1]]),
        lambda: faded(timeline, chance),
    ]
    try:
        return chance.choice(choices)()
    except (EditError, KeyError, IndexError):
        return timeline


def faded(timeline: Timeline, chance: Random) -> Timeline:
    """A dissolve over some cut."""
    pairs = [
        (left.id, right.id)
        for track in timeline.tracks
        for left, right in zip(track.items, track.items[1:], strict=False)
        if isinstance(left, Clip) and isinstance(right, Clip)
    ]
    left, right = chance.choice(pairs)
    frames = min(24, edits.transition_limit(timeline, left, right))
    return edits.add_transition(timeline, left, right, frames, ItemId(new_id()))


def taken(timeline: Timeline, clip_id: ItemId) -> Timeline:
    """A take of it was made, where it waits for one."""
    if timeline.clip(clip_id).generation is None:
        return timeline
    return edits.add_take(timeline, clip_id, timeline.media[0], Take(timeline.media[0].id, Fraction(1)), True)


def fresh(timeline: Timeline) -> Clip:
    media = timeline.media[0]
    return Clip(ItemId(new_id()), "fresh", 40, (Take(media.id),), source_start=Fraction(3))


def differing(one: QImage, other: QImage) -> str:
    """Where, for whoever has to find out why."""
    places = [(x, y) for y in range(one.height()) for x in range(one.width()) if one.pixel(x, y) != other.pixel(x, y)]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return f"{len(places)} pixels in x {min(xs)} to {max(xs)}, y {min(ys)} to {max(ys)}" if places else "size"


class Screen:
    """What a window shows: only what the surface asked for is painted again."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._surface = desk, desk.panel.surface
        self._image, self._asked = QImage(), QRegion()
        self._surface.changed.connect(self._ask)

    def _ask(self, region: QRegion) -> None:
        self._asked += region

    def caught_up(self) -> QImage:
        size = self._desk.panel.lanes.size()
        whole = QRect(QPoint(0, 0), size)
        if size != self._image.size():  # a scroll bar came or went, and Qt paints all
            self._image, self._asked = QImage(size, QImage.Format.Format_RGB32), QRegion(whole)
        with QPainter(self._image) as painter:
            self._surface.paint(painter, self._asked & whole, size, 1.0)
        self._asked = QRegion()
        return self._image.copy()

    def is_at_rest(self) -> bool:
        self.caught_up()
        return not self._surface.is_refining

    def anew(self) -> QImage:
        self._surface.repaint_all()
        return self.caught_up()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_the_lanes_look_as_painted_anew(desk: Desk, qtbot: QtBot, seed: int) -> None:
    desk.document.apply("Extend", cuts.with_pending(desk.timeline))
    hands, screen, done = Hands(desk, seed), Screen(desk), []
    for _ in range(STEPS):
        done.append(hands.act())
        qtbot.waitUntil(screen.is_at_rest)
        kept, painted = screen.caught_up(), screen.anew()
        assert kept == painted, f"{done}: {differing(kept, painted)}"


def test_another_theme_paints_everything_again(desk: Desk) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk.document.apply("Extend", cuts.with_pending(desk.timeline))
    screen = Screen(desk)
    before = screen.caught_up()
    theme.apply(app, "light")
    try:
        kept = screen.caught_up()
        assert kept == screen.anew() != before
    finally:
        theme.apply(app, "dark")
