"""Project files: nothing is lost, other programs read them, and damage is told."""

import json
import os
import random
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from editor.timeline.model import Clip, Gap, Generation, Made, Media, MediaId, Task, Timeline
from editor.timeline.otio.errors import ProjectError
from editor.timeline.otio_file import CHANGED, Project, decode, encode, from_bytes, is_intact, to_bytes
from editor.timeline.upgrades import VERSION
from tests.editor.project.timelines import everything, long_timeline, timelines

FOLDER = Path("/films")


def saved(timeline: Timeline) -> bytes:
    return to_bytes(Project(timeline, "id", 7), FOLDER)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(timelines())
def test_every_timeline_comes_back_exactly_as_it_was(timeline: Timeline) -> None:
    assert decode(json.loads(json.dumps(encode(timeline, FOLDER))), FOLDER) == timeline
    project = from_bytes(saved(timeline), FOLDER)
    assert (project.timeline, project.project_id, project.sequence, project.notes) == (timeline, "id", 7, ())


def test_ten_thousand_clips_are_written_and_read_in_seconds() -> None:
    timeline = long_timeline(10_000)
    start = time.perf_counter()
    assert from_bytes(saved(timeline), FOLDER).timeline == timeline
    assert time.perf_counter() - start < 10


def test_a_path_near_the_project_follows_it_to_another_folder() -> None:
    moved = from_bytes(saved(everything("/films")), Path("/disk/films"))
    assert [media.path for media in moved.timeline.media] == ["/disk/films/shot.mp4", "/disk/films/take.mp4"]
    assert moved.elsewhere == {"shot": "/films/shot.mp4", "take": "/films/take.mp4"}


def test_a_path_far_from_the_project_stays_where_it_is() -> None:
    timeline = everything("/footage/day 1")
    assert from_bytes(saved(timeline), Path("/disk/films")).timeline == timeline


def test_what_looks_like_an_address_is_the_name_of_a_file() -> None:
    timeline = everything()
    strange = replace(timeline, media=(replace(timeline.media[0], path="/films/http:x.mp4"), timeline.media[1]))
    data = encode(strange, FOLDER)
    assert decode(data, FOLDER) == strange
    assert _clip(data)["media_references"]["take 1"]["target_url"] == "http%3Ax.mp4"


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_file_whose_name_is_no_text_is_found_again() -> None:
    timeline = everything()
    path = os.fsdecode(b"/films/caf\xe9.mp4")
    strange = replace(timeline, media=(replace(timeline.media[0], path=path, name="caf\udce9"), timeline.media[1]))
    assert from_bytes(saved(strange), FOLDER).timeline.media[0].path == path


def test_what_a_newer_version_or_another_program_keeps_in_the_file_survives_a_save() -> None:
    data = json.loads(saved(everything()))
    data["metadata"]["longtake"]["grades"] = {"look": [1, 2.5]}
    data["metadata"]["resolve"] = {"reel": "A001"}
    project = from_bytes(json.dumps(data).encode(), FOLDER)
    again = json.loads(to_bytes(project, FOLDER))
    assert again["metadata"]["longtake"]["grades"] == {"look": [1, 2.5]}
    assert again["metadata"]["resolve"] == {"reel": "A001"}


def test_a_project_of_before_joins_were_judged_opens_and_keeps_their_numbers() -> None:
    made = Made(Generation(Task.AFTER, ()), "Longtake built-in model", seam=(("jump", 0.9),))
    media = Media(MediaId("m"), "/films/a.mp4", "a", Fraction(1), made=made)
    data = json.loads(saved(replace(everything(), media=(*everything().media, media))).decode())
    told = json.dumps(data)
    for later in (', "joins": []', ', "matching": 1.0', ', "adapters": []'):
        told = told.replace(later, "")
    assert '"joins"' not in told
    assert '"matching"' not in told
    (opened,) = (each for each in from_bytes(told.encode(), FOLDER).timeline.media if each.id == "m")
    assert opened.made == made
    assert (opened.made.joins, opened.made.generation.matching) == ((), 1.0)


def test_the_hash_tells_of_any_change_by_others() -> None:
    data = saved(everything())
    assert is_intact(data)
    changed = data.replace(b'"Night"', b'"Light"')
    assert not is_intact(changed)
    assert from_bytes(changed, FOLDER).notes == (CHANGED,)


def test_what_another_program_did_to_ranges_order_and_names_holds() -> None:
    data = encode(everything(), FOLDER)
    items = data["tracks"]["children"][0]["children"]
    first = items[0]
    first["source_range"] = _range(2.0, 1.0, 25.0)  # a second from second 2 on
    first["name"] = "Renamed"
    items[:] = [items[4], items[2], first, items[3]]
    timeline = decode(data, FOLDER)
    bridge, longer, clip = timeline.tracks[0].items
    assert (bridge.id, longer.id, clip.id) == ("bridge", "longer", "clip")
    assert isinstance(clip, Clip)
    assert (clip.name, clip.duration, clip.source_start) == ("Renamed", 24, Fraction(2, 25))


def test_a_clip_that_another_program_added_leaves_a_gap_and_a_note() -> None:
    data = json.loads(saved(everything()))
    data["tracks"]["children"][1]["children"][1:1] = [{**_clip(data), "metadata": {}}]
    project = from_bytes(json.dumps(data).encode(), FOLDER)
    hush, sound = project.timeline.tracks[1].items
    assert (hush, sound.id) == (Gap(hush.id, 10 + 96), "sound")
    assert any("'Shot'" in note for note in project.notes)


def test_a_clip_that_another_program_copied_gets_an_id_of_its_own() -> None:
    data = encode(everything(), FOLDER)
    data["tracks"]["children"][1]["children"].append(_clip(data))
    timeline = decode(data, FOLDER)
    assert len(timeline.places) == sum(len(track.items) for track in timeline.tracks)


def test_the_file_of_a_newer_longtake_says_so() -> None:
    data = json.loads(saved(everything()))
    data["metadata"]["longtake"]["version"] = VERSION + 1
    with pytest.raises(ProjectError, match="newer Longtake"):
        from_bytes(json.dumps(data).encode())


def test_another_programs_timeline_says_so() -> None:
    data = json.loads(saved(everything()))
    del data["metadata"]["longtake"]
    with pytest.raises(ProjectError, match=r"cut\.otio is another program's"):
        from_bytes(json.dumps(data).encode(), name="cut.otio")


def test_an_error_names_the_place() -> None:
    data = json.loads(saved(everything()))
    data["tracks"]["children"][0]["children"][3]["source_range"]["duration"]["value"] = "12"
    with pytest.raises(ProjectError) as caught:
        from_bytes(json.dumps(data).encode(), name="night.otio")
    assert "tracks.children[0].children[3].source_range.duration.value should be a number" in caught.value.what
    assert caught.value.kept
    assert caught.value.do


HOSTILE = {
    "depth": b"[" * 200_000,
    "closed depth": b"[" * 200_000 + b"]" * 200_000,
    "depth in objects": b'{"a":' * 200_000,
    "containers": b"[" + b"[]," * 2_500_000 + b"[]]",
    "values": b"[" + b"0," * 9_000_000 + b"0]",
    "digits": b"[" + b"9" * 5_000 + b"]",
    "large": b"[9223372036854775808]",
    "infinite": b"[1e999]",
    "NaN": b"[NaN]",
    "Infinity": b"[-Infinity]",
    "twice": b'{"a": 1, "a": 2}',
    "half a character": rb'{"OTIO_SCHEMA": "\ud800"}',
    "no text": b'{"OTIO_SCHEMA": "\xff"}',
    "nothing": b"",
    "zeros": bytes(4096),
    "a quote": b'"' + rb"\"" * 500_000,
    "too long": b" " * (65 << 20),
    "a list": b"[]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_once(name: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ProjectError):
        from_bytes(HOSTILE[name])
    assert time.perf_counter() - start < 5


def test_an_object_of_very_many_names_with_one_twice_is_refused_at_once() -> None:
    names = b",".join(b'"%d":0' % number for number in range(300_000))
    start = time.perf_counter()
    with pytest.raises(ProjectError, match="twice"):
        from_bytes(b"{" + names + b',"299999":1}')
    assert time.perf_counter() - start < 5


def test_a_file_cut_off_anywhere_is_refused() -> None:
    data = saved(everything())
    for length in range(0, len(data) - 2, 7):
        with pytest.raises(ProjectError):
            from_bytes(data[:length])


def test_damaged_bytes_open_or_are_refused_and_nothing_else() -> None:
    golden, chance, opened = saved(everything()), random.Random(1), 0
    for _ in range(2_000):
        opened += _opens(_bytes_mutated(golden, chance))
    assert 0 < opened < 2_000


def test_damaged_structure_opens_or_is_refused_and_nothing_else() -> None:
    golden, chance, opened = json.loads(saved(everything())), random.Random(2), 0
    for _ in range(2_000):
        opened += _opens(json.dumps(_structure_mutated(golden, chance)).encode())
    assert 0 < opened < 2_000


def _opens(data: bytes) -> bool:
    """What opens can also be saved."""
    try:
        project = from_bytes(data, FOLDER)
    except ProjectError:
        return False
    assert from_bytes(to_bytes(project, FOLDER), FOLDER).timeline == project.timeline
    return True


def _bytes_mutated(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        at = chance.randrange(len(broken))
        match chance.randrange(4):
            case 0:
                broken[at] = chance.randrange(256)
            case 1:
                broken[at : at + chance.randrange(40)] = b""
            case 2:
                broken[at:at] = chance.choice((b"9", b"-", b"e9", b"null", b'"', b"[", b"}", b",", b"\\ud8"))
            case _:
                other = chance.randrange(len(broken))
                broken[at : at + 20] = broken[other : other + 20]
    return bytes(broken)


VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e300,
    2**62,
    0.5,
    "",
    "x",
    "1/0",
    "1/3",
    "-" + "9" * 99 + "/1",
    "a\0b",
    [],
    {},
    [[]],
    [{}],
)


def _structure_mutated(value: Any, chance: random.Random) -> Any:
    """A copy with one value replaced, removed, repeated or added."""
    copy = json.loads(json.dumps(value))
    owners: list[Any] = []
    _collect(copy, owners)
    owner = chance.choice(owners)
    key = chance.choice(list(owner) if isinstance(owner, dict) else range(len(owner)))
    match chance.randrange(3):
        case 0:
            owner[key] = chance.choice(VALUES)
        case 1:
            del owner[key]
        case _:
            owner[key] = json.loads(json.dumps(chance.choice(owners)))
    return copy


def _collect(value: Any, owners: list[Any]) -> None:
    if isinstance(value, dict | list) and value:
        owners.append(value)
        for part in value.values() if isinstance(value, dict) else value:
            _collect(part, owners)


def _clip(data: Any) -> Any:
    return data["tracks"]["children"][0]["children"][0]


def _range(start: float, duration: float, rate: float) -> Any:
    times = {
        name: {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": value * rate if name == "duration" else value}
        for name, value in (("start_time", start), ("duration", duration))
    }
    return {"OTIO_SCHEMA": "TimeRange.1", **times}
