"""A second picture through the same playhead."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.playback import Playback
from editor.playback.beside import Beside
from editor.render.audio_output import NullOutput
from editor.timeline.edits import as_with_take
from editor.timeline.model import ItemId, Take, Timeline
from editor.timeline.rational_time import TimeRange
from tests.editor.render.counted import HEIGHT, WIDTH, clip, film, timeline, track
from tests.editor.test_playback import number

AFTER = ItemId("after")


@pytest.fixture(scope="module")
def two_takes(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """12 frames of a film, then 24 that begin with its frame 12, or in the other take with its frame 20."""
    media = film(tmp_path_factory.mktemp("media") / "counted.mp4", 60)
    takes = (Take(media.id, 12 / media.picture.rate), Take(media.id, 20 / media.picture.rate))
    after = replace(clip(media, 24), id=AFTER, takes=takes)
    return timeline([track([clip(media, 12, name="before"), after])], [media])


@pytest.fixture
def pair(two_takes: Timeline, qtbot: QtBot) -> Iterator[tuple[Playback, Beside]]:
    document = Document(two_takes)
    playback = Playback(document, NullOutput())
    playback.set_view_size(QSize(WIDTH, HEIGHT))
    beside = Beside(playback)
    beside.show(as_with_take(two_takes, AFTER, 1), two_takes)
    yield playback, beside
    beside.close()
    playback.close()


def test_the_other_take_is_seen_at_the_playhead_and_before_the_join_the_very_same_picture(
    pair: tuple[Playback, Beside], qtbot: QtBot
) -> None:
    playback, beside = pair
    for frame, other in ((15, 23), (30, 38)):
        playback.seek(frame)
        qtbot.waitUntil(lambda other=other: beside.picture is not None and number(beside.picture) == other)
        qtbot.waitUntil(lambda frame=frame: number(playback.picture) == frame)
    playback.seek(4)
    qtbot.waitUntil(lambda: number(playback.picture) == 4)
    assert beside.picture is playback.picture


def test_both_play_the_loop_around_the_join_together(pair: tuple[Playback, Beside], qtbot: QtBot) -> None:
    playback, beside = pair
    seen: list[tuple[int, int]] = []

    def look() -> None:
        first, second = playback.picture, beside.picture
        if first is not None and second is not None:
            seen.append((number(first), number(second)))

    playback.loop_range = TimeRange(8, 12)
    playback.seek(8)
    playback.picture_ready.connect(look)
    playback.play()
    qtbot.waitUntil(lambda: any(second - first == 8 for first, second in seen))
    after = len(seen)
    qtbot.waitUntil(lambda: any(first == second < 12 for first, second in seen[after:]))
    playback.pause()
    assert all(8 <= first < 20 for first, _ in seen)


def test_the_loop_ends_when_the_playhead_is_put_elsewhere_and_the_marks_are_as_they_were(
    pair: tuple[Playback, Beside], qtbot: QtBot
) -> None:
    playback, _ = pair
    playback.loop_range = TimeRange(8, 12)
    playback.seek(10)
    assert playback.loop
    with qtbot.waitSignal(playback.loop_changed):
        playback.seek(30)
    assert (playback.loop, playback.loop_range) == (False, None)


def test_another_take_alone_is_seen_in_place_of_the_one_on_the_timeline(
    pair: tuple[Playback, Beside], two_takes: Timeline, qtbot: QtBot
) -> None:
    playback, _ = pair
    playback.seek(15)
    playback.show_instead(as_with_take(two_takes, AFTER, 1))
    qtbot.waitUntil(lambda: playback.picture is not None and number(playback.picture) == 23)
    playback.show_instead(None)
    qtbot.waitUntil(lambda: number(playback.picture) == 15)
