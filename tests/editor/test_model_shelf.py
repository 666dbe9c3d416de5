"""Models are looked for on a thread of their own, and what was asked last is what counts."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor import model_shelf
from editor.model_shelf import ModelShelf
from engine.errors import ModelError
from engine.models.on_disk.store import Store
from engine.requests import BUILT_IN, Adapter
from tests.editor.model_store import FakeStore, a_model, a_shelf
from tests.engine.tiny_wan import tiny_wan

Open = Callable[[FakeStore], ModelShelf]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    made: list[ModelShelf] = []

    def open_(store: FakeStore) -> ModelShelf:
        made.append(a_shelf(store))
        return made[-1]

    yield open_
    for shelf in made:
        shelf.close()


def test_before_any_look_there_is_the_built_in_model(opened: Open) -> None:
    assert [each.model for each in opened(FakeStore()).choices][:1] == [BUILT_IN]


def test_what_is_found_is_told_in_the_windows_thread_with_what_can_be_chosen(
    opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    store = FakeStore(told=3)
    store.found = type(store.found)((a_model("wan", "Wan 2.1 T2V 14B"), a_model("half", "Wan 2.2", "tokenizer")))
    models, threads, looked = opened(store), list[threading.Thread](), list[tuple[str, int]]()
    models.changed.connect(lambda: threads.append(threading.current_thread()))
    models.looked.connect(lambda *words: looked.append(words))
    with qtbot.waitSignal(models.ended):
        models.add(tmp_path)
    assert set(threads) == {threading.main_thread()}
    assert looked == [(str(tmp_path), 0)], "told now and then, not for each file"
    assert [each.title for each in models.choices if each.model == "wan"] == ["Wan 2.1 T2V 14B"]
    assert next(each for each in models.choices if each.model == "half").missing == ("tokenizer",)


def test_a_look_that_began_later_is_the_one_that_counts(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    store = FakeStore([tmp_path], held=threading.Event())
    models, changes = opened(store), list[int]()
    models.look()
    qtbot.waitUntil(lambda: store.looks == 1)
    store.found = type(store.found)((a_model("wan", "Wan"),))
    models.changed.connect(lambda: changes.append(len(models.shelf.models)))
    models.look()
    qtbot.waitUntil(lambda: store.looks == 2)
    with qtbot.waitSignal(models.ended):
        store.held.set()
    assert changes == [0, 1], "it begins, and it is found once"


def test_a_look_can_be_stopped_and_what_was_known_stays(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    store = FakeStore([tmp_path])
    store.found = type(store.found)((a_model("wan", "Wan"),))
    models = opened(store)
    with qtbot.waitSignal(models.ended):
        models.look()
    store.held = threading.Event()
    models.look()
    with qtbot.waitSignal(models.ended):
        models.stop()
    assert not models.is_looking
    assert [each.name for each in models.shelf.models] == ["wan"]


def test_a_look_that_hangs_does_not_hold_the_window_when_it_closes(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_shelf, "PATIENCE", 0.01)
    gate = threading.Event()
    store = FakeStore([tmp_path])
    monkeypatch.setattr(store, "shelf", lambda tell: gate.wait())
    models, ended = a_shelf(store), list[bool]()
    models.look()
    models.ended.connect(lambda: ended.append(True))
    models.close()
    assert ended == [True]
    gate.set()


def test_what_goes_wrong_is_told_in_words(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    models = opened(FakeStore([tmp_path], error=PermissionError("no")))
    with qtbot.waitSignal(models.failed) as told:
        models.look()
    assert "PermissionError" in told.args[0].what
    with pytest.raises(ModelError, match="no folder"):
        models.add(tmp_path / "nowhere")


def test_a_model_is_called_by_its_title_and_one_that_is_gone_by_its_name(
    opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    store = FakeStore([tmp_path])
    store.found = type(store.found)((a_model("wan", "Wan 2.1 T2V 14B"),))
    models = opened(store)
    with qtbot.waitSignal(models.ended):
        models.look()
    assert models.title("wan") == "Wan 2.1 T2V 14B"
    assert models.title("wan", (Adapter(Path("/loras/pusa_v1.pt")),)) == "Wan 2.1 T2V 14B with pusa_v1"
    assert models.title("/disk/models/Wan2.2") == "Wan2.2"


def test_a_true_store_finds_a_model_in_its_folder_and_forgets_it_when_that_is_removed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tiny_wan(tmp_path / "models" / "tiny").parent
    models = ModelShelf(Store(tmp_path / "store"))
    with qtbot.waitSignal(models.ended):
        models.add(folder)
    (known,), (choice,) = models.shelf.models, models.choices[2:]
    assert (choice.model, choice.missing, models.folders) == (known.name, (), (folder,))
    with qtbot.waitSignal(models.ended):
        models.remove(folder)
    assert (models.folders, models.shelf.models, folder.is_dir()) == ((), (), True)
    models.close()
