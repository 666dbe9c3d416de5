"""Generated sound is played as it was made to join, and exported with its picture."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.render.export_film import check
from editor.render.voices import FADE, voices
from editor.timeline.model import (
    Clip,
    Generation,
    ItemId,
    Media,
    Picture,
    SoundTrack,
    Stretch,
    Take,
    Task,
    Timeline,
    TrackKind,
)
from editor.timeline.rational_time import MediaRange, TimeRange
from engine.errors import RequestError
from tests.editor.render.counted import RATE, clip, media_of, timeline, track

EDGE = round(FADE * 48_000)
SOUND, PICTURE = SoundTrack(48_000, 2), Picture(128, 64, RATE)
CUT, NEW, CONTEXT = Fraction(2), 12, Fraction(1)


@pytest.fixture
def source(tmp_path: Path) -> Media:
    (tmp_path / "source.mp4").touch()
    return media_of(tmp_path / "source.mp4", Fraction(4), PICTURE, SOUND)


@pytest.fixture
def take(tmp_path: Path) -> Media:
    (tmp_path / "take.mp4").touch()
    return media_of(tmp_path / "take.mp4", Fraction(3, 2), PICTURE, SOUND)


def generated(source: Media, take: Media | None, task: Task = Task.AFTER, **changes: object) -> Clip:
    span = MediaRange(Fraction(0), CUT) if task is Task.AFTER else MediaRange(CUT, CUT)
    takes = () if take is None else (Take(take.id, CONTEXT if task is Task.AFTER else Fraction(0)),)
    made = Generation(task, (Stretch(source.id, span),), frames=NEW)
    return replace(Clip(ItemId(f"made {task}"), "made", NEW, takes, generation=made), **changes)  # type: ignore[arg-type]


def heard(source: Media, take: Media, *clips: Clip) -> list[tuple[int, int]]:
    """How each voice fades in and out."""
    cut = timeline([track(clips, TrackKind.AUDIO, "A1")], (source, take))
    return [(voice.fade_in, voice.fade_out) for voice in voices(cut, 0, 48_000 * 10)]


def test_where_generated_sound_goes_on_from_its_source_there_is_no_fade(source: Media, take: Media) -> None:
    assert heard(source, take, clip(source, 48), generated(source, take)) == [(EDGE, 0), (0, EDGE)]
    after = clip(source, 48, CUT)
    assert heard(source, take, generated(source, take, Task.BEFORE), after) == [(EDGE, 0), (0, EDGE)]


def test_where_it_does_not_it_fades_like_any_cut(source: Media, take: Media) -> None:
    faded = [(EDGE, EDGE), (EDGE, EDGE)]
    assert heard(source, take, clip(source, 47), generated(source, take)) == faded, "the source was trimmed"
    late = generated(source, take, source_start=1 / RATE)
    assert heard(source, take, clip(source, 48), late) == faded, "the new frames were"
    short = generated(source, take, Task.BEFORE, duration=NEW - 1)
    assert heard(source, take, short, clip(source, 48, CUT)) == faded
    assert heard(source, take, clip(take, 20), generated(source, take)) == faded, "it was made from another file"
    slow = replace(source, picture=replace(PICTURE, rate=Fraction(25)))
    assert heard(slow, take, clip(slow, 48), generated(slow, take)) == faded, "the cut is between two frames"


def both_pending(source: Media, enabled: bool = True) -> Timeline:
    made = [generated(source, None, link="made", id=ItemId(each), enabled=enabled) for each in ("picture", "sound")]
    rows = [(clip(source, 48, name=f"own {made_.id}"), made_) for made_ in made]
    kinds = ((TrackKind.VIDEO, "V1"), (TrackKind.AUDIO, "A1"))
    return timeline([track(row, *kind) for row, kind in zip(rows, kinds, strict=True)], (source,))


def test_a_picture_and_its_sound_are_one_clip_that_is_still_to_be_made(source: Media) -> None:
    with pytest.raises(RequestError, match="made is still to be made"):
        check(both_pending(source), TimeRange(0, 60))
    check(both_pending(source, enabled=False), TimeRange(0, 60))


def test_sound_that_is_still_to_be_made_is_silent(source: Media) -> None:
    assert [voice.end for voice in voices(both_pending(source), 0, 48_000 * 10)] == [96_000]
