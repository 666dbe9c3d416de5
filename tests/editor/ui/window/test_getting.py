"""Getting models in the window, from a hub on this machine: one click, and what can go wrong on the way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.actions.remembering import remembered
from editor.actions.using_model import use_model
from editor.jobs.first_look import Seen
from editor.model_getting import KEPT, Getting, ModelGetting, State
from editor.model_source import MIRROR
from editor.settings import Settings
from editor.timeline.model import Task
from editor.ui.models import ModelsDialog
from editor.ui.models.coming import ComingRow
from editor.ui.models.words import came_words, state_words
from editor.ui.window.model_wishes import short
from editor.ui.window.trashing import move_to_trash
from engine.errors import ModelError, RequestError
from engine.models.folder_layouts import Layout
from engine.models.getting.hub import Remote
from engine.models.getting.origin import ENDING, note
from engine.models.getting.sums import SHA256, Sum
from engine.models.getting.wanted import published
from engine.models.getting.watch import Came
from engine.models.on_disk.shelf import Shelf
from tests.editor.model_store import a_model
from tests.editor.ui.generation.scene import SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, told
from tests.engine.models.getting import conftest as hubs
from tests.engine.models.getting import server
from tests.engine.models.getting.server import LocalHub, bytes_of, cut_after, sends_wrong_bytes, slowly

PRESET, FORM = KEY = ("wan2.1-small", "16-bit")
LARGE = "split_files/diffusion_models/wan2.1_t2v_1.3B_bf16.safetensors"
REPOSITORY = "Comfy-Org/Wan_2.1_ComfyUI_repackaged"
SIZE = 2_000_000  # bytes
SMALL = replace(a_model("small", "Wan 2.1 1.3B"), entry="wan2.1-t2v-1.3b")
VAE = Path("/models/vae.safetensors")
hub, unsummed = hubs.hub, hubs.unsummed


@pytest.fixture
def filled(hub: LocalHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LocalHub:
    """It has the preset's files, its model of two megabytes and the others of two kilobytes."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, wanted in enumerate(each for forms in published().values() for each in forms.values()):
        for path in wanted.files:
            hub.files.setdefault(wanted.repository, {})[path] = bytes_of(SIZE if path == LARGE else 2000, number)
    return hub


async def opened(hands: Hands) -> ModelsDialog:
    await hands.press(Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    page = hands.window.models.dialog
    assert page is not None
    return page


async def begun(hands: Hands) -> tuple[ModelsDialog, ComingRow]:
    """The button is pressed, and the row that tells of it is there."""
    page = await opened(hands)
    hands.click(page.list.offers.rows[PRESET].get)
    return page, page.coming.rows[KEY]


def place(stage: Stage) -> Path:
    """Of the preset's model, once it is there."""
    folder = stage.folder / "data" / "Longtake" / "models" / "fetched"
    return folder / REPOSITORY.replace("/", "--") / LARGE


def test_one_click_gets_a_preset_through_a_cut_to_be_used_at_once_and_moved_later(
    hands: Hands, stage: Stage, filled: LocalHub, run: Run
) -> None:
    async def story() -> None:
        stage.models.found = Shelf((SMALL,))
        filled.behaviours.append(cut_after(SIZE // 2))
        page, coming = await begun(hands)
        assert coming.isVisible()
        assert page.list.offers.rows[PRESET].get.tip_words.reason == "It is being downloaded already"
        await hands.until(lambda: told(hands.window) == ["Wan 2.1 1.3B alone, 50 steps, guidance 5 (16-bit) is ready"],
                          "the model")  # fmt: skip
        assert place(stage).read_bytes() == filled.files[REPOSITORY][LARGE]
        assert filled.sent < 1.1 * SIZE, "what came before the cut does not come again"
        assert not page.coming.isVisible()
        hands.click(hands.window.toasts.standing[-1].button)
        assert {remembered(hands.session.settings, task).wishes.model for task in Task} == {"small"}
        (row,) = page.folders.rows
        hands.click(row.move_away)
        other = stage.folder / "other"
        other.mkdir()
        await hands.answer_file_dialog(other)
        await hands.until(lambda: told(hands.window)[-1] == f"Models are in {other}", "the move")
        assert not place(stage).exists()
        assert (other / REPOSITORY.replace("/", "--") / LARGE).stat().st_size == SIZE
        assert hands.session.getting.source.folder == other

    run(story())


def test_a_download_is_paused_outlives_the_window_and_goes_on(
    hands: Hands, stage: Stage, filled: LocalHub, run: Run
) -> None:
    async def pause() -> None:
        filled.files[REPOSITORY][LARGE] = bytes_of(5 * SIZE)
        filled.behaviours.append(slowly)
        page, row = await begun(hands)
        height = page.panel.height()
        hands.click(page.list.offers.rows["wan2.1-pusa"].get)
        second = page.coming.rows["wan2.1-pusa", "fp8"]
        assert page.panel.height() > height, "the page grows with what is on it"
        assert second.words.full_text == "Waits for the one before it"
        hands.click(second.cancel)
        assert page.coming.rows.keys() == {KEY}
        await hands.until(lambda: "left" in row.words.full_text, "the time left")
        assert all(part in row.words.full_text for part in ("of 10 MB", "MB/s", LARGE.rpartition("/")[2]))
        hands.click(row.button)
        assert (row.button.text(), "are kept" in row.words.full_text) == ("Go On", True)

    async def go_on(again: Hands, sent: int) -> None:
        await again.window.welcome([])
        toast = again.window.toasts.standing[-1]
        assert toast.title == "Wan 2.1 1.3B alone, 50 steps, guidance 5 (16-bit): not done yet"
        again.click(toast.button)
        await again.until(lambda: not again.session.getting.rows, "the rest")
        assert place(stage).stat().st_size == 5 * SIZE
        assert filled.sent - sent < 5 * SIZE

    run(pause())
    window = stage.open()
    sent = filled.sent
    filled.behaviours.clear()
    run(go_on(Hands(window), sent))


def test_what_goes_wrong_is_told_with_what_was_kept_and_can_be_tried_again(
    hands: Hands, stage: Stage, filled: LocalHub, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk without room, wrong bytes, and a model that is not for everybody."""

    async def story() -> None:
        tell = server._told
        monkeypatch.setattr(server, "_told", lambda name, data: {**tell(name, data), "size": 10**15})
        _, row = await begun(hands)
        await hands.until(row.why.isVisible, "the refusal")
        assert all(part in row.why.full_text for part in ("of disk in", "are free", "Nothing was fetched."))
        assert filled.sent == 0
        monkeypatch.setattr(server, "_told", tell)
        filled.behaviours.extend([sends_wrong_bytes, sends_wrong_bytes])
        hands.click(row.button)
        await hands.until(lambda: "came wrong, twice" in row.why.full_text, "the error")
        assert "Nothing of it was kept" in row.why.full_text
        assert not place(stage).exists()
        filled.listing_status = 403
        hands.click(row.button)
        assert row.button.text() == "Pause"
        await hands.until(lambda: "Accept its licence at" in row.why.full_text, "the other refusal")
        assert told(hands.window)[-1].endswith(": it stopped")
        hands.click(row.cancel)
        assert not hands.session.getting.rows

    run(story())


def test_offline_nothing_is_asked_for(hands: Hands, filled: LocalHub, run: Run) -> None:
    async def story() -> None:
        page = await opened(hands)
        get = page.list.offers.rows[PRESET].get
        hands.window.models.getting.stay_offline(True)
        assert not get.isEnabled()
        assert "Switch it on in Preferences" in get.tip_words.reason
        with pytest.raises(RequestError, match="switched off"):
            hands.session.getting.get(*KEY)
        hands.window.models.getting.stay_offline(False)
        assert get.isEnabled()
        assert filled.asked == []

    run(story())


def test_the_start_card_leads_to_the_offer_that_it_names(hands: Hands, filled: LocalHub, run: Run) -> None:
    async def story() -> None:
        hands.window.greeting.look.seen = Seen("a GPU", f"{PRESET}@{FORM}")
        hands.window.card.models_wanted.emit()
        page = hands.window.models.dialog
        assert page is not None
        row = page.list.offers.rows[PRESET]
        assert row.get.hasFocus()
        shown = page.area.viewport().rect()
        assert shown.contains(row.get.mapTo(page.area.viewport(), row.get.rect().center()))
        assert "Licence: Apache-2.0. Its text is at huggingface.co/" in row.get.tip_words.text
        await hands.press(Qt.Key.Key_Space, widget=row.get)
        assert page.coming.rows[KEY].button.hasFocus(), "what pauses it is next"
        assert not hands.session.playback.is_playing

    run(story())


def test_what_a_chosen_model_lacks_is_one_key_away_and_nothing_else_comes(
    hands: Hands, stage: Stage, filled: LocalHub, run: Run
) -> None:
    async def story() -> None:
        lacking = replace(SMALL, missing=("text encoder", "tokenizer"), layout=Layout((VAE,), VAE, Path(), Path()))
        stage.models.found = Shelf((lacking,))
        hands.session.models.add(stage.folder)
        await hands.until(lambda: len(hands.session.models.choices) > 2, "the model")
        use_model(hands.session, hands.session.models.choices[-1])
        hands.window.desk.extend(SURF).models_wanted.emit()
        page = hands.window.models.dialog
        assert page is not None
        row = page.list.rows["small"]
        assert row.get.hasFocus()
        assert "umT5-XXL" in row.get.tip_words.text
        stage.models.found = Shelf((SMALL,))
        await hands.press(Qt.Key.Key_Return, widget=row.get)
        assert [row.only for row in hands.session.getting.rows] == [("umt5-xxl", "umt5-xxl-tokenizer")]
        assert not row.get.isEnabled()
        await hands.until(lambda: told(hands.window), "the parts")
        assert told(hands.window) == ["Wan 2.1 1.3B is ready"]
        came = {
            path.name
            for path in place(stage).parents[3].rglob("*")
            if path.is_file() and not path.name.endswith(ENDING)
        }
        assert came == {"umt5_xxl_fp16.safetensors", "tokenizer.json", "spiece.model"}

    run(story())


def test_what_was_fetched_goes_to_the_trash_when_nothing_works_with_it(
    filled: LocalHub, hands: Hands, stage: Stage, run: Run
) -> None:
    async def story() -> None:
        path = stage.folder / "small.safetensors"
        path.write_bytes(bytes(SIZE))
        note(path, Remote("a/b", "0" * 40, path.name, SIZE, Sum(SHA256, "0" * 64)), "0" * 64, "", "")
        stage.models.found = Shelf((replace(SMALL, layout=Layout((path,), VAE, VAE, VAE)),))
        hands.session.models.add(stage.folder)
        page = await opened(hands)
        await hands.until(lambda: "small" in page.list.rows, "the model")
        trash = page.list.rows["small"].trash
        filled.behaviours.append(slowly)
        page.list.offers.set_open(True)
        hands.click(page.list.offers.rows["wan2.2-5b"].get)
        hands.click(trash)
        refusal = "A download is under way, and counts on what is here."
        await hands.until(lambda: told(hands.window) == [refusal], "the refusal")
        hands.click(page.coming.rows["wan2.2-5b", "16-bit"].cancel)
        hands.click(trash)
        await hands.answer_question("Cancel")
        assert path.exists()
        hands.click(trash)
        await hands.answer_question("Move to Trash")
        await hands.until(lambda: told(hands.window)[-1] == "Wan 2.1 1.3B is in the trash", "the end")
        assert not path.exists()
        assert {each.name for each in (stage.folder / "data" / "Trash" / "files").iterdir()} == {
            path.name, path.name + ENDING
        }  # fmt: skip

    run(story())


def test_what_the_system_does_not_take_into_its_trash_stays_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.safetensors"
    path.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(path))  # where there is no folder there is no trash
    with pytest.raises(ModelError, match="cannot be moved to the trash") as raised:
        move_to_trash([path])
    assert path.exists()
    assert raised.value.kept == "It is where it was."


def test_a_token_without_a_keychain_is_kept_nowhere_and_shown_nowhere(
    hands: Hands, filled: LocalHub, run: Run, tmp_path: Path
) -> None:
    from editor.ui.preferences import PreferencesDialog
    from editor.ui.widgets import TextField

    async def story() -> None:
        hands.window.actions_by_id["preferences"].trigger()
        dialog = hands.window.findChildren(PreferencesDialog)[-1]
        dialog.open_page("Models")
        field = dialog.rows["Models"]["Access token"].control
        assert isinstance(field, TextField)
        field.setFocus()
        QTest.keyClicks(field, "hf_secret")
        assert "hf" not in field.displayText()
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == ""
        await hands.until(lambda: told(hands.window), "the answer")
        toast = hands.window.toasts.standing[-1]
        assert "HF_TOKEN" in toast.words
        assert "hf_secret" not in f"{toast.title} {toast.words}"

    run(story())
    assert not any(b"hf_secret" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(str(tmp_path / "own.ini"))


def test_a_mirror_is_the_processs_own_unless_the_environment_names_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ModelGetting(settings).source
    with pytest.raises(RequestError, match="no address"):
        source.set_mirror("example.com")
    source.set_mirror("https://mirror.example/ ")
    assert settings.text(MIRROR) == "https://mirror.example"
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    assert source.environment() == {"HF_ENDPOINT": "https://mirror.example"}
    monkeypatch.setenv("HF_ENDPOINT", "https://another.example")
    assert source.environment() == {}


@pytest.mark.parametrize("kept", ["", "{", "[[1]]", "3", '[["a","b",null]]'])
def test_a_list_that_makes_no_sense_is_none(settings: Settings, kept: str) -> None:
    settings.set({KEPT: kept})
    assert ModelGetting(settings).rows == ()


def test_what_was_left_is_paused_at_the_next_start(settings: Settings) -> None:
    settings.set({KEPT: json.dumps([["wan2.1", "fp8", "/models", "", "umt5-xxl"], ["", "", "/to", "/from"]])})
    paused = State.PAUSED
    assert ModelGetting(settings).rows == (
        Getting("wan2.1", "fp8", Path("/models"), state=paused, only=("umt5-xxl",)),
        Getting("", "", Path("/to"), Path("/from"), paused),
    )


def test_how_far_it_is_is_told_in_words() -> None:
    came = Came("a.safetensors", 1_200_000_000, 14_300_000_000, 35_000_000.0, 374.0)
    assert came_words(came) == "1.2 GB of 14.3 GB, 35 MB/s, 6 min 14 s left, a.safetensors"
    assert came_words(replace(came, state="Waiting: it answered 503")) == "a.safetensors: Waiting: it answered 503"
    paused = Getting("wan2.1", "fp8", Path(), state=State.PAUSED, came=came)
    assert state_words(paused) == "1.2 GB of 14.3 GB have come and are kept"


def test_a_long_folder_is_shown_by_its_end() -> None:
    assert short(Path.home() / "Models") == str(Path("~/Models"))
    long = Path("/", *(f"part {number}" for number in range(20)), "Models")
    assert short(long) == str(Path("…", *long.parts[-5:]))
