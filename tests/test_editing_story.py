"""The story of a rough cut: pieces of a film are chosen in the source monitor, cut by keys and mouse, and played."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.timeline.edits import Edge
from editor.timeline.model import Gap, Transition
from tests.editor.playback.test_sync import Recorder
from tests.hands import Hands
from tests.screening import Screening, pictures_of, sound_of
from tests.story import ALT, CTRL, SHIFT, Key, Story, story

__all__ = ["story"]
RATE = 24
PLAYED = 36  # frames that are marked while they play, or some more
LONGER = 6  # frames that a dissolve is dragged
LEAD = 8  # frames that a sound comes before its picture
CLOSE = 3.0  # grey levels that scaling may change, mean over a picture
TOGETHER = 0.020  # seconds between picture and sound
ALIKE = 0.95  # of 1; where the machine was too busy, some of the sound is missing

pytestmark = pytest.mark.timeout(300)


def test_a_film_is_cut_from_the_source_monitor_trimmed_joined_and_played(
    story: Story, footage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = [Recorder(), Recorder()]
    monkeypatch.setattr("editor.app.default_output", iter(outputs).__next__)

    async def day(hands: Hands) -> None:
        await open_in_source(hands, footage / "bunny.webm")
        await insert_pieces(hands)
        await trim_by_keys(hands)
        await cut_out_a_part(hands)
        await make_a_gap_and_close_it(hands)
        await roll_the_first_cut(hands)
        await let_the_sound_lead(hands)
        await dissolve(hands)
        await play_over_the_joins(hands, outputs[0])
        await undo_and_redo_all(hands)

    story(day)


async def open_in_source(hands: Hands, path: Path) -> None:
    window, pool = hands.window, hands.window.pool
    await window.welcome([])
    hands.drop_files(pool, [path])
    await hands.until(lambda: hands.session.document.timeline.media, "the media", 30)
    hands.double_click(pool.view.viewport(), hands.media_point(path.stem))
    await hands.until(lambda: window.source.has_keyboard, "the source monitor to have the keys")
    await hands.until(lambda: hands.session.source_playback.picture is not None, "the source's picture", 30)


async def insert_pieces(hands: Hands) -> None:
    """One is marked while it plays, two by steps; the third is laid over the end of the second."""
    source, document = hands.session.source_playback, hands.session.document
    await seconds_on(hands, 2)
    await hands.press(Key.Key_I, widget=hands.window.source)
    await hands.press(Key.Key_L, widget=hands.window.source)
    await hands.until(lambda: source.frame >= 2 * RATE + PLAYED, "the source to play", 30)
    await hands.press(Key.Key_O, widget=hands.window.source)
    await hands.press(Key.Key_K, widget=hands.window.source)
    await hands.press(Key.Key_Comma, widget=hands.window.source)
    assert hands.clips("V1")[0].duration > PLAYED
    assert (document.timeline.width, document.timeline.rate) == (1280, RATE), "the first clip sets size and rate"
    await mark_two_seconds(hands, 16)
    await hands.press(Key.Key_Comma, widget=hands.window.source)
    hands.click(hands.window.program.head)
    await hands.press(Key.Key_Left, SHIFT)
    await mark_two_seconds(hands, 8)
    await hands.press(Key.Key_Period, widget=hands.window.source)
    assert lengths(hands)[1:] == [RATE + 1, 2 * RATE + 1]
    assert starts_in_media(hands) == [2, 16, 8]
    assert hands.session.playback.frame == document.timeline.duration, "ready for the next piece"


async def seconds_on(hands: Hands, seconds: int) -> None:
    """In the source, from its start."""
    await hands.press(Key.Key_Home, widget=hands.window.source)
    for _ in range(seconds):
        await hands.press(Key.Key_Right, SHIFT, hands.window.source)


async def mark_two_seconds(hands: Hands, start: int) -> None:
    hands.click(hands.window.source.head)
    await seconds_on(hands, start)
    await hands.press(Key.Key_I, widget=hands.window.source)
    for _ in range(2):
        await hands.press(Key.Key_Right, SHIFT, hands.window.source)
    await hands.press(Key.Key_O, widget=hands.window.source)


async def trim_by_keys(hands: Hands) -> None:
    """Five frames off the beginning by Q, ten off the end by W."""
    before = lengths(hands)
    hands.click(hands.window.program.head)
    await hands.press(Key.Key_Home)
    await presses(hands, 5, Key.Key_Right)
    await hands.press(Key.Key_Q)
    assert hands.session.playback.frame == 0, "the playhead stands at the cut"
    await hands.press(Key.Key_End)
    await presses(hands, 10, Key.Key_Left)
    await hands.press(Key.Key_W)
    assert lengths(hands) == [before[0] - 5, before[1], before[2] - 10]
    assert starts_in_media(hands)[0] == 2 + Fraction(5, RATE)
    assert lengths(hands, "A1") == lengths(hands), "the linked sound is trimmed along"


async def cut_out_a_part(hands: Hands) -> None:
    """The razor makes three of the last piece, and the middle goes by Ripple Delete."""
    await hands.press(Key.Key_Backslash)
    first, second, third = lengths(hands)
    start = first + second
    await hands.press(Key.Key_C)
    for frame in (start + 10, start + 18):
        hands.click_frame(hands.track("V1"), frame)
    await hands.press(Key.Key_V)
    hands.click_frame(hands.track("V1"), start + 14)
    await hands.press(Key.Key_Delete, SHIFT)
    assert lengths(hands) == lengths(hands, "A1") == [first, second, 10, third - 18]
    assert starts_in_media(hands)[2:] == [8, 8 + Fraction(18, RATE)]


async def make_a_gap_and_close_it(hands: Hands) -> None:
    timeline = hands.session.document.timeline
    hands.click_frame(hands.track("V1"), hands.start_of(hands.clips("V1")[2].id) + 5)
    await hands.press(Key.Key_Delete)
    gap = hands.track("V1").items[2]
    assert isinstance(gap, Gap)
    assert hands.session.document.timeline.duration == timeline.duration
    hands.click_frame(hands.track("V1"), hands.start_of(gap.id) + 5)
    await hands.press(Key.Key_Delete)
    assert hands.session.document.timeline.duration == timeline.duration - 10
    assert lengths(hands) == lengths(hands, "A1")
    assert len(hands.clips("V1")) == 3


async def roll_the_first_cut(hands: Hands) -> None:
    first, second, third = lengths(hands)
    await hands.press(Key.Key_N)
    hands.drag_edge(hands.clips("V1")[0].id, Edge.END, 6)
    await hands.press(Key.Key_V)
    assert lengths(hands) == lengths(hands, "A1") == [first + 6, second - 6, third]


async def let_the_sound_lead(hands: Hands) -> None:
    """A J-cut: with Alt held an edge is the sound's alone."""
    pictures, (left, right, _) = lengths(hands), hands.clips("A1")
    hands.drag_edge(left.id, Edge.END, -LEAD, ALT)
    hands.drag_edge(right.id, Edge.START, -LEAD, ALT)
    assert lengths(hands) == pictures
    assert lengths(hands, "A1") == [pictures[0] - LEAD, pictures[1] + LEAD, pictures[2]]
    sound, picture = hands.clips("A1")[1], hands.clips("V1")[1]
    assert picture.source_start - sound.source_start == Fraction(LEAD, RATE), "it is in sync still"


async def dissolve(hands: Hands) -> None:
    """At the cut where the playhead stands; then its end is dragged out."""
    hands.click(hands.window.program.head)
    await hands.press(Key.Key_End)
    await hands.press(Key.Key_Up)
    assert hands.session.playback.frame == hands.start_of(hands.clips("V1")[2].id)
    await hands.press(Key.Key_A, CTRL | SHIFT)
    await hands.press(Key.Key_D, CTRL)
    before = the_dissolve(hands)
    hands.drag_edge(before.id, Edge.START, -LONGER)
    after = the_dissolve(hands)
    assert (after.in_offset, after.out_offset) == (before.in_offset + LONGER, before.out_offset)


def the_dissolve(hands: Hands) -> Transition:
    (found,) = (item for item in hands.track("V1").items if isinstance(item, Transition))
    return found


async def play_over_the_joins(hands: Hands, output: Recorder) -> None:
    """Every picture shown is the timeline's at that time, and the sound is that of the clips' files."""
    playback, timeline = hands.session.playback, hands.session.document.timeline
    await hands.press(Key.Key_Home)
    await hands.until(lambda: playback.is_exact, "the first picture", 30)
    screening = Screening(playback, output, timeline.rate)
    await hands.press(Key.Key_Space)
    await hands.until(lambda: not playback.is_playing, "the film to be played", 60)
    screening.close()
    off = screening.off(pictures_of(timeline))
    assert len(off) > timeline.duration / 4, "on the busiest machine"
    assert max(distance for _, distance in off) < CLOSE
    assert np.median([late for late, _ in off]) == 0
    assert np.median(playback.lateness) < TOGETHER
    assert screening.likeness(sound_of(timeline)) > ALIKE
    print(
        len(off),
        max(off, key=lambda each: each[1]),
        np.median(playback.lateness),
        screening.likeness(sound_of(timeline)),
    )


async def undo_and_redo_all(hands: Hands) -> None:
    document = hands.session.document
    finished, steps = document.timeline, document.undo_stack.index()
    for _ in range(steps):
        await hands.press(Key.Key_Z, CTRL)
    assert (document.undo_stack.index(), document.timeline.duration) == (0, 0)
    for _ in range(steps):
        await hands.press(Key.Key_Z, CTRL | SHIFT)
    assert document.timeline == finished


def lengths(hands: Hands, track: str = "V1") -> list[int]:
    return [clip.duration for clip in hands.clips(track)]


def starts_in_media(hands: Hands) -> list[Fraction]:
    return [clip.source_start for clip in hands.clips("V1")]


async def presses(hands: Hands, count: int, key: Key) -> None:
    for _ in range(count):
        await hands.press(key)
