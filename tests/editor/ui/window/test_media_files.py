"""Media files: imported, missing, found again."""

from pathlib import Path

from editor.ui.window.main_window import MainWindow
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, settled, told


def names(window: MainWindow) -> list[str]:
    return [media.name for media in window.session.document.timeline.media]


def test_import_asks_which_files_and_remembers_the_folder(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        window.actions_by_id["import"].trigger()
        await hands.answer_file_dialog(stage.file("harbour.mp4"), stage.file("meadow.mp4"))
        await settled(window)
        assert names(window)[2:] == ["harbour", "meadow"]
        assert window.session.settings.text("media folder") == str(stage.folder / "media")

    run(story())


def test_of_files_that_cannot_be_read_each_is_named_and_the_others_are_there(
    stage: Stage, window: MainWindow, run: Run
) -> None:
    async def story() -> None:
        bad = [stage.file(f"bad {number}.mp4") for number in range(5)]
        await window.media_files.import_paths([*bad, stage.file("harbour.mp4")])
        assert names(window)[2:] == ["harbour"]
        assert told(window)[:3] == [f"bad {number}.mp4 cannot be read." for number in range(3)]
        last = window.toasts.standing[-1]
        assert last.title == "2 more files could not be imported"
        assert "bad 3.mp4" in last.words
        assert "bad 4.mp4" in last.words

    run(story())


def test_a_film_dropped_beside_the_pool_and_the_timeline_is_imported(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        hands.drop_files(window, [stage.file("harbour.mp4")])
        await settled(window)
        assert names(window)[2:] == ["harbour"]

    run(story())


def test_what_is_damaged_in_an_imported_file_is_told(stage: Stage, window: MainWindow, run: Run) -> None:
    async def story() -> None:
        await window.media_files.import_paths([stage.file("torn.mp4")])
        assert names(window)[2:] == ["torn"]
        assert told(window) == ["torn.mp4"]
        assert "damaged" in window.toasts.standing[-1].words

    run(story())


def test_a_file_that_goes_while_the_project_is_open_can_be_relinked(stage: Stage, window: MainWindow, run: Run) -> None:
    async def story() -> None:
        window.pool.grab()
        media = window.session.document.timeline.media[0]
        Path(media.path).unlink()
        window.session.thumbnails.failed.emit(media.id, "It has gone.")
        assert list(window.media_files.missing) == [media.id]
        assert window.actions_by_id["relink"].isEnabled()

    run(story())


def test_what_is_opened_in_the_source_monitor_gets_the_keyboard(stage: Stage, window: MainWindow, run: Run) -> None:
    async def story() -> None:
        window.open_media(window.session.document.timeline.media[0].id)
        assert window.source.has_keyboard

    run(story())


def test_files_dropped_on_a_track_are_imported_and_put_there(stage: Stage, window: MainWindow, run: Run) -> None:
    async def story() -> None:
        track = window.session.document.timeline.tracks[1]
        await window.media_files.take_in_at([stage.file("harbour.mp4")], track.id, 12, False)
        clip = next(iter(window.session.document.timeline.track(track.id).clips))
        assert (clip.name, window.session.document.timeline.range_of(clip.id).start) == ("harbour", 12)

    run(story())


def move_away(window: MainWindow, folder: Path) -> None:
    folder.mkdir()
    for media in window.session.document.timeline.media:
        path = Path(media.path)
        path.rename(folder / path.name)
    window.media_files.tell_missing()


def test_missing_files_are_told_with_a_way_to_find_them(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        move_away(window, tmp_path / "elsewhere")
        (toast,) = window.toasts.standing
        assert (toast.title, toast.button.text()) == ("2 media files are missing", "Relink…")
        assert window.actions_by_id["relink"].isEnabled()
        hands.click(toast.button)
        await hands.answer_file_dialog(tmp_path / "elsewhere" / "surf.mp4")
        await hands.answer_file_dialog(tmp_path / "elsewhere" / "bird.mp4")
        await settled(window)
        assert [Path(media.path).parent.name for media in window.session.document.timeline.media] == ["elsewhere"] * 2
        assert not window.actions_by_id["relink"].isEnabled()

    run(story())


def test_who_has_enough_of_relinking_is_not_asked_for_the_others(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        move_away(window, tmp_path / "elsewhere")
        window.perform(window.media_files.relink_missing)
        await hands.give_up()
        await settled(window)
        assert len(window.media_files.missing) == 2

    run(story())


def test_a_missing_file_of_the_same_name_and_size_beside_the_found_one_is_found_along(
    stage: Stage, window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        pair = [stage.file("harbour.mp4"), stage.file("meadow.mp4")]
        for path in pair:
            path.write_bytes(b"film")
        await window.media_files.import_paths(pair)
        found = window.session.document.timeline.media[2:]
        elsewhere = tmp_path / "moved"
        elsewhere.mkdir()
        for path in pair:
            path.rename(elsewhere / path.name)
        window.perform(lambda: window.media_files.relink(found[0]))
        await hands.answer_file_dialog(elsewhere / "harbour.mp4")
        await settled(window)
        assert [Path(media.path).parent for media in window.session.document.timeline.media[2:]] == [elsewhere] * 2

    run(story())


def test_a_file_that_will_not_do_is_refused_in_words(stage: Stage, window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        window.perform(lambda: window.media_files.relink_id("surf"))
        await hands.answer_file_dialog(stage.file("bad.mp4"))
        await settled(window)
        assert told(window) == ["bad.mp4 cannot be read."]
        assert Path(window.session.document.timeline.media[0].path).name == "surf.mp4"

    run(story())
