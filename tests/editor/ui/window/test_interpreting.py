"""Interpret Colours: what the user says of a file's colours holds for all that is made from it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from editor.actions import importing
from editor.actions.placing_takes import media_of_take
from editor.actions.requesting import Wishes, generation_of, request_of
from editor.jobs import JobRow
from editor.timeline.model import Media, MediaId, SoundTrack, Task, Timeline
from editor.timeline.otio_file import decode, encode
from editor.ui.widgets import Menu
from editor.ui.window.main_window import MainWindow
from editor.ui.window.menu_filling import add_rows
from editor.ui.window.pool_menu import pool_rows
from engine.media.encoding_names import ENCODING_NAMES
from engine.media.info import MediaInfo, VideoInfo
from tests.editor.ui.generation.scene import BIRD, SURF, a_take, a_timeline
from tests.editor.ui.window.conftest import Run
from tests.hands import row

SURF_FILE, BIRD_FILE = MediaId("surf"), MediaId("bird")


def interpretations(window: MainWindow) -> Menu:
    """The submenu for what is selected in the pool."""
    menu = Menu("", window)
    add_rows(menu, pool_rows(window), window.perform)
    inner = row(menu, "Interpret Colours").menu()
    assert isinstance(inner, Menu)
    return inner


def checked(menu: Menu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isChecked()]


def media(window: MainWindow, media_id: MediaId = SURF_FILE) -> Media:
    return window.session.document.timeline.media_by_id[media_id]


def test_a_camera_log_is_chosen_in_the_pool_as_one_step_that_can_be_undone(window: MainWindow) -> None:
    window.pool.view.select((SURF_FILE,))
    assert checked(interpretations(window)) == ["As the File Says"]
    row(interpretations(window), "S-Log3 (S-Gamut3.Cine)").trigger()
    assert (media(window).encoding, media(window, BIRD_FILE).encoding) == ("s-log3-cine", "")
    assert checked(interpretations(window)) == ["S-Log3 (S-Gamut3.Cine)"]
    assert window.session.document.undo_stack.undoText() == "Interpret Colours"
    window.session.document.undo_stack.undo()
    assert media(window).encoding == ""


def test_several_files_are_interpreted_at_once_and_nothing_is_checked_where_they_differ(window: MainWindow) -> None:
    importing.interpret(window.session, [BIRD_FILE], "hlg")
    window.pool.view.select((SURF_FILE, BIRD_FILE))
    assert checked(interpretations(window)) == []
    row(interpretations(window), "V-Log (V-Gamut)").trigger()
    assert {media(window).encoding, media(window, BIRD_FILE).encoding} == {"v-log"}
    row(interpretations(window), "As the File Says").trigger()
    assert {media(window).encoding, media(window, BIRD_FILE).encoding} == {""}


def test_every_encoding_the_engine_knows_is_offered(window: MainWindow) -> None:
    window.pool.view.select((SURF_FILE,))
    labels = [action.text() for action in interpretations(window).actions() if action.isCheckable()]
    assert labels == ["As the File Says", *ENCODING_NAMES.values()]


def test_sound_has_no_colours_to_be_interpreted(window: MainWindow) -> None:
    document = window.session.document
    sound = replace(media(window), id=MediaId("waves"), picture=None, sound=SoundTrack(48_000, 2))
    document.apply("Import", replace(document.timeline, media=(*document.timeline.media, sound)))
    window.pool.view.select((sound.id,))
    assert "Interpret Colours" not in [each.label for each in pool_rows(window)]


def interpreted(timeline: Timeline, **names: str) -> Timeline:
    pool = tuple(replace(each, encoding=names.get(each.id, "")) for each in timeline.media)
    return replace(timeline, media=pool)


def test_what_was_said_goes_with_the_request(tmp_path: Path) -> None:
    timeline = interpreted(a_timeline(tmp_path), surf="log3g10", bird="pq")
    bridge = generation_of(timeline, Task.BRIDGE, (timeline.clip(SURF), timeline.clip(BIRD)), Wishes())
    request = request_of(timeline, bridge, 24, tmp_path)
    assert [source.encoding for source in request.sources] == ["log3g10", "pq"]


def test_it_is_kept_with_the_project(tmp_path: Path) -> None:
    timeline = interpreted(a_timeline(tmp_path), surf="canon-log3")
    assert decode(encode(timeline)) == timeline


def test_a_take_is_of_the_encoding_of_the_clip_it_was_made_from(tmp_path: Path) -> None:
    timeline = interpreted(a_timeline(tmp_path), surf="apple-log")
    generation = generation_of(timeline, Task.AFTER, (timeline.clip(SURF),), Wishes())
    request = request_of(timeline, generation, 24, tmp_path)
    job = JobRow("job", "a clip that is gone", "Extend surf", "", request, 0.0)
    path = tmp_path / "take.mp4"
    info = MediaInfo(path, VideoInfo(1280, 720, timeline.rate), None, Fraction(3))
    assert media_of_take(timeline, job, a_take(request, path), info).encoding == "apple-log"


def test_a_file_that_is_found_elsewhere_is_interpreted_as_before(window: MainWindow, tmp_path: Path, run: Run) -> None:
    async def story() -> None:
        importing.interpret(window.session, [SURF_FILE], "d-log")
        path = tmp_path / "moved.mp4"
        path.touch()
        await importing.relink(window.session, SURF_FILE, path)
        assert (media(window).path, media(window).encoding) == (str(path), "d-log")

    run(story())
