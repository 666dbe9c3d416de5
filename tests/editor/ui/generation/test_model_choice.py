"""Which model makes the frames is chosen in the dialogs, and asked for with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.actions.asked_models import adapters_asked
from editor.actions.remembering import remembered
from editor.actions.requesting import request_of
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline.model import Task
from editor.ui.generation.adapter_rows import FILE
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.generate_dialog import GenerateDialog
from editor.ui.generation.model_choice import MANAGE
from engine.models.adapters import Kind
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.shelf import KnownAdapter, Shelf
from engine.models.on_disk.store import Choice
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Adapter, Expert, Quality
from tests.editor.model_store import a_model
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import SURF
from tests.hands import row

PUSA = Adapter(Path("/loras/pusa.safetensors"), 1.4, Expert.HIGH)
STYLE = Path("/loras/style.safetensors")
WAN = Choice("wan", "Wan 2.2 T2V A14B (fp8)", "wan", about="fp8, 35.3 GB")
PRESET = Choice("wan+pusa", "Wan2.2 + PUSA, 30 steps", "wan", (PUSA,), "fp8, 35.3 GB")
HALF = Choice("half", "Wan 2.1 T2V 14B", "half", missing=("text encoder",))


def offer(session: Session, *others: Choice) -> None:
    session.models.choices = (*BUILT_INS, *others)
    session.models.changed.emit()


def choose(dialog: GenerateDialog, model: Choice) -> None:
    """By key, from the top of the list."""
    control, session = dialog.rows.model, dialog.session
    for _ in session.models.choices:
        QTest.keyClick(control, Qt.Key.Key_Up)
    for _ in session.models.choices:
        if control.value != model.id:
            QTest.keyClick(control, Qt.Key.Key_Down)
    assert control.value == model.id


def labels(dialog: GenerateDialog) -> Sequence[tuple[str, bool]]:
    actions = [each for each in dialog.rows.model.menu().actions() if not each.isSeparator()]
    return [(each.text(), each.isEnabled()) for each in actions]


def test_what_lacks_something_is_greyed_with_the_reason_and_passed_over_by_the_keys(
    desk: GenerationDesk, session: Session, run: Run
) -> None:
    async def story() -> None:
        offer(session, HALF, WAN)
        dialog = desk.extend(SURF)
        assert labels(dialog) == [
            ("Built-in", True),
            ("Built-in, network only", True),
            ("Wan 2.1 T2V 14B\tMissing: text encoder", False),
            ("Wan 2.2 T2V A14B (fp8)", True),
            (MANAGE, True),
        ]
        for _ in range(5):
            QTest.keyClick(dialog.rows.model, Qt.Key.Key_Down)
        assert dialog.rows.wishes.model == WAN.model
        QTest.keyClick(dialog.rows.model, Qt.Key.Key_Up)
        assert dialog.rows.wishes.model == BUILT_IN_NETWORK
        dialog.reject()

    run(story())


def test_model_and_adapters_are_asked_for_with_the_models_own_steps_and_remembered_for_that_task(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        offer(session, WAN, PRESET)
        choose(dialog := desk.extend(SURF), PRESET)
        dialog.queue()
        row, asked = jobs.rows[-1], jobs.rows[-1].request
        assert (row.model, asked.model, asked.sampling.adapters) == (PRESET.title, "wan", (PUSA,))
        assert (asked.sampling.steps, asked.sampling.quality) == (None, Quality.DRAFT)
        wishes = remembered(session.settings, Task.AFTER).wishes
        assert (wishes.model, wishes.adapters, wishes.steps) == ("wan", (PUSA,), None)
        assert remembered(session.settings, Task.BEFORE).wishes.model == BUILT_IN

    run(story())


def test_the_next_dialog_of_that_task_begins_with_it(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        offer(session, WAN, PRESET)
        choose(dialog := desk.extend(SURF), PRESET)
        dialog.queue()
        session.document.undo_stack.undo()
        assert desk.extend(SURF).rows.model.value == PRESET.id
        assert desk.extend(SURF, Task.BEFORE).rows.model.value == BUILT_IN
        desk.close_dialog()

    run(story())


def test_the_clip_keeps_what_it_is_made_with(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        offer(session, PRESET)
        made: list[object] = []
        desk.queued.connect(made.append)
        choose(dialog := desk.extend(SURF), PRESET)
        dialog.queue()
        timeline = session.document.timeline
        generation = timeline.clip(made[0]).generation  # type: ignore[arg-type]
        assert generation is not None
        assert (generation.model, adapters_asked(generation.adapters)) == ("wan", (PUSA,))
        again = request_of(timeline, generation, 48, Path("takes"))
        assert (again.model, again.sampling.adapters, again.sampling.quality) == ("wan", (PUSA,), Quality.DRAFT)

    run(story())


def test_steps_that_were_typed_are_asked_for_and_left_empty_the_models_own_are(
    desk: GenerationDesk, session: Session, run: Run
) -> None:
    async def story() -> None:
        offer(session, WAN)
        dialog = desk.extend(SURF)
        assert dialog.rows.steps.text() == str(QUALITIES[0].steps)
        choose(dialog, WAN)
        assert (dialog.rows.steps.text(), dialog.rows.wishes.quality) == ("", QUALITIES[0].name)
        assert "the built-in model" not in dialog.rows.prompt.tip_words.text
        for typed, steps, quality in (("12", 12, ""), ("many", 12, ""), ("", None, QUALITIES[-1].name)):
            dialog.rows.steps.entered.emit(typed)
            wishes = dialog.rows.wishes
            assert (wishes.steps, wishes.quality, dialog.rows.steps.text()) == (steps, quality, str(steps or ""))
        choose(dialog, BUILT_INS[0])
        assert (dialog.rows.wishes.steps, dialog.rows.steps.text()) == (2, "2")
        assert "no visible effect" in dialog.rows.prompt.tip_words.text
        dialog.reject()

    run(story())


def test_a_model_that_has_gone_is_named_refused_and_another_can_be_chosen(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        offer(session, WAN)
        choose(dialog := desk.extend(SURF), WAN)
        offer(session)
        assert dialog.rows.model.words == "wan"
        assert "wan is not here" in dialog.room_line.words.full_text
        assert (dialog.room_line.lamp.level, dialog.room_line.models.isVisible()) == ("bad", True)
        assert "Choose another model" in dialog.queue_button.tip_words.reason
        dialog.queue()
        assert jobs.rows == ()
        assert labels(dialog)[0] == ("wan\tnot here", False)
        choose(dialog, BUILT_INS[0])
        assert dialog.queue_button.isEnabled()
        dialog.reject()

    run(story())


def test_one_that_is_no_longer_whole_is_refused_with_what_it_lacks(
    desk: GenerationDesk, session: Session, run: Run
) -> None:
    async def story() -> None:
        offer(session, WAN)
        choose(dialog := desk.extend(SURF), WAN)
        offer(session, Choice("wan", WAN.title, "wan", missing=("VAE",)))
        assert "Missing: VAE" in dialog.queue_button.tip_words.reason
        dialog.reject()

    run(story())


def test_manage_models_asks_for_the_models_page(desk: GenerationDesk, session: Session, qtbot: QtBot, run: Run) -> None:
    async def story() -> None:
        dialog = desk.extend(SURF)
        assert dialog.rows.no_other.isVisible()
        menu = dialog.rows.model.menu()
        with qtbot.waitSignal(desk.models_wanted):
            row(menu, MANAGE).trigger()
        offer(session, WAN)
        assert not dialog.rows.no_other.isVisible()
        dialog.reject()

    run(story())


def test_an_adapter_of_ones_own_is_added_weighed_and_removed_and_asked_for_after_the_presets(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, qtbot: QtBot, run: Run, window: Window
) -> None:
    async def story() -> None:
        window.resize(1280, 640)
        model = a_model("wan", WAN.title)
        model = replace(model, layout=replace(model.layout, transformers=(Path("/high"), Path("/low"))))
        style = KnownAdapter(STYLE, "style", Kind.OTHER, "", Expert.LOW, 1, ("wan",), "")
        session.models.shelf = Shelf((model,), (style,))
        offer(session, WAN, PRESET)
        dialog = desk.extend(SURF)
        dialog.show_advanced(True)
        rows = dialog.rows.adapters
        assert not rows.isVisible(), "the built-in model takes none"
        choose(dialog, PRESET)
        with qtbot.waitSignal(desk.adapter_wanted):
            row(rows.menu(), FILE).trigger()
        row(rows.menu(), "style").trigger()
        (line,) = rows.lines
        assert (line.isVisible(), line.expert.value) == (True, Expert.LOW)
        for typed, strength in (("0,8", 0.8), ("much", 0.8), ("11", 0.8), ("nan", 0.8), ("", None), ("0.5", 0.5)):
            line.strength.entered.emit(typed)
            assert dialog.rows.wishes.adapters[-1].strength == strength
            assert line.strength.text() == ("" if strength is None else f"{strength:g}")
        assert dialog.panel.translated(dialog.pos()).bottom() < window.height(), "the numbers scroll"
        assert dialog.area.verticalScrollBar().maximum() > 0
        QTest.keyClick(line.expert, Qt.Key.Key_Up)
        dialog.queue()
        assert jobs.rows[-1].request.sampling.adapters == (PUSA, Adapter(STYLE, 0.5, Expert.HIGH))
        assert jobs.rows[-1].model == f"{PRESET.title} with style"
        session.document.undo_stack.undo()
        dialog = desk.extend(SURF)
        (line,) = dialog.rows.adapters.lines
        assert (line.strength.text(), dialog.rows.model.value) == ("0.5", PRESET.id), "remembered"
        line.remove.click()
        assert dialog.rows.wishes.adapters == (PUSA,)
        dialog.reject()

    run(story())
