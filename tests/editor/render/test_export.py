"""The timeline becomes a film, or nothing is left."""

import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.render.compose import compose
from editor.render.decoders import ExactPictures
from editor.render.export import ExportJob, marked_range
from editor.render.export_film import export_film
from editor.render.exporting.settings import ExportSettings
from editor.render.layers import layers
from editor.timeline.model import Clip, Gap, Generation, Item, ItemId, Picture, Task, Timeline, TrackKind, Transition
from editor.timeline.rational_time import TimeRange
from engine.errors import Cancelled, MediaMissing, NoSpace, OutputError, RequestError
from engine.media.inspection import inspect_media
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.sound import read_sound
from engine.progress import Progress, Report
from tests.editor.render.counted import HEIGHT, RATE, WIDTH, clip, film, media_of, number_of, timeline, track
from tests.editor.render.test_sound import tone

SIZE = (WIDTH, HEIGHT)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """A gap, two pieces of a film with a dissolve between them, and sound."""
    media = film(tmp_path_factory.mktemp("media") / "film.mp4", 96, sound=tone(220))
    pieces: list[Item] = [
        Gap(ItemId("gap"), 5),
        clip(media, 24, Fraction(1)),
        Transition(ItemId("mix"), 4, 4),
        clip(media, 24, Fraction(2)),
    ]
    return timeline([track(pieces), track([clip(media, 40)], TrackKind.AUDIO, "A1")], [media])


@pytest.fixture
def jobs() -> Iterator[list[ExportJob]]:
    """Those that are put in are closed in the end."""
    jobs: list[ExportJob] = []
    yield jobs
    for job in jobs:
        job.close()


def whole(value: Timeline) -> TimeRange:
    return TimeRange(0, value.duration)


def test_a_film_has_exactly_the_timelines_frames(edited: Timeline, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    exported = export_film(edited, path, whole(edited), Report())
    frames = list(read_frames(path))
    assert len(frames) == exported.frames == edited.duration == 53
    assert [frame.time for frame in frames] == [index / RATE for index in range(53)]
    pictures = ExactPictures()
    for index, frame in enumerate(frames):
        expected = compose(layers(edited, index), SIZE, pictures)
        assert np.abs(frame.image.astype(int) - expected).mean() < 3, index
    pictures.close()


def test_the_sound_is_exactly_as_long_as_the_picture(edited: Timeline, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    export_film(edited, path, whole(edited), Report())
    sound = read_sound(path)
    assert sound is not None
    assert (len(sound.samples), sound.rate) == (53 * 2000, 48_000)
    assert np.abs(sound.samples[2000:78_000]).max() > 0.2
    assert np.abs(sound.samples[82_000:]).max() < 0.01
    expected = tone(220)[10_000:60_000, 0]
    assert np.corrcoef(sound.samples[10_000:60_000, 0], expected)[0, 1] > 0.999


def test_a_marked_range_is_exported_alone(edited: Timeline, tmp_path: Path) -> None:
    marked = replace(edited, mark_in=10, mark_out=20)
    export_film(marked, tmp_path / "film.mp4", marked_range(marked), Report())
    numbers = [number_of(frame.image) for frame in read_frames(tmp_path / "film.mp4")]
    assert numbers == list(range(29, 39))


@pytest.mark.parametrize(
    ("mark_in", "mark_out", "expected"),
    [(None, None, (0, 53)), (10, None, (10, 43)), (None, 20, (0, 20)), (50, 90, (50, 3)), (60, None, (53, 0))],
)
def test_the_marked_range_ends_with_the_timeline(
    edited: Timeline, mark_in: int | None, mark_out: int | None, expected: tuple[int, int]
) -> None:
    assert marked_range(replace(edited, mark_in=mark_in, mark_out=mark_out)) == TimeRange(*expected)


def test_a_film_without_sound_has_no_sound_stream(edited: Timeline, tmp_path: Path) -> None:
    silent = replace(edited, tracks=edited.tracks[:1])
    export_film(silent, tmp_path / "film.mp4", whole(silent), Report())
    assert probe(tmp_path / "film.mp4").audio is None


def test_ntsc_rates_stay_exact(edited: Timeline, tmp_path: Path) -> None:
    value = replace(edited, rate=Fraction(30000, 1001))
    export_film(value, tmp_path / "film.mp4", whole(value), Report())
    info = probe(tmp_path / "film.mp4")
    assert info.video is not None
    assert info.video.rate == Fraction(30000, 1001)
    assert info.duration == 53 * Fraction(1001, 30000)


def test_media_of_the_project_is_never_overwritten(edited: Timeline, tmp_path: Path) -> None:
    source = Path(edited.media[0].path)
    before = source.read_bytes()
    link = tmp_path / "link.mp4"
    link.symlink_to(source)
    for path in (source, link):
        with pytest.raises(OutputError):
            export_film(edited, path, whole(edited), Report())
    assert source.read_bytes() == before


def test_clips_that_are_still_to_be_made_are_told_before_anything_is_written(edited: Timeline, tmp_path: Path) -> None:
    new = Clip(ItemId("new"), "More of it", 10, generation=Generation(Task.AFTER, ()))
    value = replace(edited, tracks=(track([new]),))
    with pytest.raises(RequestError, match="More of it is still to be made"):
        export_film(value, tmp_path / "film.mp4", whole(value), Report())
    disabled = replace(edited, tracks=(track([replace(new, enabled=False)]), *edited.tracks))
    assert export_film(disabled, tmp_path / "film.mp4", TimeRange(0, 2), Report()).frames == 2


def test_missing_media_and_an_empty_range_are_told(edited: Timeline, tmp_path: Path) -> None:
    gone = replace(edited, media=(replace(edited.media[0], path="/nowhere/gone.mp4"),))
    with pytest.raises(MediaMissing, match=r"/nowhere/gone\.mp4"):
        export_film(gone, tmp_path / "film.mp4", whole(gone), Report())
    with pytest.raises(RequestError, match="nothing to export"):
        export_film(edited, tmp_path / "film.mp4", TimeRange(0, 0), Report())
    assert not list(tmp_path.iterdir())


def test_where_footage_is_damaged_the_picture_stands_still_and_that_is_told(footage: Path, tmp_path: Path) -> None:
    source = footage / "corrupted.mp4"
    info = inspect_media(source)
    assert info.video is not None
    media = media_of(source, info.duration, Picture(info.video.width, info.video.height, info.video.rate))
    value = timeline([track([clip(media, 40)])], [media], info.video.rate)
    assert export_film(value, tmp_path / "good.mp4", TimeRange(0, 20), Report()).notes == ()
    exported = export_film(value, tmp_path / "film.mp4", whole(value), Report())
    assert exported.frames == 40
    assert exported.notes == ("corrupted.mp4 is damaged: a picture stands still there.",)


def test_an_earlier_export_is_untouched_when_the_next_one_fails(edited: Timeline, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"an earlier one")
    report = Report(lambda progress: report.stop() if progress.step == 20 else None)
    with pytest.raises(Cancelled):
        export_film(edited, path, whole(edited), report, tmp_path / ".work.mp4")
    assert path.read_bytes() == b"an earlier one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told(edited: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoSpace, match=f"to write {tmp_path / 'film.mp4'}."):
        export_film(edited, tmp_path / "film.mp4", whole(edited), Report())
    assert not list(tmp_path.iterdir())


def test_a_name_may_be_as_long_as_file_systems_hold(edited: Timeline, tmp_path: Path) -> None:
    path = tmp_path / f"{'映' * 83}12.mp4"
    assert len(os.fsencode(path.name)) == 255
    export_film(edited, path, TimeRange(0, 2), Report())
    assert list(tmp_path.iterdir()) == [path]


def test_a_process_of_its_own_exports_and_tells_how_far_it_is(
    edited: Timeline, tmp_path: Path, qtbot: QtBot, jobs: list[ExportJob]
) -> None:
    job = ExportJob(edited, tmp_path / "film.mov", settings=ExportSettings("prores-422"))
    jobs.append(job)
    told: list[Progress] = []
    job.progressed.connect(told.append)
    with qtbot.waitSignal(job.finished, timeout=60_000) as blocker:
        job.start()
    assert blocker.args is not None
    assert blocker.args[0].frames == 53
    assert told
    assert all(progress.steps == 53 for progress in told)
    info = probe(tmp_path / "film.mov").video
    assert info is not None
    assert info.codec == "prores"
    assert sum(1 for _ in read_frames(tmp_path / "film.mov")) == 53
    assert [path.name for path in tmp_path.iterdir()] == ["film.mov"]


def test_an_export_that_is_cancelled_leaves_nothing(
    edited: Timeline, tmp_path: Path, qtbot: QtBot, jobs: list[ExportJob]
) -> None:
    job = ExportJob(long(edited), tmp_path / "film.mp4")
    jobs.append(job)
    job.progressed.connect(lambda progress: job.cancel())
    with qtbot.waitSignal(job.failed, timeout=60_000) as blocker:
        job.start()
    assert blocker.args is not None
    assert isinstance(blocker.args[0], Cancelled)
    assert not list(tmp_path.iterdir())


def test_a_process_that_dies_leaves_nothing_and_is_told(
    edited: Timeline, tmp_path: Path, qtbot: QtBot, jobs: list[ExportJob]
) -> None:
    job = ExportJob(long(edited), tmp_path / "film.mp4")
    jobs.append(job)
    job.progressed.connect(lambda progress: job._kill())
    with qtbot.waitSignal(job.failed, timeout=60_000) as blocker:
        job.start()
    assert blocker.args is not None
    assert isinstance(blocker.args[0], OutputError)
    assert not list(tmp_path.iterdir())


def test_the_process_says_what_is_wrong(edited: Timeline, tmp_path: Path, qtbot: QtBot, jobs: list[ExportJob]) -> None:
    job = ExportJob(edited, tmp_path / "no such folder" / "film.mp4")
    jobs.append(job)
    with qtbot.waitSignal(job.failed, timeout=60_000) as blocker:
        job.start()
    assert blocker.args is not None
    assert isinstance(blocker.args[0], OutputError)
    assert "no such folder" in str(blocker.args[0])


def long(value: Timeline) -> Timeline:
    """So long that it is not finished before it is stopped."""
    return replace(value, tracks=(track([clip(value.media[0], 50_000)]),))
