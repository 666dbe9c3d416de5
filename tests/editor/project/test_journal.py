"""The journal: every edit comes back, and a damaged one costs only what comes after."""

import errno
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from editor.project import deltas
from editor.project.errors import RecoveryFailed, SaveFailed
from editor.project.journal import SNAPSHOT, Edit, Journal, Origin
from editor.project.records import framed, unframed
from editor.project.replay import files_of, replay
from editor.timeline.model import Clip, Timeline, Track
from editor.timeline.otio.errors import WrongField
from editor.timeline.otio.strict_json import parse
from tests.editor.project.conftest import Clock, marked
from tests.editor.project.faults import Fault, failing
from tests.editor.project.timelines import everything, long_timeline, timelines

ORIGIN = Origin("id", "night")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def journal(folder: Path, timeline: Timeline, clock: Clock) -> Iterator[Journal]:
    opened = Journal(folder, ORIGIN, Edit("Open", 0, timeline), clock)
    opened.flush()
    yield opened
    opened.close()


def record(journal: Journal, timeline: Timeline, first: int, times: int) -> Timeline:
    for sequence in range(first, first + times):
        timeline = marked(timeline)
        journal.record(Edit("Add Marker", sequence, timeline))
    return timeline


@settings(max_examples=30, deadline=None)
@given(timelines(), timelines())
def test_any_timeline_follows_from_any_other_by_what_changed(before: Timeline, after: Timeline) -> None:
    found = parse(json.dumps(deltas.delta(before, after)).encode())
    assert deltas.apply(before, found) == after
    assert deltas.delta(before, before) == {}


def test_one_edit_among_ten_thousand_clips_is_a_few_hundred_bytes() -> None:
    before = long_timeline(10_000)
    after = _trimmed(before, 5_000)
    start = time.perf_counter()
    found = deltas.delta(before, after)
    assert time.perf_counter() - start < 0.1
    assert len(str(found)) < 800
    assert deltas.apply(before, found) == after


def test_items_that_only_moved_are_told_by_their_places() -> None:
    before = long_timeline(1_000)
    (track,) = before.tracks
    after = replace(before, tracks=(replace(track, items=(*track.items[500:], *track.items[:500])),))
    found = deltas.delta(before, after)
    assert found["tracks"][0]["items"] == [[500, 1099], [0, 500]]
    assert deltas.apply(before, found) == after


def test_recording_costs_the_window_microseconds(journal: Journal) -> None:
    before = long_timeline(10_000)
    edits = [Edit("Trim", number, _trimmed(before, number)) for number in range(1, 50)]
    start = time.perf_counter()
    for one in edits:
        journal.record(one)
    assert (time.perf_counter() - start) / len(edits) < 0.005


def test_edits_come_back_as_they_were(journal: Journal, folder: Path, timeline: Timeline) -> None:
    last = record(journal, timeline, 1, 20)
    journal.flush()
    found = replay(folder)
    assert (found.timeline, found.sequence, found.edits, found.lost) == (last, 20, 20, 0)


def test_an_edit_is_on_the_disk_without_anybody_asking(journal: Journal, folder: Path, timeline: Timeline) -> None:
    """Its thread does it; closing only waits for that."""
    last = record(journal, timeline, 1, 1)
    until = time.monotonic() + 20
    while not files_of(folder) or replay(folder).timeline != last:
        assert time.monotonic() < until
        journal._writer._thread.join(0.02)


def test_a_long_session_begins_new_files_and_keeps_the_last_two(
    journal: Journal, folder: Path, timeline: Timeline
) -> None:
    for first in range(1, 5 * SNAPSHOT, 50):
        timeline = record(journal, timeline, first, 50)
        journal.flush()
    assert len(files_of(folder)) == 2
    found = replay(folder)
    assert (found.timeline, found.sequence) == (timeline, 5 * SNAPSHOT)
    assert found.edits <= SNAPSHOT


def test_where_the_newest_file_is_no_good_the_one_before_serves(
    journal: Journal, folder: Path, timeline: Timeline
) -> None:
    for first in range(1, 2 * SNAPSHOT, 50):
        timeline = record(journal, timeline, first, 50)
        journal.flush()
    newest, before = files_of(folder)
    newest.write_bytes(newest.read_bytes()[:100])
    assert replay(folder).sequence >= SNAPSHOT
    before.unlink()
    with pytest.raises(RecoveryFailed):
        replay(folder)


def test_a_torn_record_costs_only_itself(journal: Journal, folder: Path, timeline: Timeline) -> None:
    record(journal, timeline, 1, 9)
    journal.flush()
    (file,) = files_of(folder)
    file.write_bytes(file.read_bytes()[:-5])
    found = replay(folder)
    assert (found.sequence, found.lost) == (8, 1)


def test_a_flipped_bit_stops_the_replay_there_and_what_follows_is_counted(
    journal: Journal, folder: Path, timeline: Timeline
) -> None:
    record(journal, timeline, 1, 9)
    journal.flush()
    (file,) = files_of(folder)
    payloads = unframed(file.read_bytes()).payloads
    at = sum(len(framed(payload)) for payload in payloads[:6]) + 20  # in the fifth edit
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    found = replay(folder)
    assert (found.sequence, found.lost) == (4, 5)
    assert file.read_bytes() == data


def test_records_of_another_project_are_not_mixed_in(journal: Journal, folder: Path, timeline: Timeline) -> None:
    record(journal, timeline, 1, 3)
    journal.flush()
    (file,) = files_of(folder)
    *mine, last = unframed(file.read_bytes()).payloads
    foreign = last.replace(b'"project":"id"', b'"project":"other"')
    file.write_bytes(b"".join(map(framed, [*mine, foreign])))
    assert (replay(folder).sequence, replay(folder).lost) == (2, 1)


def test_another_projects_journal_is_refused(journal: Journal, folder: Path) -> None:
    journal.flush()
    with pytest.raises(RecoveryFailed, match="another project's"):
        replay(folder, "other")
    assert replay(folder, "id").sequence == 0


def test_damaged_journals_are_read_as_far_as_they_go_or_refused(
    journal: Journal, folder: Path, timeline: Timeline
) -> None:
    record(journal, timeline, 1, 9)
    journal.flush()
    (file,) = files_of(folder)
    golden, chance, sequences = file.read_bytes(), random.Random(3), set()
    for _ in range(300):
        data = bytearray(golden)
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(9)] = chance.randbytes(chance.randrange(9))
        file.write_bytes(data)
        try:
            sequences.add(replay(folder).sequence)
        except RecoveryFailed:
            sequences.add(-1)
    assert {-1, 4, 8} <= sequences <= set(range(-1, 10))


@pytest.mark.parametrize("change", [{"tracks": 1}, {"media": [[0, 9]]}, {"settings": {"width": "1"}}, {"settings": 3}])
def test_a_delta_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(WrongField):
        deltas.apply(everything(), change)


def test_a_full_disk_is_told_and_everything_is_journalled_once_there_is_room(
    journal: Journal, folder: Path, timeline: Timeline
) -> None:
    journal.flush()
    with failing(Fault(1, errno.ENOSPC)) as fault:
        timeline = record(journal, timeline, 1, 1)
        with pytest.raises(SaveFailed, match="not being journalled") as caught:
            journal.flush()
        assert fault.hit
        assert journal.error is not None
    assert caught.value.kept
    last = record(journal, timeline, 2, 1)
    journal.flush()
    assert journal.error is None
    assert (replay(folder).timeline, replay(folder).sequence) == (last, 2)


def test_whichever_call_fails_no_edit_is_told_to_be_kept_that_is_not(
    tmp_path: Path, timeline: Timeline, clock: Clock
) -> None:
    for at in range(1, 14):
        folder = tmp_path / str(at)
        folder.mkdir()
        with failing(Fault(at)):
            told = _record_until_it_fails(folder, timeline, clock)
        assert told < 0 or replay(folder).sequence >= told


def _record_until_it_fails(folder: Path, timeline: Timeline, clock: Clock) -> int:
    """The last edit that was told to be on the disk; -1 for none."""
    told, journal = -1, Journal(folder, ORIGIN, Edit("Open", 0, timeline), clock)
    try:
        for sequence in range(1, 4):
            timeline = record(journal, timeline, sequence, 1)
            journal.flush()
            told = sequence
        journal.close()
    except SaveFailed:
        journal.close()
    return told


def _trimmed(timeline: Timeline, index: int) -> Timeline:
    track: Track = timeline.tracks[0]
    item = track.items[index]
    changed = replace(item, duration=item.duration + 1) if isinstance(item, Clip) else item
    return replace(timeline, tracks=(replace(track, items=(*track.items[:index], changed, *track.items[index + 1 :])),))
