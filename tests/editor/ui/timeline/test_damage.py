"""What an edit paints again is all that it changed: afterwards the lanes look as if they were painted anew."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Take, Timeline, TrackId, new_id
from tests.editor.ui.timeline.conftest import Desk

STEPS = 40


def edited(timeline: Timeline, chance: Random) -> Timeline:
    """Some edit or other."""
    clips = [clip.id for track in timeline.tracks for clip in track.clips]
    track = chance.choice(timeline.tracks).id
    at, by = chance.randrange(0, 500), chance.randrange(-60, 60)
    some: ItemId = chance.choice(clips) if clips else ItemId("")
    choices: list[Callable[[], Timeline]] = [
        lambda: edits.overwrite(timeline, at, {track: [fresh(timeline)]}),
        lambda: edits.insert(timeline, at, {track: [fresh(timeline)]}),
        lambda: edits.lift(timeline, [some]),
        lambda: edits.extract(timeline, [some]),
        lambda: edits.move(timeline, [some], by),
        lambda: edits.trim(timeline, some, chance.choice(list(Edge)), by),
        lambda: edits.ripple_trim(timeline, some, chance.choice(list(Edge)), by),
        lambda: edits.split_all(timeline, at),
        lambda: edits.set_enabled(timeline, [some], chance.random() < 0.5),
        lambda: edits.change_track(timeline, TrackId(track), muted=chance.random() < 0.5),
        lambda: edits.rename(timeline, some, f"renamed {at}"),
    ]
    try:
        return chance.choice(choices)()
    except (EditError, KeyError):
        return timeline


def fresh(timeline: Timeline) -> Clip:
    media = timeline.media[0]
    return Clip(ItemId(new_id()), "fresh", 40, (Take(media.id),), source_start=Fraction(3))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edit_undo_and_selection_the_lanes_look_as_painted_anew(desk: Desk, seed: int) -> None:
    chance = Random(seed)
    desk.panel.lanes.grab()
    for step in range(STEPS):
        what = chance.random()
        if what < 0.2:
            desk.document.undo_stack.undo()
        elif what < 0.4:
            clips = [clip.id for track in desk.timeline.tracks for clip in track.clips]
            desk.document.select(chance.sample(clips, min(len(clips), 2)))
        else:
            desk.document.apply("Edit", replace(edited(desk.timeline, chance)))
        kept = desk.panel.lanes.grab().toImage()
        desk.panel.surface.repaint_all()
        anew = desk.panel.lanes.grab().toImage()
        assert kept == anew, f"step {step}"
