"""OpenTimelineIO reads our projects as what they are, and what it writes back opens unchanged."""

from pathlib import Path
from typing import Any

import opentimelineio
import pytest
from hypothesis import given, settings

from editor.timeline.model import Clip, Gap, Item, Timeline, Transition
from editor.timeline.otio_file import CHANGED, Project, from_bytes, to_bytes
from tests.editor.project.timelines import SLIDERS, everything, timelines

FOLDER = Path("/films")
SCHEMAS = {
    Clip: opentimelineio.schema.Clip,
    Gap: opentimelineio.schema.Gap,
    Transition: opentimelineio.schema.Transition,
}


def theirs(timeline: Timeline) -> Any:
    text = to_bytes(Project(timeline, "id", 7), FOLDER).decode()
    return opentimelineio.adapters.read_from_string(text, "otio_json")


def seconds(time: Any) -> float:
    return float(time.to_seconds())


def test_tracks_items_and_markers_are_what_they_are() -> None:
    timeline = everything()
    found = theirs(timeline)
    assert found.name == "Night"
    assert found.global_start_time.value == 86_400
    assert [(track.name, track.kind, track.enabled) for track in found.tracks] == [
        ("V1", "Video", True),
        ("A1", "Audio", False),
    ]
    for track, mine in zip(found.tracks, timeline.tracks, strict=True):
        assert [type(item) for item in track] == [SCHEMAS[type(item)] for item in mine.items]
    (marker,) = found.tracks.markers
    assert (marker.name, marker.marked_range.start_time.value, marker.marked_range.duration.value) == ("here", 24, 5)


def test_every_item_stands_where_ours_does() -> None:
    timeline = everything()
    found = theirs(timeline)  # its tracks go when it does
    for track, mine in zip(found.tracks, timeline.tracks, strict=True):
        for index, item in enumerate(mine.items):
            _stands_alike(track, index, item, timeline)


def _stands_alike(track: Any, index: int, item: Item, timeline: Timeline) -> None:
    if isinstance(item, Transition):
        assert (track[index].in_offset.value, track[index].out_offset.value) == (item.in_offset, item.out_offset)
        assert track[index].transition_type == item.kind
        return
    place = track.range_of_child_at_index(index)
    mine = timeline.range_of(item.id)
    assert (place.start_time.value, place.duration.value) == (mine.start, mine.duration)
    if isinstance(item, Clip):
        source = timeline.source_range(item)
        assert seconds(track[index].source_range.start_time) == pytest.approx(float(source.start))
        # at whatever speed, as long as it stands on its track: OpenTimelineIO counts no time effects in
        assert seconds(track[index].source_range.duration) == pytest.approx(float(item.duration / timeline.rate))


def test_takes_are_media_references_and_the_one_that_plays_is_active() -> None:
    found = theirs(everything())
    clip, _, longer, _, bridge = found.tracks[0]
    assert clip.media_reference.target_url == "shot.mp4"
    assert seconds(clip.media_reference.available_range.duration) == 10
    assert [reference.target_url for reference in longer.media_references().values()] == ["take.mp4", "shot.mp4"]
    assert longer.active_media_reference_key == "take 1"
    assert isinstance(bridge.media_reference, opentimelineio.schema.GeneratorReference)
    assert bridge.media_reference.generator_kind == "longtake.bridge"


def test_a_file_that_opentimelineio_wrote_back_opens_as_the_same_timeline(tmp_path: Path) -> None:
    timeline, path = everything(), tmp_path / "night.otio"
    path.write_bytes(to_bytes(Project(timeline, "id", 7), FOLDER))
    opentimelineio.adapters.write_to_file(opentimelineio.adapters.read_from_file(str(path)), str(path))
    project = from_bytes(path.read_bytes(), FOLDER)
    assert (project.timeline, project.project_id, project.sequence) == (timeline, "id", 7)
    assert project.notes == (CHANGED,)


@settings(max_examples=40, deadline=None)
@given(timelines(SLIDERS))
def test_any_timeline_survives_opentimelineio(timeline: Timeline) -> None:
    text = opentimelineio.adapters.write_to_string(theirs(timeline), "otio_json")
    assert from_bytes(text.encode(), FOLDER).timeline == timeline


def test_a_clip_shortened_there_is_shorter_here() -> None:
    found = theirs(everything())
    clip = found.tracks[0][0]
    duration = opentimelineio.opentime.RationalTime(30, clip.source_range.duration.rate)
    clip.source_range = opentimelineio.opentime.TimeRange(clip.source_range.start_time, duration)
    timeline = from_bytes(opentimelineio.adapters.write_to_string(found, "otio_json").encode(), FOLDER).timeline
    mine = everything().tracks[0].items[0]
    assert isinstance(mine, Clip)
    changed = timeline.clip(mine.id)
    assert (changed.duration, changed.source_start) == (30, mine.source_start)
