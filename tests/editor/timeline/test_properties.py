"""What holds of every edit on every timeline."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.timeline import edits
from editor.timeline.changes import changes
from editor.timeline.edits import NO_LIMIT, Edge
from editor.timeline.edits.handles import spare
from editor.timeline.edits.ripple import pull
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import Clip, Gap, ItemId, MediaId, Take, Timeline, Track, Transition
from editor.timeline.rational_time import TimeRange
from tests.editor.timeline.strategies import FILMS, Step, plays, steps, timelines, without_gap_ids

FACTS = {"add take", "remove track"}  # a take arrives on a locked track too
few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(few, max_examples=120)
frames = st.integers(0, 60)


def step_by_step(timeline: Timeline, several: list[Step]) -> list[tuple[Step, Timeline, Timeline]]:
    """Each edit that can be done, with the timeline before and after it."""
    done = []
    for step in several:
        try:
            after = step.apply(timeline)
        except EditError:
            continue
        done.append((step, timeline, after))
        timeline = after
    return done


def some_clip(timeline: Timeline, which: int) -> Clip:
    """A clip on a track that is not locked."""
    clips = [clip for track in timeline.tracks if not track.locked for clip in track.clips]
    assume(clips)
    return clips[which % len(clips)]


def moves(timeline: Timeline, own: Track) -> list[Track]:
    """The tracks that take part in a ripple aimed at `own`."""
    return [track for track in timeline.tracks if track.id == own.id or (track.sync_locked and not track.locked)]


@many
@given(timelines(), st.lists(steps, min_size=1, max_size=8))
def test_random_edits_keep_every_invariant(timeline: Timeline, several: list[Step]):
    check(timeline)
    for step, before, after in step_by_step(timeline, several):
        check(after)
        assert after is before or after != before, f"{step.verb} copied what it did not change"


@few
@given(timelines(), st.lists(steps, min_size=1, max_size=8))
def test_locked_tracks_are_the_very_same_after_any_edit(timeline: Timeline, several: list[Step]):
    for step, before, after in step_by_step(timeline, several):
        if step.verb not in FACTS:
            assert all(after.track(track.id) is track for track in before.tracks if track.locked)


@few
@given(timelines(), st.lists(steps, min_size=1, max_size=8))
def test_tracks_and_clips_that_did_not_change_are_the_very_same(timeline: Timeline, several: list[Step]):
    """Gaps that shrink and grow again within one edit may be new."""
    for _, before, after in step_by_step(timeline, several):
        old = {clip.id: clip for track in before.tracks for clip in track.clips}
        for track in after.tracks:
            assert all(old[clip.id] is clip for clip in track.clips if old.get(clip.id) == clip)
        same = [track for track in before.tracks for other in after.tracks if other == track and other is not track]
        assert not same


@few
@given(timelines(), st.lists(steps, min_size=1, max_size=8))
@pytest.mark.usefixtures("qapp")
def test_undo_gives_back_the_very_same_timelines_and_redo_too(timeline: Timeline, several: list[Step]):
    document = Document(timeline)
    history = [timeline]
    for step, _, after in step_by_step(timeline, several):
        document.apply(step.verb, after)
        if after is not history[-1]:
            history.append(after)
    for value in reversed(history):
        assert document.timeline is value
        document.undo_stack.undo()
    for value in history:
        assert document.timeline is value
        document.undo_stack.redo()


@few
@given(timelines(), steps)
def test_a_splice_replayed_on_the_old_track_gives_the_new_one(timeline: Timeline, step: Step):
    for _, before, after in step_by_step(timeline, [step]):
        for change in changes(before, after).tracks_changed:
            items = list(change.before.items)
            if splice := change.splice:
                items[splice.index : splice.index + len(splice.removed)] = splice.added
            assert tuple(items) == change.after.items
            assert bool(change.splice or change.fields)


@few
@given(timelines(), frames)
def test_a_split_changes_nothing_that_plays(timeline: Timeline, at: int):
    after = edits.split_all(timeline, at)
    check(after)
    for before, track in zip(timeline.tracks, after.tracks, strict=True):
        assert plays(timeline, before) == plays(after, track)


@few
@given(timelines(), frames, st.integers(1, 12), st.integers(0, 9))
def test_an_insert_moves_what_is_behind_it_and_changes_nothing_else(timeline: Timeline, at: int, long: int, row: int):
    own = timeline.tracks[row % len(timeline.tracks)]
    assume(not own.locked)
    new = Clip(ItemId("new"), "new", long, (Take(MediaId("long")),))
    after = edits.insert(timeline, at, {own.id: [new]})
    for track in moves(timeline, own):
        shown, now = plays(timeline, track), plays(after, after.track(track.id))
        room = [("new", frame / timeline.rate) for frame in range(long)] if track is own else [None] * long
        expected = [*shown[:at], *[None] * (at - len(shown)), *room, *shown[at:]]
        assert now == (expected if track is own or at < len(shown) else shown)


@few
@given(timelines(), frames, st.integers(1, 12), st.integers(0, 9))
def test_an_overwrite_changes_what_it_covers_and_nothing_else(timeline: Timeline, at: int, long: int, row: int):
    own = timeline.tracks[row % len(timeline.tracks)]
    assume(not own.locked)
    new = Clip(ItemId("new"), "new", long, (Take(MediaId("long")),))
    after = edits.overwrite(timeline, at, {own.id: [new]})
    shown = plays(timeline, own)
    now = plays(after, after.track(own.id))
    assert now[:at] == [*shown, *[None] * at][:at]
    assert now[at + long :] == shown[at + long :]
    assert all(after.track(track.id) is track for track in timeline.tracks if track is not own)


@few
@given(timelines(), frames, st.integers(1, 12), st.integers(0, 9))
def test_a_range_that_is_extracted_shortens_by_exactly_that(timeline: Timeline, start: int, long: int, row: int):
    own = timeline.tracks[row % len(timeline.tracks)]
    assume(not own.locked)
    alone = replace(timeline, tracks=tuple(replace(track, sync_locked=False) for track in timeline.tracks))
    own = alone.track(own.id)
    after = edits.extract_range(alone, TimeRange(start, long), [own.id])
    shown = plays(alone, own)
    left = shown[:start] + shown[start + long :]
    assert plays(after, after.track(own.id)) == _without_last_gap(left)
    lifted = edits.lift_range(alone, TimeRange(start, long), [own.id])
    emptied = [None if start <= frame < start + long else what for frame, what in enumerate(shown)]
    assert plays(lifted, lifted.track(own.id)) == _without_last_gap(emptied)


def _without_last_gap(shown: list) -> list:
    while shown and shown[-1] is None:
        shown = shown[:-1]
    return shown


@few
@given(timelines(), st.integers(0, 20))
def test_a_ripple_delete_keeps_in_sync_what_comes_after(timeline: Timeline, which: int):
    clip = some_clip(timeline, which)
    range_ = timeline.range_of(clip.id)
    own = timeline.track_of(clip.id)
    try:
        after = edits.extract(timeline, [clip.id])
    except EditError:
        return
    for track in moves(timeline, own):
        for other in track.clips:
            if other.id != clip.id:
                start, now = timeline.range_of(other.id).start, after.range_of(other.id).start
                assert now == start - (range_.duration if start >= range_.end else 0)


@many
@given(timelines(transitions=False), st.integers(0, 20), st.sampled_from(Edge), st.integers(-12, 12), st.booleans())
def test_a_trim_and_its_inverse_give_the_timeline_back(
    timeline: Timeline, which: int, edge: Edge, by: int, linked: bool
):
    clip = some_clip(timeline, which)
    for edit, limits in ((edits.trim, edits.trim_limits), (edits.ripple_trim, edits.ripple_limits)):
        low, high = limits(timeline, clip.id, edge, linked)
        assert low <= 0 <= high
        done = min(max(by, low), high)
        after = edit(timeline, clip.id, edge, by, linked)
        longer = done if edge is Edge.END else -done
        assert after.clip(clip.id).duration == clip.duration + longer
        assert without_gap_ids(edit(after, clip.id, edge, -done, linked)) == without_gap_ids(timeline)


@many
@given(timelines(transitions=False), st.integers(0, 20), st.integers(-12, 12), st.booleans())
def test_a_slip_or_a_slide_and_its_inverse_give_the_timeline_back(
    timeline: Timeline, which: int, by: int, linked: bool
):
    clip = some_clip(timeline, which)
    for edit, limits in ((edits.slip, edits.slip_limits), (edits.slide, edits.slide_limits)):
        low, high = limits(timeline, clip.id, linked)
        assert low <= 0 <= high
        after = edit(timeline, clip.id, by, linked)
        check(after)
        assert after.clip(clip.id).duration == clip.duration
        back = edit(after, clip.id, -min(max(by, low), high), linked)
        if _gaps(after) >= _gaps(timeline):  # a slide that closed a gap meets the clip behind it on its way back
            assert without_gap_ids(back) == without_gap_ids(timeline)


@few
@given(timelines(transitions=False), st.integers(0, 20), st.integers(-12, 12), st.booleans())
def test_a_roll_moves_a_cut_and_no_other_edge(timeline: Timeline, which: int, by: int, linked: bool):
    clip = some_clip(timeline, which)
    row, index = timeline.place(clip.id)
    items = timeline.tracks[row].items
    assume(index + 1 < len(items) and isinstance(items[index + 1], Clip))
    right = items[index + 1].id
    low, high = edits.roll_limits(timeline, clip.id, right, linked)
    after = edits.roll(timeline, clip.id, right, by, linked)
    done = min(max(by, low), high)
    assert after.range_of(right).start == timeline.range_of(right).start + done
    assert after.range_of(right).end == timeline.range_of(right).end
    assert [track.duration for track in after.tracks] == [track.duration for track in timeline.tracks]
    assert edits.roll(after, clip.id, right, -done, linked) == timeline


@many
@given(timelines(), st.integers(0, 20), st.sampled_from(Edge))
def test_ripple_limits_are_as_far_as_a_ripple_can_be_done(timeline: Timeline, which: int, edge: Edge):
    clip = some_clip(timeline, which)
    range_, row = timeline.range_of(clip.id), timeline.place(clip.id)[0]
    low, high = edits.ripple_limits(timeline, clip.id, edge, linked=False)
    shorter = -low if edge is Edge.END else high
    possible = 0
    while possible < clip.duration - 1:
        start = range_.end - possible - 1 if edge is Edge.END else range_.start
        try:
            pull(timeline, start, possible + 1, {row})
        except EditError:
            break
        possible += 1
    assert shorter == possible


@few
@given(timelines(), st.lists(steps, min_size=1, max_size=8))
def test_no_edit_lets_a_clip_play_what_is_outside_its_media(timeline: Timeline, several: list[Step]):
    """Clips of one frame apart: at some speeds that is more than there is."""
    for step, before, after in step_by_step(timeline, several):
        if step.verb not in ("choose take", "add take"):  # another take may be shorter
            for clip in [clip for track in after.tracks for clip in track.clips if clip.duration > 1]:
                was = before.clip(clip.id) if before.has(clip.id) else None
                assert was is clip or min(spare(after, clip)) >= min(0, min(spare(before, was)) if was else 0), step


@few
@given(timelines(), st.integers(0, 20), st.integers(-12, 12))
def test_a_move_and_its_inverse_bring_a_clip_home(timeline: Timeline, which: int, by: int):
    clip = some_clip(timeline, which)
    there = edits.move(timeline, [clip.id], by)
    moved = there.range_of(clip.id).start - timeline.range_of(clip.id).start
    assert moved == max(by, -timeline.range_of(clip.id).start)
    assert there.clip(clip.id) is clip
    back = edits.move(there, [clip.id], -moved)
    assert back.range_of(clip.id) == timeline.range_of(clip.id)


@few
@given(timelines(), st.integers(0, 20), steps)
def test_generated_frames_are_as_many_as_asked_for_and_cost_none_of_the_others(
    timeline: Timeline, which: int, step: Step
):
    step = replace(step, verb="generate", which=which)
    for _, before, after in step_by_step(timeline, [step]):
        new = [clip for track in after.tracks for clip in track.clips if clip.generation and not before.has(clip.id)]
        made = next((clip for clip in new if clip.is_pending and clip.name.endswith(("after", "before"))), None)
        if made is None:  # there was no clip to continue
            continue
        assert made.duration == 1 + abs(step.by)
        if step.rule is not edits.Rule.OVERWRITE:
            assert _footage(after) - {made.name} >= _footage(before)
            assert _frames(after) == _frames(before) + made.duration * len(edits.made_with(after, made))


def _gaps(timeline: Timeline) -> set[ItemId]:
    return {item.id for track in timeline.tracks for item in track.items if isinstance(item, Gap)}


def _footage(timeline: Timeline) -> set[str]:
    return {clip.name for track in timeline.tracks for clip in track.clips}


def _frames(timeline: Timeline) -> int:
    return sum(clip.duration for track in timeline.tracks for clip in track.clips)


def test_the_random_timelines_hold_all_there_is_to_test():
    """The properties above are worth what is drawn for them."""
    seen: set[str] = set()

    @settings(max_examples=100, database=None, deadline=None, derandomize=True)
    @given(timelines())
    def look(timeline: Timeline) -> None:
        for track in timeline.tracks:
            seen.update(["locked"] if track.locked else [], [] if track.sync_locked else ["loose"])
            for item in track.items:
                seen.add(type(item).__name__)
            for clip in track.clips:
                seen.update(["pending"] if clip.is_pending else [], ["takes"] if len(clip.takes) > 1 else [])
                seen.add("timed" if clip.timing else "plain")
                seen.update(["linked"] if len(timeline.linked(clip)) > 1 else [])

    look()
    kinds = {kind.__name__ for kind in (Clip, Gap, Transition)}
    assert seen == kinds | {"locked", "loose", "pending", "takes", "linked", "timed", "plain"}
    assert sum(media.duration for media in FILMS) < NO_LIMIT
