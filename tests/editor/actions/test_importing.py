"""Files into the pool: read elsewhere, each once, as one undo step; and found again when they have moved."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import pytest

from editor.actions import importing
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Media, MediaId, Picture, SoundTrack, Take, new_timeline
from engine.errors import LongtakeError, MediaDamaged, MediaError
from engine.media.info import AudioInfo, MediaInfo, VideoInfo
from engine.media.service import MediaService
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.render.counted import film as written_film
from tests.editor.timeline.drawing import RATE, SOUND, generation, scene

Answer = TypeVar("Answer")


def run(story: Coroutine[Any, Any, Answer]) -> Answer:
    return asyncio.run(asyncio.wait_for(story, 20))


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0)


def take_in(bench: Bench, *paths: Path) -> tuple[list[str], list[str]]:
    """The names of what came in, and what was said of the rest."""
    found, failed, _ = run(importing.import_files(bench.session, paths))
    return [media.name for media in found], [error.what for error in failed]


@pytest.fixture
def bench() -> Bench:
    return on_bench(new_timeline())


def pool(bench: Bench) -> list[str]:
    return [media.name for media in bench.timeline.media]


# Importing


def test_files_come_into_the_pool_as_one_step_in_the_order_they_were_named(bench: Bench, tmp_path: Path) -> None:
    before = bench.timeline
    paths = [bench.service.holds(tmp_path / name) for name in ("wave.mp4", "bird.mp4")]
    assert take_in(bench, *paths) == (["wave", "bird"], [])
    assert pool(bench) == ["wave", "bird"]
    assert bench.steps == ["Import"]
    bench.document.undo_stack.undo()
    assert bench.timeline is before
    bench.document.undo_stack.redo()
    assert pool(bench) == ["wave", "bird"]


def test_what_cannot_be_read_is_told_and_the_others_come_in(bench: Bench, tmp_path: Path) -> None:
    bad = bench.service.fails(tmp_path / "bad.mp4", MediaDamaged("bad.mp4 breaks off."))
    good = bench.service.holds(tmp_path / "good.mp4")
    assert take_in(bench, bad, good, tmp_path / "gone.mp4") == (
        ["good"],
        ["bad.mp4 breaks off.", "There is no gone.mp4."],
    )


def test_where_nothing_can_be_read_there_is_nothing_to_undo(bench: Bench, tmp_path: Path) -> None:
    bad = bench.service.fails(tmp_path / "bad.mp4", MediaDamaged("bad.mp4 breaks off."))
    take_in(bench, bad)
    assert bench.steps == []


def test_a_file_named_twice_comes_in_once(bench: Bench, tmp_path: Path) -> None:
    path = bench.service.holds(tmp_path / "wave.mp4")
    assert take_in(bench, path, tmp_path, path) == (["wave"], [])
    assert len(bench.service.asked) == 1


def test_a_file_that_is_in_the_pool_comes_back_as_it_stands_there(bench: Bench, tmp_path: Path) -> None:
    path, other = bench.service.holds(tmp_path / "wave.mp4"), bench.service.holds(tmp_path / "bird.mp4")
    take_in(bench, path)
    importing.rename(bench.session, bench.timeline.media[0].id, "Big wave")
    assert take_in(bench, other, path) == (["bird", "Big wave"], [])
    assert pool(bench) == ["Big wave", "bird"]


def test_a_link_to_a_file_is_that_file(bench: Bench, tmp_path: Path) -> None:
    path = bench.service.holds(tmp_path / "wave.mp4")
    link = tmp_path / "link.mp4"
    link.symlink_to(path)
    take_in(bench, path)
    assert take_in(bench, link) == (["wave"], [])
    assert pool(bench) == ["wave"]


def test_a_relative_path_is_the_same_file_as_an_absolute_one(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bench.service.holds(tmp_path / "wave.mp4")
    monkeypatch.chdir(tmp_path)
    take_in(bench, Path("wave.mp4"))
    take_in(bench, path)
    assert [media.path for media in bench.timeline.media] == [str(path)]


def test_a_folder_gives_its_media_in_order_and_leaves_out_what_is_none_or_hidden(bench: Bench, tmp_path: Path) -> None:
    for name in ("b.MOV", "a.mp4", "inner/c.wav", ".hidden.mp4", ".trash/d.mp4"):
        bench.service.holds(tmp_path / name)
    (tmp_path / "notes.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    assert take_in(bench, tmp_path) == (["a", "b", "c"], [])


def test_a_folder_without_media_is_told(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    assert take_in(bench, tmp_path / "papers") == ([], ["There is no film, sound or still in papers."])


def test_the_same_file_imported_twice_at_once_is_in_the_pool_once(bench: Bench, tmp_path: Path) -> None:
    path = bench.service.holds(tmp_path / "wave.mp4")
    bench.service.waits = True

    async def both() -> list[Any]:
        imports = asyncio.gather(*(importing.import_files(bench.session, [path]) for _ in range(2)))
        await until(lambda: len(bench.service.waiting) == 2)
        bench.service.answer()
        return await imports

    one, other = run(both())
    assert one.found == other.found == list(bench.timeline.media)
    assert bench.steps == ["Import"]


def test_what_is_damaged_in_a_file_comes_with_it(bench: Bench, tmp_path: Path) -> None:
    bench.service.notes["torn.mp4"] = ("Parts of the picture are damaged.",)
    torn = bench.service.holds(tmp_path / "torn.mp4")
    imported = run(importing.import_files(bench.session, [torn, bench.service.holds(tmp_path / "whole.mp4")]))
    assert [media.name for media in imported.found] == ["torn", "whole"]
    assert imported.notes == {"torn.mp4": ("Parts of the picture are damaged.",)}


def test_what_was_edited_while_a_file_was_read_stays(bench: Bench, tmp_path: Path) -> None:
    path = bench.service.holds(tmp_path / "wave.mp4")
    bench.service.waits = True

    async def story() -> None:
        reading = asyncio.ensure_future(importing.import_files(bench.session, [path]))
        await until(lambda: bool(bench.service.waiting))
        bench.mark(3, 8)
        bench.service.answer()
        await reading

    run(story())
    assert (bench.timeline.mark_in, pool(bench)) == (3, ["wave"])


def test_an_import_leaves_a_fresh_timeline_fresh(bench: Bench, tmp_path: Path) -> None:
    before = bench.timeline
    take_in(bench, bench.service.holds(tmp_path / "a.wav", video=None))
    take_in(bench, bench.service.holds(tmp_path / "b.mp4"))
    assert (bench.timeline.is_fresh, bench.timeline.rate, bench.timeline.width) == (True, before.rate, before.width)


def test_media_knows_what_is_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "wave.mp4"
    path.write_bytes(b"1234")
    video = VideoInfo(720, 576, Fraction(25), Fraction(16, 15), variable=True, alpha=True, bit_depth=10)
    media = importing.media_from(MediaInfo(path, video, AudioInfo(44_100, 1, "mono", "aac"), Fraction(3)))
    assert media.picture == Picture(768, 576, Fraction(25), variable=True, alpha=True, bit_depth=10)
    assert media.sound == SoundTrack(44_100, 1)
    assert (media.name, media.path, int(media.duration), media.size) == ("wave", str(path), 3, 4)


def test_sound_and_stills_have_no_more_than_they_have(tmp_path: Path) -> None:
    gone = tmp_path / "gone.wav"
    sound = importing.media_from(MediaInfo(gone, None, AudioInfo(48_000, 2, "stereo", "pcm"), Fraction(3)))
    assert (sound.picture, sound.is_still, sound.size) == (None, False, 0)
    still = importing.media_from(MediaInfo(gone, VideoInfo(100, 50, Fraction(25)), None, Fraction(0)))
    assert (still.sound, still.is_still) == (None, True)


def test_a_film_on_the_disk_is_read_by_the_reader_beside_the_window(bench: Bench, tmp_path: Path) -> None:
    written_film(tmp_path / "counted.mp4", 12)
    (tmp_path / "broken.mp4").write_bytes(b"no film at all")
    service = MediaService()
    session = replace(bench.session, service=service)
    try:
        found, failed, _ = run(importing.import_files(session, [tmp_path]))
    finally:
        service.close()
    assert [(media.name, media.duration, media.picture and media.picture.width) for media in found] == [
        ("counted", Fraction(1, 2), 128)
    ]
    assert len(failed) == 1
    assert "broken.mp4" in failed[0].what


# Relinking


@pytest.fixture
def lost() -> Bench:
    """A and its sound play 10 frames from frame 20 on of a file of 50, twice in the history; the file is gone."""
    bench = on_bench(scene(V1="A10=x B10", A1=""))
    sound = Clip(ItemId("a"), "A", 10, (Take(MediaId("A")),), source_start=20 / RATE, link="x")
    tracks = (bench.track("V1"), replace(bench.track("A1"), items=(sound,)))
    bench.document.apply("Add Sound", replace(bench.timeline, tracks=tracks))
    return bench


def relink(bench: Bench, path: Path, media_id: str = "A") -> None:
    run(importing.relink(bench.session, MediaId(media_id), path))


def path_of(bench: Bench, media_id: str = "A") -> str:
    return bench.timeline.media_by_id[MediaId(media_id)].path


def test_another_file_takes_the_place_of_a_missing_one_in_all_of_the_history(lost: Bench, tmp_path: Path) -> None:
    assert [media.name for media in importing.missing(lost.timeline)] == ["A", "B"]
    path = lost.service.holds(tmp_path / "moved.mp4", duration=Fraction(3))
    relink(lost, path)
    assert path_of(lost) == str(path)
    media = lost.timeline.media_by_id[MediaId("A")]
    assert (media.name, int(media.duration)) == ("A", 3)
    assert [each.name for each in importing.missing(lost.timeline)] == ["B"]
    lost.document.undo_stack.undo()
    assert path_of(lost) == str(path)
    assert lost.steps == ["Add Sound"]


def test_pictures_made_of_the_old_file_are_forgotten_and_the_source_monitor_shows_the_new_one(
    lost: Bench, tmp_path: Path
) -> None:
    lost.open_in_source("A", 2, 5)
    path = lost.service.holds(tmp_path / "moved.mp4")
    relink(lost, path)
    assert lost.thumbnails.forgotten == ["A"]
    assert lost.playback.forgotten == lost.source_playback.forgotten == 1
    assert lost.session.source.media is not None
    assert lost.session.source.media.path == str(path)
    assert lost.session.source.document.timeline.mark_in == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"duration": Fraction(1)}, r"short.mp4 is too short: “A” on V1 needs it up to 1.2 s, and it ends at 1.0 s"),
        ({"audio": None}, "short.mp4 has no sound, which “A” on A1 needs"),
        ({"video": None}, "short.mp4 has no picture, which “A” on V1 needs"),
    ],
)
def test_a_file_that_is_not_enough_for_its_clips_is_refused_and_nothing_changes(
    lost: Bench, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    before = lost.timeline
    with pytest.raises(MediaError, match=words) as refusal:
        relink(lost, lost.service.holds(tmp_path / "short.mp4", **changes))
    assert (refusal.value.kept, refusal.value.do) == (
        "The clips wait for the old file as before.",
        "Choose another file.",
    )
    assert lost.timeline is before
    assert lost.thumbnails.forgotten == []


def test_a_file_that_misses_less_than_a_frame_will_do(lost: Bench, tmp_path: Path) -> None:
    path = lost.service.holds(tmp_path / "other.mp4", duration=30 / RATE - Fraction(1, 100))
    relink(lost, path)
    assert path_of(lost) == str(path)


def test_a_clip_that_went_beyond_the_old_file_asks_no_more_of_the_new_one(lost: Bench, tmp_path: Path) -> None:
    short = replace(lost.timeline.media_by_id[MediaId("A")], duration=Fraction(1))
    pool = tuple(short if media.id == "A" else media for media in lost.timeline.media)
    lost.document.replace(replace(lost.timeline, media=pool))
    relink(lost, lost.service.holds(tmp_path / "same.mp4", duration=Fraction(1)))
    assert path_of(lost).endswith("same.mp4")


def test_a_still_is_enough_for_any_length(lost: Bench, tmp_path: Path) -> None:
    path = lost.service.holds(tmp_path / "still.png", duration=Fraction(0), audio=None)
    relink(lost, path, "B")
    assert path_of(lost, "B") == str(path)


def test_footage_that_a_clip_is_generated_from_must_be_there_too(tmp_path: Path) -> None:
    bench = on_bench(scene(V1="A10"))
    asked = replace(bench.clips("V1")[0], id=ItemId("G"), takes=(), generation=generation(source="A"))
    track = replace(bench.track("V1"), items=(asked,))
    bench.document.replace(replace(bench.timeline, tracks=(track,)))
    with pytest.raises(MediaError, match=r"too short: “A” on V1 needs it up to 1\.0 s, and it ends at 0\.5 s"):
        relink(bench, bench.service.holds(tmp_path / "short.mp4", duration=Fraction(1, 2)))


def test_a_file_that_cannot_be_read_leaves_all_as_it_was(lost: Bench, tmp_path: Path) -> None:
    before = lost.timeline
    with pytest.raises(LongtakeError, match="breaks off"):
        relink(lost, lost.service.fails(tmp_path / "bad.mp4", MediaDamaged("bad.mp4 breaks off.")))
    assert lost.timeline is before


def test_media_that_left_the_pool_while_its_file_was_read_is_told(lost: Bench, tmp_path: Path) -> None:
    with pytest.raises(EditError, match="not in the pool any more"):
        relink(lost, lost.service.holds(tmp_path / "wave.mp4"), "gone")


# The pool


def used_and_not() -> Bench:
    bench = on_bench(scene(V1="A10"))
    spare = Media(MediaId("spare"), "/spare.wav", "spare", Fraction(3), None, SOUND)
    bench.document.replace(replace(bench.timeline, media=(*bench.timeline.media, spare)))
    return bench


def test_what_is_used_stays_in_the_pool_and_so_does_what_was_to_go_with_it() -> None:
    bench = used_and_not()
    with pytest.raises(EditError, match=r"“A” is used on the timeline\. Delete the clips that use it first\."):
        importing.remove_media(bench.session, [MediaId("spare"), MediaId("A")])
    assert pool(bench) == ["A", "spare"]


def test_removed_media_leaves_the_source_monitor_and_comes_back_by_undo() -> None:
    bench = used_and_not()
    bench.open_in_source("spare")
    importing.remove_media(bench.session, [MediaId("spare")])
    assert (pool(bench), bench.session.source.media) == (["A"], None)
    bench.document.undo_stack.undo()
    assert pool(bench) == ["A", "spare"]


def test_the_source_monitor_keeps_what_stays() -> None:
    bench = used_and_not()
    bench.open_in_source("A")
    importing.remove_media(bench.session, [MediaId("spare")])
    assert bench.session.source.media is not None


def test_media_is_renamed_in_the_pool_and_its_clips_and_file_are_not() -> None:
    bench = used_and_not()
    importing.rename(bench.session, MediaId("A"), " Wave ")
    assert (pool(bench), bench.drawn) == (["Wave", "spare"], {"V1": "A10"})
    assert os.path.basename(path_of(bench)) == "A.mp4"
    with pytest.raises(EditError, match="needs a name"):
        importing.rename(bench.session, MediaId("A"), "")
    assert bench.steps == ["Rename"]
