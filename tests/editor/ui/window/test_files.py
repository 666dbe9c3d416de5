"""Projects: new, opened, saved, left; and what stands in the way."""

import asyncio
from dataclasses import replace
from pathlib import Path

from editor.actions import marking
from editor.project.locks import FileLock
from editor.project.open_project import OpenProject
from editor.project.reading import read
from editor.timeline.model import new_timeline
from editor.ui.generation.rows import MenuRow
from editor.ui.window.main_window import MainWindow
from tests.editor.ui.generation.scene import a_timeline
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, dialogs, settled, told


def saved_project(folder: Path, name: str = "film") -> Path:
    """One that another session has saved."""
    path = folder / f"{name}.otio"
    timeline = a_timeline(folder)
    project = OpenProject(timeline, folder / "data of another")
    project.save(timeline, path)
    project.close(discard=True)
    return path


def clips(window: MainWindow) -> list[str]:
    return [clip.name for track in window.session.document.timeline.tracks for clip in track.clips]


def perform(window: MainWindow, row: MenuRow) -> None:
    assert row.run is not None
    window.perform(row.run)


async def answered(window: MainWindow, verb: object, button: str) -> None:
    """Perform what asks a question, and answer it."""
    window.perform(verb)  # type: ignore[arg-type]
    await Hands(window).answer_question(button)
    await settled(window)


def test_a_first_save_asks_where_and_the_window_says_that_it_is_saved(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        assert window.top.state.full_text == "Not saved yet"
        window.actions_by_id["save"].trigger()
        await hands.answer_file_dialog(tmp_path / "film")
        await settled(window)
        assert read(tmp_path / "film.otio").timeline == window.session.document.timeline
        assert (window.top.name.full_text, window.top.state.full_text) == ("film", "Saved just now")
        assert window.windowTitle() == "film - Longtake"
        marking.add_marker(window.session)
        assert window.top.state.full_text == "Edited"
        assert window.windowTitle() == "film (edited) - Longtake"
        window.actions_by_id["save"].trigger()
        await settled(window)
        assert len(read(tmp_path / "film.otio").timeline.markers) == 1
        assert dialogs(window) == []

    run(story())


def test_save_as_goes_on_in_the_new_file_and_leaves_the_old_one(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        window.session.project.save(window.session.document.timeline, tmp_path / "first.otio")
        window.actions_by_id["save-as"].trigger()
        await hands.answer_file_dialog(tmp_path / "second.otio")
        await settled(window)
        assert window.session.project.path == tmp_path / "second.otio"
        assert (tmp_path / "first.otio").is_file()

    run(story())


def test_a_timeline_goes_by_the_name_of_its_project(stage: Stage, run: Run, tmp_path: Path) -> None:
    window = stage.open(replace(a_timeline(tmp_path), name="Untitled"))

    async def story() -> None:
        for frame, name in enumerate(("film", "second cut")):
            window.session.playback.seek(frame)
            marking.add_marker(window.session)
            await window.files._save(tmp_path / f"{name}.otio")
            assert window.session.document.timeline.name == name
            assert window.session.project.is_saved
        window.session.document.undo_stack.undo()
        assert window.session.document.timeline.name == "second cut"

    run(story())


def test_an_edit_made_while_it_is_saved_is_not_lost_and_counts_as_unsaved(
    window: MainWindow, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        saving = asyncio.ensure_future(window.files._save(tmp_path / "film.otio"))
        await asyncio.sleep(0)
        marking.add_marker(window.session)
        assert await saving
        assert not window.session.project.is_saved
        assert len(window.session.document.timeline.markers) == 1

    run(story())


def test_a_save_that_fails_says_so_and_the_project_stays_unsaved(stage: Stage, run: Run, tmp_path: Path) -> None:
    window = stage.open(replace(a_timeline(tmp_path), name="Untitled"))

    async def story() -> None:
        window.perform(lambda: window.files._save(tmp_path / "not there" / "film.otio"))
        await settled(window)
        assert told(window) == ["film.otio was not saved: its folder is not there any more."]
        assert window.session.document.timeline.name == "Untitled"
        assert window.session.project.path is None
        assert not window.session.project.is_saved

    run(story())


def test_a_new_project_asks_about_the_old_one_and_cancel_keeps_it(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        await answered(window, window.files.new, "Cancel")
        assert clips(window) == ["surf", "bird", "surf"]
        await answered(window, window.files.new, "Don't Save")
        assert clips(window) == []
        assert window.session.project.is_saved
        window.perform(window.files.new)
        await settled(window)
        assert dialogs(window) == [], "where nothing was done there is nothing to ask"

    run(story())


def test_saving_first_saves_and_then_opens(window: MainWindow, hands: Hands, run: Run, tmp_path: Path) -> None:
    other = saved_project(tmp_path)

    async def story() -> None:
        window.perform(lambda: window.files.open_project(other))
        await hands.answer_question("Save")
        await hands.answer_file_dialog(tmp_path / "mine.otio")
        await settled(window)
        assert (tmp_path / "mine.otio").is_file()
        assert window.session.project.path == other

    run(story())


def test_who_cancels_the_save_dialog_keeps_what_is_open(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        window.perform(window.files.new)
        await hands.answer_question("Save")
        await hands.give_up()
        await settled(window)
        assert clips(window) == ["surf", "bird", "surf"]

    run(story())


def test_opening_shows_the_project_and_empties_history_and_source(stage: Stage, run: Run, tmp_path: Path) -> None:
    path = saved_project(tmp_path)
    window = stage.open()

    async def story() -> None:
        window.session.source.open(a_timeline(tmp_path).media[0])
        await window.files.open_project(path)
        assert clips(window) == ["surf", "bird", "surf"]
        assert not window.session.document.undo_stack.canUndo()
        assert window.session.source.media is None
        assert window.session.project.is_saved
        assert window.top.state.full_text == "Saved just now"

    run(story())


def test_a_project_that_is_open_elsewhere_can_be_opened_as_a_copy(stage: Stage, run: Run, tmp_path: Path) -> None:
    path = saved_project(tmp_path)
    window = stage.open()
    lock = FileLock(path.with_name(f".{path.name}.lock"))

    async def story() -> None:
        await answered(window, lambda: window.files.open_project(path), "Cancel")
        assert clips(window) == []
        await answered(window, lambda: window.files.open_project(path), "Open a Copy")
        assert clips(window) == ["surf", "bird", "surf"]
        assert window.session.project.path is None, "the first save asks where"
        assert window.top.name.full_text == "film copy"

    run(story())
    lock.release()


def test_what_another_computer_is_said_to_have_can_be_opened_anyway(stage: Stage, run: Run, tmp_path: Path) -> None:
    path = saved_project(tmp_path)
    window = stage.open()
    signature = '{"user": "ada", "host": "another-computer", "pid": 1, "since": 0}'
    path.with_name(f".{path.name}.lock").write_text(signature)

    async def story() -> None:
        await answered(window, lambda: window.files.open_project(path), "Open Anyway")
        assert window.session.project.path == path

    run(story())


def test_a_damaged_project_is_told_in_words_and_what_was_open_stays(
    window: MainWindow, run: Run, tmp_path: Path
) -> None:
    damaged = tmp_path / "broken.otio"
    damaged.write_text("{ this is no")

    async def story() -> None:
        await answered(window, lambda: window.files.open_project(damaged), "Don't Save")
        assert any(title.startswith("broken.otio") for title in told(window)), told(window)
        assert clips(window) == ["surf", "bird", "surf"]
        assert damaged.read_text() == "{ this is no"

    run(story())


def test_of_a_damaged_project_an_earlier_version_is_offered(stage: Stage, run: Run, tmp_path: Path) -> None:
    window = stage.open(a_timeline(tmp_path))
    path = tmp_path / "film.otio"

    async def story() -> None:
        await window.files._save(path)
        marking.add_marker(window.session)
        await window.files._save(path)
        window.session.project.new(new_timeline())
        path.write_text("{ this is no")
        await answered(window, lambda: window.files.open_project(path), "Open")
        assert clips(window) == ["surf", "bird", "surf"]
        assert window.session.project.path is None
        assert path.read_text() == "{ this is no", "it opens as a copy"

    run(story())


def test_earlier_versions_stand_in_the_file_menu_and_open_as_copies(
    window: MainWindow, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        assert window.files.earlier_rows() == []
        await window.files._save(tmp_path / "film.otio")
        marking.add_marker(window.session)
        await window.files._save(tmp_path / "film.otio")
        (menu,) = window.files.earlier_rows()
        perform(window, menu.submenu[0])
        await settled(window)
        assert window.session.document.timeline.markers == ()
        assert window.top.name.full_text == "film earlier"

    run(story())


def test_recent_projects_are_offered_while_they_are_there(stage: Stage, run: Run, tmp_path: Path) -> None:
    first, second = saved_project(tmp_path, "first"), saved_project(tmp_path, "second")
    window = stage.open()

    async def story() -> None:
        assert window.files.recent_rows() == []
        await window.files.open_project(first)
        await window.files.open_project(second)
        (menu,) = window.files.recent_rows()
        assert [row.label for row in menu.submenu] == ["second", "first"]
        first.unlink()
        (menu,) = window.files.recent_rows()
        assert [row.label for row in menu.submenu] == ["second"]
        await window.files.new()
        perform(window, menu.submenu[0])
        await settled(window)
        assert window.session.project.path == second

    run(story())


def test_a_project_among_dropped_files_is_opened(stage: Stage, run: Run, tmp_path: Path) -> None:
    path = saved_project(tmp_path)
    window = stage.open()

    async def story() -> None:
        await window.files.take_in([path])
        assert window.session.project.path == path

    run(story())


def test_what_the_user_should_know_of_an_opened_project_is_told(stage: Stage, run: Run, tmp_path: Path) -> None:
    path = saved_project(tmp_path)
    path.write_text(path.read_text().replace('"Big Swell"', '"Small Swell"'))  # as another program does it
    window = stage.open()

    async def story() -> None:
        await window.files.open_project(path)
        assert window.session.project.notes
        assert told(window) == list(window.session.project.notes)

    run(story())


def test_takes_of_the_opened_project_are_told_again(stage: Stage, run: Run, tmp_path: Path) -> None:
    path = saved_project(tmp_path)
    window = stage.open()
    asked: list[bool] = []
    window.session.jobs.tell_again = lambda: asked.append(True)  # type: ignore[method-assign]

    async def story() -> None:
        await window.files.open_project(path)
        assert asked == [True]

    run(story())
