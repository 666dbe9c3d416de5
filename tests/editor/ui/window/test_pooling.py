"""The pool's folders, properties and relinking by content, in the window."""

from pathlib import Path

import pytest

from editor.actions.media_facts import bytes_words, facts
from editor.timeline.edits import pool_folders
from editor.ui.window.main_window import MainWindow
from engine.media.info import FileTimecode
from tests.editor.ui.generation.scene import SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Stage, settled, told


def test_a_folder_is_made_filled_renamed_and_deleted_each_as_one_step(
    window: MainWindow, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["Rushes", "Footage"])

    async def typed(*question: object) -> str:
        return next(names)

    monkeypatch.setattr("editor.ui.window.pooling.text_asked", typed)

    async def story() -> None:
        document = window.session.document
        window.actions_by_id["new-folder"].trigger()
        await settled(window)
        window.pool.moved.emit("Rushes", ["surf"])
        rows = {row.label: row for row in window.pooling.folder_rows("Rushes")}
        window.perform(rows["Rename…"].run)  # type: ignore[arg-type]
        await settled(window)
        assert document.timeline.media_by_id[document.timeline.media[0].id].folder == "Footage"
        window.perform({row.label: row for row in window.pooling.folder_rows("Footage")}["Delete Folder"].run)  # type: ignore[arg-type]
        assert pool_folders.all_folders(document.timeline) == ()
        stack = document.undo_stack
        names_of_steps = [stack.text(index) for index in range(stack.count())]
        assert names_of_steps[1:] == ["New Folder", "Move to Folder", "Rename Folder", "Delete Folder"]

    run(story())


def test_files_are_imported_into_the_folder_that_is_open(stage: Stage, window: MainWindow, run: Run) -> None:
    async def story() -> None:
        document = window.session.document
        document.apply("New Folder", pool_folders.add_folder(document.timeline, "Rushes"))
        window.pool.open_folder("Rushes")
        await window.media_files.import_paths([stage.file("harbour.mp4")])
        assert [media.folder for media in document.timeline.media] == ["", "", "Rushes"]

    run(story())


def test_a_clips_media_is_revealed_and_told_about(window: MainWindow) -> None:
    window.session.document.select([SURF])
    window.actions_by_id["reveal-media"].trigger()
    assert window.pool.selected_ids == ("surf",)
    window.actions_by_id["properties"].trigger()
    dialog = window.pooling.dialog
    assert dialog is not None
    assert dict(dialog.facts)["Used"] == "By 1 clip"


def test_properties_say_what_the_file_says(window: MainWindow) -> None:
    media = window.session.document.timeline.media[0]
    words = dict(facts(media, 0, FileTimecode("10:00:00:00", "A001")))
    assert (words["Timecode"], words["Reel"], words["Used"]) == ("10:00:00:00", "A001", "Not on the timeline")
    assert [bytes_words(count) for count in (12, 1940000)] == ["12 bytes", "1.94 MB"]


def test_files_that_moved_under_other_names_are_found_by_their_content(
    stage: Stage, window: MainWindow, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        film = stage.file("harbour.mp4")
        film.write_bytes(b"harbour" * 40_000)
        await window.media_files.import_paths([film])
        elsewhere = tmp_path / "archive" / "2026"
        elsewhere.mkdir(parents=True)
        (elsewhere / "other.mp4").write_bytes(b"another" * 40_000)
        film.rename(elsewhere / "B001.mp4")

        async def folder(*question: object) -> Path:
            return tmp_path / "archive"

        monkeypatch.setattr("editor.ui.window.questions.folder_to_open", folder)
        window.media_files.look()
        await window.media_files.relink_in_folder()
        media = window.session.document.timeline.media[2]
        assert (Path(media.path).name, media.name) == ("B001.mp4", "harbour")
        assert told(window)[-1] == "1 of 1 missing files found"

    run(story())
