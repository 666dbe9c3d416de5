"""An inspector on screen, hands on it, and the errors that the window would show."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.requesting import Wishes
from editor.document import Document
from editor.jobs import JobRow, JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Join, Made, Measure, Take, Timeline
from editor.ui.inspector import Inspector
from editor.ui.inspector.page import Ways
from editor.ui.widgets import Label, Lamp, TimecodeField
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import SURF, FakePlayback, FakeThumbnails, a_media, a_session, a_timeline

Kind = TypeVar("Kind", bound=QWidget)
JOIN = Join(
    "start",
    "good",
    "The join holds",
    "",
    (Measure("Brightness", "0.02 stop brighter", "good"), Measure("Sharpness", "4 % softer", "good")),
)
COLOUR = Measure("Colour", "3.0 ΔE bluer", "check")
BLUER = Join("start", "check", "3.0 ΔE bluer after the cut", "another-take", (COLOUR,))


class Playing(FakePlayback):
    plays = False

    def play(self) -> None:
        self.plays = True


@dataclass
class Hand:
    """What a user sees of the inspector, and does to it."""

    window: QWidget
    inspector: Inspector
    session: Session
    jobs: FakeJobs
    playback: Playing
    thumbnails: FakeThumbnails
    folder: Path
    errors: list[EditError] = field(default_factory=list)
    bridged: list[str] = field(default_factory=list)
    lanes: list[str] = field(default_factory=list)  # opened, by their clips
    filled: list[str] = field(default_factory=list)  # gaps
    compared: list[str] = field(default_factory=list)  # clips
    looped: list[str] = field(default_factory=list)
    menus: list[tuple[str, int]] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def timeline(self) -> Timeline:
        return self.session.document.timeline

    @property
    def page(self) -> Any:
        return self.inspector.page

    @property
    def undo(self) -> str:
        return self.document.undo_stack.undoText()

    def select(self, *ids: str) -> None:
        self.document.select(ItemId(item_id) for item_id in ids)

    def words(self) -> list[str]:
        """All that can be read, from top to bottom."""
        seen = [each for each in self._shown(QWidget) if isinstance(each, Label | Lamp | TimecodeField)]
        seen.sort(key=lambda each: each.mapTo(self.inspector, each.rect().topLeft()).toTuple()[::-1])
        return [text for each in seen if (text := words_of(each))]

    def lamps(self) -> dict[str, str]:
        """The heading of the joins, and what else stands beside a lamp."""
        seam = self.page.seam
        heading = {seam.heading.full_text: seam.verdict.lamp} if seam.isVisible() and seam.verdict.lamp else {}
        return heading | {lamp.words: lamp.level for lamp in self._shown(Lamp) if lamp.words}

    def enter(self, field_: TimecodeField, text: str) -> None:
        field_.setFocus()
        field_.selectAll()
        QTest.keyClicks(field_, text)
        QTest.keyClick(field_, Qt.Key.Key_Return)

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def generate(self, *verdicts: tuple[str, *tuple[Join, ...]], frames: int = 48) -> ItemId:
        """Extend surf; a take for each back-test verdict and its joins."""
        clip_id = generating.extend_after(self.session, SURF, frames, Wishes(seed=48_203_117, prompt="Spray"))
        assert clip_id is not None
        for number, (verdict, *joins) in enumerate(verdicts):
            self.add_take(clip_id, number, verdict, *joins)
        if verdicts:
            self.jobs.become(self.jobs.rows[-1].id, JobState.DONE)
        self.document.select([clip_id])
        return clip_id

    def add_take(
        self,
        clip_id: ItemId,
        number: int,
        verdict: str = "good",
        *joins: Join,
        believable: Fraction | None = None,
        seam: tuple[tuple[str, float], ...] = (),
    ) -> None:
        generation = self.timeline.clip(clip_id).generation
        assert generation is not None
        made = Made(generation, "Longtake built-in model", "camera motion", 48_203_117 + number, verdict,
                    f"Tested: {verdict}." if verdict else "", seam, believable=believable, joins=joins)  # fmt: skip
        media = replace(a_media(self.folder, f"take {number + 1}", made=made), duration=Fraction(87, 24))
        take = Take(media.id, Fraction(39, 24))
        self.document.amend(lambda timeline: edits.add_take(timeline, clip_id, media, take, choose=False))

    def job(self, **changes: Any) -> JobRow:
        """The last job, as it stands from now on."""
        self.jobs.put(replace(self.jobs.rows[-1], **changes))
        return self.jobs.rows[-1]

    def _shown(self, kind: type[Kind]) -> list[Kind]:
        QApplication.processEvents()  # what is new on the page shows itself
        return [each for each in self.inspector.findChildren(kind) if each.isVisible()]


def words_of(widget: QWidget) -> str:
    if isinstance(widget, Label):
        return widget.full_text
    return widget.words if isinstance(widget, Lamp) else widget.text() if isinstance(widget, TimecodeField) else ""


@pytest.fixture
def show(qtbot: QtBot, tmp_path: Path) -> Callable[[Timeline], Hand]:
    def shown(timeline: Timeline) -> Hand:
        jobs, playback, thumbnails = FakeJobs(), Playing(), FakeThumbnails()
        session = a_session(timeline, tmp_path, jobs, playback=playback, thumbnails=thumbnails)
        errors: list[EditError] = []
        bridged: list[str] = []
        lanes: list[str] = []
        filled: list[str] = []

        def perform(run: Callable[[], Any]) -> None:
            try:
                run()
            except EditError as error:
                errors.append(error)

        window = QWidget()
        window.resize(343, 900)
        qtbot.addWidget(window)
        compared: list[str] = []
        looped: list[str] = []
        others = bridged.append, lanes.append, filled.append, compared.append, looped.append
        menus: list[tuple[str, int]] = []
        ways = Ways(session, perform, *others, lambda clip_id, take, at: menus.append((clip_id, take)))
        inspector = Inspector(ways)
        inspector.setParent(window)
        inspector.resize(343, 900)
        with qtbot.waitExposed(window):
            window.show()
        asked = bridged, lanes, filled, compared, looped, menus
        return Hand(window, inspector, session, jobs, playback, thumbnails, tmp_path, errors, *asked)

    return shown


@pytest.fixture
def hand(show: Callable[[Timeline], Hand], tmp_path: Path) -> Hand:
    """Surf plays the last five of ten seconds, with its sound; a gap of 68 frames; bird with two seconds before it."""
    return show(a_timeline(tmp_path))
