"""Project settings: what is on the timeline keeps its moments, and what cannot be kept is told first."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import Clip, ItemId, Marker, MarkerId
from tests.editor.timeline.drawing import drawn, generation, scene


def test_another_rate_keeps_moments_markers_and_transitions():
    before = scene(V1="A48 +6/6 B24 .24 C12", A1=".24 D48")
    before = edits.add_marker(edits.set_marks(before, 24, 48), Marker(MarkerId("m"), 48, "m", duration=24))
    after = edits.change_settings(before, replace(edits.settings_of(before), rate=before.rate * 2))
    check(after)
    assert drawn(after)["V1"].replace("@20", "") == "A96 +12/12 B48 .48 C24"
    assert drawn(after)["A1"].replace("@20", "") == ".48 D96"
    assert (after.mark_in, after.mark_out, after.markers[0].at, after.markers[0].duration) == (48, 96, 96, 48)
    back = edits.change_settings(after, edits.settings_of(before))
    assert drawn(back)["V1"] == drawn(before)["V1"]


def test_what_would_change_is_said_in_words():
    before = scene(V1="A48 +6/6 B24")
    now = edits.settings_of(before)
    assert edits.change_settings(before, now) is before
    assert edits.what_changes(before, replace(now, name="Other", sample_rate=44_100)) == ""
    assert edits.what_changes(before, replace(now, width=720, height=720)) == "Pictures are fitted into the new size."
    words = edits.what_changes(before, replace(now, rate=before.rate / 24))
    assert words == "Clips keep their moments, to the nearest frame. 1 transition no longer fit and would go."
    assert edits.what_changes(scene(V1=""), replace(now, width=720, rate=Fraction(50))) == ""


def test_a_size_no_film_has_is_refused():
    before = scene(V1="A48")
    for width in (0, 15, 1281, 9000):
        with pytest.raises(EditError, match="no size for a film"):
            edits.change_settings(before, replace(edits.settings_of(before), width=width))


def test_drop_frame_is_for_rates_that_have_it():
    before = scene(V1="A48")
    wanted = replace(edits.settings_of(before), drop_frame=True)
    assert not edits.change_settings(before, replace(wanted, rate=Fraction(50))).drop_frame
    assert edits.change_settings(before, replace(wanted, rate=Fraction(30000, 1001))).drop_frame


def test_the_rate_stays_while_frames_are_to_be_made():
    before = scene(V1="A48")
    pending = Clip(ItemId("p"), "p", 5, generation=generation(source="A"))
    before = edits.overwrite(before, 60, {before.tracks[0].id: [pending]})
    wanted = replace(edits.settings_of(before), rate=before.rate * 2)
    with pytest.raises(EditError, match="still to be made for a clip"):
        edits.change_settings(before, wanted)
