"""The story of a model of one's own: its folder is added, it is chosen, and the take that comes is named by it."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.jobs import JobState
from editor.timeline.model import Clip
from editor.ui.generation.adapter_rows import FILE
from editor.ui.generation.generate_dialog import GenerateDialog
from editor.ui.models import ModelsDialog
from engine.models.on_disk.store import Choice
from engine.requests import BUILT_IN_NETWORK
from tests.engine.tiny_wan import pusa_adapter, tiny_wan
from tests.hands import Hands, row
from tests.story import CTRL, FRAMES, MAKING, SHIFT, Story, footage_of_ours, story
from tests.test_mending_story import made, on_the_timeline

__all__ = ["footage_of_ours", "story"]
Key = Qt.Key
NEW, STEPS = 5, 2
STYLE = "style"  # an adapter's name, which says nothing of its kind
NAMED = "tiny"  # the folder's name, by which a model that no catalogue knows is called

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="where data lies is told by a variable there"),
]


@pytest.fixture
def engines_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own process looks for models where the window does."""
    (tmp_path / "data").mkdir()
    (tmp_path / "Longtake").symlink_to(tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))


@pytest.mark.usefixtures("engines_data")
def test_a_folder_is_added_its_model_chosen_and_the_take_is_named_by_it(
    story: Story, footage_of_ours: tuple[Path, Path], tmp_path: Path
) -> None:
    async def day(hands: Hands) -> None:
        await on_the_timeline(hands, footage_of_ours[0])
        model = await add_folder(hands, tiny_wan(tmp_path / "models" / NAMED).parent)
        hands.click_frame(hands.track("V1"), 10)
        menu = await hands.right_click(hands.track("V1"), 10)
        await hands.pick(menu, "Generative Extend", "After…")
        await ask_it(hands, model, pusa_adapter(tmp_path / f"{STYLE}.safetensors"))
        row = hands.session.jobs.rows[-1]
        assert (row.model, row.request.model) == (f"{model.title} with {STYLE}", model.model)
        assert row.request.sampling.steps == STEPS
        clip = await made(hands, 1)
        media = hands.session.document.timeline.media_of(clip)
        assert media is not None
        assert media.made is not None
        assert (clip.duration, media.made.model) == (NEW, f"{NAMED} with {STYLE}")
        assert hands.clips("V1")[0].duration == FRAMES
        await lose_it(hands, tmp_path / "models", clip)

    story(day)


async def lose_it(hands: Hands, folder: Path, clip: Clip) -> None:
    """Its disk is unplugged: another take fails in words, the first one stays, and another model can make one."""
    folder.rename(folder.with_name("unplugged"))
    hands.click_frame(hands.track("V1"), FRAMES + 2)
    await hands.press(Key.Key_T, CTRL | SHIFT)
    jobs = hands.session.jobs
    await hands.until(lambda: jobs.rows[-1].state is JobState.FAILED, "the job to fail", MAKING)
    assert NAMED in str(jobs.rows[-1].error)
    assert hands.clips("V1")[1].takes == clip.takes
    menu = await hands.right_click(hands.track("V1"), FRAMES + 2)
    await hands.pick(menu, "Make With", "Built-in, network only")
    assert jobs.rows[-1].request.model == BUILT_IN_NETWORK


async def add_folder(hands: Hands, folder: Path) -> Choice:
    """On the models page; what can be chosen from then on."""
    await hands.press(Key.Key_6, CTRL)
    page = hands.window.models.dialog
    assert isinstance(page, ModelsDialog)
    hands.click(page.folders.add)
    await hands.answer_file_dialog(folder)
    await hands.until(lambda: page.list.rows, "the model to be found")
    (row,) = page.list.rows.values()
    await hands.until(lambda: row.lamp.isVisible(), "what it needs of this machine", 60)
    assert row.lamp.level == "ok"
    assert NAMED in row.title.full_text
    assert "RAM" in row.words.full_text
    await hands.press(Key.Key_Escape, widget=page)
    assert hands.window.models.dialog is None
    return hands.session.models.choices[-1]


async def ask_it(hands: Hands, model: Choice, style: Path) -> None:
    """One take by the model, which is the last in the list, with a style, once the line says that it fits."""
    dialog = hands.window.desk.dialog
    assert isinstance(dialog, GenerateDialog)
    dialog.set_frames(NEW)
    hands.click(dialog.rows.takes, dialog.rows.takes.part(0).center())
    for _ in hands.session.models.choices[1:]:
        await hands.press(Key.Key_Down, widget=dialog.rows.model)
    assert dialog.rows.wishes.model == model.model
    hands.click(dialog.disclosure)
    dialog.rows.steps.setFocus()
    QTest.keyClicks(dialog.rows.steps, str(STEPS))
    await add_adapter(hands, dialog, style)
    dialog.length.setFocus()
    await hands.until(lambda: dialog.room_line.lamp.isVisible(), "the plan's line", 60)
    assert dialog.room_line.lamp.level == "ok"
    assert dialog.cost.full_text.startswith("1 take")
    await hands.press(Key.Key_Return, widget=dialog)


async def add_adapter(hands: Hands, dialog: GenerateDialog, file: Path) -> None:
    """What is none is refused, and the dialog stays as it was."""
    footage = Path(hands.session.document.timeline.media[0].path)
    for chosen, lines in ((footage, 0), (file, 1)):
        row(dialog.rows.adapters.menu(), FILE).trigger()
        await hands.answer_file_dialog(chosen)
        if not lines:
            await hands.until(lambda: hands.window.toasts.standing, "the refusal")
        await hands.until(lambda lines=lines: len(dialog.rows.adapters.lines) == lines, "the adapter")
