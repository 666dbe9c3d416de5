"""What a project file cannot hold or must not: refused with the place where it stands."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from editor.timeline.model import (
    Clip,
    Generation,
    ItemId,
    Made,
    MediaId,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
)
from editor.timeline.otio.errors import ProjectError
from editor.timeline.otio_file import Project, decode, encode, from_bytes, to_bytes
from tests.editor.timeline.drawing import scene

TIMELINE = scene(V1="A10 B10", A1="a10")


def with_media(**changes: Any) -> Timeline:
    return replace(TIMELINE, media=tuple(replace(media, **changes) for media in TIMELINE.media))


@pytest.mark.parametrize(
    ("timeline", "what"),
    [
        (with_media(path="/films/\0.mp4"), "holds a zero"),
        (with_media(size=10**400), "should be smaller"),
        (with_media(duration=Fraction(10**101 + 1, 10**101)), "at most 100 digits"),
    ],
)
def test_a_value_that_no_file_can_hold_is_refused_before_it_is_written(timeline: Timeline, what: str) -> None:
    with pytest.raises(ProjectError, match=what) as refused:
        encode(timeline)
    assert refused.value.kept
    assert refused.value.do


def test_a_clip_of_media_that_is_not_in_the_pool_is_written_as_missing() -> None:
    lost = Clip(ItemId("A"), "lost", 10, (Take(MediaId("gone")),))
    track = Track(TrackId("v"), TrackKind.VIDEO, items=(lost,))
    clip = encode(replace(TIMELINE, tracks=(track,), media=()))["tracks"]["children"][0]["children"][0]
    assert [each["OTIO_SCHEMA"] for each in clip["media_references"].values()] == ["MissingReference.1"]


def media_of(data: Any) -> list[Any]:
    found: list[Any] = data["metadata"]["longtake"]["media"]
    return found


def test_two_files_under_one_id_are_refused() -> None:
    data = encode(TIMELINE)
    media_of(data).append(media_of(data)[0])
    with pytest.raises(ProjectError, match="two files under one id"):
        decode(data)


@pytest.mark.parametrize("path", ["/films/a.mp4", {"quoted": "%00"}])
def test_a_path_that_is_none_is_refused(path: Any) -> None:
    data = encode(TIMELINE)
    media_of(data)[0]["path"] = path
    with pytest.raises(ProjectError, match="path"):
        decode(data)


@pytest.mark.parametrize("sequence", ["-1", "true", '"7"', "1.5"])
def test_a_sequence_that_is_no_count_is_refused(sequence: str) -> None:
    content = to_bytes(Project(TIMELINE, "one", 987654))
    assert b"987654" in content
    with pytest.raises(ProjectError, match="should be a count"):
        from_bytes(content.replace(b"987654", sequence.encode()))


def test_a_measure_that_is_no_number_is_refused_before_it_is_written() -> None:
    made = Made(Generation(Task.AFTER, ()), "Longtake built-in model", seam=(("jump", float("nan")),))
    with pytest.raises(ProjectError, match="should be a number"):
        encode(with_media(made=made))


def test_a_still_has_no_available_range_since_it_lasts_as_long_as_it_is_asked_to() -> None:
    timeline = with_media(duration=Fraction(0))
    reference = encode(timeline)["tracks"]["children"][0]["children"][0]["media_references"].popitem()[1]
    assert reference["available_range"] is None
    assert decode(encode(timeline)) == timeline
