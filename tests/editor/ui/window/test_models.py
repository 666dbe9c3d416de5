"""The models page in the window: opened by key, folders added and removed, what is there and what it needs."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.jobs import JobState
from editor.timeline.model import Task
from editor.ui.models import ModelsDialog
from editor.ui.models.rows import ThingRow
from editor.ui.window import model_folders
from editor.ui.window.main_window import MainWindow
from engine.models.adapters import Kind
from engine.models.on_disk.shelf import KnownAdapter, Shelf, Unusable
from engine.requests import Expert, Rooms
from tests.editor.model_store import a_model
from tests.editor.ui.generation.scene import SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, settled, told
from tests.hands import row as row_of

CTRL = Qt.KeyboardModifier.ControlModifier
LORA = Path("/models/loras/pusa_v1.safetensors")
FOUND = Shelf(
    (a_model("wan", "Wan 2.1 T2V 14B", size=39_900_000_000), a_model("half", "Wan 2.2 T2V A14B", "tokenizer")),
    (KnownAdapter(LORA, "PUSA V1.0", Kind.PUSA, "", Expert.HIGH, 4_900_000_000, ("wan",), "for Wan 2.1"),),
    (Unusable(Path("/models/i2v.safetensors"), "It needs a picture encoder."),),
)


async def opened(hands: Hands) -> ModelsDialog:
    await hands.press(Qt.Key.Key_6, CTRL)
    page = hands.window.models.dialog
    assert page is not None
    return page


async def with_models(hands: Hands, stage: Stage, folder: Path) -> ModelsDialog:
    """That folder is added by its dialog, and what is in it found."""
    stage.models.found = FOUND
    page = await opened(hands)
    hands.click(page.folders.add)
    await hands.answer_file_dialog(folder)
    await hands.until(lambda: page.list.rows, "the models")
    await hands.until(lambda: page.list.rows["wan"].lamp.isVisible(), "what they need")
    return page


def words_of(row: ThingRow) -> tuple[str, str, str]:
    return row.title.full_text, row.about.full_text, row.words.full_text


def test_without_a_folder_it_says_what_can_be_added_and_that_nothing_has_to_be(
    hands: Hands, stage: Stage, run: Run
) -> None:
    async def story() -> None:
        page = await opened(hands)
        assert page.folders.none.isVisible()
        assert "built-in model needs none of them" in page.folders.none.full_text
        assert not page.folders.again.isEnabled()
        assert page.list.offers.is_open, "what can be had instead"
        row = page.list.offers.rows["wan2.1"]
        assert row.isVisible()
        words = "Text to video; about 21.3 GB; Apache-2.0, from Comfy-Org/Wan_2.1_ComfyUI_repackaged, google/umt5-xxl."
        assert words in row.words.full_text
        await hands.until(row.lamp.isVisible, "whether it fits here")
        assert row.words.full_text.endswith("wan2.1@fp8: everything on the GPU; peak 5.0 GB")
        row.form.set_value("16-bit")
        row.form.chosen.emit("16-bit")
        assert "about 40.2 GB" in row.words.full_text
        assert page.machine.free.text() == "Free GPU Memory"
        assert (page.folders.rows, page.list.rows) == ([], {})
        await hands.until(lambda: page.machine.words.full_text == "A machine of tests", "the machine")
        stage.host.rooms = lambda models: Rooms("8 GB", (), has_gpu=False)  # type: ignore[method-assign]
        page.ask()
        await hands.until(lambda: page.machine.free.text() == "Free Memory", "the machine without a GPU")
        await hands.press(Qt.Key.Key_Escape, widget=page)
        assert hands.window.models.dialog is None

    run(story())


def test_a_folder_is_added_and_its_models_are_listed_with_what_they_need_or_lack(
    hands: Hands, stage: Stage, tmp_path: Path, run: Run
) -> None:
    async def story() -> None:
        page = await with_models(hands, stage, tmp_path)
        wan, half = page.list.rows["wan"], page.list.rows["half"]
        room = "wan: everything on the GPU; peak 5.0 GB"
        assert words_of(wan) == ("Wan 2.1 T2V 14B", "bf16, 39.9 GB, in models", room)
        assert (wan.lamp.level, wan.accessibleName()) == ("ok", f"Wan 2.1 T2V 14B. bf16, 39.9 GB, in models. {room}")
        assert (half.words.full_text, half.lamp.level) == ("Missing: tokenizer", "warn")
        assert [row.path for row in page.folders.rows] == [tmp_path]
        assert "Built-in model ready, 1 more" in hands.window.top.model.full_text
        assert hands.session.settings.text(model_folders.FOLDER) == str(tmp_path)

    run(story())


def test_which_expert_a_file_is_for_can_be_said_and_taken_back(
    hands: Hands, stage: Stage, tmp_path: Path, run: Run
) -> None:
    async def story() -> None:
        two, style = a_model("two", "Wan 2.2"), replace(FOUND.adapters[0], fits=("two",))
        alone = replace(a_model("one", "Wan 2.1 T2V 14B"), entry="wan2.1-t2v-14b")
        stage.models.added, place = [tmp_path], alone.layout.transformers[0]
        two = replace(two, layout=replace(two.layout, transformers=(place, place)))
        stage.models.found = Shelf((two, alone), (style,))
        hands.session.models.look()
        page = await opened(hands)
        await hands.until(lambda: page.list.rows, "the models")
        before = page.area.height()
        hands.click(page.list.sections[0].head)
        assert page.area.height() > before
        assert page.list.sections[0].rows[0].expert.isVisible()
        assert [row.expert.isVisible() for row in page.list.rows.values()] == [False, True]
        menu = page.list.rows["one"].expert_menu()
        row_of(menu, "Low-noise expert").trigger()
        assert stage.models.said == [(place, Expert.LOW)]
        hands.click(hands.window.toasts.standing[-1].button)
        assert stage.models.said[-1] == (place, None)

    run(story())


def test_a_folder_that_is_removed_leaves_the_list_and_can_be_put_back(
    hands: Hands, stage: Stage, tmp_path: Path, run: Run
) -> None:
    async def story() -> None:
        page = await with_models(hands, stage, tmp_path)
        hands.click(page.folders.rows[0].remove)
        await hands.until(lambda: not page.list.rows, "the list to be empty")
        assert (stage.models.added, tmp_path.is_dir()) == ([], True)
        assert told(hands.window) == [f"{tmp_path.name} is off the list"]
        hands.click(hands.window.toasts.standing[-1].button)
        await hands.until(lambda: page.list.rows, "the models again")

    run(story())


def test_a_long_look_tells_how_far_it_is_and_can_be_cancelled(
    hands: Hands, stage: Stage, tmp_path: Path, run: Run
) -> None:
    async def story() -> None:
        page = await with_models(hands, stage, tmp_path)
        stage.models.held, stage.models.told = threading.Event(), 5
        hands.click(page.folders.again)
        assert page.folders.course.isVisible()
        await hands.until(lambda: "files looked at" in page.folders.looked.full_text, "how far it is")
        hands.click(page.folders.stop)
        assert not page.folders.course.isVisible()
        assert page.list.rows.keys() == {"wan", "half"}, "what was known stays"
        stage.models.held.set()

    run(story())


def test_files_are_shown_where_they_are(
    hands: Hands, stage: Stage, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        shown: list[Path] = []
        monkeypatch.setattr(model_folders, "show_in_file_manager", shown.append)
        page = await with_models(hands, stage, tmp_path)
        hands.click(page.list.rows["wan"].reveal)
        hands.click(page.folders.rows[0].reveal)
        assert shown == [FOUND.models[0].layout.transformers[0], tmp_path]

    run(story())


def test_memory_is_freed_between_jobs_and_not_while_one_runs(hands: Hands, stage: Stage, run: Run) -> None:
    released: list[bool] = []

    async def story() -> None:
        stage.host.release = lambda: released.append(True)  # type: ignore[method-assign]
        page = await opened(hands)
        hands.click(page.machine.free)
        await hands.until(lambda: told(hands.window) == ["Memory is free"], "the news")
        assert released
        dialog = hands.window.desk.extend(SURF, Task.AFTER, 12)
        dialog.queue()
        jobs = hands.session.jobs
        await hands.until(lambda: jobs.rows[-1].state is JobState.RUNNING, "the job")
        assert not page.machine.free.isEnabled()
        assert "A job runs" in page.machine.free.tip_words.reason
        jobs.cancel(jobs.rows[-1].id)
        await hands.until(page.machine.free.isEnabled, "the job to end")

    run(story())


def test_manage_models_in_a_dialog_opens_it_and_the_dialog_stays(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        dialog = window.desk.extend(SURF)
        dialog.rows.model.further_wanted.emit()
        page = window.models.dialog
        assert page is not None
        assert dialog.isVisible()
        window.models.open()
        assert window.models.dialog is page, "one at a time"
        QTest.keyClick(page, Qt.Key.Key_Escape)
        dialog.reject()
        await settled(window)

    run(story())


def test_a_long_list_scrolls_inside_the_smallest_window(hands: Hands, stage: Stage, tmp_path: Path, run: Run) -> None:
    async def story() -> None:
        hands.window.resize(1280, 720)
        stage.models.found = Shelf(tuple(a_model(f"wan {number}", f"Wan {number}") for number in range(40)))
        stage.models.added = [tmp_path, tmp_path.parent]
        hands.session.models.look()
        page = await opened(hands)
        await hands.until(lambda: len(page.list.rows) == 40, "the models")
        await hands.until(lambda: page.list.rows["wan 39"].lamp.isVisibleTo(page), "what they need")
        place = page.panel.translated(page.pos())
        assert hands.window.rect().contains(place), place
        assert page.area.verticalScrollBar().maximum() > 0

    run(story())
