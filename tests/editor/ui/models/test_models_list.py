"""What is listed on the models page, and what is said of each thing."""

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from editor.model_getting import ModelGetting
from editor.settings import Settings
from editor.ui.models.folders import Folders
from editor.ui.models.models_list import ModelsList
from editor.ui.models.rows import ThingRow
from editor.ui.models.words import looked
from engine.models.adapters import Kind
from engine.models.on_disk.shelf import KnownAdapter, Shelf, Unusable
from engine.requests import Expert, Room
from tests.editor.model_store import FakeStore, a_model, a_shelf

ADAPTER = KnownAdapter(
    Path("/loras/pusa_v1.safetensors"), "PUSA V1.0", Kind.PUSA, "", Expert.HIGH, 4_900_000_000, ("wan",), "for Wan 2.1"
)
FOUND = Shelf((a_model("wan", "Wan"),), (ADAPTER,), (Unusable(Path("/i2v.safetensors"), "It needs a picture."),))


def listed(qtbot: QtBot) -> ModelsList:
    models = a_shelf()
    models.shelf = FOUND
    shown = ModelsList(models, ModelGetting(Settings(os.devnull)))
    qtbot.addWidget(shown)
    shown.show()
    return shown


def words_of(row: ThingRow) -> tuple[str, str, str]:
    return row.title.full_text, row.about.full_text, row.words.full_text


def room(words: str, seconds: float | None, fits: bool) -> Room:
    return Room(words, "", 1, 1, 1, seconds, fits)


def test_a_lamp_tells_whether_a_model_fits_and_whether_a_run_takes_hours(qtbot: QtBot) -> None:
    shown = listed(qtbot)
    row = shown.rows["wan"]
    for answer, level in (
        (room("14 GB are needed", None, fits=False), "bad"),
        (room("about 9 h", 32_400, fits=True), "warn"),
        (room("about 2 min", 120, fits=True), "ok"),
    ):
        shown.show_rooms([("wan", answer)])
        assert (row.lamp.level, row.words.full_text) == (level, answer.words)


def test_adapters_and_what_is_unusable_are_folded_and_say_what_they_are(qtbot: QtBot) -> None:
    shown = listed(qtbot)
    adapters, unusable = shown.sections
    assert (adapters.rows, unusable.rows) == ([], []), "there may be hundreds: they are made when they are wanted"
    assert not shown.offers.is_open, "they are no things to look through, while there are others"
    for section in (adapters, unusable):
        section.head.click()
    assert [words_of(*section.rows) for section in (adapters, unusable)] == [
        ("PUSA V1.0", "4.9 GB, high-noise expert, for Wan 2.1", ""),
        ("i2v.safetensors", "", "It needs a picture."),
    ]
    assert unusable.rows[0].isVisible()


def test_an_unplugged_folder_says_so_and_stays(qtbot: QtBot, tmp_path: Path) -> None:
    folders = Folders(a_shelf(FakeStore([tmp_path / "disk"])), lambda: tmp_path)
    qtbot.addWidget(folders)
    (row,) = folders.rows
    assert "Not there just now" in row.state.full_text
    assert not row.reveal.isEnabled()
    assert row.remove.isEnabled()


def test_how_far_a_look_has_come_is_spoken() -> None:
    assert looked("/models", 1240) == "1,240 files looked at, in /models"
