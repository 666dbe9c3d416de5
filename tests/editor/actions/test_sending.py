"""A take goes back to the editor it came from: its timecode goes on where the source's stops."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions import sending
from editor.actions.sending import Origin
from editor.interchange.reading import read_timeline
from editor.render.export_film import export_film
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, Generation, ItemId, MediaId, Stretch, Take, Task, Timeline, new_timeline
from editor.timeline.rational_time import MediaRange, TimeRange
from engine.media.info import FileTimecode
from engine.media.read import read_frames
from engine.media.timecode import read_timecode
from engine.progress import Report
from tests.editor.render.counted import RATE, film, number_of, timeline, track

TAKE = ItemId("take")
CONTEXT, NEW = 12, 10  # frames of a take
SOURCE = Origin("A001C002.mov", FileTimecode("10:00:00:00", "A001C002"))

Made = Callable[..., Timeline]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A gap of 4 frames, then a take of 10 new frames that goes on from second 2 of its source, or leads to it."""
    folder = tmp_path_factory.mktemp("media")
    source, take = film(folder / "source.mp4", 48), film(folder / "take.mp4", CONTEXT + NEW)

    def make(task: Task = Task.AFTER, **changes: object) -> Timeline:
        start = Fraction(1) if task is Task.BEFORE else Fraction(0)
        generation = Generation(task, (Stretch(source.id, MediaRange(start, 2 - start)),), frames=NEW)
        takes = (Take(take.id, Fraction(0 if task is Task.BEFORE else CONTEXT) / RATE),)
        clip = replace(Clip(TAKE, "surf, after", NEW, takes, generation=generation), **changes)
        return timeline([track([Gap(ItemId("gap"), 4), clip])], [source, take])

    return make


def timecode(value: Timeline, handles: int = 0, origin: Origin = SOURCE) -> str:
    return sending.sending_of(value, TAKE, 0, handles, origin).timecode


def test_after_a_clip_it_goes_on_where_the_source_was_cut(made: Made) -> None:
    assert timecode(made()) == "10:00:02:00"


def test_handles_and_trims_move_it(made: Made) -> None:
    assert timecode(made(), handles=6) == "10:00:01:18"
    assert timecode(made(source_start=3 / RATE, duration=7)) == "10:00:02:03"


def test_before_a_clip_it_ends_where_the_source_begins(made: Made) -> None:
    assert timecode(made(Task.BEFORE)) == "10:00:00:14"


def test_a_source_without_timecode_is_counted_from_its_first_frame(made: Made) -> None:
    assert timecode(made(), origin=Origin("surf.mp4")) == "00:00:02:00"
    assert sending.sending_of(made(), TAKE, 0, 0, Origin("surf.mp4")).reel == "surf"


def test_what_was_made_of_words_alone_has_the_sequences_timecode(made: Made) -> None:
    value = replace(made(generation=Generation(Task.NEW, (), frames=NEW)), start_frame=86_400)
    assert timecode(value, origin=Origin()) == "01:00:00:04"


def test_drop_frame_goes_on_as_drop_frame() -> None:
    rate = Fraction(30000, 1001)
    stretch = Stretch(MediaId("source"), MediaRange(Fraction(0), 1800 / rate))
    clip = Clip(TAKE, "late", NEW, (), generation=Generation(Task.AFTER, (stretch,), frames=NEW))
    value = new_timeline(rate=rate)
    found = sending.timecode_of(value, clip, 0, 0, Origin("a", FileTimecode("00:00:00;00")))
    assert found == "00:01:00;02", "two numbers are dropped at the minute"


def test_there_is_nothing_to_send_before_the_first_take(made: Made) -> None:
    with pytest.raises(EditError, match="Nothing is made"):
        sending.sending_of(made(takes=()), TAKE, 0, 0, SOURCE)


def test_the_film_has_the_takes_frames_its_timecode_and_reel_and_is_placed(made: Made, tmp_path: Path) -> None:
    value = made()
    sent = sending.sending_of(value, TAKE, 0, 5, SOURCE)
    path = tmp_path / "surf, take 1.mov"
    export_film(
        sent.timeline,
        path,
        TimeRange(0, sent.timeline.duration),
        Report(),
        settings=sending.settings_of(sent, sending.USUAL),
    )
    assert read_timecode(path) == FileTimecode("10:00:01:19", "A001C002")
    assert [number_of(each.image >> 8) for each in read_frames(path)] == list(range(CONTEXT - 5, CONTEXT + NEW))
    written = asyncio.run(sending.write_places(value, sent, path))
    assert [each.suffix for each in written] == [".edl", ".otio"]
    for place in written:
        found = read_timeline(place, RATE)
        lead, clip = found.tracks[0].items
        assert (lead.duration, clip.duration, clip.start * RATE) == (4, NEW, 5)  # type: ignore[union-attr]
        assert found.media[0].path == str(path)
    assert "10:00:02:00 10:00:02:10 00:00:00:04 00:00:00:14" in written[0].read_text()
