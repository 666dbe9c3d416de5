"""Sound is there before it is needed."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.playback.course import Course
from editor.playback.sound_ahead import BLOCK, KEPT, SoundAhead
from editor.render.sound import Mixer
from editor.timeline.model import Timeline, TrackKind
from editor.timeline.rational_time import TimeRange
from tests.editor.render.counted import RATE, clip, film, timeline, track
from tests.editor.render.test_sound import tone

COURSE = Course(0, 1.0, TimeRange(0, 48), False, RATE)


@pytest.fixture(scope="module")
def sounding(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    media = film(tmp_path_factory.mktemp("media") / "film.mp4", 48, sound=tone(220, 2.0))
    return timeline([track([clip(media, 48)], TrackKind.AUDIO)], [media])


@pytest.fixture
def ahead() -> Iterator[SoundAhead]:
    ahead = SoundAhead()
    yield ahead
    ahead.close()


def samples(data: bytes) -> np.ndarray:
    return np.frombuffer(data, np.float32).reshape(-1, 2)


def test_what_is_read_is_the_mix(ahead: SoundAhead, sounding: Timeline, qtbot: QtBot) -> None:
    ahead.start(sounding, COURSE)
    parts = []
    for count in (1000, 3000, 77, 2000):
        qtbot.waitUntil(lambda: ahead.is_ready)
        parts.append(samples(ahead.read(count)))
    assert ahead.late == 0
    assert np.allclose(np.concatenate(parts), Mixer().mix(sounding, 0, 6077), atol=1e-6)


def test_after_an_edit_the_new_mix_is_heard_within_a_tenth_of_a_second(
    ahead: SoundAhead, sounding: Timeline, qtbot: QtBot
) -> None:
    ahead.start(sounding, COURSE)
    qtbot.waitUntil(lambda: ahead.is_ready)
    ahead.read(5000)
    qtbot.waitUntil(lambda: ahead.is_ready)
    muted = replace(sounding, tracks=(replace(sounding.tracks[0], muted=True),))
    ahead.change(muted, COURSE)
    heard = samples(ahead.read(KEPT * BLOCK))
    qtbot.waitUntil(lambda: ahead.is_ready)
    assert heard.any()
    assert not samples(ahead.read(4000)).any()


def test_an_edit_loses_no_sample(ahead: SoundAhead, sounding: Timeline, qtbot: QtBot) -> None:
    ahead.start(sounding, COURSE)
    parts = []
    for _ in range(4):
        qtbot.waitUntil(lambda: ahead.is_ready)
        parts.append(samples(ahead.read(3000)))
        ahead.change(replace(sounding, name="another"), COURSE)
    assert np.allclose(np.concatenate(parts), Mixer().mix(sounding, 0, 12_000), atol=1e-6)


def test_what_comes_too_late_is_silent_and_what_follows_is_in_its_place(
    ahead: SoundAhead, sounding: Timeline, qtbot: QtBot
) -> None:
    ahead.start(sounding, COURSE)
    late = samples(ahead.read(30_000))
    assert ahead.late > 0
    qtbot.waitUntil(lambda: ahead.is_ready)
    expected = Mixer().mix(sounding, 30_000, 3000)
    assert not late[-1000:].any()
    assert np.allclose(samples(ahead.read(3000)), expected, atol=1e-6)


def test_what_was_made_ready_is_there_at_once_and_after_reading_begins_anew(
    ahead: SoundAhead, sounding: Timeline, qtbot: QtBot
) -> None:
    ahead.start(sounding, COURSE)
    qtbot.waitUntil(lambda: ahead.is_ready)
    ahead.start(sounding, COURSE)
    assert ahead.is_ready
    beginning = samples(ahead.read(3000))
    ahead.start(sounding, COURSE)
    qtbot.waitUntil(lambda: ahead.is_ready)
    assert np.allclose(samples(ahead.read(3000)), beginning, atol=1e-6)


def test_backward_is_the_mix_turned_round(ahead: SoundAhead, sounding: Timeline, qtbot: QtBot) -> None:
    ahead.start(sounding, replace(COURSE, start=23, speed=-1.0))
    parts = []
    for _ in range(7):
        qtbot.waitUntil(lambda: ahead.is_ready)
        parts.append(samples(ahead.read(4000)))
    assert np.allclose(np.concatenate(parts), Mixer().mix(sounding, 20_000, 28_000)[::-1], atol=1e-4)


def test_when_it_is_stopped_there_is_only_silence(ahead: SoundAhead, sounding: Timeline, qtbot: QtBot) -> None:
    ahead.start(sounding, COURSE)
    qtbot.waitUntil(lambda: ahead.is_ready)
    ahead.stop()
    ahead.start(replace(sounding, tracks=()), COURSE)
    qtbot.waitUntil(lambda: ahead.is_ready)
    assert not samples(ahead.read(3000)).any()
