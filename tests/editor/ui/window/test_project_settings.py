"""Project settings in the window: one step that can be undone, and told when the first clip makes them."""

import asyncio
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.actions import placing
from editor.timeline.model import new_timeline
from editor.ui.window.main_window import MainWindow
from editor.ui.window.project_dialog import ProjectDialog
from tests.editor.ui.generation.scene import a_media
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, told

NTSC = Fraction(30000, 1001)


def opened(window: MainWindow) -> ProjectDialog:
    window.activateWindow()
    window.actions_by_id["project-settings"].trigger()
    return window.findChildren(ProjectDialog)[-1]


def test_what_is_chosen_is_told_first_and_is_one_step(window: MainWindow) -> None:
    document = window.session.document
    before, dialog = document.timeline, opened(window)
    assert not dialog.drop.isEnabled(), "24 frames per second have none"
    dialog.format.chosen.emit((1080, 1920))
    dialog.start.entered.emit(24 * 3600)
    dialog.rate.chosen.emit(NTSC)
    assert dialog.note.full_text == (
        "Pictures are fitted into the new size. Clips keep their moments, to the nearest frame."
    )
    assert dialog.start.text() == "01:00:00:00", "which it was before, too"
    QTest.mouseClick(dialog.drop, Qt.MouseButton.LeftButton)
    assert dialog.start.text() == "01:00:00;00"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    after = document.timeline
    assert (after.width, after.height, after.rate, after.drop_frame) == (1080, 1920, NTSC, True)
    assert document.undo_stack.undoText() == "Project Settings"
    document.undo_stack.undo()
    assert document.timeline is before


def test_a_size_that_is_none_is_refused_in_words(window: MainWindow) -> None:
    dialog = opened(window)
    dialog.width_field.settled.emit(1281.0)
    assert dialog.note.full_text.startswith("1281 × 720 is no size for a film.")
    assert not dialog.done.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()


def test_what_the_first_clip_sets_is_told_with_a_way_to_change_it(stage: Stage, run: Run) -> None:
    window = stage.open()
    session = window.session
    session.document.replace(new_timeline())
    media = a_media(stage.folder, "surf", rate=Fraction(25))

    async def story() -> None:
        placing.place(session, [(media, None)], 0, placing.aim(session.document.timeline), insert=False)
        await Hands(window).until(lambda: told(window), "the toast")
        assert told(window) == ["The project is 1280 × 720, 25 fps now"]
        window.toasts.standing[0].pressed.emit()
        await asyncio.sleep(0)
        assert window.findChildren(ProjectDialog)

    run(story())
