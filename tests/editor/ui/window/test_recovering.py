"""After an unexpected end: what was not saved is offered."""

import asyncio
from pathlib import Path

from editor.project.open_project import OpenProject
from editor.project.places import sessions_in
from editor.timeline.model import new_timeline
from editor.ui.window.main_window import MainWindow
from editor.ui.window.recovering import in_words
from tests.editor.ui.generation.scene import a_timeline
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, dialogs, settled, told


def ended(stage: Stage, folder: Path, name: str = "Untitled") -> None:
    """A session that was closed without a save, as a kill leaves it."""
    blank = new_timeline()
    project = OpenProject(blank, stage.folder / "data")
    project.record("Cut", blank, a_timeline(folder))
    project.close(discard=False)


def clips(window: MainWindow) -> int:
    return sum(len(list(track.clips)) for track in window.session.document.timeline.tracks)


async def welcomed(window: MainWindow, *buttons: str, files: tuple[Path, ...] = ()) -> None:
    coming = asyncio.ensure_future(window.welcome(list(files)))
    for button in buttons:
        await Hands(window).answer_question(button)
    await coming
    await settled(window)


def test_what_was_not_saved_is_offered_and_comes_back(stage: Stage, run: Run, tmp_path: Path) -> None:
    ended(stage, tmp_path)
    window = stage.open()
    run(welcomed(window, "Recover"))
    assert clips(window) == 3
    assert not window.session.project.is_saved


def test_not_now_keeps_the_offer_for_the_next_start(stage: Stage, run: Run, tmp_path: Path) -> None:
    ended(stage, tmp_path)
    window = stage.open()
    run(welcomed(window, "Not Now"))
    assert clips(window) == 0
    assert len(window.session.project.recoverable()) == 1


def test_what_is_discarded_is_not_offered_again(stage: Stage, run: Run, tmp_path: Path) -> None:
    ended(stage, tmp_path)
    window = stage.open()
    run(welcomed(window, "Discard"))
    assert window.session.project.recoverable() == []


def test_several_are_offered_one_after_the_other_until_one_is_taken(stage: Stage, run: Run, tmp_path: Path) -> None:
    for _ in range(3):
        ended(stage, tmp_path)
    window = stage.open()
    run(welcomed(window, "Not Now", "Recover"))
    assert clips(window) == 3
    assert told(window) == ["1 more project can be recovered"]


def test_a_recovery_that_fails_is_told_and_nothing_is_lost(stage: Stage, run: Run, tmp_path: Path) -> None:
    ended(stage, tmp_path)
    window = stage.open()
    offer = window.session.project.recoverable()[0]
    other = OpenProject(new_timeline(), stage.folder / "data")
    other.recover(offer)  # another window was quicker
    window.session.project.recoverable = lambda: [offer]  # type: ignore[method-assign]
    run(welcomed(window, "Recover"))
    assert told(window) == ["Untitled is being recovered in another window."]
    assert clips(window) == 0
    other.close(discard=False)


def test_files_named_at_the_start_wait_for_the_recovery(stage: Stage, run: Run, tmp_path: Path) -> None:
    ended(stage, tmp_path)
    window = stage.open()
    run(welcomed(window, "Not Now", files=(stage.file("harbour.mp4"),)))
    assert [media.name for media in window.session.document.timeline.media] == ["harbour"]


def test_files_named_at_the_start_are_imported(stage: Stage, run: Run, tmp_path: Path) -> None:
    window = stage.open()
    run(welcomed(window, files=(stage.file("harbour.mp4"), stage.file("meadow.mp4"))))
    assert [media.name for media in window.session.document.timeline.media] == ["harbour", "meadow"]
    assert dialogs(window) == []


def test_the_offer_says_how_much_and_when(stage: Stage, tmp_path: Path) -> None:
    ended(stage, tmp_path)
    window = stage.open()
    words = in_words(window.session.project.recoverable()[0])
    assert words.startswith("Longtake ended before 1 edit was saved, on ")
    assert sessions_in(stage.folder / "data").is_dir()
