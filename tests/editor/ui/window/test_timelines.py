"""Timelines for and from other editors, and takes sent back, in the window."""

from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions import sending
from editor.actions.sending import Origin
from editor.interchange.formats import EDL, OTIO
from editor.timeline.model import Clip, Gap, Generation, ItemId, Stretch, Take, Task, new_timeline
from editor.timeline.rational_time import MediaRange
from editor.ui.window.main_window import MainWindow
from engine.media.info import FileTimecode
from engine.media.timecode import read_timecode
from tests.editor.render.counted import film, timeline, track
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, settled, told

EVENT = "001  AX V C 00:00:01:00 00:00:03:00 01:00:00:00 01:00:02:00"
ORIGIN = Origin("A001.mov", FileTimecode("10:00:00:00", "A001"), "h264")


def test_a_timeline_is_written_in_the_form_that_was_chosen(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        window.actions_by_id["export-timeline"].trigger()
        dialog = window.timelines.dialog
        assert dialog is not None
        dialog.form.set_value(EDL)
        dialog.form.chosen.emit(EDL)
        assert dialog.left_out.text() == "Not in the file: the sound."
        hands.click(dialog.export)
        await hands.answer_file_dialog(tmp_path / "cut.edl")
        await settled(window)
        assert "FROM CLIP NAME:  surf" in (tmp_path / "cut.edl").read_text()
        assert told(window) == ["cut.edl is ready"]
        window.actions_by_id["export-timeline"].trigger()
        assert window.timelines.dialog.form.value is EDL

    run(story())


def test_a_dropped_edl_goes_onto_the_timeline_with_the_sound_of_its_files(stage: Stage, run: Run) -> None:
    window = stage.open()

    async def story() -> None:
        film_there = stage.file("wave.mp4")
        path = stage.file("cut.edl")
        path.write_text(f"TITLE: Waves\n\n{EVENT}\n* FROM CLIP NAME: wave\n* FROM FILE: {film_there}\n")
        await window.files.take_in([path])
        document = window.session.document
        picture, sound = (list(document.timeline.tracks[row].clips) for row in (0, 2))
        assert [(clip.name, clip.duration, clip.source_start) for clip in picture] == [("wave", 48, 1)]
        assert document.timeline.linked(picture[0]) == (picture[0].id, sound[0].id)
        assert document.timeline.start_frame == 3600 * 24
        assert told(window) == ["cut.edl is on the timeline"]

    run(story())


def test_another_programs_otio_says_how_it_gets_in(stage: Stage, run: Run) -> None:
    window = stage.open()

    async def story() -> None:
        path = stage.file("theirs.otio")
        path.write_text('{"OTIO_SCHEMA": "Timeline.1", "metadata": {}, "name": "x", "tracks": null}')
        await window.files.open_project(path)
        assert "Import Timeline" in window.toasts.standing[-1].words

    run(story())


@pytest.fixture
def with_take(stage: Stage, tmp_path: Path) -> MainWindow:
    source, made = film(tmp_path / "A001.mov", 24), film(tmp_path / "take.mov", 12)
    generation = Generation(Task.AFTER, (Stretch(source.id, MediaRange(Fraction(0), Fraction(1))),), frames=8)
    takes = (Take(made.id, Fraction(4, 24)), Take(source.id))
    clip = Clip(ItemId("take"), "surf, after", 8, takes, generation=generation)
    return stage.open(timeline([track([Gap(ItemId("gap"), 6), clip])], [source, made]))


def test_a_take_is_sent_as_prores_at_the_sources_timecode_with_an_edl_and_an_otio(
    with_take: MainWindow, hands_of: Hands, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = with_take

    async def origin(*asked: object) -> Origin:
        return ORIGIN

    monkeypatch.setattr(sending, "origin_of", origin)

    async def story() -> None:
        window.session.document.select([ItemId("take")])
        window.actions_by_id["send-take"].trigger()
        await settled(window)
        dialog = window.sends.dialog
        assert dialog is not None
        assert "Begins at 10:00:00:20, reel A001" in dialog.about.text(), "with the 4 frames of context as handle"
        hands_of.click(dialog.send)
        await hands_of.answer_file_dialog(tmp_path / "sent.mov")
        await hands_of.until(lambda: "sent.mov is ready" in told(window), "the take to be sent")
        assert read_timecode(tmp_path / "sent.mov") == FileTimecode("10:00:00:20", "A001")
        assert {each.suffix for each in tmp_path.glob("sent.*")} == {".mov", EDL.suffix, OTIO.suffix}

    run(story())


@pytest.fixture
def hands_of(with_take: MainWindow) -> Hands:
    return Hands(with_take)


def test_there_is_nothing_to_export_in_an_empty_project(stage: Stage) -> None:
    window = stage.open(new_timeline("Empty"))
    assert not window.actions_by_id["export-timeline"].isEnabled()
    assert window.actions_by_id["import-timeline"].isEnabled()
