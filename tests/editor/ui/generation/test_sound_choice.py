"""What is heard under new frames is chosen in the dialogs."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from editor.actions.remembering import remembered
from editor.presets import SOUNDS
from editor.session import Session
from editor.timeline.model import Task
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.generate_dialog import GenerateDialog
from engine.requests import Sound
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_session, a_timeline


def choose(dialog: GenerateDialog, sound: Sound) -> None:
    control = dialog.rows.sound
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.part(list(SOUNDS).index(sound.value)).center())


def test_what_is_chosen_is_asked_for_and_chosen_again_next_time(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        for task in (Task.AFTER, Task.BRIDGE):
            dialog = desk.extend(SURF) if task is Task.AFTER else desk.bridge(SURF, BIRD)
            assert dialog.rows.sound_row.isVisible()
            assert dialog.rows.wishes.sound == Sound.ROOM_TONE
            choose(dialog, Sound.LEAVE)
            dialog.queue()
            assert jobs.rows[-1].request.sound is Sound.LEAVE
            assert remembered(session.settings, task).wishes.sound == Sound.LEAVE
            session.document.undo_stack.undo()

    run(story())


def test_reset_brings_room_tone_back(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = desk.extend(SURF)
        choose(dialog, Sound.SILENCE)
        assert dialog.request is not None
        assert dialog.request.sound is Sound.SILENCE
        dialog.reset()
        assert dialog.request.sound is Sound.ROOM_TONE
        dialog.reject()

    run(story())


def test_it_is_not_offered_for_clips_without_sound(
    tmp_path: Path, window: Window, jobs: FakeJobs, session: Session, run: Run
) -> None:
    def shown(row: QWidget) -> bool:
        return row.isVisible()

    async def story() -> None:
        both = GenerationDesk(session, window, window.panel)
        assert shown(both.bridge(SURF, BIRD).rows.sound_row), "one of the two has sound"
        both.close_dialog()
        timeline = a_timeline(tmp_path)
        mute = replace(timeline, media=tuple(replace(media, sound=None) for media in timeline.media))
        desk = GenerationDesk(a_session(mute, tmp_path, jobs), window, window.panel)
        assert not shown(desk.extend(BIRD, Task.BEFORE).rows.sound_row)
        desk.close_dialog()

    run(story())
